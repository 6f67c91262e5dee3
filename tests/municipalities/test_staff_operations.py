"""Posts, sections, the quarterly check, and that the last administrator stays."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection

from audit.queries import history_of
from core.errors import DomainError, EditConflict
from municipalities.enums import StaffRole
from municipalities.models import MemberCheck, StaffMembership
from municipalities.operations import membercheck, section, staff
from municipalities.queries import places_without_administrator
from municipalities.tasks import ask_for_member_checks
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import (
    DepartmentFactory,
    MemberCheckFactory,
    MunicipalityFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import OpeningFactory, ProjectFactory, RecommendationFactory

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def _post(user):
    return StaffMembership.objects.get(user=user)


@pytest.mark.django_db
class TestEditing:
    def test_roles_section_and_title_change_with_the_version(self, clerk, viewer, sanuki):
        post, office = _post(viewer), DepartmentFactory(municipality=sanuki)
        values = {"roles": ["drafter", "reviewer"], "department": office, "title": "係長"}
        row = staff.edit_member(post, by=clerk, at=AT, version=1, **values)
        assert (row.roles, row.department, row.title, row.version) == (
            ["drafter", "reviewer"],
            office,
            "係長",
            2,
        )
        with pytest.raises(EditConflict):
            staff.edit_member(post, by=clerk, at=AT, version=1, **values)

    def test_the_last_administrator_keeps_the_role(self, clerk):
        with pytest.raises(DomainError, match="管理者がいなくなります"):
            staff.edit_member(
                _post(clerk), by=clerk, at=AT, version=1, roles=["drafter"], department=None, title=""
            )

    def test_whoever_is_in_charge_keeps_a_role_that_fits(self, clerk, sanuki):
        drafter = StaffMembershipFactory(municipality=sanuki)
        OpeningFactory(municipality=sanuki, owner=drafter)
        with pytest.raises(DomainError, match="募集"):
            staff.edit_member(
                drafter, by=clerk, at=AT, version=1, roles=["viewer"], department=None, title=""
            )
        drafter.refresh_from_db()
        assert drafter.roles == ["drafter"]

    def test_the_end_of_a_post_leaves_nothing_with_it(self, clerk, sanuki):
        drafter = StaffMembershipFactory(municipality=sanuki)
        opening = OpeningFactory(municipality=sanuki, owner=drafter)
        finished = OpeningFactory(municipality=sanuki, owner=drafter, withdrawn=True)
        project = ProjectFactory(municipality=sanuki, lead=drafter, team=[drafter, _post(clerk)])
        staff.end_membership(drafter, by=clerk, at=AT, ended_date=TODAY)
        for row in (opening, finished, project):
            row.refresh_from_db()
        assert (opening.owner, project.lead, finished.owner) == (None, None, drafter)
        assert list(project.team.all()) == [_post(clerk)]
        assert history_of(opening)[0].action == "release"


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one(sanuki, clerk):
    other = StaffMembershipFactory(municipality=sanuki, administrator=True)
    posts, refused, start = [_post(clerk), other], [], Barrier(2)

    def end(post):
        start.wait()
        try:
            staff.end_membership(post, by=clerk, at=AT, ended_date=TODAY)
        except DomainError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=end, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    active = StaffMembership.objects.filter(municipality=sanuki, status="active")
    assert active.filter(roles__contains=[StaffRole.ADMINISTRATOR]).count() == 1
    assert refused == ["管理者がいなくなります。先に別の人を管理者にしてください。"]


@pytest.mark.django_db
class TestSections:
    def test_closing_moves_what_is_open_and_keeps_the_name_on_what_is_over(self, clerk, sanuki):
        old, new = DepartmentFactory.create_batch(2, municipality=sanuki)
        member = StaffMembershipFactory(municipality=sanuki, department=old)
        going = ProjectFactory(municipality=sanuki, department=old)
        over = ProjectFactory(municipality=sanuki, department=old, completed=True)
        advice = RecommendationFactory(municipality=sanuki, department=old)
        decided = RecommendationFactory(municipality=sanuki, department=old, adopted=True)
        row = section.close_department(old, by=clerk, at=AT, closed_date=TODAY, successor=new)
        assert (row.closed_date, row.successor) == (TODAY, new)
        for each in (member, going, over, advice, decided):
            each.refresh_from_db()
        assert (member.department, going.department, advice.department) == (new, new, new)
        assert (over.department, decided.department) == (old, old)
        assert history_of(going)[0].action == "move_section"

    def test_a_closed_or_foreign_section_takes_nothing_over(self, clerk, sanuki):
        old, closed = (
            DepartmentFactory(municipality=sanuki),
            DepartmentFactory(municipality=sanuki, closed=True),
        )
        for successor in (old, closed, DepartmentFactory()):
            with pytest.raises(DomainError, match="引き継ぐ部署"):
                section.close_department(old, by=clerk, at=AT, closed_date=TODAY, successor=successor)
        with pytest.raises(DomainError, match="すでに廃止"):
            section.close_department(closed, by=clerk, at=AT, closed_date=TODAY, successor=old)

    def test_a_name_is_corrected_and_a_closed_section_opened_again(self, clerk, sanuki):
        old, new = DepartmentFactory.create_batch(2, municipality=sanuki)
        old = section.rename_department(old, by=clerk, at=AT, version=1, name="未来戦略課")
        section.close_department(old, by=clerk, at=AT, closed_date=TODAY, successor=new)
        row = section.reopen_department(old, by=clerk, at=AT)
        assert (row.name, row.closed_date, row.successor) == ("未来戦略課", None, None)


@pytest.mark.django_db
class TestMemberCheck:
    def test_administrators_are_asked_once_and_reminded_once(self, clerk, viewer, sanuki):
        for day, asked in ((1, 0), (2, 0), (3, 1), (4, 0), (16, 0), (17, 0), (18, 0)):
            with time_machine.travel(datetime(2028, 6, 30, 23, 0, tzinfo=UTC) + timedelta(days=day - 1)):
                assert ask_for_member_checks() == asked, day
        keys = Notice.objects.filter(kind="municipalities.member_check").values_list("recipient", "key")
        check = MemberCheck.objects.get()
        assert set(keys) == {(clerk.pk, str(check.pk)), (clerk.pk, f"{check.pk}-again")}
        assert check.quarter_date == date(2028, 7, 1)

    def test_it_ends_when_everybody_was_confirmed(self, clerk, viewer, sanuki):
        check = MemberCheckFactory(municipality=sanuki, opened_at=AT - timedelta(days=1))
        staff.confirm_member(_post(clerk), by=clerk, at=AT)
        with pytest.raises(DomainError, match=str(viewer)):
            membercheck.finish_check(check, by=clerk, at=AT)
        staff.confirm_member(_post(viewer), by=clerk, at=AT)
        row = membercheck.finish_check(check, by=clerk, at=AT)
        assert (row.confirmed_by, row.confirmed_at) == (clerk, AT)
        with pytest.raises(DomainError, match="すでに終わって"):
            membercheck.finish_check(check, by=clerk, at=AT)


@pytest.mark.django_db
def test_places_nobody_administers_are_found(clerk, sanuki):
    town = MunicipalityFactory()
    StaffMembershipFactory(municipality=town)
    gone = MunicipalityFactory()
    StaffMembershipFactory(municipality=gone, administrator=True, user=UserFactory(inactive=True))
    assert set(places_without_administrator()) == {town, gone}
