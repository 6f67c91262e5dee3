"""What an applicant writes, checks, sends and hears back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisors.rules import has_active_profile, profile_of
from core.documents import Document
from core.documents.pages import DocumentPage
from core.errors import DomainError, EditConflict
from core.paging import PagedList
from core.views import Act, ActionPage, AlreadyDone, RowFormPage, RowPage
from core.workflow import IllegalTransition
from projects.documents.selection import application_copy
from projects.forms.application import (
    STEPS,
    ApplicationForm,
    RefusalForm,
    Step,
    WithdrawalForm,
    next_step,
    written_steps,
)
from projects.models import Application, Engagement, Opening
from projects.operations.application import (
    accept_offer,
    refuse_offer,
    revise_application,
    save_application,
    submit_application,
    withdraw_application,
)
from projects.queries import answer_to, application_to, applications_of, openings_once_public
from projects.queries.application import feedback_to


class Apply(RowFormPage):
    """An application as a whole: programs send it at once, people write it in steps, and whoever opens
    it comes to the first step with a gap. Every post keeps a draft, complete or not, in time or not.
    """

    permission = "advisors.enter_my"
    row_name = "opening"
    form_class = ApplicationForm
    template_name = "projects/opening_apply.html"

    def queryset(self) -> QuerySet[Opening]:
        return openings_once_public()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without an active profile there is nobody the city could read about."""
        user = request.user
        if user.is_authenticated and not _may_write(request):
            messages.info(request, _("応募する前に、専門家プロフィールを作成して公開してください。"))
            return redirect("my_profile")
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        self.own = application_to(self.row, self.reader)

    step: Step | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.own is not None and self.own.status != "draft":
            return redirect(self.own)
        if self.step is None:
            return redirect("opening_apply_step", self.row.code, (next_step(self.own) or STEPS[0]).code)
        return super().get(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.own, "opening": self.row, "step": self.step}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.build_form(request.POST)
        form.is_valid()
        try:
            draft = self.perform(form, timezone.now())
        except EditConflict as conflict:
            return self.show_conflict(form, conflict)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.refuse(form)
        if "save" in request.POST:
            form.allow_gaps()
        if form.errors:
            form.now_at(draft.version)
            return self.render_to_response(self.get_context_data(form=form, kept=True), status=422)
        if "save" in request.POST:
            messages.success(request, _("下書きを保存しました。"))
            return HttpResponseRedirect(draft.get_absolute_url())
        gap = next_step(draft)
        return redirect("opening_apply_step", self.row.code, gap.code) if gap else redirect(draft)

    def accepts(self, form: ApplicationForm) -> bool:
        """Gaps are no reason not to keep a draft."""
        form.full_clean()
        return all(form.has_error(name, "required") for name in form.errors)

    def perform(self, form: ApplicationForm, at: datetime) -> Application:
        advisor = profile_of(self.reader)
        if advisor is None:
            raise DomainError(_("応募する前に、専門家プロフィールを作成して公開してください。"))
        return save_application(self.row, by=self.reader, at=at, advisor=advisor, **form.kept())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("kept", False)
        closed = not self.row.accepts_applications(timezone.now())
        place = STEPS.index(self.step) if self.step else 0
        return super().get_context_data(
            closed=closed,
            step=self.step,
            previous_step=STEPS[place - 1] if place else None,
            steps=written_steps(self.own),
            **context,
        )


class ApplyStep(Apply):
    def prepare(self) -> None:
        self.step = next((step for step in STEPS if step.code == self.kwargs["step"]), None)
        if self.step is None:
            raise Http404
        super().prepare()


def _may_write(request: HttpRequest) -> bool:
    """A text typed before the profile was paused is still kept."""
    if request.method == "POST":
        return profile_of(request.user) is not None
    return bool(has_active_profile(request.user))


class MyApplications(PagedList):
    permission = "advisors.enter_my"
    template_name = "projects/my_applications.html"
    context_object_name = "applications"

    def get_queryset(self) -> QuerySet[Application]:
        return applications_of(self.reader)


class MyApplication(RowPage):
    """A draft is the page to check before sending; a sent application is the receipt and the answer."""

    permission = "projects.view_application"
    row_name = "application"
    template_name = "projects/my_application.html"

    def queryset(self) -> QuerySet[Application]:
        return applications_of(self.reader).select_related("engagement")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        is_open = self.row.opening.accepts_applications(timezone.now())
        return super().get_context_data(
            opening=self.row.opening,
            message=answer_to(self.row),
            feedback=feedback_to(self.row),
            interviews=list(self.row.interviews.order_by("id")),
            is_open=is_open,
            gap=next_step(self.row) if self.row.status == "draft" else None,
            steps=written_steps(self.row),
            just_sent=self.row.status == "submitted" and "received" in self.request.GET,
            **context,
        )


class ApplicationCopy(DocumentPage):
    """応募の控え."""

    permission = "projects.copy_application"

    def queryset(self) -> QuerySet[Application]:
        return applications_of(self.reader)

    def document(self) -> Document:
        return application_copy(self.row, reader=self.reader)


class MyApplicationAction(ActionPage):
    """応募する, 承諾, 辞退, 取下げ."""

    acts = {
        "submit": Act(submit_application, message=gettext_lazy("応募を受け付けました。")),
        "revise": Act(
            revise_application,
            message=gettext_lazy(
                "応募を下書きに戻しました。直してから、締切までにもう一度応募してください。"
            ),
        ),
        "accept": Act(accept_offer, message=gettext_lazy("内定を承諾しました。自治体に知らせました。")),
        "refuse": Act(refuse_offer, RefusalForm, gettext_lazy("内定を辞退しました。自治体に知らせました。")),
        "withdraw": Act(withdraw_application, WithdrawalForm, gettext_lazy("応募を取り下げました。")),
    }

    def queryset(self) -> QuerySet[Application]:
        return applications_of(self.reader)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pressing 応募する twice leads to the same receipt."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except AlreadySent:
            return HttpResponseRedirect(self.receipt_url())

    def prepare(self) -> None:
        super().prepare()
        self.leave_if_sent()

    def perform(self, form: Any, at: datetime) -> Any:
        try:
            return super().perform(form, at)
        except IllegalTransition:
            self.row.refresh_from_db(fields=["status"])
            self.leave_if_sent()
            raise

    def leave_if_sent(self) -> None:
        if self.action == "submit" and self.row.status == "submitted":
            raise AlreadySent

    def receipt_url(self) -> str:
        return reverse("my_application", args=[self.row.code]) + "?received=1"

    def success_url(self, result: Any) -> str:
        if isinstance(result, Engagement):
            return result.advisor_url
        return self.receipt_url() if self.action == "submit" else self.back_url()


class AlreadySent(AlreadyDone):
    """The first press of the button has already sent the application."""
