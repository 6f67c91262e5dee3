"""How this app's rows look in the API, and who may read them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core import dates
from core.api import scopes
from core.api.nouns import Noun
from core.api.rows import ActionsField, NameField, RowSerializer, StateField
from core.views import PUBLIC
from municipalities.filters import MunicipalityFilter
from municipalities.models import (
    Approval,
    ApprovalRoute,
    ApprovalStep,
    Department,
    Field,
    Handover,
    Invitation,
    Municipality,
    PartnershipAgreement,
    RouteStep,
    StaffMembership,
)
from municipalities.queries import (
    agreements_visible_to,
    approvals_visible_to,
    departments_visible_to,
    handovers_visible_to,
    invitations_visible_to,
    municipalities_with_routes,
    search_municipalities,
    staff_visible_to,
)

PLACES = scopes.register("municipalities", _("自治体と分野"), writes=False)
OFFICE = scopes.register("office", _("部署と職員"))
AGREEMENTS = scopes.register("agreements", _("連携協定"))
APPROVALS = scopes.register("approvals", _("決裁"))


class MunicipalityRow(RowSerializer):
    full_name = serializers.CharField(read_only=True, label=_("都道府県からの名称"))

    class Meta:
        model = Municipality
        fields = ("code", "kind", "name", "full_name", "kana", "romaji", "prefecture")


class FieldRow(RowSerializer):
    class Meta:
        model = Field
        fields = ("slug", "name", "description")


class RouteStepRow(RowSerializer):
    name = serializers.CharField(source="label", read_only=True, label=_("段階"))
    who = serializers.CharField(source="seat_label", read_only=True, label=_("承認する人"))

    class Meta:
        model = RouteStep
        fields = ("position", "kind", "name", "who", "department", "member", "deputy", "delegation_basis")


class RouteRow(RowSerializer):
    steps = RouteStepRow(many=True, read_only=True)

    class Meta:
        model = ApprovalRoute
        fields = ("kind", "needed", "steps")


class CityRow(RowSerializer):
    """A kind without a route is decided by any one approver; an engagement then needs no decision."""

    approval_routes = RouteRow(many=True, read_only=True)

    class Meta:
        model = Municipality
        fields = ("code", "name", "approval_routes")


class DepartmentRow(RowSerializer):
    class Meta:
        model = Department
        fields = ("code", "name", "municipality", "closed_date", "successor")


class StaffRow(RowSerializer):
    name = NameField(source="user", read_only=True, label=_("氏名"))
    state = StateField()
    actions = ActionsField()

    class Meta:
        model = StaffMembership
        fields = (
            *("code", "name", "municipality", "department", "title", "roles", "state"),
            *("started_date", "ended_date", "absent_from", "absent_until", "actions"),
        )


class InvitationRow(RowSerializer):
    state = StateField()
    invited_by = NameField(read_only=True)
    actions = ActionsField()

    class Meta:
        model = Invitation
        fields = (
            *("code", "municipality", "email", "roles", "department", "title", "domain_reason", "state"),
            *("invited_by", "sent_at", "expires_at", "actions"),
        )


class HandoverItem(RowSerializer):
    state = StateField()
    giver = NameField(source="giver.user", read_only=True, label=_("引き継ぐ人"))
    taker = NameField(source="taker.user", read_only=True, label=_("引き受ける人"))

    class Meta:
        model = Handover
        fields: tuple[str, ...] = (
            *("code", "municipality", "giver", "taker", "handover_date", "ends_post", "state"),
            *("planned_at", "executed_at"),
        )


class HandoverRow(HandoverItem):
    actions = ActionsField()

    class Meta(HandoverItem.Meta):
        fields = (*HandoverItem.Meta.fields, "memo", "obstacle", "items", "actions")


class AgreementItem(RowSerializer):
    state = StateField()

    class Meta:
        model = PartnershipAgreement
        fields: tuple[str, ...] = (
            *("code", "title", "operator_name", "municipalities", "fields", "state"),
            *("signed_date", "start_date", "end_date"),
        )


class AgreementRow(AgreementItem):
    actions = ActionsField()

    class Meta(AgreementItem.Meta):
        fields = (*AgreementItem.Meta.fields, "purpose", "actions")


class StepRow(RowSerializer):
    state = StateField()
    acted_by = NameField(read_only=True, allow_null=True)

    class Meta:
        model = ApprovalStep
        fields = ("position", "kind", "state", "standing", "acted_by", "acted_at", "comment")


class ApprovalItem(RowSerializer):
    state = StateField()
    requested_by = NameField(read_only=True)

    class Meta:
        model = Approval
        fields: tuple[str, ...] = (
            *("code", "municipality", "purpose", "subject", "state", "requested_by", "requested_at"),
            *("decided_at", "document_number", "decision_date", "decider_title", "reason"),
        )


class ApprovalRow(ApprovalItem):
    steps = StepRow(source="chain", many=True, read_only=True)
    actions = ActionsField()

    class Meta(ApprovalItem.Meta):
        fields = (*ApprovalItem.Meta.fields, "steps", "actions")


def _found(chosen: MunicipalityFilter, _reader: Any) -> QuerySet[Municipality]:
    return chosen.municipalities(dates.today())


MUNICIPALITIES = Noun(
    "municipalities",
    PLACES,
    lambda _reader: search_municipalities(""),
    PUBLIC,
    MunicipalityRow,
    order="code",
    filter_class=MunicipalityFilter,
    narrowed=_found,
)
CITY = Noun(
    "desk/municipalities",
    OFFICE,
    municipalities_with_routes,
    "municipalities.enter_desk",
    CityRow,
    order="code",
)
FIELDS = Noun(
    "fields", PLACES, lambda _reader: Field.objects.all(), PUBLIC, FieldRow, order="slug", key="slug"
)
DEPARTMENTS = Noun(
    "departments",
    OFFICE,
    departments_visible_to,
    "municipalities.enter_desk",
    DepartmentRow,
    filters={"municipality": "municipality__code"},
)
STAFF = Noun(
    "staff",
    OFFICE,
    staff_visible_to,
    "municipalities.view_staffmembership",
    StaffRow,
    listing="municipalities.enter_desk",
    filters={"municipality": "municipality__code", "state": "status"},
)
INVITATION = Noun(
    "invitations",
    OFFICE,
    invitations_visible_to,
    "municipalities.view_invitation",
    InvitationRow,
    listing="municipalities.administer",
    filters={"state": "status", "municipality": "municipality__code"},
)
HANDOVER = Noun(
    "handovers",
    OFFICE,
    handovers_visible_to,
    "municipalities.view_handover",
    HandoverRow,
    item=HandoverItem,
    listing="municipalities.enter_desk",
    filters={"state": "status", "municipality": "municipality__code"},
)
AGREEMENT = Noun(
    "agreements",
    AGREEMENTS,
    agreements_visible_to,
    "municipalities.view_partnershipagreement",
    AgreementRow,
    item=AgreementItem,
    filters={"state": "status"},
)
APPROVAL = Noun(
    "approvals",
    APPROVALS,
    approvals_visible_to,
    "municipalities.view_approval",
    ApprovalRow,
    item=ApprovalItem,
    listing="municipalities.enter_desk",
    filters={"state": "status", "municipality": "municipality__code", "purpose": "purpose"},
)
