"""Open data: what everybody may take away and use, as tables a program can read.

Columns begin as in the standard data sets of municipalities (code, ID, name). One fact a cell, days as
ISO 8601, numbers without separators, units in the head, no line breaks: the government's rules for
machine-readable data, of 31 March 2026.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import dates
from municipalities.models import Municipality, PartnershipAgreement
from projects.models import Opening
from projects.queries import public_openings
from reports.models import OutcomeReport
from reports.queries.published import published_reports, with_activity

LICENCE = "CC BY 4.0"
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """`key` heads it in JSON, `label` in CSV; `value` finds it in a row of the data set."""

    key: str
    label: Text
    meaning: Text
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class DataSet:
    """`name` is part of its address. `rows` yields what the columns read, in a constant number of queries
    for every thousand.
    """

    name: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Any]]

    def records(self) -> Iterator[dict[str, Any]]:
        """In Japanese whatever the reader's language: data do not change with it."""
        with override(settings.LANGUAGE_CODE):
            for row in self.rows():
                yield {column.key: plain(column.value(row)) for column in self.columns}


def plain(value: Any) -> Any:
    """A number, or text of one line; days as ISO 8601; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return dates.jst_date(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return int(value)
    return " ".join(str(value).split())


def _place(found: Callable[[Any], Municipality]) -> tuple[Column, ...]:
    return (
        Column(
            "code", _("全国地方公共団体コード"), _("総務省が定める6桁の番号"), lambda row: found(row).code
        ),
        Column("prefecture", _("都道府県名"), _("都道府県の名前"), lambda row: _prefecture(found(row))),
        Column("municipality", _("地方公共団体名"), _("自治体の名前"), lambda row: found(row).name),
    )


def _prefecture(place: Municipality) -> str:
    return (place.prefecture or place).name


def _of_row(row: Any) -> Municipality:
    place: Municipality = row.municipality
    return place


def _address(row: Any) -> str:
    return settings.BASE_URL + str(row.get_absolute_url())


_OPENINGS = (
    Column("id", _("ID"), _("募集ごとの番号"), lambda row: row.code),
    *_place(_of_row),
    Column("title", _("題名"), _("募集の題名"), lambda row: row.title),
    Column("summary", _("概要"), _("募集の短い説明"), lambda row: row.summary),
    Column("field", _("分野"), _("取り組む分野"), lambda row: row.project.field.name),
    Column("state", _("状態"), _("募集の今の状態"), lambda row: row.workflow.public_state(row.status).label),
    Column("published", _("公開日"), _("募集を公開した日"), lambda row: row.published_at),
    Column("deadline", _("応募締切日"), _("この日の23時59分まで"), lambda row: row.deadline_date),
    Column(
        "answer", _("結果通知予定日"), _("応募者に結果を知らせると約束した日"), lambda row: row.answer_date
    ),
    Column("start", _("開始日"), _("活動を始める日"), lambda row: row.start_date),
    Column("end", _("終了日"), _("活動を終える日"), lambda row: row.end_date),
    Column("hours", _("月の活動時間（時間）"), _("1か月の目安"), lambda row: row.hours_per_month),
    Column("work_style", _("働き方"), _("オンラインか現地か"), lambda row: row.get_work_style_display()),
    Column("legal_form", _("登用の形"), _("委嘱、業務委託など"), lambda row: row.get_legal_form_display()),
    Column("pay_unit", _("謝礼の単位"), _("謝礼の決め方"), lambda row: row.get_pay_unit_display()),
    Column("pay", _("謝礼の額（円）"), _("単位あたりの額。空は定めなし"), lambda row: row.pay_amount),
    Column("seats", _("募集人数（人）"), _("募集する人数"), lambda row: row.seats),
    Column("url", _("URL"), _("募集のページ"), _address),
)
_REPORTS = (
    Column("id", _("ID"), _("報告ごとの番号"), lambda row: row.code),
    *_place(_of_row),
    Column("title", _("題名"), _("報告の題名"), lambda row: row.title),
    Column("summary", _("概要"), _("ひとことで言うと"), lambda row: row.summary),
    Column("field", _("分野"), _("取り組んだ分野"), lambda row: row.engagement.project.field.name),
    Column("fiscal_year", _("年度"), _("活動を始めた年度（西暦）"), lambda row: row.fiscal_year),
    Column("start", _("開始日"), _("活動を始めた日"), lambda row: row.engagement.start_date),
    Column("end", _("終了日"), _("活動を終えた日"), lambda row: row.engagement.end_date),
    Column(
        "legal_form",
        _("登用の形"),
        _("委嘱、業務委託など"),
        lambda row: row.engagement.get_legal_form_display(),
    ),
    Column("published", _("公開日"), _("報告を公開した日"), lambda row: row.published_at),
    Column("url", _("URL"), _("報告のページ"), _address),
)
_OUTCOMES = (
    Column("report_id", _("報告のID"), _("活動報告一覧のID"), lambda row: row[0].code),
    *_place(lambda row: _of_row(row[0])),
    Column("indicator", _("指標"), _("数えたもの"), lambda row: row[1]),
    Column("value", _("値"), _("数"), lambda row: row[2]),
    Column("unit", _("単位"), _("値の単位"), lambda row: row[3]),
)
_MUNICIPALITIES = (
    *_place(lambda row: row),
    Column("kana", _("地方公共団体名（ふりがな）"), _("名前の読み"), lambda row: row.kana),
    Column("agreement", _("連携協定の有無"), _("結んでいれば1、いなければ0"), lambda row: row.has_agreement),
    Column("openings", _("公開した募集（件）"), _("これまでに公開した募集"), lambda row: row.opening_count),
    Column("reports", _("公開中の活動報告（件）"), _("今読める報告"), lambda row: row.report_count),
    Column("url", _("URL"), _("自治体のページ"), _address),
)


def _openings() -> Iterator[Opening]:
    return public_openings().order_by("id").iterator(chunk_size=1000)


def _reports() -> Iterator[OutcomeReport]:
    return published_reports().order_by("id").iterator(chunk_size=1000)


def _outcomes() -> Iterator[tuple[OutcomeReport, str, int, str]]:
    """One line for each figure of each report."""
    rows = with_activity(published_reports()).order_by("id")
    for report in rows.iterator(chunk_size=1000):
        work = report.engagement
        advice = [row.status for row in work.recommendations.all()]
        goals = [row.status for row in work.goals.all()]
        yield report, str(_("実施した会議")), len(work.meetings.all()), str(_("回"))
        yield report, str(_("受け取った成果物")), len(work.deliverables.all()), str(_("件"))
        yield report, str(_("達成した目標")), goals.count("achieved"), str(_("件"))
        yield report, str(_("目標")), len(goals), str(_("件"))
        yield report, str(_("提案")), len(advice), str(_("件"))
        for code, label in work.recommendations.model.workflow.choices:
            yield report, str(_("提案のうち{state}")).format(state=label), advice.count(code), str(_("件"))


def _municipalities() -> Iterator[Municipality]:
    in_force = PartnershipAgreement.objects.filter(municipalities=OuterRef("pk"), status="concluded")
    rows: QuerySet[Municipality] = Municipality.objects.filter(valid_to=None, prefecture__isnull=False)
    rows = rows.select_related("prefecture").annotate(
        has_agreement=Exists(in_force),
        opening_count=Count("openings", filter=Q(openings__published_at__isnull=False), distinct=True),
        report_count=Count("reports", filter=Q(reports__status="published"), distinct=True),
    )
    return rows.order_by("code").iterator(chunk_size=1000)


DATA_SETS = {
    each.name: each
    for each in (
        DataSet(
            "openings", _("募集一覧"), _("公開した募集です。終わったものも含みます。"), _OPENINGS, _openings
        ),
        DataSet("reports", _("活動報告一覧"), _("公開中の活動報告です。"), _REPORTS, _reports),
        DataSet(
            "outcomes", _("成果指標"), _("活動報告ごとの数を、1行に1つずつ並べます。"), _OUTCOMES, _outcomes
        ),
        DataSet(
            "municipalities",
            _("自治体一覧"),
            _("全国の市区町村と、このポータルでの取組の数です。"),
            _MUNICIPALITIES,
            _municipalities,
        ),
    )
}
