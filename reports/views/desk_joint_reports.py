"""The city puts the reports of one program together into a 合同報告."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from core.forms import ReasonForm
from core.views import Act, ActionPage, ConfirmForm, EditPage, RowFormPage, RowPage
from municipalities.forms.approval import DecisionForm
from projects.models import Program
from projects.queries import programs_visible_to
from reports.forms.joint import JointReportForm
from reports.models import JointReport
from reports.operations import joint as operations
from reports.queries import desk as queries


class DeskJointReportNew(RowFormPage):
    """Asks once, then starts the draft; a joint report that exists already is shown."""

    permission = "reports.add_jointreport"
    row_name = "program"
    row: Program
    template_name = "reports/desk_joint_report_new.html"
    form_class = ConfirmForm
    success_message = _("合同報告の下書きを作りました。")

    def queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        existing = getattr(self.row, "joint_report", None)
        if existing:
            return HttpResponseRedirect(existing.desk_url)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(parts=queries.parts_in_progress(self.row), **context)

    def perform(self, form: ConfirmForm, at: datetime) -> Model:
        return operations.start_joint_report(self.row, by=self.reader, at=at)

    def success_url(self, result: JointReport) -> str:
        may_edit = self.reader.has_perm("reports.edit_jointreport", result)
        return reverse("desk_joint_report_edit", args=[result.code]) if may_edit else result.desk_url


class DeskJointReport(RowPage):
    permission = "reports.view_jointreport"
    row_name = "report"
    row: JointReport
    template_name = "reports/desk_joint_report.html"

    def queryset(self) -> QuerySet[JointReport]:
        return queries.joint_reports_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        subjects = [self.row, self.row.approval] if self.row.approval else [self.row]
        return super().get_context_data(
            parts=queries.parts_in_progress(self.row.program),
            events=history_of(*subjects),
            **context,
        )


class DeskJointReportEdit(EditPage):
    permission = "reports.edit_jointreport"
    operation = operations.edit_joint_report
    row_name = "report"
    row: JointReport
    template_name = "reports/desk_joint_report_edit.html"
    form_class = JointReportForm
    success_message = _("合同報告を保存しました。")

    def queryset(self) -> QuerySet[JointReport]:
        return queries.joint_reports_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(parts=queries.parts_in_progress(self.row.program), **context)

    def success_url(self, result: JointReport) -> str:
        return result.desk_url


class DeskJointReportAction(ActionPage):
    template_name = "reports/desk_report_action.html"
    acts = {
        "submit": Act(operations.submit_joint_report, message=_("公開の承認を申請しました。")),
        "approve": Act(operations.approve_joint_report, DecisionForm, _("承認しました。")),
        "return": Act(operations.return_joint_report, ReasonForm, _("差し戻しました。")),
        "recall": Act(
            operations.recall_joint_report, message=_("引き上げました。直して、もう一度申請できます。")
        ),
        "publish": Act(operations.publish_joint_report, message=_("合同報告を公開しました。")),
        "withdraw": Act(operations.withdraw_joint_report, ReasonForm, _("公開を取りやめました。")),
    }

    def queryset(self) -> QuerySet[JointReport]:
        return queries.joint_reports_managed_by(self.reader)

    def back_url(self) -> str:
        return str(self.row.desk_url)
