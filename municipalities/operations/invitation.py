"""招待: sent, accepted once, sent again, taken back, run out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import name_account, open_account
from audit import changes
from core import dates
from core.codes import hash_of, new_secret
from core.errors import DomainError
from core.rows import locked
from municipalities import notices
from municipalities.models import Department, Invitation, Municipality, StaffMembership
from municipalities.operations.staff import add_member
from municipalities.queries import is_in_post
from municipalities.validators import is_official

VALID = timedelta(days=14)


@transaction.atomic
def invite_member(
    municipality: Municipality,
    *,
    by: User,
    at: datetime,
    email: str,
    roles: Iterable[str],
    department: Department | None = None,
    title: str = "",
    domain_reason: str = "",
) -> Invitation:
    """Mails a link that works once, for two weeks.

    Raises DomainError for a colleague, for somebody who is invited already, and for an address
    outside the municipality's own domains unless the administrator gives a reason.
    """
    place = locked(municipality)
    if not is_official(email, place.mail_domains) and not domain_reason:
        raise DomainError(_("公式のドメインのアドレスではありません。送る理由を書いてください。"))
    user = _invitee(place, email, by=by, at=at)
    token = new_secret()
    invitation = changes.create(
        Invitation,
        by=by,
        at=at,
        municipality=place,
        user=user,
        email=user.email,
        roles=sorted(roles),
        department=department,
        title=title,
        domain_reason=domain_reason,
        invited_by=by,
        **_validity(token, at),
    )
    if domain_reason:
        changes.record(invitation, "invite_outside", by=by, at=at, note=domain_reason)
    notices.invite(invitation, token=token, at=at)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """A new link and two more weeks; the old link is dead."""
    token = new_secret()
    row = changes.move(invitation, "resend", by=by, at=at, **_validity(token, at))
    notices.invite(row, token=token, at=at)
    return row


def set_mail_domains(
    municipality: Municipality, *, by: User, at: datetime, domains: Iterable[str]
) -> Municipality:
    """By the operator: an administrator could otherwise call any address official."""
    return changes.edit(municipality, by=by, at=at, mail_domains=sorted(set(domains)))


def cancel_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    return changes.move(invitation, "cancel", by=by, at=at)


def expire_invitation(invitation: Invitation, *, at: datetime) -> Invitation:
    return changes.move(invitation, "expire", by=None, at=at)


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    by: User,
    at: datetime,
    family_name: str = "",
    given_name: str = "",
    password: str = "",
) -> StaffMembership:
    """Makes the invited person a member; whoever has no password yet gives name and password.

    Raises IllegalTransition the second time and DomainError when it came too late or is somebody else's.
    """
    place = locked(invitation.municipality)
    row = locked(invitation)
    if by.pk != row.user_id:
        raise DomainError(_("この招待は、別の人に届いたものです。"))
    if row.status == "sent" and not row.is_open(at):
        raise DomainError(_("招待の期限が切れています。管理者に、もう一度送るように頼んでください。"))
    row = changes.move(row, "accept", by=by, at=at, accepted_at=at)
    if password:
        by = name_account(by, at=at, family_name=family_name, given_name=given_name, password=password)
    membership = _join(row, place, by=by, at=at)
    notices.tell_accepted(row, at=at)
    return membership


def _validity(token: str, at: datetime) -> dict[str, Any]:
    return {
        "token_hash": hash_of(token),
        "sent_at": at,
        "expires_at": dates.end_of_day(dates.jst_date(at) + VALID),
    }


def _invitee(place: Municipality, email: str, *, by: User, at: datetime) -> User:
    """The person behind the address; a new one gets an account without a password."""
    user = User.objects.filter(email__iexact=email).first()
    user = user or open_account(email=email, at=at, family_name=email[:60], by=by)
    if is_in_post(user, place):
        raise DomainError(_("この人は、すでに職員です。"))
    if place.invitations.filter(user=user, status="sent").exists():
        raise DomainError(_("この人には招待を送ってあります。一覧から、もう一度送れます。"))
    return user


def _join(invitation: Invitation, place: Municipality, *, by: User, at: datetime) -> StaffMembership:
    """A new post, or the former one again: a person has one in each municipality."""
    department = invitation.department
    if department and department.closed_date:
        department = department.successor
    former = StaffMembership.objects.filter(user=by, municipality=place).first()
    if former is None:
        return add_member(
            place,
            by=by,
            at=at,
            user=by,
            roles=invitation.roles,
            started_date=dates.jst_date(at),
            department=department,
            title=invitation.title,
        )
    place_in_office: dict[str, Any] = {
        "roles": invitation.roles,
        "department": department,
        "title": invitation.title,
    }
    return changes.move(former, "restore", by=by, at=at, ended_date=None, **place_in_office)
