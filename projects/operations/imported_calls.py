"""Openings from a file of another system. They become drafts: only the city's own approval publishes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.operations import open_account
from advisors.models import Skill
from audit import changes
from core import dates
from municipalities.enums import LegalForm
from municipalities.models import Department, Field, Municipality, PartnershipAgreement
from projects.enums import PayUnit
from projects.imports import words
from projects.imports.table import Line
from projects.matching.concepts import skills_in
from projects.models import ImportedRow, Opening, OpeningSkill, Program, Project

COLUMNS = {
    "id": ("code", "opening_id", "番号", "募集番号", "コード", "opening"),
    "title": ("募集名", "件名", "タイトル", "name", "position"),
    "municipality": (
        "自治体",
        "市町村",
        "団体コード",
        "municipality_code",
        "city",
        "自治体名",
        "prefecture_city",
    ),
    "field": ("分野", "fields", "category", "カテゴリ"),
    "summary": ("ひとことで言うと", "概要", "要約"),
    "challenge": ("困っていること", "課題", "背景", "problem", "background", "issue", "challenges"),
    "goals": ("目指す姿", "目標", "goal"),
    "request": ("お願いしたいこと", "業務内容", "依頼内容", "tasks", "work", "description", "内容", "text"),
    "requirements": ("求める経験", "応募要件", "要件", "求める人材", "qualifications", "requirement"),
    "required_skills": ("必須スキル", "must_skills", "must"),
    "skills": ("求めるスキル", "スキル", "skill", "tags"),
    "nice_skills": ("歓迎スキル", "あるとよいスキル", "optional_skills", "歓迎", "preferred_skills"),
    "hours": ("活動時間", "時間", "hours_per_month", "稼働時間"),
    "work_style": ("働き方", "style", "勤務形態"),
    "pay_unit": ("謝礼の単位", "unit"),
    "pay": ("謝礼", "報酬", "pay_amount", "reward"),
    "start": ("開始日", "start_date"),
    "end": ("終了日", "end_date"),
    "deadline": ("締切", "締切日", "deadline_date", "応募締切"),
}
SKILL_COLUMNS = (("required_skills", 3), ("skills", 2), ("nice_skills", 1))
DEFAULT_HOURS = 8
SOURCE = "取り込んだ募集"


@transaction.atomic
def import_calls(
    lines: list[Line], *, at: datetime, default_place: Municipality | None = None
) -> tuple[int, list[str]]:
    """How many were written, and what was wrong with the others, by line."""
    fields, places = list(Field.objects.order_by("position")), words.all_places()
    skills = dict(Skill.objects.values_list("slug", "pk"))
    known = set(ImportedRow.objects.filter(advisor=None).values_list("external_id", flat=True))
    by = _importer(at)
    written, wrong = 0, []
    for line in lines:
        own = line["id"] or f"line-{line.number}"
        place = words.place_of(line["municipality"], places) or default_place
        if own in known:
            wrong.append(f"line {line.number}: {own} is there already, it stays as it is")
        elif place is None:
            named = line["municipality"] or "nothing"
            wrong.append(f"line {line.number}: the municipality is not known ({named}); name it by its code")
        elif not line["challenge"] and not line["request"]:
            wrong.append(
                f"line {line.number}: there is neither a problem (課題) nor a wish (お願いしたいこと)"
            )
        else:
            try:
                with transaction.atomic():
                    _write(line, own, place, fields, skills, by, at)
            except (ValidationError, ValueError) as error:
                wrong.append(f"line {line.number}: {error}")
                continue
            known.add(own)
            written += 1
    return written, wrong


def _importer(at: datetime) -> User:
    email = "import-openings@import.invalid"
    return User.objects.filter(email=email).first() or open_account(email=email, at=at, family_name="取込")


def _write(
    line: Line,
    own: str,
    place: Municipality,
    fields: list[Field],
    skills: dict[str, int],
    by: User,
    at: datetime,
) -> None:
    field = words.field_of(line["field"], fields) if line["field"] else None
    values, unknown = _columns(line, at), []
    opening = Opening(municipality=place, **values)
    opening.clean_fields(exclude=["code", "project", "drafted_by"])
    project = _project(place, field or _guessed(line, fields), by, at)
    found: dict[int, int] = {}
    for column, importance in SKILL_COLUMNS:
        for part in line.several(column):
            slug, _level, _years = words.skill_of(part)
            if slug in skills:
                found.setdefault(skills[slug], importance)
            else:
                unknown.append(part)
    if unknown:
        values["requirements"] = "\n".join([*filter(None, [values["requirements"]]), "、".join(unknown)])
    opening = changes.create(
        Opening, by=by, at=at, municipality=place, project=project, drafted_by=by, **values
    )
    OpeningSkill.objects.bulk_create(
        OpeningSkill(opening=opening, skill_id=pk, importance=rank) for pk, rank in found.items()
    )
    changes.tell_followers(opening)
    ImportedRow.objects.create(external_id=own, opening=opening)


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
        "start_date": _day(line["start"]) or today + timedelta(days=45),
        "end_date": _day(line["end"]) or today + timedelta(days=225),
        "deadline_date": today + timedelta(days=14),
        "answer_date": today + timedelta(days=30),
    }


def _unit(line: Line) -> PayUnit:
    text = f"{line['pay_unit']} {line['pay']}"
    pairs = (("月", PayUnit.MONTH), ("month", PayUnit.MONTH), ("日", PayUnit.DAY), ("day", PayUnit.DAY))
    return next((unit for word, unit in (*pairs, ("回", PayUnit.VISIT)) if word in text), PayUnit.HOUR)


def _day(text: str) -> date | None:
    parts = [int(part) for part in text.replace("/", "-").replace(".", "-").split("-") if part.isdigit()]
    if len(parts) != 3:
        return None
    return date(parts[0], parts[1], parts[2])


def _guessed(line: Line, fields: list[Field]) -> Field:
    """The field whose own words the texts use; a project cannot be without one."""
    text = "\n".join(line.values.values())
    said = skills_in(text)
    scores = {field.slug: len(said & skills_in(f"{field.name} {field.description}")) for field in fields}
    return max(fields, key=lambda field: scores[field.slug])


def _project(place: Municipality, field: Field, by: User, at: datetime) -> Project:
    """One for each field, in a program of its own that nobody started."""
    project = Project.objects.filter(municipality=place, field=field, program__title=SOURCE).first()
    if project:
        return project
    program = Program.objects.filter(municipality=place, title=SOURCE).first()
    if program is None:
        today = dates.jst_date(at)
        agreement = changes.create(PartnershipAgreement, by=by, at=at, title=SOURCE, operator_name="（未定）")
        changes.relate(agreement, "municipalities", [place], by=by, at=at)
        ends = today + timedelta(days=365)
        program = changes.create(
            Program, by=by, at=at, municipality=place, agreement=agreement, title=SOURCE,
            start_date=today, end_date=ends,
        )  # fmt: skip
    department = Department.objects.filter(municipality=place).order_by("pk").first()
    department = department or changes.create(
        Department, by=by, at=at, municipality=place, name="（主管課は未定）"
    )
    return changes.create(
        Project, by=by, at=at, program=program, municipality=place, field=field, department=department,
        title=f"{field.name}（{SOURCE}）", challenge=SOURCE,
    )  # fmt: skip
