"""What people wrote to cities. Of an engagement the city keeps its record; the person gets a copy."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Rows, Source, register, row_of
from projects.models import ImportJob
from projects.operations.application import withdraw_application
from projects.operations.retention import erase_application
from projects.queries import applications_of, engagements_of
from projects.queries.pool import consents_of
from projects.queries.scout import scouts_received_by
from projects.queries.work import entries_visible_to

APPLICATION = (
    *("code", "opening", "municipality", "motivation", "approach", "availability", "has_conflict"),
    *("conflict_note", "status", "submitted_at", "answered_at"),
)
ENGAGEMENT = (
    *(
        "project",
        "municipality",
        "legal_form",
        "start_date",
        "end_date",
        "expectation",
        "not_expected",
        "success",
    ),
    *("contact_rule", "status", "started_at", "ended_at", "end_reason"),
)
CONSENT = ("municipality", "consented_at", "expires_on", "withdrawn_at")
SCOUT = ("code", "opening", "municipality", "message", "status", "sent_at", "read_at")
ENTRY = ("engagement", "done_on", "minutes", "place", "task", "travel_yen", "travel_note", "sheet")


def _applications(user: User) -> Rows:
    return [row_of(row, *APPLICATION) for row in applications_of(user)]


def _erase_applications(user: User, at: datetime) -> None:
    """What still waits for an answer is withdrawn first, so that the city knows."""
    for application in applications_of(user).filter(engagement=None):
        if application.workflow.allows("withdraw", application.status):
            withdraw_application(application, by=user, at=at)
        erase_application(application, at=at)


def _entries(user: User) -> Rows:
    rows = entries_visible_to(user).filter(engagement__advisor__user=user).order_by("done_on", "id")
    return [row_of(row, *ENTRY) for row in rows]


def _waiting_offer(user: User) -> str | Promise | None:
    if applications_of(user).filter(status="offered").exists():
        return _("内定への返事がまだです。承諾するか辞退してから、退会してください。")
    return None


def _engagements(user: User) -> Rows:
    return [row_of(row, *ENGAGEMENT) for row in engagements_of(user)]


def _work_under_way(user: User) -> str | Promise | None:
    if engagements_of(user).filter(status__in=["preparing", "active", "paused"]).exists():
        return _("終わっていない活動があります。自治体と相談し、活動を終えてから退会してください。")
    return None


def _kept(_user: User, _at: datetime) -> None:
    """The record of the activity is the city's; the name in it goes with the account."""


def _scouts(user: User) -> Rows:
    return [row_of(row, *SCOUT) for row in scouts_received_by(user)]


def _erase_scouts(user: User, _at: datetime) -> None:
    scouts_received_by(user).delete()


def _consents(user: User) -> Rows:
    return [row_of(row, *CONSENT) for row in consents_of(user)]


def _erase_consents(user: User, _at: datetime) -> None:
    consents_of(user).delete()


def _imports(user: User) -> Rows:
    return [row_of(row, "name", "asked_at", "written_at") for row in ImportJob.objects.filter(person=user)]


def _erase_imports(user: User, _at: datetime) -> None:
    """The files go; that and when something was read in stays with what it brought."""
    ImportJob.objects.filter(person=user).update(content=None, findings=[])


register(Source("imports", _("取り込んだファイル"), _imports, _erase_imports))
register(Source("pool", _("人材プールへの同意"), _consents, _erase_consents))
register(Source("scouts", _("スカウト"), _scouts, _erase_scouts))
register(Source("applications", _("応募"), _applications, _erase_applications, _waiting_offer))
register(Source("work", _("稼働の記録"), _entries, _kept))
register(Source("engagements", _("活動"), _engagements, _kept, _work_under_way))
