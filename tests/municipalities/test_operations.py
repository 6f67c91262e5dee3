"""Agreements from negotiation to conclusion, decisions, and people who come and go."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from audit.queries import history_of
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from municipalities.enums import StaffRole
from municipalities.models import Approval, Municipality, PartnershipAgreement, StaffMembership
from municipalities.operations import agreement as agreements
from municipalities.operations import approval as approvals
from municipalities.operations import section, staff
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import (
    ApprovalFactory,
    DepartmentFactory,
    FieldFactory,
    MunicipalityFactory,
    PartnershipAgreementFactory,
    StaffMembershipFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DECISION = {"decision_date": TODAY, "decider_title": "市長", "document_number": "8さ政第45号"}


def _told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


# Agreements


def test_an_agreement_from_draft_to_conclusion(
    coordinator: User, approver: User, viewer: User, sanuki: Municipality
) -> None:
    row = agreements.draft_agreement(
        by=coordinator,
        at=AT,
        municipalities=[sanuki],
        fields=[FieldFactory()],
        title="複業人材の活用に関する連携協定",
        operator_name="架空複業株式会社",
    )
    row = agreements.submit_agreement(row, by=coordinator, at=AT)
    assert row.status == "in_approval"
    assert (row.approval.municipality, row.approval.requested_by) == (sanuki, coordinator)
    assert row.approval.subject == "連携協定：複業人材の活用に関する連携協定"
    assert _told(approver) == ["municipalities.approval_requested"]
    assert _told(viewer) == []

    row = agreements.approve_agreement(row, by=approver, at=AT, **DECISION)
    assert row.status == "approved"
    approval = Approval.objects.get()
    assert (approval.status, approval.decided_by, approval.decided_at) == ("approved", approver, AT)
    assert (approval.decider_title, approval.document_number) == ("市長", "8さ政第45号")
    assert _told(coordinator) == ["municipalities.approval_decided"]

    row = agreements.conclude_agreement(
        row, by=coordinator, at=AT, signed_date=TODAY, start_date=TODAY, end_date=date(2027, 3, 31)
    )
    row.refresh_from_db()
    assert (row.status, row.signed_date, row.end_date) == ("concluded", TODAY, date(2027, 3, 31))
    actions = [event.action for event in history_of(row)][::-1]
    assert actions == ["create", "submit", "ask_approval", "approve", "conclude"]


def test_the_first_city_by_code_decides(
    coordinator: User, sanuki: Municipality, takamatsu: Municipality
) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki, takamatsu])
    row = agreements.submit_agreement(row, by=coordinator, at=AT)
    assert row.approval.municipality == takamatsu


def test_an_agreement_with_nobody_cannot_be_submitted(coordinator: User) -> None:
    row = PartnershipAgreementFactory(municipalities=[])
    with pytest.raises(DomainError, match="自治体を選んでから"):
        agreements.submit_agreement(row, by=coordinator, at=AT)
    assert not Approval.objects.exists()


def test_an_agreement_can_be_returned_and_asked_again(
    coordinator: User, approver: User, sanuki: Municipality
) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki])
    row = agreements.submit_agreement(row, by=coordinator, at=AT)
    row = agreements.return_agreement(row, by=approver, at=AT, reason="期間を書いてください。")
    assert row.status == "negotiating"
    assert _told(coordinator) == ["municipalities.approval_decided"]
    row = agreements.submit_agreement(row, by=coordinator, at=AT)
    assert list(Approval.objects.order_by("pk").values_list("status", "reason")) == [
        ("returned", "期間を書いてください。"),
        ("pending", ""),
    ]
    assert row.approval.status == "pending"
    assert _told(approver) == ["municipalities.approval_requested"] * 2


def test_a_decision_dated_in_the_future_changes_nothing(
    coordinator: User, approver: User, sanuki: Municipality
) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki])
    row = agreements.submit_agreement(row, by=coordinator, at=AT)
    tomorrow = {**DECISION, "decision_date": TODAY + timedelta(days=1)}
    with pytest.raises(DomainError, match="決裁日が先の日付です"):
        agreements.approve_agreement(row, by=approver, at=AT, **tomorrow)
    row.refresh_from_db()
    row.approval.refresh_from_db()
    assert (row.status, row.approval.status) == ("in_approval", "pending")


def test_the_day_of_the_decision_is_the_one_in_japan(
    coordinator: User, approver: User, sanuki: Municipality
) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki])
    row = agreements.submit_agreement(row, by=coordinator, at=AT)
    after_midnight_in_japan = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    row = agreements.approve_agreement(row, by=approver, at=after_midnight_in_japan, **DECISION)
    assert row.status == "approved"


def test_editing_replaces_the_cities_and_respects_the_version(
    coordinator: User, sanuki: Municipality, takamatsu: Municipality
) -> None:
    row = PartnershipAgreementFactory(municipalities=[sanuki])
    change = {"municipalities": [takamatsu], "fields": [FieldFactory(slug="pr")], "title": "新しい名前"}
    row = agreements.edit_agreement(row, by=coordinator, at=AT, version=1, **change)
    assert list(row.municipalities.all()) == [takamatsu]
    assert [field.slug for field in row.fields.all()] == ["pr"]
    with pytest.raises(EditConflict):
        agreements.edit_agreement(row, by=coordinator, at=AT, version=1, **change)


def test_an_agreement_cannot_end_before_it_begins(coordinator: User) -> None:
    row = PartnershipAgreementFactory(approved=True)
    with pytest.raises(DomainError, match="終了日は、開始日より後"):
        agreements.conclude_agreement(
            row,
            by=coordinator,
            at=AT,
            signed_date=TODAY,
            start_date=TODAY,
            end_date=TODAY - timedelta(days=1),
        )


def test_renewing_needs_a_later_end(coordinator: User) -> None:
    row = PartnershipAgreementFactory(expired=True)
    with pytest.raises(DomainError, match="今の終了日より後"):
        agreements.renew_agreement(row, by=coordinator, at=AT, end_date=row.end_date)
    later = row.end_date + timedelta(days=365)
    row = agreements.renew_agreement(row, by=coordinator, at=AT, end_date=later)
    assert (row.status, row.end_date) == ("concluded", later)


def test_renewing_an_open_agreement_to_before_its_start_is_explained(coordinator: User) -> None:
    row = PartnershipAgreementFactory(concluded=True)
    with pytest.raises(DomainError):
        agreements.renew_agreement(row, by=coordinator, at=AT, end_date=row.start_date - timedelta(days=1))


def test_the_end_of_an_agreement(coordinator: User) -> None:
    expired = agreements.expire_agreement(PartnershipAgreementFactory(concluded=True), by=coordinator, at=AT)
    assert expired.status == "expired"
    ended = agreements.terminate_agreement(
        PartnershipAgreementFactory(concluded=True), by=coordinator, at=AT, reason="事業の終了"
    )
    assert ended.status == "terminated"
    assert history_of(ended).first().detail["note"] == "事業の終了"
    with pytest.raises(IllegalTransition):
        agreements.renew_agreement(ended, by=coordinator, at=AT, end_date=TODAY)


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_an_agreement_covers_both_its_first_and_last_day(day: date, covered: bool) -> None:
    row = PartnershipAgreement(status="concluded", start_date=date(2026, 4, 1), end_date=date(2027, 3, 31))
    assert row.covers(day) is covered
    row.status = "expired"
    assert not row.covers(day)


def test_an_open_agreement_never_runs_out() -> None:
    row = PartnershipAgreement(status="concluded", start_date=date(2026, 4, 1))
    assert row.covers(date(2126, 4, 1))


# Decisions


def test_a_request_can_be_taken_back_once(clerk: User) -> None:
    approval = approvals.take_back(ApprovalFactory(), by=clerk, at=AT)
    approval.refresh_from_db()
    assert (approval.status, approval.decided_by, approval.decided_at) == ("withdrawn", clerk, AT)
    with pytest.raises(IllegalTransition, match="引上げ"):
        approvals.grant(approval, by=clerk, at=AT, **DECISION)


@pytest.mark.parametrize("decide", ["grant", "refuse"])
def test_a_decision_without_a_request_is_explained(approver: User, decide: str) -> None:
    options = DECISION if decide == "grant" else {"reason": "理由"}
    with pytest.raises(DomainError, match="決裁の申請が見つかりません"):
        getattr(approvals, decide)(None, by=approver, at=AT, **options)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"decider_title": ""}, "approval_names_decider"),
        ({"decision_date": None}, "approval_names_decider"),
        ({"decided_by": None}, "approval_decided_pair"),
        ({"decided_at": None}, "approval_decided_pair"),
        ({"status": "returned"}, "approval_return_has_reason"),
        ({"status": "lost"}, "approval_status_known"),
    ],
)
def test_the_database_refuses_half_a_decision(fields: dict, constraint: str) -> None:
    approval = ApprovalFactory(approved=True)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(**fields)


# Staff


def test_the_operator_sets_up_the_first_member(sanuki: Municipality) -> None:
    department = section.add_department(sanuki, by=UserFactory(), at=AT, name="政策課")
    row = staff.add_member(
        sanuki,
        by=None,
        at=AT,
        user=UserFactory(),
        roles={StaffRole.DRAFTER, StaffRole.ADMINISTRATOR},
        department=department,
        title="課長",
        started_date=TODAY,
    )
    row.refresh_from_db()
    assert row.roles == ["administrator", "drafter"]
    assert row.role_labels == ["管理者", "担当者"]
    assert (row.status, row.department, row.title) == ("active", department, "課長")
    assert history_of(row).get().actor_id is None


def test_a_person_has_one_post_in_a_city(clerk: User, sanuki: Municipality) -> None:
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        staff.add_member(sanuki, by=clerk, at=AT, user=clerk, roles=[StaffRole.VIEWER], started_date=TODAY)


def test_a_post_without_a_role_is_no_post(clerk: User, sanuki: Municipality) -> None:
    with pytest.raises(IntegrityError, match="membership_has_role"), transaction.atomic():
        staff.add_member(sanuki, by=clerk, at=AT, user=UserFactory(), roles=[], started_date=TODAY)


def test_a_member_leaves_and_comes_back(clerk: User, viewer: User) -> None:
    row = viewer.staff_memberships.get()
    row = staff.end_membership(row, by=clerk, at=AT, ended_date=TODAY)
    assert (row.status, row.ended_date) == ("ended", TODAY)
    row = staff.restore_membership(row, by=clerk, at=AT)
    assert (row.status, row.ended_date) == ("active", None)


def test_the_last_administrator_cannot_leave(clerk: User) -> None:
    row = clerk.staff_memberships.get()
    with pytest.raises(DomainError, match="先に別の人を管理者に"):
        staff.end_membership(row, by=clerk, at=AT, ended_date=TODAY)
    StaffMembershipFactory(municipality=row.municipality, administrator=True)
    assert staff.end_membership(row, by=clerk, at=AT, ended_date=TODAY).status == "ended"


def test_an_administrator_elsewhere_or_formerly_does_not_count(clerk: User) -> None:
    row = clerk.staff_memberships.get()
    StaffMembershipFactory(administrator=True)
    StaffMembershipFactory(municipality=row.municipality, administrator=True, ended=True)
    with pytest.raises(DomainError):
        staff.end_membership(row, by=clerk, at=AT, ended_date=TODAY)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_administrators_cannot_leave_at_once() -> None:
    city, clerk = MunicipalityFactory(), UserFactory()
    rows = StaffMembershipFactory.create_batch(2, municipality=city, administrator=True)
    refused: list[str] = []

    def leave(row: StaffMembership) -> None:
        try:
            staff.end_membership(row, by=clerk, at=AT, ended_date=date(2099, 1, 1))
        except DomainError as error:
            refused.append(str(error))
        finally:
            connection.close()

    with transaction.atomic():  # the first one is still leaving …
        staff.end_membership(rows[0], by=clerk, at=AT, ended_date=date(2099, 1, 1))
        second = Thread(target=leave, args=[rows[1]])  # … when the second one tries
        second.start()
        second.join(timeout=0.5)
        assert second.is_alive(), "the second one must wait for the first"
    second.join(timeout=10)
    assert len(refused) == 1
    assert StaffMembership.objects.filter(municipality=city, status="active").count() == 1


def test_a_post_cannot_end_before_it_began(clerk: User) -> None:
    """The form explains it; whoever gets around the form meets the database."""
    row = StaffMembershipFactory(started_date=TODAY)
    with pytest.raises(IntegrityError, match="membership_ended_date"), transaction.atomic():
        staff.end_membership(row, by=clerk, at=AT, ended_date=TODAY - timedelta(days=1))


def test_two_sections_of_a_city_have_different_names(clerk: User) -> None:
    policy = DepartmentFactory(name="政策課")
    with pytest.raises(IntegrityError, match="department_name_once"), transaction.atomic():
        section.add_department(policy.municipality, by=clerk, at=AT, name="政策課")
    section.add_department(MunicipalityFactory(), by=clerk, at=AT, name="政策課")
