"""What files call our choices."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from advisors.enums import EmployerPermission, WorkStyle
from audit import changes
from core.errors import DomainError
from core.text import search_key
from municipalities.models import Department, Field, Municipality
from projects.imports.reading import Scope
from projects.imports.table import Line
from projects.matching.concepts import skill_named

_STYLES = (
    (
        WorkStyle.HYBRID,
        ("ハイブリッド", "hybrid", "併用", "オンラインと訪問", "両方", "どちらも", "flexible"),
    ),
    (WorkStyle.ONSITE, ("onsite", "on-site", "訪問", "現地", "対面", "常駐", "出社")),
    (WorkStyle.ONLINE, ("online", "オンライン", "リモート", "remote", "在宅", "遠隔")),
)
_LEVELS = (
    (4, ("人に教え", "率いられ", "expert", "lead", "上級", "専門")),
    (3, ("一人で", "independent", "advanced", "中級", "単独")),
    (2, ("実務", "practis", "intermediate", "経験あり")),
    (1, ("学んだ", "learn", "beginner", "初級", "基礎")),
)
_NO = {"", "0", "no", "false", "n", "いいえ", "不可", "無", "なし", "×"}


def style_of(text: str) -> WorkStyle:
    key = search_key(text)
    for style, words in _STYLES:
        if any(search_key(word) in key for word in words):
            return style
    return WorkStyle.ONLINE


def truth(text: str) -> bool:
    return search_key(text) not in _NO


def permission_of(text: str) -> EmployerPermission:
    if text in EmployerPermission.values:
        return EmployerPermission(text)
    pending = ("確認", "pending", "未", "これから", "no", "不可")
    is_pending = any(search_key(word) in search_key(text) for word in pending)
    return EmployerPermission.PENDING if is_pending and text else EmployerPermission.OBTAINED


def skill_of(part: str) -> tuple[str, int, int | None]:
    """「SNSの運用:4:5年」, 「SNSの運用（一人で任せられる）」 → slug, level, years; no slug when unknown."""
    name, *more = part.replace("：", ":").split(":")
    if not skill_named(name):  # 「業務改革（BPR）」 is a name, 「SNSの運用（実務で使った）」 has a level
        name, *inner = name.replace("(", "（").rstrip("）)").split("（")
        more = [*inner, *more]
    level, years = 3, None
    for each in more:
        key = search_key(each)
        digits = "".join(char for char in key if char.isdigit())
        if digits and ("年" in key or "year" in key or int(digits) > 4):
            years = int(digits)
        elif digits:
            level = max(1, int(digits))
        else:
            level = next((n for n, words in _LEVELS if any(search_key(w) in key for w in words)), level)
    return skill_named(name), level, years


def field_of(text: str, fields: Sequence[Field]) -> Field | None:
    key = search_key(text)
    for field in fields:
        if key in (search_key(field.slug), search_key(field.name)):
            return field
    for field in fields:
        names = [search_key(part) for part in (field.slug, *field.name.replace("・", "／").split("／"))]
        if any(name in key or key in name for name in names if len(name) > 1 or name == key):
            return field
    return None


def place_of(text: str, places: dict[str, Municipality]) -> Municipality | None:
    return places.get(search_key(text).replace(" ", ""))


def all_places() -> dict[str, Municipality]:
    """By code, by whole name, and by name alone where only one place has it."""
    found: dict[str, Municipality] = {}
    twice: set[str] = set()
    for place in Municipality.objects.select_related("prefecture"):
        found[place.code] = found[search_key(place.full_name).replace(" ", "")] = place
        names = {search_key(place.name)}
        if place.kind == "prefecture":
            names.add(search_key(place.name.rstrip("都府県")))
        for name in names:
            if name in found and found[name] != place and place.kind != "prefecture":
                twice.add(name)
            else:
                found[name] = place
    return {name: place for name, place in found.items() if name not in twice}


def no_place(name: str) -> DomainError:
    if not name:
        return DomainError(_("自治体を団体コードで書いてください。"))
    words = _("「{name}」という自治体が見つかりません。団体コードで書いてください。")
    return DomainError(words.format(name=name))


def section_for(scope: Scope, place: Municipality, name: str = "") -> Department:
    """The section of that name; without a name, the first one, or one that says that it is not known."""
    sections = Department.objects.filter(municipality=place, closed_date=None)
    if name:
        found = sections.filter(name=name).first()
        if found is None:
            raise DomainError(
                _("「{name}」という部署がありません。先に部署を登録してください。").format(name=name)
            )
        return found
    return sections.order_by("pk").first() or changes.create(
        Department, by=scope.by, at=scope.at, municipality=place, name="（主管課は未定）"
    )


def rest(line: Line, names: tuple[str, ...]) -> str:
    """Several cells as one text."""
    return "\n".join(line[name] for name in names if line[name])
