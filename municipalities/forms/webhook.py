"""Setting up a webhook."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import webhooks
from core.forms import PortalModelForm, VersionedModelForm
from municipalities.models import Municipality, Webhook
from municipalities.webhook_events import happenings


class WebhookForm(PortalModelForm):
    url = forms.URLField(
        label=_("送り先のURL"),
        max_length=300,
        assume_scheme="https",
        help_text=_("https:// で始まる、外部から届くアドレス。庁内だけのアドレスには送れません。"),
        error_messages={
            "required": _("送り先のURLを入力してください。"),
            "invalid": _("https:// で始まるURLを入力してください。例：https://system.example.jp/hook"),
        },
    )
    events = forms.MultipleChoiceField(
        label=_("送る出来事"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("送る出来事を1つ以上選んでください。")},
    )

    class Meta:
        model = Webhook
        fields: tuple[str, ...] = ("name", "url", "events")
        help_texts: ClassVar = {
            "name": _("例：県の事業管理システム"),
        }
        error_messages: ClassVar = {
            "name": {"required": _("送り先の名前を入力してください。")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["events"]
        field.choices = [(each.name, f"{each.label}（{each.name}）") for each in happenings()]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            webhooks.check(url)
        except webhooks.Refused as fault:
            words = _(
                "https:// で始まり、ポートが443か8443のURLにしてください。名前やパスワードは含められません。"
            )
            raise forms.ValidationError(words, code="address") from fault
        return url


class WebhookNewForm(WebhookForm):
    municipality = forms.ModelChoiceField(label=_("自治体"), queryset=Municipality.objects.none())

    def __init__(self, *args: Any, places: QuerySet[Municipality], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["municipality"]
        field.queryset = places
        self.order_fields(["municipality"])
        self._places = list(places)
        if len(self._places) == 1:
            del self.fields["municipality"]

    @property
    def place(self) -> Municipality:
        chosen: Municipality = self.cleaned_data.get("municipality") or self._places[0]
        return chosen


class WebhookEditForm(VersionedModelForm, WebhookForm):
    class Meta(WebhookForm.Meta):
        pass
