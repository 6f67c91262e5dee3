from django.urls import path
from django.views.generic import RedirectView

from reports.views import municipality, public

urlpatterns = [
    path("", public.Home.as_view(), name="home"),
    path("start/", RedirectView.as_view(pattern_name="home"), name="start"),
    path("reports/", public.Reports.as_view(), name="reports"),
    path("reports/joint/<str:code>/", public.JointReportPage.as_view(), name="joint_report"),
    path("reports/<str:code>/", public.Report.as_view(), name="report"),
    path("municipalities/<str:code>/", municipality.MunicipalityPage.as_view(), name="municipality"),
    path("gallery/", public.Gallery.as_view(), name="gallery"),
]
