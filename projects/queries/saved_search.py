"""Saved searches of a person, and which of them a new opening meets."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.http import QueryDict

from core import dates, lexemes
from projects.enums import Alert
from projects.models import Opening, OpeningSearch, SavedSearch
from projects.queries.opening import open_openings
from projects.queries.search import Criteria

# After an outage longer than this, an opening is no news any more.
LOOK_BACK = timedelta(days=35)
_NAMES = {"q": "words"}


def saved_searches_of(user: Any) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(owner=user).order_by("position")


def saved_count(user: Any) -> int:
    return saved_searches_of(user).count() if user.is_authenticated else 0


def criteria_of(querystring: str) -> Criteria:
    """What was saved, read back. An alert is always about calls that take applications."""
    values = {_NAMES.get(name, name): str(value) for name, value in QueryDict(querystring).items()}
    known = {name: value for name, value in values.items() if name in Criteria.__dataclass_fields__}
    return Criteria(**{**known, "state": "", "sort": ""})


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
        SavedSearch.objects.filter(meets, alert=Alert.IMMEDIATE, owner__is_active=True)
        .filter(Q(deadline_days=None) | Q(deadline_days__gte=left), alerts_since_at__lt=row.published_at)
        .exclude(alerts__opening=row.pk)
        .select_related("owner")
        .order_by("pk")
    )


def searches_to_digest(alert: str) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(alert=alert, owner__is_active=True).order_by("pk")


def new_openings_for(search: SavedSearch, *, at: datetime) -> QuerySet[Opening]:
    """Open calls that meet the criteria, published since alerts were chosen and never sent before."""
    rows = OpeningSearch.objects.filter(
        tsv__meets=search.lexemes, published_at__gt=max(search.alerts_since_at, at - LOOK_BACK)
    )
    if search.deadline_days is not None:
        last = dates.jst_date(at) + timedelta(days=search.deadline_days)
        rows = rows.filter(deadline_date__lte=last)
    sent = search.alerts.values("opening")
    return open_openings(at).filter(pk__in=rows.values("pk")).exclude(pk__in=sent)
