"""取込: files of people, openings and programs, tried, looked at, written, taken back."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.documents import download
from core.paging import PagedList
from core.uploads.pages import WithFile
from core.views import Act, ActionPage, FormPage, Guarded, RowFormPage, RowMixin, RowPage
from projects.enums import ImportKind
from projects.forms.imports import (
    ColumnsForm,
    ImportForm,
    KindForm,
    PlaceImportForm,
    ProgramImportForm,
    WriteForm,
)
from projects.imports.kinds import READERS
from projects.imports.reading import KNOWN, WRONG
from projects.models import ImportJob
from projects.operations import import_job as operations
from projects.queries import imports as queries

SHOWN = 20  # lines of the preview
NAMED = 50  # findings on the page; the file of errors has all


class Imports(PagedList):
    permission = "projects.add_importjob"
    template_name = "projects/imports.html"
    context_object_name = "jobs"

    def get_queryset(self) -> QuerySet[ImportJob]:
        return queries.imports_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(kinds=queries.kinds_for(self.reader), **context)


class OfKind(Guarded):
    """A page about one kind of file, for those who may have such files read in."""

    permission = "projects.add_importjob"

    def prepare(self) -> None:
        if self.kwargs["kind"] not in queries.kinds_for(self.reader):
            raise Http404
        self.kind: str = self.kwargs["kind"]


class ImportNew(OfKind, WithFile, FormPage):
    template_name = "projects/import_new.html"

    @cached_property
    def _is_for_city(self) -> bool:
        places = queries.places_to_import_for(self.reader, self.kind)
        return self.kind in queries.OF_CITIES and places.exists()

    def form_options(self) -> dict[str, Any]:
        options = super().form_options()
        if not self._is_for_city:
            return options
        if self.kind == ImportKind.OPENINGS:
            return {**options, "programs": queries.programs_to_import_into(self.reader)}
        return {**options, "places": queries.places_to_import_for(self.reader, self.kind)}

    def build_form(self, data: Any = None) -> Any:
        form: Any = ImportForm
        if self._is_for_city:
            form = ProgramImportForm if self.kind == ImportKind.OPENINGS else PlaceImportForm
        return form(data, **self.form_options())

    def perform(self, form: Any, at: datetime) -> Model:
        return operations.ask_import(by=self.reader, at=at, **{**form.cleaned_data, "kind": self.kind})

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        columns = READERS[self.kind].columns
        return super().get_context_data(kind=ImportKind(self.kind), columns=columns, **context)


class ImportUpload(ImportNew):
    """For other programs, which send the kind along with the file."""

    def prepare(self) -> None:
        self.kinds = queries.kinds_for(self.reader)
        self.kind = self.request.POST.get("kind", "")

    def build_form(self, data: Any = None) -> Any:
        told = KindForm(data, kinds=self.kinds)
        if self.kind not in self.kinds:
            return told
        form = super().build_form(data)
        form.fields["kind"] = told.fields["kind"]
        return form


class ImportTemplate(OfKind):
    """The columns of a kind with one line to write over."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        columns = READERS[self.kind].columns
        heads, example = [str(each.label) for each in columns], [each.example for each in columns]
        label = str(ImportKind(self.kind).label)
        name = _("取込のひな形_{kind}").format(kind=label)
        if kwargs["ending"] == "xlsx":
            body = tables.xlsx(heads, [example], title=label)
            return download(body, tables.XLSX, name=f"{name}.xlsx")
        return tables.csv_response(f"{name}.csv", heads, [example])


class _OfJob(RowMixin):
    row_name = "job"
    row: ImportJob

    def queryset(self) -> QuerySet[ImportJob]:
        return queries.imports_visible_to(self.reader)


class ImportPage(_OfJob, RowPage):
    """How far it is, or what was found. The page asks again by itself while a worker is at it."""

    permission = "projects.view_importjob"
    template_name = "projects/import.html"

    def get_template_names(self) -> list[str]:
        is_part = getattr(self.request, "htmx", False) and self.row.is_at_work
        return ["projects/_import_progress.html" if is_part else self.template_name]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if getattr(request, "htmx", False) and not self.row.is_at_work:
            response["HX-Refresh"] = "true"
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        job = self.row
        wrong = job.of_kind(WRONG)
        return super().get_context_data(
            done=operations.progress_of(job) if job.is_at_work else None,
            wrong=wrong,
            shown=wrong[:NAMED],
            known=len(job.of_kind(KNOWN)),
            kept=job.of_kind("kept"),
            preview=_preview(job) if job.status == "checked" else None,
            **context,
        )


def _preview(job: ImportJob) -> dict[str, Any]:
    """The first lines as they were understood, with what is wrong about them."""
    labels = {each.name: each.label for each in READERS[job.kind].columns}
    names = list(dict.fromkeys(filter(None, job.columns)))
    found = {each["line"]: each for each in job.findings}
    table = operations.table_of(job)
    rows = [
        (line.number, [line[name] for name in names], found.get(line.number))
        for line in table.lines(job.columns)[:SHOWN]
    ]
    return {
        "heads": [labels.get(name, name) for name in names],
        "rows": rows,
        "unread": table.unread(job.columns),
    }


class ImportColumns(_OfJob, RowFormPage):
    permission = "projects.match_importjob"
    template_name = "projects/import_columns.html"
    success_message = gettext_lazy("列を合わせ直しました。すべての行を試し直しています。")

    def build_form(self, data: Any = None) -> Any:
        heads = operations.table_of(self.row).heads
        return ColumnsForm(data, job=self.row, heads=heads, columns=READERS[self.row.kind].columns)

    def perform(self, form: ColumnsForm, at: datetime) -> Model:
        version, names = form.cleaned_data["version"], form.names()
        return operations.match_columns(self.row, by=self.reader, at=at, version=version, columns=names)


class ImportAction(_OfJob, ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "write": Act(operations.write_import, WriteForm, gettext_lazy("取り込みを始めました。")),
        "undo": Act(operations.undo_import, message=gettext_lazy("取り消しを始めました。")),
        "discard": Act(operations.discard_import, message=gettext_lazy("取りやめました。")),
        "retry": Act(operations.retry_import, message=gettext_lazy("もう一度試しています。")),
    }
    row_name = "row"
    template_name = "projects/import_action.html"

    def form_options(self) -> dict[str, Any]:
        return {"wrong": len(self.row.of_kind(WRONG))} if self.action == "write" else {}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        job = self.row
        counts = {"wrong": len(job.of_kind(WRONG)), "known": len(job.of_kind(KNOWN))}
        return super().get_context_data(**counts, **context)


class ImportErrors(_OfJob):
    """The lines that are wrong, as they were written, each with the reason: to be mended and read in again."""

    permission = "projects.view_importjob"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        job = self.row
        if job.content is None:
            raise Http404
        table = operations.table_of(job)
        rows = [
            [*_padded(table.rows[each["line"] - 2], len(table.heads)), each["message"]]
            for each in job.of_kind(WRONG)
        ]
        name = _("誤りのある行_{code}").format(code=job.code)
        return tables.csv_response(f"{name}.csv", [*table.heads, _("誤り")], rows)


def _padded(row: list[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]
