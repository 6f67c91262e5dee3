"""決裁: what waits for an approver, and what was decided lately."""

from typing import Any

from core.dates import today
from core.views import Page
from municipalities.queries import approvals_awaiting, approvals_decided

DECIDED_SHOWN = 20


class DeskApprovals(Page):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_approvals.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        return super().get_context_data(
            waiting=approvals_awaiting(user),
            decided=approvals_decided(user)[:DECIDED_SHOWN],
            today=today(),
            **context,
        )
