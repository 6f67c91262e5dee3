"""The city's desk: decisions that wait, and the people and sections of the city."""

from django.urls import URLPattern, path

from municipalities.views import approvals, handovers, invitations, routes, sections, staff, webhooks

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
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/new/", webhooks.WebhookNew.as_view(), name="webhook_new"),
    path("webhooks/<str:code>/", webhooks.WebhookPage.as_view(), name="webhook"),
    path("webhooks/<str:code>/edit/", webhooks.WebhookEdit.as_view(), name="webhook_edit"),
    path("webhooks/<str:code>/test/", webhooks.WebhookTest.as_view(), name="webhook_test"),
    path(
        "webhooks/<str:code>/deliveries/<str:delivery>/replay/",
        webhooks.WebhookReplay.as_view(),
        name="webhook_replay",
    ),
    path("webhooks/<str:code>/do/<str:action>/", webhooks.WebhookAction.as_view(), name="webhook_action"),
    path("absences/", routes.DeskAbsences.as_view(), name="desk_absences"),
    path("absences/<str:code>/", routes.DeskAbsence.as_view(), name="desk_absence"),
    path("settings/", staff.DeskSettings.as_view(), name="desk_settings"),
    path("staff/", staff.DeskStaff.as_view(), name="desk_staff"),
    path("staff/invite/", invitations.InvitationNew.as_view(), name="invitation_new"),
    path("staff/check/", staff.MemberCheckPage.as_view(), name="member_check"),
    path("staff/<str:code>/edit/", staff.MemberEdit.as_view(), name="member_edit"),
    path("staff/<str:code>/confirm/", staff.MemberConfirm.as_view(), name="member_confirm"),
    path("staff/<str:code>/handover/", handovers.HandoverNew.as_view(), name="handover_new"),
    path("staff/<str:code>/do/<str:action>/", staff.DeskStaffAction.as_view(), name="desk_staff_action"),
    path(
        "invitations/<str:code>/do/<str:action>/",
        invitations.InvitationAction.as_view(),
        name="invitation_action",
    ),
    path("handovers/", handovers.Handovers.as_view(), name="handovers"),
    path("handovers/april/", handovers.April.as_view(), name="april"),
    path("handovers/<str:code>/", handovers.HandoverPage.as_view(), name="handover"),
    path("handovers/<str:code>/do/<str:action>/", handovers.HandoverAction.as_view(), name="handover_action"),
    path("departments/new/", sections.DepartmentNew.as_view(), name="department_new"),
    path("departments/<str:code>/edit/", sections.DepartmentRename.as_view(), name="department_edit"),
    path("departments/<str:code>/close/", sections.DepartmentClose.as_view(), name="department_close"),
    path("departments/<str:code>/reopen/", sections.DepartmentReopen.as_view(), name="department_reopen"),
]
