"""Openings, projects and teams pass from person to person and from section to section."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from municipalities.holdings import (
    HandoverSource,
    Item,
    SectionSource,
    register,
    register_section,
    register_unowned,
)
from municipalities.models import Department, StaffMembership
from projects.models import ActionItem, Deliverable, Meeting, Opening, Project, Pulse, Recommendation
from projects.queries.participants import posts_taking_part
from projects.rules import GOING, UNANSWERED_STATES

FOLLOWS = _("プロジェクトと一緒に移ります。")
UNFINISHED = Q(status__in=["draft", "in_review", "returned", "approved", *UNANSWERED_STATES])
ANSWERS_AWAITED = Q(status="decided", applications__status__in=["offered", "reserved"])
OPEN_ADVICE = ["proposed", "trial", "studying"]


def open_calls() -> QuerySet[Opening]:
    """Openings somebody has still to work on."""
    return Opening.objects.filter(UNFINISHED | ANSWERS_AWAITED).order_by("deadline_date", "id").distinct()


def going_projects() -> QuerySet[Project]:
    rows = Project.objects.filter(status__in=sorted(GOING)).select_related("program")
    return rows.order_by("id")


def _calls(giver: StaffMembership) -> Iterable[Item]:
    return [Item(row, row.title, row.desk_url) for row in open_calls().filter(owner=giver)]


def _led(giver: StaffMembership) -> Iterable[Item]:
    return [Item(row, row.title, row.get_absolute_url()) for row in going_projects().filter(lead=giver)]


def _teams(giver: StaffMembership) -> Iterable[Item]:
    return [Item(row, row.title, row.get_absolute_url()) for row in going_projects().filter(team=giver)]


def hand_over(column: str) -> Any:
    """The move of a row that names who is in charge in `column`."""

    def move(
        row: Any, *, giver: StaffMembership, taker: StaffMembership | None, by: User | None, at: datetime
    ) -> None:
        changed: dict[str, Any] = {column: taker}
        changes.edit(row, by=by, at=at, action="hand_over" if taker else "release", **changed)

    return move


def _replace_in_team(
    row: Project, *, giver: StaffMembership, taker: StaffMembership | None, by: User | None, at: datetime
) -> None:
    """The taker joins in the giver's place, once."""
    stay = [member for member in row.team.all() if member not in (giver, taker)]
    changes.relate(row, "team", [*stay, taker] if taker else stay, by=by, at=at)


def _of_led_projects(model: Any, **criteria: Any) -> Any:
    def held_by(giver: StaffMembership) -> Iterable[Item]:
        rows = model.objects.filter(engagement__project__lead=giver, **criteria)
        for row in rows.select_related("engagement").order_by("id"):
            yield Item(row, str(row), row.get_absolute_url())

    return held_by


def _to_do(giver: StaffMembership) -> Iterable[Item]:
    rows = ActionItem.objects.filter(owner=giver.user_id, municipality=giver.municipality_id, status="open")
    for row in rows.select_related("engagement").order_by("due_date", "id"):
        yield Item(row, row.text, row.get_absolute_url())


def _pass_on(
    row: ActionItem, *, giver: StaffMembership, taker: StaffMembership | None, by: User | None, at: datetime
) -> None:
    """Without a taker, to somebody who takes part in the activity; where there is nobody it stays."""
    posts = [taker] if taker else [each for each in posts_taking_part(row.engagement) if each != giver]
    if posts:
        changes.edit(row, by=by, at=at, action="hand_over", owner=posts[0].user)


register(HandoverSource("openings", _("募集"), _calls, hand_over("owner")))
register(HandoverSource("projects", _("主担当のプロジェクト"), _led, hand_over("lead")))
register(HandoverSource("teams", _("参加しているプロジェクト"), _teams, _replace_in_team, roles=frozenset()))


def _pulses(giver: StaffMembership) -> Iterable[Item]:
    rows = Pulse.objects.filter(person=giver.user_id, municipality=giver.municipality_id, status="waiting")
    for row in rows.select_related("engagement__project", "engagement__advisor__user").order_by("id"):
        yield Item(row, str(row), row.answer_url)


def _ask_another(
    row: Pulse, *, giver: StaffMembership, taker: StaffMembership | None, by: User | None, at: datetime
) -> None:
    if taker:
        changes.edit(row, by=by, at=at, action="hand_over", person=taker.user)


register(HandoverSource("pulses", _("答えていないふり返り"), _pulses, _ask_another, roles=frozenset()))
register(HandoverSource("action_items", _("担当しているやること"), _to_do, _pass_on, roles=frozenset()))
register(
    HandoverSource("meetings", _("これからの会議"), _of_led_projects(Meeting, status="planned"), note=FOLLOWS)
)
register(
    HandoverSource(
        "advice",
        _("対応が決まっていない提案"),
        _of_led_projects(Recommendation, status__in=OPEN_ADVICE),
        note=FOLLOWS,
    )
)
register(
    HandoverSource(
        "deliverables",
        _("受け取っていない成果物"),
        _of_led_projects(Deliverable, status__in=["submitted", "returned"]),
        note=FOLLOWS,
    )
)


def _section_projects(section: Department) -> Iterable[Item]:
    rows = going_projects().filter(department=section)
    return [Item(row, row.title, row.get_absolute_url()) for row in rows]


def _section_advice(section: Department) -> Iterable[Item]:
    rows = Recommendation.objects.filter(department=section, status__in=OPEN_ADVICE)
    for row in rows.select_related("engagement").order_by("id"):
        yield Item(row, row.text, row.get_absolute_url())


def _move_section(row: Any, *, to: Department, by: User, at: datetime) -> None:
    changes.edit(row, by=by, at=at, action="move_section", department=to)


register_section(SectionSource("projects", _("プロジェクト"), _section_projects, _move_section))
register_section(SectionSource("advice", _("対応が決まっていない提案"), _section_advice, _move_section))


def _without_owner(places: list[int]) -> Iterable[Item]:
    for call in open_calls().filter(municipality__in=places, owner=None):
        yield Item(call, call.title, call.assign_url)
    for project in going_projects().filter(municipality__in=places, lead=None):
        yield Item(project, project.title, project.assign_url)


register_unowned(_without_owner)
