"""What the city is minded to answer an applicant."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, VersionedModelForm
from projects.enums import FeedbackReason, Outcome
from projects.models import Application, Opening

# Offered as a beginning for each outcome; {opening} and {city} are filled in.
SAMPLE_MESSAGES: dict[str, str | Promise] = {
    Outcome.HIRE: _(
        "「{opening}」にご応募いただき、ありがとうございました。\n"
        "選考の結果、ぜひお力をお借りしたいと考え、内定とさせていただきます。\n"
        "このポータルの応募のページで、承諾するか辞退するかを選んでください。\n"
        "承諾いただいたあと、期待することや進め方を一緒に確認します。\n"
        "{city}"
    ),
    Outcome.RESERVE: _(
        "「{opening}」にご応募いただき、ありがとうございました。\n"
        "選考の結果、補欠とさせていただきます。\n"
        "内定した方が辞退された場合に、あらためてご連絡します。\n"
        "お待ちいただく必要がなくなったときは、応募のページで取り下げられます。\n"
        "{city}"
    ),
    Outcome.DECLINE: _(
        "「{opening}」にご応募いただき、ありがとうございました。\n"
        "選考の結果、今回は見送りとさせていただきます。\n"
        "理由：（例：今回は窓口業務の経験がある方を優先しました）\n"
        "{city}"
    ),
}


def sample_message(opening: Opening, outcome: str) -> str:
    """The proposed text for an outcome; nothing for no outcome."""
    text = str(SAMPLE_MESSAGES.get(outcome, ""))
    return text.format(opening=opening.title, city=opening.municipality.full_name)


def require_reason(form: PortalForm) -> None:
    """Whoever is not chosen learns why."""
    sent = form.cleaned_data
    if sent.get("outcome") == Outcome.DECLINE and not sent.get("feedback_reason"):
        form.add_error("feedback_reason", _("見送りの理由を選んでください。応募者に伝わります。"))


class AssessmentForm(VersionedModelForm):
    outcome = forms.ChoiceField(
        label=_("結果の案"),
        choices=[("", _("まだ決めない")), *Outcome.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("選考結果が承認されるまで、応募者には見えません。"),
    )

    class Meta:
        model = Application
        fields: ClassVar = ["outcome", "internal_note", "feedback_reason", "message"]
        labels: ClassVar = {"internal_note": _("庁内のメモ"), "message": _("応募者に届く文面")}
        widgets: ClassVar = {
            "internal_note": forms.Textarea(attrs={"rows": 5}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts: ClassVar = {
            "internal_note": _("応募者には見えません。判断の理由や、面談で聞いたことを残します。"),
            "feedback_reason": _("見送りのときだけ選びます。応募者にそのまま伝わります。"),
            "message": _(
                "選考結果が承認されると、この文面がそのまま応募者に届きます。下のボタンで、選んだ結果に合う例に置き換えられます。"
            ),
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        require_reason(self)
        if self.cleaned_data.get("outcome") and not self.cleaned_data.get("message"):
            self.add_error(
                "message",
                _(
                    "結果の案を決めたら、応募者に届く文面も入力してください。「選んだ結果の文面の例を入れる」で、例を使えます。"
                ),
            )
        return self.cleaned_data


class LettersForm(PortalForm):
    """The same text for everybody who gets one outcome."""

    outcome = forms.ChoiceField(
        label=_("だれの文面か"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("だれの文面かを選んでください。")},
    )
    message = forms.CharField(
        label=_("応募者に届く文面"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("今の文面と置き換わります。一人ひとりの文面は、このあとでも直せます。"),
        error_messages={"required": _("応募者に届く文面を入力してください。")},
    )


class AssessManyForm(LettersForm):
    """One outcome and text for those whose numbers were ticked, or for all without an outcome."""

    codes = forms.MultipleChoiceField(label=_("選んだ応募"), required=False, widget=forms.MultipleHiddenInput)
    rest = forms.BooleanField(label=_("結果の案がまだない応募すべて"), required=False)
    feedback_reason = forms.ChoiceField(
        label=_("見送りの理由"),
        choices=[("", _("選んでください")), *FeedbackReason.choices],
        required=False,
        help_text=_("見送りのときだけ選びます。応募者にそのまま伝わります。"),
    )

    field_order = ("codes", "rest", "outcome", "feedback_reason", "message")

    def __init__(self, data: Any = None, *, codes: Iterable[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["outcome"].label = _("結果の案")
        self.fields["outcome"].error_messages["required"] = _("結果の案を選んでください。")
        self.fields["codes"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        require_reason(self)
        if not self.cleaned_data.get("codes") and not self.cleaned_data.get("rest") and not self.errors:
            self.add_error(None, _("応募が選ばれていません。届いた応募の一覧で選んでください。"))
        return self.cleaned_data


class LetterForm(VersionedModelForm):
    class Meta:
        model = Application
        fields: ClassVar = ["message"]
        labels: ClassVar = {"message": _("応募者に届く文面")}
        widgets: ClassVar = {"message": forms.Textarea(attrs={"rows": 10})}
        error_messages: ClassVar = {"message": {"required": _("応募者に届く文面を入力してください。")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["message"].required = True
