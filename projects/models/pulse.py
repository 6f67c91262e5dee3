"""ふり返り: how either side finds it, halfway and at the end. For the operator alone."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Municipality
from projects import workflow as flows
from projects.enums import PulseMoment
from projects.models.engagement import Engagement
from projects.rules import own_pulse_action, sees_pulse

SCORES = ("progress", "contact", "nearness", "again")
LOW = 2


def _score(label: Any) -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(5)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=limits)


class Pulse(RulesModel):
    """1 (no) to 5 (yes) for each statement. The other side never reads it, so that it can be honest."""

    workflow: ClassVar[Workflow] = flows.PULSE
    unrecorded: ClassVar[frozenset[str]] = frozenset({*SCORES, "comment"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="pulses", verbose_name=_("登用"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pulses", verbose_name=_("答える人")
    )
    from_advisor = models.BooleanField(_("アドバイザーから"))
    moment = models.CharField(_("時期"), max_length=6, choices=PulseMoment)
    asked_at = models.DateTimeField(_("たずねた日時"))
    progress = _score(_("活動の進み具合に満足している"))
    contact = _score(_("相手との連絡がうまくいっている"))
    nearness = _score(_("期待していたことに近づいている"))
    again = _score(_("また一緒に取り組みたい"))
    comment = models.TextField(_("気になっていること・よかったこと"), blank=True)
    answered_at = models.DateTimeField(_("回答日時"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.PULSE.choices, default=flows.PULSE.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("ふり返り")
        verbose_name_plural = _("ふり返り")
        constraints = [
            flows.PULSE.constraint("pulse_status_known"),
            models.CheckConstraint(condition=Q(moment__in=PulseMoment.values), name="pulse_moment_known"),
            models.UniqueConstraint(
                fields=["engagement", "moment", "from_advisor"], name="pulse_once_a_side"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", answered_at=None)
                | Q(
                    status="answered",
                    answered_at__isnull=False,
                    progress__isnull=False,
                    contact__isnull=False,
                    nearness__isnull=False,
                ),
                name="pulse_answered_with_scores",
            ),
        ]
        rules_permissions = {"view": sees_pulse, "answer": own_pulse_action("answer")}

    def __str__(self) -> str:
        return f"{self.get_moment_display()}：{self.engagement}"

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + "#pulses"

    @property
    def answer_url(self) -> str:
        """In the area of the person's side."""
        area = "my_engagements" if self.from_advisor else "desk_engagements"
        return reverse("engagements:pulse_action", args=[self.code, "answer"], current_app=area)

    @property
    def scores(self) -> list[tuple[str, int]]:
        """Statement and score, without those that were not asked."""
        rows = [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in SCORES]  # type: ignore[union-attr]
        return [(label, score) for label, score in rows if score is not None]

    @property
    def is_low(self) -> bool:
        return any(score <= LOW for _label, score in self.scores)
