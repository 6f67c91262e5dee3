"""The pages of an approval, of the routes and of absences; and the reminder."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import today
from municipalities.models import ApprovalRoute, StaffMembership
from municipalities.tasks import remind_approvers
from notifications.models import Notice
from tests.factories.base import day, moment
from tests.factories.municipalities import (
    ApprovalFactory,
    ApprovalRouteFactory,
    DepartmentFactory,
    RouteStepFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import OpeningFactory

ROUTES, ABSENCES = "/desk/settings/routes/", "/desk/absences/"


def _text(client: Any, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def _with_consent(opening: Any) -> Any:
    """The opening's approval with a 合議 before the decision."""
    opening.approval.steps.update(position=2)
    opening.approval.steps.create(position=1, kind="consent")
    return opening.approval


class TestApproval:
    @pytest.mark.parametrize(
        ("name", "status"),
        [
            *[(name, 200) for name in ("clerk", "approver", "reviewer", "viewer")],
            *[(name, 404) for name in ("outsider", "coordinator", "advisor_user", "stranger")],
        ],
    )
    def test_who_reads_it(self, request, signed_in, sanuki, name, status) -> None:
        approval = ApprovalFactory(municipality=sanuki)
        assert signed_in(request.getfixturevalue(name)).get(approval.get_absolute_url()).status_code == status

    def test_shows_what_is_decided_and_the_button_of_the_step(
        self, signed_in, approver, clerk, sanuki
    ) -> None:
        opening = OpeningFactory(municipality=sanuki, in_review=True)
        opening.approval.purpose = "opening"
        opening.approval.save()
        url = opening.approval.get_absolute_url()
        page = _text(signed_in(approver), url)
        assert opening.challenge in page
        assert f"/desk/openings/{opening.code}/do/approve/" in page
        _with_consent(opening)
        page = _text(signed_in(approver), url)
        assert f"/desk/openings/{opening.code}/do/approve/" not in page
        assert f"{url}do/pass/" in page
        assert f"{url}do/pass/" not in _text(signed_in(clerk), url)

    @pytest.mark.parametrize(("name", "status"), [("approver", 302), ("viewer", 403), ("outsider", 404)])
    def test_passing_a_step(self, request, signed_in, approver, sanuki, name, status) -> None:
        approval = _with_consent(OpeningFactory(municipality=sanuki, in_review=True))
        client = signed_in(request.getfixturevalue(name))
        response = client.post(f"{approval.get_absolute_url()}do/pass/", {"comment": ""})
        assert response.status_code == status
        approval = type(approval).objects.get(pk=approval.pk)
        assert approval.is_at_decision is (status == 302)

    def test_an_administrator_reassigns(self, signed_in, clerk, approver, sanuki) -> None:
        other = StaffMembershipFactory(municipality=sanuki, approver=True)
        approval = ApprovalFactory(municipality=sanuki)
        url = f"{approval.get_absolute_url()}do/reassign/"
        assert signed_in(approver).get(url).status_code == 403
        assert signed_in(clerk).post(url, {"member": ""}).status_code == 422
        assert signed_in(clerk).post(url, {"member": other.pk}).status_code == 302
        assert approval.steps.get().member == other

    def test_a_deputy_learns_why_and_the_absent_person_reviews(self, signed_in, approver, sanuki) -> None:
        chief = StaffMembershipFactory(municipality=sanuki, approver=True, away=True)
        seats = [{"kind": "consent", "member": chief}, {"kind": "decide"}]
        approval = ApprovalFactory(municipality=sanuki, steps=seats)
        url = approval.get_absolute_url()
        deputy = signed_in(approver)
        assert "あなたが代決できます" in _text(deputy, url)
        assert deputy.post(f"{url}do/pass/", {"comment": ""}).status_code == 302
        absent = signed_in(chief.user)
        assert "後閲するもの" in _text(absent, "/desk/approvals/")
        assert "後閲を済ませる" in _text(absent, "/desk/")
        assert absent.post(f"{url}do/review/").status_code == 302
        assert "後閲するもの" not in _text(absent, "/desk/approvals/")


class TestRoutes:
    def test_shows_who_can_act_today_and_warns(self, signed_in, viewer, approver, sanuki) -> None:
        empty = DepartmentFactory(municipality=sanuki, name="財政課")
        RouteStepFactory(route=ApprovalRouteFactory(municipality=sanuki), department=empty)
        page = _text(signed_in(viewer), ROUTES)
        for words in ("財政課の承認者", str(approver), "この段階の人が、今はいません", "決裁を行いません"):
            assert words in page
        assert "のルートを変える" not in page

    @pytest.mark.parametrize(
        ("name", "status"),
        [("clerk", 200), ("approver", 403), ("viewer", 403), ("outsider", 404), ("coordinator", 404)],
    )
    def test_administrators_alone_change_them(self, request, signed_in, sanuki, name, status) -> None:
        client = signed_in(request.getfixturevalue(name))
        assert client.get(f"{ROUTES}{sanuki.code}/opening/").status_code == status

    def test_an_unknown_kind_is_no_page(self, signed_in, clerk, sanuki) -> None:
        assert signed_in(clerk).get(f"{ROUTES}{sanuki.code}/parking/").status_code == 404

    def test_is_saved_and_comes_back_filled_in(self, signed_in, clerk, approver, sanuki) -> None:
        finance = DepartmentFactory(municipality=sanuki, name="財政課")
        chief = StaffMembership.objects.get(user=approver)
        deputy = StaffMembershipFactory(municipality=sanuki, approver=True)
        url = f"{ROUTES}{sanuki.code}/engagement/"
        data = {
            "version": "0",
            "needed": "on",
            "kind_1": "consent",
            "seat_1": f"d-{finance.code}",
            "seat_5": f"m-{chief.code}",
            "deputy_5": f"m-{deputy.code}",
            "basis": "専決規程 第5条",
        }
        client = signed_in(clerk)
        assert client.post(url, data).status_code == 302
        route = ApprovalRoute.objects.get(municipality=sanuki)
        assert route.needed
        steps = list(route.steps.order_by("position"))
        assert [(step.kind, step.department, step.member, step.deputy) for step in steps] == [
            ("consent", finance, None, None),
            ("decide", None, chief, deputy),
        ]
        page = _text(client, url)
        assert "専決規程 第5条" in page
        assert f'<option value="m-{chief.code}" selected' in page
        assert "専決" in _text(client, ROUTES)

    def test_a_deputy_needs_a_person(self, signed_in, clerk, approver, sanuki) -> None:
        chief = StaffMembership.objects.get(user=approver)
        for seat in ("any", f"m-{chief.code}"):
            data = {"version": "0", "seat_5": seat, "deputy_5": f"m-{chief.code}"}
            response = signed_in(clerk).post(f"{ROUTES}{sanuki.code}/opening/", data)
            assert response.status_code == 422
            assert "代決者" in response.content.decode()

    @pytest.mark.parametrize("is_set", [True, False])
    def test_of_two_administrators_the_second_is_told(self, signed_in, clerk, sanuki, is_set) -> None:
        if is_set:
            RouteStepFactory(route__municipality=sanuki)
        url, client = f"{ROUTES}{sanuki.code}/opening/", signed_in(clerk)
        opened = {"version": str(int(is_set)), "seat_5": "any"}
        assert client.post(url, {**opened, "basis": "専決規程 第5条"}).status_code == 302
        response = client.post(url, {**opened, "kind_1": "consent", "seat_1": "any"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "専決：承認者のどなたか" in page
        assert '<option value="consent" selected' in page  # what was typed is kept
        again = {**opened, "version": "2", "kind_1": "consent", "seat_1": "any"}
        assert client.post(url, again).status_code == 302

    def test_query_count_does_not_grow(self, signed_in, viewer, sanuki) -> None:
        client, counts = signed_in(viewer), []
        route = ApprovalRouteFactory(municipality=sanuki)
        for number in (1, 2, 3):
            member = StaffMembershipFactory(municipality=sanuki, approver=True)
            RouteStepFactory(route=route, position=number, kind="approve", member=member)
            with CaptureQueriesContext(connection) as queries:
                _text(client, ROUTES)
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2]


class TestAbsences:
    def test_everybody_records_their_own(self, signed_in, viewer, clerk) -> None:
        own = StaffMembership.objects.get(user=viewer)
        client = signed_in(viewer)
        assert str(clerk) not in _text(client, ABSENCES).split("<main")[1]
        days = {"absent_from": day(1).isoformat(), "absent_until": day(3).isoformat()}
        assert client.post(f"{ABSENCES}{own.code}/", days)["Location"] == ABSENCES
        own.refresh_from_db()
        assert [own.is_absent(day(number)) for number in (0, 1, 3, 4)] == [False, True, True, False]
        client.post(f"{ABSENCES}{own.code}/", {"absent_from": "", "absent_until": ""})
        own.refresh_from_db()
        assert own.absent_from is None

    @pytest.mark.parametrize(
        ("name", "status"), [("clerk", 200), ("approver", 403), ("outsider", 404), ("stranger", 404)]
    )
    def test_of_others_only_administrators(self, request, signed_in, viewer, name, status) -> None:
        post = StaffMembership.objects.get(user=viewer)
        client = signed_in(request.getfixturevalue(name))
        assert client.get(f"{ABSENCES}{post.code}/").status_code == status

    @pytest.mark.parametrize("days", [("2026-12-02", "2026-12-01"), ("2026-12-01", ""), ("", "2026-12-01")])
    def test_says_what_to_correct(self, signed_in, viewer, days) -> None:
        own = StaffMembership.objects.get(user=viewer)
        data = dict(zip(("absent_from", "absent_until"), days, strict=True))
        assert signed_in(viewer).post(f"{ABSENCES}{own.code}/", data).status_code == 422


class TestReminder:
    @pytest.mark.parametrize(
        ("asked", "told"),
        [("2026-11-19 09:00", 0), ("2026-11-18 23:59:59", 1)],  # Monday was a holiday: Thursday is third
    )
    def test_after_three_working_days_once(self, approver, sanuki, time_machine, asked, told) -> None:
        time_machine.move_to("2026-11-25 10:00+09:00", tick=False)  # a Wednesday
        since = date.fromisoformat(asked[:10])
        approval = ApprovalFactory(municipality=sanuki)
        approval.waiting_since = moment((since - today()).days)
        approval.save()
        for _run in range(2):
            assert remind_approvers() == told
        assert (
            Notice.objects.filter(recipient=approver, kind="municipalities.approval_waiting").count() == told
        )
