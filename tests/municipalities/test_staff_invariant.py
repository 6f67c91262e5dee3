"""Whatever people do to posts and sections, open work is in the hands of somebody who can act on it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from municipalities.enums import ADMINISTERING_ROLES, DRAFTING_ROLES
from municipalities.holdings import unowned_in
from municipalities.models import StaffMembership
from municipalities.operations import handover, section, staff
from projects.handover import going_projects, open_calls
from reports.handover import unreported_projects
from tests.factories.municipalities import DepartmentFactory, StaffMembershipFactory
from tests.factories.projects import EngagementFactory, OpeningFactory, ProjectFactory

AT = datetime(2027, 3, 24, 1, 0, tzinfo=UTC)
DAY = AT.date()
POSTS, SECTIONS = 4, 3
who, where = st.integers(0, POSTS - 1), st.integers(0, SECTIONS - 1)
ROLES = st.sampled_from([["viewer"], ["drafter"], ["administrator"], ["administrator", "drafter"]])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hand"), who, who, st.booleans()),
        st.tuples(st.just("end"), who),
        st.tuples(st.just("restore"), who),
        st.tuples(st.just("roles"), who, ROLES),
        st.tuples(st.just("close"), where, where),
        st.tuples(st.just("reopen"), where),
    ),
    max_size=12,
)


def _step(kind, rest, posts, sections, by):
    row = (sections if kind in ("close", "reopen") else posts)[rest[0]]
    row.refresh_from_db()
    if kind == "hand":
        values = {"taker": posts[rest[1]], "handover_date": DAY, "memo": "要点", "ends_post": rest[2]}
        handover.plan_handover(row, by=by, at=AT, **values)
    elif kind == "end":
        staff.end_membership(row, by=by, at=AT, ended_date=DAY)
    elif kind == "restore":
        staff.restore_membership(row, by=by, at=AT)
    elif kind == "roles":
        values = {"roles": rest[1], "department": row.department, "title": ""}
        staff.edit_member(row, by=by, at=AT, version=row.version, **values)
    elif kind == "close":
        section.close_department(row, by=by, at=AT, closed_date=DAY, successor=sections[rest[1]])
    else:
        section.reopen_department(row, by=by, at=AT)


def _open_work():
    return [
        *((call, call.owner) for call in open_calls().select_related("owner")),
        *((each, each.lead) for each in going_projects().select_related("lead")),
        *((each, each.lead) for each in unreported_projects().select_related("lead")),
    ]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_open_work_is_always_in_able_hands(sanuki, clerk, steps):
    with transaction.atomic():
        posts = [StaffMembership.objects.get(user=clerk)]
        posts += StaffMembershipFactory.create_batch(
            POSTS - 1, municipality=sanuki, started_date=DAY - timedelta(days=1)
        )
        StaffMembership.objects.update(started_date=DAY - timedelta(days=1))
        sections = DepartmentFactory.create_batch(SECTIONS, municipality=sanuki)
        for index, post in enumerate(posts):
            project = ProjectFactory(
                municipality=sanuki, lead=post, team=[post], department=sections[index % SECTIONS]
            )
            OpeningFactory(project=project, owner=post)
        report = EngagementFactory(municipality=sanuki, completed=True).project
        type(report).objects.filter(pk=report.pk).update(lead=posts[1], status="completed")
        number = len(_open_work())
        for kind, *rest in steps:
            try:
                with transaction.atomic():
                    _step(kind, rest, posts, sections, clerk)
            except DomainError:
                continue
        work = _open_work()
        assert len(work) == number
        assert [row for row, post in work if post is not None and not post.can(DRAFTING_ROLES)] == []
        lost = {(type(row), row.pk) for row, post in work if post is None}
        assert {(type(item.row), item.row.pk) for item in unowned_in([sanuki.pk])} == lost
        members = [member for each in going_projects() for member in each.team.all()]
        assert all(member.status == "active" for member in members)
        assert all(each.department.closed_date is None for each in going_projects() if each.lead in posts)
        administrators = StaffMembership.objects.filter(municipality=sanuki)
        assert any(post.can(ADMINISTERING_ROLES) for post in administrators)
        transaction.set_rollback(True)
