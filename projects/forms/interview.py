"""Forms of 面談."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, VersionedModelForm
from projects.forms.slots import SlotsForm
from projects.models import Interview


class InterviewForm(SlotsForm):
    """What an interview consists of besides its moments."""

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


class InterviewAgainForm(VersionedModelForm, InterviewForm):
    class Meta(InterviewForm.Meta):
        pass


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
