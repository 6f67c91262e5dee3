"""訂正・お知らせ."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from projects.enums import AmendmentKind
from projects.models.opening import Opening
from projects.sections import SECTIONS

# What was promised to applicants. It changes only by a decision (決裁) of the city.
TERMS = (
    "legal_form",
    "seats",
    "start_date",
    "end_date",
    "hours_per_month",
    "work_style",
    *SECTIONS["pay"].fields,
)
TEXTS = (
    *("title", "summary", "challenge", "goals", "request", "requirements", "place_note", "selection_note"),
    *SECTIONS["hosting"].fields,
)


class Amendment(models.Model):
    """One published change of an open call: why, and each column before and after. Never changed (trigger)."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="amendments", verbose_name=_("募集"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("自治体"))
    number = models.PositiveSmallIntegerField(_("番号"))
    kind = models.CharField(_("種類"), max_length=12, choices=AmendmentKind)
    reason = models.TextField(_("理由"), max_length=1000)
    before = models.JSONField(_("変更前"))
    after = models.JSONField(_("変更後"))
    affects_terms = models.BooleanField(_("条件の変更"), default=False)
    document_number = models.CharField(_("文書番号"), max_length=60, blank=True)
    decision_date = models.DateField(_("決裁日"), null=True, blank=True)
    decider_title = models.CharField(_("決裁者の職名"), max_length=60, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("公開した人")
    )
    published_at = models.DateTimeField(_("公開日時"))

    class Meta:
        verbose_name = _("訂正・お知らせ")
        verbose_name_plural = _("訂正・お知らせ")
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="amendment_number"),
            models.CheckConstraint(condition=Q(kind__in=AmendmentKind.values), name="amendment_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_reason"),
            models.CheckConstraint(condition=~Q(after={}), name="amendment_changes_something"),
            models.CheckConstraint(
                condition=Q(affects_terms=False)
                | (Q(decision_date__isnull=False) & ~Q(decider_title="") & ~Q(document_number="")),
                name="amendment_terms_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opening}（{self.get_kind_display()}）"

    def get_absolute_url(self) -> str:
        return f"{self.opening.get_absolute_url()}#amendments"
