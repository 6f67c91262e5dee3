"""気になる: one tap on the page of a call, and the list of what was tapped."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.errors import DomainError
from core.paging import PagedList
from core.views import ConfirmForm, RowFormPage, RowMixin
from projects.models import Interest, Opening
from projects.operations.interest import drop_interest, mark_interest
from projects.queries import interests_of, is_interested, public_openings


class InterestButton(RowMixin):
    """The form says which state is wanted, so that a double tap is the same as one.

    With htmx the button alone is sent again; without, the reader is led back to the call.
    """

    permission = "projects.follow_opening"
    row_name = "opening"

    def queryset(self) -> QuerySet[Opening]:
        return public_openings()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where signing in leads back to."""
        return redirect(self.row)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        change = drop_interest if request.POST.get("wanted") == "0" else mark_interest
        refusal = ""
        try:
            change(self.row, by=self.reader, at=timezone.now())
        except DomainError as error:
            refusal = str(error)
        if getattr(request, "htmx", False):
            interested = is_interested(self.reader, self.row)
            context = {"opening": self.row, "interested": interested, "refusal": refusal}
            return render(request, "projects/_interest.html", context)
        if refusal:
            messages.warning(request, refusal)
        return redirect(self.row)


class Follow(RowFormPage):
    """The same for programs, which have no button to tap."""

    permission = "projects.follow_opening"
    row_name = "opening"
    form_class = ConfirmForm
    change: ClassVar[Callable[..., object]] = staticmethod(mark_interest)

    def queryset(self) -> QuerySet[Opening]:
        return public_openings()

    def perform(self, form: Any, at: datetime) -> Opening:
        self.change(self.row, by=self.reader, at=at)
        opening: Opening = self.row
        return opening


class Unfollow(Follow):
    change = staticmethod(drop_interest)


class MySaved(PagedList):
    permission = "advisors.enter_my"
    template_name = "projects/my_saved.html"
    context_object_name = "interests"

    def get_queryset(self) -> QuerySet[Interest]:
        return interests_of(self.reader, timezone.now())
