"""書類: documents a person had made, and asking for them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.documents import download
from core.documents.word import TYPE as DOCX
from core.paging import PagedList
from core.tables import XLSX
from core.views import SIGNED_IN, Act, ActionPage, RowFormPage, RowMixin, RowPage
from projects.models import Program
from projects.queries import programs_visible_to
from reports.enums import Ending
from reports.forms.document_job import CouncilPackForm
from reports.models import DocumentJob
from reports.operations.document_job import ask_for_council_pack, retry_document
from reports.queries.document_jobs import jobs_of

TYPES = {
    Ending.PDF: "application/pdf",
    Ending.DOCX: DOCX,
    Ending.XLSX: XLSX,
    Ending.CSV: "text/csv; charset=utf-8",
}


class Documents(PagedList):
    permission = SIGNED_IN
    template_name = "reports/documents.html"
    context_object_name = "jobs"

    def get_queryset(self) -> QuerySet[DocumentJob]:
        return jobs_of(self.reader)


class DocumentStatus(RowPage):
    """How far it is. The page asks again by itself while it waits; htmx takes the part alone."""

    permission = "reports.view_documentjob"
    row_name = "job"
    template_name = "reports/document.html"

    def queryset(self) -> QuerySet[DocumentJob]:
        return jobs_of(self.reader)

    def get_template_names(self) -> list[str]:
        is_part = getattr(self.request, "htmx", False)
        return ["reports/_document.html" if is_part else self.template_name]


class DocumentFile(RowMixin):
    permission = "reports.view_documentjob"
    row_name = "job"

    def queryset(self) -> QuerySet[DocumentJob]:
        return jobs_of(self.reader).filter(status="done")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        job: DocumentJob = self.row
        return download(bytes(job.content or b""), TYPES[Ending(job.ending)], name=job.file_name)


class DocumentAction(ActionPage):
    acts = {"retry": Act(retry_document, message=_("もう一度作り始めました。"))}

    def queryset(self) -> QuerySet[DocumentJob]:
        return jobs_of(self.reader)


class CouncilPackNew(RowFormPage):
    permission = "reports.make_council_pack"
    row_name = "program"
    template_name = "reports/council_new.html"
    form_class = CouncilPackForm

    def queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.reader)

    def perform(self, form: Any, at: datetime) -> DocumentJob:
        return ask_for_council_pack(self.row, by=self.reader, at=at, **form.cleaned_data)
