from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.Notices.as_view(), name="notices"),
    path("read/", views.ReadAll.as_view(), name="notices_read"),
    path("<slug:code>/", views.OpenNotice.as_view(), name="notice"),
]
