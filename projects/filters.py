"""Criteria of the list of openings."""

from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from advisors.enums import WorkStyle
from core.filters import FilterForm
from municipalities.filters import field_choices, prefecture_choices
from projects.models import Opening
from projects.queries import filter_openings, open_openings, public_openings

SORTS = (("", _("新着順")), ("deadline", _("締切が近い順")))


class OpeningFilter(FilterForm):
    """Shows openings that take applications unless asked for all."""

    q = forms.CharField(
        label=_("キーワード"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    field = forms.ChoiceField(label=_("分野"))
    prefecture = forms.ChoiceField(label=_("都道府県"))
    work_style = forms.ChoiceField(label=_("働き方"), choices=[("", _("すべて")), *WorkStyle.choices])
    pay = forms.ChoiceField(
        label=_("謝礼"),
        choices=[("", _("すべて")), ("paid", _("謝礼あり")), ("unpaid", _("無償・地場産品など"))],
    )
    state = forms.ChoiceField(
        label=_("募集の状態"), choices=[("", _("受付中のみ")), ("all", _("終わった募集も含む"))]
    )
    sort = forms.ChoiceField(choices=SORTS, widget=forms.HiddenInput)

    def fill_choices(self) -> None:
        self.fields["field"].choices = field_choices(_("すべて"))  # type: ignore[attr-defined]
        self.fields["prefecture"].choices = prefecture_choices(_("全国"))  # type: ignore[attr-defined]

    def openings(self, at: datetime) -> QuerySet[Opening]:
        rows = public_openings() if self.value("state") else open_openings(at)
        rows = filter_openings(
            rows,
            words=self.value("q"),
            field=self.value("field"),
            prefecture=self.value("prefecture"),
            work_style=self.value("work_style"),
            pay=self.value("pay"),
        )
        if self.value("sort"):
            rows = rows.order_by("deadline_date", "-published_at", "-id")
        return rows

    def is_narrowed(self) -> bool:
        """Whether a criterion besides the words is in force: then its controls are shown open."""
        return any(self.value(name) for name in ("field", "prefecture", "work_style", "pay", "state"))

    def sorts(self) -> list[dict[str, object]]:
        """The orders to choose from, as links."""
        now = self.value("sort")
        return [
            {"label": label, "url": self.address(sort=value), "current": value == now}
            for value, label in SORTS
        ]
