"""Sections of the city: added, renamed, closed, opened again."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.views import ConfirmForm, EditPage, FormPage, RowFormPage
from municipalities.forms.staff import CloseDepartmentForm, DepartmentForm, DepartmentNameForm
from municipalities.holdings import section_holdings
from municipalities.models import Department
from municipalities.operations import section as operations
from municipalities.queries import departments_visible_to, municipalities_administered_by


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


class DepartmentRename(EditPage):
    permission = "municipalities.edit_department"
    operation = operations.rename_department
    row_name = "department"
    template_name = "municipalities/department_edit.html"
    form_class = DepartmentNameForm
    success_message = _("部署名を保存しました。")

    def queryset(self) -> QuerySet[Department]:
        return departments_visible_to(self.reader)

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")


class DepartmentClose(RowFormPage):
    """Shows what moves before it moves."""

    permission = "municipalities.close_department"
    row_name = "department"
    template_name = "municipalities/department_close.html"
    form_class = CloseDepartmentForm
    success_message = _("部署を廃止し、進行中の仕事を引き継ぎました。")

    def queryset(self) -> QuerySet[Department]:
        return departments_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"department": self.row, "initial": {"closed_date": today()}}

    def perform(self, form: CloseDepartmentForm, at: datetime) -> Model:
        return operations.close_department(self.row, by=self.reader, at=at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(holdings=section_holdings(self.row), **context)


class DepartmentReopen(RowFormPage):
    permission = "municipalities.reopen_department"
    row_name = "department"
    template_name = "municipalities/department_reopen.html"
    form_class = ConfirmForm
    success_message = _("部署の廃止を取り消しました。")

    def queryset(self) -> QuerySet[Department]:
        return departments_visible_to(self.reader)

    def perform(self, form: Any, at: datetime) -> Model:
        return operations.reopen_department(self.row, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("desk_staff")
