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
    "host_note": "主管課の担当者が窓口になり、庁内の班の職員が毎回の会議に参加します。",
    "contact_note": "会議の間は、共有の連絡ツールで質問を受けます。",
    "criteria": (
        {"name": "課題の理解", "description": "市の課題を、自分の言葉で説明できているか", "weight": 35},
        {"name": "進め方の具体性", "description": "半年で何をするかが分かるか", "weight": 35},
        {"name": "職員との相性", "description": "職員と対等に話せるか", "weight": 30},
    ),
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
