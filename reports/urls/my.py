from django.urls import path
from django.views.generic import RedirectView

from reports.views import comment

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="my_applications"), name="my_home"),
    path("reports/<str:code>/", comment.MyReport.as_view(), name="my_report"),
    path("reports/<str:code>/<slug:action>/", comment.MyReportAction.as_view(), name="my_report_action"),
]
