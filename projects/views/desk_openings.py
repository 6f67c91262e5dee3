"""募集 on the city's desk: list, draft, approval, publication, result."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from core.dates import today
from core.exports import ExportedList
from core.forms import ReasonForm
from core.views import Act, ActionPage, RowPage
from municipalities.forms.approval import DecisionForm
from municipalities.rules import roles_of
from projects.columns import OPENINGS
from projects.forms.schedule import AnnounceForm, ResultForm, ScheduleForm
from projects.forms.selection import ShowNamesForm
from projects.models import Opening
from projects.notices import ANSWER
from projects.operations import opening as operations
from projects.operations import release
from projects.operations.selection import show_names
from projects.queries import (
    amendments_of,
    interest_count,
    missing_parts,
    opening_counts,
    opening_parts,
    openings_in_states,
    openings_managed_by,
    question_counts,
    selection_progress,
)
from projects.queries.release import release_progress
from projects.queries.selection import conflicts_declared, undeclared_by
from projects.rules import SEALED_STATES
from projects.sections import SECTIONS

# States of a project and its program in which advisors are still looked for.


@dataclass(frozen=True, slots=True)
class Tab:
    """States that are worked on together; `empty` says why there is nothing and what to do."""

    code: str
    label: Promise
    states: tuple[str, ...]
    empty: Promise


TABS = (
    Tab(
        "preparing",
        _("下書き・承認中"),
        ("draft", "returned", "in_review", "approved"),
        _("公開の準備をしている募集はありません。新しい募集は、事業のページのプロジェクトから作成します。"),
    ),
    Tab("open", _("募集中"), ("open",), _("今、応募を受け付けている募集はありません。")),
    Tab(
        "selecting",
        _("選考中"),
        ("selecting", *SEALED_STATES),
        _("選考中の募集はありません。締切日を過ぎた募集は、自動でここに移ります。"),
    ),
    Tab(
        "done",
        _("終わったもの"),
        ("decided", "no_match", "withdrawn"),
        _("結果を知らせた募集や取り下げた募集は、まだありません。"),
    ),
)


class DeskOpenings(ExportedList):
    """One tab at a time; without a choice, the first one that holds something."""

    permission = "projects.manage_opening"
    template_name = "projects/desk_openings.html"
    export_title = _("募集の一覧")
    export_columns = OPENINGS

    def get_queryset(self) -> QuerySet[Opening]:
        self.counts = _counts_by_tab(opening_counts(self.reader))
        self.tab = self._chosen_tab()
        rows = openings_managed_by(self.reader)
        return openings_in_states(rows, self.tab.states, latest_first=self.tab.code == "done")

    def _chosen_tab(self) -> Tab:
        wanted = self.request.GET.get("state", "")
        named = next((tab for tab in TABS if tab.code == wanted), None)
        return named or next((tab for tab in TABS if self.counts[tab.code]), TABS[0])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        day = today()
        result |= {
            "tab": self.tab,
            "tabs": [self._tab_link(tab) for tab in TABS],
            "rows": [(opening, opening.days_left(day)) for opening in result["object_list"]],
            "shows_city": self.reader.is_operator or len(roles_of(self.reader)) > 1,
        }
        return result

    def _tab_link(self, tab: Tab) -> dict[str, Any]:
        return {
            "label": tab.label,
            "url": f"?state={tab.code}",
            "current": tab is self.tab,
            "count": self.counts[tab.code],
        }


def _counts_by_tab(counts: dict[str, int]) -> dict[str, int]:
    return {tab.code: sum(counts.get(state, 0) for state in tab.states) for tab in TABS}


class DeskOpening(RowPage):
    """The call as its city sees it. Operators get the numbers; the applicants' rows stay with the city."""

    permission = "projects.manage_opening"
    row_name = "opening"
    template_name = "projects/desk_opening.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader).select_related("project__program", "project__department")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        reads = self.row.municipality_id in roles_of(user)
        return super().get_context_data(
            days_left=self.row.days_left(today()),
            decisions=list(_decisions(self.row)),
            progress=selection_progress(self.row),
            reads_texts=reads,
            undeclared=undeclared_by(user, self.row).count() if reads else 0,
            told=release_progress(self.row, answer_kind=ANSWER.code, at=timezone.now()),
            conflicts=list(conflicts_declared(self.row)) if reads else [],
            **opening_parts(self.row),
            url_of=dict.fromkeys(SECTIONS, ""),
            history=history_of(self.row).exclude(action="autosave"),
            interest_count=interest_count(self.row),
            questions=question_counts(self.row),
            amendments=amendments_of(self.row),
            **context,
        )


def _decisions(opening: Opening) -> Iterator[tuple[Any, Any]]:
    """(name of the decision, approval) for those that were asked for."""
    for name in ("approval", "result_approval"):
        if approval := getattr(opening, name):
            yield opening._meta.get_field(name).verbose_name, approval  # type: ignore[union-attr]


class OpeningPreview(RowPage):
    """As a professional will see it."""

    permission = "projects.manage_opening"
    row_name = "opening"
    template_name = "projects/opening_preview.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**opening_parts(self.row), **context)


class DeskOpeningAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "submit": Act(operations.submit_opening, message=_("承認を申請しました。承認者にお知らせしました。")),
        "approve": Act(operations.approve_opening, DecisionForm, _("決裁を記録しました。公開できます。")),
        "return": Act(operations.return_opening, ReasonForm, _("差し戻しました。担当者にお知らせしました。")),
        "recall": Act(operations.recall_opening, message=_("引き上げました。直して、もう一度申請できます。")),
        "publish": Act(operations.publish_opening, message=_("公開しました。専門家が応募できます。")),
        "schedule": Act(operations.schedule_opening, ScheduleForm, _("公開の日時を決めました。")),
        "unschedule": Act(operations.unschedule_opening, message=_("公開の予定を取り消しました。")),
        "show_names": Act(show_names, ShowNamesForm, _("氏名を表示しました。評価は、もう変えられません。")),
        "submit_result": Act(
            release.submit_result, ResultForm, _("選考結果の承認を申請しました。承認者にお知らせしました。")
        ),
        "return_result": Act(
            release.return_result, ReasonForm, _("選考結果を差し戻しました。担当者にお知らせしました。")
        ),
        "recall_result": Act(
            release.recall_result, message=_("選考結果を引き上げました。直して、もう一度申請できます。")
        ),
        "approve_result": Act(
            release.approve_result,
            DecisionForm,
            _("選考結果の決裁を記録しました。応募者には、まだ知らせていません。"),
        ),
        "announce": Act(release.announce, AnnounceForm, _("結果を知らせる日時を決めました。")),
        "hold": Act(release.hold, message=_("通知を取り消しました。応募者には、まだ何も届いていません。")),
        "reselect": Act(release.reselect, ReasonForm, _("選考に戻しました。結果の案を直せます。")),
        "withdraw": Act(operations.withdraw_opening, ReasonForm, _("募集を取り下げました。")),
    }

    def queryset(self) -> QuerySet[Opening]:
        return openings_managed_by(self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is still missing is listed, with the way to it, on the page to check."""
        if self.action == "submit" and missing_parts(self.row):
            return redirect("opening_check", self.row.code)
        return super().get(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"decision_date": today(), "publish_at": self.row.publish_at}}

    def back_url(self) -> str:
        return str(self.row.desk_url)
