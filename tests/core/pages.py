"""A tiny site built on `core.views`, over real programs: what `test_views` walks through."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.errors import DomainError
from core.forms import PortalForm, VersionedModelForm
from core.views import PUBLIC, SIGNED_IN, Act, ActionPage, ListPage, Page, RowFormPage, RowPage
from municipalities.rules import roles_of
from projects.models import Program
from projects.operations.program import cancel_program, complete_program, edit_program, start_program

TEMPLATES = {
    "page.html": "page of {{ request.user }}",
    "list.html": "{% for row in object_list %}[{{ row.title }}]{% endfor %} page {{ page_obj.number }}",
    "row.html": "{{ program.title }}{% for message in messages %} ({{ message }}){% endfor %}",
    "form.html": (
        "{{ program.title }}|{% for target, text in form.error_list %}{{ target }}:{{ text }};{% endfor %}"
        "|{% for row in conflict_rows %}{{ row.label }}:{{ row.typed }}/{{ row.stored }};{% endfor %}"
        "|version={{ form.version.value }}|title={{ form.title.value }}"
    ),
    "action.html": (
        "{{ transition.label }} → {{ target.label }} back to {{ back_url }}"
        "{% for target, text in form.error_list %} {{ text }}{% endfor %}"
    ),
    "403.html": "forbidden",
    "404.html": "missing",
}


class Visible:
    """Programs of the cities the reader works for."""

    row_name = "program"

    def queryset(self) -> QuerySet[Program]:
        return Program.objects.filter(municipality__in=roles_of(self.request.user))


class Public(Page):
    permission = PUBLIC
    template_name = "page.html"


class Inside(Page):
    permission = SIGNED_IN
    template_name = "page.html"


class Desk(Page):
    permission = "municipalities.enter_desk"
    template_name = "page.html"


class Programs(ListPage):
    permission = "municipalities.enter_desk"
    template_name = "list.html"
    paginate_by = 2

    def get_queryset(self) -> QuerySet[Program]:
        return Program.objects.order_by("title")


class Detail(Visible, RowPage):
    permission = "projects.view_program"
    template_name = "row.html"


class ProgramForm(VersionedModelForm):
    class Meta:
        model = Program
        fields = ["title", "purpose"]
        labels = {"title": "事業名", "purpose": "目的"}


class Edit(Visible, RowFormPage):
    permission = "projects.edit_program"
    template_name = "form.html"
    form_class = ProgramForm
    success_message = "保存しました。"

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.queryset().get(pk=self.row.pk)}

    def perform(self, form: ProgramForm, at: datetime) -> Program:
        if form.cleaned_data["title"] == "禁止":
            raise DomainError("その名前は使えません。")
        return edit_program(
            self.row, by=self.request.user, at=at, version=form.cleaned_data["version"], **form.changes()
        )

    def success_url(self, result: Program) -> str:
        return f"/programs/{result.code}/"


class ReasonForm(PortalForm):
    reason = forms.CharField(error_messages={"required": "理由を書いてください。"})


class Action(Visible, ActionPage):
    template_name = "action.html"
    acts = {
        "start": Act(start_program, message="始めました。"),
        "complete": Act(complete_program),
        "cancel": Act(cancel_program, ReasonForm),
    }

    def back_url(self) -> str:
        return f"/programs/{self.row.code}/"


def sign_in(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("sign in")


urlpatterns = [
    path("", Public.as_view(), name="home"),
    path("sign-in/", sign_in, name="account_login"),
    path("inside/", Inside.as_view(), name="inside"),
    path("desk/", Desk.as_view(), name="desk"),
    path("programs/", Programs.as_view(), name="programs"),
    path("programs/<str:code>/", Detail.as_view(), name="program"),
    path("programs/<str:code>/edit/", Edit.as_view(), name="program_edit"),
    path("programs/<str:code>/<str:action>/", Action.as_view(), name="program_action"),
]
