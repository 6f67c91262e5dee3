"""What everybody may see of openings."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from advisors.rules import has_active_profile, profile_of
from core.paging import PagedList
from core.views import PUBLIC, RowPage
from projects.filters import OpeningFilter
from projects.models import Application, Opening
from projects.queries import (
    amendments_of,
    application_to,
    is_interested,
    public_openings,
    public_questions,
)


class Openings(PagedList):
    """募集を探す. With htmx only the results are sent, so that typing in the search box goes on."""

    permission = PUBLIC
    template_name = "projects/openings.html"
    context_object_name = "openings"
    filter_class = OpeningFilter
    filter: OpeningFilter

    def get_queryset(self) -> QuerySet[Opening]:
        return self.filter.openings(timezone.now())

    def get_template_names(self) -> list[str]:
        htmx: Any = getattr(self.request, "htmx", None)
        fragment = bool(htmx) and not htmx.history_restore_request
        return ["projects/_opening_results.html" if fragment else self.template_name]


class OpeningDetail(RowPage):
    permission = PUBLIC
    row_name = "opening"
    template_name = "projects/opening.html"

    def queryset(self) -> QuerySet[Opening]:
        return public_openings()

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
