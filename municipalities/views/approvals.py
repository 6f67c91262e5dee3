"""決裁: what waits for whom, one request with its steps, and the steps before the decision."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from core.dates import today
from core.forms import ReasonForm, in_words
from core.views import Act, ActionLink, ActionPage, Page, RowPage, action_links
from municipalities.forms.approval_steps import PassForm, ReassignForm
from municipalities.models import Approval
from municipalities.operations import approval as operations
from municipalities.purposes import PURPOSES
from municipalities.queries import (
    approvals_decided,
    approvals_pending,
    approvals_to_review,
    approvals_visible_to,
    step_choices,
)

DECIDED_SHOWN = 20


class DeskApprovals(Page):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_approvals.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user, day = self.reader, today()
        pending = approvals_pending(user)
        mine = [row for row in pending if row.standing_of(user, day)]
        return super().get_context_data(
            waiting=mine,
            under_way=[(row, row.acting(day)) for row in pending if row not in mine],
            to_review=approvals_to_review(user),
            decided=approvals_decided(user)[:DECIDED_SHOWN],
            **context,
        )


class DeskApproval(RowPage):
    """One request: what is decided about, each step with who acted as what, and whose turn it is."""

    permission = "municipalities.view_approval"
    row_name = "approval"
    row: Approval
    template_name = "municipalities/desk_approval.html"

    def queryset(self) -> QuerySet[Approval]:
        return approvals_visible_to(self.reader).select_related("decided_by")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        day, purpose = today(), PURPOSES.get(self.row.purpose)
        subject = purpose.row_of(self.row) if purpose else None
        return super().get_context_data(
            acting=self.row.acting(day),
            mine=self.row.standing_of(self.reader, day),
            held_up=self.row.is_held_up(day),
            facts=facts_of(subject, purpose.facts) if subject and purpose else [],
            links=self.links(subject),
            history=history_of(self.row, *self.row.chain),
            **context,
        )

    def links(self, subject: Any) -> list[ActionLink]:
        """The buttons of the row decided about that belong to the decision, and those of the steps."""
        own = action_links(self.reader, self.row, "desk_approval_action")
        purpose = PURPOSES.get(self.row.purpose)
        if subject is None or purpose is None:
            return own
        row_links = action_links(self.reader, subject, purpose.action_url, purpose.area)
        return [*own, *(link for link in row_links if link.transition.action in purpose.actions)]


def facts_of(row: Any, names: Iterable[str]) -> list[tuple[str, Any]]:
    """(label, value in words) of the row's columns."""
    facts = []
    for name in names:
        field, value = row._meta.get_field(name), getattr(row, name)
        words = "、".join(map(str, value.all())) if field.many_to_many else in_words(field, value)
        facts.append((capfirst(str(field.verbose_name)), words))
    return facts


class DeskApprovalAction(ActionPage):
    row: Approval
    acts: ClassVar[dict[str, Act]] = {
        "pass": Act(operations.pass_step, PassForm, _("承認して、次の段階へ回しました。")),
        "skip": Act(operations.skip_step, ReasonForm, _("後閲にして、次の段階へ回しました。")),
        "reassign": Act(operations.reassign_step, ReassignForm, _("この段階の人を変え、お知らせしました。")),
        "review": Act(operations.review, message=_("後閲を記録しました。")),
    }

    def queryset(self) -> QuerySet[Approval]:
        return approvals_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"people": step_choices(self.row)} if self.action == "reassign" else {}
