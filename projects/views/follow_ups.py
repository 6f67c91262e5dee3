"""提案台帳 over all activities, and その後の確認 on the desk and by a link in a mail."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import dates
from core.exports import ExportedList
from core.views import PUBLIC, SIGNED_IN, Act, FormPage
from projects.answer_links import read_link
from projects.columns import ADVICE
from projects.filters import AdviceFilter
from projects.forms.follow_up import FollowUpForm
from projects.models import FollowUp, Recommendation
from projects.operations import follow_up as operations
from projects.queries import overdue_advice
from projects.queries.follow_up import advice_visible_to, follow_ups_visible_to
from projects.views.engagements import WorkspaceAction, area_of


class AdviceList(ExportedList):
    """提案台帳: every piece of advice the area's reader is concerned with."""

    permission = SIGNED_IN
    template_name = "projects/advice.html"
    context_object_name = "advice"
    filter_class = AdviceFilter
    filter: AdviceFilter
    export_title = _("提案台帳")
    export_columns = ADVICE

    def is_permitted(self) -> bool:
        return area_of(self.request).permits(self.reader)

    def rows(self) -> QuerySet[Recommendation]:
        engagements = area_of(self.request).rows(self.reader).order_by().values("pk")
        return advice_visible_to(self.reader).filter(engagement__in=engagements)

    def build_filter(self, filter_class: Any) -> AdviceFilter:
        return AdviceFilter(self.request.GET, self.rows())

    def get_queryset(self) -> QuerySet[Recommendation]:
        return self.filter.narrow(self.rows()).order_by("-proposed_date", "-id")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(area=area_of(self.request), **context)
        result["overdue"] = overdue_advice(result["advice"], dates.today())
        result["total"] = result["paginator"].count
        return result


class FollowUpAction(WorkspaceAction):
    about = "projects/_about_follow_up.html"
    acts: ClassVar[dict[str, Act]] = {
        "answer": Act(
            operations.answer_follow_up,
            FollowUpForm,
            _("その後を記録しました。アドバイザーにお知らせしました。"),
        ),
    }

    def queryset(self) -> QuerySet[FollowUp]:
        return follow_ups_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"advice": self.row.recommendation}


class FollowUpByMail(FormPage):
    """What a link in a mail opens: one question, answered by the person it was sent to.

    Opening it changes nothing, because mail programs open links to look at them; the button does.
    """

    permission = PUBLIC
    template_name = "projects/follow_up_by_mail.html"
    form_class = FollowUpForm
    success_message = _("その後を記録しました。ありがとうございました。")
    row: FollowUp
    person: User

    def prepare(self) -> None:
        found = read_link(self.kwargs["token"])
        if found is None:
            raise Http404
        code, person = found
        self.person = get_object_or_404(User, pk=person, is_active=True)
        self.row = get_object_or_404(follow_ups_visible_to(self.person), code=code)

    @property
    def is_open(self) -> bool:
        return bool(self.person.has_perm("projects.answer_followup", self.row))

    def get_template_names(self) -> list[str]:
        return [self.template_name] if self.is_open else ["projects/follow_up_closed.html"]

    def form_options(self) -> dict[str, Any]:
        return {"advice": self.row.recommendation}

    def perform(self, form: FollowUpForm, at: datetime) -> Model:
        if not self.is_open:
            raise Http404
        return operations.answer_follow_up(self.row, by=self.person, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return self.request.path

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        row = self.row
        return super().get_context_data(
            row=row,
            engagement=row.engagement,
            person=self.person,
            desk_url=row.get_absolute_url(),
            **context,
        )
