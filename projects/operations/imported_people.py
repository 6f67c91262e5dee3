"""Professionals from a file of another system: fictional accounts nobody can sign in to."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.operations import open_account
from advisors.enums import Visibility
from advisors.models import AdvisorProfile, Skill
from advisors.operations import activate_profile, add_experience, create_profile, set_skills, set_ties
from audit import changes
from municipalities.models import Field, Municipality
from projects.imports import words
from projects.imports.table import Line
from projects.models import ImportedRow

COLUMNS = {
    "id": ("code", "advisor_id", "profile_id", "advisor", "番号", "専門家番号", "コード", "プロフィールID"),
    "name": ("氏名", "名前", "full_name"),
    "headline": ("肩書", "職種", "役職", "title", "role", "job_title", "キャッチコピー"),
    "summary": (
        "経歴と実績",
        "自己紹介",
        "概要",
        "プロフィール",
        "profile",
        "bio",
        "about",
        "自己PR",
        "紹介文",
    ),
    "experience": ("職務経歴", "経歴", "経験", "実績", "experiences", "career", "experience_text", "text"),
    "achievement": ("成果", "achievements"),
    "skills": ("スキル", "skill", "得意なこと", "保有スキル", "tags", "keywords", "キーワード"),
    "fields": ("得意な分野", "分野", "field", "categories", "category"),
    "years": ("実務の年数", "経験年数", "years_of_experience"),
    "prefecture": ("お住まいの都道府県", "都道府県", "居住地", "location", "residence", "lives"),
    "from": ("出身", "出身地", "hometown"),
    "supports": ("応援したい地域", "希望地域", "ゆかりの地", "region_ties", "ties", "regions"),
    "hours": ("使える時間", "時間", "hours_per_month", "稼働時間", "月の時間", "available_hours"),
    "work_style": ("働き方", "style", "勤務形態", "希望する働き方"),
    "hourly_wish": ("希望する謝礼", "希望時給", "希望報酬", "hourly_rate", "pay", "rate"),
    "accepts_unpaid": ("無償でもよい", "無償可", "プロボノ", "pro_bono", "unpaid"),
    "employer_permission": ("本業の副業許可", "副業許可", "permission"),
    "languages": ("言語", "language"),
}
DEFAULT_HOURS = 20
FIRST_YEAR = 1950


@transaction.atomic
def import_people(lines: list[Line], *, at: datetime) -> tuple[int, list[str]]:
    """How many were written, and what was wrong with the others, by line. A known id is left alone."""
    fields, places = list(Field.objects.order_by("position")), words.all_places()
    skills = dict(Skill.objects.values_list("slug", "pk"))
    known = set(ImportedRow.objects.filter(opening=None).values_list("external_id", flat=True))
    written, wrong = 0, []
    for line in lines:
        own = line["id"] or f"line-{line.number}"
        if own in known:
            wrong.append(f"line {line.number}: {own} is there already, it stays as it is")
            continue
        try:
            with transaction.atomic():
                _write(line, own, fields, places, skills, at)
        except (ValidationError, ValueError) as error:
            wrong.append(f"line {line.number}: {error}")
            continue
        known.add(own)
        written += 1
    return written, wrong


def _write(
    line: Line,
    own: str,
    fields: list[Field],
    places: dict[str, Municipality],
    skills: dict[str, int],
    at: datetime,
) -> None:
    text = words.rest(line, ("summary", "experience", "achievement"))
    if not text and not line["headline"] and not line["skills"]:
        raise ValueError("there is neither a headline nor a text nor a skill")
    found, unknown = _skills(line, skills)
    family, _, given = (line["name"] or f"取込 {own}").partition(" ")
    email = f"import-{own.encode().hex()[:56]}@import.invalid"
    user = open_account(email=email, at=at, family_name=family[:30], given_name=given[:30] or "－")
    named = [field for part in line.several("fields") if (field := words.field_of(part, fields))]
    values = _columns(line, text, unknown, places)
    AdvisorProfile(user=user, **values).clean_fields(exclude=["code"])
    profile = create_profile(by=user, at=at, fields=named or fields[:0], **values)
    profile = set_skills(profile, by=user, at=at, version=profile.version, skills=found)
    ties = _ties(line, places)
    profile = set_ties(profile, by=user, at=at, version=profile.version, ties=ties)
    if line["experience"]:
        add_experience(
            profile, by=user, at=at, organization="（取込）", role="経歴", start_year=FIRST_YEAR,
            text=line["experience"], achievement=line["achievement"],
        )  # fmt: skip
    if not named:
        changes.relate(profile, "fields", _guessed(profile, fields), by=user, at=at)
    activate_profile(profile, by=user, at=at)
    ImportedRow.objects.create(external_id=own, advisor=profile)


def _columns(line: Line, text: str, unknown: list[str], places: dict[str, Municipality]) -> dict[str, Any]:
    """What no skill of the list is called goes into the text."""
    more = "、".join(unknown)
    summary = "\n".join(part for part in (line["summary"], more) if part)
    home = words.place_of(line["prefecture"], places)
    wish = line.whole("hourly_wish")
    return {
        "headline": (line["headline"] or text or more).split("\n")[0][:80],
        "summary": summary or line["headline"] or text.split("。")[0],
        "years": min(60, line.whole("years") or 0),
        "prefecture": home.prefecture or home if home else None,
        "hours_per_month": min(160, max(1, line.whole("hours") or DEFAULT_HOURS)),
        "work_style": words.style_of(line["work_style"]),
        "hourly_wish": wish or None,
        "accepts_unpaid": words.truth(line["accepts_unpaid"]) if line["accepts_unpaid"] else True,
        "employer_permission": words.permission_of(line["employer_permission"]),
        "visibility": Visibility.CITIES,
    }


def _skills(line: Line, known: dict[str, int]) -> tuple[list[dict[str, int]], list[str]]:
    found: dict[int, dict[str, int]] = {}
    unknown = []
    for part in line.several("skills"):
        slug, level, years = words.skill_of(part)
        if slug in known:
            row = {"skill_id": known[slug], "level": min(4, level), "years": min(60, years or 3)}
            found.setdefault(known[slug], row)
        else:
            unknown.append(part)
    return list(found.values()), unknown


def _ties(line: Line, places: dict[str, Municipality]) -> list[dict[str, Any]]:
    found = {}
    for column, kind in (("prefecture", "lives"), ("from", "from"), ("supports", "supports")):
        for part in line.several(column):
            if place := words.place_of(part, places):
                found[place.pk, kind] = {"municipality_id": place.pk, "kind": kind}
    return list(found.values())


def _guessed(profile: AdvisorProfile, fields: list[Field]) -> list[Field]:
    """A profile needs a field: the one its texts name, else the first."""
    text = f"{profile.headline}\n{profile.summary}"
    named = [field for field in fields if field.name in text]
    return named[:2] or fields[:1]
