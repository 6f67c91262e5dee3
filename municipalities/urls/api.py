"""The API of this app."""

from core.api.routes import actions, aside, below, listing, section, single
from municipalities import api
from municipalities.enums import DecisionKind
from municipalities.forms.route import RouteForm
from municipalities.views import agreements, approvals, handovers, invitations, routes, sections, staff

urlpatterns = [
    listing(api.MUNICIPALITIES),
    single(api.MUNICIPALITIES),
    listing(api.CITY),
    single(api.CITY),
    *(
        section(
            api.CITY,
            routes.DeskRouteEdit,
            RouteForm,
            title=f"approval route: {kind.label}",
            under="approval-routes",
            kind=kind.value,
        )
        for kind in DecisionKind
    ),
    listing(api.FIELDS),
    single(api.FIELDS),
    listing(api.DEPARTMENTS, new=sections.DepartmentNew),
    single(api.DEPARTMENTS, edit=sections.DepartmentRename),
    aside(api.DEPARTMENTS, "close", sections.DepartmentClose, title="close"),
    aside(api.DEPARTMENTS, "reopen", sections.DepartmentReopen, title="open again"),
    listing(api.STAFF),
    single(api.STAFF, edit=staff.MemberEdit),
    *actions(api.STAFF, staff.DeskStaffAction),
    aside(api.STAFF, "confirm", staff.MemberConfirm, title="confirm that the person is in post"),
    aside(api.STAFF, "record_absence", routes.DeskAbsence, title="record an absence"),
    below(api.STAFF, "handovers", api.HANDOVER, handovers.HandoverNew),
    listing(api.INVITATION, new=invitations.InvitationNew),
    single(api.INVITATION),
    *actions(api.INVITATION, invitations.InvitationAction),
    listing(api.HANDOVER),
    single(api.HANDOVER),
    *actions(api.HANDOVER, handovers.HandoverAction),
    listing(api.AGREEMENT, new=agreements.AgreementNew),
    single(api.AGREEMENT, edit=agreements.AgreementEdit),
    *actions(api.AGREEMENT, agreements.AgreementAction),
    listing(api.APPROVAL),
    single(api.APPROVAL),
    *actions(api.APPROVAL, approvals.DeskApprovalAction),
]
