"""稼働の記録 and the monthly 謝礼の明細 that is computed from it."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Municipality
from projects import workflow as flows
from projects.enums import Place
from projects.models.engagement import Engagement
from projects.rules import approver_action, is_its_advisor, is_unclaimed, sees_engagement, takes_part


class HonorariumSheet(RulesModel):
    """謝礼の明細 of one engagement and month, as it was claimed: later terms or entries do not change it.

    `lines` are rows of `projects.payment.Line`; all amounts are yen.
    """

    workflow: ClassVar[Workflow] = flows.HONORARIUM_SHEET

    code = models.CharField(_("明細番号"), max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="sheets", verbose_name=_("登用"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("自治体"))
    month = models.DateField(_("月（初日）"))
    lines = models.JSONField(_("内訳"), default=list, blank=True)
    minutes = models.PositiveIntegerField(_("稼働時間（分）"), default=0)
    work_yen = models.PositiveIntegerField(_("謝礼（円）"), default=0)
    cut_yen = models.PositiveIntegerField(_("上限による減額（円）"), default=0)
    travel_yen = models.PositiveIntegerField(_("交通費（円）"), default=0)
    rule = models.CharField(_("計算のきまり"), max_length=300)
    status = models.CharField(
        _("状態"),
        max_length=10,
        choices=flows.HONORARIUM_SHEET.choices,
        default=flows.HONORARIUM_SHEET.initial,
    )
    submitted_at = models.DateTimeField(_("提出日時"))
    return_reason = models.TextField(_("差戻しの理由"), blank=True)
    document_number = models.CharField(_("文書番号"), max_length=60, blank=True)
    approved_at = models.DateTimeField(_("確認日時"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("確認した人"),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("謝礼の明細")
        verbose_name_plural = _("謝礼の明細")
        constraints = [
            flows.HONORARIUM_SHEET.constraint("honorariumsheet_status_known"),
            models.UniqueConstraint(fields=["engagement", "month"], name="honorariumsheet_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="honorariumsheet_month_begins"),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""),
                name="honorariumsheet_return_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="approved", approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(status="approved") & Q(approved_at=None, approved_by=None)),
                name="honorariumsheet_approved_whole",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "month"], name="honorariumsheet_of_month")]
        rules_permissions = {
            "view": sees_engagement,
            "approve": approver_action("approve"),
            "return": approver_action("return"),
            "resubmit": is_its_advisor & allowed("resubmit"),
        }

    def __str__(self) -> str:
        return f"{self.engagement}（{self.month:%Y-%m}）"

    def get_absolute_url(self) -> str:
        return reverse("engagements:sheet", args=[self.code], current_app="desk_engagements")

    @property
    def advisor_url(self) -> str:
        return reverse("engagements:sheet", args=[self.code], current_app="my_engagements")

    @property
    def shown_lines(self) -> list[dict[str, Any]]:
        return [
            {**line, "day": date.fromisoformat(line["day"]) if line["day"] else None} for line in self.lines
        ]

    @property
    def total_yen(self) -> int:
        return self.work_yen + self.travel_yen


class WorkEntry(RulesModel):
    """稼働の記録: what was done on a day, for how long, and what the way there cost."""

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="entries", verbose_name=_("登用"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("自治体"))
    sheet = models.ForeignKey(
        HonorariumSheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("謝礼の明細"),
    )
    done_on = models.DateField(_("日付"))
    place = models.CharField(_("場所"), max_length=8, choices=Place, default=Place.ONLINE)
    minutes = models.PositiveSmallIntegerField(
        _("時間（分）"), validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    task = models.CharField(_("したこと"), max_length=120)
    travel_yen = models.PositiveIntegerField(
        _("交通費（円）"), default=0, validators=[MaxValueValidator(1_000_000)]
    )
    travel_note = models.CharField(_("交通費の内訳"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("稼働の記録")
        verbose_name_plural = _("稼働の記録")
        constraints = [
            models.CheckConstraint(condition=Q(place__in=Place.values), name="workentry_place_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="workentry_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(travel_yen=0) | ~Q(travel_note=""), name="workentry_travel_has_note"
            ),
        ]
        indexes = [models.Index(fields=["engagement", "done_on"], name="workentry_calendar")]
        rules_permissions = {
            "view": sees_engagement,
            "edit": takes_part & is_unclaimed,
            "remove": takes_part & is_unclaimed,
        }

    def __str__(self) -> str:
        return f"{self.done_on:%Y-%m-%d} {self.task}"

    def get_absolute_url(self) -> str:
        return reverse("engagements:work", args=[self.engagement.code], current_app="desk_engagements")
