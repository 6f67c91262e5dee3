"""What links in mails about その後の確認 open, without signing in."""

from django.urls import URLPattern, path

from projects.views import follow_ups

urlpatterns: list[URLPattern] = [
    path("<str:token>/", follow_ups.FollowUpByMail.as_view(), name="follow_up_by_mail"),
]
