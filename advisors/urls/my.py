from django.urls import path

from advisors.views import parts, profile

urlpatterns = [
    path("profile/", profile.MyProfile.as_view(), name="my_profile"),
    path("profile/new/", profile.MyProfileNew.as_view(), name="my_profile_new"),
    path("profile/edit/<slug:part>/", profile.MyProfilePart.as_view(), name="my_profile_part"),
    path("profile/skills/", parts.MySkills.as_view(), name="my_skills"),
    path("profile/ties/", parts.MyTies.as_view(), name="my_ties"),
    path("profile/experiences/", parts.MyExperiences.as_view(), name="my_experiences"),
    path("profile/experiences/<slug:code>/", parts.MyExperienceEdit.as_view(), name="my_experience_edit"),
    path(
        "profile/experiences/<slug:code>/remove/",
        parts.MyExperienceRemove.as_view(),
        name="my_experience_remove",
    ),
    path("profile/<slug:code>/<slug:action>/", profile.MyProfileAction.as_view(), name="my_profile_action"),
]
