"""What other systems may hear of reports."""

from django.utils.translation import gettext_lazy as _

from municipalities.webhook_events import Happening, register
from reports.models import JointReport, OutcomeReport

register(OutcomeReport, ["publish"], Happening("report.published", _("活動報告の公開"), "reports"))
register(OutcomeReport, ["withdraw"], Happening("report.withdrawn", _("活動報告の公開の取りやめ"), "reports"))
register(JointReport, ["publish"], Happening("joint_report.published", _("合同報告の公開"), "joint-reports"))
