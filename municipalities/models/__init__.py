"""Municipalities, their sections and staff, agreements with the operator, and approvals."""

from municipalities.models.agreement import PartnershipAgreement
from municipalities.models.approval import Approval, ApprovalStep
from municipalities.models.municipality import Department, Field, Municipality
from municipalities.models.route import ApprovalRoute, RouteStep
from municipalities.models.staff import StaffMembership
from municipalities.models.succession import Acting, people_who_can_act

__all__ = [
    "Acting",
    "Approval",
    "ApprovalRoute",
    "ApprovalStep",
    "Department",
    "Field",
    "Municipality",
    "PartnershipAgreement",
    "RouteStep",
    "StaffMembership",
    "people_who_can_act",
]
