"""What of a professional's finished activities cities read on the profile: that which was reported, unless the
professional keeps it off.
"""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from advisors.models import AdvisorProfile
from advisors.track_record import Feat
from reports.queries.published import published_reports


def published_feats(profile: AdvisorProfile) -> Iterator[Feat]:
    """One query, whatever was done."""
    rows = published_reports().filter(engagement__advisor=profile, engagement__is_on_profile=True)
    counted = rows.annotate(
        held=Count("engagement__meetings", filter=Q(engagement__meetings__status="held"), distinct=True),
        adopted=Count(
            "engagement__recommendations",
            filter=Q(engagement__recommendations__status="adopted"),
            distinct=True,
        ),
    )
    for report in counted:
        work = report.engagement
        facts = (
            _("会議{number}回").format(number=report.held),
            _("実施された提案{number}件").format(number=report.adopted),
        )
        yield Feat(
            title=report.engagement.project.title,
            place=report.municipality.full_name,
            start=work.start_date,
            end=work.end_date,
            url=report.get_absolute_url(),
            facts=facts,
        )
