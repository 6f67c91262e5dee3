"""The city writes the 活動報告 of an engagement and brings it to publication."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.queries import history_of
from core.documents import Document
from core.documents.pages import DocumentPage
from core.exports import Column, ExportedList
from core.forms import ReasonForm
from core.views import Act, ActionPage, ConfirmForm, EditPage, RowFormPage, RowPage
from municipalities.forms.approval import DecisionForm
from projects.models import Engagement
from projects.queries import engagements_managed_by, with_record
from reports.documents.outcome import report_document
from reports.forms.outcome import CommentRequestForm, OutcomeReportForm
from reports.models import OutcomeReport
from reports.operations import outcome as operations
from reports.queries import desk as queries
from reports.queries.prefill import unwritten


class DeskReports(ExportedList):
    permission = "municipalities.enter_desk"
    template_name = "reports/desk_reports.html"
    context_object_name = "reports"
    export_title = gettext_lazy("活動報告の一覧")
    export_columns = (
        Column(gettext_lazy("ID"), lambda row: row.code),
        Column(gettext_lazy("自治体"), lambda row: row.municipality.full_name),
        Column(gettext_lazy("題名"), lambda row: row.title),
        Column(gettext_lazy("プロジェクト"), lambda row: row.engagement.project.title),
        Column(gettext_lazy("アドバイザー"), lambda row: row.engagement.advisor),
        Column(gettext_lazy("状態"), lambda row: row.workflow.state(row.status).label),
        Column(gettext_lazy("コメントの期限"), lambda row: row.comment_due_date),
        Column(gettext_lazy("公開日"), lambda row: row.published_at),
    )

    def get_queryset(self) -> QuerySet[OutcomeReport]:
        rows = queries.reports_managed_by(self.reader)
        return queries.reports_in_state(rows, self.request.GET.get("state", ""))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        counts = queries.report_states_counted(queries.reports_managed_by(user))
        return super().get_context_data(
            total=sum(counts.values()),
            states=[(state, counts.get(state.code, 0)) for state in OutcomeReport.workflow.states],
            chosen=self.request.GET.get("state", ""),
            unreported=queries.unreported_engagements(user),
            joint_reports=queries.joint_reports_managed_by(user),
            programs=queries.programs_without_joint_report(user),
            **context,
        )


class DeskReportNew(RowFormPage):
    """Asks once, then starts the draft from the record; a report that exists already is shown."""

    permission = "reports.add_outcomereport"
    row_name = "engagement"
    row: Engagement
    template_name = "reports/desk_report_new.html"
    form_class = ConfirmForm
    success_message = gettext_lazy("記録から下書きを作りました。読みやすく直してください。")

    def queryset(self) -> QuerySet[Engagement]:
        return with_record(engagements_managed_by(self.reader))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        existing = getattr(self.row, "report", None)
        if existing:
            return HttpResponseRedirect(existing.desk_url)
        return super().get(request, *args, **kwargs)

    def perform(self, form: ConfirmForm, at: datetime) -> Model:
        return operations.start_report(self.row, by=self.reader, at=at)

    def success_url(self, result: OutcomeReport) -> str:
        may_edit = self.reader.has_perm("reports.edit_outcomereport", result)
        return reverse("desk_report_edit", args=[result.code]) if may_edit else result.desk_url


class DeskReport(RowPage):
    permission = "reports.view_outcomereport"
    row_name = "report"
    row: OutcomeReport
    template_name = "reports/desk_report.html"

    def queryset(self) -> QuerySet[OutcomeReport]:
        return queries.reports_with_record(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        subjects = [self.row, self.row.approval] if self.row.approval else [self.row]
        return super().get_context_data(
            tasks=checklist(self.row, may_edit=self.may_edit()),
            complete=not unwritten(self.row),
            events=history_of(*subjects),
            **context,
        )

    def may_edit(self) -> bool:
        return self.reader.has_perm("reports.edit_outcomereport", self.row)


class DeskReportDocument(DocumentPage):
    """For the decision inside the city and for the council, also before it is published."""

    permission = "reports.view_outcomereport"
    row: OutcomeReport

    def queryset(self) -> QuerySet[OutcomeReport]:
        return queries.reports_with_record(self.reader)

    def document(self) -> Document:
        return report_document(self.row, reader=self.reader)

    def back_url(self) -> str:
        return self.row.desk_url


class DeskReportEdit(EditPage):
    permission = "reports.edit_outcomereport"
    operation = operations.edit_report
    row_name = "report"
    row: OutcomeReport
    template_name = "reports/desk_report_edit.html"
    form_class = OutcomeReportForm
    success_message = gettext_lazy("活動報告を保存しました。")

    def queryset(self) -> QuerySet[OutcomeReport]:
        return queries.reports_with_record(self.reader)

    def success_url(self, result: OutcomeReport) -> str:
        return result.desk_url


class DeskReportAction(ActionPage):
    template_name = "reports/desk_report_action.html"
    acts = {
        "request_comment": Act(
            operations.request_comment,
            CommentRequestForm,
            gettext_lazy("アドバイザーにコメントを依頼しました。"),
        ),
        "reopen": Act(
            operations.reopen_report,
            message=gettext_lazy("下書きに戻しました。直したあと、もう一度コメントを依頼してください。"),
        ),
        "submit": Act(operations.submit_report, message=gettext_lazy("公開の承認を申請しました。")),
        "approve": Act(operations.approve_report, DecisionForm, gettext_lazy("承認しました。")),
        "return": Act(operations.return_report, ReasonForm, gettext_lazy("差し戻しました。")),
        "recall": Act(
            operations.recall_report,
            message=gettext_lazy("引き上げました。直して、もう一度申請できます。"),
        ),
        "publish": Act(operations.publish_report, message=gettext_lazy("活動報告を公開しました。")),
        "withdraw": Act(operations.withdraw_report, ReasonForm, gettext_lazy("公開を取りやめました。")),
    }

    def queryset(self) -> QuerySet[OutcomeReport]:
        return queries.reports_managed_by(self.reader)

    def back_url(self) -> str:
        return str(self.row.desk_url)


def checklist(report: OutcomeReport, *, may_edit: bool) -> list[dict[str, Any]]:
    """What is still missing before approval can be asked for, as components/task_list.html takes it."""
    return [_texts(report, may_edit), *_answers(report), _comment(report)]


def _texts(report: OutcomeReport, may_edit: bool) -> dict[str, Any]:
    names = unwritten(report)
    return {
        "label": _("報告の文章を書く"),
        "hint": _("まだ書いていない項目：{names}").format(names="、".join(names)) if names else "",
        "url": reverse("desk_report_edit", args=[report.code]) if may_edit else "",
        "done": not names,
        "status": _("{number}項目が未入力").format(number=len(names)) if names else _("入力済み"),
    }


def _answers(report: OutcomeReport) -> list[dict[str, Any]]:
    engagement = report.engagement
    open_goals = sum(goal.status == "open" for goal in engagement.goals.all())
    undecided = sum(item.is_undecided for item in engagement.recommendations.all())
    page = engagement.get_absolute_url()
    rows = (
        (_("目標の達成を判定する"), open_goals, "#goals"),
        (_("提案への対応を決める"), undecided, "#recommendations"),
    )
    return [
        {
            "label": label,
            "url": page + part,
            "done": not left,
            "status": _("残り{number}件").format(number=left) if left else _("完了"),
        }
        for label, left, part in rows
    ]


def _comment(report: OutcomeReport) -> dict[str, Any]:
    if report.advisor_comment:
        status = _("届いています")
    else:
        status = _("依頼中") if report.status == "commenting" else _("まだ依頼していません")
    return {
        "label": _("アドバイザーのコメントを受け取る"),
        "done": bool(report.advisor_comment),
        "status": status,
    }
