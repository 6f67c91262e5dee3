"""A file for a deliverable. The file comes last, so that what was typed survives one that is too large."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from core.uploads.fields import UploadField
from core.uploads.inspecting import ACCEPT


class FileForm(PortalForm):
    note = forms.CharField(
        label=_("この版で変えたこと"),
        required=False,
        max_length=300,
        help_text=_("例：市民課の意見を入れ、3章を書き直した。"),
    )
    alt_text = forms.CharField(
        label=_("画像の説明"),
        required=False,
        max_length=300,
        help_text=_(
            "PNGとJPEGのときに入力してください。例：トップページの案。上に検索、下に手続の入口が6つ並ぶ。"
        ),
    )
    file = UploadField(
        label=_("ファイル"),
        accept=ACCEPT,
        help_text=_("PDF、Word（docx）、Excel（xlsx）、PowerPoint（pptx）、PNG、JPEG、CSV、TXT。20MBまで。"),
        error_messages={"required": _("ファイルを選んでください。")},
    )
