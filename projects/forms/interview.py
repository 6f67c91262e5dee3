"""Forms of 面談."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import dates
from core.forms import PortalForm, PortalModelForm, VersionedModelForm
from projects.forms.record import MomentField
from projects.models import Interview

SLOTS = 5


class InterviewForm(PortalModelForm):
    """Up to five moments; the first is needed."""

    class Meta:
        model = Interview
        fields: ClassVar = ["duration_minutes", "place", "place_note", "note", "with_operator"]
        widgets: ClassVar = {
            "place": forms.RadioSelect(attrs={"class": "inline"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "note": _("出席する職員や、聞きたいことを書きます。"),
            "with_operator": _("日時が決まると、コーディネーターにも知らせます。応募の内容は伝わりません。"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = list(self.instance.slots or [])
        for number in range(1, SLOTS + 1):
            self.fields[f"slot{number}"] = MomentField(
                label=_("候補{number}").format(number=number),
                required=number == 1,
                initial=kept[number - 1] if number <= len(kept) else None,
                help_text=_("例：令和8年12月1日、19:00") if number == 1 else "",
            )
        self.order_fields([f"slot{number}" for number in range(1, SLOTS + 1)])

    def proposal(self) -> dict[str, Any]:
        """The arguments of the operation."""
        moments = (self.cleaned_data.get(f"slot{number}") for number in range(1, SLOTS + 1))
        return {"slots": [each for each in moments if each is not None], **self.changes()}


class InterviewAgainForm(VersionedModelForm, InterviewForm):
    class Meta(InterviewForm.Meta):
        pass


class ChoiceForm(PortalForm):
    """One of the moments that are still to come."""

    starts_at = forms.ChoiceField(
        label=_("面談の日時"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("日時を1つ選んでください。"),
            "invalid_choice": _("選んだ日時は、候補ではなくなりました。今の候補から選んでください。"),
        },
    )

    def __init__(self, data: Any = None, *, slots: list[datetime], **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["starts_at"]
        coming = [each for each in slots if each > timezone.now()]
        field.choices = [(each.isoformat(), in_words(each)) for each in coming]

    def clean_starts_at(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["starts_at"])


def in_words(moment: datetime) -> str:
    local = moment.astimezone(dates.JST)
    return f"{dates.wareki(local.date(), weekday=True)} {local:%H:%M}"


class SlotsRefusalForm(PortalForm):
    reason = forms.CharField(
        label=_("合う日時や曜日"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例：平日は19時以降、土曜日は終日"),
        error_messages={"required": _("合う日時や曜日を入力してください。")},
    )


class RecordForm(PortalForm):
    record = forms.CharField(
        label=_("面談の記録"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("応募者には見えません。聞いたことと、判断の材料を残します。"),
        error_messages={"required": _("面談の記録を入力してください。")},
    )
