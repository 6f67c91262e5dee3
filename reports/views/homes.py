"""Where a person begins: the home of a professional, of a city's staff, of a coordinator."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from advisors.rules import profile_of
from core import dates
from core.dates import today
from core.views import SIGNED_IN, Guarded, Page
from municipalities.queries import handovers_taken_since, municipalities_of
from municipalities.rules import roles_of
from projects.models import Opening
from projects.queries import (
    applications_of,
    engagements_managed_by,
    engagements_of,
    engagements_visible_to,
    openings_in_states,
    openings_managed_by,
)
from projects.queries.matches import matches_of
from projects.rules import UNANSWERED_STATES
from reports.figures import Scope
from reports.queries import homes, tally
from reports.queries.attention import (
    attention_for_advisor,
    attention_for_staff,
    oldest_first,
    waiting_approvals,
)
from reports.queries.desk import reports_managed_by
from reports.queries.handling import cases_today
from reports.queries.staffing import staffing_of
from reports.views.figures import funnel

SHOWN = 10
CARDS = 4
MATCHES = 3
WATCHED = 20  # rows of the coordinator's tables
STALLED = 30
TAKEN_LATELY = timedelta(days=60)


class Start(Guarded):
    """Leads to the home that fits: operators to theirs, staff to the desk, everybody else to マイページ."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        home = "coord_home" if user.is_operator else "desk_home" if roles_of(user) else "my_home"
        return HttpResponseRedirect(reverse(home))


class MyHome(Page):
    """Whoever has no profile yet is led to it first."""

    permission = "advisors.enter_my"
    template_name = "reports/my_home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user: Any = self.reader
        now = timezone.now()
        profile = profile_of(user)
        mine = engagements_of(user)
        return super().get_context_data(
            profile=profile,
            attention=attention_for_advisor(user, now),
            meetings=homes.meetings_soon(mine, now)[:SHOWN],
            applications=applications_of(user)[:SHOWN],
            works=list(homes.portfolio(mine.order_by("-start_date", "-id")[:SHOWN])),
            advice=homes.advice_of(user)[:SHOWN],
            matches=matches_of(profile, limit=MATCHES),
            calls=homes.calls_for(profile, now)[:CARDS] if profile else [],
            **context,
        )


class DeskHome(Page):
    permission = "municipalities.enter_desk"
    template_name = "reports/desk_home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user: Any = self.reader
        now = timezone.now()
        ours = engagements_managed_by(user)
        return super().get_context_data(
            places=municipalities_of(user),
            approvals=waiting_approvals(user, dates.jst_date(now)),
            attention=oldest_first([*attention_for_staff(user, now), *staffing_of(user, now)]),
            handovers=handovers_taken_since(user, today() - TAKEN_LATELY),
            shows_april=in_april_season(today()),
            meetings=homes.meetings_soon(ours, now)[:SHOWN],
            rows=_with_days(openings_in_states(openings_managed_by(user), homes.OPENINGS_AT_WORK)[:SHOWN]),
            openings_tab={"label": _("進行中の募集の一覧")},
            works=list(homes.portfolio(homes.unfinished(ours)[:SHOWN])),
            reports=reports_managed_by(user).exclude(status__in=["published", "withdrawn"])[:SHOWN],
            shows_city=len(roles_of(user)) > 1,
            **context,
        )


class CoordHome(Page):
    permission = "reports.watch_progress"
    template_name = "reports/coord_home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user: Any = self.reader
        now = timezone.now()
        everything = engagements_visible_to(user)
        stalled, put_off = cases_today(now)
        year = dates.fiscal_year(today())
        return super().get_context_data(
            stalled=[case.item for case in stalled[:STALLED]],
            put_off=put_off,
            stalled_count=len(stalled),
            meetings=homes.meetings_soon(everything, now)[:WATCHED],
            works=list(homes.portfolio(homes.unfinished(everything)[:WATCHED])),
            agreements=homes.agreements_to_watch(user, now),
            rows=_with_days(openings_in_states(openings_managed_by(user), UNANSWERED_STATES)[:WATCHED]),
            openings_tab={"label": _("公開中・選考中の募集の一覧")},
            shows_city=True,
            funnel=funnel(tally.counts(Scope(fiscal_year=year))),
            fiscal_year=year,
            address=f"?fiscal_year={year}",
            **context,
        )


def in_april_season(day: date) -> bool:
    """From the first rumours of transfers to the end of the month in which they happen."""
    return (2, 15) <= (day.month, day.day) <= (4, 30)


def _with_days(openings: QuerySet[Opening]) -> list[tuple[Opening, int]]:
    """As projects/_desk_openings_table.html takes them: each with the days left."""
    day = today()
    return [(opening, opening.days_left(day)) for opening in openings]
