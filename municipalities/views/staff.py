"""Who works for the city, and its sections."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.views import Act, ActionPage, FormPage, Page, StateMoved
from municipalities.forms.staff import DepartmentForm, EndMembershipForm
from municipalities.models import Department, StaffMembership
from municipalities.operations import staff as operations
from municipalities.queries import municipalities_administered_by, municipalities_of, staff_visible_to


class DeskStaff(Page):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/desk_staff.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            members=staff_visible_to(user),
            municipalities=municipalities_of(user).prefetch_related("departments"),
            **context,
        )


class DeskStaffAction(ActionPage):
    """A post has no public code: its number is only ever seen inside its own city."""

    acts: ClassVar[dict[str, Act]] = {
        "end": Act(operations.end_membership, EndMembershipForm, _("在籍を終了しました。")),
        "restore": Act(operations.restore_membership, message=_("在籍に戻しました。")),
    }

    def queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.request.user)

    def prepare(self) -> None:
        self.action = self.kwargs["action"]
        if self.action not in self.acts:
            raise Http404
        self.row = get_object_or_404(self.queryset(), pk=self.kwargs["pk"])

    def is_permitted(self) -> bool:
        """The rules of a post ask who, not when: the state is asked here."""
        if not self.row.workflow.allows(self.action, self.row.status):
            raise StateMoved
        return super().is_permitted()

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
        return {"places": municipalities_administered_by(self.request.user)}

    def perform(self, form: DepartmentForm, at: datetime) -> Department:
        return operations.add_department(
            form.place, by=self.request.user, at=at, name=form.cleaned_data["name"]
        )

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")
