"""A list as a file: every row that it shows, over all its pages, under the criteria in its address."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import dates, tables
from core.documents import download
from core.paging import PagedList

Text = str | Promise
PARAMETER, ANYWAY = "export", "anyway"
FORMATS = {
    "csv": "CSV",
    "xlsx": "Excel",
    "sjis": gettext_lazy("CSV（Shift_JIS）"),
}
MOST_IN_EXCEL = 50_000  # rows; a sheet is built in memory
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Column:
    """`value` finds the cell in a row of the list: a text, a number or a day."""

    label: Text
    value: Callable[[Any], Any]


class ExportedList(PagedList):
    """`?export=csv`, `xlsx` or `sjis` gives the list as a file; templates link them by components/exports.html."""

    export_columns: ClassVar[Sequence[Column]]
    export_title: ClassVar[Text]

    def export_rows(self) -> Sequence[Any] | QuerySet[Any]:
        """What the list shows, without its pages."""
        return self.get_queryset()

    def export_name(self) -> str:
        return f"{self.export_title}_{dates.today():%Y%m%d}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        make = self._makers().get(request.GET.get(PARAMETER, ""))
        return make() if make else super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        links = [(label, self._address(name)) for name, label in FORMATS.items()]
        return super().get_context_data(exports=links, **context)

    def _makers(self) -> dict[str, Callable[[], HttpResponseBase]]:
        return {"csv": self._csv, "xlsx": self._xlsx, "sjis": self._shift_jis}

    def _heads(self) -> list[str]:
        return [str(column.label) for column in self.export_columns]

    def _cells(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        found = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows
        for row in found:
            yield [column.value(row) for column in self.export_columns]

    def _csv(self) -> HttpResponseBase:
        return tables.csv_response(
            f"{self.export_name()}.csv", self._heads(), self._cells(self.export_rows())
        )

    def _xlsx(self) -> HttpResponseBase:
        rows = self.export_rows()
        if (rows.count() if isinstance(rows, QuerySet) else len(rows)) > MOST_IN_EXCEL:
            words = _("Excelに書き出せるのは{most}行までです。条件を足すか、CSVで書き出してください。")
            messages.error(self.request, words.format(most=f"{MOST_IN_EXCEL:,}"))
            return HttpResponseRedirect(self._address(""))
        body = tables.xlsx(self._heads(), self._cells(rows), title=str(self.export_title))
        return download(body, tables.XLSX, name=f"{self.export_name()}.xlsx")

    def _shift_jis(self) -> HttpResponseBase:
        """Characters that do not fit are shown first; whoever goes on gets them as 〓."""
        cells = list(self._cells(self.export_rows()))
        missing = tables.unfit(cells)
        if missing and ANYWAY not in self.request.GET:
            return self._ask_about(missing)
        body = tables.shift_jis(self._heads(), cells)
        return download(body, "text/csv; charset=shift_jis", name=f"{self.export_name()}.csv")

    def _ask_about(self, missing: list[str]) -> HttpResponse:
        context = {
            "missing": missing,
            "title": self.export_title,
            "utf8_url": self._address("csv"),
            "anyway_url": f"{self._address('sjis')}&{ANYWAY}=1",
            "back_url": self._address(""),
        }
        return render(self.request, "core/export_unfit.html", context)

    def _address(self, name: str) -> str:
        """The list under the same criteria, as that file; with no name, the list itself."""
        query = self.request.GET.copy()
        for each in ("page", PARAMETER, ANYWAY):
            query.pop(each, None)
        if name:
            query[PARAMETER] = name
        return f"?{query.urlencode()}"
