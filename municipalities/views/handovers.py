"""引継ぎ: everything open of one person, to whom it goes, and the record of it."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.paging import PagedList
from core.views import Act, ActionPage, Page, RowFormPage, RowPage
from municipalities.forms.handover import HandoverForm
from municipalities.holdings import holdings_of, movable, unowned_in
from municipalities.models import Handover, StaffMembership
from municipalities.operations import handover as operations
from municipalities.queries import (
    handovers_visible_to,
    municipalities_administered_by,
    staff_visible_to,
)
from municipalities.rules import roles_of


class HandoverNew(RowFormPage):
    """First all the person holds, then to whom, when and with which words."""

    permission = "municipalities.hand_over_staffmembership"
    row_name = "member"
    template_name = "municipalities/handover_new.html"
    form_class = HandoverForm

    def queryset(self) -> QuerySet[StaffMembership]:
        return staff_visible_to(self.reader)

    def prepare(self) -> None:
        super().prepare()
        self.holdings = holdings_of(self.row)

    def form_options(self) -> dict[str, Any]:
        day = today()
        return {
            "giver": self.row,
            "holdings": movable(self.holdings),
            "day": day,
            "initial": {"handover_date": day},
        }

    def perform(self, form: HandoverForm, at: datetime) -> Model:
        return operations.plan_handover(self.row, by=self.reader, at=at, **form.plan())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(holdings=self.holdings, **context)


class Handovers(PagedList):
    permission = "municipalities.enter_desk"
    template_name = "municipalities/handovers.html"

    def get_queryset(self) -> QuerySet[Handover]:
        return handovers_visible_to(self.reader)


class HandoverPage(RowPage):
    permission = "municipalities.view_handover"
    row_name = "handover"
    template_name = "municipalities/handover.html"

    def queryset(self) -> QuerySet[Handover]:
        return handovers_visible_to(self.reader)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        planned = self.row.status == "planned"
        holdings = holdings_of(self.row.giver) if planned else []
        return super().get_context_data(
            parts=[(each, self.row.taker_of(each.source.code)) for each in holdings], **context
        )


class HandoverAction(ActionPage):
    acts: ClassVar[dict[str, Act]] = {
        "cancel": Act(operations.cancel_handover, message=_("引継ぎの予定を取り消しました。")),
    }

    def queryset(self) -> QuerySet[Handover]:
        return handovers_visible_to(self.reader)


class April(Page):
    """The checklist of the season in which people move; it can be opened all year."""

    permission = "municipalities.enter_desk"
    template_name = "municipalities/april.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.reader
        planned = handovers_visible_to(user).filter(status="planned").order_by("handover_date", "id")
        administered = municipalities_administered_by(user)
        members = staff_visible_to(user).filter(status="active", municipality__in=administered)
        own = staff_visible_to(user).filter(status="active", user=user)
        return super().get_context_data(
            planned=planned,
            unowned=unowned_in(list(roles_of(user))),
            members=members if administered else own,
            first_of_april=next_april(today()),
            **context,
        )


def next_april(day: date) -> date:
    """The first of April that is near: this year's until the end of the month."""
    return date(day.year if day.month <= 4 else day.year + 1, 4, 1)
