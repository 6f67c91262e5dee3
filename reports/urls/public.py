from django.urls import path

from reports.views import feeds, homes, municipality, open_data, photos, public

urlpatterns = [
    path("", public.Home.as_view(), name="home"),
    path("opendata/", open_data.OpenData.as_view(), name="open_data"),
    path("start/", homes.Start.as_view(), name="start"),
    path("reports/", public.Reports.as_view(), name="reports"),
    path("reports/feed.atom", feeds.ReportsFeed.as_view(), name="reports_feed"),
    path("reports/joint/<slug:code>/", public.JointReportPage.as_view(), name="joint_report"),
    path("reports/photos/<slug:code>.jpg", photos.Photo.as_view(), name="report_photo"),
    path("reports/<slug:code>/report.pdf", public.ReportDocument.as_view(), name="report_pdf"),
    path("reports/<slug:code>/report.docx", public.ReportDocument.as_view(ending="docx"), name="report_word"),
    path("reports/<slug:code>/", public.Report.as_view(), name="report"),
    path("municipalities/<slug:code>/feed.atom", feeds.MunicipalityFeed.as_view(), name="municipality_feed"),
    path("municipalities/<slug:code>/", municipality.MunicipalityPage.as_view(), name="municipality"),
    *(
        path(f"{name}/", public.Document.as_view(template_name=f"reports/{name}.html"), name=name)
        for name in public.DOCUMENTS
    ),
    path("gallery/", public.Gallery.as_view(), name="gallery"),
]
