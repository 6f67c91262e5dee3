"""Professionals from a file of another system: accounts nobody can sign in to."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import open_account
from advisors.enums import Visibility
from advisors.models import AdvisorProfile, AdvisorSearch, AdvisorSkill, Experience, RegionTie, Skill
from advisors.operations import activate_profile, add_experience, create_profile, set_skills, set_ties
from audit import changes
from core.codes import hash_of
from core.errors import DomainError
from municipalities.models import Field, Municipality
from projects.imports import words
from projects.imports.reading import AlreadyThere, Column, Reader, Scope, own_id
from projects.imports.table import Line
from projects.models import ImportedRow, MatchPerson, PersonTrait

DEFAULT_HOURS = 20
FIRST_YEAR = 1950
# What a profile consists of; anything else that points to it means that somebody has gone on with it.
PARTS: tuple[type[Model], ...] = (
    Experience,
    AdvisorSkill,
    RegionTie,
    AdvisorSearch,
    PersonTrait,
    MatchPerson,
)


class Advisors(Reader):
    """Each gets an account without a password, is active, and lets cities find it."""

    columns = (
        Column(
            "id",
            _("番号"),
            ("code", "advisor_id", "profile_id", "advisor", "専門家番号", "コード", "プロフィールID"),
            "A-001",
        ),
        Column("name", _("氏名"), ("名前", "full_name"), "讃岐 花子"),
        Column(
            "headline",
            _("肩書"),
            ("職種", "役職", "title", "role", "job_title", "キャッチコピー"),
            "自治体の広報を6年担当した編集者",
        ),
        Column(
            "summary",
            _("経歴と実績"),
            ("自己紹介", "概要", "プロフィール", "profile", "bio", "about", "自己PR", "紹介文"),
            "広報紙とSNSの年間計画を作り、職員が続けられる手順にしました。",
        ),
        Column(
            "experience",
            _("職務経歴"),
            ("経歴", "経験", "実績", "experiences", "career", "experience_text", "text"),
            "出版社で編集長を4年、市の広報アドバイザーを2年。",
        ),
        Column("achievement", _("成果"), ("achievements",), "市公式LINEの登録者が1年で3倍になりました。"),
        Column(
            "skills",
            _("スキル"),
            ("skill", "得意なこと", "保有スキル", "tags", "keywords", "キーワード"),
            "SNSの運用:4:5年、文章の編集",
        ),
        Column("fields", _("得意な分野"), ("分野", "field", "categories", "category"), "広報"),
        Column("years", _("実務の年数"), ("経験年数", "years_of_experience"), "6"),
        Column(
            "prefecture",
            _("お住まいの都道府県"),
            ("都道府県", "居住地", "location", "residence", "lives"),
            "東京都",
        ),
        Column("from", _("出身"), ("出身地", "hometown"), "香川県さぬき市"),
        Column(
            "supports",
            _("応援したい地域"),
            ("希望地域", "ゆかりの地", "region_ties", "ties", "regions"),
            "香川県、徳島県",
        ),
        Column(
            "hours",
            _("使える時間（月）"),
            ("時間", "hours_per_month", "稼働時間", "月の時間", "available_hours"),
            "10",
        ),
        Column("work_style", _("働き方"), ("style", "勤務形態", "希望する働き方"), "オンライン"),
        Column(
            "hourly_wish",
            _("希望する謝礼（1時間、円）"),
            ("希望時給", "希望報酬", "hourly_rate", "pay", "rate"),
            "5000",
        ),
        Column("accepts_unpaid", _("無償でもよい"), ("無償可", "プロボノ", "pro_bono", "unpaid"), "はい"),
        Column("employer_permission", _("本業の副業許可"), ("副業許可", "permission"), "許可を得ている"),
        Column("languages", _("言語"), ("language",), "日本語、英語"),
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._fields = list(Field.objects.order_by("position"))
        self._places = words.all_places()
        self._skills = dict(Skill.objects.values_list("slug", "pk"))
        rows = ImportedRow.objects.filter(advisor__isnull=False).values_list("external_id", "advisor__code")
        self._known = {each for row in rows for each in row}

    def write(self, line: Line) -> list[ImportedRow]:
        own = own_id(line)
        if own in self._known:
            raise AlreadyThere(_("「{id}」は、すでに取り込んであります。").format(id=own))
        profile = self._profile(line, own)
        self._known.add(own)
        return [ImportedRow(external_id=own, advisor=profile)]

    def _profile(self, line: Line, own: str) -> AdvisorProfile:
        text = words.rest(line, ("summary", "experience", "achievement"))
        if not text and not line["headline"] and not line["skills"]:
            raise DomainError(_("肩書、経歴、スキルのどれかを書いてください。"))
        at, user = self.scope.at, self._account(line, own)
        found, unknown = _skills(line, self._skills)
        named = [each for part in line.several("fields") if (each := words.field_of(part, self._fields))]
        values = _columns(line, text, unknown, self._places)
        AdvisorProfile(user=user, **values).clean_fields(exclude=["code"])
        profile = create_profile(by=user, at=at, fields=named, **values)
        profile = set_skills(profile, by=user, at=at, version=profile.version, skills=found)
        ties = _ties(line, self._places)
        profile = set_ties(profile, by=user, at=at, version=profile.version, ties=ties)
        if line["experience"]:
            add_experience(
                profile, by=user, at=at, organization="（取込）", role="経歴", start_year=FIRST_YEAR,
                text=line["experience"], achievement=line["achievement"],
            )  # fmt: skip
        if not named:
            changes.relate(profile, "fields", _guessed(profile, self._fields), by=user, at=at)
        return activate_profile(profile, by=user, at=at)

    def _account(self, line: Line, own: str) -> User:
        family, _blank, given = (line["name"] or f"取込 {own}").replace("\u3000", " ").partition(" ")
        email = f"import-{hash_of(own)[:40]}@import.invalid"
        return open_account(
            email=email, at=self.scope.at, family_name=family[:30], given_name=given[:30] or "－"
        )

    @staticmethod
    def take_back(row: ImportedRow, *, by: User, at: datetime) -> None:
        profile = row.advisor
        assert profile is not None  # a row of this reader
        user = profile.user
        row.delete()
        for model in PARTS:
            model._default_manager.filter(advisor=profile).delete()
        changes.record(profile, "take_back", by=by, at=at)
        profile.delete()
        user.delete()


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
