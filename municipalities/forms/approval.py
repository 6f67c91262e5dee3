"""What a 決裁 asks for; used by every app that has decisions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm


class DecisionForm(PortalForm):
    """The city's own decision: its date, the decider's title and the document number."""

    decision_date = JaDateField(
        label=_("決裁日"), error_messages={"required": _("決裁日を入力してください。")}
    )
    decider_title = forms.CharField(
        label=_("決裁者の職名"),
        max_length=60,
        help_text=_("例：総務部長"),
        error_messages={"required": _("決裁者の職名を入力してください。")},
    )
    document_number = forms.CharField(
        label=_("文書番号"),
        max_length=60,
        required=False,
        help_text=_("庁内の文書管理システムの番号です。例：3政策第123号"),
    )
