"""What other systems may hear of the work: nothing before it is public or both sides know it."""

from django.utils.translation import gettext_lazy as _

from municipalities.webhook_events import Happening, register
from projects.models import Deliverable, Engagement, Opening, Recommendation
from projects.workflow import RECOMMENDATION

register(Opening, ["publish"], Happening("opening.published", _("募集の公開"), "openings"))
register(Opening, ["close"], Happening("opening.closed", _("募集の締切"), "openings"))
register(Opening, ["release", "release_none"], Happening("opening.answered", _("結果のお知らせ"), "openings"))
register(Engagement, ["start"], Happening("engagement.started", _("活動の開始"), "engagements"))
register(Engagement, ["complete"], Happening("engagement.completed", _("活動の完了"), "engagements"))
register(Engagement, ["end_early"], Happening("engagement.ended_early", _("活動の途中終了"), "engagements"))
register(Deliverable, ["accept"], Happening("deliverable.accepted", _("成果物の受取"), "deliverables"))
register(
    Recommendation,
    RECOMMENDATION.actions,
    Happening("recommendation.decided", _("提案への対応"), "recommendations"),
)
