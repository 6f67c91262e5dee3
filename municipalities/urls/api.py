"""The API of this app."""

from core.api.routes import actions, listing, single
from municipalities import api
from municipalities.views import agreements, approvals

urlpatterns = [
    listing(api.MUNICIPALITIES),
    single(api.MUNICIPALITIES),
    listing(api.FIELDS),
    single(api.FIELDS),
    listing(api.DEPARTMENTS),
    single(api.DEPARTMENTS),
    listing(api.STAFF),
    single(api.STAFF),
    listing(api.AGREEMENT, new=agreements.AgreementNew),
    single(api.AGREEMENT, edit=agreements.AgreementEdit),
    *actions(api.AGREEMENT, agreements.AgreementAction),
    listing(api.APPROVAL),
    single(api.APPROVAL),
    *actions(api.APPROVAL, approvals.DeskApprovalAction),
]
