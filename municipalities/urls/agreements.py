"""Agreements, under the desk and under the coordinators' area."""

from django.urls import URLPattern, path

from municipalities.views import agreements as views

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    path("", views.Agreements.as_view(), name="list"),
    path("new/", views.AgreementNew.as_view(), name="new"),
    path("<str:code>/", views.Agreement.as_view(), name="detail"),
    path("<str:code>/edit/", views.AgreementEdit.as_view(), name="edit"),
    path("<str:code>/do/<str:action>/", views.AgreementAction.as_view(), name="action"),
]
