"""People for a municipality's desk: each gets an invitation by mail, as if it were written by hand."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError
from core.text import search_key
from municipalities.enums import StaffRole
from municipalities.models import Invitation, Municipality
from municipalities.operations.invitation import cancel_invitation, invite_member
from municipalities.queries import is_in_post
from projects.imports import words
from projects.imports.reading import AlreadyThere, Column, Reader
from projects.imports.table import Line
from projects.models import ImportedRow


class Staff(Reader):
    columns = (
        Column(
            "email",
            _("メールアドレス"),
            ("メール", "e-mail", "mail"),
            "hanako@city.example.jp",
            is_needed=True,
        ),
        Column("roles", _("役割"), ("role", "権限"), "担当者、承認者", is_needed=True),
        Column("department", _("部署"), ("課", "section", "所属"), "総務部 政策課"),
        Column("title", _("職名"), ("役職", "job_title"), "主任"),
        Column("reason", _("公式でないアドレスに送る理由"), ("理由",)),
    )

    def write(self, line: Line) -> list[ImportedRow]:
        place, email = self._place, line["email"].lower()
        if "@" not in email:
            raise DomainError(_("メールアドレスを書いてください。"))
        refuse_known(place, email)
        section = line["department"]
        invitation = invite_member(
            place,
            by=self.scope.by,
            at=self.scope.at,
            email=email,
            roles=roles_of(line),
            department=words.section_for(self.scope, place, section) if section else None,
            title=line["title"][:60],
            domain_reason=line["reason"][:200],
        )
        return [ImportedRow(external_id=email[:64], invitation=invitation)]

    @property
    def _place(self) -> Municipality:
        assert self.scope.place is not None  # the form asks for it
        return self.scope.place

    @staticmethod
    def take_back(row: ImportedRow, *, by: User, at: datetime) -> None:
        assert row.invitation is not None  # a row of this reader
        uninvite(row.invitation, by=by, at=at)
        row.delete()


def refuse_known(place: Municipality, email: str) -> None:
    """Raises AlreadyThere for somebody who works there or has been invited."""
    user = User.objects.filter(email__iexact=email).first()
    if user and is_in_post(user, place):
        raise AlreadyThere(_("{email}の人は、すでに職員です。").format(email=email))
    if place.invitations.filter(email__iexact=email, status="sent").exists():
        raise AlreadyThere(_("{email}には、招待を送ってあります。").format(email=email))


def uninvite(invitation: Invitation, *, by: User, at: datetime) -> None:
    """The link dies; the invitation stays as a record of what was sent. Raises DomainError for who joined."""
    if invitation.status == "accepted":
        raise DomainError(_("{email}の人は、すでに参加しています。").format(email=invitation.email))
    if invitation.status in ("sent", "expired"):
        cancel_invitation(invitation, by=by, at=at)


def roles_of(line: Line) -> list[StaffRole]:
    known = {search_key(each): role for role in StaffRole for each in (role.value, str(role.label))}
    found = [known.get(search_key(part)) for part in line.several("roles")]
    if not found or None in found:
        labels = "、".join(str(role.label) for role in StaffRole)
        raise DomainError(_("役割は、次から選んで書いてください：{roles}").format(roles=labels))
    return [role for role in found if role]
