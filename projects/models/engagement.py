"""登用 and its goals."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.models import AdvisorProfile
from core import dates
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.enums import DecisionKind, LegalForm
from municipalities.models import Approval, ApprovalRoute, Municipality
from municipalities.rules import acts_on, decides, may_draft
from projects import workflow as flows
from projects.enums import CertificateKind
from projects.models.application import Application
from projects.models.program import Project
from projects.rules import (
    ENDED,
    is_at_work,
    is_before_end,
    is_being_decided,
    is_certified,
    is_its_advisor,
    is_on_profile,
    is_preparing,
    is_under_way,
    may_be_asked,
    sees_engagement,
    staff_action,
    takes_part,
)


class Engagement(RulesModel):
    """An accepted advisor at work. It cannot start before both sides confirmed the expectations."""

    workflow: ClassVar[Workflow] = flows.ENGAGEMENT

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="engagement", verbose_name=_("応募")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="engagements", verbose_name=_("プロジェクト")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="engagements", verbose_name=_("自治体")
    )
    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, related_name="engagements", verbose_name=_("アドバイザー")
    )
    legal_form = models.CharField(_("登用の形"), max_length=20, choices=LegalForm)
    start_date = models.DateField(_("開始日"))
    end_date = models.DateField(_("終了日"))
    expectation = models.TextField(_("期待すること"), blank=True)
    not_expected = models.TextField(_("お願いしないこと"), blank=True)
    success = models.TextField(_("どうなれば成功か"), blank=True)
    decision_owner = models.CharField(_("決める人"), max_length=120, blank=True)
    confidentiality = models.TextField(_("秘密の扱い"), blank=True)
    publicity = models.TextField(_("公表してよいこと"), blank=True)
    contact_rule = models.CharField(_("連絡の取り方"), max_length=200, blank=True)
    city_confirmed_at = models.DateTimeField(_("自治体の確認日時"), null=True, blank=True)
    city_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    advisor_confirmed_at = models.DateTimeField(_("アドバイザーの確認日時"), null=True, blank=True)
    status = models.CharField(
        _("状態"), max_length=12, choices=flows.ENGAGEMENT.choices, default=flows.ENGAGEMENT.initial
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("委嘱の決裁")
    )
    started_at = models.DateTimeField(_("活動の開始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("活動の終了"), null=True, blank=True)
    is_on_profile = models.BooleanField(_("実績への掲載"), default=True)
    end_reason = models.TextField(_("終了・中断の理由"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("登用")
        verbose_name_plural = _("登用")
        constraints = [
            flows.ENGAGEMENT.constraint("engagement_status_known"),
            models.CheckConstraint(
                condition=Q(legal_form__in=LegalForm.values), name="engagement_legal_form_known"
            ),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="engagement_term"),
            models.CheckConstraint(
                condition=Q(city_confirmed_at=None, city_confirmed_by=None)
                | Q(city_confirmed_at__isnull=False, city_confirmed_by__isnull=False),
                name="engagement_confirmed_pair",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["preparing", "ended_early"])
                | Q(
                    city_confirmed_at__isnull=False,
                    advisor_confirmed_at__isnull=False,
                    started_at__isnull=False,
                ),
                name="engagement_agreed_before_start",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended_early") | ~Q(end_reason=""),
                name="engagement_early_end_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "status"], name="engagement_of_municipality"),
            # What coordinators watch for, each in the order in which they see it.
            models.Index(fields=["start_date"], condition=Q(status="preparing"), name="engagement_to_start"),
            models.Index(fields=["started_at"], condition=Q(status="active"), name="engagement_active_since"),
            models.Index(
                fields=["end_date"], condition=Q(status__in=["active", "paused"]), name="engagement_to_end"
            ),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="engagement_ended"),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "edit": may_draft & is_preparing,
            "propose_revision": takes_part & is_at_work,
            "confirm_as_city": staff_action("confirm_as_city"),
            "confirm_as_advisor": is_its_advisor & allowed("confirm_as_advisor"),
            "ask_decision": staff_action("ask_decision") & may_be_asked,
            "approve": decides("approval") & allowed("approve"),
            "return": acts_on("approval") & allowed("return"),
            "recall": staff_action("recall") & is_being_decided,
            "start": staff_action("start"),
            "pause": staff_action("pause"),
            "resume": staff_action("resume"),
            "complete": staff_action("complete"),
            "end_early": staff_action("end_early"),
            "hide_from_profile": is_its_advisor & allowed("hide_from_profile") & is_on_profile,
            "show_on_profile": is_its_advisor & allowed("show_on_profile") & ~is_on_profile,
            "set_goal": may_draft & is_before_end,
            "plan_meeting": takes_part & is_before_end,
            "add_record": takes_part & is_under_way,
            "add_action_item": takes_part & is_before_end,
            "write_message": takes_part & is_before_end,
            "log_work": takes_part & is_under_way,
            "claim": is_its_advisor & is_under_way,
            "issue_certificate": may_draft & is_certified,
        }

    def __str__(self) -> str:
        return f"{self.project}（{self.advisor}）"

    def get_absolute_url(self) -> str:
        """The city's view of it; professionals and coordinators have the same page under their own."""
        return reverse("engagements:detail", args=[self.code], current_app="desk_engagements")

    @property
    def advisor_url(self) -> str:
        return reverse("engagements:detail", args=[self.code], current_app="my_engagements")

    def url_for(self, user_id: int) -> str:
        """The advisor works under マイページ, the city on its desk."""
        return self.advisor_url if user_id == self.advisor.user_id else self.get_absolute_url()

    @property
    def coord_url(self) -> str:
        return reverse("engagements:detail", args=[self.code], current_app="coord_engagements")

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def is_agreed(self) -> bool:
        return bool(self.city_confirmed_at and self.advisor_confirmed_at)

    @property
    def certificate_kinds(self) -> list[CertificateKind]:
        """What may be handed out now: 委嘱状 from the agreement (and the 決裁) on, the others after the end."""
        if self.has_ended:
            return [CertificateKind.SERVICE, CertificateKind.THANKS]
        if self.is_agreed and not (self.is_being_decided or self.lacks_decision):
            return [CertificateKind.APPOINTMENT]
        return []

    @property
    def is_being_decided(self) -> bool:
        return self.approval is not None and self.approval.status == "pending"

    @property
    def is_decided(self) -> bool:
        return self.approval is not None and self.approval.status == "approved"

    @property
    def lacks_decision(self) -> bool:
        """The city's route wants a 決裁 (委嘱) before the start, and none is under way or granted."""
        if self.is_being_decided or self.is_decided:
            return False
        return ApprovalRoute.objects.needs(self.municipality_id, DecisionKind.ENGAGEMENT)

    @property
    def fiscal_year(self) -> int:
        return dates.fiscal_year(self.start_date)


class Goal(RulesModel):
    """What the city wants to have reached by the end, with a verdict."""

    workflow: ClassVar[Workflow] = flows.GOAL

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="goals", verbose_name=_("登用"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("番号"))
    text = models.CharField(_("目標"), max_length=200)
    indicator = models.CharField(_("達成の目安"), max_length=200, blank=True)
    verdict_note = models.TextField(_("判定の理由"), blank=True)
    status = models.CharField(
        _("判定"), max_length=10, choices=flows.GOAL.choices, default=flows.GOAL.initial
    )
    judged_at = models.DateTimeField(_("判定日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("目標")
        verbose_name_plural = _("目標")
        constraints = [
            flows.GOAL.constraint("goal_status_known"),
            models.UniqueConstraint(fields=["engagement", "position"], name="goal_position_once"),
            models.CheckConstraint(
                condition=Q(status="open", judged_at=None)
                | (~Q(status="open") & Q(judged_at__isnull=False) & ~Q(verdict_note="")),
                name="goal_verdict_explained",
            ),
        ]
        rules_permissions = {
            "view": sees_engagement,
            "edit": may_draft & is_before_end,
            "achieve": staff_action("achieve"),
            "achieve_partly": staff_action("achieve_partly"),
            "miss": staff_action("miss"),
        }

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.engagement.get_absolute_url() + "#goals"
