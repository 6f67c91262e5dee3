"""What those who run the portal see of its machinery."""

from django.urls import path

from notifications.views import system

urlpatterns = [
    path("outbox/", system.Outbox.as_view(), name="outbox"),
    path("outbox/retry/", system.RetryMails.as_view(), name="outbox_retry"),
    path("system/", system.System.as_view(), name="system"),
]
