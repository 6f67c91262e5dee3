"""Who takes part in an activity: the advisor, and the staff who carry its project."""

from django.db.models import Q, QuerySet

from accounts.models import User
from municipalities.enums import DRAFTING_ROLES
from municipalities.models import StaffMembership
from projects.models import Engagement


def posts_taking_part(engagement: Engagement) -> QuerySet[StaffMembership]:
    """Lead and team of the project as they are today; where it has none, whoever drafts for the city."""
    here = StaffMembership.objects.filter(
        municipality=engagement.municipality_id, status="active", user__is_active=True
    )
    project = engagement.project_id
    named = here.filter(Q(projects=project) | Q(projects_led=project)).distinct()
    found = named if named.exists() else here.filter(roles__overlap=sorted(DRAFTING_ROLES))
    return found.select_related("user", "department").order_by("id")


def people_taking_part(engagement: Engagement) -> list[User]:
    return [engagement.advisor.user, *(post.user for post in posts_taking_part(engagement))]


def others_with_their_page(engagement: Engagement, by: User | None) -> list[tuple[User, str]]:
    """Everybody who takes part but `by`, each with the page of their own area."""
    people = [each for each in people_taking_part(engagement) if by is None or each.pk != by.pk]
    return [(each, engagement.url_for(each.pk)) for each in people]
