"""Towns beside the national table, their sections and staff, agreements and approvals.

Real municipalities are in the test database already: use the fixtures `sanuki` and `takamatsu`.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import factory
from factory.django import DjangoModelFactory

from municipalities.enums import MunicipalityKind, StaffRole
from municipalities.models import (
    Approval,
    ApprovalRoute,
    ApprovalStep,
    Department,
    Field,
    Handover,
    HandoverShare,
    Invitation,
    MemberCheck,
    Municipality,
    PartnershipAgreement,
    RouteStep,
    StaffMembership,
    Webhook,
    WebhookDelivery,
)
from municipalities.validators import check_digit
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment

KAGAWA = "370002"


def _unused_code(number: int) -> str:
    """Codes 37500 to 37999 are not taken by any municipality."""
    five = f"37{500 + number % 500}"
    return five + check_digit(five)


class FieldFactory(DjangoModelFactory):
    """One of the twelve shipped fields: they are data of the portal, not of a test."""

    class Meta:
        model = Field
        django_get_or_create = ("slug",)

    slug = "dx"


class MunicipalityFactory(DjangoModelFactory):
    """A fictional town in 香川県."""

    class Meta:
        model = Municipality

    class Params:
        abolished = factory.Trait(valid_to=factory.LazyFunction(lambda: day(-365)))

    code = factory.Sequence(_unused_code)
    kind = MunicipalityKind.TOWN
    prefecture = factory.LazyFunction(lambda: Municipality.objects.get(code=KAGAWA))
    name = factory.Sequence(lambda n: f"架空{n}町")
    kana = "かくうちょう"
    romaji = "Kaku-cho"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    class Params:
        closed = factory.Trait(closed_date=factory.LazyFunction(lambda: day(-1)))

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"政策課第{n}係")


class StaffMembershipFactory(DjangoModelFactory):
    class Meta:
        model = StaffMembership

    class Params:
        administrator = factory.Trait(roles=[StaffRole.ADMINISTRATOR], title="課長補佐")
        approver = factory.Trait(roles=[StaffRole.APPROVER], title="課長")
        reviewer = factory.Trait(roles=[StaffRole.REVIEWER], title="主査")
        viewer = factory.Trait(roles=[StaffRole.VIEWER], title="主事")
        away = factory.Trait(
            absent_from=factory.LazyFunction(lambda: day(-1)),
            absent_until=factory.LazyFunction(lambda: day(1)),
        )
        ended = factory.Trait(status="ended", ended_date=factory.LazyFunction(lambda: day(-1)))

    user = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    title = "主任"
    roles = factory.LazyFunction(lambda: [StaffRole.DRAFTER])
    started_date = factory.LazyFunction(lambda: day(-400))


class ApprovalRouteFactory(DjangoModelFactory):
    class Meta:
        model = ApprovalRoute

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "opening"


class RouteStepFactory(DjangoModelFactory):
    class Meta:
        model = RouteStep

    route = factory.SubFactory(ApprovalRouteFactory)
    position = 1
    kind = "decide"


class InvitationFactory(DjangoModelFactory):
    """Waits for an answer; its link is `/invitations/<token>/` with the token that was passed."""

    class Meta:
        model = Invitation
        exclude = ("token",)

    class Params:
        accepted = factory.Trait(status="accepted", accepted_at=factory.LazyFunction(moment))
        expired = factory.Trait(status="expired", expires_at=factory.LazyFunction(lambda: moment(-1)))
        cancelled = factory.Trait(status="cancelled")

    token = factory.Sequence(lambda n: f"token-{n}")
    municipality = factory.SubFactory(MunicipalityFactory)
    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    roles = factory.LazyFunction(lambda: [StaffRole.DRAFTER])
    domain_reason = "公式のアドレスを準備しているため"
    invited_by = factory.SubFactory(UserFactory)
    token_hash = factory.LazyAttribute(lambda o: hashlib.sha256(o.token.encode()).hexdigest())
    sent_at = factory.LazyFunction(lambda: moment(-1))
    expires_at = factory.LazyFunction(lambda: moment(13))


class HandoverFactory(DjangoModelFactory):
    """Planned for next week between two colleagues of one office."""

    class Meta:
        model = Handover

    class Params:
        done = factory.Trait(
            status="done",
            executed_at=factory.LazyFunction(moment),
            handover_date=factory.LazyFunction(lambda: day(0)),
        )
        cancelled = factory.Trait(status="cancelled")

    municipality = factory.SubFactory(MunicipalityFactory)
    giver = factory.SubFactory(StaffMembershipFactory, municipality=factory.SelfAttribute("..municipality"))
    taker = factory.SubFactory(StaffMembershipFactory, municipality=factory.SelfAttribute("..municipality"))
    handover_date = factory.LazyFunction(lambda: day(7))
    memo = "次の会議までに、窓口の一覧を直してください。"
    planned_by = factory.SelfAttribute("giver.user")
    planned_at = factory.LazyFunction(moment)


class HandoverShareFactory(DjangoModelFactory):
    class Meta:
        model = HandoverShare

    handover = factory.SubFactory(HandoverFactory)
    kind = "openings"
    taker = factory.SubFactory(
        StaffMembershipFactory, municipality=factory.SelfAttribute("..handover.municipality")
    )


class MemberCheckFactory(DjangoModelFactory):
    """Asked yesterday about this quarter."""

    class Meta:
        model = MemberCheck

    class Params:
        finished = factory.Trait(
            confirmed_by=factory.SubFactory(UserFactory), confirmed_at=factory.LazyFunction(moment)
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    quarter_date = factory.LazyFunction(lambda: day(-1).replace(day=1))
    opened_at = factory.LazyFunction(lambda: moment(-1))


class ApprovalFactory(DjangoModelFactory):
    """A request that waits for its one decision; `path` is only where its button leads."""

    class Meta:
        model = Approval
        skip_postgeneration_save = True

    class Params:
        decided = factory.Trait(
            decided_by=factory.SubFactory(UserFactory), decided_at=factory.LazyFunction(moment)
        )
        approved = factory.Trait(
            decided=True,
            status="approved",
            decision_date=factory.LazyFunction(lambda: day(0)),
            decider_title="政策課長",
            document_number="7さ政第123号",
        )
        returned = factory.Trait(decided=True, status="returned", reason="謝礼の根拠を書いてください。")
        withdrawn = factory.Trait(decided=True, status="withdrawn")

    municipality = factory.SubFactory(MunicipalityFactory)
    subject = "募集の公開：DX推進アドバイザー"
    path = "/desk/"
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(lambda: moment(-1))
    waiting_since = factory.SelfAttribute("requested_at")

    @factory.post_generation
    def steps(self: Any, create: bool, seats: Iterable[dict[str, Any]] | None, **_extra: Any) -> None:
        """`steps=[{"kind": "consent"}, {"kind": "decide"}]` makes a longer chain."""
        if not create:
            return
        status = {"approved": "passed", "returned": "returned"}.get(self.status, "waiting")
        acted = {"status": status, "acted_by": self.decided_by, "acted_at": self.decided_at}
        values = {} if status == "waiting" else {**acted, "standing": "own", "comment": self.reason}
        for number, seat in enumerate(seats or [{"kind": "decide"}], start=1):
            ApprovalStep.objects.create(approval=self, position=number, **values, **seat)


class ApprovalStepFactory(DjangoModelFactory):
    """One more step, before the decision that every approval has."""

    class Meta:
        model = ApprovalStep

    approval = factory.SubFactory(ApprovalFactory)
    position = 0
    kind = "consent"


class PartnershipAgreementFactory(DjangoModelFactory):
    """Under negotiation with one new town; pass `municipalities=[…]` for others."""

    class Meta:
        model = PartnershipAgreement
        skip_postgeneration_save = True

    class Params:
        signed = factory.Trait(
            signed_date=factory.LazyFunction(lambda: day(-300)),
            start_date=factory.LazyFunction(lambda: day(-300)),
        )
        in_approval = factory.Trait(status="in_approval", approval=factory.SubFactory(ApprovalFactory))
        approved = factory.Trait(
            status="approved", approval=factory.SubFactory(ApprovalFactory, approved=True)
        )
        concluded = factory.Trait(signed=True, status="concluded")
        expired = factory.Trait(signed=True, status="expired", end_date=factory.LazyFunction(lambda: day(-1)))
        terminated = factory.Trait(signed=True, status="terminated")

    title = "複業人材の活用に関する連携協定"
    operator_name = "架空複業株式会社"
    purpose = "民間の専門家の知見により、行政の課題を解決します。"

    @factory.post_generation
    def municipalities(self: Any, create: bool, chosen: Iterable[Municipality] | None, **_extra: Any) -> None:
        if not create:
            return
        towns = [MunicipalityFactory()] if chosen is None else list(chosen)
        self.municipalities.set(towns)
        if self.approval and towns:  # the first one decides, as in `submit_agreement`
            self.approval.municipality = towns[0]
            self.approval.save(update_fields=["municipality"])

    @factory.post_generation
    def fields(self: Any, create: bool, chosen: Iterable[Field] | None, **_extra: Any) -> None:
        if create:
            self.fields.set([FieldFactory()] if chosen is None else chosen)


class WebhookFactory(DjangoModelFactory):
    class Meta:
        model = Webhook

    class Params:
        paused = factory.Trait(status="paused")
        disabled = factory.Trait(status="disabled")
        removed = factory.Trait(status="removed")

    municipality = factory.SubFactory(MunicipalityFactory)
    name = "県の事業管理"
    url = "https://system.example.jp/hook"
    events = factory.LazyFunction(lambda: ["opening.published", "engagement.started"])


class WebhookDeliveryFactory(DjangoModelFactory):
    class Meta:
        model = WebhookDelivery

    webhook = factory.SubFactory(WebhookFactory)
    event = "opening.published"
    body = "{}"
    happened_at = factory.LazyFunction(moment)
    due_at = factory.LazyFunction(moment)
