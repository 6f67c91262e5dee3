"""The desk's home and the reports a city writes, under /desk/."""

from django.urls import URLPattern, path

from reports.views import desk_joint_reports, desk_reports, documents, homes, photos

urlpatterns: list[URLPattern] = [
    path("", homes.DeskHome.as_view(), name="desk_home"),
    path("reports/", desk_reports.DeskReports.as_view(), name="desk_reports"),
    path("engagements/<slug:code>/report/", desk_reports.DeskReportNew.as_view(), name="desk_report_new"),
    path("reports/<slug:code>/", desk_reports.DeskReport.as_view(), name="desk_report"),
    path("reports/<slug:code>/report.pdf", desk_reports.DeskReportDocument.as_view(), name="desk_report_pdf"),
    path(
        "reports/<slug:code>/report.docx",
        desk_reports.DeskReportDocument.as_view(ending="docx"),
        name="desk_report_word",
    ),
    path("reports/<slug:code>/photos/new/", photos.PhotoNew.as_view(), name="report_photo_new"),
    path("reports/photos/<slug:code>/edit/", photos.PhotoEdit.as_view(), name="report_photo_edit"),
    path("reports/photos/<slug:code>/remove/", photos.PhotoRemove.as_view(), name="report_photo_remove"),
    path("reports/<slug:code>/edit/", desk_reports.DeskReportEdit.as_view(), name="desk_report_edit"),
    path(
        "programs/<slug:code>/joint-report/",
        desk_joint_reports.DeskJointReportNew.as_view(),
        name="desk_joint_report_new",
    ),
    path("programs/<slug:code>/council-pack/", documents.CouncilPackNew.as_view(), name="desk_council_new"),
    path(
        "joint-reports/<slug:code>/",
        desk_joint_reports.DeskJointReport.as_view(),
        name="desk_joint_report",
    ),
    path(
        "joint-reports/<slug:code>/edit/",
        desk_joint_reports.DeskJointReportEdit.as_view(),
        name="desk_joint_report_edit",
    ),
    path(
        "joint-reports/<slug:code>/<slug:action>/",
        desk_joint_reports.DeskJointReportAction.as_view(),
        name="desk_joint_report_action",
    ),
    path(
        "reports/<slug:code>/<slug:action>/",
        desk_reports.DeskReportAction.as_view(),
        name="desk_report_action",
    ),
]
