"""連携協定, for the staff of its parties and for operators."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from core.dates import today
from core.exports import Column, ExportedList
from core.forms import ReasonForm
from core.views import Act, ActionPage, EditPage, FormPage, Guarded, RowPage
from municipalities.forms.agreement import AgreementEditForm, AgreementForm, ConcludeForm, RenewForm
from municipalities.forms.approval import DecisionForm
from municipalities.models import PartnershipAgreement
from municipalities.operations import agreement as operations
from municipalities.queries import agreements_listed, agreements_visible_to, programs_under


class InArea(Guarded):
    """The pages hang under the desk and under the coordinators' area; links stay in the one entered."""

    def page_url(self, name: str, *args: str) -> str:
        match = self.request.resolver_match
        return reverse(f"agreements:{name}", args=args, current_app=match.namespace if match else None)


class Agreements(ExportedList):
    permission = "municipalities.view_partnershipagreement"
    template_name = "municipalities/agreements.html"
    context_object_name = "agreements"
    export_title = _("連携協定の一覧")
    export_columns = (
        Column(_("ID"), lambda row: row.code),
        Column(_("協定の名称"), lambda row: row.title),
        Column(_("運営事業者"), lambda row: row.operator_name),
        Column(_("自治体"), lambda row: "、".join(place.full_name for place in row.municipalities.all())),
        Column(_("状態"), lambda row: row.workflow.state(row.status).label),
        Column(_("締結日"), lambda row: row.signed_date),
        Column(_("開始日"), lambda row: row.start_date),
        Column(_("終了日"), lambda row: row.end_date),
    )

    def get_queryset(self) -> QuerySet[PartnershipAgreement]:
        return agreements_listed(self.reader)


class Agreement(RowPage):
    permission = "municipalities.view_partnershipagreement"
    row_name = "agreement"
    template_name = "municipalities/agreement.html"

    def queryset(self) -> QuerySet[PartnershipAgreement]:
        return agreements_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            programs=programs_under(self.row, self.reader),
            editable=self.row.status == self.row.workflow.initial,
            history=history_of(self.row),
            **context,
        )


class AgreementNew(InArea, FormPage):
    permission = "municipalities.add_partnershipagreement"
    template_name = "municipalities/agreement_new.html"
    form_class = AgreementForm
    success_message = _("協定を登録しました。内容がまとまったら、決裁を求めてください。")

    def perform(self, form: AgreementForm, at: datetime) -> PartnershipAgreement:
        return operations.draft_agreement(by=self.reader, at=at, **form.changes())

    def success_url(self, result: Any) -> str:
        return self.page_url("detail", result.code)


class AgreementEdit(InArea, EditPage):
    """Possible while it is negotiated; afterwards it stands as it was decided."""

    permission = "municipalities.edit_partnershipagreement"
    operation = operations.edit_agreement
    row_name = "agreement"
    template_name = "municipalities/agreement_edit.html"
    form_class = AgreementEditForm
    success_message = _("協定の内容を保存しました。")

    def queryset(self) -> QuerySet[PartnershipAgreement]:
        return agreements_visible_to(self.reader)

    def success_url(self, result: Any) -> str:
        return self.page_url("detail", result.code)


class AgreementAction(InArea, ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "submit": Act(
            operations.submit_agreement, message=_("決裁を求めました。自治体の承認者にお知らせしました。")
        ),
        "approve": Act(operations.approve_agreement, DecisionForm, _("決裁を記録しました。")),
        "return": Act(operations.return_agreement, ReasonForm, _("差し戻しました。")),
        "recall": Act(
            operations.recall_agreement, message=_("引き上げました。直して、もう一度求められます。")
        ),
        "conclude": Act(operations.conclude_agreement, ConcludeForm, _("締結を記録しました。")),
        "renew": Act(operations.renew_agreement, RenewForm, _("協定を更新しました。")),
        "expire": Act(operations.expire_agreement, message=_("満了を記録しました。")),
        "terminate": Act(operations.terminate_agreement, ReasonForm, _("解約を記録しました。")),
    }

    def queryset(self) -> QuerySet[PartnershipAgreement]:
        return agreements_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"decision_date": today(), "signed_date": today(), "start_date": today()}}

    def back_url(self) -> str:
        return self.page_url("detail", self.row.code)
