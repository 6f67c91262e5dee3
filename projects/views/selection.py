"""選考 on the desk: the inbox of applications, declaring conflicts of interest, reviewing."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.documents import Document, as_text
from core.documents.pages import DocumentPage
from core.views import RowFormPage, RowPage
from projects.documents.selection import selection_result
from projects.enums import Outcome
from projects.filters import ApplicantFilter
from projects.forms.assessment import AssessManyForm
from projects.forms.selection import (
    ApplicationNoteForm,
    ClearConflictForm,
    ConsensusForm,
    DeclarationForm,
    RecusalForm,
    ReviewForm,
)
from projects.models import Application, Opening
from projects.operations import selection as operations
from projects.operations.application import assess_applications
from projects.queries import applications_on_desk, applications_received_by, openings_managed_by
from projects.queries.selection import (
    conflicts_to_clear,
    consensus_on,
    hidden_count,
    next_to_review,
    own_review,
    standing_of,
    standings,
    undeclared_by,
)
from projects.views.lists import ListOfOpening
from projects.views.release import ManyLetters

PAGE = 50
COMPARED = 4  # columns that a screen holds


class DeskApplicants(ListOfOpening):
    permission = "projects.read_applications_opening"
    template_name = "projects/desk_applicants.html"
    context_object_name = "applications"
    paginate_by = PAGE
    filter_class = ApplicantFilter
    filter: ApplicantFilter

    def get_queryset(self) -> QuerySet[Application]:
        return self.filter.narrow(applications_on_desk(self.reader, self.row), self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        known = standings(self.reader, self.row, result["page_obj"])
        return result | {
            "rows": [(row, known[row.pk]) for row in result["page_obj"]],
            "undecided": applications_on_desk(self.reader, self.row)
            .filter(status="submitted", outcome="")
            .count(),
            "next_code": self.next_code(),
            "undeclared": undeclared_by(self.reader, self.row).count(),
            "hidden": hidden_count(self.reader, self.row),
        }

    def next_code(self) -> str | None:
        selects = self.reader.has_perm("projects.assess_applications_opening", self.row)
        return next_to_review(self.reader, self.row) if selects and not self.row.scores_are_final else None


class DeskCompare(RowPage):
    """Two to four applications side by side; ?code= names them."""

    permission = "projects.read_applications_opening"
    row_name = "opening"
    row: Opening
    template_name = "projects/desk_compare.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        asked = self.request.GET.getlist("code")
        rows = applications_on_desk(self.reader, self.row).filter(code__in=asked)
        chosen = list(rows.select_related("position")[:COMPARED])
        known = standings(self.reader, self.row, chosen)
        columns = [(row, known[row.pk]) for row in chosen]
        criteria = self.row.criteria.order_by("number")
        points = [
            (criterion, [standing.mean_of(criterion) for _row, standing in columns]) for criterion in criteria
        ]
        left_out = max(len(set(asked)) - len(chosen), 0)
        return super().get_context_data(columns=columns, points=points, left_out=left_out, **context)


class DeskDeclare(RowFormPage):
    """利益相反の申告 before reading, for fifty applicants at a time."""

    permission = "projects.read_applications_opening"
    row_name = "opening"
    row: Opening
    template_name = "projects/desk_declare.html"
    form_class = DeclarationForm

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With nothing left to declare there is only reading to do."""
        if not undeclared_by(self.reader, self.row).exists():
            return redirect("desk_applicants", self.row.code)
        return super().get(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        rows = list(undeclared_by(self.reader, self.row)[:PAGE])
        if self.row.hides_names:  # the order of arrival would tell which text is whose
            rows.sort(key=lambda row: str(row.applicant))
        return {"applications": rows}

    def perform(self, form: DeclarationForm, at: datetime) -> Model:
        self.declared = operations.declare_conflicts(self.row, by=self.reader, at=at, **form.declaration())
        return self.row

    def words_of_success(self) -> str:
        words = ngettext(
            "{count}件の応募について申告しました。", "{count}件の応募について申告しました。", self.declared
        )
        return words.format(count=self.declared)

    def success_url(self, result: Any) -> str:
        """The next fifty, as long as there are any."""
        more = undeclared_by(self.reader, self.row).exists()
        return reverse("desk_declare" if more else "desk_applicants", args=[self.row.code])


class DeskAssessMany(ManyLetters):
    """結果の案 for those ticked in the inbox, or for all that have none yet."""

    permission = "projects.assess_applications_opening"
    template_name = "projects/desk_assess_many.html"
    form_class = AssessManyForm

    def form_options(self) -> dict[str, Any]:
        codes = list(self.addressees().values_list("code", flat=True))
        asked = self.request.GET
        chosen = [code for code in asked.getlist("code") if code in codes]
        return {"codes": codes, "initial": {"codes": chosen, "rest": "rest" in asked}}

    def chosen(self, codes: list[str], *, rest: bool) -> QuerySet[Application]:
        rows = self.addressees()
        return rows.filter(outcome="") if rest else rows.filter(code__in=codes)

    def perform(self, form: Any, at: datetime) -> Model:
        sent = form.cleaned_data
        rows = self.chosen(sent["codes"], rest=sent["rest"])
        reason = sent["feedback_reason"] if sent["outcome"] == Outcome.DECLINE else ""
        values = {"outcome": sent["outcome"], "message": sent["message"], "feedback_reason": reason}
        self.changed = assess_applications(self.row, rows, by=self.reader, at=at, **values)
        return self.row

    def success_url(self, result: Any) -> str:
        return reverse("desk_applicants", args=[self.row.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context["form"]
        chosen = self.chosen(form["codes"].value() or [], rest=bool(form["rest"].value()))
        return super().get_context_data(chosen=list(chosen[:PAGE]), total=chosen.count(), **context)


class ReceivedApplication(RowFormPage):
    row_name = "application"
    row: Application

    def queryset(self) -> QuerySet[Application]:
        return applications_received_by(self.reader)


class DeskRecuse(ReceivedApplication):
    permission = "projects.recuse_application"
    template_name = "projects/desk_recuse.html"
    form_class = RecusalForm
    success_message = _("選考から外れました。この応募は、あなたの画面に表示されなくなります。")

    def perform(self, form: RecusalForm, at: datetime) -> Model:
        return operations.recuse_from(self.row, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("desk_applicants", args=[self.row.opening.code])


class DeskNote(ReceivedApplication):
    """庁内のメモ; the form also stands on the page of the application."""

    permission = "projects.note_application"
    template_name = "projects/desk_note.html"
    form_class = ApplicationNoteForm
    success_message = _("メモを残しました。")

    def perform(self, form: ApplicationNoteForm, at: datetime) -> Model:
        return operations.write_note(self.row, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return f"{self.row.desk_url}#notes"


class ClearConflict(RowFormPage):
    permission = "projects.clear_conflicts_opening"
    row_name = "opening"
    row: Opening
    template_name = "projects/desk_clear_conflict.html"
    form_class = ClearConflictForm
    success_message = _("申告を取り消しました。その職員は、もう一度申告してから応募を読みます。")

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"declarations": conflicts_to_clear(self.reader, self.row)}

    def perform(self, form: ClearConflictForm, at: datetime) -> Model:
        return operations.clear_conflict(by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return str(self.row.desk_url)


class ResultText(RowPage):
    """起案文案 of the result, to paste into the city's own document system."""

    permission = "projects.read_result_opening"
    row_name = "opening"
    row: Opening
    template_name = "projects/opening_result_text.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        text = as_text(selection_result(self.row, reader=self.reader))
        return super().get_context_data(text=text, **context)


class ResultDocument(DocumentPage):
    permission = "projects.read_result_opening"
    row: Opening

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def back_url(self) -> str:
        return str(self.row.desk_url)

    def document(self) -> Document:
        return selection_result(self.row, reader=self.reader)


class DeskReview(ReceivedApplication):
    permission = "projects.review_application"
    template_name = "projects/desk_review.html"
    form_class = ReviewForm
    success_message = _("評価を保存しました。ほかの方の評価が見られるようになりました。")

    def form_options(self) -> dict[str, Any]:
        criteria = list(self.row.opening.criteria.order_by("number"))
        return {"criteria": criteria, "review": own_review(self.row, self.reader)}

    def perform(self, form: ReviewForm, at: datetime) -> Model:
        operations.save_review(self.row, by=self.reader, at=at, **form.review())
        return self.row

    def success_url(self, result: Any) -> str:
        return str(self.row.desk_url)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            advisor=self.row.applicant,
            next_code=next_to_review(self.reader, self.row.opening, but=self.row),
            **context,
        )


class DeskConsensus(ReceivedApplication):
    """合議の評価, filled in together with the single scores beside it."""

    permission = "projects.agree_application"
    template_name = "projects/desk_consensus.html"
    form_class = ConsensusForm
    success_message = _("合議の評価を保存しました。")

    def form_options(self) -> dict[str, Any]:
        criteria = list(self.row.opening.criteria.order_by("number"))
        return {"criteria": criteria, "review": consensus_on(self.row)}

    def perform(self, form: ConsensusForm, at: datetime) -> Model:
        operations.agree(self.row, by=self.reader, at=at, **form.review())
        return self.row

    def success_url(self, result: Any) -> str:
        return str(self.row.desk_url)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(standing=standing_of(self.row, self.reader), **context)
