"""Inviting colleagues, and the page an invitation leads to."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.views import PUBLIC, Act, ActionPage, FormPage
from municipalities.forms.invitation import FirstSignInForm, InvitationForm, JoinForm, MailDomainsForm
from municipalities.models import Invitation, Municipality
from municipalities.operations import invitation as operations
from municipalities.queries import invitations_visible_to, municipalities_administered_by

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class InvitationNew(FormPage):
    permission = "municipalities.add_staffmembership"
    template_name = "municipalities/invitation_new.html"
    form_class = InvitationForm
    success_message = _("招待を送りました。14日以内に本人が参加すると、職員になります。")

    def places(self) -> QuerySet[Municipality]:
        return municipalities_administered_by(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"places": self.places()}

    def perform(self, form: InvitationForm, at: datetime) -> Model:
        return operations.invite_member(form.place, by=self.reader, at=at, **form.changes())

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(places=self.places(), back_url=self.success_url(None), **context)


class CoordInvitationNew(InvitationNew):
    """The first administrator of a city, or one for a city that lost its last."""

    permission = "accounts.coordinate"

    def places(self) -> QuerySet[Municipality]:
        return Municipality.objects.filter(code=self.kwargs["code"]).select_related("prefecture")

    def prepare(self) -> None:
        get_object_or_404(self.places())

    def success_url(self, result: Any) -> str:
        return reverse("coord_home")


class MailDomains(FormPage):
    """Which addresses of a city are its own; kept by the operator."""

    permission = "accounts.coordinate"
    template_name = "municipalities/mail_domains.html"
    form_class = MailDomainsForm
    success_message = _("公式メールのドメインを保存しました。")

    def prepare(self) -> None:
        self.place = get_object_or_404(Municipality, code=self.kwargs["code"])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"domains": "\n".join(self.place.mail_domains)}}

    def perform(self, form: MailDomainsForm, at: datetime) -> Model:
        return operations.set_mail_domains(
            self.place, by=self.reader, at=at, domains=form.cleaned_data["domains"]
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(place=self.place, **context)


class InvitationAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "resend": Act(operations.resend_invitation, message=_("招待をもう一度送りました。")),
        "cancel": Act(operations.cancel_invitation, message=_("招待を取り消しました。")),
    }

    def queryset(self) -> QuerySet[Invitation]:
        return invitations_visible_to(self.reader)

    def back_url(self) -> str:
        return reverse("desk_staff")


class InvitationPage(FormPage):
    """What the mailed link opens. Only its holder learns whether there is an account already."""

    permission = PUBLIC
    template_name = "municipalities/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            self.template_name = "municipalities/invitation_dead.html"
            return self.render_to_response({"view": self}, status=404)

    def prepare(self) -> None:
        rows = Invitation.objects.select_related(
            "municipality__prefecture", "user", "department", "invited_by"
        )
        self.invitation = get_object_or_404(rows, token_hash=operations.hash_of(self.kwargs["token"]))
        if not self.invitation.is_open(timezone.now()):
            raise Http404

    @property
    def situation(self) -> str:
        """join: it is the reader's; other: somebody else is signed in; sign_in, or first for a new account."""
        if self.reader.is_authenticated:
            return "join" if self.reader.pk == self.invitation.user_id else "other"
        return "sign_in" if self.invitation.user.has_usable_password() else "first"

    def build_form(self, data: Any = None) -> Any:
        if self.situation == "first":
            return FirstSignInForm(data, user=self.invitation.user)
        return JoinForm(data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.situation in ("sign_in", "other"):
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any, at: datetime) -> Model:
        user = self.invitation.user
        membership = operations.accept_invitation(self.invitation, by=user, at=at, **form.cleaned_data)
        if not self.reader.is_authenticated:
            user.refresh_from_db()
            login(self.request, user, backend=BACKEND)
        return membership

    def success_url(self, result: Any) -> str:
        return reverse("desk_home")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        login_url = f"{reverse('account_login')}?next={self.request.path}"
        return super().get_context_data(
            invitation=self.invitation, situation=self.situation, login_url=login_url, **context
        )
