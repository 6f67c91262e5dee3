"""What people choose about their own account, beside what allauth offers."""

from django.urls import path

from accounts import views

urlpatterns = [path("settings/", views.Settings.as_view(), name="account_settings")]
