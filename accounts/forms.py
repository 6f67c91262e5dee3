"""Sign-up asks for the name in the order people write it; allauth adds e-mail and password."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.enums import Calendar
from accounts.models import User
from core.forms import KanaField, PortalForm, PortalModelForm


class SignupForm(PortalForm):
    """Mixed into allauth's form through ACCOUNT_SIGNUP_FORM_CLASS."""

    family_name = forms.CharField(
        label=_("姓"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("姓を入力してください。")},
    )
    given_name = forms.CharField(
        label=_("名"),
        max_length=60,
        required=False,
        help_text=_("姓と名を分けない方は、姓の欄にお名前をすべて入力してください。"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_kana = KanaField(
        label=_("セイ（フリガナ）"), max_length=60, required=False, help_text=_("例：ヤマダ")
    )
    given_kana = KanaField(
        label=_("メイ（フリガナ）"), max_length=60, required=False, help_text=_("例：ハナコ")
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        for name in ("family_name", "given_name", "family_kana", "given_kana"):
            setattr(user, name, self.cleaned_data[name])
        user.save(update_fields=["family_name", "given_name", "family_kana", "given_kana"])


class CloseAccountForm(PortalForm):
    """The password proves that it is the person; an account that signs in by passkey has none."""

    password = forms.CharField(
        label=_("今のパスワード"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("パスワードを入力してください。")},
    )

    def __init__(self, data: Any = None, *, user: User, **options: Any) -> None:
        super().__init__(data, **options)
        self._user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self._user.check_password(password):
            raise forms.ValidationError(_("パスワードが違います。もう一度入力してください。"))
        return password


class SettingsForm(PortalModelForm):
    language = forms.ChoiceField(
        label=_("言語"),
        help_text=_("お知らせとメールの言語です。ページの言語は、上の「日本語」「English」で切り替えます。"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    calendar = forms.ChoiceField(
        label=_("日付の表示"),
        help_text=_("日本語のページとメールに使います。"),
        choices=Calendar.choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = User
        fields: Any = ("language", "calendar")
