"""活動報告 as a document to hand out: PDF, or Word to edit further."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from core import dates
from core.documents import Document, Fact, Part, Picture, Table
from projects.documents.words import day, month, period
from projects.models import Recommendation
from projects.workflow import RECOMMENDATION
from reports.models import OutcomeReport
from reports.queries.photos import pictures_of


def report_document(report: OutcomeReport, *, reader: Any) -> Document:
    """As the page tells it. `report` is loaded by `as_told`."""
    engagement = report.engagement
    place, section = report.municipality.full_name, engagement.project.department.name
    parts = [
        Part(_("1分でわかるこの報告"), report.summary_here),
        Part(_("背景と課題"), report.problem),
        Part(_("取り組んだこと"), report.activities),
        *_charts(report, reader),
        *_record(report, reader),
        Part(_("成果"), report.outcomes),
        Part(_("写真で見る活動"), pictures=_pictures(report)),
        Part(_("担当者のコメント"), f"{report.staff_comment}\n\n{place}　{section}"),
        *([_advisor_voice(report)] if report.advisor_comment else []),
        Part(_("これから"), report.next_steps),
    ]
    return Document(
        title=report.title,
        lead=f"{place}　{_('活動報告')}",
        facts=_facts(report, reader),
        parts=[part for part in parts if not part.is_empty],
        note=_draft_note(report),
        has_cover=True,
    )


def _pictures(report: OutcomeReport) -> list[Picture]:
    return [Picture(bytes(row.content), row.alt_text, row.caption) for row in pictures_of(report)]


def _facts(report: OutcomeReport, reader: Any) -> list[Fact]:
    engagement = report.engagement
    return [
        (_("自治体"), report.municipality.full_name),
        (_("担当課"), engagement.project.department.name),
        (_("プロジェクト"), f"{engagement.project.title}（{engagement.project.field.name}）"),
        (_("アドバイザー"), report.advisor_name or _("お名前は公開していません")),
        (_("期間"), period(engagement, reader)),
        (_("登用の形"), engagement.get_legal_form_display()),
        *([(_("公開日"), day(dates.jst_date(report.published_at), reader))] if report.published_at else []),
    ]


def _charts(report: OutcomeReport, reader: Any) -> list[Part]:
    """How the work went month by month, and what the city did with the advice."""
    engagement = report.engagement
    dated = [dates.jst_date(row.starts_at) for row in engagement.meetings.all()]
    dated += [row.delivered_date for row in engagement.deliverables.all()]
    dated += [row.proposed_date for row in engagement.recommendations.all()]
    months = Counter(each.replace(day=1) for each in dated)
    by_month = [(month(first, reader), months[first]) for first in sorted(months)]
    answers = Counter(row.status for row in engagement.recommendations.all())
    by_answer = [
        (str(RECOMMENDATION.state(code).label), answers[code]) for code, _label in RECOMMENDATION.choices
    ]
    return [
        Part(_("月ごとの会議・成果物・提案の数"), chart=by_month),
        Part(_("提案への対応"), chart=[(label, number) for label, number in by_answer if number]),
    ]


def _record(report: OutcomeReport, reader: Any) -> list[Part]:
    """Tables of what was kept; each only when there is something in it."""
    engagement = report.engagement
    meetings = [
        (
            _("第{number}回").format(number=row.number),
            day(dates.jst_date(row.starts_at), reader),
            row.title,
            row.decisions,
        )
        for row in engagement.meetings.all()
    ]
    goals = [
        (row.text, row.indicator, str(row.workflow.state(row.status).label), row.verdict_note)
        for row in engagement.goals.all()
    ]
    things = [
        (row.title, row.get_kind_display(), day(row.delivered_date, reader))
        for row in engagement.deliverables.all()
    ]
    advice: list[tuple[str, ...]] = [_advice(row) for row in engagement.recommendations.all()]
    ledger: tuple[str, ...] = (_("提案"), _("理由・根拠"), _("自治体の対応"), _("その後"))
    if not any(row[-1] for row in advice):  # nobody was asked yet
        ledger, advice = ledger[:-1], [row[:-1] for row in advice]
    tables = (
        (_("会議の記録"), (_("回"), _("日付"), _("議題"), _("決まったこと")), meetings),
        (_("目標と結果"), (_("目標"), _("達成の目安"), _("判定"), _("判定の理由")), goals),
        (_("成果物"), (_("名称"), _("種類"), _("提出日")), things),
        (_("提案とその後"), ledger, advice),
    )
    return [Part(heading, table=Table(columns, rows)) for heading, columns, rows in tables if rows]


def _advice(row: Recommendation) -> tuple[str, str, str, str]:
    state = str(row.workflow.state(row.status).label)
    answered = [f"{each.step}：{each.get_outcome_display()}" for each in row.follow_ups.all() if each.outcome]
    answer = "\n".join(filter(None, (state, row.status_note)))
    return f"{row.number}. {row.text}", row.grounds, answer, "\n".join(answered)


def _advisor_voice(report: OutcomeReport) -> Part:
    text = f"{report.advisor_comment}\n\n{report.advisor_name}".strip()
    return Part(_("アドバイザーのコメント"), text)


def _draft_note(report: OutcomeReport) -> str:
    if report.status == "published":
        return ""
    state = report.workflow.state(report.status).label
    return _("公開前の内容です（{state}）。").format(state=state)
