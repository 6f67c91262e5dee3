"""How people want their mails, and the way out without signing in."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from core.views import PUBLIC, SIGNED_IN, FormPage, Guarded, Page
from notifications import operations, unsubscribing
from notifications.forms import PreferencesForm
from notifications.kinds import DIGEST
from notifications.queries import wishes_of


class Preferences(FormPage):
    permission = SIGNED_IN
    template_name = "notifications/settings.html"
    form_class = PreferencesForm
    success_message = gettext_lazy("メールの受け取り方を保存しました。")

    def form_options(self) -> dict[str, Any]:
        return {"wishes": wishes_of(self.reader)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "gather" not in request.POST:
            return super().post(request, *args, **kwargs)
        operations.gather_everything_daily(by=self.reader, at=timezone.now())
        messages.success(request, _("選べるお知らせのメールを、すべて毎日8時にまとめます。"))
        return redirect("notification_settings")

    def perform(self, form: PreferencesForm, at: datetime) -> Any:
        operations.choose_frequencies(by=self.reader, at=at, choices=form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("notification_settings")


class TrustAddress(Guarded):
    """The person says that mail arrives again."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        operations.trust_address_again(by=self.reader, at=timezone.now())
        messages.success(request, _("次のお知らせから、メールをもう一度お送りします。"))
        return redirect("notification_settings")


@method_decorator(csrf_exempt, name="dispatch")  # mail programs post without a page of ours (RFC 8058)
class Unsubscribe(Page):
    """GET asks, POST does it. The signed token stands for the sign-in, and for this kind alone."""

    permission = PUBLIC
    template_name = "notifications/unsubscribe.html"

    def prepare(self) -> None:
        found = unsubscribing.read(self.kwargs["token"])
        if found is None:
            raise Http404
        self.leaver, self.kind = found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        operations.leave(self.kind, by=self.leaver, at=timezone.now())
        return self.render_to_response(self.get_context_data(is_done=True))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        label = self.kind.label
        return super().get_context_data(label=label, is_digest=self.kind == DIGEST, **context)
