"""Sign-up asks for the name in the order people write it; allauth adds e-mail and password."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.enums import Calendar
from accounts.models import User
from core.api import scopes
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


def scope_choices() -> list[tuple[str, str]]:
    """Both halves of every group of the API, in words."""
    choices = []
    for group in scopes.GROUPS.values():
        choices.append((group.read, _("{label}：読む").format(label=group.label)))
        if group.writes:
            choices.append((group.write, _("{label}：登録・変更する").format(label=group.label)))
    return choices


class TokenForm(PortalForm):
    """A new access token. Every choice is a limit, so nothing is chosen beforehand."""

    name = forms.CharField(
        label=_("名前"),
        max_length=60,
        help_text=_("どこで使うかが分かる名前にします。例：庁内の文書管理システム"),
        error_messages={"required": _("名前を入力してください。")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("できること"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("使うものだけを選びます。あなたの権限を超えることは、選んでもできません。"),
        error_messages={"required": _("できることを、1つ以上選んでください。")},
    )
    days = forms.TypedChoiceField(
        label=_("有効期間"),
        choices=[(30, _("30日")), (90, _("90日")), (180, _("180日")), (365, _("1年"))],
        initial=90,
        coerce=int,
        help_text=_("期限が来ると使えなくなります。"),
    )
