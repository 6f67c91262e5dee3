"""Programs of former years: kept as they ended, so that a municipality's history is in one place."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import dates
from core.errors import DomainError
from municipalities.models import Field, Municipality, PartnershipAgreement
from projects.imports import words
from projects.imports.reading import AlreadyThere, Column, Reader, Scope
from projects.imports.table import Line
from projects.models import ImportedRow, Program, Project

UNKNOWN_OPERATOR = "（記録なし）"


class Programs(Reader):
    """One line is one project; lines with the same program belong together."""

    columns = (
        Column(
            "municipality",
            _("団体コード"),
            ("自治体", "市町村", "municipality_code", "city", "自治体名"),
            "372064",
        ),
        Column(
            "program", _("事業名"), ("事業", "program_title"), "令和3年度 複業人材活用事業", is_needed=True
        ),
        Column("start", _("開始日"), ("start_date",), "2021-10-01", is_needed=True),
        Column("end", _("終了日"), ("end_date",), "2022-03-31", is_needed=True),
        Column("purpose", _("目的"), (), "市のDXと広報を、民間の経験を借りて進める。"),
        Column("agreement", _("協定の名称"), ("連携協定", "協定"), "複業人材の活用に関する連携協定"),
        Column("operator", _("運営事業者"), ("operator_name", "事業者"), "株式会社いちれい"),
        Column("signed", _("締結日"), ("signed_date",), "2021-09-28"),
        Column("field", _("分野"), ("category", "カテゴリ"), "広報", is_needed=True),
        Column("project", _("プロジェクト名"), ("プロジェクト", "title", "件名"), "広報マニュアルの作成"),
        Column("department", _("担当課"), ("主管課", "部署", "課"), "秘書広報課"),
        Column(
            "challenge",
            _("課題"),
            ("困っていること", "problem", "背景"),
            "広報の手順が担当者ごとに違っていた。",
            is_needed=True,
        ),
        Column(
            "outcome", _("成果"), ("結果", "outcomes", "result"), "広報マニュアルを作り、全職員に研修をした。"
        ),
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._places = words.all_places()
        self._fields = list(Field.objects.order_by("position"))

    def write(self, line: Line) -> list[ImportedRow]:
        place = self._place(line)
        start, end = self._term(line)
        field = words.field_of(line["field"], self._fields) if line["field"] else None
        program = Program.objects.filter(
            municipality=place, title=_needed(line, "program"), start_date=start
        ).first()
        title = line["project"] or (field.name if field else "")
        if program and (not title or program.projects.filter(title=title).exists()):
            raise AlreadyThere(_("「{title}」は、すでにあります。").format(title=title or program.title))
        if field is None:
            raise DomainError(_("分野「{field}」がありません。").format(field=line["field"]))
        if end >= dates.jst_date(self.scope.at) or (program and program.status != "completed"):
            raise DomainError(_("まだ終わっていない事業です。事業のページで登録してください。"))
        program = program or self._program(line, place, start=start, end=end)
        project = self._create(
            Project,
            program=program,
            municipality=place,
            field=field,
            department=words.section_for(self.scope, place, line["department"]),
            title=title[:120],
            challenge="\n\n".join(filter(None, (_needed(line, "challenge"), line["outcome"]))),
            status="completed",
        )
        return [ImportedRow(external_id=project.code, project=project, version=project.version)]

    def _place(self, line: Line) -> Municipality:
        named = words.place_of(line["municipality"], self._places)
        if self.scope.place:
            if named not in (None, self.scope.place):
                raise DomainError(_("ほかの自治体（{name}）の行です。").format(name=line["municipality"]))
            return self.scope.place
        if named is None:
            raise words.no_place(line["municipality"])
        return named

    def _term(self, line: Line) -> tuple[date, date]:
        start, end = line.day("start"), line.day("end")
        if start is None or end is None:
            raise DomainError(_("開始日と終了日を、2021/10/1のように書いてください。"))
        if end < start:
            raise DomainError(_("終了日は、開始日より後の日付にしてください。"))
        return start, end

    def _program(self, line: Line, place: Municipality, *, start: date, end: date) -> Program:
        return self._create(
            Program,
            municipality=place,
            agreement=self._agreement(line, place, start=start, end=end),
            title=line["program"][:120],
            purpose=line["purpose"],
            start_date=start,
            end_date=end,
            status="completed",
        )

    def _agreement(self, line: Line, place: Municipality, *, start: date, end: date) -> PartnershipAgreement:
        title = line["agreement"] or line["program"]
        found = PartnershipAgreement.objects.filter(municipalities=place, title=title).first()
        if found:
            return found
        agreement = self._create(
            PartnershipAgreement,
            title=title[:200],
            operator_name=(line["operator"] or UNKNOWN_OPERATOR)[:120],
            signed_date=line.day("signed") or start,
            start_date=min(line.day("signed") or start, start),
            end_date=end,
            status="expired",
        )
        changes.relate(agreement, "municipalities", [place], by=self.scope.by, at=self.scope.at)
        return agreement

    def _create(self, model: Any, **values: Any) -> Any:
        return changes.create(model, by=self.scope.by, at=self.scope.at, **values)

    @staticmethod
    def take_back(row: ImportedRow, *, by: User, at: datetime) -> None:
        """The program and its agreement go with their last project."""
        project = row.project
        assert project is not None  # a row of this reader
        if project.version != row.version:
            raise DomainError(_("「{title}」は、取り込んだ後に手が加えられています。").format(title=project))
        row.delete()
        program, agreement = project.program, project.program.agreement
        changes.record(project, "take_back", by=by, at=at)
        project.team.clear()
        project.delete()
        if program.projects.exists() or program.version > 1:
            return
        program.delete()
        if agreement.status == "expired" and not agreement.programs.exists():
            agreement.delete()


def _needed(line: Line, name: str) -> str:
    if not line[name]:
        label = next(column.label for column in Programs.columns if column.name == name)
        raise DomainError(_("{name}を書いてください。").format(name=label))
    return line[name]
