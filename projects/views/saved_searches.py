"""The searches a person keeps, professional or clerk."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import SIGNED_IN, ConfirmForm, EditPage, FormPage, Page, RowFormPage
from projects.enums import Alert
from projects.filters import OpeningFilter
from projects.forms.saved_search import SavedSearchEditForm, SavedSearchForm
from projects.models import SavedSearch
from projects.models.search import MAX_SAVED
from projects.operations import saved_search as operations
from projects.queries.saved_search import saved_searches_of


class SavedSearches(Page):
    permission = SIGNED_IN
    template_name = "projects/saved_searches.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        first = OpeningFilter(QueryDict())
        kept = [
            {"search": row, "criteria": OpeningFilter(QueryDict(row.querystring), like=first).applied()}
            for row in saved_searches_of(self.reader)
        ]
        return super().get_context_data(kept=kept, limit=MAX_SAVED, **context)


class SavedSearchNew(FormPage):
    """The criteria come in the address, so that signing in on the way loses nothing."""

    permission = SIGNED_IN
    template_name = "projects/saved_search_new.html"
    form_class = SavedSearchForm
    success_message = gettext_lazy("条件を保存しました。")

    def prepare(self) -> None:
        self.filter = OpeningFilter(self.request.GET)

    def form_options(self) -> dict[str, Any]:
        words = "・".join(str(item.value or item.label) for item in self.filter.applied())
        name = (words or _("受付中のすべての募集"))[:60]
        return {"instance": SavedSearch(name=name, alert=Alert.DAILY)}

    def perform(self, form: SavedSearchForm, at: datetime) -> SavedSearch:
        return operations.save_search(
            by=self.reader, at=at, querystring=self.filter.querystring(), **form.changes()
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        back = f"{reverse('openings')}?{self.filter.querystring()}"
        return super().get_context_data(criteria=self.filter.applied(), back_url=back, **context)


class SavedSearchEdit(EditPage):
    permission = "projects.edit_savedsearch"
    operation = operations.edit_search
    row_name = "search"
    template_name = "projects/saved_search_edit.html"
    form_class = SavedSearchEditForm
    success_message = gettext_lazy("保存しました。")

    def queryset(self) -> QuerySet[SavedSearch]:
        return saved_searches_of(self.reader)


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
