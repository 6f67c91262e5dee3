"""Who works for the city: the list, posts, and the quarterly check."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.exports import Column, ExportedList
from core.views import Act, ActionPage, ConfirmForm, EditPage, FormPage, Page, RowFormPage
from municipalities.forms.staff import EndMembershipForm, MemberForm
from municipalities.holdings import holdings_of, movable
from municipalities.models import MemberCheck, StaffMembership
from municipalities.operations import membercheck as checks
from municipalities.operations import staff as operations
from municipalities.queries import (
    invitations_visible_to,
    members_to_check,
    municipalities_administered_by,
    municipalities_of,
    open_checks,
    staff_visible_to,
)


class DeskSettings(Page):
    """Where administrators find what only they may change."""

    permission = "municipalities.administer"
    template_name = "municipalities/desk_settings.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        return super().get_context_data(
            places=municipalities_administered_by(user), checks=open_checks(user), **context
        )


MEMBERS = (
    Column(_("団体コード"), lambda row: row.municipality.code),
    Column(_("自治体"), lambda row: row.municipality.full_name),
    Column(_("氏名"), lambda row: str(row.user)),
    Column(_("メールアドレス"), lambda row: row.user.email),
    Column(_("部署"), lambda row: str(row.department or "")),
    Column(_("職名"), lambda row: row.title),
    Column(_("役割"), lambda row: "、".join(row.role_labels)),
    Column(_("状態"), lambda row: row.workflow.state(row.status).label),
    Column(_("着任日"), lambda row: row.started_date),
    Column(_("離任日"), lambda row: row.ended_date),
)


class DeskStaff(ExportedList):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_staff.html"
    context_object_name = "members"
    paginate_by = 100
    export_title = _("職員の一覧")
    export_columns = MEMBERS

    def get_queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        return super().get_context_data(
            municipalities=municipalities_of(user).prefetch_related("departments__successor"),
            invitations=invitations_visible_to(user).exclude(status__in=["accepted", "cancelled"]),
            **context,
        )


class MemberEdit(EditPage):
    """Roles, section and title; the person stays the same."""

    permission = "municipalities.edit_staffmembership"
    operation = operations.edit_member
    row_name = "member"
    template_name = "municipalities/member_edit.html"
    form_class = MemberForm
    success_message = _("職員の内容を保存しました。")

    def queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.reader)

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")


class DeskStaffAction(ActionPage):
    """Ends a post or takes the end back."""

    template_name = "municipalities/member_action.html"
    acts: ClassVar[dict[str, Act]] = {
        "end": Act(operations.end_membership, EndMembershipForm, _("在籍を終了しました。")),
        "restore": Act(operations.restore_membership, message=_("在籍に戻しました。")),
    }

    def queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        if self.action != "end":
            return {}
        return {"initial": {"ended_date": today()}, "started_date": self.row.started_date}

    def back_url(self) -> str:
        return reverse("desk_staff")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        holdings = movable(holdings_of(self.row)) if self.action == "end" else []
        return super().get_context_data(holdings=holdings, **context)


class MemberCheckPage(FormPage):
    """The oldest check that waits; without one, the list still shows who was confirmed when."""

    permission = "municipalities.administer"
    template_name = "municipalities/member_check.html"
    form_class = ConfirmForm
    success_message = _("在籍の確認を終えました。")

    def prepare(self) -> None:
        self.check = open_checks(self.reader).first() if self.reader.is_authenticated else None

    def perform(self, form: Any, at: datetime) -> Model:
        check = get_object_or_404(open_checks(self.reader), pk=self.check.pk if self.check else None)
        return checks.finish_check(check, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("member_check")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        check = self.check
        members = members_to_check(check.municipality) if check else StaffMembership.objects.none()
        rows = [(member, _is_confirmed(member, check)) for member in members]
        return super().get_context_data(check=check, rows=rows, **context)


def _is_confirmed(member: StaffMembership, check: MemberCheck | None) -> bool:
    return bool(check and member.checked_at and member.checked_at >= check.opened_at)


class MemberConfirm(RowFormPage):
    """The button 「在籍している」 of one line of the check."""

    permission = "municipalities.confirm_staffmembership"
    row_name = "member"
    template_name = "municipalities/member_confirm.html"
    form_class = ConfirmForm

    def queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.reader)

    def perform(self, form: Any, at: datetime) -> Model:
        messages.success(self.request, _("{person}さんの在籍を確かめました。").format(person=self.row.user))
        return operations.confirm_member(self.row, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("member_check")
