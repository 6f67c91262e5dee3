"""Input of an applicant. Drafts may have gaps; a complete application may not."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, VersionedModelForm
from projects.enums import WithdrawalCause
from projects.models import Application, Opening

YES_NO = [("True", _("はい、あります")), ("False", _("いいえ、ありません"))]


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the application and the columns that are written there."""

    code: str
    label: Promise
    columns: tuple[str, ...]

    def is_done(self, application: Application | None) -> bool:
        """Whether every part that is needed to send it is written."""
        if application is None:
            return False
        if "has_conflict" in self.columns:
            return application.has_conflict is not None
        needed = [name for name in self.columns if name in NEEDED]
        chosen = "position" not in self.columns or application.is_for_a_post
        return chosen and all(getattr(application, name) for name in needed)


NEEDED = ("motivation", "approach", "availability")
STEPS = (
    Step("reason", _("応募の理由"), ("position", "motivation", "approach")),
    Step("terms", _("活動の条件"), ("availability",)),
    Step("ties", _("利害関係"), ("has_conflict", "conflict_note")),
)


def written_steps(application: Application | None) -> list[dict[str, Any]]:
    """All steps with whether each is written, for the line that says where the applicant stands."""
    return [
        {"code": step.code, "label": step.label, "is_written": step.is_done(application)} for step in STEPS
    ]


def next_step(application: Application | None) -> Step | None:
    """The first that still has a gap; None when it can be sent."""
    return next((step for step in STEPS if not step.is_done(application)), None)


class ApplicationForm(VersionedModelForm):
    """Knows which parts are needed to send it, and keeps whatever is written so far as a draft.

    With a `step`, only its parts are asked. The version of what does not exist yet is 0: a second tab
    that was opened at the same time is then told of the first.
    """

    has_conflict = forms.TypedChoiceField(
        label=_("あなたの勤務先などと、この自治体との取引"),
        choices=YES_NO,
        coerce=lambda value: value == "True",
        empty_value=None,
        error_messages={"required": _("取引があるかどうかを選んでください。")},
        widget=forms.RadioSelect,
        help_text=_(
            "勤務先や、あなたが経営・出資する会社などが、この自治体と契約や取引をしていますか。"
            "取引があっても応募できます。選考を公平に行うためにお聞きします。"
        ),
    )

    class Meta:
        model = Application
        fields = ("position", "motivation", "approach", "availability", "has_conflict", "conflict_note")
        widgets = {
            "position": forms.RadioSelect,
            "motivation": forms.Textarea(attrs={"rows": 6}),
            "approach": forms.Textarea(attrs={"rows": 8}),
            "availability": forms.TextInput(attrs={"size": 40}),
            "conflict_note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "motivation": _("この募集に応募しようと思った理由と、生かせる経験を書いてください。"),
            "approach": _("困っていることに対して、最初の数か月で何をするかを書いてください。"),
            "availability": _("例：平日19時以降と土曜日の午前、月2回まで"),
            "conflict_note": _(
                "「はい」の場合だけ書いてください。例：勤務先が電算システムの保守を受託している"
            ),
        }
        error_messages = {
            "position": {"required": _("応募するポストを選んでください。")},
            "motivation": {"required": _("応募の理由を入力してください。")},
            "approach": {"required": _("どのように進めたいかを入力してください。")},
            "availability": {
                "required": _("活動できる曜日・時間を入力してください。"),
                "max_length": _("活動できる曜日・時間は、200字以内で入力してください。"),
            },
        }

    def __init__(self, *args: Any, opening: Opening, step: Step | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].required = False  # programs may leave it out
        if self.instance.pk is None:
            self.fields["version"].initial = 0
        self._offer_positions(opening)
        for name in NEEDED:
            self.fields[name].required = True
        for name in set(self.fields) - {"version", *step.columns} if step else ():
            del self.fields[name]

    def _offer_positions(self, opening: Opening) -> None:
        """Asked only where the call has several; a post that is filled is no longer offered."""
        positions = list(opening.positions.order_by("number"))
        if not positions:
            del self.fields["position"]
            return
        field: Any = self.fields["position"]
        field.required = True
        field.queryset = opening.positions.filter(seats_taken__lt=F("seats")).order_by("number")
        field.empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("has_conflict") and not cleaned.get("conflict_note"):
            message = _("取引の内容を入力してください。")
            self.add_error("conflict_note", ValidationError(message, code="required"))
        return cleaned

    def kept(self) -> dict[str, Any]:
        """Every part that can be stored as it was typed, gaps included, and the version it was read at."""
        gaps = {
            name: self.fields[name].to_python("") for name in self.fields if self.has_error(name, "required")
        }
        typed = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        return gaps | typed

    def now_at(self, version: int) -> None:
        """What was typed is stored: shown again, the form goes on from there."""
        sent: Any = self.data
        again = sent.copy()
        again["version"] = str(version)
        self.data = again

    def allow_gaps(self) -> None:
        """For a draft: what is not written yet is no error."""
        for name in list(self.errors):
            if self.has_error(name, "required"):
                del self.errors[name]


class WithdrawalForm(PortalForm):
    cause = forms.ChoiceField(
        label=_("取下げの事情"),
        choices=[("", _("答えない")), *WithdrawalCause.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("取り下げると、この募集にはもう応募できません。理由は書かなくてもかまいません。"),
    )


class RefusalForm(PortalForm):
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("辞退したあとに、承諾へ変えることはできません。理由は書かなくてもかまいません。"),
    )
