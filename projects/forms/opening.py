"""The form of a 募集: what is asked for, on which terms, and when."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advisors.enums import WorkStyle
from core.dates import today
from core.forms import JaDateField, PortalModelForm, VersionedModelForm
from core.text import fold_code
from projects.enums import UNPAID_UNITS
from projects.models import Opening, Project

DAYS_OPEN = 28
DAYS_TO_ANSWER = 14
DAYS_TO_START = 14
DAYS_FOR_QUESTIONS = 7  # between their last day and the deadline
DAYS_TO_REPLY = 3

Group = tuple[str | Promise, tuple[str, ...]]
GROUPS: tuple[Group, ...] = (
    (_("課題とお願い"), ("title", "summary", "challenge", "request", "requirements")),
    (
        _("条件"),
        (
            "legal_form",
            "seats",
            "start_date",
            "end_date",
            "hours_per_month",
            "work_style",
            "place_note",
        ),
    ),
    (_("謝礼"), ("pay_unit", "pay_amount", "pay_note")),
    (
        _("日程と選考"),
        ("deadline_date", "question_deadline_date", "question_answer_date", "answer_date", "selection_note"),
    ),
)


def question_days(first: date, deadline: date) -> tuple[date, date]:
    """The last day for questions and the day of the answers: a week and four days before the deadline.

    In a call too short for that, questions end halfway.
    """
    last = deadline - timedelta(days=DAYS_FOR_QUESTIONS)
    if last < first:
        last = first + (deadline - first) // 2
    return last, min(last + timedelta(days=DAYS_TO_REPLY), deadline)


def opening_defaults(project: Project, day: date) -> dict[str, Any]:
    """What a new call for this project starts with; the clerk changes what does not fit."""
    deadline = day + timedelta(days=DAYS_OPEN)
    answer = deadline + timedelta(days=DAYS_TO_ANSWER)
    start = answer + timedelta(days=DAYS_TO_START)
    question_deadline, question_answer = question_days(day, deadline)
    return {
        "challenge": project.challenge,
        "seats": 1,
        "hours_per_month": 8,
        "work_style": "online",
        "deadline_date": deadline,
        "question_deadline_date": question_deadline,
        "question_answer_date": question_answer,
        "answer_date": answer,
        "start_date": start,
        "end_date": max(project.program.end_date, start),
    }


class YenField(forms.IntegerField):
    """Reads 10,000円 and １００００ as well."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = fold_code(value).replace(",", "").removesuffix("円")
        return super().to_python(value)


def _number(size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "size": size, "autocomplete": "off"})


class OpeningForm(PortalModelForm):
    class Meta:
        model = Opening
        fields: ClassVar = [name for _title, names in GROUPS for name in names]
        field_classes: ClassVar = {
            "start_date": JaDateField,
            "end_date": JaDateField,
            "deadline_date": JaDateField,
            "answer_date": JaDateField,
            "question_deadline_date": JaDateField,
            "question_answer_date": JaDateField,
            "pay_amount": YenField,
        }
        widgets: ClassVar = {
            "work_style": forms.RadioSelect(attrs={"class": "inline"}),
            "seats": _number(4),
            "hours_per_month": _number(4),
            "pay_amount": _number(12),
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in (
                    ("challenge", 5),
                    ("request", 6),
                    ("requirements", 4),
                    ("selection_note", 3),
                )
            },
        }
        help_texts: ClassVar = {
            "title": _(
                "何をお願いする募集かが分かる名前にします。例：書かない窓口を一緒に考えるDXアドバイザー"
            ),
            "summary": _("一覧に表示します。例：住民をお待たせしない窓口を、半年かけて一緒に作ります"),
            "challenge": _("今どうなっていて、だれが何に困っているかを書きます。数があると伝わります。"),
            "request": _("お願いする作業と、期間の終わりにできていてほしいものを書きます。"),
            "requirements": _("資格や年数より、経験の中身を書きます。例：窓口や受付の業務を見直した経験"),
            "legal_form": _(
                "謝礼の支払い方や守秘義務の決め方が変わります。迷うときは人事担当課に確認してください。"
            ),
            "seats": _("例：1"),
            "start_date": _("結果をお知らせする日より後の日付にします。例：令和8年11月23日、2026/11/23"),
            "end_date": _("はじめは、事業の終了日が入っています。例：令和9年3月31日、2027/3/31"),
            "hours_per_month": _("時間数を入力します。例：8（週1回2時間）"),
            "place_note": _("例：会議はオンラインで週1回、夜19時から。現地訪問は期間中に1回"),
            "pay_amount": _("税込の金額を入力します。無償や地場産品のときは空欄にします。例：10,000"),
            "pay_note": _("例：交通費は別に実費をお支払いします"),
            "deadline_date": _("この日の24時まで応募できます。例：令和8年11月23日、2026/11/23"),
            "answer_date": _(
                "応募者に約束する日です。庁内の決裁にかかる日数も見込んでください。例：2026/12/7"
            ),
            "question_deadline_date": _(
                "この日の24時まで、募集のページで質問を受け付けます。受け付けないときは空欄にします。例：2026/11/16"
            ),
            "question_answer_date": _(
                "質問した方に約束する日です。応募の締切に間に合う日にします。例：2026/11/19"
            ),
            "selection_note": _("例：書類選考のあと、オンラインで30分の面談をします"),
        }
        error_messages: ClassVar = {
            "title": {"required": _("募集名を入力してください。")},
            "summary": {"required": _("ひとことで言うと何をお願いするかを入力してください。")},
            "challenge": {"required": _("困っていることを入力してください。")},
            "request": {"required": _("お願いしたいことを入力してください。")},
            "requirements": {"required": _("求める経験を入力してください。")},
            "legal_form": {"required": _("登用の形を選んでください。")},
            "seats": {"required": _("募集人数を入力してください。")},
            "start_date": {"required": _("活動の開始日を入力してください。")},
            "end_date": {"required": _("活動の終了日を入力してください。")},
            "hours_per_month": {"required": _("活動時間の目安を入力してください。")},
            "work_style": {"required": _("働き方を選んでください。")},
            "pay_unit": {"required": _("謝礼の単位を選んでください。")},
            "deadline_date": {"required": _("応募の締切日を入力してください。")},
            "answer_date": {"required": _("結果をお知らせする日を入力してください。")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        work_style: Any = self.fields["work_style"]
        work_style.choices = WorkStyle.choices  # radio buttons need no line for "nothing chosen"

    def groups(self) -> list[tuple[str | Promise, list[BoundField]]]:
        """The fields in the parts of the page."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._check_selection_days()
        check_question_days(self)
        self._check_term()
        self._check_pay()
        return self.cleaned_data

    def _check_selection_days(self) -> None:
        deadline, answer = (self.cleaned_data.get(name) for name in ("deadline_date", "answer_date"))
        asked = self.cleaned_data.get("question_deadline_date")
        if asked and asked < today():
            self.add_error("question_deadline_date", _("過ぎた日付です。今日以降の日付にしてください。"))
        if deadline and deadline < today():
            self.add_error("deadline_date", _("過ぎた日付です。今日以降の日付にしてください。"))
        if deadline and answer and answer < deadline:
            self.add_error("answer_date", _("応募の締切日以降の日付にしてください。"))

    def _check_term(self) -> None:
        answer, start, end = (
            self.cleaned_data.get(name) for name in ("answer_date", "start_date", "end_date")
        )
        if answer and start and start <= answer:
            self.add_error(
                "start_date",
                _("結果をお知らせする日より後の日付にしてください。結果が届く前に活動は始められません。"),
            )
        if start and end and end < start:
            self.add_error("end_date", _("活動の開始日以降の日付にしてください。"))

    def _check_pay(self) -> None:
        unit, amount = self.cleaned_data.get("pay_unit"), self.cleaned_data.get("pay_amount")
        if not unit or "pay_amount" in self.errors:
            return
        if unit in UNPAID_UNITS and amount is not None:
            self.add_error(
                "pay_amount",
                _(
                    "無償や地場産品のときは、額を空欄にしてください。お支払いするときは、謝礼の単位を選び直してください。"
                ),
            )
        if unit not in UNPAID_UNITS and not amount:
            self.add_error(
                "pay_amount",
                _(
                    "1円以上の額を入力してください。お支払いしないときは、謝礼の単位で「無償」を選んでください。"
                ),
            )


def check_question_days(form: Any) -> None:
    """Both days or none, in order, and before the last day of the call."""
    asked, told, deadline = (
        form.cleaned_data.get(name)
        for name in ("question_deadline_date", "question_answer_date", "deadline_date")
    )
    if told and not asked:
        form.add_error(
            "question_deadline_date",
            _("質問の締切日を入力してください。質問を受け付けないときは、両方を空欄にします。"),
        )
    if asked and not told:
        form.add_error("question_answer_date", _("質問への回答を公開する日を入力してください。"))
    if asked and told and told < asked:
        form.add_error("question_answer_date", _("質問の締切日以降の日付にしてください。"))
    if told and deadline and told > deadline:
        form.add_error("question_answer_date", _("応募の締切日以前の日付にしてください。"))


class OpeningEditForm(OpeningForm, VersionedModelForm):
    class Meta(OpeningForm.Meta):
        pass
