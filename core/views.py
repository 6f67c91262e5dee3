"""Base classes of every page: each names its permission, its query, its operation, its template.

Strangers get 404 (the row is not in their query), members without the right 403. A form that the
rules refuse comes back with what was typed; a row somebody else saved first comes back as a
conflict (409) with both versions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import Model, QuerySet
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from core import typed
from core.errors import DomainError, EditConflict
from core.forms import PortalForm
from core.workflow import Transition

PUBLIC = "public"
SIGNED_IN = "signed-in"


class Guarded(View):
    """Declares who may open the page: PUBLIC, SIGNED_IN or the name of a permission."""

    permission: ClassVar[str]

    @property
    def reader(self) -> Any:
        """Who looks at the page: an accounts.User, or an AnonymousUser on PUBLIC pages."""
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.permission != PUBLIC and not request.user.is_authenticated:
            if request.method == "POST":
                typed.keep(request)
            return redirect_to_login(request.get_full_path())
        self.prepare()
        if not self.is_permitted():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def prepare(self) -> None:
        """Loads what the permission is asked about; raises Http404 for what is not visible."""

    def permission_subject(self) -> Any:
        return None

    def is_permitted(self) -> bool:
        if self.permission in (PUBLIC, SIGNED_IN):
            return True
        allowed: bool = self.reader.has_perm(self.permission, self.permission_subject())
        return allowed


class Page(Guarded, TemplateView):
    """A page without a row of its own."""


class ListPage(Guarded, ListView):
    """A list. `get_queryset` starts from a `<noun>_visible_to(user)` query."""

    paginate_by = 20

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """An unknown page number shows the first page instead of an error."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()


class RowMixin(Guarded):
    """Loads one visible row by its public code."""

    row_name: ClassVar[str]
    row: Any

    def queryset(self) -> QuerySet[Any]:
        raise NotImplementedError

    def prepare(self) -> None:
        self.row = get_object_or_404(self.queryset(), code=self.kwargs["code"])

    def permission_subject(self) -> Any:
        return self.row

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        parent: Any = super()
        result: dict[str, Any] = parent.get_context_data(**{self.row_name: self.row, **context})
        return result


class RowPage(RowMixin, TemplateView):
    """A page about one row."""


class FormPage(Guarded, TemplateResponseMixin, ContextMixin):
    """A form that runs one operation. Subclasses give `form_class` and `perform`."""

    form_class: ClassVar[type[forms.BaseForm]]
    success_message: ClassVar[str | Promise] = ""

    def form_options(self) -> dict[str, Any]:
        """Keyword arguments of the form besides its data."""
        return {}

    def perform(self, form: Any, at: datetime) -> Model:
        """Calls the operation; returns the row whose page is shown next."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())

    def build_form(self, data: Any = None) -> Any:
        return self.form_class(data, **self.form_options())

    def accepts(self, form: Any) -> bool:
        """Whether the operation may be run with what was sent; drafts may have gaps."""
        valid: bool = form.is_valid()
        return valid

    def words_of_success(self) -> str:
        return str(self.success_message)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = typed.take(request)
        form = self.build_form(sent)
        if sent is not None:
            form.forgive()
            messages.info(request, _("入力していた内容を戻しました。確かめて、もう一度送ってください。"))
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.build_form(request.POST)
        if not self.accepts(form):
            return self.refuse(form)
        try:
            result = self.perform(form, timezone.now())
        except EditConflict as conflict:
            return self.show_conflict(form, conflict)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.refuse(form)
        if words := self.words_of_success():
            messages.success(request, words)
        return HttpResponseRedirect(self.success_url(result))

    def refuse(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def show_conflict(self, form: Any, conflict: EditConflict) -> HttpResponse:
        """Shows what is stored now beside what was typed; saving again is then a choice."""
        current: Any = conflict.current
        data = self.request.POST.copy()
        data["version"] = str(current.version)
        again = self.build_form(data)
        again._errors = ErrorDict({NON_FIELD_ERRORS: again.error_class([str(conflict)])})
        context = self.get_context_data(form=again, conflict_rows=form.differences(current))
        return self.render_to_response(context, status=409)


class RowFormPage(RowMixin, FormPage):
    """A form about one row."""


class EditPage(RowFormPage):
    """A versioned form of the row itself; runs `operation(row, *, by, at, version, **changes)`."""

    operation: ClassVar[Callable[..., Any]]

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row}

    def perform(self, form: Any, at: datetime) -> Model:
        edit = type(self).operation  # read from the class, so that it is not bound to the page
        version = form.cleaned_data["version"]
        row: Model = edit(self.row, by=self.reader, at=at, version=version, **form.changes())
        return row


class ConfirmForm(PortalForm):
    """An action that asks nothing but a second look."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a button does. `operation(row, *, by, at, **cleaned_data)`."""

    operation: Callable[..., Any]
    form_class: type[forms.BaseForm] = ConfirmForm
    message: str | Promise = ""


@dataclass(frozen=True, slots=True)
class ActionLink:
    transition: Transition
    url: str


class ActionPage(RowFormPage):
    """Confirms and runs one transition of a row's workflow; `acts` maps actions to operations.

    An action the state no longer allows leads back with a word that somebody was faster.
    """

    acts: ClassVar[dict[str, Act]]
    permission = "by-action"
    row_name = "row"
    template_name = "components/action_page.html"

    def prepare(self) -> None:
        self.action = self.kwargs["action"]
        if self.action not in self.acts:
            raise Http404
        super().prepare()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse
        try:
            response = super().dispatch(request, *args, **kwargs)
        except StateMoved:
            messages.warning(
                request,
                _("ほかの人が先に操作したため、この操作はできなくなりました。今の状態を確認してください。"),
            )
            response = HttpResponseRedirect(self.back_url())
        return response

    def is_permitted(self) -> bool:
        meta = self.row._meta
        permission = f"{meta.app_label}.{self.action}_{meta.model_name}"
        if self.reader.has_perm(permission, self.row):
            return True
        if not self.row.workflow.allows(self.action, self.row.status):
            raise StateMoved
        return False

    @property
    def act(self) -> Act:
        return self.acts[self.action]

    def build_form(self, data: Any = None) -> Any:
        return self.act.form_class(data, **self.form_options())

    def perform(self, form: Any, at: datetime) -> Model:
        result = self.act.operation(self.row, by=self.reader, at=at, **form.cleaned_data)
        return result or self.row

    def words_of_success(self) -> str:
        return str(self.act.message)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        transition = self.row.workflow.transition(self.action, self.row.status)
        target = self.row.workflow.state(transition.target)
        return super().get_context_data(
            row_title=str(self.row),
            transition=transition,
            target=target,
            changes_state=transition.target != self.row.status,
            back_url=self.back_url(),
            **context,
        )


class StateMoved(Exception):
    """The row left the state in which the button was offered."""


class AlreadyDone(Exception):
    """The first press of the button has done it; the second one leads to the same result."""


def possible_actions(user: Any, row: Any) -> list[Transition]:
    """What this user may do with this row now, in the order of the workflow table."""
    meta = row._meta
    return [
        each
        for each in row.workflow.transitions_from(row.status)
        if not each.by_system and user.has_perm(f"{meta.app_label}.{each.action}_{meta.model_name}", row)
    ]


def action_links(user: Any, row: Any, url_name: str, current_app: str | None = None) -> list[ActionLink]:
    """The buttons of these actions."""
    return [
        ActionLink(each, reverse(url_name, args=[row.code, each.action], current_app=current_app))
        for each in possible_actions(user, row)
    ]
