"""Invitations: the domain rule, one use, two weeks, and the page behind the link."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError
from core.workflow import IllegalTransition
from municipalities.models import Invitation, StaffMembership
from municipalities.operations import invitation as operations
from municipalities.tasks import expire_invitations
from municipalities.validators import is_official
from notifications.models import Delivery, Notice
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import InvitationFactory, MunicipalityFactory, StaffMembershipFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
NEW = "shinjin@city.sanuki.kagawa.jp"
DOMAINS = ["city.sanuki.kagawa.jp", "city.sanuki.lg.jp"]
FIRST = {
    "family_name": "新田",
    "given_name": "春",
    "password": "さぬきの-うみ-2026",
    "again": "さぬきの-うみ-2026",
}


@pytest.fixture
def office(sanuki):
    sanuki.mail_domains = DOMAINS
    sanuki.save()
    return sanuki


def _invite(office, by, email=NEW, **values):
    return operations.invite_member(office, by=by, at=AT, email=email, roles=["drafter"], **values)


def _link(user) -> str:
    return Notice.objects.filter(recipient=user, kind="municipalities.invited").latest("pk").path


@pytest.mark.parametrize(
    ("email", "official"),
    [
        ("a@city.sanuki.kagawa.jp", True),
        ("a@CITY.SANUKI.KAGAWA.JP", True),
        ("a@kyoiku.city.sanuki.lg.jp", True),
        ("a@sanuki.kagawa.jp", False),
        ("a@evilcity.sanuki.kagawa.jp", False),
        ("a@city.sanuki.kagawa.jp.example.com", False),
        ("a@city.takamatsu.lg.jp", False),
        ("a@gmail.com", False),
    ],
)
def test_official_addresses(email, official):
    assert is_official(email, DOMAINS) is official
    assert not is_official(email, [])


def test_another_domain_needs_a_reason_that_is_kept(office, clerk):
    with pytest.raises(DomainError, match="公式のドメイン"):
        _invite(office, clerk, email="a@example.com")
    assert not User.objects.filter(email="a@example.com").exists()
    row = _invite(office, clerk, email="a@example.com", domain_reason="外郭団体の職員のため")
    assert row.domain_reason == "外郭団体の職員のため"


def test_the_link_is_mailed_and_only_its_hash_is_kept(office, clerk):
    row = _invite(office, clerk)
    link = _link(row.user)
    token = link.rstrip("/").rpartition("/")[2]
    assert row.token_hash == operations.hash_of(token)
    assert token not in row.token_hash
    assert link in Delivery.objects.get(notice__recipient=row.user).text
    assert not row.user.has_usable_password()


def test_nobody_is_invited_twice_or_to_where_they_are(office, clerk, viewer):
    _invite(office, clerk)
    with pytest.raises(DomainError, match="送ってあります"):
        _invite(office, clerk, email=NEW.upper())
    with pytest.raises(DomainError, match="すでに職員"):
        _invite(office, clerk, email=viewer.email, domain_reason="試験")


def test_an_invitation_that_fails_leaves_no_account_and_no_mail(office, clerk):
    """The account is opened first; the database then refuses an invitation without a role."""
    with pytest.raises(IntegrityError, match="invitation_has_role"), transaction.atomic():
        operations.invite_member(office, by=clerk, at=AT, email=NEW, roles=[])
    assert not User.objects.filter(email=NEW).exists()
    assert not Delivery.objects.exists()


class TestAccepting:
    def test_a_new_colleague_names_themselves_and_lands_on_the_desk(self, office, clerk, client):
        row = operations.invite_member(
            office, by=clerk, at=timezone.now(), email=NEW, roles=["drafter", "reviewer"], title="主事"
        )
        link = _link(row.user)
        page = client.get(link).content.decode()
        assert "さぬき市の職員として参加する" in page
        assert "⟦" not in page.split("<main")[1]
        response = client.post(link, FIRST)
        assert (response.status_code, response["Location"]) == (302, reverse("desk_home"))
        assert client.get(reverse("desk_home")).status_code == 200
        user = User.objects.get(email=NEW)
        post = StaffMembership.objects.get(user=user)
        assert (str(user), post.roles, post.title) == ("新田 春", ["drafter", "reviewer"], "主事")
        assert user.check_password(FIRST["password"])
        assert Notice.objects.filter(recipient=clerk, kind="municipalities.invitation_accepted").count() == 1

    def test_the_link_works_once(self, office, clerk, client, signed_in):
        row = operations.invite_member(office, by=clerk, at=timezone.now(), email=NEW, roles=["drafter"])
        link = _link(row.user)
        client.post(link, FIRST)
        again = client.get(link)
        assert again.status_code == 404
        assert "この招待は使えません" in again.content.decode()
        with pytest.raises(IllegalTransition):
            operations.accept_invitation(row, by=row.user, at=AT)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"family_name": ""}, "姓を入力"),
            ({"password": "1234", "again": "1234"}, "パスワード"),
            ({"again": "ちがう"}, "2つのパスワードが同じではありません。"),
        ],
    )
    def test_says_what_to_correct(self, client, typed, words):
        user = UserFactory()
        user.set_unusable_password()
        user.save()
        InvitationFactory(token="abc", user=user)
        response = client.post("/invitations/abc/", FIRST | typed)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert not StaffMembership.objects.filter(user=user).exists()

    def test_whoever_has_an_account_signs_in_and_says_yes(self, client, signed_in, stranger, viewer):
        InvitationFactory(token="abc", user=stranger, roles=["approver"])
        page = client.get("/invitations/abc/").content.decode()
        assert "/accounts/login/?next=/invitations/abc/" in page
        assert client.post("/invitations/abc/", FIRST).status_code == 200
        assert (
            "別のアカウントでログインしています"
            in signed_in(viewer).get("/invitations/abc/").content.decode()
        )
        assert signed_in(viewer).post("/invitations/abc/").status_code == 200
        assert not StaffMembership.objects.filter(user=stranger).exists()
        assert signed_in(stranger).post("/invitations/abc/").status_code == 302
        assert StaffMembership.objects.get(user=stranger).roles == ["approver"]

    def test_somebody_who_comes_back_gets_the_former_post(self, stranger, clerk, sanuki):
        former = StaffMembershipFactory(user=stranger, municipality=sanuki, ended=True, viewer=True)
        row = InvitationFactory(user=stranger, municipality=sanuki, roles=["drafter"])
        operations.accept_invitation(row, by=stranger, at=timezone.now())
        former.refresh_from_db()
        assert (former.status, former.roles, former.ended_date) == ("active", ["drafter"], None)

    @pytest.mark.parametrize("trait", ["accepted", "expired", "cancelled"])
    def test_dead_links_look_alike(self, client, trait):
        InvitationFactory(token="abc", **{trait: True})
        dead, unknown = client.get("/invitations/abc/"), client.get("/invitations/xyz/")
        assert (dead.status_code, unknown.status_code) == (404, 404)
        main = [each.content.decode().split("<main")[1].split("</main")[0] for each in (dead, unknown)]
        assert main[0] == main[1]

    def test_it_is_too_late_after_two_weeks_even_before_the_task_ran(self, stranger, client):
        row = InvitationFactory(token="abc", user=stranger, expires_at=timezone.now() - timedelta(minutes=1))
        with pytest.raises(DomainError, match="期限が切れて"):
            operations.accept_invitation(row, by=stranger, at=timezone.now())
        assert client.get("/invitations/abc/").status_code == 404
        assert expire_invitations() == 1
        row.refresh_from_db()
        assert row.status == "expired"


class TestDesk:
    def test_the_administrator_invites_resends_and_cancels(self, office, clerk, signed_in):
        browser = signed_in(clerk)
        refused = browser.post("/desk/staff/invite/", {"email": "a@gmail.com", "roles": ["viewer"]})
        assert refused.status_code == 422
        assert "city.sanuki.kagawa.jp、city.sanuki.lg.jp" in refused.content.decode()
        assert browser.post("/desk/staff/invite/", {"email": NEW, "roles": ["viewer"]}).status_code == 302
        row = Invitation.objects.get()
        first = _link(row.user)
        assert NEW in browser.get("/desk/staff/").content.decode()
        assert browser.post(f"/desk/invitations/{row.code}/do/resend/").status_code == 302
        assert _link(row.user) != first
        assert browser.get(first).status_code == 404
        assert browser.post(f"/desk/invitations/{row.code}/do/cancel/").status_code == 302
        row.refresh_from_db()
        assert row.status == "cancelled"

    @pytest.mark.parametrize(
        ("name", "status"), [("approver", 404), ("viewer", 404), ("outsider", 404), ("coordinator", 404)]
    )
    def test_others_see_no_invitations(self, request, signed_in, sanuki, name, status):
        row = InvitationFactory(municipality=sanuki)
        browser = signed_in(request.getfixturevalue(name))
        assert browser.get(f"/desk/invitations/{row.code}/do/cancel/").status_code == status
        assert browser.get("/desk/staff/invite/").status_code == 403

    def test_the_operator_keeps_the_domains_and_invites_the_first(self, coordinator, clerk, signed_in):
        town = MunicipalityFactory()
        browser = signed_in(coordinator)
        page = f"/coord/municipalities/{town.code}/mail-domains/"
        assert browser.post(page, {"domains": "lg.jp"}).status_code == 422
        assert browser.post(page, {"domains": "Town.Kaku.lg.jp\n"}).status_code == 302
        town.refresh_from_db()
        assert town.mail_domains == ["town.kaku.lg.jp"]
        invite = f"/coord/municipalities/{town.code}/invite/"
        typed = {"email": "a@town.kaku.lg.jp", "roles": ["administrator"]}
        assert browser.post(invite, typed).status_code == 302
        assert signed_in(clerk).get(page).status_code == 403
        assert signed_in(clerk).get(invite).status_code == 403
