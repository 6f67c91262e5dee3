"""引継ぎ: nothing is lost, nothing happens twice, and nobody gets what they cannot do."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.queries import history_of
from core.errors import DomainError
from municipalities.holdings import SOURCES, HandoverSource, Item, holdings_of, movable, unowned_in
from municipalities.models import Handover, StaffMembership
from municipalities.operations import handover as operations
from municipalities.tasks import execute_due_handovers
from notifications.models import Notice
from tests.factories.municipalities import (
    ApprovalFactory,
    HandoverFactory,
    RouteStepFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import (
    EngagementFactory,
    MeetingFactory,
    OpeningFactory,
    ProjectFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 24, 1, 0, tzinfo=UTC)
TODAY, APRIL = date(2027, 3, 24), date(2027, 4, 1)
MEMO = "窓口の一覧は半分まで済んでいます。次は税務課です。"


@pytest.fixture
def giver(clerk):
    return StaffMembership.objects.get(user=clerk)


@pytest.fixture
def taker(sanuki):
    return StaffMembershipFactory(municipality=sanuki, roles=["drafter", "administrator"])


@pytest.fixture
def desk(sanuki, giver):
    """All kinds of open work of one person, and something that is over."""
    project = ProjectFactory(municipality=sanuki, lead=giver, team=[giver])
    done = ProjectFactory(municipality=sanuki, lead=giver, completed=True)
    opening = OpeningFactory(project=project, owner=giver, selecting=True)
    engagement = EngagementFactory(municipality=sanuki, active=True)
    engagement.project.lead = giver
    engagement.project.save()
    MeetingFactory(engagement=engagement)
    RecommendationFactory(engagement=engagement)
    unreported = EngagementFactory(municipality=sanuki, completed=True)
    unreported.project.lead, unreported.project.status = giver, "completed"
    unreported.project.save()
    return {"project": project, "done": done, "opening": opening, "report": unreported.project}


def _plan(giver, taker, by, *, day=TODAY, at=AT, **values):
    return operations.plan_handover(giver, by=by, at=at, taker=taker, handover_date=day, memo=MEMO, **values)


def test_everything_open_is_shown_and_moves_and_what_is_over_stays(giver, taker, clerk, desk):
    kinds = [holding.source.code for holding in holdings_of(giver)]
    assert kinds == [
        "administrator",
        "openings",
        "projects",
        "teams",
        "meetings",
        "advice",
        "reports",
    ] or set(kinds) == {"openings", "projects", "teams", "meetings", "advice", "reports"}
    handover = _plan(giver, taker, clerk)
    for row in desk.values():
        row.refresh_from_db()
    assert (handover.status, handover.executed_at) == ("done", AT)
    assert (desk["opening"].owner, desk["project"].lead, desk["report"].lead) == (taker, taker, taker)
    assert list(desk["project"].team.all()) == [taker]
    assert desk["done"].lead == giver
    assert desk["opening"].drafted_by != taker.user
    assert movable(holdings_of(giver)) == []
    assert history_of(desk["opening"])[0].action == "hand_over"
    assert {item["kind"] for item in handover.items} >= {"募集", "主担当のプロジェクト", "これからの会議"}
    told = Notice.objects.filter(kind="municipalities.handover_done")
    assert set(told.values_list("recipient", flat=True)) == {clerk.pk, taker.user_id}
    assert MEMO in told[0].body


def test_kinds_may_go_to_different_people(giver, taker, clerk, sanuki, desk):
    other = StaffMembershipFactory(municipality=sanuki)
    _plan(giver, taker, clerk, shares={"openings": other})
    for row in desk.values():
        row.refresh_from_db()
    assert (desk["opening"].owner, desk["project"].lead) == (other, taker)


def test_the_clock_moves_it_at_midnight_of_its_day_and_only_once(giver, taker, clerk, sanuki, desk):
    handover = _plan(giver, taker, clerk, day=APRIL, ends_post=True)
    assert handover.status == "planned"
    later = OpeningFactory(municipality=sanuki, owner=giver)  # begun after it was planned
    with time_machine.travel(datetime(2027, 3, 31, 14, 59, tzinfo=UTC), tick=False):
        assert execute_due_handovers() == 0
    with time_machine.travel(datetime(2027, 3, 31, 15, 0, tzinfo=UTC), tick=False):
        assert execute_due_handovers() == 1
        assert execute_due_handovers() == 0
    giver.refresh_from_db()
    later.refresh_from_db()
    assert later.owner == taker
    assert (giver.status, giver.ended_date) == ("ended", date(2027, 3, 31))
    assert not clerk.staff_memberships.filter(status="active").exists()
    handover.refresh_from_db()
    assert history_of(handover)[0].actor_id is None


def test_a_taker_who_left_stops_it_until_it_is_mended(giver, taker, clerk, desk):
    handover = _plan(giver, taker, clerk, day=APRIL)
    StaffMembership.objects.filter(pk=taker.pk).update(status="ended", ended_date=APRIL)
    with time_machine.travel(datetime(2027, 4, 1, 1, 0, tzinfo=UTC), tick=False):
        assert [execute_due_handovers(), execute_due_handovers()] == [0, 0]
    handover.refresh_from_db()
    assert (handover.status, "引き受けられません" in handover.obstacle) == ("planned", True)
    desk["opening"].refresh_from_db()
    assert desk["opening"].owner == giver
    assert Notice.objects.filter(recipient=clerk, kind="municipalities.handover_stuck").count() == 1
    StaffMembership.objects.filter(pk=taker.pk).update(status="active", ended_date=None)
    with time_machine.travel(datetime(2027, 4, 1, 2, 0, tzinfo=UTC), tick=False):
        assert execute_due_handovers() == 1


@pytest.mark.parametrize(
    ("trait", "place", "words"),
    [
        ({"viewer": True}, "sanuki", "役割では「募集」"),
        ({"ended": True}, "sanuki", "引き受けられません"),
        ({}, "takamatsu", "引き受けられません"),
    ],
)
def test_who_cannot_take_over(request, giver, clerk, desk, trait, place, words):
    taker = StaffMembershipFactory(municipality=request.getfixturevalue(place), **trait)
    with pytest.raises(DomainError, match=words):
        _plan(giver, taker, clerk)
    assert not Handover.objects.exists()


def test_the_last_administrator_cannot_leave_by_handover(giver, clerk, sanuki):
    drafter = StaffMembershipFactory(municipality=sanuki)
    with pytest.raises(DomainError, match="先に別の人を管理者に"):
        _plan(giver, drafter, clerk, ends_post=True)


def test_a_failure_in_the_middle_moves_nothing(giver, taker, clerk, desk, monkeypatch):
    """A further kind of work that breaks comes after all others."""

    def break_down(_row, **_move):
        raise RuntimeError("broken")

    source = HandoverSource("broken", "壊れたもの", lambda held: [Item(held, "壊れたもの")], break_down)
    monkeypatch.setitem(SOURCES, "broken", source)
    with pytest.raises(RuntimeError, match="broken"):
        _plan(giver, taker, clerk)
    desk["opening"].refresh_from_db()
    assert desk["opening"].owner == giver
    assert not Handover.objects.exists()
    assert not Notice.objects.exists()


def test_only_one_waits_and_it_can_be_taken_back(giver, taker, clerk, desk):
    handover = _plan(giver, taker, clerk, day=APRIL)
    with pytest.raises(DomainError, match="予定している引継ぎがあります"):
        _plan(giver, taker, clerk, day=APRIL)
    operations.cancel_handover(handover, by=clerk, at=AT)
    assert _plan(giver, taker, clerk).status == "done"
    with pytest.raises(DomainError, match="今日以降"):
        _plan(taker, giver, clerk, day=TODAY - timedelta(days=1))


class TestPages:
    def test_the_page_shows_all_and_hands_over(self, signed_in, clerk, giver, taker, desk):
        browser = signed_in(clerk)
        url = f"/desk/staff/{giver.code}/handover/"
        page = browser.get(url).content.decode()
        assert desk["opening"].title in page
        assert "これからの会議" in page
        assert browser.post(url, {"taker": taker.pk, "handover_date": "2020/4/1"}).status_code == 422
        today = datetime.now(UTC).astimezone().date()
        typed = {"taker": taker.pk, "handover_date": "", "memo": MEMO}
        typed["handover_date"] = (today + timedelta(days=3)).isoformat()
        response = browser.post(url, typed)
        handover = Handover.objects.get()
        assert response["Location"] == handover.get_absolute_url()
        shown = browser.get(response["Location"]).content.decode()
        assert MEMO in shown
        assert "⟦" not in shown.split("<main")[1]
        home = signed_in(taker.user).get("/desk/").content.decode()
        assert handover.get_absolute_url() in home
        assert handover.get_absolute_url() in browser.get("/desk/handovers/april/").content.decode()
        assert handover.get_absolute_url() in browser.get("/desk/handovers/").content.decode()
        assert browser.post(f"/desk/handovers/{handover.code}/do/cancel/").status_code == 302

    @pytest.mark.parametrize(
        ("name", "status"), [("clerk", 200), ("viewer", 200), ("approver", 403), ("outsider", 404)]
    )
    def test_whose_work_one_may_hand_over(self, request, signed_in, viewer, name, status):
        """One's own, and as an administrator everybody's."""
        own = StaffMembership.objects.get(user=viewer)
        for each in ("clerk", "approver"):
            request.getfixturevalue(each)
        browser = signed_in(request.getfixturevalue(name))
        assert browser.get(f"/desk/staff/{own.code}/handover/").status_code == status

    @pytest.mark.parametrize(
        ("name", "status"),
        [("clerk", 200), ("viewer", 200), ("reviewer", 200), ("approver", 404), ("outsider", 404)],
    )
    def test_a_handover_is_read_by_those_it_concerns(self, request, signed_in, sanuki, clerk, name, status):
        giver, taker = (
            StaffMembership.objects.get(user=request.getfixturevalue(each)) for each in ("viewer", "reviewer")
        )
        row = HandoverFactory(municipality=sanuki, giver=giver, taker=taker)
        browser = signed_in(request.getfixturevalue(name))
        assert browser.get(row.get_absolute_url()).status_code == status

    @pytest.mark.parametrize(
        "url", ["/desk/handovers/", "/desk/handovers/april/", "/desk/staff/", "/desk/staff/check/"]
    )
    def test_query_counts_do_not_grow(self, signed_in, clerk, sanuki, url):
        browser, counts = signed_in(clerk), []
        for more in (2, 3):
            HandoverFactory.create_batch(more, municipality=sanuki)
            OpeningFactory.create_batch(more, municipality=sanuki)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_work_without_anybody_is_found_and_given_to_somebody(signed_in, clerk, giver, viewer, sanuki):
    opening = OpeningFactory(municipality=sanuki, owner=None)
    titles = [item.title for item in unowned_in([sanuki.pk])]
    assert titles == [opening.title, opening.project.title]
    browser = signed_in(clerk)
    assert "担当者がいません" in browser.get("/desk/").content.decode()
    assert browser.post(opening.assign_url, {"owner": giver.pk, "version": 1}).status_code == 302
    unable = StaffMembership.objects.get(user=viewer)
    assert browser.post(opening.project.assign_url, {"lead": unable.pk, "version": 1}).status_code == 422
    assert browser.post(opening.project.assign_url, {"lead": giver.pk, "version": 1}).status_code == 302
    opening.refresh_from_db()
    assert opening.owner == giver
    assert unowned_in([sanuki.pk]) == []
    assert signed_in(viewer).get(opening.assign_url).status_code == 403


class TestDecisions:
    """What waits for a named approver goes to the successor, and the route names the successor too."""

    @pytest.fixture
    def chief(self, approver):
        return StaffMembership.objects.get(user=approver)

    @pytest.fixture
    def successor(self, sanuki):
        return StaffMembershipFactory(municipality=sanuki, approver=True)

    def test_steps_and_routes_follow_the_person(self, chief, successor, clerk, sanuki):
        approval = ApprovalFactory(municipality=sanuki, requested_by=clerk)
        approval.steps.update(member=chief)
        route = RouteStepFactory(route__municipality=sanuki, member=chief)
        _plan(chief, successor, clerk)
        assert [step.member for step in approval.steps.all()] == [successor]
        route.refresh_from_db()
        assert route.member == successor

    def test_nobody_gets_their_own_request_to_decide(self, chief, successor, clerk, sanuki):
        approval = ApprovalFactory(municipality=sanuki, requested_by=successor.user)
        approval.steps.update(member=chief)
        _plan(chief, successor, clerk)
        assert [step.member for step in approval.steps.all()] == [None]

    def test_a_decided_request_stays_with_who_decided(self, chief, successor, clerk, sanuki):
        approval = ApprovalFactory(municipality=sanuki, approved=True)
        approval.steps.update(member=chief)
        RouteStepFactory(route__municipality=sanuki, member=chief)
        _plan(chief, successor, clerk)
        assert [step.member for step in approval.steps.all()] == [chief]
