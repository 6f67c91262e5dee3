"""応募."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.models import AdvisorProfile
from core.codes import new_code
from core.workflow import State, Workflow
from municipalities.models import Municipality
from municipalities.rules import is_staff, may_approve, may_draft, may_select
from projects import workflow as flows
from projects.enums import Band, FeedbackReason, Outcome, WithdrawalCause
from projects.models.opening import Opening
from projects.models.opening_parts import Position
from projects.rules import (
    SELECTING_STATES,
    applicant_action,
    approver_action,
    has_cleared,
    is_applicant,
    is_being_selected,
    is_in_outbox,
    is_known_by_name,
    led_nowhere,
    opening_is_open,
    takes_scores,
    was_submitted,
)


class Application(RulesModel):
    """One advisor's answer to an opening.

    `outcome` and `internal_note` are what the city is minded to answer. They are sealed: nothing an
    applicant can reach may depend on them until the opening's results are released.

    An application that led nowhere is erased in the end: the row stays for the numbers, without the
    person and without a word of either side.
    """

    workflow: ClassVar[Workflow] = flows.APPLICATION
    unrecorded: ClassVar[frozenset[str]] = frozenset(
        {
            *("advisor", "motivation", "approach", "availability", "conflict_note"),
            *("internal_note", "message", "feedback_reason", "feedback_band"),
        }
    )

    code = models.CharField(_("受付番号"), max_length=8, unique=True, default=new_code, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="applications", verbose_name=_("募集"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="applications", verbose_name=_("自治体")
    )
    advisor = models.ForeignKey(
        AdvisorProfile, models.PROTECT, null=True, related_name="applications", verbose_name=_("応募者")
    )
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("応募するポスト"),
    )
    motivation = models.TextField(_("応募の理由"), blank=True)
    approach = models.TextField(_("どのように進めたいか"), blank=True)
    availability = models.CharField(_("活動できる曜日・時間"), max_length=200, blank=True)
    has_conflict = models.BooleanField(_("勤務先などと自治体の取引"), null=True)
    conflict_note = models.TextField(_("取引の内容"), blank=True)
    outcome = models.CharField(_("結果の案"), max_length=8, choices=Outcome, blank=True)
    internal_note = models.TextField(_("案の理由（庁内のみ）"), blank=True)
    message = models.TextField(_("応募者への文面"), blank=True)
    feedback_reason = models.CharField(_("見送りの理由"), max_length=10, choices=FeedbackReason, blank=True)
    feedback_band = models.CharField(_("評価の目安"), max_length=6, choices=Band, blank=True)
    withdrawal_cause = models.CharField(_("取下げの事情"), max_length=9, choices=WithdrawalCause, blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.APPLICATION.choices, default=flows.APPLICATION.initial
    )
    submitted_at = models.DateTimeField(_("応募日時"), null=True, blank=True)
    answered_at = models.DateTimeField(_("回答日時"), null=True, blank=True)
    erased_at = models.DateTimeField(_("消去日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("応募")
        verbose_name_plural = _("応募")
        constraints = [
            flows.APPLICATION.constraint("application_status_known"),
            models.UniqueConstraint(fields=["opening", "advisor"], name="application_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="application_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    feedback_reason__in=["", *FeedbackReason.values], feedback_band__in=["", *Band.values]
                ),
                name="application_feedback_known",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_cause="")
                | Q(withdrawal_cause__in=WithdrawalCause.values, status="withdrawn"),
                name="application_withdrawal_cause",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="application_submitted_at",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(has_conflict__isnull=False),
                name="application_conflict_declared",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["offered", "reserved", "declined", "accepted", "refused"])
                | Q(answered_at__isnull=False),
                name="application_answered_at",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None, advisor__isnull=False)
                | Q(
                    erased_at__isnull=False,
                    advisor=None,
                    motivation="",
                    approach="",
                    availability="",
                    conflict_note="",
                    internal_note="",
                    message="",
                ),
                name="application_erased_whole",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | ~Q(status__in=["offered", "accepted"]),
                name="application_erased_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["opening", "status"], name="application_inbox"),
            models.Index(fields=["advisor", "status"], name="application_of_advisor"),
            models.Index(
                fields=["opening"], condition=Q(submitted_at__isnull=False), name="application_received"
            ),
        ]
        rules_permissions = {
            "view": is_applicant | (is_staff & was_submitted & has_cleared),
            "edit": applicant_action("submit"),
            "copy": is_applicant & was_submitted,
            "submit": applicant_action("submit"),
            "revise": applicant_action("revise") & opening_is_open,
            "accept": applicant_action("accept"),
            "refuse": applicant_action("refuse"),
            "withdraw": applicant_action("withdraw"),
            "join_pool": is_applicant & led_nowhere,
            "assess": may_select & was_submitted & has_cleared,
            "write_letter": may_draft & was_submitted & has_cleared & is_in_outbox,
            "review": may_select & was_submitted & has_cleared & is_being_selected & takes_scores,
            "agree": may_select & was_submitted & has_cleared & is_being_selected,
            "interview": may_select & was_submitted & has_cleared & is_being_selected & is_known_by_name,
            "note": (may_draft | may_select | may_approve) & was_submitted & has_cleared,
            "recuse": is_staff & was_submitted & has_cleared,
            "promote": approver_action("promote") & has_cleared,
        }

    def __str__(self) -> str:
        return f"{self.opening}（{self.code}）"

    def get_absolute_url(self) -> str:
        return reverse("my_application", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("desk_application", args=[self.code])

    @property
    def applicant(self) -> AdvisorProfile:
        """The person. Raises LookupError for an application that was erased."""
        if self.advisor is None:
            raise LookupError(f"application {self.code} was erased")
        return self.advisor

    @property
    def hides_name(self) -> bool:
        """From the city's staff, as long as the 書類選考 is blind."""
        return self.opening.hides_names

    @property
    def applicant_name(self) -> str:
        """As the city's staff may know it now. Raises LookupError like `applicant`."""
        return gettext("応募者 {code}").format(code=self.code) if self.hides_name else str(self.applicant)

    @property
    def applicant_headline(self) -> str:
        return "" if self.hides_name else self.applicant.headline

    @property
    def applicant_summary(self) -> str:
        return "" if self.hides_name else self.applicant.summary

    @property
    def told_conflict_note(self) -> str:
        """Dealings with the city name the employer."""
        if self.has_conflict and self.hides_name:
            return gettext("取引の内容は、氏名を表示したあとに読めます。")
        return self.conflict_note

    @property
    def is_for_a_post(self) -> bool:
        """A call with several posts is answered for one of them."""
        return self.position_id is not None or not self.opening.positions.exists()

    @property
    def is_being_selected(self) -> bool:
        """Outcomes and reviews are noted until the result is asked to be approved: it is then what the
        approver decides about.
        """
        return self.status == "submitted" and self.opening.status in SELECTING_STATES

    @property
    def is_in_outbox(self) -> bool:
        """The outcome is approved and not yet on its way; only its text can be changed."""
        return self.status == "submitted" and self.opening.status == "result_approved"

    @property
    def state(self) -> State:
        return self.workflow.state(self.status)
