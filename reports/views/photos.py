"""Photographs of reports: added and described on the desk, shown to whoever may read the report."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _

from core.uploads.pages import WithFile
from core.uploads.photos import CONTENT_TYPE
from core.views import PUBLIC, ConfirmForm, EditPage, RowFormPage, RowMixin
from reports.forms.photo import PhotoEditForm, PhotoForm
from reports.models import OutcomeReport, ReportPhoto
from reports.operations import photo as operations
from reports.queries.desk import reports_managed_by
from reports.queries.photos import photos_managed_by, photos_visible_to


class Photo(RowMixin):
    """The picture itself. Whoever may read the report may see it."""

    permission = PUBLIC
    row: ReportPhoto

    def queryset(self) -> QuerySet[ReportPhoto]:
        return photos_visible_to(self.reader)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        row = self.row
        tag = f'"{row.pk}"'  # a picture is never drawn over
        response = HttpResponse(bytes(row.content), content_type=CONTENT_TYPE)
        response["X-Content-Type-Options"] = "nosniff"
        response["ETag"] = tag
        kept = "public" if row.report.status == "published" else "private"
        response["Cache-Control"] = f"{kept}, max-age=3600"
        return get_conditional_response(request, etag=tag, response=response) or response


class PhotoNew(WithFile, RowFormPage):
    permission = "reports.edit_outcomereport"
    row_name = "report"
    row: OutcomeReport
    template_name = "reports/photo_form.html"
    form_class = PhotoForm
    success_message = _("写真を加えました。")

    def queryset(self) -> QuerySet[OutcomeReport]:
        return reports_managed_by(self.reader)

    def perform(self, form: PhotoForm, at: datetime) -> Model:
        return operations.add_photo(self.row, by=self.reader, at=at, **form.cleaned_data)


class PhotoEdit(EditPage):
    permission = "reports.edit_reportphoto"
    operation = operations.edit_photo
    row_name = "photo"
    template_name = "reports/photo_form.html"
    form_class = PhotoEditForm
    success_message = _("写真の説明を保存しました。")

    def queryset(self) -> QuerySet[ReportPhoto]:
        return photos_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.row.report, **context)


class PhotoRemove(RowFormPage):
    permission = "reports.remove_reportphoto"
    row_name = "photo"
    row: ReportPhoto
    template_name = "reports/photo_remove.html"
    form_class = ConfirmForm
    success_message = _("写真を外しました。")

    def queryset(self) -> QuerySet[ReportPhoto]:
        return photos_managed_by(self.reader)

    def perform(self, form: ConfirmForm, at: datetime) -> Model:
        operations.remove_photo(self.row, by=self.reader, at=at)
        return self.row

    def success_url(self, result: ReportPhoto) -> str:
        return result.report.desk_url

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.row.report, **context)
