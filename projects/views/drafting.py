"""Writing a 募集: begin, the task list, one page per section, the check, and the text for the 起案."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import dates
from core.errors import EditConflict
from core.views import ConfirmForm, EditPage, RowFormPage, RowPage
from projects.data import template_of
from projects.draft_text import draft_text
from projects.forms.opening import SECTION_FORMS, SectionForm, StartForm, proposed_days
from projects.honorarium import YearShare, by_fiscal_year
from projects.models import Opening, Project
from projects.operations import opening as operations
from projects.queries import (
    adopted_advice,
    missing_parts,
    opening_parts,
    openings_managed_by,
    openings_to_copy,
    projects_visible_to,
    similar_openings,
    unwritten_fields,
)
from projects.sections import SECTIONS, STEPS, Section

Status = tuple[str | Promise, bool]  # words, and whether nothing is left to do
DONE, BEGUN, EMPTY = gettext_lazy("完了"), gettext_lazy("入力中"), gettext_lazy("未入力")


class OpeningNew(RowFormPage):
    """One question: what the text starts from. The city's past calls can be chosen by ?from=CODE too."""

    permission = "projects.add_opening_project"
    row_name = "project"
    template_name = "projects/opening_new.html"
    form_class = StartForm
    success_message = gettext_lazy("下書きを作りました。項目を1つずつ確認してください。")

    def queryset(self) -> QuerySet[Project]:
        return projects_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        code = self.request.GET.get("from", "")
        first = f"copy:{code}" if code else f"template:{template_of(self.row.field.slug).slug}"
        return {"past": openings_to_copy(self.reader, self.row), "initial": {"start": first}}

    def perform(self, form: StartForm, at: datetime) -> Opening:
        values = form.values(self.row, dates.jst_date(at))
        return operations.draft_opening(self.row, by=self.reader, at=at, **values)

    def success_url(self, result: Any) -> str:
        return reverse("opening_edit", args=[result.code])


class DraftPage(RowPage):
    """A page about a call that is still being written."""

    permission = "projects.edit_opening"
    row_name = "opening"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader).select_related("project__program", "project__department")


class OpeningEdit(DraftPage):
    """The task list: the four steps of the national guide, each part with how far it is."""

    template_name = "projects/opening_edit.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        progress = section_statuses(self.row)
        return super().get_context_data(
            steps=[
                (step.title, [_task(self.row, part, progress[part.code]) for part in step.sections])
                for step in STEPS
            ],
            done=sum(finished for _words, finished in progress.values()),
            total=len(progress),
            **context,
        )


def _task(opening: Opening, section: Section, status: Status) -> dict[str, Any]:
    words, done = status
    url = section_url(opening, section)
    return {"label": section.title, "hint": section.hint, "url": url, "status": words, "done": done}


def section_url(opening: Opening, section: Section) -> str:
    return reverse("opening_section", args=[opening.code, section.code])


def section_statuses(opening: Opening) -> dict[str, Status]:
    """Section → 完了, 入力中 or 未入力. A ○○ that still stands keeps a section from being done."""
    gaps = {gap.section.code for gap in missing_parts(opening)}
    unwritten = unwritten_fields(opening)
    found: dict[str, Status] = {}
    for code, section in SECTIONS.items():
        if code not in gaps and code not in unwritten:
            found[code] = (DONE, True)
        else:
            begun = any(getattr(opening, name) for name in section.required) or code in unwritten
            found[code] = (BEGUN if begun else EMPTY, False)
    return found


class OpeningSection(EditPage):
    """One section. Saves alone, gaps included; goes on to the next unfinished one or back to the list."""

    permission = "projects.edit_opening"
    operation = operations.edit_opening
    row_name = "opening"
    template_name = "projects/opening_section.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader).select_related("project__program", "project__department")

    def prepare(self) -> None:
        if self.kwargs["section"] not in SECTIONS:
            raise Http404
        self.section = SECTIONS[self.kwargs["section"]]
        super().prepare()

    def build_form(self, data: Any = None) -> SectionForm:
        return SECTION_FORMS[self.section.code](data, **self.form_options())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "autosave" in request.POST:
            return self._autosave(timezone.now())
        return super().post(request, *args, **kwargs)

    def success_url(self, result: Any) -> str:
        if "next" not in self.request.POST:
            return reverse("opening_edit", args=[result.code])
        return next_url(result, self.section)

    def _autosave(self, at: datetime) -> HttpResponse:
        """Keeps what can be kept. A version that is no longer the newest is told, never overwritten."""
        form = self.build_form(self.request.POST)
        if not form.is_valid():
            return self._say(_("直すところがあるため、まだ保存していません。"), status=422)
        values = form.changes()
        version = form.cleaned_data["version"]
        try:
            row = operations.edit_opening(
                self.row, by=self.reader, at=at, version=version, action="autosave", **values
            )
        except EditConflict:
            return self._say(
                _(
                    "ほかの人が先に保存したため、まだ保存していません。保存のボタンを押すと、両方を見比べられます。"
                ),
                status=422,
            )
        time = timezone.localtime(at, dates.JST).strftime("%H:%M")
        return self._say(_("{time} に下書きを保存しました").format(time=time), version=row.version)

    def _say(self, words: str, *, status: int = 200, version: int | None = None) -> HttpResponse:
        self.template_name = "projects/_opening_autosaved.html"
        return self.render_to_response({"words": words, "version": version}, status=status)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("conflict_rows", None)
        return super().get_context_data(
            section=self.section,
            step=next(step.title for step in STEPS if self.section in step.sections),
            prompts=template_of(self.row.project.field.slug).prompts
            if self.section.code == "purpose"
            else (),
            weight=sum(each.weight for each in self.row.criteria.all()),
            years=years_crossed(self.row),
            similar=similar_openings(self.row),
            advice=adopted_advice(self.row),
            **context,
        )


def next_url(opening: Opening, section: Section) -> str:
    """The next unfinished section after this one, from the top again if need be; else the check."""
    codes = list(SECTIONS)
    at = codes.index(section.code) + 1
    statuses = section_statuses(opening)
    for code in (*codes[at:], *codes[: at - 1]):
        if not statuses[code][1]:
            return section_url(opening, SECTIONS[code])
    return reverse("opening_check", args=[opening.code])


def yearly_shares(opening: Opening) -> list[YearShare]:
    return by_fiscal_year(
        opening,
        start=opening.start_date,
        end=opening.end_date,
        hours=opening.hours_per_month,
        seats=opening.seats,
    )


def years_crossed(opening: Opening) -> list[YearShare]:
    """The shares of the term, only where it runs across the end of a fiscal year."""
    shares = yearly_shares(opening)
    return shares if len(shares) > 1 else []


class OpeningCheck(DraftPage):
    """Everything once more before approval is asked for: the answers, and what is still to do."""

    template_name = "projects/opening_check.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        opening = self.row
        parts = opening_parts(opening)
        return super().get_context_data(
            gaps=[(gap, section_url(opening, gap.section)) for gap in missing_parts(opening)],
            unwritten=list(_unwritten(opening)),
            late=opening.days_left(dates.today()) < 0,
            years=years_crossed(opening),
            url_of={code: section_url(opening, section) for code, section in SECTIONS.items()},
            **parts,
            **context,
        )


def _unwritten(opening: Opening) -> Iterator[tuple[str | Promise, str]]:
    for code, labels in unwritten_fields(opening).items():
        for label in labels:
            yield label, section_url(opening, SECTIONS[code])


class OpeningDraftText(RowPage):
    """起案文案: plain text for the city's own document system."""

    permission = "projects.manage_opening"
    row_name = "opening"
    template_name = "projects/opening_draft_text.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader).select_related("project__program", "project__department")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        parts = opening_parts(self.row)
        text = draft_text(
            self.row,
            positions=parts["positions"],
            criteria=parts["criteria"],
            shares=yearly_shares(self.row),
        )
        return super().get_context_data(text=text, **context)


class OpeningNextRound(RowFormPage):
    """第2回募集: the seats that stayed free are called for again."""

    permission = "projects.add_round_opening"
    row_name = "opening"
    template_name = "projects/opening_next_round.html"
    form_class = ConfirmForm

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader).select_related("project__program")

    def perform(self, form: ConfirmForm, at: datetime) -> Opening:
        days = proposed_days(dates.jst_date(at), self.row.end_date)
        return operations.draft_next_round(self.row, by=self.reader, at=at, **days)

    def success_url(self, result: Any) -> str:
        words = _("第{round}回募集の下書きを作りました。日程を確認してください。")
        messages.success(self.request, words.format(round=result.round_number))
        return reverse("opening_edit", args=[result.code])
