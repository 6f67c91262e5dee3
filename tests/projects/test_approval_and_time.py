"""The decision before an activity starts; publication and closing to the second."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.dates import end_of_day, today
from core.errors import DomainError
from municipalities.models import ApprovalRoute
from projects.operations import engagement as engagements
from projects.operations import opening as openings
from projects.operations import release as results
from projects.tasks import close_due_openings, publish_due_openings
from tests.factories.base import day
from tests.factories.municipalities import ApprovalRouteFactory, RouteStepFactory
from tests.factories.projects import EngagementFactory, OpeningFactory

SECOND = timedelta(seconds=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def decision():
    return {"decision_date": today(), "decider_title": "市長", "document_number": "8さ政第3号"}


class TestEngagement:
    @pytest.fixture
    def route(self, sanuki) -> ApprovalRoute:
        return RouteStepFactory(route=ApprovalRouteFactory(municipality=sanuki, kind="engagement")).route

    def test_without_a_route_it_starts_at_once(self, sanuki, clerk, now) -> None:
        row = EngagementFactory(municipality=sanuki, confirmed=True)
        assert not clerk.has_perm("projects.ask_decision_engagement", row)
        assert engagements.start_engagement(row, by=clerk, at=now).status == "active"

    def test_with_a_route_the_city_decides_first(self, sanuki, route, clerk, approver, now, decision) -> None:
        row = EngagementFactory(municipality=sanuki, confirmed=True)
        with pytest.raises(DomainError, match="委嘱の決裁が済んでいません"):
            engagements.start_engagement(row, by=clerk, at=now)
        row = engagements.ask_decision(row, by=clerk, at=now)
        assert row.is_being_decided
        with pytest.raises(DomainError, match="委嘱の決裁が済んでいません"):
            engagements.start_engagement(row, by=clerk, at=now)
        row = engagements.approve_engagement(row, by=approver, at=now, **decision)
        assert engagements.start_engagement(row, by=clerk, at=now).status == "active"

    def test_returned_or_recalled_it_can_be_asked_again(self, sanuki, route, clerk, approver, now) -> None:
        row = EngagementFactory(municipality=sanuki, confirmed=True)
        row = engagements.ask_decision(row, by=clerk, at=now)
        row = engagements.return_engagement(row, by=approver, at=now, reason="期間を確かめてください。")
        row = engagements.ask_decision(type(row).objects.get(pk=row.pk), by=clerk, at=now)
        row = engagements.recall_engagement(row, by=clerk, at=now)
        assert clerk.has_perm("projects.ask_decision_engagement", type(row).objects.get(pk=row.pk))

    def test_a_changed_text_is_decided_anew(self, sanuki, route, clerk, approver, now, decision) -> None:
        row = EngagementFactory(municipality=sanuki, confirmed=True)
        row = engagements.ask_decision(row, by=clerk, at=now)
        asked = row.approval
        row = engagements.edit_expectation(row, by=clerk, at=now, version=row.version, expectation="別の内容")
        asked.refresh_from_db()
        assert (row.approval, asked.status) == (None, "withdrawn")

    def test_an_early_end_drops_the_request(self, sanuki, route, clerk, now) -> None:
        row = EngagementFactory(municipality=sanuki, confirmed=True)
        row = engagements.ask_decision(row, by=clerk, at=now)
        engagements.end_engagement_early(row, by=clerk, at=now, reason="転勤のため")
        row.approval.refresh_from_db()
        assert row.approval.status == "dropped"

    def test_the_pages_lead_through_it(self, sanuki, route, clerk, approver, signed_in) -> None:
        row = EngagementFactory(municipality=sanuki, confirmed=True)
        url = row.get_absolute_url()
        client = signed_in(clerk)
        assert f"{url}do/start/" not in client.get(url).content.decode()
        assert client.post(f"{url}do/ask_decision/").status_code == 302
        row.refresh_from_db()
        page = signed_in(approver).get(row.approval.get_absolute_url()).content.decode()
        assert f"{url}do/approve/" in page
        form = {"decision_date": today().isoformat(), "decider_title": "市長"}
        assert signed_in(approver).post(f"{url}do/approve/", form).status_code == 302
        assert f"{url}do/start/" in client.get(url).content.decode()


def test_a_call_under_review_can_be_withdrawn_with_its_request(sanuki, clerk, now) -> None:
    opening = OpeningFactory(municipality=sanuki)
    opening = openings.submit_opening(opening, by=clerk, at=now)
    opening = openings.withdraw_opening(opening, by=clerk, at=now, reason="予算がなくなりました。")
    opening.approval.refresh_from_db()
    assert (opening.status, opening.approval.status) == ("withdrawn", "dropped")


def test_a_result_can_be_taken_back(sanuki, clerk, now) -> None:
    opening = OpeningFactory(municipality=sanuki, selecting=True)
    opening = results.submit_result(opening, by=clerk, at=now)
    opening = results.recall_result(opening, by=clerk, at=now)
    opening.result_approval.refresh_from_db()
    assert (opening.status, opening.result_approval.status) == ("selecting", "withdrawn")


class TestPlannedPublication:
    @pytest.fixture
    def planned(self, sanuki, clerk, now):
        row = OpeningFactory(municipality=sanuki, approved=True)
        return openings.schedule_opening(row, by=clerk, at=now, publish_at=now + timedelta(days=2))

    @pytest.mark.parametrize(("offset", "published"), [(-SECOND, 0), (timedelta(), 1), (SECOND, 1)])
    def test_is_published_at_its_hour_and_once(self, planned, time_machine, offset, published) -> None:
        due = planned.publish_at + offset
        time_machine.move_to(due, tick=False)
        assert publish_due_openings() == published
        assert publish_due_openings() == 0
        planned.refresh_from_db()
        assert planned.status == ("open" if published else "approved")
        assert planned.published_at == (due if published else None)

    def test_can_be_changed_and_cancelled(self, planned, clerk, now, time_machine) -> None:
        later = openings.schedule_opening(planned, by=clerk, at=now, publish_at=now + timedelta(days=3))
        time_machine.move_to(now + timedelta(days=2, hours=1), tick=False)
        assert publish_due_openings() == 0
        openings.unschedule_opening(later, by=clerk, at=now)
        time_machine.move_to(now + timedelta(days=4), tick=False)
        assert publish_due_openings() == 0

    def test_not_in_the_past_nor_after_the_deadline(self, sanuki, clerk, now) -> None:
        row = OpeningFactory(municipality=sanuki, approved=True)
        with pytest.raises(DomainError, match="今より後"):
            openings.schedule_opening(row, by=clerk, at=now, publish_at=now)
        with pytest.raises(DomainError, match="締切日より後"):
            openings.schedule_opening(row, by=clerk, at=now, publish_at=row.closes_at + SECOND)

    def test_withdrawing_ends_the_plan(self, planned, clerk, now) -> None:
        row = openings.withdraw_opening(planned, by=clerk, at=now, reason="見直します。")
        assert (row.status, row.publish_at) == ("withdrawn", None)

    def test_the_page_shows_it(self, planned, clerk, approver, signed_in) -> None:
        page = signed_in(clerk).get(planned.desk_url).content.decode()
        assert "公開予定" in page
        assert f"{planned.desk_url}do/unschedule/" in page
        form = {"publish_at_0": day(1).isoformat(), "publish_at_1": "9時"}
        names = {"publish_at_day": form["publish_at_0"], "publish_at_time": form["publish_at_1"]}
        response = signed_in(clerk).post(f"{planned.desk_url}do/schedule/", names)
        assert response.status_code == 302
        assert signed_in(approver).get(f"{planned.desk_url}do/schedule/").status_code == 403


@pytest.mark.parametrize(("offset", "closed"), [(-SECOND, 0), (timedelta(), 0), (SECOND, 1)])
def test_a_call_closes_after_the_last_second_of_its_day(sanuki, time_machine, offset, closed) -> None:
    opening = OpeningFactory(municipality=sanuki, open=True)
    last = end_of_day(opening.deadline_date).replace(microsecond=0)  # 23:59:59 in Japan
    time_machine.move_to(last + offset, tick=False)
    assert opening.accepts_applications(timezone.now()) is not bool(closed)
    assert close_due_openings() == closed
