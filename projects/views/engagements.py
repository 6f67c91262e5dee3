"""The workspace of one engagement, shared by the city, the advisor and the coordinators.

The same pages are mounted under /my/, /desk/ and /coord/; every link and redirect stays in the area
the reader is in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.rules import is_operator
from audit.queries import history_of
from core import dates
from core.exports import ExportedList
from core.forms import ReasonForm
from core.views import (
    SIGNED_IN,
    Act,
    ActionLink,
    ActionPage,
    EditPage,
    RowFormPage,
    RowMixin,
    RowPage,
    action_links,
)
from municipalities.forms.approval import DecisionForm
from municipalities.rules import is_staff
from projects import queries
from projects.columns import ENGAGEMENTS
from projects.filters import EngagementFilter
from projects.forms.engagement import ExpectationForm, GoalEditForm, GoalForm, VerdictForm
from projects.models import Engagement, Goal, Meeting
from projects.operations import engagement as operations
from projects.queries.pulse import pulses_visible_to
from projects.queries.saved_search import saved_views_of

HISTORY_LENGTH = 60
CONVERSATION = 50
ON_PROFILE = ("hide_from_profile", "show_on_profile")  # stand beside what they change
CONFIRMATIONS = {"confirm_as_city": "city_confirmed_at", "confirm_as_advisor": "advisor_confirmed_at"}


@dataclass(frozen=True, slots=True)
class Area:
    """One of the three places the pages are mounted at."""

    label: str | Promise
    home: str
    heading: str | Promise
    empty: str | Promise
    permits: Callable[[Any], bool]
    rows: Callable[[Any], QuerySet[Engagement]]
    listing: str = "projects/_engagement_table.html"
    is_narrowed: bool = True  # there are so many that criteria help


AREAS = {
    "my_engagements": Area(
        label=_("マイページ"),
        home="my_home",
        heading=_("参加中の活動"),
        empty=_("募集に応募し、内定を承諾すると、ここに活動が並びます。"),
        permits=lambda user: True,
        rows=queries.engagements_of,
        listing="projects/_engagement_cards.html",
        is_narrowed=False,
    ),
    "desk_engagements": Area(
        label=_("自治体デスク"),
        home="desk_home",
        heading=_("活動の一覧"),
        empty=_("内定した方が承諾すると、ここに活動が並びます。"),
        permits=is_staff,
        rows=queries.engagements_managed_by,
    ),
    "coord_engagements": Area(
        label=_("コーディネーター"),
        home="coord_home",
        heading=_("全国の活動"),
        empty=_("内定の承諾があると、ここに活動が並びます。"),
        permits=is_operator,
        rows=queries.engagements_visible_to,
    ),
}


def namespace_of(request: HttpRequest) -> str:
    """Where the reader came in: my_engagements, desk_engagements or coord_engagements."""
    match = request.resolver_match
    assert match is not None  # a view is only ever reached through an address
    return match.namespace


def area_of(request: HttpRequest) -> Area:
    return AREAS[namespace_of(request)]


def place_of(row: Any, request: HttpRequest) -> str:
    """Where the row stands in the workspace, in the area the reader is in."""
    engagement = getattr(row, "engagement", row)
    page = reverse("engagements:detail", args=[engagement.code], current_app=namespace_of(request))
    _page, mark, part = row.get_absolute_url().partition("#")
    return page + mark + part


class InWorkspace(RowMixin):
    """A page about an engagement or one of its parts; afterwards the reader is back at that part."""

    row_name = "row"
    row: Any

    @property
    def engagement(self) -> Engagement:
        found: Engagement = getattr(self.row, "engagement", self.row)
        return found

    def success_url(self, result: Any) -> str:
        return place_of(result, self.request)

    def back_url(self) -> str:
        return place_of(self.row, self.request)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "engagement": self.engagement,
                "area": area_of(self.request),
                "place_url": self.back_url(),
                **context,
            }
        )


class WorkspaceAction(InWorkspace, ActionPage):
    """One step of an engagement or of one of its parts; shows beside the form what is decided about."""

    template_name = "projects/engagement_action.html"
    about = ""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.about, **context)


class EngagementList(ExportedList):
    """Whose engagements are listed depends on the area."""

    permission = SIGNED_IN
    template_name = "projects/engagements.html"
    context_object_name = "engagements"
    export_title = _("活動の一覧")
    export_columns = ENGAGEMENTS

    def is_permitted(self) -> bool:
        return area_of(self.request).permits(self.reader)

    filter_class = EngagementFilter
    filter: EngagementFilter

    def rows(self) -> QuerySet[Engagement]:
        """Under all criteria but the state, which is a tab."""
        return self.filter.narrow(area_of(self.request).rows(self.reader))

    def get_queryset(self) -> QuerySet[Engagement]:
        rows = queries.engagements_in_state(self.rows(), self.filter.value("state"))
        return self.filter.ordered(queries.with_progress(rows))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        counts, chosen = queries.states_counted(self.rows()), self.filter.value("state")
        tabs = [(state, counts.get(state.code, 0)) for state in Engagement.workflow.states]
        area = area_of(self.request)
        return super().get_context_data(
            area=area,
            total=sum(counts.values()),
            all_url=self.filter.address(state=""),
            tabs=[
                {"state": state, "number": number, "url": self.filter.address(state=state.code)}
                for state, number in tabs
                if number or state.code == chosen
            ],
            chosen=chosen,
            views=saved_views_of(self.reader) if area.is_narrowed else None,
            here=self.filter.querystring(),
            **context,
        )


class EngagementDetail(InWorkspace, RowPage):
    permission = "projects.view_engagement"
    template_name = "projects/engagement.html"

    def queryset(self) -> QuerySet[Engagement]:
        return queries.engagement_workspaces(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        row, now = self.engagement, timezone.now()
        items = list(row.action_items.all())
        parts = [*row.goals.all(), *row.meetings.all(), *row.deliverables.all(), *row.recommendations.all()]
        meetings = sorted(row.meetings.all(), key=lambda meeting: meeting.starts_at, reverse=True)
        coming = [meeting for meeting in meetings if meeting.status == "planned" and meeting.starts_at > now]
        return super().get_context_data(
            now=now,
            meetings=meetings,
            open_items=[item for item in items if item.status == "open"],
            closed_items=[item for item in items if item.status != "open"],
            today=dates.jst_date(now),
            conversation=list(
                row.messages.select_related("author").order_by("-written_at", "-id")[:CONVERSATION]
            ),
            pulses=pulses_visible_to(self.reader)
            .filter(engagement=row)
            .order_by("asked_at", "-from_advisor"),
            kickoff=first_meeting(meetings),
            next_meeting=coming[-1] if coming else None,
            held_count=sum(meeting.status == "held" for meeting in meetings),
            flagged=[thing for thing in row.deliverables.all() if thing.raises_procurement_flag],
            overdue=queries.overdue_advice(row.recommendations.all(), dates.jst_date(now)),
            unanswered=sum(item.is_undecided for item in row.recommendations.all()),
            report=getattr(row, "report", None),
            **_certificates(row),
            events=history_of(row, *parts, *items, *row.revisions.all())[:HISTORY_LENGTH],
            **self.buttons(),
            **context,
        )

    def buttons(self) -> dict[str, list[ActionLink]]:
        """Confirmations stand beside the expectations, as long as they are wanted; the start is
        offered once both are there.
        """
        row = self.engagement
        links = action_links(self.reader, row, "engagements:action", namespace_of(self.request))
        wanted = {action for action, column in CONFIRMATIONS.items() if getattr(row, column) is None}
        startable = row.is_agreed and not (row.is_being_decided or row.lacks_decision)
        elsewhere = {*CONFIRMATIONS, *ON_PROFILE}
        hidden = elsewhere if startable else {*elsewhere, "start"}
        return {
            "confirm_links": [link for link in links if link.transition.action in wanted],
            "links": [link for link in links if link.transition.action not in hidden],
        }


def first_meeting(meetings: Iterable[Meeting]) -> Meeting | None:
    """The kick-off: the earliest that was held or has its moment."""
    fixed = [meeting for meeting in meetings if meeting.status in {"planned", "held"}]
    return min(fixed, key=lambda meeting: meeting.starts_at, default=None)


def _certificates(engagement: Engagement) -> dict[str, Any]:
    """Those issued, and whether another can be issued now."""
    rows = list(engagement.certificates.order_by("id"))
    issued = {row.kind for row in rows}
    return {"certificates": rows, "to_issue": [k for k in engagement.certificate_kinds if k not in issued]}


class ExpectationEdit(InWorkspace, EditPage):
    permission = "projects.edit_engagement"
    operation = operations.edit_expectation
    template_name = "projects/engagement_edit.html"
    form_class = ExpectationForm
    success_message = _("期待値を保存しました。")

    def queryset(self) -> QuerySet[Engagement]:
        return queries.engagements_visible_to(self.reader)


class EngagementAction(WorkspaceAction):
    about = "projects/_about_engagement.html"
    acts = {
        "hide_from_profile": Act(operations.hide_from_profile, message=_("実績に載せないようにしました。")),
        "show_on_profile": Act(operations.show_on_profile, message=_("実績に載せるようにしました。")),
        "confirm_as_city": Act(operations.confirm_as_city, message=_("自治体として確認しました。")),
        "confirm_as_advisor": Act(
            operations.confirm_as_advisor, message=_("アドバイザーとして確認しました。")
        ),
        "ask_decision": Act(
            operations.ask_decision, message=_("委嘱の決裁を申請しました。承認者にお知らせしました。")
        ),
        "approve": Act(
            operations.approve_engagement, DecisionForm, _("決裁を記録しました。活動を始められます。")
        ),
        "return": Act(
            operations.return_engagement, ReasonForm, _("差し戻しました。担当者にお知らせしました。")
        ),
        "recall": Act(
            operations.recall_engagement, message=_("引き上げました。直して、もう一度申請できます。")
        ),
        "start": Act(
            operations.start_engagement,
            message=_("活動を始めました。アドバイザーにお知らせしました。"),
        ),
        "pause": Act(operations.pause_engagement, ReasonForm, _("活動を中断しました。")),
        "resume": Act(operations.resume_engagement, message=_("活動を再開しました。")),
        "complete": Act(
            operations.complete_engagement, message=_("活動を完了しました。活動報告をまとめてください。")
        ),
        "end_early": Act(operations.end_engagement_early, ReasonForm, _("途中での終了を記録しました。")),
    }

    def queryset(self) -> QuerySet[Engagement]:
        return queries.engagements_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"decision_date": dates.today()}} if self.action == "approve" else {}


class GoalNew(InWorkspace, RowFormPage):
    permission = "projects.set_goal_engagement"
    template_name = "projects/goal_form.html"
    form_class = GoalForm
    success_message = _("目標を加えました。")

    def queryset(self) -> QuerySet[Engagement]:
        return queries.engagements_visible_to(self.reader)

    def perform(self, form: GoalForm, at: datetime) -> Model:
        return operations.set_goal(self.row, by=self.reader, at=at, **form.changes())


class GoalEdit(InWorkspace, EditPage):
    permission = "projects.edit_goal"
    operation = operations.edit_goal
    template_name = "projects/goal_form.html"
    form_class = GoalEditForm
    success_message = _("目標を保存しました。")

    def queryset(self) -> QuerySet[Goal]:
        return queries.goals_visible_to(self.reader)


class GoalAction(WorkspaceAction):
    about = "projects/_about_goal.html"
    acts = {
        action: Act(operations.judge_goal(action), VerdictForm, _("目標を判定しました。"))
        for action in Goal.workflow.actions
    }

    def queryset(self) -> QuerySet[Goal]:
        return queries.goals_visible_to(self.reader)
