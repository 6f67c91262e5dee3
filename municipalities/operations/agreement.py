"""連携協定 from negotiation to conclusion and its end."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities.enums import DecisionKind
from municipalities.models import Field, Municipality, PartnershipAgreement
from municipalities.operations import approval as approvals
from municipalities.purposes import Purpose, register

AGREEMENT = register(
    Purpose(
        "agreement",
        DecisionKind.AGREEMENT,
        "municipalities.PartnershipAgreement",
        "agreements:action",
        frozenset({"approve", "return", "recall"}),
        facts=("title", "operator_name", "municipalities", "fields", "purpose"),
        area="desk_agreements",
    )
)


@transaction.atomic
def draft_agreement(
    *,
    by: User,
    at: datetime,
    municipalities: Iterable[Municipality],
    fields: Iterable[Field],
    **values: Any,
) -> PartnershipAgreement:
    agreement = changes.create(PartnershipAgreement, by=by, at=at, **values)
    agreement.municipalities.set(municipalities)
    agreement.fields.set(fields)
    return agreement


@transaction.atomic
def edit_agreement(
    agreement: PartnershipAgreement,
    *,
    by: User,
    at: datetime,
    version: int,
    municipalities: Iterable[Municipality],
    fields: Iterable[Field],
    **values: Any,
) -> PartnershipAgreement:
    """Possible while it is negotiated. Raises EditConflict, IllegalTransition."""
    agreement.workflow.transition("submit", agreement.status)
    row = changes.edit(agreement, by=by, at=at, version=version, **values)
    changes.relate(row, "municipalities", municipalities, by=by, at=at)
    changes.relate(row, "fields", fields, by=by, at=at)
    return row


@transaction.atomic
def submit_agreement(agreement: PartnershipAgreement, *, by: User, at: datetime) -> PartnershipAgreement:
    """Asks the first municipality's approvers. Raises DomainError while no municipality is named."""
    lead = agreement.municipalities.order_by("code").first()
    if lead is None:
        raise DomainError(_("協定を結ぶ自治体を選んでから、決裁を求めてください。"))
    row = changes.move(agreement, "submit", by=by, at=at)
    subject = str(_("連携協定：{title}")).format(title=row.title)
    return approvals.ask(
        row, AGREEMENT, municipality=lead, subject=subject, path=row.get_absolute_url(), by=by, at=at
    )


@transaction.atomic
def approve_agreement(
    agreement: PartnershipAgreement, *, by: User, at: datetime, **decision: Any
) -> PartnershipAgreement:
    row = changes.move(agreement, "approve", by=by, at=at)
    approvals.grant(row.approval, by=by, at=at, **decision)
    return row


@transaction.atomic
def return_agreement(
    agreement: PartnershipAgreement, *, by: User, at: datetime, reason: str
) -> PartnershipAgreement:
    row = changes.move(agreement, "return", by=by, at=at, note=reason)
    approvals.refuse(row.approval, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def recall_agreement(agreement: PartnershipAgreement, *, by: User, at: datetime) -> PartnershipAgreement:
    """引上げ: the operator takes the request back before it is decided."""
    row = changes.move(agreement, "recall", by=by, at=at)
    approvals.take_back(row.approval, by=by, at=at)
    return row


def conclude_agreement(
    agreement: PartnershipAgreement,
    *,
    by: User,
    at: datetime,
    signed_date: date,
    start_date: date,
    end_date: date | None = None,
) -> PartnershipAgreement:
    _check_term(start_date, end_date)
    return changes.move(
        agreement,
        "conclude",
        by=by,
        at=at,
        signed_date=signed_date,
        start_date=start_date,
        end_date=end_date,
    )


@transaction.atomic
def renew_agreement(
    agreement: PartnershipAgreement, *, by: User, at: datetime, end_date: date
) -> PartnershipAgreement:
    row = locked(agreement)
    if row.end_date and end_date <= row.end_date:
        raise DomainError(_("新しい終了日は、今の終了日より後の日付にしてください。"))
    if row.start_date:
        _check_term(row.start_date, end_date)
    return changes.move(row, "renew", by=by, at=at, end_date=end_date)


def expire_agreement(agreement: PartnershipAgreement, *, by: User, at: datetime) -> PartnershipAgreement:
    return changes.move(agreement, "expire", by=by, at=at)


def terminate_agreement(
    agreement: PartnershipAgreement, *, by: User, at: datetime, reason: str
) -> PartnershipAgreement:
    return changes.move(agreement, "terminate", by=by, at=at, note=reason)


def _check_term(start_date: date, end_date: date | None) -> None:
    if end_date is not None and end_date < start_date:
        raise DomainError(_("終了日は、開始日より後の日付にしてください。"))
