"""What is agreed with an advisor: the expectations, the goals and their verdicts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm, PortalModelForm, VersionedModelForm
from projects.models import Engagement, Goal

TERMS_WIDGETS: dict[str, forms.Widget] = {
    name: forms.Textarea(attrs={"rows": rows})
    for name, rows in (
        ("expectation", 5),
        ("not_expected", 3),
        ("success", 3),
        ("confidentiality", 2),
        ("publicity", 2),
    )
}


class ExpectationFields(PortalModelForm):
    """期待値シート: what is asked, what is not, what success looks like, who decides, how to reach each other."""

    class Meta:
        model = Engagement
        fields: tuple[str, ...] = (
            *("expectation", "not_expected", "success", "decision_owner", "contact_rule"),
            *("confidentiality", "publicity"),
        )
        widgets = TERMS_WIDGETS
        help_texts = {
            "expectation": _(
                "この期間に何をしてほしいかを書いてください。例：転入の手続を調べ、見直す順番を3月までに提案する。"
            ),
            "not_expected": _(
                "お願いしないことも書くと、行き違いを防げます。例：システムの選定や調達には関わらない。"
            ),
            "success": _("終わったときの姿を書いてください。例：市民課の職員が、自分で見直しを続けられる。"),
            "decision_owner": _("提案を受けて決める人です。例：市民課長（課をまたぐものは総務部長）"),
            "confidentiality": _(
                "例：業務で知った住民や職員の情報は、終わったあとも外に出さない。資料は終了時に消す。"
            ),
            "publicity": _(
                "例：氏名と肩書、活動の様子の写真を、市の広報と報告に載せてよい。勤務先の名前は載せない。"
            ),
            "contact_rule": _("例：ふだんはメール、急ぎは電話（平日9時～17時）。返事は3日以内。"),
        }
        error_messages = {"expectation": {"required": _("期待することを入力してください。")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expectation"].required = True


class ExpectationForm(VersionedModelForm, ExpectationFields):
    """Before the start, with the term."""

    start_date = JaDateField(label=_("開始日"), error_messages={"required": _("開始日を入力してください。")})
    end_date = JaDateField(label=_("終了日"), error_messages={"required": _("終了日を入力してください。")})

    class Meta(ExpectationFields.Meta):
        fields = (*ExpectationFields.Meta.fields, "start_date", "end_date")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("start_date"), values.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("終了日は、開始日以降の日付にしてください。"))
        return values


class GoalForm(PortalModelForm):
    class Meta:
        model = Goal
        fields = ("text", "indicator")
        help_texts = {
            "text": _(
                "期間の終わりに「達成した」と言えることを、1つだけ書いてください。例：DX推進計画をまとめる"
            ),
            "indicator": _("何を見て判定するかを書いてください。例：3月末までに計画案を庁議に出す"),
        }
        error_messages = {"text": {"required": _("目標を入力してください。")}}


class GoalEditForm(VersionedModelForm, GoalForm):
    """The same fields, guarded against overwriting."""


class VerdictForm(PortalForm):
    """A verdict always says why; the note goes into the report."""

    verdict_note = forms.CharField(
        label=_("判定の理由"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("活動報告に引き継がれます。例：計画案がまとまり、3月の庁議で了承された。"),
        error_messages={"required": _("判定の理由を入力してください。")},
    )
