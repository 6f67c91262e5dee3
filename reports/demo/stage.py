"""What every story needs at hand: the people, the places, the fields, and the present moment."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from accounts.models import User
from advisors.models import AdvisorProfile
from core import dates
from municipalities.models import Department, Field, Municipality, StaffMembership

SATURDAY = 5


def clock(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day in Japan."""
    return datetime.combine(day, time(hour, minute), tzinfo=dates.JST)


@dataclass
class Stage:
    people: dict[str, User]
    now: datetime
    profiles: dict[str, AdvisorProfile] = field(default_factory=dict)

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {row.slug: row for row in Field.objects.all()}

    @property
    def coordinator(self) -> User:
        return self.people["coordinator"]

    def place(self, code: str) -> Municipality:
        return Municipality.objects.select_related("prefecture").get(code=code)

    def past(self, days: int) -> date:
        """A working day at least so many days ago."""
        day = dates.jst_date(self.now) - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))

    def coming(self, days: int) -> date:
        """A working day at least so many days ahead."""
        day = dates.jst_date(self.now) + timedelta(days=days)
        return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


@dataclass
class Office:
    """Those who act for one municipality, and the numbers its approvals get."""

    place: Municipality
    clerk: User
    approver: User
    decider_title: str
    number_prefix: str
    sections: dict[str, Department] = field(default_factory=dict)
    members: dict[str, StaffMembership] = field(default_factory=dict)
    decisions: int = 100

    def decision(self, at: datetime) -> dict[str, object]:
        """What the city writes down when it has decided."""
        self.decisions += 7
        return {
            "decision_date": dates.jst_date(at),
            "decider_title": self.decider_title,
            "document_number": f"{self.number_prefix}第{self.decisions}号",
        }
