"""The API of this app."""

from advisors.api import ADVISOR, PROFILE, AdvisorSearch
from advisors.views import profile
from core.api.routes import actions, listing, section, single

urlpatterns = [
    listing(ADVISOR, base=AdvisorSearch),
    single(ADVISOR),
    listing(PROFILE, new=profile.MyProfileNew),
    single(PROFILE),
    *(
        section(PROFILE, profile.MyProfilePart, part.form_class, title=str(part.label), part=part.slug)
        for part in profile.FORMS.values()
        if part.form_class is not None
    ),
    *actions(PROFILE, profile.MyProfileAction),
]
