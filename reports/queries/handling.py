"""要対応 of coordinators with what was done about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import dates
from reports.enums import Handling
from reports.models import AttentionNote
from reports.queries.attention import Attention, oldest_first
from reports.queries.staffing import staffing_everywhere
from reports.queries.stalled import attention_for_coordinator

# The rule's short name → what it looks for, and what usually helps.
RULES: dict[str, tuple[str | Promise, str | Promise]] = {
    "S1": (
        _("応募のない募集"),
        _("題名と条件を自治体と一緒に見直し、候補者へのスカウトや締切の延長を勧めます。"),
    ),
    "S2": (
        _("回答日を過ぎた募集"),
        _("自治体に電話し、決裁の見込みを聞きます。応募者へ知らせる日を決めて、回答日を改めてもらいます。"),
    ),
    "S3": (_("面談の日程が決まらない"), _("両方に空いている日時を聞き、候補を送り直してもらいます。")),
    "S4": (_("始まらない活動"), _("期待値の確認、副業の許可、委嘱の決裁のどれで止まっているかを聞きます。")),
    "S5": (
        _("会議のない活動"),
        _("両方に様子を聞きます。次の会議の日時を、その場で1つ決めてもらいます。"),
    ),
    "S6": (_("期限を過ぎた活動"), _("終えるか、期間を延ばすかを自治体に決めてもらいます。")),
    "S7": (_("報告のない活動"), _("報告の下書きは記録から作れることを伝え、書く日を決めてもらいます。")),
    "S8": (_("止まっている報告"), _("だれの確認で止まっているかを見て、その人に連絡します。")),
    "A1": (_("締結を待つ協定"), _("署名の済んだ協定書を受け取り、締結を記録します。")),
    "A2": (_("期間の終わった協定"), _("更新するかを自治体に聞きます。")),
    "F1": (_("その後の確認がない提案"), _("担当課に電話で様子を聞き、担当者の登録を見直してもらいます。")),
    "P1": (
        _("低い点の付いたふり返り"),
        _("点を付けた人に話を聞きます。相手に伝えてよいことを確かめてから、間に入ります。"),
    ),
    "M1": (_("管理者のいない自治体"), _("窓口の課に連絡し、新しい管理者を招待します。")),
    "M2": (_("在籍の確認が済まない自治体"), _("管理者に連絡し、在籍の確認を済ませてもらいます。")),
}


@dataclass(slots=True)
class Case:
    """One thing that stands still, with its notes (oldest first)."""

    item: Attention
    notes: list[AttentionNote] = field(default_factory=list)

    def _newest(self, kind: str) -> AttentionNote | None:
        return next((note for note in reversed(self.notes) if note.kind == kind), None)

    @property
    def contact(self) -> AttentionNote | None:
        return self._newest(Handling.CONTACT)

    @property
    def assignee(self) -> User | None:
        note = self._newest(Handling.ASSIGN)
        return note.assignee if note else None

    def snoozed_until(self, day: date) -> date | None:
        """None once the day has passed."""
        note = self._newest(Handling.SNOOZE)
        return note.until_date if note and note.until_date and note.until_date >= day else None

    @property
    def advice(self) -> str | Promise:
        return RULES[self.item.code][1] if self.item.code in RULES else ""


def cases(at: datetime) -> list[Case]:
    """Everything that stands still in the country, oldest first, in a constant number of queries."""
    items = oldest_first([*attention_for_coordinator(at), *staffing_everywhere(at)])
    found = [Case(item) for item in items]
    _load_notes(found)
    return found


def case_of(key: str, at: datetime) -> Case | None:
    """None when it does not stand still (any more)."""
    return next((case for case in cases(at) if case.item.key == key), None)


def at_work(found: Iterable[Case], day: date) -> list[Case]:
    """Without those put off."""
    return [case for case in found if case.snoozed_until(day) is None]


def cases_today(at: datetime) -> tuple[list[Case], int]:
    """For the home: what wants a hand, and how many are put off."""
    everything = cases(at)
    wanted = at_work(everything, dates.jst_date(at))
    return wanted, len(everything) - len(wanted)


def _load_notes(found: list[Case]) -> None:
    by_key = {case.item.key: case for case in found}
    rows = AttentionNote.objects.filter(key__in=list(by_key)).select_related("assignee", "author")
    for note in rows.order_by("written_at", "pk"):
        by_key[note.key].notes.append(note)
