"""The front page, the published reports, and the gallery of components."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core import dates
from core.documents import Document as SetDocument
from core.documents.pages import DocumentPage
from core.gallery import DEMO
from core.paging import PagedList
from core.views import PUBLIC, Page, RowPage
from municipalities.models import Municipality
from municipalities.queries import search_municipalities, with_agreement
from projects.queries import open_openings
from reports.documents.outcome import report_document
from reports.filters import ReportFilter
from reports.models import JointReport, OutcomeReport
from reports.queries.likeness import others_like, with_shared
from reports.queries.published import (
    as_told,
    joint_reports_with,
    parts_of,
    published_joint_reports,
    published_reports,
    with_goals,
)
from reports.queries.selections import selection_of, selections_of

NEWEST = 6
DOCUMENTS = ("about", "contact", "privacy", "terms", "accessibility")


class Home(Page):
    """What the portal is, three ways in, and what is new."""

    permission = PUBLIC
    template_name = "reports/home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        calls = open_openings(timezone.now())
        partners: QuerySet[Municipality] = with_agreement(search_municipalities(""), dates.today())
        reports = published_reports()
        return super().get_context_data(
            openings=calls[:NEWEST],
            reports=with_goals(reports)[:NEWEST],
            open_count=calls.count(),
            partner_count=partners.count(),
            report_count=reports.count(),
            **context,
        )


class Reports(PagedList):
    """Joint reports stand first, as a group of their own, on the first page only."""

    permission = PUBLIC
    template_name = "reports/reports.html"
    context_object_name = "reports"
    filter_class = ReportFilter
    filter: ReportFilter

    def get_queryset(self) -> Any:
        rows = with_goals(self.filter.reports())
        return with_shared(rows, self.filter.found) if self.filter.value("problem") else rows

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        first = result["page_obj"].number == 1
        joint: list[JointReport] = list(self.filter.joint_reports()) if first else []
        return {**result, "joint_reports": joint}


class Report(RowPage):
    permission = PUBLIC
    row_name = "report"
    template_name = "reports/report.html"

    def queryset(self) -> QuerySet[OutcomeReport]:
        return as_told(published_reports())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        joint = joint_reports_with(self.row).first()
        return super().get_context_data(
            joint=joint, selections=list(selection_of(self.row)), similar=others_like(self.row), **context
        )


class ReportDocument(DocumentPage):
    permission = PUBLIC
    row: OutcomeReport

    def queryset(self) -> QuerySet[OutcomeReport]:
        return as_told(published_reports())

    def document(self) -> SetDocument:
        return report_document(self.row, reader=self.reader)


class JointReportPage(RowPage):
    permission = PUBLIC
    row_name = "report"
    template_name = "reports/joint_report.html"

    def queryset(self) -> QuerySet[JointReport]:
        return published_joint_reports().select_related("program__agreement")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        selections = list(selections_of(self.row))
        return super().get_context_data(parts=parts_of(self.row), selections=selections, **context)


class Document(Page):
    """A page that is only text: what a public body has to say about itself."""

    permission = PUBLIC


class Gallery(Page):
    """Every component with realistic content, for developers; nothing links here."""

    permission = PUBLIC
    template_name = "components/gallery.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(demo=DEMO, **context)
