"""The API of this app: which page each endpoint runs."""

from core.api.routes import actions, below, listing, single, upload
from projects.api.engagement import ENGAGEMENT
from projects.api.program import PROGRAM
from reports import api
from reports.views import comment, desk_joint_reports, desk_reports, documents, figures, photos

urlpatterns = [
    listing(api.REPORT, base=api.ReportList),
    single(api.REPORT),
    listing(api.FIGURE, base=api.FigureList),
    listing(api.JOINT_REPORT),
    single(api.JOINT_REPORT),
    listing(api.MY_REPORT),
    single(api.MY_REPORT),
    *actions(api.MY_REPORT, comment.MyReportAction),
    below(ENGAGEMENT, "report", api.DESK_REPORT, desk_reports.DeskReportNew),
    listing(api.DESK_REPORT),
    single(api.DESK_REPORT, edit=desk_reports.DeskReportEdit),
    *actions(api.DESK_REPORT, desk_reports.DeskReportAction),
    upload(api.DESK_REPORT, "photos", photos.PhotoNew),
    listing(api.REPORT_PHOTO),
    single(api.REPORT_PHOTO, edit=photos.PhotoEdit, remove=photos.PhotoRemove),
    listing(api.DOCUMENT, new=figures.YearlyReportNew, example={"fiscal_year": 2026, "ending": "csv"}),
    single(api.DOCUMENT),
    *actions(api.DOCUMENT, documents.DocumentAction),
    below(PROGRAM, "council-pack", api.DOCUMENT, documents.CouncilPackNew),
    below(PROGRAM, "joint-report", api.DESK_JOINT_REPORT, desk_joint_reports.DeskJointReportNew),
    listing(api.DESK_JOINT_REPORT),
    single(api.DESK_JOINT_REPORT, edit=desk_joint_reports.DeskJointReportEdit),
    *actions(api.DESK_JOINT_REPORT, desk_joint_reports.DeskJointReportAction),
]
