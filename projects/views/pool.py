"""人材プール: joined from an answered application, seen on the desk."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.paging import PagedList
from core.views import ConfirmForm, RowFormPage
from projects.models import Application, PoolConsent
from projects.operations import pool as operations
from projects.queries import applications_of
from projects.queries.pool import consents_of, pool_of_city


class PoolJoin(RowFormPage):
    permission = "projects.join_pool_application"
    row_name = "application"
    row: Application
    template_name = "projects/my_pool_join.html"
    form_class = ConfirmForm
    success_message = _("人材プールに残りました。自治体から声がかかることがあります。")

    def queryset(self) -> QuerySet[Application]:
        return applications_of(self.reader)

    def perform(self, form: Any, at: datetime) -> Model:
        return operations.join_pool(self.row, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("my_pool")


class MyPool(PagedList):
    """The cities that keep one in mind, and until when."""

    permission = "advisors.enter_my"
    template_name = "projects/my_pool.html"
    context_object_name = "consents"

    def get_queryset(self) -> QuerySet[PoolConsent]:
        return consents_of(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result = super().get_context_data(**context)
        day = today()
        return result | {"rows": [(each, each.is_in_force(day)) for each in result["page_obj"]]}


class PoolLeave(RowFormPage):
    permission = "projects.leave_poolconsent"
    row_name = "consent"
    template_name = "projects/my_pool_leave.html"
    form_class = ConfirmForm
    success_message = _("人材プールから外れました。")

    def queryset(self) -> QuerySet[PoolConsent]:
        return consents_of(self.reader)

    def perform(self, form: Any, at: datetime) -> Model:
        return operations.leave_pool(self.row, by=self.reader, at=at)

    def success_url(self, result: Any) -> str:
        return reverse("my_pool")


class DeskPool(PagedList):
    permission = "municipalities.enter_desk"
    template_name = "projects/desk_pool.html"
    context_object_name = "consents"

    def get_queryset(self) -> QuerySet[PoolConsent]:
        return pool_of_city(self.reader, today())
