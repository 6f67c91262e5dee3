"""The doors through which rows change: row, version and event stand or fall together."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.db.utils import DatabaseError
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from advisors.models import AdvisorProfile, Skill
from audit import changes
from audit.models import Event
from audit.queries import events_of, history_of
from core.errors import EditConflict
from core.middleware import request_id
from core.workflow import IllegalTransition
from municipalities.models import Department, Municipality
from projects.models import Engagement, Program
from tests.factories.municipalities import DepartmentFactory, StaffMembershipFactory
from tests.factories.projects import EngagementFactory, ProgramFactory, ProjectFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def program() -> Program:
    return ProgramFactory(title="実証実験")


# record


def test_an_event_says_who_did_what_to_which_row_and_when(clerk: User, program: Program) -> None:
    event = changes.record(program, "start", by=clerk, at=AT, note="予定どおり")
    event.refresh_from_db()
    assert (event.subject_type, event.subject_id, event.subject_label) == (
        "projects.program",
        program.pk,
        "実証実験",
    )
    assert (event.action, event.actor_id, event.actor_label) == ("start", clerk.pk, "長尾 花子")
    assert event.detail == {"note": "予定どおり"}
    assert event.happened_at == AT
    assert str(event).endswith("projects.program.start 実証実験")


def test_the_system_has_no_actor(program: Program) -> None:
    event = changes.record(program, "close", by=None, at=AT)
    assert (event.actor_id, event.actor_label) == (None, "")


def test_the_event_carries_the_id_of_the_request(program: Program) -> None:
    token = request_id.set("request-4711")
    try:
        assert changes.record(program, "start", by=None, at=AT).request_id == "request-4711"
    finally:
        request_id.reset(token)


def test_detail_is_made_fit_for_json(clerk: User, program: Program) -> None:
    event = changes.record(
        program,
        "test",
        by=None,
        at=AT,
        empty="",
        nothing=None,
        zero=0,
        no=False,
        day=date(2026, 11, 23),
        moment=AT,
        person=clerk,
        several={clerk},
        nested={"on": date(2026, 11, 23)},
    )
    event.refresh_from_db()
    assert event.detail == {
        "zero": 0,
        "no": False,
        "day": "2026-11-23",
        "moment": "2026-11-23T01:00:00+00:00",
        "person": "長尾 花子",
        "several": ["長尾 花子"],
        "nested": {"on": "2026-11-23"},
    }


def test_long_labels_are_cut_instead_of_failing(program: Program) -> None:
    program.title = "長" * 300
    assert changes.record(program, "edit", by=None, at=AT).subject_label == "長" * 200


# create


def test_create_writes_the_row_and_its_event(clerk: User, sanuki: Municipality) -> None:
    row = changes.create(Department, by=clerk, at=AT, municipality=sanuki, name="政策課")
    assert Department.objects.get(pk=row.pk).name == "政策課"
    assert [event.action for event in history_of(row)] == ["create"]


def test_create_leaves_no_event_when_the_row_is_refused(clerk: User) -> None:
    taken = DepartmentFactory(name="政策課")
    with pytest.raises(IntegrityError):
        changes.create(Department, by=clerk, at=AT, municipality=taken.municipality, name="政策課")
    assert Event.objects.count() == 0


# edit


def test_edit_writes_and_records_only_what_differs(clerk: User, program: Program) -> None:
    row = changes.edit(
        program, by=clerk, at=AT, title="本格実施", purpose=program.purpose, end_date=program.end_date
    )
    row.refresh_from_db()
    assert (row.title, row.version) == ("本格実施", 2)
    (event,) = history_of(program)
    assert event.action == "edit"
    assert event.detail == {"before": {"title": "実証実験"}, "after": {"title": "本格実施"}}


def test_edit_keeps_what_somebody_else_wrote_meanwhile(clerk: User, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(purpose="先に直した目的")
    changes.edit(program, by=clerk, at=AT, title="本格実施")
    program.refresh_from_db()
    assert (program.title, program.purpose) == ("本格実施", "先に直した目的")


def test_an_edit_that_changes_nothing_writes_nothing(clerk: User, program: Program) -> None:
    row = changes.edit(program, by=clerk, at=AT, version=1, title="実証実験")
    assert row.version == 1
    assert Event.objects.count() == 0


def test_an_edit_of_an_old_version_is_refused_and_leaves_nothing(clerk: User, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(version=2, title="先の名前")
    with pytest.raises(EditConflict) as raised:
        changes.edit(program, by=clerk, at=AT, version=1, title="私の名前")
    assert raised.value.current.title == "先の名前"
    program.refresh_from_db()
    assert program.title == "先の名前"
    assert Event.objects.count() == 0


def test_an_edit_may_be_recorded_under_another_name(clerk: User, program: Program) -> None:
    changes.edit(program, by=clerk, at=AT, action="rename", title="本格実施")
    assert history_of(program).get().action == "rename"


def test_rows_without_a_version_can_be_edited(clerk: User) -> None:
    department = changes.edit(DepartmentFactory(), by=clerk, at=AT, name="企画課")
    department.refresh_from_db()
    assert department.name == "企画課"


# move


def test_move_takes_the_row_on_and_records_both_states(clerk: User, program: Program) -> None:
    row = changes.move(program, "start", by=clerk, at=AT, note="予定どおり")
    row.refresh_from_db()
    assert (row.status, row.version) == ("running", 2)
    event = history_of(program).get()
    assert event.action == "start"
    assert event.detail == {"source": "planned", "target": "running", "note": "予定どおり"}


def test_move_writes_fields_along(clerk: User) -> None:
    engagement = EngagementFactory(active=True)
    changes.move(engagement, "end_early", by=clerk, at=AT, ended_at=AT, end_reason="転勤のため")
    engagement.refresh_from_db()
    assert (engagement.status, engagement.end_reason) == ("ended_early", "転勤のため")
    assert engagement.ended_at == AT


def test_move_decides_by_the_state_in_the_database(clerk: User, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(status="completed")
    assert program.status == "planned", "the caller still believes the old state"
    with pytest.raises(IllegalTransition, match="「終了」の状態では"):
        changes.move(program, "start", by=clerk, at=AT)
    assert Event.objects.count() == 0


def test_move_can_demand_a_version(clerk: User, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(version=2)
    with pytest.raises(EditConflict):
        changes.move(program, "start", by=clerk, at=AT, version=1)


def test_a_broken_constraint_takes_the_event_back_too(clerk: User) -> None:
    engagement = EngagementFactory()
    with pytest.raises(IntegrityError, match="engagement_agreed_before_start"):
        changes.move(engagement, "start", by=clerk, at=AT, started_at=AT)
    assert Engagement.objects.get(pk=engagement.pk).status == "preparing"
    assert Event.objects.count() == 0


def test_the_event_disappears_with_the_operation_that_failed_later(clerk: User, program: Program) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        changes.move(program, "start", by=clerk, at=AT)
        raise RuntimeError
    program.refresh_from_db()
    assert program.status == "planned"
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_every_door_works_outside_a_transaction_too() -> None:
    """Operations of one step do not open a transaction of their own."""
    program = ProgramFactory()
    try:
        changes.edit(program, by=None, at=AT, title="本格実施")
        changes.move(program, "start", by=None, at=AT)
    except TransactionManagementError:  # pragma: no cover
        pytest.fail("the lock was taken outside a transaction")
    assert history_of(program).count() == 2


# The record itself


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'forged'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_history(program: Program, statement: str) -> None:
    changes.record(program, "start", by=None, at=AT)
    with (
        pytest.raises(DatabaseError, match="audit events cannot be changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.get().action == "start"


def test_history_survives_the_row_and_the_person(clerk: User) -> None:
    department = DepartmentFactory(name="政策課")
    changes.record(department, "create", by=clerk, at=AT)
    key = (department._meta.label_lower, department.pk)
    department.delete()
    event = events_of([key]).get()
    assert (event.subject_label, event.actor_label) == ("政策課", "長尾 花子")


def test_history_of_several_rows_is_one_query_newest_first(
    django_assert_num_queries: DjangoAssertNumQueries, clerk: User
) -> None:
    rows = [ProgramFactory(title=str(number)) for number in range(5)]
    department = DepartmentFactory()
    for row in rows:
        changes.record(row, "first", by=clerk, at=AT)
    changes.record(department, "last", by=clerk, at=LATER)
    changes.record(ProgramFactory(), "unrelated", by=clerk, at=LATER)
    with django_assert_num_queries(1):
        found = list(history_of(*rows, department))
    assert [event.action for event in found] == ["last"] + ["first"] * 5
    assert [event.subject_label for event in found[1:]] == ["4", "3", "2", "1", "0"]


def test_rows_of_different_tables_with_the_same_number_are_told_apart(program: Program) -> None:
    other = DepartmentFactory(pk=program.pk)
    changes.record(other, "create", by=None, at=AT)
    assert not history_of(program).exists()


def test_no_rows_have_no_history(program: Program) -> None:
    changes.record(program, "start", by=None, at=AT)
    assert not history_of().exists()


# relate


def test_a_changed_relation_is_recorded_by_the_labels_of_both_sides(clerk: User) -> None:
    project = ProjectFactory(team=[])
    member = StaffMembershipFactory(municipality=project.municipality)

    changes.relate(project, "team", [member], by=clerk, at=AT)

    event = history_of(project).get()
    assert list(project.team.all()) == [member]
    assert (event.action, event.actor_id) == ("edit", clerk.pk)
    assert event.detail == {"before": {"team": []}, "after": {"team": [str(member)]}}


def test_an_equal_relation_leaves_no_trace(clerk: User) -> None:
    member = StaffMembershipFactory()
    project = ProjectFactory(municipality=member.municipality, team=[member])

    changes.relate(project, "team", [member], by=clerk, at=AT)

    assert not history_of(project).exists()


# replace_parts


def _skills(*levels: int) -> list[dict[str, int]]:
    skills = Skill.objects.order_by("position")
    return [{"skill_id": skill.pk, "level": level} for skill, level in zip(skills, levels, strict=False)]


def test_parts_are_replaced_as_one_change_of_the_row(advisor: AdvisorProfile) -> None:
    changes.replace_parts(advisor, "skills", _skills(3), by=advisor.user, at=AT, version=1)
    row = changes.replace_parts(advisor, "skills", _skills(4, 2), by=advisor.user, at=LATER, version=2)
    assert [part.level for part in row.skills.order_by("id")] == [4, 2]
    assert row.version == 3
    event = history_of(advisor).first()
    assert event is not None
    assert event.detail == {"before": {"skills": "…"}, "after": {"skills": "…"}}  # about a person


def test_equal_parts_write_nothing(advisor: AdvisorProfile) -> None:
    changes.replace_parts(advisor, "skills", _skills(3, 2), by=advisor.user, at=AT)
    row = changes.replace_parts(advisor, "skills", _skills(3, 2)[::-1], by=advisor.user, at=LATER)
    assert row.version == 2
    assert history_of(advisor).count() == 1


def test_parts_of_an_older_version_are_refused(advisor: AdvisorProfile) -> None:
    changes.replace_parts(advisor, "skills", _skills(3), by=advisor.user, at=AT, version=1)
    with pytest.raises(EditConflict):
        changes.replace_parts(advisor, "skills", [], by=advisor.user, at=LATER, version=1)
    assert advisor.skills.count() == 1


def test_a_part_the_database_refuses_leaves_everything_as_it_was(advisor: AdvisorProfile) -> None:
    changes.replace_parts(advisor, "skills", _skills(3), by=advisor.user, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        changes.replace_parts(advisor, "skills", _skills(9), by=advisor.user, at=LATER)
    advisor.refresh_from_db()
    assert [part.level for part in advisor.skills.all()] == [3]
    assert advisor.version == 2
