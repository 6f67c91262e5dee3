"""What everybody has: the inbox, and how mails are received."""

from django.urls import path

from notifications.views import inbox, preferences

urlpatterns = [
    path("", inbox.Notices.as_view(), name="notices"),
    path("read/", inbox.ReadAll.as_view(), name="notices_read"),
    path("settings/", preferences.Preferences.as_view(), name="notification_settings"),
    path("settings/address/", preferences.TrustAddress.as_view(), name="trust_address"),
    path("unsubscribe/<str:token>/", preferences.Unsubscribe.as_view(), name="unsubscribe"),
    path("<slug:code>/", inbox.OpenNotice.as_view(), name="notice"),
]
