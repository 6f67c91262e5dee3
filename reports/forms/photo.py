"""A photograph of a report. The file comes last, so that what was typed survives one that is too large."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, VersionedModelForm
from core.uploads.fields import UploadField
from reports.models import ReportPhoto

ALT_HELP = _(
    "写真を見られない人に読み上げます。何が写っているかを書いてください。例：会議室で、職員5人が紙の申請書を机に並べて話し合っている。"
)
CAPTION_HELP = _("書かなくてもかまいません。例：11月の定例会。申請書の記入項目を1つずつ確かめた。")
NO_ALT = _("写真の説明を入力してください。写真を見られない人に読み上げられます。")


class PhotoForm(PortalForm):
    alt_text = forms.CharField(
        label=_("写真の説明"), max_length=300, help_text=ALT_HELP, error_messages={"required": NO_ALT}
    )
    caption = forms.CharField(
        label=_("写真の下に書く言葉"), required=False, max_length=120, help_text=CAPTION_HELP
    )
    file = UploadField(
        label=_("写真"),
        accept=".png,.jpg,.jpeg",
        help_text=_("PNGかJPEG、20MBまで。撮影した場所などの情報は取り除き、縮めて保存します。"),
        error_messages={"required": _("写真を選んでください。")},
    )


class PhotoEditForm(VersionedModelForm):
    class Meta:
        model = ReportPhoto
        fields: ClassVar = ["alt_text", "caption"]
        help_texts: ClassVar = {"alt_text": ALT_HELP, "caption": CAPTION_HELP}
        error_messages: ClassVar = {"alt_text": {"required": NO_ALT}}
