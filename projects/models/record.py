"""What an engagement leaves behind: meetings, deliverables, and the advice itself (提案台帳)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Department, Municipality
from municipalities.rules import may_draft
from projects import workflow as flows
from projects.enums import PROCUREMENT_KINDS, DeliverableKind, Place
from projects.models.engagement import Engagement
from projects.rules import (
    answers_other_side,
    has_its_moment,
    is_before_end,
    is_its_advisor,
    is_unaccepted,
    is_undecided,
    is_under_way,
    sees_engagement,
    staff_action,
    takes_part,
)


class Meeting(RulesModel):
    """One meeting; `number` counts within the engagement. While it is `proposed`, `slots` are offered to the
    other side and `starts_at` is the first of them.
    """

    workflow: ClassVar[Workflow] = flows.MEETING

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="meetings", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("回"))
    title = models.CharField(_("議題"), max_length=120)
    slots = ArrayField(models.DateTimeField(), default=list, blank=True, verbose_name=_("候補の日時"))
    by_advisor = models.BooleanField(_("アドバイザーから"), default=False)
    starts_at = models.DateTimeField(_("開始日時"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("時間（分）"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    place = models.CharField(_("場所"), max_length=8, choices=Place, default=Place.ONLINE)
    place_note = models.CharField(_("会議室・接続先"), max_length=300, blank=True)
    agenda = models.TextField(_("進め方・用意するもの"), blank=True)
    attendees = models.CharField(_("出席者"), max_length=300, blank=True)
    summary = models.TextField(_("話したこと"), blank=True)
    decisions = models.TextField(_("決まったこと"), blank=True)
    next_steps = models.TextField(_("次回までにすること"), blank=True)
    cancel_reason = models.TextField(_("中止の理由"), blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.MEETING.choices, default=flows.MEETING.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("会議")
        verbose_name_plural = _("会議")
        constraints = [
            flows.MEETING.constraint("meeting_status_known"),
            models.CheckConstraint(condition=Q(place__in=Place.values), name="meeting_place_known"),
            models.UniqueConstraint(fields=["engagement", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=~Q(status="held") | ~Q(summary=""), name="meeting_held_has_summary"
            ),
            models.CheckConstraint(
                condition=~Q(status="proposed") | ~Q(slots=[]), name="meeting_proposed_has_slots"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="meeting_cancel_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["engagement", "starts_at"], name="meeting_calendar"),
            models.Index(fields=["starts_at"], condition=Q(status="planned"), name="meeting_coming"),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "edit": takes_part & (is_before_end | is_under_way) & has_its_moment,
            "choose": answers_other_side("choose"),
            "propose_again": takes_part & allowed("propose_again"),
            "hold": takes_part & is_under_way & allowed("hold"),
            "cancel": takes_part & allowed("cancel"),
        }

    def __str__(self) -> str:
        return f"第{self.number}回 {self.title}"

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + f"#meeting-{self.code}"


class Deliverable(RulesModel):
    """Something the advisor hands over. A specification draft raises the procurement flag."""

    workflow: ClassVar[Workflow] = flows.DELIVERABLE

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="deliverables", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliverables",
        verbose_name=_("関係する会議"),
    )
    kind = models.CharField(_("種類"), max_length=14, choices=DeliverableKind)
    title = models.CharField(_("名称"), max_length=120)
    description = models.TextField(_("内容"))
    location = models.CharField(_("保管場所（リンクや文書番号）"), max_length=300, blank=True)
    delivered_date = models.DateField(_("提出日"))
    restricted_until_date = models.DateField(_("調達への参加を控える期限"), null=True, blank=True)
    return_reason = models.TextField(_("差戻しの理由"), blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.DELIVERABLE.choices, default=flows.DELIVERABLE.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("成果物")
        verbose_name_plural = _("成果物")
        constraints = [
            flows.DELIVERABLE.constraint("deliverable_status_known"),
            models.CheckConstraint(
                condition=Q(kind__in=DeliverableKind.values), name="deliverable_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""),
                name="deliverable_return_has_reason",
            ),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "edit": takes_part & allowed("resubmit"),
            "add_file": takes_part & is_unaccepted,
            "accept": staff_action("accept"),
            "return": staff_action("return"),
            "resubmit": (is_its_advisor | may_draft) & allowed("resubmit"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + f"#deliverable-{self.code}"

    @property
    def versions(self) -> Any:
        """Its files, newest first."""
        return self.files.order_by("-number")

    @property
    def raises_procurement_flag(self) -> bool:
        return self.kind in PROCUREMENT_KINDS


class Recommendation(RulesModel):
    """One piece of advice and what the city did with it."""

    workflow: ClassVar[Workflow] = flows.RECOMMENDATION

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="recommendations", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("出た会議"),
    )
    deliverable = models.ForeignKey(
        Deliverable,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("関係する成果物"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="recommendations", verbose_name=_("担当課")
    )
    number = models.PositiveSmallIntegerField(_("番号"))
    text = models.CharField(_("提案"), max_length=200)
    grounds = models.TextField(_("理由・根拠"))
    due_date = models.DateField(_("対応の期限"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.RECOMMENDATION.choices, default=flows.RECOMMENDATION.initial
    )
    status_note = models.TextField(_("対応の内容・理由"), blank=True)
    evidence = models.CharField(_("わかる資料（リンクや文書番号）"), max_length=300, blank=True)
    proposed_date = models.DateField(_("提案日"))
    decided_at = models.DateTimeField(_("対応を決めた日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("提案")
        verbose_name_plural = _("提案")
        constraints = [
            flows.RECOMMENDATION.constraint("recommendation_status_known"),
            models.UniqueConstraint(fields=["engagement", "number"], name="recommendation_number_once"),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(status_note=""),
                name="recommendation_decline_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at=None)
                | (~Q(status="proposed") & Q(decided_at__isnull=False)),
                name="recommendation_decided_at",
            ),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "edit": takes_part & is_undecided,
            "adopt": staff_action("adopt"),
            "try": staff_action("try"),
            "study": staff_action("study"),
            "decline": staff_action("decline"),
            "mark_existing": staff_action("mark_existing"),
        }

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + f"#recommendation-{self.code}"

    @property
    def is_undecided(self) -> bool:
        return self.status == "proposed"
