"""募集."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_operator
from advisors.enums import WorkStyle
from advisors.rules import has_active_profile
from core import dates
from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Approval, Municipality
from municipalities.rules import is_staff
from projects import workflow as flows
from projects.enums import UNPAID_UNITS, LegalForm, PayUnit
from projects.models.program import Project
from projects.rules import approver_action, is_outside, is_public_opening, staff_action


class Opening(RulesModel):
    """A call for advisors of one project. `seats_taken` is only moved by a conditional update."""

    workflow: ClassVar[Workflow] = flows.OPENING

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="openings", verbose_name=_("プロジェクト")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="openings", verbose_name=_("自治体")
    )
    title = models.CharField(_("募集名"), max_length=80)
    summary = models.CharField(_("ひとことで言うと"), max_length=120)
    challenge = models.TextField(_("困っていること"))
    request = models.TextField(_("お願いしたいこと"))
    requirements = models.TextField(_("求める経験"))
    legal_form = models.CharField(_("登用の形"), max_length=20, choices=LegalForm)
    start_date = models.DateField(_("活動の開始日"))
    end_date = models.DateField(_("活動の終了日"))
    hours_per_month = models.PositiveSmallIntegerField(
        _("活動時間の目安（月）"), validators=[MinValueValidator(1), MaxValueValidator(160)]
    )
    work_style = models.CharField(_("働き方"), max_length=8, choices=WorkStyle)
    place_note = models.CharField(_("場所・頻度の補足"), max_length=200, blank=True)
    pay_unit = models.CharField(_("謝礼の単位"), max_length=12, choices=PayUnit)
    pay_amount = models.PositiveIntegerField(_("謝礼の額（円）"), null=True, blank=True)
    pay_note = models.CharField(_("謝礼の補足"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("募集人数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    deadline_date = models.DateField(_("応募の締切日"))
    answer_date = models.DateField(_("結果をお知らせする日"))
    question_deadline_date = models.DateField(_("質問の締切日"), null=True, blank=True)
    question_answer_date = models.DateField(_("質問への回答を公開する日"), null=True, blank=True)
    selection_note = models.TextField(_("選考の流れ"), blank=True)
    status = models.CharField(
        _("状態"), max_length=14, choices=flows.OPENING.choices, default=flows.OPENING.initial
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("担当者")
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公募の決裁")
    )
    result_approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("選考結果の決裁")
    )
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    released_at = models.DateTimeField(_("結果の通知日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("募集")
        verbose_name_plural = _("募集")
        constraints = [
            flows.OPENING.constraint("opening_status_known"),
            models.CheckConstraint(
                condition=Q(
                    legal_form__in=LegalForm.values,
                    work_style__in=WorkStyle.values,
                    pay_unit__in=PayUnit.values,
                ),
                name="opening_terms_known",
            ),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="opening_term"),
            models.CheckConstraint(
                condition=Q(answer_date__gte=F("deadline_date")), name="opening_answer_after_deadline"
            ),
            models.CheckConstraint(
                condition=Q(question_deadline_date=None, question_answer_date=None)
                | Q(
                    question_deadline_date__isnull=False,
                    question_answer_date__isnull=False,
                    question_answer_date__gte=F("question_deadline_date"),
                    question_answer_date__lte=F("deadline_date"),
                ),
                name="opening_question_dates",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats_taken__lte=F("seats")), name="opening_seats"
            ),
            models.CheckConstraint(
                condition=Q(pay_unit__in=sorted(UNPAID_UNITS), pay_amount=None)
                | (~Q(pay_unit__in=sorted(UNPAID_UNITS)) & Q(pay_amount__gt=0)),
                name="opening_pay_amount",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["open", "selecting", "result_review", "decided", "no_match"])
                | Q(published_at__isnull=False, approval__isnull=False),
                name="opening_published_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["decided", "no_match"])
                | Q(released_at__isnull=False, result_approval__isnull=False),
                name="opening_released_after_approval",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "deadline_date"], name="opening_due"),
            models.Index(fields=["municipality", "status"], name="opening_of_municipality"),
            models.Index(fields=["-published_at", "-id"], name="opening_newest"),
        ]
        rules_permissions = {
            "view": is_public_opening | is_staff | is_operator,
            "manage": is_staff | is_operator,
            "edit": staff_action("submit"),
            "submit": staff_action("submit"),
            "approve": approver_action("approve"),
            "return": approver_action("return"),
            "recall": staff_action("recall"),
            "publish": staff_action("publish"),
            "correct": staff_action("correct"),
            "extend": staff_action("extend"),
            "shorten": staff_action("shorten"),
            "answer": staff_action("correct"),
            "ask": is_outside & is_public_opening,
            "follow": is_outside & is_public_opening,
            "submit_result": staff_action("submit_result"),
            "return_result": approver_action("return_result"),
            "release": approver_action("release"),
            "withdraw": staff_action("withdraw"),
            "apply": has_active_profile & is_public_opening,
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opening", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("desk_opening", args=[self.code])

    @property
    def closes_at(self) -> datetime:
        return dates.end_of_day(self.deadline_date)

    def accepts_applications(self, at: datetime) -> bool:
        return self.status == "open" and at <= self.closes_at

    def accepts_questions(self, at: datetime) -> bool:
        last_day = self.question_deadline_date
        if last_day is None or at > dates.end_of_day(last_day):
            return False
        return self.accepts_applications(at)

    def days_left(self, day: date) -> int:
        """0 on the last day, negative afterwards."""
        return (self.deadline_date - day).days

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken
