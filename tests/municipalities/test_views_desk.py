"""The approver's inbox and the people of a city."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import today
from municipalities.models import Department, StaffMembership
from tests.factories.base import day
from tests.factories.municipalities import ApprovalFactory, DepartmentFactory, StaffMembershipFactory

APPROVALS = "/desk/approvals/"
STAFF = "/desk/staff/"
NEW_DEPARTMENT = "/desk/departments/new/"


def _query_count(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", [APPROVALS, STAFF])
@pytest.mark.parametrize(
    ("name", "status"),
    [("clerk", 200), ("approver", 200), ("viewer", 200), ("coordinator", 403), ("stranger", 403)],
)
def test_only_staff_enter(request, signed_in, url, name, status) -> None:
    response = signed_in(request.getfixturevalue(name)).get(url)
    assert response.status_code == status
    if status == 200:
        assert "⟦" not in response.content.decode().split("<main")[1]


def test_anonymous_readers_are_asked_to_sign_in(client, db) -> None:
    assert [client.get(url).status_code for url in (APPROVALS, STAFF, NEW_DEPARTMENT)] == [302, 302, 302]


class TestApprovals:
    def test_the_approver_finds_what_waits(self, signed_in, approver, clerk, sanuki) -> None:
        approval = ApprovalFactory(
            municipality=sanuki,
            requested_by=clerk,
            path="/desk/openings/ABCD2345/",
            subject="募集の公開：窓口",
        )
        page = signed_in(approver).get(APPROVALS).content.decode()
        assert f'<a href="{approval.get_absolute_url()}">募集の公開：窓口</a>' in page
        assert str(clerk) in page

    @pytest.mark.parametrize("name", ["clerk", "viewer", "outsider"])
    @pytest.mark.usefixtures("approver")
    def test_others_have_nothing_to_decide(self, request, signed_in, sanuki, name) -> None:
        ApprovalFactory(municipality=sanuki, subject="待っている件")
        page = signed_in(request.getfixturevalue(name)).get(APPROVALS).content.decode()
        assert ("待っている件" in page) is (name != "outsider")  # colleagues see who has it
        assert "承認を待っているものはありません" in page

    def test_lists_what_was_decided_lately(self, signed_in, viewer, outsider, sanuki) -> None:
        ApprovalFactory(municipality=sanuki, approved=True, subject="決裁した件")
        ApprovalFactory(municipality=sanuki, returned=True, subject="差し戻した件")
        page = signed_in(viewer).get(APPROVALS).content.decode()
        for text in (
            "決裁した件",
            "7さ政第123号",
            "政策課長",
            "差し戻した件",
            "謝礼の根拠を書いてください。",
        ):
            assert text in page
        assert "決裁した件" not in signed_in(outsider).get(APPROVALS).content.decode()

    def test_query_count_does_not_grow(self, signed_in, approver, sanuki) -> None:
        client = signed_in(approver)
        counts = []
        for more in (1, 2):
            ApprovalFactory.create_batch(more, municipality=sanuki)
            ApprovalFactory.create_batch(more, municipality=sanuki, approved=True)
            counts.append(_query_count(client, APPROVALS))
        assert counts[0] == counts[1]


class TestStaff:
    def test_shows_the_members_of_the_own_city(self, signed_in, viewer, clerk, outsider, sanuki) -> None:
        StaffMembershipFactory(municipality=sanuki, ended=True, title="前任の主任")
        page = signed_in(viewer).get(STAFF).content.decode()
        for text in (str(clerk), "担当者", "管理者", "前任の主任", "異動・退職"):
            assert text in page
        assert str(outsider) not in page
        assert "/do/" not in page

    def test_the_administrator_ends_a_post(self, signed_in, clerk, viewer) -> None:
        post = StaffMembership.objects.get(user=viewer)
        client = signed_in(clerk)
        url = f"{STAFF}{post.code}/do/end/"
        assert url in client.get(STAFF).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url, {"ended_date": today().isoformat()})["Location"] == STAFF
        post.refresh_from_db()
        assert (post.status, post.ended_date) == ("ended", today())
        assert client.post(f"{STAFF}{post.code}/do/restore/").status_code == 302
        post.refresh_from_db()
        assert (post.status, post.ended_date) == ("active", None)

    def test_the_last_administrator_stays(self, signed_in, clerk) -> None:
        post = StaffMembership.objects.get(user=clerk)
        response = signed_in(clerk).post(f"{STAFF}{post.code}/do/end/", {"ended_date": today().isoformat()})
        assert response.status_code == 422
        assert "管理者がいなくなります" in response.content.decode()

    def test_a_post_cannot_end_before_it_began(self, signed_in, clerk, viewer) -> None:
        post = StaffMembership.objects.get(user=viewer)
        response = signed_in(clerk).post(f"{STAFF}{post.code}/do/end/", {"ended_date": day(-401).isoformat()})
        assert response.status_code == 422
        assert "着任日以降の日付にしてください。" in response.content.decode()

    @pytest.mark.parametrize(("name", "status"), [("approver", 403), ("viewer", 403), ("outsider", 404)])
    def test_who_may_not_end_a_post(self, request, signed_in, clerk, name, status) -> None:
        post = StaffMembership.objects.get(user=clerk)
        client = signed_in(request.getfixturevalue(name))
        assert client.get(f"{STAFF}{post.code}/do/end/").status_code == status

    def test_a_stale_button_leads_back_with_a_word(self, signed_in, clerk, sanuki) -> None:
        gone = StaffMembershipFactory(municipality=sanuki, ended=True)
        response = signed_in(clerk).get(f"{STAFF}{gone.code}/do/end/", follow=True)
        assert response.redirect_chain == [(STAFF, 302)]
        assert "ほかの人が先に操作した" in response.content.decode()

    def test_an_unknown_action_is_no_page(self, signed_in, clerk) -> None:
        post = StaffMembership.objects.get(user=clerk)
        assert signed_in(clerk).get(f"{STAFF}{post.code}/do/promote/").status_code == 404

    def test_query_count_does_not_grow(self, signed_in, clerk, sanuki) -> None:
        client = signed_in(clerk)
        counts = []
        for more in (1, 2):
            StaffMembershipFactory.create_batch(more, municipality=sanuki)
            DepartmentFactory.create_batch(more, municipality=sanuki)
            counts.append(_query_count(client, STAFF))
        assert counts[0] == counts[1]


class TestDepartments:
    def test_the_administrator_adds_a_section(self, signed_in, clerk, sanuki) -> None:
        client = signed_in(clerk)
        assert client.post(NEW_DEPARTMENT, {"name": "総務部 政策課"})["Location"] == STAFF
        assert Department.objects.get(name="総務部 政策課").municipality == sanuki
        assert "総務部 政策課" in client.get(STAFF).content.decode()

    @pytest.mark.parametrize(("typed", "words"), [("", "部署名を入力"), ("政策課", "同じ名前の部署")])
    def test_says_what_to_correct(self, signed_in, clerk, sanuki, typed, words) -> None:
        DepartmentFactory(municipality=sanuki, name="政策課")
        response = signed_in(clerk).post(NEW_DEPARTMENT, {"name": typed})
        assert response.status_code == 422
        assert words in response.content.decode()

    @pytest.mark.parametrize("name", ["approver", "viewer", "coordinator", "stranger"])
    def test_others_may_not(self, request, signed_in, name) -> None:
        assert signed_in(request.getfixturevalue(name)).get(NEW_DEPARTMENT).status_code == 403
