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
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.enums import LegalForm
from municipalities.models import Approval, Municipality, StaffMembership
from municipalities.rules import acts_on, administers, decides, is_staff, may_approve, may_draft, may_select
from projects import workflow as flows
from projects.enums import UNPAID_UNITS, PayUnit
from projects.models.honorarium import HonorariumTerms, honorarium_constraints
from projects.models.program import Project
from projects.rules import (
    PUBLIC_OPENING_STATES,
    RELEASED_STATES,
    UNANSWERED_STATES,
    belongs_to_going_work,
    has_free_seats,
    has_letters,
    has_no_conflict_here,
    has_result,
    is_open_call,
    is_outside,
    is_public_opening,
    is_scheduled,
    is_selecting,
    names_are_hidden,
    staff_action,
)

UNSENT = ("draft", "returned", "withdrawn")


class Opening(HonorariumTerms, RulesModel):
    """A call for advisors of one project. `seats_taken` is only moved by a conditional update.

    A draft may have gaps; whatever was submitted for approval has none (`opening_complete`). Days,
    hours and seats never have: a draft begins with a proposal for each.
    """

    workflow: ClassVar[Workflow] = flows.OPENING

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="openings", verbose_name=_("プロジェクト")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="openings", verbose_name=_("自治体")
    )
    title = models.CharField(_("募集名"), max_length=80)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_rounds",
        verbose_name=_("前の回の募集"),
    )
    round_number = models.PositiveSmallIntegerField(_("募集の回"), default=1, editable=False)
    summary = models.CharField(_("ひとことで言うと"), max_length=120, blank=True)
    challenge = models.TextField(_("困っていること"), blank=True)
    goals = models.TextField(_("期間の終わりに目指す姿"), blank=True)
    request = models.TextField(_("お願いしたいこと"), blank=True)
    requirements = models.TextField(_("求める経験"), blank=True)
    legal_form = models.CharField(_("登用の形"), max_length=20, choices=LegalForm, blank=True)
    start_date = models.DateField(_("活動の開始日"))
    end_date = models.DateField(_("活動の終了日"))
    hours_per_month = models.PositiveSmallIntegerField(
        _("活動時間の目安（月）"), validators=[MinValueValidator(1), MaxValueValidator(160)]
    )
    work_style = models.CharField(_("働き方"), max_length=8, choices=WorkStyle)
    place_note = models.CharField(_("場所・頻度の補足"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("募集人数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    deadline_date = models.DateField(_("応募の締切日"))
    answer_date = models.DateField(_("結果をお知らせする日"))
    question_deadline_date = models.DateField(_("質問の締切日"), null=True, blank=True)
    question_answer_date = models.DateField(_("質問への回答を公開する日"), null=True, blank=True)
    selection_note = models.TextField(_("選考の流れ"), blank=True)
    is_blind = models.BooleanField(_("書類選考では氏名を伏せる"), default=False)
    names_shown_at = models.DateTimeField(_("氏名を表示した日時"), null=True, blank=True)
    host_note = models.TextField(_("担当する職員と役割"), blank=True)
    contact_note = models.CharField(_("連絡の取り方"), max_length=200, blank=True)
    material_note = models.TextField(_("お渡しする情報や資料"), blank=True)
    status = models.CharField(
        _("状態"), max_length=16, choices=flows.OPENING.choices, default=flows.OPENING.initial
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("作成者")
    )
    owner = models.ForeignKey(
        StaffMembership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="openings_owned",
        verbose_name=_("担当者"),
    )
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("募集の公開の決裁")
    )
    result_approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("選考結果の決裁")
    )
    publish_at = models.DateTimeField(_("公開予定の日時"), null=True, blank=True)
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("取下げの日時"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("取下げの理由"), blank=True)
    increase_reason = models.TextField(_("募集人数を増やす理由"), blank=True)
    shares_bands = models.BooleanField(_("評価の目安を伝える"), default=False)
    reserve_until = models.DateField(_("補欠の期限"), null=True, blank=True)
    release_at = models.DateTimeField(_("結果を知らせる日時"), null=True, blank=True)
    released_at = models.DateTimeField(_("結果の通知日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("募集")
        verbose_name_plural = _("募集")
        constraints = [
            flows.OPENING.constraint("opening_status_known"),
            models.CheckConstraint(
                condition=Q(
                    legal_form__in=["", *LegalForm.values],
                    work_style__in=WorkStyle.values,
                    pay_unit__in=["", *PayUnit.values],
                ),
                name="opening_terms_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=UNSENT)
                | (
                    ~Q(summary="")
                    & ~Q(challenge="")
                    & ~Q(request="")
                    & ~Q(requirements="")
                    & ~Q(legal_form="")
                    & (Q(pay_unit__in=sorted(UNPAID_UNITS)) | (~Q(pay_unit="") & Q(pay_amount__isnull=False)))
                ),
                name="opening_complete",
            ),
            models.CheckConstraint(
                condition=Q(round_number=1, previous=None) | Q(round_number__gt=1, previous__isnull=False),
                name="opening_round",
            ),
            *honorarium_constraints("opening"),
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
                condition=~Q(status__in=sorted(PUBLIC_OPENING_STATES))
                | Q(published_at__isnull=False, approval__isnull=False),
                name="opening_published_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(RELEASED_STATES))
                | Q(released_at__isnull=False, result_approval__isnull=False),
                name="opening_released_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status="releasing") | Q(release_at__isnull=False, result_approval__isnull=False),
                name="opening_release_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(names_shown_at=None) | Q(is_blind=True), name="opening_names_were_hidden"
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(status="approved"), name="opening_scheduled_when_approved"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | (~Q(withdrawal_reason="") & Q(withdrawn_at__isnull=False)),
                name="opening_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "deadline_date"], name="opening_due"),
            models.Index(fields=["municipality", "status"], name="opening_of_municipality"),
            models.Index(fields=["-published_at", "-id"], name="opening_newest"),
            # What coordinators watch for: calls nobody answers, and promises nobody keeps.
            models.Index(fields=["published_at"], condition=Q(status="open"), name="opening_open_since"),
            models.Index(
                fields=["answer_date"],
                condition=Q(status__in=sorted(UNANSWERED_STATES)),
                name="opening_unanswered",
            ),
        ]
        rules_permissions = {
            "view": is_public_opening | is_staff | is_operator,
            "manage": is_staff | is_operator,
            "read_applications": is_staff,
            "see_candidates": may_draft | may_approve | may_select | is_operator,
            "edit": staff_action("submit"),
            "scout": may_draft & is_open_call,
            "assign": may_draft,
            "submit": staff_action("submit"),
            "approve": decides("approval") & allowed("approve"),
            "return": acts_on("approval") & allowed("return"),
            "recall": staff_action("recall"),
            "publish": staff_action("publish"),
            "schedule": staff_action("schedule"),
            "unschedule": staff_action("unschedule") & is_scheduled,
            "correct": staff_action("correct"),
            "extend": staff_action("extend"),
            "shorten": staff_action("shorten"),
            "postpone": staff_action("postpone"),
            "answer": staff_action("correct"),
            "ask": is_outside & is_public_opening,
            "follow": is_outside & is_public_opening,
            "submit_result": staff_action("submit_result"),
            "return_result": acts_on("result_approval") & allowed("return_result"),
            "recall_result": staff_action("recall_result"),
            "approve_result": decides("result_approval") & allowed("approve_result") & has_no_conflict_here,
            "read_result": is_staff & has_result,
            "show_names": may_select & allowed("show_names") & names_are_hidden,
            "clear_conflicts": administers & is_selecting,
            "read_letters": is_staff & has_letters,
            "write_letters": staff_action("announce"),
            "assess_applications": may_select & is_selecting,
            "announce": staff_action("announce"),
            "hold": (may_draft | may_approve) & allowed("hold"),
            "reselect": staff_action("reselect"),
            "withdraw": staff_action("withdraw"),
            "add_round": may_draft & has_free_seats & belongs_to_going_work,
            "apply": has_active_profile & is_public_opening,
        }

    def __str__(self) -> str:
        return self.title

    @property
    def hides_names(self) -> bool:
        """書類選考 goes on without names; they are shown once, and stay."""
        return self.is_blind and self.names_shown_at is None

    @property
    def scores_are_final(self) -> bool:
        """Nobody scores any more once the names of a blind 書類選考 are known."""
        return self.is_blind and self.names_shown_at is not None

    def get_absolute_url(self) -> str:
        return reverse("opening", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("desk_opening", args=[self.code])

    @property
    def assign_url(self) -> str:
        return reverse("opening_assign", args=[self.code])

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
