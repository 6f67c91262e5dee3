"""Municipalities that join: the domains of their mail, and the first administrator."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.enums import StaffRole
from municipalities.models import Municipality
from municipalities.operations.invitation import invite_member, set_mail_domains
from municipalities.validators import validate_mail_domain
from projects.imports import words
from projects.imports.reading import AlreadyThere, Column, Reader, Scope
from projects.imports.staff import refuse_known, uninvite
from projects.imports.table import Line
from projects.models import ImportedRow


class Municipalities(Reader):
    """The 1,788 places themselves come with the portal, from the national list."""

    columns = (
        Column(
            "municipality",
            _("団体コード"),
            ("code", "自治体", "市町村", "municipality_code", "city"),
            "372064",
            is_needed=True,
        ),
        Column(
            "mail_domains",
            _("公式メールのドメイン"),
            ("ドメイン", "domains", "domain"),
            "city.sanuki.kagawa.jp",
        ),
        Column(
            "administrator",
            _("最初の管理者のメールアドレス"),
            ("管理者", "email", "メールアドレス"),
            "kanri@city.sanuki.kagawa.jp",
        ),
        Column("title", _("管理者の職名"), ("職名",), "情報政策課 係長"),
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._places = words.all_places()

    def write(self, line: Line) -> list[ImportedRow]:
        place = words.place_of(line["municipality"], self._places)
        if place is None:
            raise words.no_place(line["municipality"])
        rows = [*self._domains(line, place), *self._administrator(line, place)]
        if not rows:
            raise AlreadyThere(_("{place}は、もうこのとおりになっています。").format(place=place))
        return rows

    def _domains(self, line: Line, place: Municipality) -> list[ImportedRow]:
        before = sorted(place.mail_domains)
        wanted = sorted({part.lower().lstrip("@") for part in line.several("mail_domains")})
        if not wanted or wanted == before:
            return []
        for domain in wanted:
            validate_mail_domain(domain)
        set_mail_domains(place, by=self.scope.by, at=self.scope.at, domains=wanted)
        place.mail_domains = wanted
        return [ImportedRow(external_id=place.code, municipality=place, before=before)]

    def _administrator(self, line: Line, place: Municipality) -> list[ImportedRow]:
        email = line["administrator"].lower()
        if not email:
            return []
        try:
            refuse_known(place, email)
        except AlreadyThere:
            return []
        invitation = invite_member(
            place,
            by=self.scope.by,
            at=self.scope.at,
            email=email,
            roles=[StaffRole.ADMINISTRATOR],
            title=line["title"][:60],
        )
        return [ImportedRow(external_id=email[:64], invitation=invitation)]

    @staticmethod
    def take_back(row: ImportedRow, *, by: User, at: datetime) -> None:
        """Domains are set back; an invitation that nobody accepted is cancelled."""
        if row.invitation:
            uninvite(row.invitation, by=by, at=at)
        elif row.municipality:
            set_mail_domains(row.municipality, by=by, at=at, domains=row.before)
        row.delete()
