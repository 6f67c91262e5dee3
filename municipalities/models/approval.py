"""決裁: one request with the steps it takes."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities import rules as may
from municipalities import workflow as flows
from municipalities.enums import Standing, StepKind
from municipalities.models.municipality import Municipality
from municipalities.models.route import Seat
from municipalities.models.staff import StaffMembership
from municipalities.models.succession import Acting, awaited, people_who_can_act

STEP_PEOPLE = ("department", "member__user", "deputy__user", "acted_by", "absentee__user")


class Approval(RulesModel):
    """One 決裁: who asked, who decided, and the city's own document number, date and title.

    The city's document system holds the official record; this row points to it. Each request for the
    same thing is a row of its own, so that what was passed before a 差戻し stays readable.
    """

    workflow: ClassVar[Workflow] = flows.APPROVAL

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="approvals", verbose_name=_("自治体")
    )
    purpose = models.CharField(max_length=20, blank=True, editable=False)
    subject = models.CharField(_("件名"), max_length=200)
    path = models.CharField(max_length=200)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.APPROVAL.choices, default=flows.APPROVAL.initial
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("起案者")
    )
    requested_at = models.DateTimeField(_("申請日時"))
    waiting_since = models.DateTimeField(_("今の段階の開始"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("決裁の入力者")
    )
    decided_at = models.DateTimeField(_("決裁の入力日時"), null=True)
    document_number = models.CharField(_("文書番号"), max_length=60, blank=True)
    decision_date = models.DateField(_("決裁日"), null=True)
    decider_title = models.CharField(_("決裁者の職名"), max_length=60, blank=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        verbose_name = _("決裁")
        verbose_name_plural = _("決裁")
        constraints = [
            flows.APPROVAL.constraint("approval_status_known"),
            models.CheckConstraint(
                condition=Q(status="pending", decided_by=None, decided_at=None)
                | (~Q(status="pending") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approval_decided_pair",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(decision_date__isnull=False) & ~Q(decider_title="")),
                name="approval_names_decider",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(reason=""), name="approval_return_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status"], name="approval_inbox")]
        rules_permissions = {
            "view": may.is_staff | may.asked_for_it,
            "pass": may.acts_before_decision & allowed("pass"),
            "skip": may.may_skip & allowed("skip"),
            "reassign": may.administers & allowed("reassign"),
            "review": may.owes_review & allowed("review"),
        }

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("desk_approval", args=[self.code])

    @cached_property
    def chain(self) -> list["ApprovalStep"]:
        """The steps in their order, with everybody they name; one query."""
        return list(self.steps.select_related(*STEP_PEOPLE).order_by("position"))

    @cached_property
    def colleagues(self) -> list[StaffMembership]:
        rows = StaffMembership.objects.filter(municipality=self.municipality_id, status="active")
        return list(rows.select_related("user", "department").order_by("id"))

    @property
    def current_step(self) -> "ApprovalStep | None":
        if self.status != "pending":
            return None
        return next((step for step in self.chain if step.status == "waiting"), None)

    @property
    def is_at_decision(self) -> bool:
        step = self.current_step
        return step is not None and step.is_decision

    def acting_on(self, step: "ApprovalStep | None", day: date) -> list[Acting]:
        if step is None:
            return []
        return people_who_can_act(step, self.colleagues, day, asker_id=self.requested_by_id)

    def acting(self, day: date) -> list[Acting]:
        """Who can act now; never empty while the request waits."""
        return self.acting_on(self.current_step, day)

    def standing_of(self, user: Any, day: date) -> Acting | None:
        """As what the person can act now, if at all."""
        return next((each for each in self.acting(day) if each.member.user_id == user.pk), None)

    def is_held_up(self, day: date) -> bool:
        """Everybody the present step means is away, and it is not the last one."""
        step = self.current_step
        if step is None or step.is_decision:
            return False
        meant = awaited(step, self.colleagues)
        return bool(meant) and all(row.is_absent(day) for row in meant)

    def skippable_by(self, user: Any, day: date) -> bool:
        """Whoever acts at the next step may take over the responsibility."""
        if not self.is_held_up(day):
            return False
        waiting = [step for step in self.chain if step.status == "waiting"]
        return any(each.member.user_id == user.pk for each in self.acting_on(waiting[1], day))


class ApprovalStep(Seat):
    """A step as it was when the approval was asked for; a changed route does not touch it."""

    workflow: ClassVar[Workflow] = flows.APPROVAL_STEP

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps", verbose_name=_("決裁"))
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.APPROVAL_STEP.choices, default=flows.APPROVAL_STEP.initial
    )
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("処理した人")
    )
    acted_at = models.DateTimeField(_("処理日時"), null=True)
    standing = models.CharField(_("立場"), max_length=14, choices=Standing, blank=True)
    comment = models.TextField(_("意見・理由"), blank=True)
    absentee = models.ForeignKey(
        StaffMembership, models.PROTECT, null=True, related_name="+", verbose_name=_("後閲する人")
    )
    reviewed_at = models.DateTimeField(_("後閲日時"), null=True)

    class Meta:
        verbose_name = _("決裁の段階")
        verbose_name_plural = _("決裁の段階")
        constraints = [
            flows.APPROVAL_STEP.constraint("approval_step_status_known"),
            models.UniqueConstraint(fields=["approval", "position"], name="approval_step_position"),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(kind=StepKind.DECIDE), name="approval_decides_once"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", acted_by=None, acted_at=None, standing="")
                | (~Q(status="waiting") & Q(acted_by__isnull=False, acted_at__isnull=False)),
                name="approval_step_acted_pair",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["", *Standing.values]), name="approval_step_standing_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="skipped", kind=StepKind.DECIDE), name="approval_decision_not_skipped"
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(comment=""), name="approval_step_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.seat_label}"

    @property
    def standing_label(self) -> str:
        return str(Standing(self.standing).label) if self.standing else ""

    def awaits_review_by(self, user: Any) -> bool:
        return self.absentee is not None and self.reviewed_at is None and self.absentee.user_id == user.pk
