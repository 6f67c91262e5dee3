"""Which municipalities: by place, by name, by the people who work there."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from accounts.models import User
from core.text import search_key
from municipalities.enums import (
    DRAFTING_ROLES,
    KanaRow,
    Region,
    StaffRole,
)
from municipalities.models import (
    Municipality,
)
from municipalities.rules import roles_of


def municipalities_of(user: User) -> QuerySet[Municipality]:
    """Where the user works now, in code order."""
    return Municipality.objects.filter(pk__in=roles_of(user)).select_related("prefecture").order_by("code")


def municipalities_drafted_by(user: User) -> QuerySet[Municipality]:
    """Where the user may prepare programs and openings."""
    places = [pk for pk, roles in roles_of(user).items() if roles & DRAFTING_ROLES]
    return Municipality.objects.filter(pk__in=places).select_related("prefecture").order_by("code")


def municipalities_administered_by(user: User) -> QuerySet[Municipality]:
    places = [pk for pk, roles in roles_of(user).items() if StaffRole.ADMINISTRATOR in roles]
    return Municipality.objects.filter(pk__in=places).select_related("prefecture").order_by("code")


def municipalities_called(names: Iterable[str]) -> dict[str, list[Municipality]]:
    """Each national code, さぬき市 or 香川県さぬき市 → the municipalities it can mean. One query."""
    wanted = list(names)
    rows = (
        Municipality.objects.filter(valid_to=None)
        .select_related("prefecture")
        .annotate(full=Concat("prefecture__name", "name"))
        .filter(Q(code__in=wanted) | Q(name__in=wanted) | Q(full__in=wanted))
        .order_by("code")
    )
    found: dict[str, list[Municipality]] = {name: [] for name in wanted}
    for row in rows:
        for name in {row.code, row.name, row.full_name} & found.keys():
            found[name].append(row)
    return found


def prefectures() -> QuerySet[Municipality]:
    return Municipality.objects.filter(kind="prefecture").order_by("code")


def prefectures_by_region() -> list[tuple[Region, list[Municipality]]]:
    """Every prefecture under its region, with `member_count`: its cities, wards, towns and villages."""
    rows = prefectures().annotate(member_count=Count("members", filter=Q(members__valid_to=None)))
    return [(region, list(group)) for region, group in groupby(rows, key=lambda row: row.region)]


def within(rows: QuerySet[Municipality], prefecture: str) -> QuerySet[Municipality]:
    """The prefecture with this code and everything in it."""
    return rows.filter(of_prefecture(prefecture))


def of_prefecture(prefecture: str, path: str = "") -> Q:
    """For rows that hang on a municipality: `path` leads to it and ends with two underscores."""
    return Q(**{f"{path}code": prefecture}) | Q(**{f"{path}prefecture__code": prefecture})


def members_of(prefecture: Municipality) -> QuerySet[Municipality]:
    return Municipality.objects.filter(prefecture=prefecture, valid_to=None).order_by("code")


def in_kana_row(rows: QuerySet[Municipality], row: KanaRow) -> QuerySet[Municipality]:
    """Those whose reading begins in か行, which holds が, ぎ and the rest too."""
    return rows.filter(kana__regex=f"^[{row.letters}]")


def search_municipalities(words: str) -> QuerySet[Municipality]:
    """By name, reading or code; a hit at the beginning comes first, then code order."""
    key = search_key(words)
    rows = Municipality.objects.select_related("prefecture").filter(valid_to=None)
    if not key:
        return rows.order_by("code")
    starts = Q(name__istartswith=key) | Q(kana__startswith=key) | Q(code__startswith=key)
    inside = Q(name__icontains=words.strip()) | Q(kana__contains=key)
    return (
        rows.filter(starts | inside)
        .annotate(rank=Case(When(starts, then=Value(0)), default=Value(1)))
        .order_by("rank", "code")
    )
