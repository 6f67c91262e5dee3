"""A request passes its steps in order, and never waits for nobody."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.dates import today
from core.errors import DomainError
from core.workflow import IllegalTransition
from municipalities.enums import StaffRole, Standing
from municipalities.models import (
    Approval,
    ApprovalStep,
    Department,
    Municipality,
    PartnershipAgreement,
    StaffMembership,
    people_who_can_act,
)
from municipalities.operations import approval as approvals
from municipalities.operations.agreement import AGREEMENT, recall_agreement, return_agreement
from municipalities.operations.route import set_route
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment
from tests.factories.municipalities import (
    ApprovalFactory,
    DepartmentFactory,
    PartnershipAgreementFactory,
    StaffMembershipFactory,
)

DECISION = {"decision_date": day(0), "decider_title": "総務部長", "document_number": "8さ政第1号"}
DAY = date(2026, 11, 25)


@pytest.fixture
def now() -> datetime:
    return moment(0)


@pytest.fixture
def finance(sanuki: Municipality) -> Department:
    return DepartmentFactory(municipality=sanuki, name="財政課")


@pytest.fixture
def treasurer(sanuki: Municipality, finance: Department) -> StaffMembership:
    return StaffMembershipFactory(municipality=sanuki, department=finance, approver=True, title="財政課長")


@pytest.fixture
def agreement(
    sanuki: Municipality, clerk: User, approver: User, treasurer: StaffMembership, now: datetime
) -> PartnershipAgreement:
    """Asked for with a 合議 of the finance section before the decision."""
    seats = [
        {"kind": "consent", "department": None, "member": treasurer, "deputy": None},
        {"kind": "decide", "department": None, "member": None, "deputy": None},
    ]
    set_route(sanuki, "agreement", by=clerk, at=now, version=0, needed=True, steps=seats)
    row = PartnershipAgreementFactory(municipalities=[sanuki], status="in_approval")
    place = {"municipality": sanuki, "subject": "連携協定", "path": "/desk/"}
    return approvals.ask(row, AGREEMENT, by=clerk, at=now, **place)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def fresh(approval: Approval | None) -> Approval:
    assert approval is not None
    return Approval.objects.get(pk=approval.pk)


class TestInOrder:
    def test_consent_then_decision(self, agreement, approver, treasurer, now) -> None:
        assert told(treasurer.user) == ["municipalities.approval_requested"]
        assert told(approver) == []
        with pytest.raises(DomainError, match="前の段階"):
            approvals.grant(agreement.approval, by=treasurer.user, at=now, **DECISION)
        row = approvals.pass_step(agreement.approval, by=treasurer.user, at=now, comment="異議ありません。")
        assert told(approver) == ["municipalities.approval_requested"]
        assert (row.status, row.is_at_decision) == ("pending", True)
        with pytest.raises(DomainError, match="決裁の段階"):
            approvals.pass_step(row, by=approver, at=now)
        approvals.grant(row, by=approver, at=now, **DECISION)
        steps = list(fresh(row).chain)
        assert [(step.status, step.standing) for step in steps] == [("passed", "own"), ("passed", "own")]
        assert steps[0].comment == "異議ありません。"

    @pytest.mark.parametrize("name", ["approver", "clerk", "viewer", "outsider", "stranger", "coordinator"])
    def test_nobody_else_takes_the_step(self, request, agreement, name, now) -> None:
        user = request.getfixturevalue(name)
        for act in (approvals.pass_step, approvals.refuse):
            options = {} if act is approvals.pass_step else {"reason": "理由"}
            with pytest.raises(DomainError, match="ほかの人が承認します"):
                act(agreement.approval, by=user, at=now, **options)

    def test_returned_from_the_first_step(self, agreement, treasurer, clerk, now) -> None:
        row = return_agreement(agreement, by=treasurer.user, at=now, reason="負担の根拠を書いてください。")
        approval = fresh(row.approval)
        assert (row.status, approval.status) == ("negotiating", "returned")
        assert [step.status for step in approval.chain] == ["returned", "waiting"]
        assert told(clerk) == ["municipalities.approval_decided"]
        with pytest.raises(IllegalTransition):
            approvals.pass_step(approval, by=treasurer.user, at=now)

    def test_taken_back_while_undecided(self, agreement, clerk, treasurer, now) -> None:
        approvals.pass_step(agreement.approval, by=treasurer.user, at=now)
        row = recall_agreement(agreement, by=clerk, at=now)
        assert (row.status, fresh(row.approval).status) == ("negotiating", "withdrawn")
        assert [step.status for step in fresh(row.approval).chain] == ["passed", "waiting"]

    def test_a_changed_route_leaves_what_was_asked(self, agreement, sanuki, clerk, now) -> None:
        seats = [{"kind": "decide", "department": None, "member": None, "deputy": None}]
        set_route(sanuki, "agreement", by=clerk, at=now, version=2, needed=True, steps=seats)
        assert [step.kind for step in fresh(agreement.approval).chain] == ["consent", "decide"]

    @pytest.mark.parametrize("kinds", [[], ["consent"], ["decide", "consent"], ["decide", "decide"]])
    def test_a_route_ends_with_its_one_decision(self, sanuki, clerk, kinds, now) -> None:
        seats = [{"kind": kind, "department": None, "member": None, "deputy": None} for kind in kinds]
        with pytest.raises(DomainError, match="決裁の段階は1つだけ"):
            set_route(sanuki, "opening", by=clerk, at=now, version=0, needed=True, steps=seats)


class TestAway:
    @pytest.fixture(autouse=True)
    def on_leave(self, treasurer: StaffMembership) -> None:
        treasurer.absent_from, treasurer.absent_until = day(-1), day(3)
        treasurer.save()

    def test_the_deputy_acts_and_the_absent_person_reviews(
        self, agreement, sanuki, approver, treasurer, now
    ) -> None:
        deputy = StaffMembershipFactory(municipality=sanuki, approver=True)
        ApprovalStep.objects.filter(approval=agreement.approval, position=1).update(deputy=deputy)
        row = fresh(agreement.approval)
        assert [each.member for each in row.acting(today())] == [deputy]
        row = approvals.pass_step(row, by=deputy.user, at=now)
        step = fresh(row).chain[0]
        assert (step.standing, step.absentee, step.reviewed_at) == (Standing.DEPUTY, treasurer, None)
        row = approvals.grant(row, by=approver, at=now, **DECISION)  # the review blocks nothing
        assert treasurer.user.has_perm("municipalities.review_approval", fresh(row))
        row = approvals.review(row, by=treasurer.user, at=now)
        assert fresh(row).chain[0].reviewed_at == now
        assert not treasurer.user.has_perm("municipalities.review_approval", fresh(row))

    def test_the_next_step_goes_on_without_them(self, agreement, approver, treasurer, now) -> None:
        row = approvals.skip_step(agreement.approval, by=approver, at=now, reason="公開が迫っています。")
        step = fresh(row).chain[0]
        assert (step.status, step.acted_by, step.absentee) == ("skipped", approver, treasurer)
        assert row.is_at_decision

    def test_nobody_else_skips(self, agreement, clerk, now) -> None:
        with pytest.raises(DomainError, match="後閲にできるのは"):
            approvals.skip_step(agreement.approval, by=clerk, at=now, reason="急ぎます。")

    def test_who_is_there_is_not_skipped(self, agreement, approver, treasurer, now) -> None:
        StaffMembership.objects.filter(pk=treasurer.pk).update(absent_from=None, absent_until=None)
        with pytest.raises(DomainError, match="後閲にできるのは"):
            approvals.skip_step(agreement.approval, by=approver, at=now, reason="急ぎます。")


class TestMoved:
    def test_the_section_takes_over_from_who_left_it(
        self, agreement, sanuki, finance, treasurer, now
    ) -> None:
        successor = StaffMembershipFactory(municipality=sanuki, department=finance, approver=True)
        treasurer.department = DepartmentFactory(municipality=sanuki)
        treasurer.save()
        assert [each.member for each in fresh(agreement.approval).acting(today())] == [successor]

    def test_a_closed_section_hands_on_to_any_approver(
        self, agreement, sanuki, finance, treasurer, approver
    ) -> None:
        treasurer.department = None
        treasurer.save()
        finance.closed_date = day(-1)
        finance.save()
        acting = fresh(agreement.approval).acting(today())
        assert {each.member.user for each in acting} == {approver, treasurer.user}
        assert {each.standing for each in acting} == {Standing.STAND_IN}

    def test_an_administrator_puts_somebody_else_in(self, agreement, sanuki, clerk, now) -> None:
        other = StaffMembershipFactory(municipality=sanuki, approver=True)
        row = approvals.reassign_step(agreement.approval, by=clerk, at=now, member=other)
        assert [each.member for each in fresh(row).acting(today())] == [other]
        assert told(other.user) == ["municipalities.approval_requested"]

    @pytest.mark.parametrize("roles", [["viewer"], ["drafter"]])
    def test_not_somebody_without_the_role(self, agreement, sanuki, clerk, roles, now) -> None:
        other = StaffMembershipFactory(municipality=sanuki, roles=roles)
        with pytest.raises(DomainError, match="承認者の役割"):
            approvals.reassign_step(agreement.approval, by=clerk, at=now, member=other)


@pytest.mark.django_db
class TestFourEyes:
    def test_the_asker_does_not_decide_while_another_can(self, sanuki, approver) -> None:
        asker = StaffMembershipFactory(municipality=sanuki, approver=True)
        row = ApprovalFactory(municipality=sanuki, requested_by=asker.user)
        assert [each.member.user for each in row.acting(today())] == [approver]

    def test_the_sole_member_decides_alone(self, now) -> None:
        sole = StaffMembershipFactory(roles=["administrator", "drafter"])
        row = ApprovalFactory(municipality=sole.municipality, requested_by=sole.user)
        row = approvals.grant(row, by=sole.user, at=now, **DECISION)
        assert fresh(row).chain[0].standing == Standing.ALONE


# --- property: no route leaves an item that nobody can act on

ROLE_SETS = st.sets(st.sampled_from(list(StaffRole)), min_size=1)


@st.composite
def towns(draw: Any) -> tuple[list[StaffMembership], list[ApprovalStep], int | None]:
    """Staff in and out of post, present and away, in open and closed sections; a chain; an asker.

    One administrator stays, as `end_membership` promises.
    """
    sections = [
        Department(pk=number, name=f"第{number}課", closed_date=draw(st.sampled_from([None, DAY])))
        for number in range(1, 4)
    ]
    staff = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        away = draw(st.booleans())
        roles = draw(ROLE_SETS) | ({StaffRole.ADMINISTRATOR} if number == 1 else set())
        staff.append(
            StaffMembership(
                pk=number,
                user=User(pk=number, is_active=number == 1 or draw(st.booleans())),
                roles=sorted(roles),
                status="active" if number == 1 else draw(st.sampled_from(["active", "ended"])),
                department=draw(st.sampled_from([None, *sections])),
                absent_from=DAY if away else None,
                absent_until=DAY if away else None,
            )
        )
    seats = st.builds(
        ApprovalStep,
        kind=st.sampled_from(["approve", "consent", "decide"]),
        department=st.sampled_from([None, *sections]),
        member=st.sampled_from([None, *staff]),
        deputy=st.sampled_from([None, *staff]),
    )
    chain = draw(st.lists(seats, min_size=1, max_size=5))
    return staff, chain, draw(st.sampled_from([None, *(row.user_id for row in staff)]))


@settings(max_examples=400, deadline=None)
@given(town=towns())
def test_at_every_step_somebody_can_act_and_nobody_who_must_not(town: Any) -> None:
    staff, chain, asker = town
    for step in chain:
        acting = people_who_can_act(step, staff, DAY, asker_id=asker)
        assert acting, "a dead end"
        for each in acting:
            row = each.member
            assert row.status == "active"
            assert row.user.is_active
            assert {StaffRole.APPROVER, StaffRole.ADMINISTRATOR} & set(row.roles)
            if row.user_id == asker:
                assert each.standing == Standing.ALONE
                others = [one for one in acting if one.member.user_id != asker]
                assert all(one.member.is_absent(DAY) for one in others)


@settings(max_examples=25, deadline=None)
@given(turns=st.lists(st.sampled_from(["pass", "away", "back", "leave", "close"]), max_size=8))
@pytest.mark.django_db
def test_whatever_happens_meanwhile_a_request_can_be_finished(turns: list[str]) -> None:
    head = StaffMembershipFactory(administrator=True)
    town = head.municipality
    section = DepartmentFactory(municipality=town)
    chief, deputy = StaffMembershipFactory.create_batch(
        2, municipality=town, department=section, approver=True
    )
    seat = {"department": section, "member": chief, "deputy": deputy}
    seats = [{"kind": kind, **seat} for kind in ("approve", "consent", "decide")]
    row = ApprovalFactory(municipality=town, steps=seats, requested_by=UserFactory())
    for turn in turns:
        if turn == "pass" and not fresh(row).is_at_decision:
            approvals.pass_step(row, by=fresh(row).acting(today())[0].member.user, at=moment(0))
        elif turn == "leave":
            StaffMembership.objects.filter(pk=chief.pk).update(status="ended", ended_date=today())
        elif turn == "close":
            Department.objects.filter(pk=section.pk).update(closed_date=day(-1))
        elif turn in {"away", "back"}:
            days = (day(-1), day(1)) if turn == "away" else (None, None)
            StaffMembership.objects.update(absent_from=days[0], absent_until=days[1])
    while not fresh(row).is_at_decision:
        approvals.pass_step(row, by=fresh(row).acting(today())[0].member.user, at=moment(0))
    decider = fresh(row).acting(today())[0].member.user
    assert approvals.grant(row, by=decider, at=moment(0), **DECISION).status == "approved"
