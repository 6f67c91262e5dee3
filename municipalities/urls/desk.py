"""The city's desk: decisions that wait, and the people and sections of the city."""

from django.urls import URLPattern, path

from municipalities.views import approvals, routes, staff

urlpatterns: list[URLPattern] = [
    path("approvals/", approvals.DeskApprovals.as_view(), name="desk_approvals"),
    path("approvals/<str:code>/", approvals.DeskApproval.as_view(), name="desk_approval"),
    path(
        "approvals/<str:code>/do/<str:action>/",
        approvals.DeskApprovalAction.as_view(),
        name="desk_approval_action",
    ),
    path("settings/routes/", routes.DeskRoutes.as_view(), name="desk_routes"),
    path("settings/routes/<str:code>/<str:kind>/", routes.DeskRouteEdit.as_view(), name="desk_route_edit"),
    path("absences/", routes.DeskAbsences.as_view(), name="desk_absences"),
    path("absences/<str:code>/", routes.DeskAbsence.as_view(), name="desk_absence"),
    path("staff/", staff.DeskStaff.as_view(), name="desk_staff"),
    path("staff/<str:code>/do/<str:action>/", staff.DeskStaffAction.as_view(), name="desk_staff_action"),
    path("departments/new/", staff.DepartmentNew.as_view(), name="department_new"),
]
