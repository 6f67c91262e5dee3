"""Writing the city's part of a report, and asking the advisor for the other part."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import JaDateField, PortalForm, VersionedModelForm
from reports.models import OutcomeReport

COMMENT_PERIOD = timedelta(days=7)


def in_a_week() -> date:
    return dates.today() + COMMENT_PERIOD


class DraftForm(VersionedModelForm):
    """May be saved half written; the fields named in `wanted_later` say until when they are needed."""

    wanted_later: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.wanted_later:
            field: Any = self.fields[name]
            field.required = False
            field.template_name = "reports/_draft_field.html"


class OutcomeReportForm(DraftForm):
    wanted_later = ("summary", "problem", "activities", "outcomes", "next_steps", "staff_comment")

    class Meta:
        model = OutcomeReport
        fields = (
            "title",
            "summary",
            "summary_en",
            "problem",
            "activities",
            "outcomes",
            "next_steps",
            "staff_comment",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            "problem": forms.Textarea(attrs={"rows": 5}),
            "activities": forms.Textarea(attrs={"rows": 12}),
            "outcomes": forms.Textarea(attrs={"rows": 10}),
            "next_steps": forms.Textarea(attrs={"rows": 6}),
            "staff_comment": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "title": _("市民が読んで内容がわかる題名にしてください。例：書かない窓口への第一歩"),
            "summary": _("160字まで。例：転入届の記入項目を19から9に減らし、待ち時間が5分短くなりました。"),
            "summary_en": _(
                "400字まで。書くと、英語のページでは「ひとことで言うと」の代わりにこの文を表示します。"
            ),
            "problem": _("だれが、何に困っていたかを書いてください。"),
            "activities": _("会議の記録から下書きしました。読む人に要らない行は消してください。"),
            "outcomes": _(
                "目標の判定と受け取った成果物から下書きしました。数字で言えることは数字で書いてください。"
            ),
            "next_steps": _("提案台帳から下書きしました。いつ、どの課が続けるかを書いてください。"),
            "staff_comment": _("担当者の言葉で、学んだことや変わったことを書いてください。"),
        }
        error_messages = {"title": {"required": _("題名を入力してください。")}}


class CommentRequestForm(PortalForm):
    due_date = JaDateField(
        label=_("コメントの期限"),
        initial=in_a_week,
        help_text=_("1週間後を目安にしています。例：令和8年11月30日"),
        error_messages={"required": _("コメントの期限を入力してください。")},
    )
