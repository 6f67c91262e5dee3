"""Municipalities, their sections and staff, agreements with the operator, and approvals."""

from municipalities.models.agreement import PartnershipAgreement
from municipalities.models.approval import Approval
from municipalities.models.municipality import Department, Field, Municipality
from municipalities.models.staff import StaffMembership

__all__ = [
    "Approval",
    "Department",
    "Field",
    "Municipality",
    "PartnershipAgreement",
    "StaffMembership",
]
