"""議会・監査資料: one program as a council or an auditor asks about it.

Basis, duties, selection, fairness, fee and its grounds, evaluation and results, in the order in which
councils ask. Days stand in both calendars, money by fiscal year. Names stand only where the advisor
agreed to be named in public; of people who were not taken on there are only numbers.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core import dates
from core.documents import Document, Fact, Part, Table, pdf
from core.documents.word import docx
from core.workflow import Workflow
from municipalities.models import Approval
from projects.documents.words import both_calendars as day
from projects.honorarium import sentence, yen
from projects.models import Deliverable, Engagement, Opening, Program, Recommendation
from projects.workflow import APPLICATION, GOAL
from reports.enums import Ending
from reports.models import DocumentJob, OutcomeReport
from reports.queries import council as queries

ENDINGS = (Ending.DOCX, Ending.PDF)


def title_of(program: Program) -> str:
    return _("議会・監査資料（{program}）").format(program=program.title)


def make(job: DocumentJob, step: Callable[[int], None]) -> bytes:
    assert job.program is not None  # a constraint of the row
    document = council_pack(job.program)
    step(60)
    return docx(document) if job.ending == Ending.DOCX else pdf(document)


def council_pack(program: Program) -> Document:
    calls, works = list(queries.calls_of(program)), queries.works_of(program)
    return Document(
        title=title_of(program),
        lead=program.municipality.full_name,
        facts=_basis(program),
        parts=[
            Part(_("目的"), program.purpose),
            Part(_("職務と位置付け"), table=_duties(works)) if works else Part(_("職務と位置付け"), _none()),
            *_selection(program, calls),
            _fairness(program, calls),
            *_pay(program, calls),
            _evaluation(works),
            *_results(works),
        ],
        note=_(
            "このポータルの記録から作りました。応募した方の氏名と、選ばれなかった方の内容は載せていません。"
        ),
    )


def _none() -> str:
    return _("まだありません。")


def _basis(program: Program) -> list[Fact]:
    agreement = program.agreement
    return [
        (_("事業"), program.title),
        (_("期間"), f"{day(program.start_date)}{_('～')}{day(program.end_date)}"),
        (_("年度"), _years(program)),
        (_("根拠となる連携協定"), f"{agreement.title}（{agreement.operator_name}）"),
        (_("協定の締結日"), day(agreement.signed_date) or _("まだ締結していません")),
        (_("協定の決裁"), _decided(agreement.approval)),
    ]


def _years(program: Program) -> str:
    first, last = dates.fiscal_year(program.start_date), dates.fiscal_year(program.end_date)
    return _("、").join(dates.fiscal_year_label(year) for year in range(first, last + 1))


def _decided(approval: Approval | None) -> str:
    """文書番号, 決裁日, 決裁者の職名."""
    if approval is None or approval.status != "approved":
        return _("このポータルに決裁の記録はありません")
    parts = (approval.document_number, day(approval.decision_date), approval.decider_title)
    return "　".join(filter(None, parts))


def _duties(works: list[Engagement]) -> Table:
    return Table(
        [_("プロジェクト"), _("担当課"), _("アドバイザー"), _("登用の形"), _("期間"), _("委嘱の決裁")],
        [
            [
                f"{row.project.title}（{row.project.field.name}）",
                row.project.department.name,
                _name(row),
                row.get_legal_form_display(),
                f"{day(row.start_date)}{_('～')}{day(row.end_date)}",
                _decided(row.approval),
            ]
            for row in works
        ],
    )


def _name(work: Engagement) -> str:
    """As the advisor agreed to be named in public; before that by what they do."""
    report: OutcomeReport | None = getattr(work, "report", None)
    if report is not None and report.status == "published":
        return report.advisor_name or _("（氏名は公表していません）")
    return work.advisor.headline


def _selection(program: Program, calls: list[Any]) -> list[Part]:
    if not calls:
        return [Part(_("選考"), _("公開した募集はまだありません。"))]
    answers = queries.answers_of(program)
    columns = [
        *(_("募集"), _("募集人数"), _("公開日"), _("締切日"), _("応募")),
        *(_("結果"), _("結果を知らせた日"), _("結果の決裁")),
    ]
    rows = [
        [
            *(call.title, str(call.seats), _moment(call.published_at), day(call.deadline_date)),
            *(str(call.received), _answers(call, answers.get(call.pk))),
            *(_moment(call.released_at), _decided(call.result_approval) if call.released_at else ""),
        ]
        for call in calls
    ]
    rubric = [
        (call.title, "\n".join(f"{each.name}　{each.weight}%" for each in call.criteria.all()))
        for call in calls
    ]
    return [
        Part(_("選考の経過"), table=Table(columns, rows, numbers=[1, 4])),
        Part(_("選考の基準（募集と同時に公開し、その後は変えていません）"), facts=rubric),
    ]


def _moment(at: datetime | None) -> str:
    return day(dates.jst_date(at)) if at else ""


def _answers(call: Opening, found: dict[str, int] | None) -> str:
    if call.status == "withdrawn":
        return _("取下げ")
    if call.released_at is None:
        return _("選考中")
    return _counted(APPLICATION, found or {})


def _counted(workflow: Workflow, found: dict[str, int]) -> str:
    """承諾 1　見送り 3, in the order of the table."""
    parts = [
        f"{workflow.state(code).label} {found[code]}" for code, _label in workflow.choices if found.get(code)
    ]
    return "　".join(parts) or _("応募なし")


def _fairness(program: Program, calls: list[Any]) -> Part:
    excluded = queries.staff_excluded(program)
    declared = sum(call.declared for call in calls)
    kept_out = [f"{row.title}（{_until(row)}）" for row in queries.restrictions_of(program)]
    facts = [
        (_("応募者の申告"), _("勤務先などと自治体に取引がある応募者 {count}人").format(count=declared)),
        (
            _("職員の申告"),
            _("利害関係を申告し、選考から外れた職員 延べ{count}人").format(count=excluded),
        ),
        (_("調達への参加の制限"), "\n".join(kept_out) or _("仕様書案の成果物はありません。")),
        (
            _("採否の知らせ方"),
            _("決裁まで結果を封じ、全員に同時に知らせています。"),
        ),
    ]
    return Part(_("公平さの確保と利益相反"), facts=facts)


def _until(row: Deliverable) -> str:
    if row.restricted_until_date is None:
        return _("期限を決めていません")
    return _("書いた人は{day}まで参加を控える").format(day=day(row.restricted_until_date))


def _pay(program: Program, calls: list[Any]) -> list[Part]:
    terms = [
        (call.title, "\n".join(filter(None, (sentence(call), call.pay_grounds, call.pay_note))))
        for call in calls
    ]
    paid = queries.paid_by_year(program)
    parts = [Part(_("謝礼とその根拠"), facts=terms)] if terms else []
    if not paid:
        return [*parts, Part(_("謝礼の実績（年度別）"), _("確認済みの明細はまだありません。"))]
    columns = [_("年度"), _("明細"), _("稼働時間"), _("謝礼（円）"), _("交通費（円）"), _("合計（円）")]
    rows = [
        [
            *(dates.fiscal_year_label(each.fiscal_year), str(each.months), f"{each.minutes / 60:g}"),
            *(yen(each.work_yen), yen(each.travel_yen), yen(each.work_yen + each.travel_yen)),
        ]
        for each in paid
    ]
    return [*parts, Part(_("謝礼の実績（年度別）"), table=Table(columns, rows, numbers=[1, 2, 3, 4, 5]))]


def _evaluation(works: list[Engagement]) -> Part:
    rows = [
        [work.project.title, goal.text, goal.indicator, str(GOAL.state(goal.status).label), goal.verdict_note]
        for work in works
        for goal in work.goals.all()
    ]
    if not rows:
        return Part(_("評価"), _("目標はまだありません。"))
    columns = [_("プロジェクト"), _("目標"), _("達成の目安"), _("判定"), _("判定の理由")]
    return Part(_("評価"), table=Table(columns, rows))


def _results(works: list[Engagement]) -> list[Part]:
    facts = [(work.project.title, _result(work)) for work in works]
    advice = [
        [
            *(work.project.title, row.text, row.department.name),
            "\n".join(filter(None, (str(row.workflow.state(row.status).label), row.status_note))),
            "\n".join(_followed(row)),
        ]
        for work in works
        for row in work.recommendations.all()
    ]
    columns = [_("プロジェクト"), _("提案"), _("担当課"), _("自治体の対応"), _("その後")]
    return [
        Part(_("実績"), facts=facts) if facts else Part(_("実績"), _none()),
        Part(_("提案とその後"), table=Table(columns, advice)) if advice else Part(_("提案とその後"), _none()),
    ]


def _result(work: Engagement) -> str:
    held = sum(row.status == "held" for row in work.meetings.all())
    accepted = [row.title for row in work.deliverables.all() if row.status == "accepted"]
    report: OutcomeReport | None = getattr(work, "report", None)
    told = _("公開中") if report is not None and report.status == "published" else _("未公開")
    lines = [
        _("会議 {count}回").format(count=held),
        _("成果物 {count}件").format(count=len(accepted))
        + (f"（{_('、').join(accepted)}）" if accepted else ""),
        _("活動報告 {state}").format(state=told),
    ]
    return "\n".join(lines)


def _followed(row: Recommendation) -> list[str]:
    return [f"{each.step}：{each.get_outcome_display()}" for each in row.follow_ups.all() if each.outcome]
