"""The searches a person keeps, professional or clerk."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy

from advisors.filters import AdvisorFilter
from core.views import SIGNED_IN, ConfirmForm, EditPage, FormPage, Page, RowFormPage
from projects.enums import About, Alert
from projects.filters import EngagementFilter, OpeningFilter
from projects.forms.saved_search import (
    SavedSearchEditForm,
    SavedSearchForm,
    SavedViewEditForm,
    SavedViewForm,
)
from projects.models import SavedSearch
from projects.models.search import MAX_SAVED, results_url
from projects.operations import saved_search as operations
from projects.queries.saved_search import saved_searches_of

FILTERS: dict[About, Any] = {
    About.OPENINGS: OpeningFilter,
    About.ADVISORS: AdvisorFilter,
    About.ENGAGEMENTS: EngagementFilter,
}
MAY_LOOK = {About.ADVISORS: "advisors.find_advisors", About.ENGAGEMENTS: "projects.watch_engagements"}
EVERYTHING = {
    About.OPENINGS: gettext_lazy("受付中のすべての募集"),
    About.ADVISORS: gettext_lazy("すべての専門家"),
    About.ENGAGEMENTS: gettext_lazy("すべての活動"),
}


def _in_words(row: SavedSearch, like: Any) -> dict[str, Any]:
    """`like` lends the choices it has read."""
    about = About(row.about)
    criteria = FILTERS[about](QueryDict(row.querystring), like=like).applied()
    return {"search": row, "criteria": criteria, "everything": EVERYTHING[about]}


class SavedSearches(Page):
    permission = SIGNED_IN
    template_name = "projects/saved_searches.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        first = {about: kind(QueryDict()) for about, kind in FILTERS.items()}
        kept = [_in_words(row, first[About(row.about)]) for row in saved_searches_of(self.reader)]
        return super().get_context_data(kept=kept, limit=MAX_SAVED, **context)


class SavedSearchNew(FormPage):
    """The criteria come in the address, so that signing in on the way loses nothing."""

    permission = SIGNED_IN
    template_name = "projects/saved_search_new.html"
    form_class = SavedSearchForm
    success_message = gettext_lazy("条件を保存しました。")

    def prepare(self) -> None:
        about = self.request.GET.get("about", About.OPENINGS)
        if about not in About:
            raise Http404
        self.about = About(about)
        self.filter = FILTERS[self.about](self.request.GET)

    def is_permitted(self) -> bool:
        """Openings are for everybody; the rest is kept by those who may look at it."""
        return self.about not in MAY_LOOK or bool(self.reader.has_perm(MAY_LOOK[self.about]))

    def build_form(self, data: Any = None) -> Any:
        form = SavedViewForm if self.about == About.ENGAGEMENTS else SavedSearchForm
        return form(data, **self.form_options())

    def form_options(self) -> dict[str, Any]:
        words = "・".join(str(item.value or item.label) for item in self.filter.applied())
        name = (words or str(EVERYTHING[self.about]))[:60]
        alert = Alert.OFF if self.about == About.ENGAGEMENTS else Alert.DAILY
        return {"instance": SavedSearch(name=name, alert=alert)}

    def perform(self, form: SavedSearchForm, at: datetime) -> SavedSearch:
        return operations.save_search(
            by=self.reader,
            at=at,
            about=self.about,
            querystring=self.filter.querystring(),
            **{"alert": Alert.OFF, **form.changes()},
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            about=self.about,
            criteria=self.filter.applied(),
            everything=EVERYTHING[self.about],
            back_url=results_url(self.about, self.filter.querystring(), is_operator=self.reader.is_operator),
            **context,
        )


class SavedSearchEdit(EditPage):
    permission = "projects.edit_savedsearch"
    operation = operations.edit_search
    row_name = "search"
    template_name = "projects/saved_search_edit.html"
    form_class = SavedSearchEditForm
    success_message = gettext_lazy("保存しました。")

    def queryset(self) -> QuerySet[SavedSearch]:
        return saved_searches_of(self.reader)

    def build_form(self, data: Any = None) -> Any:
        form = SavedViewEditForm if self.row.about == About.ENGAGEMENTS else SavedSearchEditForm
        return form(data, **self.form_options())


class SavedSearchDelete(RowFormPage):
    permission = "projects.delete_savedsearch"
    row_name = "search"
    template_name = "projects/saved_search_delete.html"
    form_class = ConfirmForm
    success_message = gettext_lazy("条件を削除しました。")

    def queryset(self) -> QuerySet[SavedSearch]:
        return saved_searches_of(self.reader)

    def perform(self, form: Any, at: datetime) -> SavedSearch:
        operations.delete_search(self.row, by=self.reader, at=at)
        row: SavedSearch = self.row
        return row
