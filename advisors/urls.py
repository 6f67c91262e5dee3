from django.urls import path

from advisors import views

urlpatterns = [
    path("profile/", views.MyProfile.as_view(), name="my_profile"),
    path("profile/edit/", views.MyProfileEdit.as_view(), name="my_profile_edit"),
    path("profile/<slug:code>/<slug:action>/", views.MyProfileAction.as_view(), name="my_profile_action"),
]
