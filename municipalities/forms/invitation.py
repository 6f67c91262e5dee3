"""Inviting a colleague, and answering an invitation."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, PortalModelForm
from municipalities.forms.staff import RolesField
from municipalities.models import Department, Invitation, Municipality
from municipalities.queries import section_choices
from municipalities.validators import is_official, validate_mail_domain


class InvitationForm(PortalModelForm):
    """`places` are the cities the reader may invite to; one city is not asked for."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("自治体"),
        error_messages={"required": _("自治体を選んでください。")},
    )
    roles = RolesField()
    field_order = ("municipality", "email", "roles", "department", "title", "domain_reason")

    class Meta:
        model = Invitation
        fields: ClassVar = ["email", "roles", "department", "title", "domain_reason"]
        help_texts: ClassVar = {
            "email": _("自治体の公式メールアドレスを入力してください。"),
            "title": _("例：主任、課長補佐"),
            "domain_reason": _("公式のドメインのアドレスなら、空けておきます。理由は履歴に残ります。"),
        }
        error_messages: ClassVar = {"email": {"required": _("メールアドレスを入力してください。")}}

    def __init__(self, *args: Any, places: QuerySet[Municipality], **options: Any) -> None:
        super().__init__(*args, **options)
        self._places = list(places)
        fields: dict[str, Any] = self.fields
        fields["municipality"].queryset = places
        fields["department"].queryset = Department.objects.filter(closed_date=None, municipality__in=places)
        if len(self._places) == 1:
            del self.fields["municipality"]
            fields["department"].queryset = section_choices(self._places[0])

    @property
    def place(self) -> Municipality:
        """The city to work for; only after validation."""
        chosen: Municipality = self.cleaned_data.get("municipality") or self._places[0]
        return chosen

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        place, department = self.place, self.cleaned_data.get("department")
        if department and department.municipality_id != place.pk:
            self.add_error("department", _("選んだ自治体の部署ではありません。"))
        email, reason = self.cleaned_data["email"], self.cleaned_data.get("domain_reason")
        if not reason and not is_official(email, place.mail_domains):
            known = "、".join(place.mail_domains) or _("まだ登録されていません")
            message = _(
                "公式のドメイン（{known}）のアドレスではありません。"
                "このアドレスに送るときは、「公式でないアドレスに送る理由」を書いてください。"
            ).format(known=known)
            self.add_error("email", message)
        return self.cleaned_data


class JoinForm(PortalForm):
    """Somebody with an account has only to say yes."""


class FirstSignInForm(PortalForm):
    """Name and first password of somebody whose account was opened by the invitation."""

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
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    password = forms.CharField(
        label=_("パスワード"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
        error_messages={"required": _("パスワードを入力してください。")},
    )
    again = forms.CharField(
        label=_("パスワード（もう一度）"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("パスワードをもう一度入力してください。")},
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self._user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("2つのパスワードが同じではありません。"))
        cleaned.pop("again", None)
        return cleaned


class MailDomainsForm(PortalForm):
    domains = forms.CharField(
        label=_("公式メールのドメイン"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("1行に1つ書きます。その下のドメインも公式とみなします。例：city.sanuki.kagawa.jp"),
    )

    def clean_domains(self) -> list[str]:
        lines = [line.strip().lower() for line in self.cleaned_data["domains"].splitlines()]
        domains = [line for line in lines if line]
        for domain in domains:
            validate_mail_domain(domain)
        return domains
