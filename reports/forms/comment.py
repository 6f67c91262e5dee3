"""The advisor's voice in a report."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import PortalForm
from reports.enums import NameDisplay
from reports.models import OutcomeReport


class CommentForm(PortalForm):
    """The comment, and how the advisor is named: each choice shows what readers will see."""

    advisor_comment = forms.CharField(
        label=gettext_lazy("アドバイザーのコメント"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "取り組んで感じたことや、これからへの期待を書いてください。このまま公開されます。"
        ),
        error_messages={"required": gettext_lazy("コメントを入力してください。")},
    )
    name_display = forms.ChoiceField(
        label=gettext_lazy("お名前の出し方"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("活動報告では、選んだとおりに表示します。"),
        error_messages={"required": gettext_lazy("お名前の出し方を選んでください。")},
    )

    def __init__(self, data: Any = None, *, report: OutcomeReport) -> None:
        initial = {"advisor_comment": report.advisor_comment, "name_display": report.name_display}
        super().__init__(data, initial=initial)
        field: Any = self.fields["name_display"]
        field.choices = [(value, _preview(report, value, label)) for value, label in NameDisplay.choices]


def _preview(report: OutcomeReport, value: str, label: Any) -> str:
    """氏名を出す（表示：髙橋 さくら（業務改善コンサルタント））."""
    shown = copy(report)
    shown.name_display = value
    name = shown.advisor_name or _("アドバイザー（お名前は公開していません）")
    return _("{choice}　表示：{shown}").format(choice=label, shown=name)
