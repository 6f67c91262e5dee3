"""Open data: the list of data sets, what each column means, and the files."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import override

from core import tables
from core.views import PUBLIC, Guarded, Page
from reports.open_data import DATA_SETS, LICENCE, DataSet


class OpenData(Page):
    permission = PUBLIC
    template_name = "reports/open_data.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(data_sets=list(DATA_SETS.values()), licence=LICENCE, **context)


class OfDataSet(Guarded):
    permission = PUBLIC
    data_set: DataSet

    def prepare(self) -> None:
        found = DATA_SETS.get(self.kwargs["name"])
        if found is None:
            raise Http404
        self.data_set = found


class OpenDataTable(OfDataSet):
    """CSV: UTF-8 with BOM, one row of heads, in Japanese."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> StreamingHttpResponse:
        with override("ja"):
            heads = [str(column.label) for column in self.data_set.columns]
        rows = (list(record.values()) for record in self.data_set.records())
        return tables.csv_response(f"{self.data_set.name}.csv", heads, rows)


class OpenDataJson(OfDataSet):
    """The same records, row by row."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> StreamingHttpResponse:
        return StreamingHttpResponse(self.parts(), content_type="application/json; charset=utf-8")

    def parts(self) -> Iterator[str]:
        head = {"name": self.data_set.name, "licence": LICENCE}
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
        joint = ""
        for record in self.data_set.records():
            yield joint + json.dumps(record, ensure_ascii=False)
            joint = ",\n"
        yield "]}\n"
