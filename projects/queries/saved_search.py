"""Saved searches of a person, and what newly meets them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.http import QueryDict

from advisors.models import AdvisorProfile
from advisors.queries.search import Criteria as AdvisorCriteria
from advisors.queries.search import advisors_listed_since
from core import dates, lexemes
from projects.enums import About, Alert
from projects.models import Opening, OpeningSearch, SavedSearch
from projects.queries.opening import open_openings
from projects.queries.search import Criteria

# After an outage longer than this, an opening is no news any more.
LOOK_BACK = timedelta(days=35)
_NAMES = {"q": "words"}
Criterion = TypeVar("Criterion", Criteria, AdvisorCriteria)


def saved_searches_of(user: Any) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(owner=user).select_related("owner").order_by("position")


def saved_views_of(user: Any) -> QuerySet[SavedSearch]:
    """The ways in which the person looks at activities."""
    return saved_searches_of(user).filter(about=About.ENGAGEMENTS)


def saved_count(user: Any) -> int:
    return saved_searches_of(user).count() if user.is_authenticated else 0


def criteria_of(querystring: str) -> Criteria:
    """What was saved, read back. An alert is always about calls that take applications."""
    return replace(_read(Criteria, querystring), state="", sort="")


def derived_from(about: str, querystring: str) -> dict[str, Any]:
    """The columns by which the database knows what meets a search."""
    if about == About.ENGAGEMENTS:
        return {"lexemes": "", "deadline_days": None}
    if about == About.ADVISORS:
        return {"lexemes": _read(AdvisorCriteria, querystring).lexemes, "deadline_days": None}
    criteria = criteria_of(querystring)
    days = int(criteria.deadline) if criteria.deadline else None
    return {"lexemes": criteria.lexemes, "deadline_days": days}


def _read(kind: type[Criterion], querystring: str) -> Criterion:
    values = {_NAMES.get(name, name): str(value) for name, value in QueryDict(querystring).items()}
    known: Any = kind
    return kind(**{name: value for name, value in values.items() if name in known.__dataclass_fields__})


def unannounced_openings(at: datetime) -> QuerySet[OpeningSearch]:
    """Published lately and not yet told to those who want to know at once."""
    return (
        OpeningSearch.objects.filter(announced_at=None, published_at__gt=at - LOOK_BACK, published_at__lte=at)
        .filter(opening__status="open")
        .order_by("published_at", "pk")
    )


def searches_met_by(row: OpeningSearch, *, at: datetime) -> QuerySet[SavedSearch]:
    """Of those that alert at once. One statement however many searches are kept."""
    left = (row.deadline_date - dates.jst_date(at)).days
    meets = Func(
        Value(lexemes.vector(row.tsv)),
        F("lexemes"),
        template="(%(expressions)s::tsquery)",
        arg_joiner="::tsvector @@ ",
        output_field=BooleanField(),
    )
    return (
        SavedSearch.objects.filter(meets, about=About.OPENINGS, alert=Alert.IMMEDIATE)
        .filter(owner__is_active=True)
        .filter(Q(deadline_days=None) | Q(deadline_days__gte=left), alerts_since_at__lt=row.published_at)
        .exclude(alerts__opening=row.pk)
        .select_related("owner")
        .order_by("pk")
    )


def searches_to_digest(alert: str) -> QuerySet[SavedSearch]:
    """Openings that are told at once are told one by one, not here."""
    rows = SavedSearch.objects.filter(alert=alert, owner__is_active=True)
    return rows.exclude(about=About.OPENINGS, alert=Alert.IMMEDIATE).order_by("pk")


def new_advisors_for(search: SavedSearch, *, at: datetime) -> QuerySet[AdvisorProfile]:
    """Whom the owner may find now, who meet the criteria, and who were never sent before."""
    since = max(search.alerts_since_at, at - LOOK_BACK)
    rows = advisors_listed_since(since, search.lexemes, search.owner)
    sent = search.alerts.exclude(advisor=None).values("advisor")
    return rows.exclude(pk__in=sent).order_by("-search_row__listed_at", "-pk")


def new_openings_for(search: SavedSearch, *, at: datetime) -> QuerySet[Opening]:
    """Open calls that meet the criteria, published since alerts were chosen and never sent before."""
    rows = OpeningSearch.objects.filter(
        tsv__meets=search.lexemes, published_at__gt=max(search.alerts_since_at, at - LOOK_BACK)
    )
    if search.deadline_days is not None:
        last = dates.jst_date(at) + timedelta(days=search.deadline_days)
        rows = rows.filter(deadline_date__lte=last)
    sent = search.alerts.exclude(opening=None).values("opening")
    return open_openings(at).filter(pk__in=rows.values("pk")).exclude(pk__in=sent)
