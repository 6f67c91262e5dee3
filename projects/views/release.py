"""応募者への文面: the outbox between the decision and the moment in which everybody is told."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.views import EditPage
from projects.filters import LetterFilter
from projects.forms.assessment import LetterForm, LettersForm
from projects.models import Application, Opening
from projects.notices import answer_in_words
from projects.operations import release as operations
from projects.queries import applications_on_desk, applications_received_by, openings_managed_by
from projects.queries.release import answer_state, outcome_counts
from projects.queries.selection import hidden_count
from projects.views.lists import ListOfOpening
from projects.views.sample import SampleTextPage

PAGE = 50


class DeskLetters(ListOfOpening):
    permission = "projects.read_letters_opening"
    template_name = "projects/desk_letters.html"
    context_object_name = "applications"
    paginate_by = PAGE
    filter_class = LetterFilter
    filter: LetterFilter

    def get_queryset(self) -> QuerySet[Application]:
        self.waiting = applications_on_desk(self.reader, self.row).filter(status="submitted")
        return self.filter.narrow(self.waiting)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {
            "counts": outcome_counts(self.waiting),
            "hidden": hidden_count(self.reader, self.row),
        }


class ManyLetters(SampleTextPage):
    """One text for many applications."""

    row_name = "opening"
    row: Opening
    form_class: ClassVar[type[LettersForm]] = LettersForm
    changed: list[Application]

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def opening(self) -> Opening:
        return self.row

    def addressees(self) -> QuerySet[Application]:
        """Whom the reader may write to."""
        return applications_on_desk(self.reader, self.row).filter(status="submitted")

    def words_of_success(self) -> str:
        count = len(self.changed)
        words = ngettext("{count}件を変更しました。", "{count}件を変更しました。", count)
        return words.format(count=count)


class DeskLettersFill(ManyLetters):
    permission = "projects.write_letters_opening"
    template_name = "projects/desk_letters_fill.html"

    def perform(self, form: Any, at: datetime) -> Model:
        rows = self.addressees().filter(outcome=form.cleaned_data["outcome"])
        message = form.cleaned_data["message"]
        self.changed = operations.write_letters(self.row, rows, by=self.reader, at=at, message=message)
        return self.row

    def success_url(self, result: Any) -> str:
        return reverse("desk_letters", args=[self.row.code])


class DeskLetter(EditPage):
    permission = "projects.write_letter_application"
    operation = operations.write_letter
    row_name = "application"
    row: Application
    template_name = "projects/desk_letter.html"
    form_class = LetterForm
    success_message = _("文面を保存しました。応募者にはまだ届いていません。")

    def queryset(self) -> QuerySet[Application]:
        return applications_received_by(self.reader)

    def success_url(self, result: Any) -> str:
        return reverse("desk_letters", args=[self.row.opening.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = answer_in_words(self.row, answer_state(self.row))
        return super().get_context_data(words=words, **context)
