"""Criteria of the list of openings."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.enums import WorkStyle
from core import words
from core.filters import FilterForm
from core.paging import CAP
from municipalities.enums import Region
from municipalities.filters import field_choices
from municipalities.queries import prefectures_by_region
from projects.enums import DeadlineBand, HoursBand, Pay, TermBand
from projects.models import HonorariumSheet
from projects.queries.search import Criteria, region_counts
from projects.workflow import HONORARIUM_SHEET

SORTS = (("new", _("新着順")), ("deadline", _("締切が近い順")))
WORD_SORTS = (("relevance", _("題名に合う順")), *SORTS)


class OpeningFilter(FilterForm):
    """Shows openings that take applications unless asked for all."""

    q = forms.CharField(
        label=_("キーワード"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
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
    sort = forms.ChoiceField(choices=WORD_SORTS, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, like: "OpeningFilter | None" = None) -> None:
        """`like` lends the choices it has read, where many filters are shown on one page."""
        self.like = like
        super().__init__(data)

    def fill_choices(self) -> None:
        if self.like is not None:
            own: Any = self.fields
            lent: Any = self.like.fields
            for name in ("field", "prefecture"):
                own[name].choices = lent[name].choices
            return
        self.fields["field"].choices = field_choices(_("すべて"))  # type: ignore[attr-defined]
        self.fields["prefecture"].choices = _places()  # type: ignore[attr-defined]

    def criteria(self) -> Criteria:
        names = [name for name in self.fields if name != "q"]
        return Criteria(words=self.value("q"), **{name: self.value(name) for name in names})

    def querystring(self) -> str:
        """The criteria in one spelling, without the question mark and without the order."""
        return self.address(sort="")[1:]

    def visible_facets(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in ("q", "sort")]

    def sorts(self) -> list[dict[str, object]]:
        """The orders to choose from, as links. The first is the usual one and needs no mention."""
        criteria = self.criteria()
        offered = WORD_SORTS if criteria.asked else SORTS
        usual = offered[0][0]
        return [
            {
                "label": label,
                "url": self.address(sort="" if value == usual else value),
                "current": value == criteria.order,
            }
            for value, label in offered
        ]

    def show_counts(self, facets: Mapping[str, Mapping[str, int]]) -> None:
        """Writes behind each choice how many openings it gives. Call it after `applied()`."""
        places = facets["prefecture"]
        counted = {**facets, "prefecture": {**places, **region_counts(dict(places))}}
        for name, counts in counted.items():
            field: Any = self.fields[name]
            field.choices = [_with_counts(choice, name, counts) for choice in field.choices]

    def ways_out(self, counts: Mapping[str, int]) -> list[dict[str, str]]:
        """For a search without results: each criterion taken away, when that helps."""
        ways = []
        for name, count in counts.items():
            if count:
                field = "q" if name == "words" else name
                url = self.address(state="all") if name == "state" else self.without(field)
                label = gettext("終わった募集も含める") if name == "state" else self._named(field)
                ways.append({"label": label, "url": url, "count": _count(count)})
        return ways

    def wider_place(self) -> list[dict[str, str]]:
        """From a prefecture to its region."""
        chosen = self.value("prefecture")
        for region, rows in prefectures_by_region() if chosen[:2].isdigit() else ():
            if chosen in {row.code for row in rows}:
                url = self.address(prefecture=region.value)
                return [{"label": _region(region), "url": url}]
        return []

    def correction(self) -> dict[str, object] | None:
        """もしかして."""
        word = words.suggestion(self.value("q")) if self.value("q") else ""
        return {"word": word, "url": self.address(q=word)} if word else None

    def save_url(self) -> str:
        return f"{reverse('saved_search_new')}?{self.querystring()}"

    def _named(self, name: str) -> str:
        label = f"{self.fields[name].label}：{self._words(name)}"
        return gettext("「{label}」を外す").format(label=label)


def _places() -> list[Any]:
    groups = [
        (region.label, [(region.value, _region(region)), *((row.code, row.name) for row in rows)])
        for region, rows in prefectures_by_region()
    ]
    return [("", _("全国")), *groups]


def _region(region: Region) -> str:
    return gettext("{region}のすべて").format(region=region.label)


def _with_counts(choice: Any, name: str, counts: Mapping[str, int]) -> Any:
    value, label = choice
    if isinstance(label, list | tuple):
        return value, [_with_counts(each, name, counts) for each in label]
    if not value:
        return choice
    key = value[:2] if name == "prefecture" and value[:2].isdigit() else value
    return value, f"{label}（{_count(counts.get(key, 0))}）"


def _count(number: int) -> str:
    return gettext("1,000以上") if number > CAP else f"{number:,}"


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
