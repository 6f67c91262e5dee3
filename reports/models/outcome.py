"""活動報告 in three voices, and the joint report of a program."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Approval, Municipality
from municipalities.rules import acts_on, decides, may_draft
from projects.models import Engagement, Program
from projects.rules import staff_action
from reports import workflow as flows
from reports.enums import NameDisplay
from reports.rules import (
    is_editable,
    is_reported_advisor,
    sees_joint_report,
    sees_report,
)

NEEDS_APPROVAL = ["approved", "published", "withdrawn"]


class OutcomeReport(RulesModel):
    """The report of one engagement: the staff's report, the staff's comment, the advisor's comment."""

    workflow: ClassVar[Workflow] = flows.OUTCOME_REPORT

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="report", verbose_name=_("登用")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="reports")
    title = models.CharField(_("題名"), max_length=120)
    summary = models.CharField(_("ひとことで言うと"), max_length=160)
    summary_en = models.CharField(_("英語の要約"), max_length=400, blank=True)
    problem = models.TextField(_("背景と課題"))
    activities = models.TextField(_("取り組んだこと"))
    outcomes = models.TextField(_("成果"))
    next_steps = models.TextField(_("これから"))
    staff_comment = models.TextField(_("担当者のコメント"))
    advisor_comment = models.TextField(_("アドバイザーのコメント"), blank=True)
    name_display = models.CharField(
        _("アドバイザーの名前の出し方"), max_length=10, choices=NameDisplay, blank=True
    )
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.OUTCOME_REPORT.choices, default=flows.OUTCOME_REPORT.initial
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("決裁")
    )
    comment_requested_at = models.DateTimeField(_("コメントの依頼日時"), null=True, blank=True)
    comment_due_date = models.DateField(_("コメントの期限"), null=True, blank=True)
    commented_at = models.DateTimeField(_("コメント日時"), null=True, blank=True)
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    withdraw_reason = models.TextField(_("公開を取りやめた理由"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("活動報告")
        verbose_name_plural = _("活動報告")
        constraints = [
            flows.OUTCOME_REPORT.constraint("report_status_known"),
            models.CheckConstraint(
                condition=Q(name_display__in=["", *NameDisplay.values]), name="report_name_display_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["commented", "in_review", *NEEDS_APPROVAL])
                | (Q(commented_at__isnull=False) & ~Q(advisor_comment="") & ~Q(name_display="")),
                name="report_has_advisor_voice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"])
                | Q(published_at__isnull=False, approval__isnull=False),
                name="report_published_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdraw_reason=""),
                name="report_withdraw_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="report_newest"),
            models.Index(
                fields=["comment_requested_at"],
                condition=Q(status="commenting"),
                name="report_waits_for_comment",
            ),
        ]
        rules_permissions = {
            "view": sees_report,
            "add": may_draft,
            "edit": may_draft & is_editable,
            "request_comment": staff_action("request_comment"),
            "comment": is_reported_advisor & allowed("comment"),
            "reopen": staff_action("reopen"),
            "submit": staff_action("submit"),
            "approve": decides("approval") & allowed("approve"),
            "return": acts_on("approval") & allowed("return"),
            "recall": staff_action("recall"),
            "publish": staff_action("publish"),
            "withdraw": staff_action("withdraw"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("desk_report", args=[self.code])

    @property
    def advisor_url(self) -> str:
        return reverse("my_report", args=[self.code])

    @property
    def fiscal_year(self) -> int:
        return self.engagement.fiscal_year

    @property
    def summary_here(self) -> str:
        """In the reader's language, as far as the city wrote one."""
        return (self.summary_en if get_language() == "en" else "") or self.summary

    @property
    def advisor_name(self) -> str:
        """What the public reads, as the advisor chose; empty for an anonymous advisor."""
        advisor = self.engagement.advisor
        if self.name_display == NameDisplay.FULL:
            return f"{advisor.user.get_full_name()}（{advisor.headline}）"
        return advisor.headline if self.name_display == NameDisplay.HEADLINE else ""


class JointReport(RulesModel):
    """合同報告: the published reports of one program with the report meeting (活動報告会)."""

    workflow: ClassVar[Workflow] = flows.JOINT_REPORT

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    program = models.OneToOneField(
        Program, models.PROTECT, related_name="joint_report", verbose_name=_("事業")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="joint_reports")
    title = models.CharField(_("題名"), max_length=120)
    introduction = models.TextField(_("はじめに"))
    closing = models.TextField(_("まとめ"))
    meeting_date = models.DateField(_("活動報告会の日"), null=True, blank=True)
    meeting_note = models.TextField(_("活動報告会の様子"), blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.JOINT_REPORT.choices, default=flows.JOINT_REPORT.initial
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("決裁")
    )
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    withdraw_reason = models.TextField(_("公開を取りやめた理由"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("合同報告")
        verbose_name_plural = _("合同報告")
        constraints = [
            flows.JOINT_REPORT.constraint("joint_report_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"])
                | Q(published_at__isnull=False, approval__isnull=False),
                name="joint_report_published_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdraw_reason=""),
                name="joint_report_withdraw_has_reason",
            ),
        ]
        rules_permissions = {
            "view": sees_joint_report,
            "add": may_draft,
            "edit": may_draft & is_editable,
            "submit": staff_action("submit"),
            "approve": decides("approval") & allowed("approve"),
            "return": acts_on("approval") & allowed("return"),
            "recall": staff_action("recall"),
            "publish": staff_action("publish"),
            "withdraw": staff_action("withdraw"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("joint_report", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("desk_joint_report", args=[self.code])

    @property
    def fiscal_year(self) -> int:
        return self.program.fiscal_year
