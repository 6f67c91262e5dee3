"""Lists as CSV, the way Excel in a Japanese office opens them and without cells that compute."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

BOM = "\ufeff"
# A cell that begins with one of these is a formula to Excel, whoever typed it (OWASP: CSV injection).
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written: csv.writer's rows one by one."""

    def write(self, text: str) -> str:
        return text


def csv_response(name: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """UTF-8 with BOM and CRLF, sent row by row."""
    writer = csv.writer(_Echo())

    def parts() -> Iterator[str]:
        yield BOM + writer.writerow([cell(column) for column in columns])
        for row in rows:
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cell(value: Any) -> Any:
    """Numbers stay numbers; a text Excel would compute becomes a text it shows."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
