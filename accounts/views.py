"""How the portal speaks to a person, what it holds about them, and leaving it."""

import json
from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.forms import CloseAccountForm, SettingsForm, TokenForm, scope_choices
from accounts.models import ApiToken, User
from accounts.operations import choose_display, close_account, issue_token, revoke_token
from accounts.personal_data import SOURCES, export_of, obstacles_of
from accounts.queries import tokens_of
from core.views import SIGNED_IN, ConfirmForm, FormPage, Guarded, Page, RowFormPage


class Settings(FormPage):
    permission = SIGNED_IN
    template_name = "accounts/settings.html"
    form_class = SettingsForm
    success_message = _("表示の設定を保存しました。")

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.reader}

    def perform(self, form: SettingsForm, at: datetime) -> User:
        return choose_display(by=self.reader, at=at, **form.changes())

    def success_url(self, result: User) -> str:
        with override(result.language):
            return reverse("account_settings")


class Tokens(Page):
    """The reader's access tokens: those that work, and what became of the others."""

    permission = SIGNED_IN
    template_name = "accounts/tokens.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows, now, words = list(tokens_of(self.reader)), timezone.now(), dict(scope_choices())
        return super().get_context_data(
            usable=[
                (token, [words.get(scope, scope) for scope in token.scopes])
                for token in rows
                if token.is_usable(now)
            ],
            ended=[token for token in rows if not token.is_usable(now)],
            **context,
        )


class TokenNew(FormPage):
    """Shows the new token on the answer itself: it is kept nowhere, so it cannot be shown again."""

    permission = SIGNED_IN
    form_class = TokenForm
    template_name = "accounts/token_new.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        token, text = issue_token(by=self.reader, at=timezone.now(), **form.cleaned_data)
        self.template_name = "accounts/token_created.html"
        return self.render_to_response(self.get_context_data(token=token, text=text))


class TokenRevoke(RowFormPage):
    permission = "accounts.revoke_apitoken"
    row_name = "token"
    row: ApiToken
    form_class = ConfirmForm
    template_name = "accounts/token_revoke.html"
    success_message = _("アクセストークンを失効させました。今から使えません。")

    def queryset(self) -> QuerySet[ApiToken]:
        return tokens_of(self.reader)

    def perform(self, form: ConfirmForm, at: datetime) -> ApiToken:
        return revoke_token(self.row, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("tokens")


class MyData(Page):
    """Where the reader's data lie and how many rows there are."""

    permission = SIGNED_IN
    template_name = "accounts/my_data.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = export_of(self.reader)
        parts = [(SOURCES[code].label, len(found)) for code, found in rows.items()]
        return super().get_context_data(parts=parts, **context)


class MyDataDownload(Guarded):
    """Everything in one JSON file; labels are those of the pages."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = {str(SOURCES[code].label): found for code, found in export_of(self.reader).items()}
        text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return response


class CloseAccount(FormPage):
    """Asks for the password, since it cannot be taken back."""

    permission = SIGNED_IN
    form_class = CloseAccountForm
    template_name = "accounts/close_account.html"
    success_message = _("退会の手続が終わりました。ご利用ありがとうございました。")

    def form_options(self) -> dict[str, Any]:
        return {"user": self.reader}

    def perform(self, form: CloseAccountForm, at: datetime) -> User:
        user: User = self.reader
        close_account(user, at=at)
        logout(self.request)
        return user

    def success_url(self, result: Any) -> str:
        return reverse("home")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(obstacles=obstacles_of(self.reader), **context)
