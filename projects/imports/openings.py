"""Openings from a file of another system. They become drafts: only the city's own approval publishes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.models import Skill
from audit import changes
from core import dates
from core.errors import DomainError
from municipalities.enums import LegalForm
from municipalities.models import Field, Municipality, PartnershipAgreement
from projects.enums import PayUnit
from projects.imports import words
from projects.imports.reading import AlreadyThere, Column, Reader, Scope, own_id
from projects.imports.table import Line
from projects.matching.concepts import skills_in
from projects.models import (
    Criterion,
    ImportedRow,
    Opening,
    OpeningSearch,
    OpeningSkill,
    OpeningTrait,
    Position,
    Program,
    Project,
)
from projects.rules import GOING

SKILL_COLUMNS = (("required_skills", 3), ("skills", 2), ("nice_skills", 1))
DEFAULT_HOURS = 8
SOURCE = "取り込んだ募集"
# What a draft consists of; anything else that points to it means that somebody has gone on with it.
PARTS: tuple[type[Model], ...] = (OpeningSkill, Criterion, Position, OpeningSearch, OpeningTrait)


class Openings(Reader):
    """Into the program that was chosen, by field; without one, into a program of its own that nobody started."""

    columns = (
        Column("id", _("番号"), ("code", "opening_id", "募集番号", "コード", "opening"), "B-001"),
        Column(
            "municipality",
            _("団体コード"),
            ("自治体", "市町村", "municipality_code", "city", "自治体名", "prefecture_city"),
            "372064",
        ),
        Column("title", _("募集名"), ("件名", "タイトル", "name", "position"), "広報アドバイザー"),
        Column("field", _("分野"), ("fields", "category", "カテゴリ"), "広報"),
        Column(
            "summary",
            _("ひとことで言うと"),
            ("概要", "要約"),
            "市の情報が若い世代に届くように、発信の仕方を一緒に見直します。",
        ),
        Column(
            "challenge",
            _("困っていること"),
            ("課題", "背景", "problem", "background", "issue", "challenges"),
            "SNSの担当が1人で、投稿が続きません。",
            is_needed=True,
        ),
        Column("goals", _("目指す姿"), ("目標", "goal"), "職員だけで週2回の投稿が続いている。"),
        Column(
            "request",
            _("お願いしたいこと"),
            ("業務内容", "依頼内容", "tasks", "work", "description", "内容", "text"),
            "広報マニュアルの案づくりと、職員研修の講師。",
            is_needed=True,
        ),
        Column(
            "requirements",
            _("求める経験"),
            ("応募要件", "要件", "求める人材", "qualifications", "requirement"),
            "企業または自治体での広報の実務",
        ),
        Column("required_skills", _("必須スキル"), ("must_skills", "must"), "SNSの運用"),
        Column("skills", _("求めるスキル"), ("スキル", "skill", "tags"), "文章の編集"),
        Column(
            "nice_skills",
            _("歓迎スキル"),
            ("あるとよいスキル", "optional_skills", "歓迎", "preferred_skills"),
            "動画制作",
        ),
        Column("hours", _("活動時間（月）"), ("時間", "hours_per_month", "稼働時間"), "8"),
        Column("work_style", _("働き方"), ("style", "勤務形態"), "オンライン"),
        Column("pay_unit", _("謝礼の単位"), ("unit",), "時間"),
        Column("pay", _("謝礼（円）"), ("報酬", "pay_amount", "reward"), "5000"),
        Column("start", _("開始日"), ("start_date",), "2027-01-12"),
        Column("end", _("終了日"), ("end_date",), "2027-06-30"),
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._fields = list(Field.objects.order_by("position"))
        self._places = words.all_places()
        self._skills = dict(Skill.objects.values_list("slug", "pk"))
        rows = ImportedRow.objects.filter(opening__isnull=False)
        if scope.place:
            rows = rows.filter(opening__municipality=scope.place)
        self._known = set(rows.values_list("external_id", flat=True))

    def write(self, line: Line) -> list[ImportedRow]:
        place = self._place(line)
        own = own_id(line)
        if own in self._known or Opening.objects.filter(code=own, municipality=place).exists():
            raise AlreadyThere(_("「{id}」は、すでにあります。").format(id=own))
        if not line["challenge"] and not line["request"]:
            raise DomainError(_("困っていること（課題）か、お願いしたいことを書いてください。"))
        opening = self._opening(line, place)
        self._known.add(own)
        return [ImportedRow(external_id=own, opening=opening, version=opening.version)]

    def _place(self, line: Line) -> Municipality:
        named = words.place_of(line["municipality"], self._places)
        if self.scope.program and named not in (None, self.scope.place):
            raise DomainError(_("ほかの自治体（{name}）の行です。").format(name=line["municipality"]))
        place = named or self.scope.place
        if place is None:
            raise words.no_place(line["municipality"])
        return place

    def _opening(self, line: Line, place: Municipality) -> Opening:
        by, at = self.scope.by, self.scope.at
        skills, unknown = self._skills_of(line)
        values = _columns(line, at)
        values["requirements"] = "\n".join(filter(None, (values["requirements"], "、".join(unknown))))
        project = self._project(line, place)
        Opening(municipality=place, **values).clean_fields(exclude=["code", "project", "drafted_by"])
        opening = changes.create(
            Opening, by=by, at=at, municipality=place, project=project, drafted_by=by, **values
        )
        OpeningSkill.objects.bulk_create(
            OpeningSkill(opening=opening, skill_id=pk, importance=rank) for pk, rank in skills.items()
        )
        changes.tell_followers(opening)
        return opening

    def _skills_of(self, line: Line) -> tuple[dict[int, int], list[str]]:
        """The importance of each skill of the list, and what is none of them."""
        found: dict[int, int] = {}
        unknown = []
        for column, importance in SKILL_COLUMNS:
            for part in line.several(column):
                slug, _level, _years = words.skill_of(part)
                if slug in self._skills:
                    found.setdefault(self._skills[slug], importance)
                else:
                    unknown.append(part)
        return found, unknown

    def _project(self, line: Line, place: Municipality) -> Project:
        named = words.field_of(line["field"], self._fields) if line["field"] else None
        if self.scope.program is None:
            return _kept_for_imports(self.scope, place, named or _guessed(line, self._fields))
        projects = [each for each in _going(self.scope.program) if named in (None, each.field)]
        if len(projects) == 1:
            return projects[0]
        if not projects:
            raise DomainError(
                _("この事業には、分野「{field}」の進行中のプロジェクトがありません。").format(
                    field=named or ""
                )
            )
        raise DomainError(_("どのプロジェクトの募集か分かりません。分野を書いてください。"))

    @staticmethod
    def take_back(row: ImportedRow, *, by: User, at: datetime) -> None:
        opening = row.opening
        assert opening is not None  # a row of this reader
        if opening.status != "draft" or opening.version != row.version:
            raise DomainError(
                _("募集「{title}」は、取り込んだ後に手が加えられています。").format(title=opening)
            )
        row.delete()
        for model in PARTS:
            model._default_manager.filter(opening=opening).delete()
        changes.record(opening, "take_back", by=by, at=at)
        project = opening.project
        opening.delete()
        _leave_nothing(project)


def _columns(line: Line, at: datetime) -> dict[str, Any]:
    today = dates.jst_date(at)
    amount = line.whole("pay")
    is_unpaid = not amount
    title = line["title"] or (line["challenge"] or line["request"]).split("。")[0]
    return {
        "title": title[:80],
        "summary": line["summary"][:120],
        "challenge": line["challenge"],
        "goals": line["goals"],
        "request": line["request"],
        "requirements": line["requirements"],
        "legal_form": LegalForm.PRO_BONO if is_unpaid else LegalForm.COMMISSIONED,
        "hours_per_month": min(160, max(1, line.whole("hours") or DEFAULT_HOURS)),
        "work_style": words.style_of(line["work_style"]),
        "pay_unit": PayUnit.UNPAID if is_unpaid else _unit(line),
        "pay_amount": amount or None,
        "start_date": line.day("start") or today + timedelta(days=45),
        "end_date": line.day("end") or today + timedelta(days=225),
        "deadline_date": today + timedelta(days=14),
        "answer_date": today + timedelta(days=30),
    }


def _unit(line: Line) -> PayUnit:
    text = f"{line['pay_unit']} {line['pay']}"
    pairs = (("月", PayUnit.MONTH), ("month", PayUnit.MONTH), ("日", PayUnit.DAY), ("day", PayUnit.DAY))
    return next((unit for word, unit in (*pairs, ("回", PayUnit.VISIT)) if word in text), PayUnit.HOUR)


def _guessed(line: Line, fields: Sequence[Field]) -> Field:
    """The field whose own words the texts use; a project cannot be without one."""
    text = "\n".join(line.values.values())
    said = skills_in(text)
    scores = {field.slug: len(said & skills_in(f"{field.name} {field.description}")) for field in fields}
    return max(fields, key=lambda field: scores[field.slug])


def _going(program: Program) -> list[Project]:
    return list(program.projects.filter(status__in=GOING).select_related("field"))


def _kept_for_imports(scope: Scope, place: Municipality, field: Field) -> Project:
    """One for each field, in a program of its own that nobody started."""
    by, at = scope.by, scope.at
    project = Project.objects.filter(municipality=place, field=field, program__title=SOURCE).first()
    if project:
        return project
    program = Program.objects.filter(municipality=place, title=SOURCE).first()
    return changes.create(
        Project, by=by, at=at, program=program or _program(scope, place), municipality=place, field=field,
        department=words.section_for(scope, place), title=f"{field.name}（{SOURCE}）", challenge=SOURCE,
    )  # fmt: skip


def _program(scope: Scope, place: Municipality) -> Program:
    by, at = scope.by, scope.at
    today = dates.jst_date(at)
    agreement = changes.create(PartnershipAgreement, by=by, at=at, title=SOURCE, operator_name="（未定）")
    changes.relate(agreement, "municipalities", [place], by=by, at=at)
    return changes.create(
        Program, by=by, at=at, municipality=place, agreement=agreement, title=SOURCE,
        start_date=today, end_date=today + timedelta(days=365),
    )  # fmt: skip


def _leave_nothing(project: Project) -> None:
    """The project, program and agreement that were made for imports go with the last draft in them."""
    program = project.program
    if program.title != SOURCE or project.openings.exists():
        return
    project.delete()
    if not program.projects.exists():
        agreement = program.agreement
        program.delete()
        agreement.delete()
