"""What is told of 条件の見直し; always to the other side."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.kinds import Kind, register
from notifications.operations import send
from projects.models import Revision
from projects.queries.participants import people_taking_part

_WORK = _("活動")
PROPOSED = register("projects.revision_proposed", _("条件の見直しの申し出"), mandatory=True, group=_WORK)
ANSWERED = register("projects.revision_answered", _("条件の見直しへの返事"), mandatory=True, group=_WORK)


def tell_proposed(revision: Revision, *, by: User, at: datetime) -> None:
    _tell(PROPOSED, revision, to_advisor=not revision.by_advisor, by=by, at=at)


def tell_answered(revision: Revision, *, by: User, at: datetime) -> None:
    _tell(ANSWERED, revision, to_advisor=revision.by_advisor, by=by, at=at)


def _tell(kind: Kind, revision: Revision, *, to_advisor: bool, by: User, at: datetime) -> None:
    engagement = revision.engagement
    advisor, *staff = people_taking_part(engagement)
    to = [advisor] if to_advisor else staff
    path = engagement.advisor_url if to_advisor else engagement.get_absolute_url()
    state = revision.workflow.state(revision.status)
    context = {"revision": revision, "engagement": engagement, "state": state, "by": by}
    send(
        kind,
        to=to,
        key=f"{revision.pk}-{revision.version}",
        path=f"{path}#expectation",
        at=at,
        context=context,
    )
