"""Applications: the applicant's own, and those a city has received."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from municipalities.rules import roles_of
from projects.models import (
    Application,
    ConflictDeclaration,
    Opening,
)

# What every page of an application names.
SHOWN = ("opening__municipality__prefecture", "opening__project__field", "advisor__user", "municipality")


# What is written before it is given.
ANSWER = ("message", "feedback_reason", "feedback_band")


def applications_visible_to(user: Any) -> QuerySet[Application]:
    """The applicant's own, and those the user's city has received and the user may read. Operators see
    no texts.
    """
    rows = Application.objects.select_related(*SHOWN)
    if not user.is_authenticated:
        return rows.none()
    return rows.filter(Q(advisor__user=user) | Q(pk__in=applications_received_by(user).values("pk")))


def applications_of(user: Any) -> QuerySet[Application]:
    """The applicant's own, newest first, without the parts that are sealed."""
    rows = applications_visible_to(user).filter(advisor__user=user)
    return rows.defer("outcome", "internal_note", *ANSWER).order_by("-id")


def answer_to(application: Application) -> str:
    """The city's words to the applicant; nothing before the answer is given."""
    return application.message if application.answered_at else ""


def feedback_to(application: Application) -> list[tuple[str, str]]:
    """(label, words) of why it was not chosen; nothing before the answer is given."""
    if application.answered_at is None or application.status not in ("declined", "reserved"):
        return []
    fields = ("feedback_reason", "feedback_band")
    label = {name: str(application._meta.get_field(name).verbose_name) for name in fields}  # type: ignore[union-attr]
    words = {
        "feedback_reason": application.get_feedback_reason_display(),
        "feedback_band": application.get_feedback_band_display(),
    }
    return [(label[name], str(words[name])) for name in fields if words[name]]


def application_to(opening: Opening, user: Any) -> Application | None:
    """What the user wrote to this opening, draft or sent."""
    return applications_of(user).filter(opening=opening).first()


def applications_to_city(user: Any) -> QuerySet[Application]:
    """Sent to the user's municipalities, read or not. For declarations; reading needs one first."""
    rows = Application.objects.filter(
        municipality__in=roles_of(user), submitted_at__isnull=False, erased_at=None
    )
    return rows.exclude(advisor__user=user).select_related(*SHOWN).order_by("submitted_at", "id")


def applications_received_by(user: Any) -> QuerySet[Application]:
    """For the desk: those about whose applicants the user has declared to have no conflict of interest.

    Nobody reads there what is noted about themselves, even when they work for the city.
    """
    cleared = ConflictDeclaration.objects.filter(
        application=OuterRef("pk"), reviewer=user, has_conflict=False
    )
    return applications_to_city(user).filter(Exists(cleared))


def applications_on_desk(user: Any, opening: Opening) -> QuerySet[Application]:
    """The received applications of one call, in order of arrival."""
    return applications_received_by(user).filter(opening=opening)


def neighbours(user: Any, application: Application) -> tuple[str | None, str | None]:
    """Codes of the applications received before and after this one."""
    rows = applications_on_desk(user, application.opening)
    codes = [None, *rows.values_list("code", flat=True), None]
    place = codes.index(application.code)
    return codes[place - 1], codes[place + 1]


def selection_progress(opening: Opening) -> dict[str, int]:
    """How many applications came, wait for an answer, and have a proposed outcome. No texts."""
    waiting = Q(status="submitted")
    return opening.applications.filter(submitted_at__isnull=False).aggregate(
        received=Count("pk"),
        waiting=Count("pk", filter=waiting),
        proposed=Count("pk", filter=waiting & ~Q(outcome="")),
    )
