"""The API of this app."""

from advisors.api import ADVISOR, EXPERIENCE, PROFILE, AdvisorSearch
from advisors.forms.rows import SkillsForm, TiesForm
from advisors.views import parts, profile
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
    section(PROFILE, parts.MySkills, SkillsForm, title="skills", part="skills"),
    section(PROFILE, parts.MyTies, TiesForm, title="ties to places", part="ties"),
    listing(EXPERIENCE, new=parts.MyExperiences),
    single(EXPERIENCE, edit=parts.MyExperienceEdit, remove=parts.MyExperienceRemove),
    *actions(PROFILE, profile.MyProfileAction),
]
