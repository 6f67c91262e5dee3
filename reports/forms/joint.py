"""Writing the frame around the reports of one program."""

from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField
from reports.forms.outcome import DraftForm
from reports.models import JointReport


class JointReportForm(DraftForm):
    wanted_later = ("introduction", "closing")
    meeting_date = JaDateField(
        label=_("活動報告会の日"),
        required=False,
        help_text=_("報告会を開いた場合に書いてください。例：令和4年2月25日"),
    )

    class Meta:
        model = JointReport
        fields = ("title", "introduction", "meeting_date", "meeting_note", "closing")
        help_texts = {
            "title": _("例：複業人材登用の実証実験 活動報告"),
            "introduction": _("なぜ始めたか、何人のアドバイザーと何に取り組んだかを書いてください。"),
            "meeting_note": _("だれが参加し、どのような意見が出たかを書いてください。"),
            "closing": _("事業全体でわかったことと、これからを書いてください。"),
        }
        error_messages = {"title": {"required": _("題名を入力してください。")}}
