"""ふり返り: under a minute."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from projects.enums import PulseMoment
from projects.models import Pulse
from projects.models.pulse import SCORES

_STEPS = [
    (1, _("1 そう思わない")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5 そう思う")),
]


class PulseForm(PortalForm):
    """Whether to do it again is asked at the end only."""

    comment = forms.CharField(
        label=_("気になっていること・よかったこと"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("コーディネーターだけが読みます。相手には見えません。"),
    )

    def __init__(self, *args: Any, pulse: Pulse, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = SCORES if pulse.moment == PulseMoment.END else SCORES[:-1]
        for name in asked:
            label: Any = Pulse._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                choices=_STEPS,
                widget=forms.RadioSelect(attrs={"class": "inline"}),
                error_messages={"required": _("1から5のどれかを選んでください。")},
            )
        self.order_fields([*asked, "comment"])
