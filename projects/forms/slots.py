"""Offering moments and choosing one: interviews and meetings alike."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import PortalForm, PortalModelForm
from projects.forms.record import MomentField

SLOTS = 5


class SlotsForm(PortalModelForm):
    """Up to five moments; the first is needed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = list(self.instance.slots or [])
        for number in range(1, SLOTS + 1):
            self.fields[f"slot{number}"] = MomentField(
                label=_("候補{number}").format(number=number),
                required=number == 1,
                initial=kept[number - 1] if number <= len(kept) else None,
                help_text=_("例：令和8年12月1日、19:00") if number == 1 else "",
            )
        self.order_fields([f"slot{number}" for number in range(1, SLOTS + 1)])

    def proposal(self) -> dict[str, Any]:
        """The arguments of the operation."""
        moments = (self.cleaned_data.get(f"slot{number}") for number in range(1, SLOTS + 1))
        return {"slots": [each for each in moments if each is not None], **self.changes()}


class ChoiceForm(PortalForm):
    """One of the moments that are still to come."""

    starts_at = forms.ChoiceField(
        label=_("日時"),  # of what, the page says
        widget=forms.RadioSelect,
        error_messages={
            "required": _("日時を1つ選んでください。"),
            "invalid_choice": _("選んだ日時は、候補ではなくなりました。今の候補から選んでください。"),
        },
    )

    def __init__(self, data: Any = None, *, slots: list[datetime], label: Any, **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["starts_at"]
        field.label = label
        coming = [each for each in slots if each > timezone.now()]
        field.choices = [(each.isoformat(), in_words(each)) for each in coming]

    def clean_starts_at(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["starts_at"])


def in_words(moment: datetime) -> str:
    local = moment.astimezone(dates.JST)
    return f"{dates.wareki(local.date(), weekday=True)} {local:%H:%M}"
