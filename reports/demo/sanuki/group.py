"""What is told of each of the three groups, and what their calls have in common."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from advisors.enums import WorkStyle
from municipalities.enums import LegalForm
from projects.enums import PayUnit
from reports.demo.calling import CallDays, Letter, Terms
from reports.demo.reporting import Words
from reports.demo.working import Advice, Minutes, Product

COMMON: dict[str, Any] = {
    "legal_form": LegalForm.PRO_BONO,
    "start_date": date(2021, 9, 1),
    "end_date": date(2022, 2, 28),
    "hours_per_month": 8,
    "work_style": WorkStyle.ONLINE,
    "place_note": "オンラインが中心です。2月の活動報告会は、できれば市役所でご参加ください。",
    "pay_unit": PayUnit.UNPAID,
    "pay_note": "実証実験のため無償です。",
    "seats": 1,
    "deadline_date": date(2021, 7, 25),
    "answer_date": date(2021, 8, 20),
    "selection_note": "書類選考のあと、オンラインで30分ほどお話しします。結果は全員に同じ日にお知らせします。",
}
DAYS = CallDays(
    drafted=date(2021, 7, 1),
    submitted=date(2021, 7, 5),
    approved=date(2021, 7, 8),
    published=date(2021, 7, 9),
)


@dataclass(frozen=True, slots=True)
class Group:
    """One field of the program: its project, its call, its advisor's work, its report."""

    field: str
    section: str
    leader: str
    team: tuple[str, ...]
    title: str
    challenge: str
    call: dict[str, Any]
    letters: tuple[Letter, ...]
    advisor: str
    terms: Terms
    meetings: tuple[Minutes, ...]
    products: tuple[Product, ...]
    ledger: tuple[Advice, ...]
    verdicts: tuple[tuple[str, str], ...]
    words: Words
    comment: str
    name_display: str
    commented: date
    days: CallDays = DAYS
