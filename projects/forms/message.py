"""やり取り."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalModelForm
from projects.models import Message


class MessageForm(PortalModelForm):
    class Meta:
        model = Message
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "text": _("参加する人にメールで届きます。決まったことは、会議の記録や提案台帳に残してください。")
        }
        error_messages = {"text": {"required": _("本文を入力してください。")}}
