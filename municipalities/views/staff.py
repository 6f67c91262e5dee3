"""Who works for the city, and its sections."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.views import Act, ActionPage, FormPage, Page
from municipalities.forms.staff import DepartmentForm, EndMembershipForm
from municipalities.models import Department, StaffMembership
from municipalities.operations import staff as operations
from municipalities.queries import municipalities_administered_by, municipalities_of, staff_visible_to


class DeskStaff(Page):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_staff.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        return super().get_context_data(
            members=staff_visible_to(user),
            municipalities=municipalities_of(user).prefetch_related("departments"),
            **context,
        )


class DeskStaffAction(ActionPage):
    """Ends a post or takes the end back."""

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


class DepartmentNew(FormPage):
    """A section that projects and posts can name."""

    permission = "municipalities.add_staffmembership"
    template_name = "municipalities/department_new.html"
    form_class = DepartmentForm
    success_message = _("部署を追加しました。")

    def form_options(self) -> dict[str, Any]:
        return {"places": municipalities_administered_by(self.reader)}

    def perform(self, form: DepartmentForm, at: datetime) -> Department:
        return operations.add_department(form.place, by=self.reader, at=at, name=form.cleaned_data["name"])

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")
