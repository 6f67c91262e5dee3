"""What stands in the files of this app's lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import dates
from core.exports import Column
from projects.honorarium import sentence
from projects.payment import hours_in_words


def _state(row: Any) -> Any:
    return row.workflow.state(row.status).label


PLACE = (
    Column(_("団体コード"), lambda row: row.municipality.code),
    Column(_("自治体"), lambda row: row.municipality.full_name),
)
ENGAGEMENTS = (
    Column(_("ID"), lambda row: row.code),
    *PLACE,
    Column(_("プロジェクト"), lambda row: row.project.title),
    Column(_("分野"), lambda row: row.project.field.name),
    Column(_("アドバイザー"), lambda row: str(row.advisor)),
    Column(_("登用の形"), lambda row: row.get_legal_form_display()),
    Column(_("状態"), _state),
    Column(_("開始日"), lambda row: row.start_date),
    Column(_("終了日"), lambda row: row.end_date),
    Column(_("実施した会議"), lambda row: row.held_count),
    Column(_("予定の会議"), lambda row: row.planned_count),
)
PROGRAMS = (
    *PLACE,
    Column(_("事業名"), lambda row: row.title),
    Column(_("開始日"), lambda row: row.start_date),
    Column(_("終了日"), lambda row: row.end_date),
    Column(_("目的"), lambda row: row.purpose),
    Column(_("協定の名称"), lambda row: row.agreement.title),
    Column(_("運営事業者"), lambda row: row.agreement.operator_name),
    Column(_("プロジェクトの数"), lambda row: row.project_count),
    Column(_("状態"), _state),
)
OPENINGS = (
    Column(_("ID"), lambda row: row.code),
    *PLACE,
    Column(_("募集名"), lambda row: row.title),
    Column(_("分野"), lambda row: row.project.field.name),
    Column(_("状態"), _state),
    Column(_("公開日"), lambda row: row.published_at),
    Column(_("締切日"), lambda row: row.deadline_date),
    Column(_("結果のお知らせ予定日"), lambda row: row.answer_date),
    Column(_("募集人数"), lambda row: row.seats),
    Column(_("謝礼"), sentence),
)
ADVICE = (
    Column(_("ID"), lambda row: row.code),
    *PLACE,
    Column(_("プロジェクト"), lambda row: row.engagement.project.title),
    Column(_("番号"), lambda row: row.number),
    Column(_("提案"), lambda row: row.text),
    Column(_("理由・根拠"), lambda row: row.grounds),
    Column(_("担当課"), lambda row: row.department.name),
    Column(_("提案日"), lambda row: row.proposed_date),
    Column(_("対応の期限"), lambda row: row.due_date),
    Column(_("状態"), _state),
    Column(_("対応の内容・理由"), lambda row: row.status_note),
)
SHEETS = (
    Column(_("年度"), lambda row: dates.fiscal_year(row.month)),
    Column(_("月"), lambda row: f"{row.month:%Y-%m}"),
    *PLACE,
    Column(_("担当課"), lambda row: row.engagement.project.department),
    Column(_("プロジェクト"), lambda row: row.engagement.project.title),
    Column(_("アドバイザー"), lambda row: row.engagement.advisor),
    Column(_("登用の形"), lambda row: row.engagement.get_legal_form_display()),
    Column(_("計算のきまり"), lambda row: row.rule),
    Column(_("稼働時間"), lambda row: hours_in_words(row.minutes)),
    Column(_("謝礼（円）"), lambda row: row.work_yen),
    Column(_("交通費（円）"), lambda row: row.travel_yen),
    Column(_("合計（円）"), lambda row: row.total_yen),
    Column(_("状態"), _state),
    Column(_("文書番号"), lambda row: row.document_number),
    Column(_("確認日"), lambda row: row.approved_at),
    Column(_("明細番号"), lambda row: row.code),
)
