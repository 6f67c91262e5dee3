"""What coordinators keep about a municipality's office."""

from django.urls import URLPattern, path

from municipalities.views import invitations

urlpatterns: list[URLPattern] = [
    path("<str:code>/mail-domains/", invitations.MailDomains.as_view(), name="mail_domains"),
    path("<str:code>/invite/", invitations.CoordInvitationNew.as_view(), name="coord_invitation_new"),
]
