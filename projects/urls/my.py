from django.urls import path

from projects.views import applications, interests

urlpatterns = [
    path("saved/", interests.MySaved.as_view(), name="my_saved"),
    path("applications/", applications.MyApplications.as_view(), name="my_applications"),
    path("applications/<slug:code>/", applications.MyApplication.as_view(), name="my_application"),
    path(
        "applications/<slug:code>/<slug:action>/",
        applications.MyApplicationAction.as_view(),
        name="my_application_action",
    ),
]
