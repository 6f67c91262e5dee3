"""Files of deliverables: adding a version, and giving one out."""

from datetime import datetime

from django.db.models import Model, QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.uploads.pages import WithFile
from core.views import RowFormPage, RowMixin
from projects import queries
from projects.forms.deliverable_file import FileForm
from projects.models import Deliverable, DeliverableFile
from projects.operations import deliverable_file as operations
from projects.queries.record import files_visible_to
from projects.views.engagements import InWorkspace


class FileNew(InWorkspace, WithFile, RowFormPage):
    permission = "projects.add_file_deliverable"
    template_name = "projects/deliverable_file_form.html"
    form_class = FileForm
    success_message = _("ファイルを加えました。")

    def queryset(self) -> QuerySet[Deliverable]:
        return queries.deliverables_visible_to(self.reader)

    def perform(self, form: FileForm, at: datetime) -> Model:
        return operations.add_file(self.row, by=self.reader, at=at, **form.cleaned_data)


class FileDownload(RowMixin):
    """Always a download: a browser neither shows it as a page of this site nor runs what is in it."""

    permission = "projects.view_deliverablefile"
    row: DeliverableFile

    def queryset(self) -> QuerySet[DeliverableFile]:
        return files_visible_to(self.reader)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        row = self.row
        response = FileResponse(
            row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "private, no-store"
        return response
