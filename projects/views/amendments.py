"""訂正, 延長, 早期の締切 and 回答日の延期 on the desk: each is a form of the call, published when it is sent."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.views import RowFormPage
from projects.forms.amendment import CorrectionForm, DeadlineForm, ExtensionForm, PostponeForm
from projects.models import Opening
from projects.operations import amendment as operations
from projects.queries import openings_managed_by, people_following


class AmendmentPage(RowFormPage):
    """What they have in common. Afterwards the desk shows the call as it is now."""

    row_name = "opening"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row}

    def success_url(self, result: Any) -> str:
        return str(self.row.desk_url)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(followers=people_following(self.row).count(), **context)


class Correct(AmendmentPage):
    permission = "projects.correct_opening"
    template_name = "projects/opening_correct.html"
    form_class = CorrectionForm
    success_message = _("訂正を公開し、関心のある方に知らせました。")

    def perform(self, form: CorrectionForm, at: datetime) -> Any:
        typed = form.cleaned_data
        return operations.correct_opening(
            self.row,
            by=self.reader,
            at=at,
            version=typed["version"],
            reason=typed["reason"],
            decision=form.decision(),
            **form.changes(),
        )


class Extend(AmendmentPage):
    permission = "projects.extend_opening"
    template_name = "projects/opening_extend.html"
    form_class = ExtensionForm
    success_message = _("締切を延ばし、関心のある方に知らせました。")

    def perform(self, form: ExtensionForm, at: datetime) -> Any:
        return operations.extend_opening(self.row, by=self.reader, at=at, **form.cleaned_data)


class Shorten(AmendmentPage):
    permission = "projects.shorten_opening"
    template_name = "projects/opening_shorten.html"
    form_class = DeadlineForm
    success_message = _("締切を早め、関心のある方に知らせました。")

    def perform(self, form: DeadlineForm, at: datetime) -> Any:
        return operations.shorten_opening(self.row, by=self.reader, at=at, **form.cleaned_data)


class Postpone(AmendmentPage):
    permission = "projects.postpone_opening"
    template_name = "projects/opening_postpone.html"
    form_class = PostponeForm
    success_message = _("結果をお知らせする日を延ばし、待っている方に知らせました。")

    def perform(self, form: PostponeForm, at: datetime) -> Any:
        return operations.postpone_answer(self.row, by=self.reader, at=at, **form.cleaned_data)
