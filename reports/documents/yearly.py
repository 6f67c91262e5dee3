"""年度報告: every municipality of the country with what came of the calls of one fiscal year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core import dates, tables
from core.documents import Document, Part, Table, pdf
from municipalities.models import Municipality
from reports.enums import Ending
from reports.figures import FIGURES, RATES, Scope
from reports.models import DocumentJob
from reports.queries import tally

ENDINGS = (Ending.PDF, Ending.XLSX, Ending.CSV)
NOTHING = dict.fromkeys(FIGURES, 0)


@dataclass(frozen=True, slots=True)
class Line:
    place: Municipality
    counts: dict[str, int]

    @property
    def prefecture(self) -> Municipality:
        return self.place.prefecture or self.place


def title_of(fiscal_year: int) -> str:
    return _("年度報告（{year}）").format(year=dates.fiscal_year_label(fiscal_year))


def make(job: DocumentJob, step: Callable[[int], None]) -> bytes:
    assert job.fiscal_year is not None  # a constraint of the row
    found = lines(job.fiscal_year)
    step(30)
    if job.ending == Ending.PDF:
        document = yearly_report(job.fiscal_year, found)
        step(50)
        return pdf(document)
    heads, rows = _heads(), _cells(job.fiscal_year, found)
    if job.ending == Ending.XLSX:
        return tables.xlsx(heads, rows, title=job.title)
    return (tables.BOM + "".join(tables.csv_lines(heads, rows))).encode()


def lines(fiscal_year: int) -> list[Line]:
    """All municipalities of today in the order of their codes, and whoever else has figures."""
    counted = tally.counts_by_place(Scope(fiscal_year=fiscal_year))
    places = Municipality.objects.select_related("prefecture").order_by("code")
    return [
        Line(place, counted.get(place.pk, NOTHING))
        for place in places
        if place.pk in counted or (place.valid_to is None and place.prefecture_id)
    ]


def total(found: list[Line]) -> dict[str, int]:
    return {key: sum(line.counts[key] for line in found) for key in FIGURES}


def _heads() -> list[str]:
    units = [f"{each.label}（{each.unit}）" for each in FIGURES.values()]
    return [_("年度"), _("団体コード"), _("都道府県"), _("自治体"), *units]


def _cells(fiscal_year: int, found: list[Line]) -> Iterator[list[Any]]:
    for line in found:
        numbers = [line.counts[key] for key in FIGURES]
        yield [fiscal_year, line.place.code, line.prefecture.name, line.place.name, *numbers]


def yearly_report(fiscal_year: int, found: list[Line]) -> Document:
    """The country first, then the prefectures, then each prefecture's municipalities."""
    whole = total(found)
    facts = [(str(each.label), _number(whole[each.key], each.unit)) for each in FIGURES.values()]
    rates = [
        (str(rate.label), _("―") if percent is None else f"{percent}%")
        for rate, percent in tally.percents(whole)
    ]
    meanings = [(str(each.label), str(each.meaning)) for each in FIGURES.values()]
    meanings += [(str(each.label), str(each.meaning)) for each in RATES]
    groups = _by_prefecture(found)
    return Document(
        title=title_of(fiscal_year),
        lead=_("複業アドバイザー ポータル"),
        facts=[*facts, *rates],
        parts=[
            Part(_("数え方"), _basis(fiscal_year), facts=meanings),
            Part(
                _("都道府県別"),
                table=_table(_("都道府県"), [(name, total(rows)) for name, rows in groups.items()], whole),
            ),
            *(
                Part(
                    name,
                    table=_table(_("自治体"), [(line.place.name, line.counts) for line in rows], total(rows)),
                )
                for name, rows in groups.items()
            ),
        ],
        is_wide=True,
    )


def _basis(fiscal_year: int) -> str:
    return _(
        "{year}に公開した募集と、その募集から生まれた応募・活動・報告を数えています。活動や報告が次の年度に入っても、募集の年度に数えます。"
    ).format(year=dates.fiscal_year_label(fiscal_year))


def _by_prefecture(found: list[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in found:
        groups.setdefault(line.prefecture.name, []).append(line)
    return groups


def _table(head: str, rows: list[tuple[str, dict[str, int]]], whole: dict[str, int]) -> Table:
    columns = [head, *(str(each.label) for each in FIGURES.values())]
    body = [[name, *(f"{counts[key]:,}" for key in FIGURES)] for name, counts in [*rows, (_("合計"), whole)]]
    return Table(columns, body, numbers=list(range(1, len(columns))))


def _number(number: int, unit: Any) -> str:
    return f"{number:,}{unit}"
