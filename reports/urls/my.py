from django.urls import path

from reports.views import comment, homes

urlpatterns = [
    path("", homes.MyHome.as_view(), name="my_home"),
    path("reports/<slug:code>/", comment.MyReport.as_view(), name="my_report"),
    path("reports/<slug:code>/<slug:action>/", comment.MyReportAction.as_view(), name="my_report_action"),
]
