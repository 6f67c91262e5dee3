"""What everybody may see of openings."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from advisors.rules import has_active_profile, profile_of
from core.paging import CAP, keyset_links, read_cursor
from core.views import PUBLIC, Page, RowPage
from projects.filters import OpeningFilter
from projects.models import Application, Opening
from projects.queries import (
    amendments_of,
    application_to,
    is_interested,
    opening_parts,
    openings_once_public,
    public_questions,
)
from projects.queries.saved_search import saved_count
from projects.queries.search import Found, key_length, relaxed_counts, search_openings


class Openings(Page):
    """募集を探す. With htmx only what changes is sent, so that typing in the search box goes on."""

    permission = PUBLIC
    template_name = "projects/openings.html"

    def get_template_names(self) -> list[str]:
        htmx: Any = getattr(self.request, "htmx", None)
        fragment = bool(htmx) and not htmx.history_restore_request
        return ["projects/_openings_found.html" if fragment else self.template_name]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        at = timezone.now()
        chosen = OpeningFilter(self.request.GET)
        criteria = chosen.criteria()
        cursor = read_cursor(self.request.GET, key_length(criteria))
        found = search_openings(criteria, at=at, cursor=cursor)
        applied = chosen.applied()
        help_out = {} if found.total else no_results(chosen, at)
        chosen.show_counts(found.facets)
        return super().get_context_data(
            filter=chosen,
            applied=applied,
            openings=found.rows,
            total=min(found.total, CAP),
            is_capped=found.total > CAP,
            links=_links(chosen, found),
            saved=saved_count(self.reader),
            **help_out,
            **context,
        )


def _links(chosen: OpeningFilter, found: Found) -> dict[str, str]:
    return keyset_links(chosen.address(), previous=found.previous, following=found.following)


def no_results(chosen: OpeningFilter, at: datetime) -> dict[str, Any]:
    """What would give results: one criterion less, the whole region, another spelling."""
    criteria = chosen.criteria()
    names = criteria.in_force()
    if not criteria.state:
        names.append("state")
    ways = chosen.ways_out(relaxed_counts(criteria, names, at=at))
    return {"ways_out": ways, "wider": chosen.wider_place(), "correction": chosen.correction()}


class OpeningDetail(RowPage):
    """A call taken back after its publication says so: 410, with when and why."""

    permission = PUBLIC
    row_name = "opening"
    template_name = "projects/opening.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_once_public()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.status == "withdrawn":
            context = {"opening": self.row, "view": self}
            return render(request, "projects/opening_withdrawn.html", context, status=410)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        own = application_to(self.row, self.reader) if self.reader.is_authenticated else None
        step = next_step(self.row, self.reader, own)
        may_follow = self.reader.has_perm("projects.follow_opening", self.row)
        return super().get_context_data(
            own=own,
            step=step,
            may_follow=may_follow,
            interested=may_follow and is_interested(self.reader, self.row),
            questions=public_questions(self.row),
            takes_questions=self.row.accepts_questions(timezone.now()),
            amendments=amendments_of(self.row),
            **opening_parts(self.row),
            **context,
        )


def next_step(opening: Opening, user: Any, own: Application | None) -> str:
    """What the reader can do about the opening: one word that the template turns into a button."""
    if own is not None and own.status != "draft":
        return "applied"
    if not opening.accepts_applications(timezone.now()):
        return "closed"
    if own is not None:
        return "draft"
    if not user.is_authenticated:
        return "sign_in"
    if profile_of(user) is None:
        return "profile"
    return "apply" if has_active_profile(user) else "activate"
