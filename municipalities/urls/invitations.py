"""Where a mailed invitation leads."""

from django.urls import URLPattern, path

from municipalities.views import invitations

urlpatterns: list[URLPattern] = [
    path("<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
]
