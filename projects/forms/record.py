"""What is kept while the work goes on: meetings, deliverables and advice."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import JaDateField, JaTimeField, PortalForm, PortalModelForm, VersionedModelForm
from projects.enums import PROCUREMENT_KINDS, DeliverableKind
from projects.models import Deliverable, Engagement, Meeting, Recommendation
from projects.queries import deliverables_to_name, meetings_to_name, open_departments

CHOOSE = _("選んでください")
NOTHING = _("選ばない")
MINUTES = ("attendees", "summary", "decisions", "next_steps")


def short_texts(*names: str) -> dict[str, forms.Widget]:
    return {name: forms.Textarea(attrs={"rows": 3}) for name in names}


class MomentWidget(forms.MultiWidget):
    """Day and time side by side, each with its own label."""

    template_name = "projects/_moment_widget.html"

    def __init__(self) -> None:
        day = forms.TextInput(attrs={"size": 14, "autocomplete": "off"})
        clock = forms.TextInput(attrs={"size": 6, "autocomplete": "off"})
        super().__init__({"day": day, "time": clock})

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, datetime):
            return ["", ""]
        local = value.astimezone(dates.JST)
        return [JaDateField().prepare_value(local.date()), f"{local:%H:%M}"]


class MomentField(forms.MultiValueField):
    """A day and a time of day, read as Japanese time."""

    widget = MomentWidget
    default_error_messages = {
        "required": _("日付と時刻を入力してください。"),
        "incomplete": _("日付と時刻の両方を入力してください。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(fields=(JaDateField(), JaTimeField()), require_all_fields=True, **options)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list:
            return None
        day: date = data_list[0]
        clock: time = data_list[1]
        return datetime.combine(day, clock, tzinfo=dates.JST)


class MeetingForm(PortalModelForm):
    starts_at = MomentField(label=_("開始日時"), help_text=_("例：令和8年11月23日の19:00"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ("title", "starts_at", "duration_minutes", "place", "place_note", "agenda")
        widgets: dict[str, forms.Widget] = {
            "place": forms.RadioSelect(attrs={"class": "inline"}),
            "agenda": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "title": _("例：窓口の現状と、見直しの順番"),
            "place_note": _("会議室の名前か、オンライン会議のリンクを書いてください。"),
            "agenda": _("例：1 前回の宿題の確認　2 記入項目の案　3 次回まで。相手のカレンダーにも入ります。"),
        }
        error_messages = {"title": {"required": _("議題を入力してください。")}}


class MeetingNewForm(MeetingForm):
    """One meeting, or a series with the same day and time of the week."""

    weeks = forms.TypedChoiceField(
        label=_("くり返し"),
        required=False,
        coerce=int,
        choices=[("", _("1回だけ")), (1, _("毎週")), (2, _("2週間ごと")), (4, _("4週間ごと"))],
        help_text=_("日にちが変わる回は、あとから1回ずつ直せます。"),
    )
    times = forms.IntegerField(
        label=_("回数"),
        required=False,
        min_value=2,
        max_value=26,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        help_text=_("くり返すときに、全部で何回かを入力してください。例：7"),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("weeks") and not values.get("times") and "times" not in self.errors:
            self.add_error("times", _("くり返すときは、全部で何回かを入力してください。例：7"))
        return values

    def changes(self) -> dict[str, Any]:
        series = {"weeks": self.cleaned_data["weeks"] or 0, "times": self.cleaned_data["times"] or 1}
        return {**super().changes(), **series}


class MeetingEditForm(VersionedModelForm, MeetingForm):
    """For a meeting to come."""


class HeldMeetingForm(MeetingEditForm):
    """For correcting the minutes afterwards."""

    class Meta(MeetingForm.Meta):
        fields = (*MeetingForm.Meta.fields, *MINUTES)
        widgets = {**MeetingForm.Meta.widgets, **short_texts(*MINUTES[1:])}
        error_messages = {
            **MeetingForm.Meta.error_messages,
            "summary": {"required": _("話したことを入力してください。")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["summary"].required = True


class MinutesForm(PortalModelForm):
    """会議の記録: short enough to be filled in before leaving the room."""

    class Meta:
        model = Meeting
        fields = MINUTES
        widgets = short_texts(*MINUTES[1:])
        help_texts = {
            "attendees": _("例：政策課 長尾、市民課 津田、アドバイザー"),
            "summary": _("1～3行で十分です。"),
            "decisions": _("活動報告に引き継がれます。決まったことがなければ空のままにしてください。"),
            "next_steps": _("だれが、いつまでに、何をするかを書いてください。"),
        }
        error_messages = {"summary": {"required": _("話したことを入力してください。")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["summary"].required = True


class DeliverableForm(PortalModelForm):
    restricted_until_date = JaDateField(
        label=_("調達への参加を控える期限"),
        required=False,
        help_text=_(
            "仕様書案のときに入力してください。書いた人が、その調達に応じない最後の日です。例：令和9年3月31日"
        ),
    )
    delivered_date = JaDateField(
        label=_("提出日"), initial=dates.today, error_messages={"required": _("提出日を入力してください。")}
    )

    class Meta:
        model = Deliverable
        fields = (
            *("kind", "restricted_until_date", "title", "description", "location", "delivered_date"),
            "meeting",
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "kind": _("仕様書案を選ぶと、その調達への参加についての注意が表示されます。"),
            "title": _("例：窓口業務の分析"),
            "description": _("何が書いてあり、何に使えるかを書いてください。"),
            "location": _(
                "共有フォルダーのリンクか文書番号があれば書いてください。ファイルは、登録のあとで加えられます。"
            ),
        }
        error_messages = {
            "kind": {"required": _("種類を選んでください。")},
            "title": {"required": _("名称を入力してください。")},
            "description": {"required": _("内容を入力してください。")},
        }

    def __init__(self, *args: Any, engagement: Engagement, **options: Any) -> None:
        super().__init__(*args, **options)
        kind: Any = self.fields["kind"]
        kind.choices = [("", CHOOSE), *DeliverableKind.choices]
        offer_choice(self, "meeting", meetings_to_name(engagement))

    def clean(self) -> dict[str, Any]:
        """A restriction without an end would never be lifted, and nobody would look it up."""
        values = super().clean() or self.cleaned_data
        is_restricted = values.get("kind") in PROCUREMENT_KINDS
        if not is_restricted:
            values["restricted_until_date"] = None
        elif not values.get("restricted_until_date") and "restricted_until_date" not in self.errors:
            self.add_error(
                "restricted_until_date",
                _("仕様書案は、その調達への参加をいつまで控えるかを入力してください。"),
            )
        return values


class DeliverableEditForm(VersionedModelForm, DeliverableForm):
    """The same fields, guarded against overwriting."""


class RecommendationForm(PortalModelForm):
    due_date = JaDateField(
        label=_("対応の期限"), required=False, help_text=_("いつまでに対応を決めるか。例：令和8年11月30日")
    )
    proposed_date = JaDateField(
        label=_("提案日"), initial=dates.today, error_messages={"required": _("提案日を入力してください。")}
    )

    class Meta:
        model = Recommendation
        fields = ("text", "grounds", "department", "due_date", "proposed_date", "meeting", "deliverable")
        widgets = {"grounds": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "text": _("1件に1つ、何をするかを動詞で書いてください。例：転入届の記入項目を半分に減らす"),
            "grounds": _("数字や、見聞きした事実があれば書いてください。"),
            "department": _("対応を決める課です。一覧にない課は、主管課を選んで理由の欄に書いてください。"),
        }
        error_messages = {
            "text": {"required": _("提案を入力してください。")},
            "grounds": {"required": _("理由・根拠を入力してください。")},
            "department": {"required": _("担当課を選んでください。")},
        }

    def __init__(self, *args: Any, engagement: Engagement, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = open_departments(engagement.municipality, keep=self.instance.department_id)
        offer_choice(self, "department", rows, empty=CHOOSE)
        offer_choice(self, "meeting", meetings_to_name(engagement))
        offer_choice(self, "deliverable", deliverables_to_name(engagement))
        self.fields["department"].initial = engagement.project.department_id

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        proposed, due = values.get("proposed_date"), values.get("due_date")
        if proposed and due and due < proposed:
            self.add_error("due_date", _("対応の期限は、提案日以降の日付にしてください。"))
        return values


class RecommendationEditForm(VersionedModelForm, RecommendationForm):
    """The same fields, guarded against overwriting."""


def evidence_field() -> forms.CharField:
    """Whatever is said about advice may name what shows it."""
    return forms.CharField(
        label=_("わかる資料（リンクや文書番号）"),
        required=False,
        max_length=300,
        help_text=_("例：7さ政第123号、https://www.city.sanuki.example/plan/"),
    )


class AnswerForm(PortalForm):
    """What the city does with a piece of advice."""

    status_note = forms.CharField(
        label=_("対応の内容・理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("アドバイザーに伝わり、活動報告に引き継がれます。例：来年度の予算に入れます。"),
    )
    evidence = evidence_field()


class DeclineForm(AnswerForm):
    """見送り is an answer like any other, but never without its reason."""

    status_note = forms.CharField(
        label=_("見送る理由"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "アドバイザーがこのまま読みます。何が変われば取り組めるかも書いてください。"
            "例：条例の改正が必要なため。次の改正のときにもう一度検討します。"
        ),
        error_messages={"required": _("見送る理由を入力してください。アドバイザーにも伝わります。")},
    )


def offer_choice(form: forms.BaseForm, name: str, rows: Any, *, empty: Any = NOTHING) -> None:
    """Limits a choice to rows of the engagement's own city or activity."""
    field: Any = form.fields[name]
    field.queryset = rows
    field.empty_label = empty
