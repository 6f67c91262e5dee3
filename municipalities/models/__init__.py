"""Municipalities, their sections and staff, agreements with the operator, and approvals; import them from here."""

from municipalities.models.agreement import PartnershipAgreement
from municipalities.models.approval import Approval
from municipalities.models.handover import Handover, HandoverShare
from municipalities.models.invitation import Invitation
from municipalities.models.membercheck import MemberCheck
from municipalities.models.municipality import Field, Municipality
from municipalities.models.staff import Department, StaffMembership

__all__ = [
    "Approval",
    "Department",
    "Field",
    "Handover",
    "HandoverShare",
    "Invitation",
    "MemberCheck",
    "Municipality",
    "PartnershipAgreement",
    "StaffMembership",
]
