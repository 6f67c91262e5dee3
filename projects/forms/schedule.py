"""When an approved call is published."""

from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from projects.forms.record import MomentField


class ScheduleForm(PortalForm):
    publish_at = MomentField(
        label=_("公開の日時"),
        help_text=_("この日時になると、自動で公開します。例：令和8年12月1日、9:00"),
        error_messages={"required": _("公開の日時を入力してください。")},
    )
