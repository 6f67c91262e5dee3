"""The advisor reads the city's report, comments on it and chooses how to be named."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.views import Act, ActionPage, RowPage
from reports.forms.comment import CommentForm
from reports.models import OutcomeReport
from reports.operations.outcome import add_comment
from reports.queries.published import as_told, reports_about


class MyReport(RowPage):
    """The report as readers will see it, and the form while the city waits for the comment."""

    permission = "reports.view_outcomereport"
    row_name = "report"
    template_name = "reports/my_report.html"

    def queryset(self) -> QuerySet[OutcomeReport]:
        return as_told(reports_about(self.reader))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        may_comment = self.reader.has_perm("reports.comment_outcomereport", self.row)
        form = CommentForm(report=self.row) if may_comment else None
        return super().get_context_data(form=form, **context)


class MyReportAction(ActionPage):
    """Shows the same page as MyReport, with what was typed and what is missing."""

    row_name = "report"
    template_name = "reports/my_report.html"
    acts = {
        "comment": Act(add_comment, CommentForm, _("コメントを送りました。自治体が公開の手続きを進めます。")),
    }

    def queryset(self) -> QuerySet[OutcomeReport]:
        return as_told(reports_about(self.reader))

    def form_options(self) -> dict[str, Any]:
        return {"report": self.row}

    def back_url(self) -> str:
        return str(self.row.advisor_url)
