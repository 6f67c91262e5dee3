"""Matching in both directions: `people_for(opening)` and `openings_for(person)`.

The score is the sum of named terms, each a part from 0 to 1 times its weight; the reasons are read
from the same terms.
"""

from projects.matching.ranking import Match, openings_for, people_for
from projects.matching.reasons import Explained, explain
from projects.matching.weights import DEFAULTS, active_weights

__all__ = ["DEFAULTS", "Explained", "Match", "active_weights", "explain", "openings_for", "people_for"]
