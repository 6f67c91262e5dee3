"""The weights in force."""

from projects.enums import MatchTerm
from projects.models import MatchWeights

DEFAULTS = {term: getattr(MatchWeights(), term) for term in MatchTerm.values}


def active_weights() -> dict[str, int]:
    """Those a coordinator activated, else the ones the portal comes with."""
    row = MatchWeights.objects.filter(status="active").first()
    return row.values() if row else dict(DEFAULTS)
