"""What is counted, said once: the meaning shown beside a number, and the rows it counts.

Everything belongs to the fiscal year in which its call was published, so that the steps from a call
to its report can be compared with each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import dates
from municipalities.queries import of_prefecture
from projects.enums import AmendmentKind
from projects.models import (
    Amendment,
    Application,
    Engagement,
    Interview,
    Meeting,
    Opening,
    Recommendation,
)
from projects.rules import ADOPTED
from reports.models import OutcomeReport

Text = str | Promise
_PUT_OFF = Amendment.objects.filter(opening=OuterRef("pk"), kind=AmendmentKind.POSTPONEMENT)
# Of openings. Whoever put the day off has not kept the first promise.
ANSWERED_ON_TIME = Q(~Exists(_PUT_OFF), released_at__date__lte=F("answer_date"))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calls are meant; None is all of them. `municipality` and `prefecture` are codes, `field` a slug."""

    fiscal_year: int | None = None
    prefecture: str = ""
    municipality: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Where rows of a model find their call, the day that is shown for one, their page,
    what has to be loaded along, and what a coordinator may read of one besides its call.
    """

    model: type[Model]
    opening: str
    day: str
    url: Callable[[Any], str]
    along: tuple[str, ...] = ()
    words: Callable[[Any], str] = str


@dataclass(frozen=True, slots=True)
class Figure:
    """`key` is also the column of the tally and part of the address of its list."""

    key: str
    label: Text
    unit: Text
    meaning: Text
    kind: Kind
    where: Q

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """Exactly what is counted, the newest first; each with the call's place and title at hand."""
        path = self.kind.opening
        rows: QuerySet[Any] = self.kind.model._default_manager.filter(
            self.where, **{f"{path}published_at__isnull": False}
        )
        rows = rows.filter(within(scope, path)).annotate(
            shown_day=F(self.kind.day), call_title=F(f"{path}title"), call_code=F(f"{path}code")
        )
        rows = rows.select_related("municipality__prefecture", *self.kind.along)
        return rows.order_by(F("shown_day").desc(nulls_last=True), "-pk")


def within(scope: Scope, path: str = "") -> Q:
    """`path` leads from the rows to their call."""
    found = Q()
    if scope.fiscal_year is not None:
        found &= Q(**{f"{path}published_at__range": _moments(scope.fiscal_year)})
    if scope.prefecture:
        found &= of_prefecture(scope.prefecture, f"{path}municipality__")
    if scope.municipality:
        found &= Q(**{f"{path}municipality__code": scope.municipality})
    if scope.field:
        found &= Q(**{f"{path}project__field__slug": scope.field})
    return found


def _moments(year: int) -> tuple[datetime, datetime]:
    first, last = dates.fiscal_year_bounds(year)
    return datetime.combine(first, time.min, tzinfo=dates.JST), dates.end_of_day(last)


def _call_url(row: Any) -> str:
    """Coordinators read the page of the call for what has none of their own."""
    return str(Opening(code=row.call_code).get_absolute_url())


def _nothing(_row: Any) -> str:
    """Applications and interviews are the city's and the applicant's; a call is named already."""
    return ""


def _work_url(row: Any) -> str:
    return str(row.coord_url)


def _of_work(row: Any) -> str:
    return str(row.engagement.coord_url)


OF_OPENING = Kind(Opening, "", "published_at", _call_url, words=_nothing)
OF_ANSWER = Kind(Opening, "", "released_at", _call_url, words=_nothing)
OF_APPLICATION = Kind(Application, "opening__", "submitted_at", _call_url, words=_nothing)
OF_INTERVIEW = Kind(Interview, "application__opening__", "starts_at", _call_url, words=_nothing)
OF_ENGAGEMENT = Kind(
    Engagement, "application__opening__", "start_date", _work_url, ("project", "advisor__user")
)
_VIA_WORK = "engagement__application__opening__"
OF_REPORT = Kind(OutcomeReport, _VIA_WORK, "published_at", lambda row: str(row.get_absolute_url()))
OF_MEETING = Kind(Meeting, _VIA_WORK, "starts_at", _of_work, ("engagement",))
OF_ADVICE = Kind(Recommendation, _VIA_WORK, "proposed_date", _of_work, ("engagement",))

_COUNT, _TIMES = _("件"), _("回")
FIGURES = {
    each.key: each
    for each in (
        Figure("openings", _("募集"), _COUNT, _("公開した募集。取り下げたものも含む"), OF_OPENING, Q()),
        Figure(
            "answered",
            _("回答した募集"),
            _COUNT,
            _("応募者全員に結果を知らせた募集"),
            OF_ANSWER,
            Q(released_at__isnull=False),
        ),
        Figure(
            "answered_on_time",
            _("約束の日までに回答した募集"),
            _COUNT,
            _("回答した募集のうち、最初に約束した日までに知らせたもの"),
            OF_ANSWER,
            ANSWERED_ON_TIME,
        ),
        Figure(
            "applications",
            _("応募"),
            _COUNT,
            _("送られた応募。取り下げたものも、個人情報を消したものも含む"),
            OF_APPLICATION,
            Q(submitted_at__isnull=False),
        ),
        Figure("interviews", _("面談"), _TIMES, _("実施を記録した面談"), OF_INTERVIEW, Q(status="held")),
        Figure("hired", _("登用"), _COUNT, _("内定を承諾した応募"), OF_ENGAGEMENT, Q()),
        Figure(
            "started",
            _("始まった活動"),
            _COUNT,
            _("両方の確認が済み、始めた活動"),
            OF_ENGAGEMENT,
            Q(started_at__isnull=False),
        ),
        Figure(
            "completed",
            _("完了した活動"),
            _COUNT,
            _("完了した活動。途中で終えたものは含まない"),
            OF_ENGAGEMENT,
            Q(status="completed"),
        ),
        Figure(
            "reported", _("公開した活動報告"), _COUNT, _("今読める活動報告"), OF_REPORT, Q(status="published")
        ),
        Figure("meetings_held", _("会議"), _TIMES, _("記録のある会議"), OF_MEETING, Q(status="held")),
        Figure(
            "meetings_cancelled",
            _("中止した会議"),
            _TIMES,
            _("中止した会議"),
            OF_MEETING,
            Q(status="cancelled"),
        ),
        Figure("advice", _("提案"), _COUNT, _("提案台帳に載った提案"), OF_ADVICE, Q()),
        Figure(
            "advice_adopted",
            _("取り入れた提案"),
            _COUNT,
            _("実施・試行・既実施になっている提案"),
            OF_ADVICE,
            Q(status__in=sorted(ADOPTED)),
        ),
    )
}
# The steps from a call to its report, each with the figure it is a part of.
FUNNEL = {
    "openings": "",
    "applications": "",
    "interviews": "applications",
    "hired": "applications",
    "started": "hired",
    "completed": "started",
    "reported": "completed",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`, both keys of figures. Of meetings the whole is held and cancelled together."""

    key: str
    label: Text
    meaning: Text
    part: str
    whole: tuple[str, ...]

    def percent(self, counts: dict[str, int]) -> int | None:
        """Rounded down; None while there is nothing to divide by."""
        whole = sum(counts[key] for key in self.whole)
        return counts[self.part] * 100 // whole if whole else None


RATES = (
    Rate(
        "on_time",
        _("約束の日までの回答率"),
        _("回答した募集のうち、最初に約束した日までに知らせた割合"),
        "answered_on_time",
        ("answered",),
    ),
    Rate(
        "meeting_rate",
        _("会議の実施率"),
        _("記録のある会議と中止した会議のうち、記録のある会議の割合"),
        "meetings_held",
        ("meetings_held", "meetings_cancelled"),
    ),
    Rate("adoption", _("提案の採用率"), _("提案のうち、取り入れた提案の割合"), "advice_adopted", ("advice",)),
    Rate(
        "report_rate",
        _("活動報告の公開率"),
        _("完了した活動のうち、活動報告を公開している割合"),
        "reported",
        ("completed",),
    ),
)
