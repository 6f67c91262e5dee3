"""Criteria of the list of openings."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Max, Min, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.enums import WorkStyle
from core import dates
from core.filters import FilterForm, LazyFilter
from municipalities.filters import PlaceSearchFilter, field_choices, prefecture_choices, year_choices
from municipalities.queries import of_prefecture
from projects.enums import DeadlineBand, HoursBand, Outcome, Pay, TermBand
from projects.models import Application, Engagement, HonorariumSheet, Recommendation
from projects.queries.engagement import engagement_says, started_fiscal_years
from projects.queries.search import Criteria, region_counts
from projects.queries.selection import best_first, unreviewed
from projects.workflow import APPLICATION, ENGAGEMENT, FOLLOW_UP, HONORARIUM_SHEET, RECOMMENDATION

MOST_SECTIONS = 100


class OpeningFilter(PlaceSearchFilter):
    """Shows openings that take applications unless asked for all."""

    word_sorts = (
        ("relevance", _("題名に合う順")),
        ("new", _("新着順")),
        ("deadline", _("締切が近い順")),
    )

    field = forms.ChoiceField(label=_("分野"))
    prefecture = forms.ChoiceField(label=_("地域・都道府県"))
    work_style = forms.ChoiceField(label=_("働き方"), choices=[("", _("すべて")), *WorkStyle.choices])
    pay = forms.ChoiceField(label=_("謝礼"), choices=[("", _("すべて")), *Pay.choices])
    hours = forms.ChoiceField(label=_("活動時間"), choices=[("", _("すべて")), *HoursBand.choices])
    term = forms.ChoiceField(label=_("活動の期間"), choices=[("", _("すべて")), *TermBand.choices])
    deadline = forms.ChoiceField(label=_("締切まで"), choices=[("", _("すべて")), *DeadlineBand.choices])
    state = forms.ChoiceField(
        label=_("募集の状態"), choices=[("", _("受付中のみ")), ("all", _("終わった募集も含む"))]
    )

    def criteria(self) -> Criteria:
        return Criteria(**self.values())

    def show_counts(self, facets: Mapping[str, Mapping[str, int]]) -> None:
        places = facets["prefecture"]
        super().show_counts({**facets, "prefecture": {**places, **region_counts(dict(places))}})

    def way_without(self, name: str) -> tuple[str, str]:
        if name == "state":
            return gettext("終わった募集も含める"), self.address(state="all")
        return super().way_without(name)


class EngagementFilter(LazyFilter):
    """The list of activities of a city, or of the country."""

    quiet = ("sort", "state")  # a state is a tab, the order a choice beside it

    q = forms.CharField(
        label=_("キーワード"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    fiscal_year = forms.ChoiceField(label=_("年度"))
    prefecture = forms.ChoiceField(label=_("都道府県"))
    field = forms.ChoiceField(label=_("分野"))
    state = forms.ChoiceField(
        label=_("状態"), choices=[("", _("すべて")), *ENGAGEMENT.choices], widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(
        label=_("並び順"), choices=[("", _("開始日の新しい順")), ("end", _("終了日の近い順"))]
    )

    def readers(self) -> dict[str, Callable[[], list[Any]]]:
        return {
            "fiscal_year": lambda: [("", _("すべて")), *year_choices(started_fiscal_years())],
            "prefecture": lambda: prefecture_choices(_("全国")),
            "field": lambda: field_choices(_("すべて")),
        }

    def narrow(self, rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
        """All criteria but the state."""
        if year := self.value("fiscal_year"):
            rows = rows.filter(start_date__range=dates.fiscal_year_bounds(int(year)))
        if prefecture := self.value("prefecture"):
            rows = rows.filter(of_prefecture(prefecture, "municipality__"))
        if field := self.value("field"):
            rows = rows.filter(project__field__slug=field)
        for word in self.value("q").split():
            rows = rows.filter(engagement_says(word))
        return rows

    def ordered(self, rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
        by_end = self.value("sort") == "end"
        return rows.order_by("end_date", "-id") if by_end else rows.order_by("-start_date", "-id")

    def querystring(self) -> str:
        """The criteria in one spelling, without the question mark."""
        return self.address()[1:]


class ApplicantFilter(FilterForm):
    """The received applications of one call. `narrow` needs to know whose reviews are meant."""

    quiet = ()

    outcome = forms.ChoiceField(
        label=_("結果の案"), choices=[("", _("すべて")), ("open", _("未定")), *Outcome.choices]
    )
    review = forms.ChoiceField(
        label=_("あなたの評価"),
        choices=[("", _("すべて")), ("todo", _("まだ")), ("done", _("済み（点の高い順）"))],
    )
    conflict = forms.ChoiceField(
        label=_("応募者の利害関係の申告"), choices=[("", _("すべて")), ("yes", _("取引あり"))]
    )
    state = forms.ChoiceField(label=_("状態"), choices=[("", _("すべて")), *APPLICATION.choices[1:]])

    def narrow(self, rows: QuerySet[Application], reader: Any) -> QuerySet[Application]:
        if outcome := self.value("outcome"):
            rows = rows.filter(outcome="" if outcome == "open" else outcome)
        if self.value("conflict"):
            rows = rows.filter(has_conflict=True)
        if state := self.value("state"):
            rows = rows.filter(status=state)
        if self.value("review") == "todo":
            return unreviewed(rows, reader)
        return best_first(rows, reader) if self.value("review") == "done" else rows


class LetterFilter(FilterForm):
    quiet = ()

    outcome = forms.ChoiceField(label=_("結果"), choices=[("", _("すべて")), *Outcome.choices])

    def narrow(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        outcome = self.value("outcome")
        return rows.filter(outcome=outcome) if outcome else rows


class AdviceFilter(FilterForm):
    """The ledger: state, section, and what was asked after the end. `rows` are what it may narrow."""

    quiet = ()

    state = forms.ChoiceField(label=_("状態"), choices=[("", _("すべて")), *RECOMMENDATION.choices])
    section = forms.ChoiceField(label=_("担当課"))
    year = forms.ChoiceField(label=_("提案した年度"))
    follow = forms.ChoiceField(
        label=_("その後の確認"),
        choices=[("", _("すべて")), *FOLLOW_UP.choices, ("never", _("まだ確認していない"))],
    )

    def __init__(self, data: QueryDict, rows: QuerySet[Recommendation]) -> None:
        self.rows = rows.order_by()
        super().__init__(data)

    def fill_choices(self) -> None:
        sections = self.rows.values_list("department__code", "department__name").distinct()
        first = self.rows.aggregate(first=Min("proposed_date"), last=Max("proposed_date"))
        years: list[int] = []
        if first["first"]:
            years = list(range(dates.fiscal_year(first["first"]), dates.fiscal_year(first["last"]) + 1))
        fields: Any = self.fields
        offered = list(sections.order_by("department__name")[: MOST_SECTIONS + 1])
        if len(offered) > MOST_SECTIONS:  # of many municipalities: nobody finds one in such a list
            del fields["section"]
        else:
            fields["section"].choices = [("", _("すべて")), *offered]
        named = [(str(year), dates.fiscal_year_label(year)) for year in reversed(years)]
        fields["year"].choices = [("", _("すべて")), *named]

    def narrow(self, rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
        wanted = {"status": self.value("state"), "department__code": self.value("section")}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        if year := self.value("year"):
            rows = rows.filter(proposed_date__range=dates.fiscal_year_bounds(int(year)))
        if (follow := self.value("follow")) == "never":
            return rows.filter(follow_ups=None)
        return rows.filter(follow_ups__status=follow).distinct() if follow else rows


class SheetFilter(FilterForm):
    """Months and states of 謝礼の明細 on the desk."""

    quiet = ()

    month = forms.ChoiceField(label=_("月"))
    state = forms.ChoiceField(label=_("状態"), choices=[("", _("すべて")), *HONORARIUM_SHEET.choices])

    def __init__(self, data: QueryDict, months: Iterable[date]) -> None:
        self.months = months
        super().__init__(data)

    def fill_choices(self) -> None:
        field: Any = self.fields["month"]
        named = [(month.isoformat(), f"{month:%Y-%m}") for month in self.months]
        field.choices = [("", _("すべて")), *named]

    def narrow(self, rows: QuerySet[HonorariumSheet]) -> QuerySet[HonorariumSheet]:
        wanted = {"month": self.value("month"), "status": self.value("state")}
        return rows.filter(**{name: value for name, value in wanted.items() if value})
