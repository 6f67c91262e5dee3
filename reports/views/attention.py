"""要対応 of coordinators: the list, and one case with its notes."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates
from core.exports import Column, ExportedList
from core.views import Act, FormPage, Page
from reports.filters import AttentionFilter
from reports.forms.attention import AssignForm, ContactForm, SnoozeForm
from reports.operations import attention as operations
from reports.queries.handling import Case, case_of, cases


class AttentionList(ExportedList):
    permission = "reports.watch_progress"
    template_name = "reports/attention.html"
    context_object_name = "cases"
    filter_class = AttentionFilter
    filter: AttentionFilter
    export_title = _("要対応の一覧")
    export_columns = (
        Column(_("種類"), lambda case: case.item.code),
        Column(_("対象"), lambda case: case.item.subject),
        Column(_("自治体"), lambda case: case.item.place),
        Column(_("理由"), lambda case: case.item.reason),
        Column(_("いつから"), lambda case: case.item.since or case.item.due),
        Column(_("担当"), lambda case: case.assignee),
        Column(_("最後の連絡"), lambda case: case.contact.written_at if case.contact else None),
    )

    def get_queryset(self) -> Any:
        now = timezone.now()
        return self.filter.narrow(cases(now), self.reader, dates.jst_date(now))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        day = dates.today()
        result["rows"] = [(case, case.snoozed_until(day)) for case in result["cases"]]
        result["total"] = result["paginator"].count
        return result


class InCase:
    """One case; 404 once it does not stand still any more."""

    kwargs: dict[str, Any]
    case: Case

    def prepare(self) -> None:
        found = case_of(self.kwargs["key"], timezone.now())
        if found is None:
            raise Http404
        self.case = found

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        parent: Any = super()
        until = self.case.snoozed_until(dates.today())
        result: dict[str, Any] = parent.get_context_data(case=self.case, until=until, **context)
        return result


class AttentionCase(InCase, Page):
    permission = "reports.watch_progress"
    template_name = "reports/attention_case.html"


class AttentionHandle(InCase, FormPage):
    """One note about the case."""

    permission = "reports.watch_progress"
    template_name = "reports/attention_handle.html"
    acts = {
        "contact": Act(operations.note_contact, ContactForm, _("連絡を記録する")),
        "snooze": Act(operations.snooze, SnoozeForm, _("しばらく見送る")),
        "assign": Act(operations.assign, AssignForm, _("担当を決める")),
    }
    success_message = _("記録しました。")

    def prepare(self) -> None:
        if self.kwargs["handling"] not in self.acts:
            raise Http404
        super().prepare()

    @property
    def act(self) -> Act:
        return self.acts[self.kwargs["handling"]]

    def build_form(self, data: Any = None) -> forms.BaseForm:
        return self.act.form_class(data)

    def perform(self, form: Any, at: datetime) -> Any:
        item = self.case.item
        return self.act.operation(item.key, subject=item.subject, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("coord_attention_case", args=[self.case.item.key])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.act.message, **context)
