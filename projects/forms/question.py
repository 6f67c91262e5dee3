"""Forms of 質問: asking, answering, publishing together, adding a note."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, PortalModelForm, VersionedModelForm
from projects.models import Question

STALE = _(
    "選んだ回答は、ほかの人が書き直したか、すでに公開しました。今の内容を確認して、選び直してください。"
)


class QuestionForm(PortalModelForm):
    class Meta:
        model = Question
        fields: ClassVar = ["text"]
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts: ClassVar = {
            "text": _(
                "質問はそのまま公開されます。名前、勤務先、応募の内容など、だれの質問かが分かることは書かないでください。1,000字まで。"
            )
        }
        error_messages: ClassVar = {"text": {"required": _("質問を入力してください。")}}


class AnswerForm(VersionedModelForm):
    class Meta:
        model = Question
        fields: ClassVar = ["answer"]
        widgets: ClassVar = {"answer": forms.Textarea(attrs={"rows": 8})}
        help_texts: ClassVar = {
            "answer": _(
                "応募を考えている人全員に向けて書きます。募集の内容が変わるときは、回答とあわせて「訂正する」から直してください。"
            )
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = _("回答を入力してください。")


class NoteForm(PortalForm):
    text = forms.CharField(
        label=_("追記"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("公開した回答は変わりません。補うこと、変わったことを書きます。"),
        error_messages={"required": _("追記を入力してください。")},
    )


class PublishForm(PortalForm):
    """Each choice carries the version of the answer that was read on the page."""

    chosen = forms.MultipleChoiceField(
        label=_("公開する回答"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("公開する回答を選んでください。"),
            "invalid_choice": STALE,
        },
    )

    def __init__(self, *args: Any, drafts: list[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["chosen"]
        field.choices = [(f"{row.code}.{row.version}", str(row)) for row in drafts]
        field.initial = [value for value, _label in field.choices]

    def versions(self) -> list[tuple[str, int]]:
        pairs = (value.split(".") for value in self.cleaned_data["chosen"])
        return [(code, int(version)) for code, version in pairs]
