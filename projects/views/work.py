"""稼働と謝礼 of an engagement, in the area the reader is in, and the city's list for its payments."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from core import dates
from core.exports import ExportedList
from core.forms import ReasonForm
from core.views import Act, ConfirmForm, RowFormPage, RowPage, action_links
from projects.columns import SHEETS
from projects.filters import SheetFilter
from projects.forms import work as forms
from projects.honorarium import sentence
from projects.models import Engagement, HonorariumSheet, WorkEntry
from projects.operations import work as operations
from projects.queries import engagements_visible_to
from projects.queries import work as queries
from projects.views.engagements import InWorkspace, WorkspaceAction, namespace_of
from projects.views.records import RecordEdit, RecordNew


def work_url(engagement: Engagement, request: HttpRequest) -> str:
    return reverse("engagements:work", args=[engagement.code], current_app=namespace_of(request))


def sheet_url(sheet: HonorariumSheet, request: HttpRequest) -> str:
    return reverse("engagements:sheet", args=[sheet.code], current_app=namespace_of(request))


class Work(InWorkspace, RowPage):
    """Each month: what was done, what it comes to, and where its sheet is."""

    permission = "projects.view_engagement"
    template_name = "projects/work.html"

    def queryset(self) -> QuerySet[Engagement]:
        return engagements_visible_to(self.reader).select_related("application__opening")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        months = queries.months_of(self.row, dates.jst_date(timezone.now()))
        return super().get_context_data(
            months=months, terms=sentence(self.row.application.opening), **context
        )


class BackToWork(InWorkspace):
    """Afterwards the reader is back at the months."""

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return work_url(self.engagement, self.request)


class EntryNew(BackToWork, RecordNew):
    permission = "projects.log_work_engagement"
    template_name = "projects/work_entry_form.html"
    form_class = forms.EntryForm
    success_message = _("稼働を記録しました。")

    def perform(self, form: forms.EntryForm, at: datetime) -> Model:
        return operations.add_entry(self.row, by=self.reader, at=at, **form.changes())


class EntryEdit(BackToWork, RecordEdit):
    permission = "projects.edit_workentry"
    operation = operations.edit_entry
    template_name = "projects/work_entry_form.html"
    form_class = forms.EntryEditForm
    success_message = _("稼働の記録を保存しました。")

    def queryset(self) -> QuerySet[WorkEntry]:
        return queries.entries_visible_to(self.reader)


class EntryRemove(BackToWork, RowFormPage):
    permission = "projects.remove_workentry"
    template_name = "projects/work_entry_remove.html"
    form_class = ConfirmForm
    success_message = _("稼働の記録を消しました。")

    def queryset(self) -> QuerySet[WorkEntry]:
        return queries.entries_visible_to(self.reader)

    def perform(self, form: Any, at: datetime) -> Model:
        return operations.remove_entry(self.row, by=self.reader, at=at)


class SheetNew(RecordNew):
    """The month as it will be claimed, to be looked at before it is sent."""

    permission = "projects.claim_engagement"
    template_name = "projects/sheet_new.html"
    form_class = forms.MonthForm
    success_message = _("謝礼の明細を提出しました。自治体にお知らせしました。")

    def queryset(self) -> QuerySet[Engagement]:
        return super().queryset().select_related("application__opening")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"month": self.request.GET.get("month", "")}}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.month()  # an address without a month is no page
        return super().get(request, *args, **kwargs)

    def month(self) -> date:
        text = self.request.POST.get("month") or self.request.GET.get("month", "")
        try:
            return date.fromisoformat(text).replace(day=1)
        except ValueError:
            raise Http404 from None

    def perform(self, form: forms.MonthForm, at: datetime) -> Model:
        return operations.submit_sheet(self.row, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return sheet_url(result, self.request)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        month = self.month()
        return super().get_context_data(
            month=month,
            pay=queries.pay_of_month(self.row, month),
            terms=sentence(self.row.application.opening),
            work_url=work_url(self.row, self.request),
            **context,
        )


class Sheet(InWorkspace, RowPage):
    permission = "projects.view_honorariumsheet"
    template_name = "projects/sheet.html"

    def queryset(self) -> QuerySet[HonorariumSheet]:
        return queries.sheets_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            links=action_links(self.reader, self.row, "engagements:sheet_action", namespace_of(self.request)),
            work_url=work_url(self.engagement, self.request),
            events=history_of(self.row),
            **context,
        )


class SheetAction(WorkspaceAction):
    about = "projects/_about_sheet.html"
    acts = {
        "approve": Act(
            operations.approve_sheet,
            forms.SheetApprovalForm,
            _("金額を確認しました。アドバイザーにお知らせしました。"),
        ),
        "return": Act(
            operations.return_sheet, ReasonForm, _("明細を差し戻しました。アドバイザーにお知らせしました。")
        ),
        "resubmit": Act(operations.resubmit_sheet, message=_("もう一度提出しました。")),
    }

    def queryset(self) -> QuerySet[HonorariumSheet]:
        return queries.sheets_visible_to(self.reader)

    def back_url(self) -> str:
        return sheet_url(self.row, self.request)

    def success_url(self, result: Any) -> str:
        return self.back_url()


class DeskSheets(ExportedList):
    """Every sheet of the reader's municipalities, for the payments of a month."""

    permission = "municipalities.enter_desk"
    template_name = "projects/desk_sheets.html"
    context_object_name = "sheets"
    filter_class = SheetFilter
    filter: SheetFilter
    export_title = _("謝礼の明細")
    export_columns = SHEETS

    def build_filter(self, filter_class: Any) -> SheetFilter:
        return SheetFilter(self.request.GET, queries.sheet_months(self.reader))

    def get_queryset(self) -> QuerySet[HonorariumSheet]:
        return self.filter.narrow(queries.sheets_managed_by(self.reader))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            sums=queries.sheet_sums(self.get_queryset()),
            **context,
        )
