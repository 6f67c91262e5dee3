"""Words for what an activity reached."""

from django import template
from django.utils.translation import gettext as _

from projects.models import Engagement

register = template.Library()


@register.filter
def goals_met(engagement: Engagement) -> str:
    """目標2件のうち1件を達成; nothing without goals. Reads the goals that were loaded along."""
    goals = list(engagement.goals.all())
    if not goals:
        return ""
    met = sum(goal.status == "achieved" for goal in goals)
    return _("目標{total}件のうち{met}件を達成").format(total=len(goals), met=met)
