"""Issuing 委嘱状, 従事証明書 and 感謝状."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from core.rows import locked
from projects import notices
from projects.models import Certificate, Engagement


@transaction.atomic
def issue_certificate(
    engagement: Engagement, *, by: User, at: datetime, kind: str, **values: Any
) -> Certificate:
    """With what the record holds now. Raises DomainError for a second one of the kind and out of its time."""
    row = locked(engagement)
    if kind not in row.certificate_kinds:
        raise DomainError(
            _("委嘱状は確認と決裁が済んでから、従事証明書と感謝状は活動が終わってから発行してください。")
        )
    if row.certificates.filter(kind=kind).exists():
        raise DomainError(_("この種類は、すでに発行しています。"))
    certificate = changes.create(
        Certificate,
        by=by,
        at=at,
        engagement=row,
        municipality=row.municipality,
        kind=kind,
        recipient=str(row.advisor),
        minutes=row.entries.aggregate(total=Sum("minutes"))["total"] or 0,
        meetings=row.meetings.filter(status="held").count(),
        issued_by=by,
        **values,
    )
    notices.tell_certificate(certificate, at=at)
    return certificate
