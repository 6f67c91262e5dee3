"""The form of 従事証明書 and 感謝状."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalModelForm
from projects.models import Certificate


class CertificateForm(PortalModelForm):
    class Meta:
        model = Certificate
        fields: ClassVar = ("kind", "text", "document_number", "issued_date", "issuer_title", "issuer_name")
        field_classes: ClassVar = {"issued_date": JaDateField}
        widgets: ClassVar = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}
        help_texts: ClassVar = {
            "text": _("証明する内容や、お礼の言葉です。あとから直せません。"),
            "document_number": _("例：8政策第123号"),
            "issuer_title": _("例：さぬき市長"),
        }
        error_messages: ClassVar = {
            "kind": {"required": _("種類を選んでください。")},
            "text": {"required": _("本文を入力してください。")},
            "issued_date": {"required": _("発行日を入力してください。")},
            "issuer_title": {"required": _("発行者の職名を入力してください。")},
            "issuer_name": {"required": _("発行者の氏名を入力してください。")},
        }

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        """`kinds` are those not issued yet."""
        super().__init__(*args, **options)
        kind: Any = self.fields["kind"]
        kind.choices = kinds
