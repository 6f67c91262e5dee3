"""When an opening is published, and when its result is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm
from projects.forms.record import MomentField


class ScheduleForm(PortalForm):
    publish_at = MomentField(
        label=_("公開の日時"),
        help_text=_("この日時になると、自動で公開します。例：令和8年12月1日、9:00"),
        error_messages={"required": _("公開の日時を入力してください。")},
    )


class ResultForm(PortalForm):
    increase_reason = forms.CharField(
        label=_("募集人数を増やす理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("採用候補が募集人数より多いときだけ書いてください。承認されると、募集人数も増えます。"),
    )


class AnnounceForm(PortalForm):
    release_at = MomentField(
        label=_("結果を知らせる日時"),
        required=False,
        help_text=_("空欄なら、10分後に知らせます。それまでは取り消せます。例：令和8年12月1日、9:00"),
    )
    shares_bands = forms.BooleanField(
        label=_("見送りと補欠の方に、評価の目安も伝える"),
        required=False,
        help_text=_("基準ごとの点の平均から、十分・おおむね・一部の3段階で伝えます。順位や点は伝えません。"),
    )
    reserve_until = JaDateField(
        label=_("補欠の期限"),
        required=False,
        help_text=_("空欄なら、活動の開始日までです。過ぎると、見送りを自動で知らせます。"),
    )
