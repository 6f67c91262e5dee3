"""What everybody may see of openings."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from advisors.rules import has_active_profile, profile_of
from core.paging import Cursor, Found
from core.search_page import SearchPage
from core.views import PUBLIC, RowPage
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
from projects.queries.search import Criteria, key_length, relaxed_counts, search_openings


class Openings(SearchPage):
    """募集を探す."""

    permission = PUBLIC
    template_name = "projects/openings.html"
    fragment_name = "projects/_openings_found.html"
    filter_class = OpeningFilter
    rows_name = "openings"

    def find(self, criteria: Criteria, cursor: Cursor | None) -> Found:
        return search_openings(criteria, at=timezone.now(), cursor=cursor)

    def key_length(self, criteria: Criteria) -> int:
        return key_length(criteria)

    def relaxed(self, criteria: Criteria) -> dict[str, int]:
        names = criteria.in_force()
        if not criteria.state:
            names.append("state")
        return relaxed_counts(criteria, names, at=timezone.now())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(saved=saved_count(self.reader), **context)


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
