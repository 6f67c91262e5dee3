"""One entry of the work experience."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from advisors.models import Experience
from core.dates import today
from core.forms import PortalModelForm, VersionedModelForm


def _year() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"})


class ExperienceForm(PortalModelForm):
    class Meta:
        model = Experience
        fields = ("organization", "role", "start_year", "end_year", "text", "achievement")
        widgets: ClassVar = {
            "start_year": _year(),
            "end_year": _year(),
            "text": forms.Textarea(attrs={"rows": 5}),
            "achievement": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "role": _("例：広報担当、プロジェクトの責任者"),
            "start_year": _("例：2015"),
            "end_year": _("今も続けているときは、空欄にします。"),
            "text": _(
                "どんな課題に、何をしたかを書いてください。募集の「困っていること」と比べて案内します。"
            ),
            "achievement": _("数や変化がわかると、伝わります。例：問い合わせが半分になった"),
        }
        error_messages: ClassVar = {
            "organization": {"required": _("勤務先・団体を入力してください。")},
            "role": {"required": _("役割を入力してください。")},
            "start_year": {"required": _("始めた年を入力してください。")},
            "text": {"required": _("取り組んだことを入力してください。")},
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("start_year"), values.get("end_year")
        this_year = today().year
        if start and not 1950 <= start <= this_year:
            self.add_error("start_year", _("1950年から今年までの西暦で入力してください。"))
        if start and end and not start <= end <= this_year:
            self.add_error("end_year", _("始めた年から今年までの西暦で入力してください。"))
        return values


class ExperienceEditForm(VersionedModelForm, ExperienceForm):
    class Meta(ExperienceForm.Meta):
        pass
