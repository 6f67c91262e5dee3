"""Municipalities, their sections and staff, agreements with the operator, and approvals."""

from municipalities.models.agreement import PartnershipAgreement
from municipalities.models.approval import Approval, ApprovalStep
from municipalities.models.handover import Handover, HandoverShare
from municipalities.models.invitation import Invitation
from municipalities.models.membercheck import MemberCheck
from municipalities.models.municipality import Department, Field, Municipality
from municipalities.models.route import ApprovalRoute, RouteStep
from municipalities.models.staff import StaffMembership
from municipalities.models.succession import Acting, people_who_can_act
from municipalities.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "Acting",
    "Approval",
    "ApprovalRoute",
    "ApprovalStep",
    "Department",
    "Field",
    "Handover",
    "HandoverShare",
    "Invitation",
    "MemberCheck",
    "Municipality",
    "PartnershipAgreement",
    "RouteStep",
    "StaffMembership",
    "Webhook",
    "WebhookDelivery",
    "people_who_can_act",
]
