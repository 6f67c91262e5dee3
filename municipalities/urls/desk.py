"""The city's desk: decisions that wait, and the people and sections of the city."""

from django.urls import URLPattern, path

from municipalities.views import approvals, staff

urlpatterns: list[URLPattern] = [
    path("approvals/", approvals.DeskApprovals.as_view(), name="desk_approvals"),
    path("staff/", staff.DeskStaff.as_view(), name="desk_staff"),
    path("staff/<str:code>/do/<str:action>/", staff.DeskStaffAction.as_view(), name="desk_staff_action"),
    path("departments/new/", staff.DepartmentNew.as_view(), name="department_new"),
]
