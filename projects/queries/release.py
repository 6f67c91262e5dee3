"""What of a selection's result still has to leave, and what has left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet

from core.dates import jst_date
from notifications.enums import DeliveryStatus
from notifications.queries import mail_counts
from projects import workflow as flows
from projects.enums import RELEASE_ACTIONS, Outcome
from projects.models import Application, Opening

WATCHED = timedelta(days=7)  # so long the desk shows how far the mails are


@dataclass(frozen=True, slots=True)
class Progress:
    """How many were answered on the portal, and what became of their mails."""

    answered: int
    sent: int
    waiting: int

    @property
    def failed(self) -> int:
        return self.answered - self.sent - self.waiting


def answer_state(application: Application) -> str:
    """What the application becomes when its outcome is released. Raises ValueError without an outcome."""
    action = RELEASE_ACTIONS[Outcome(application.outcome)]
    return flows.APPLICATION.transition(action, "submitted").target


def answer_key(application: Application, status: str) -> str:
    """Names the notice of that answer."""
    return f"{application.pk}-{status}"


def openings_to_release(at: datetime) -> QuerySet[Opening]:
    """Those whose moment has come."""
    return Opening.objects.filter(status="releasing", release_at__lte=at).order_by("release_at", "id")


def openings_with_expired_reserves(at: datetime) -> QuerySet[Opening]:
    waiting = Application.objects.filter(opening=OuterRef("pk"), status="reserved")
    return Opening.objects.filter(Exists(waiting), reserve_until__lt=jst_date(at)).order_by("id")


def outcome_counts(rows: QuerySet[Application]) -> dict[str, int]:
    """How many get each outcome."""
    counted = dict(rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome: counted.get(outcome, 0) for outcome in Outcome.values}


def release_progress(opening: Opening, *, answer_kind: str, at: datetime) -> Progress | None:
    """None before the release and when it is long past."""
    if opening.released_at is None or at - opening.released_at > WATCHED:
        return None
    answered = opening.applications.filter(answered_at=opening.released_at).exclude(advisor=None)
    rows = answered.select_related("advisor")
    keys = {answer_key(row, answer_state(row)): row.applicant.user_id for row in rows}
    counts = mail_counts(answer_kind, keys)
    waiting = counts.get(DeliveryStatus.PENDING, 0) + counts.get(DeliveryStatus.SENDING, 0)
    return Progress(len(keys), counts.get(DeliveryStatus.SENT, 0), waiting)
