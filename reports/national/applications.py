"""A million answers to the calls, each in a state its call allows."""

from collections.abc import Iterator
from typing import Any

from projects.models import Application
from reports.national import words
from reports.national.plan import Call, Hire, Plan

APPLICATION = (
    "id",
    "opening_id",
    "municipality_id",
    "advisor_id",
    "position_id",
    "motivation",
    "approach",
    "availability",
    "has_conflict",
    "outcome",
    "message",
    "status",
    "submitted_at",
    "answered_at",
)
TIMES = ("平日19時以降", "土日", "水曜の午後", "月2回の金曜", "平日の昼休み", "第2・第4土曜")
DECLINED = "今回は見送りとなりました。応募いただき、ありがとうございました。"
ANSWERED = frozenset({"offered", "reserved", "declined", "accepted", "refused"})
OUTCOMES = {
    "reserved": "reserve",
    "declined": "decline",
    "accepted": "hire",
    "offered": "hire",
    "refused": "hire",
}


def write_applications(plan: Plan) -> None:
    plan.copier.write_many(Application, APPLICATION, _applications(plan))


def _applications(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for call in plan.calls:
        if not call.received:
            continue
        ids = plan.copier.ids(Application, call.received)
        people = plan.rng.sample(plan.advisors, call.received)
        for number, (pk, advisor) in enumerate(zip(ids, people, strict=True)):
            status, outcome = _status(plan, call, number)
            if status == "accepted":
                plan.hires.append(Hire(pk, advisor, call))
            post = _post(plan, call, number)
            yield _row(plan, call, (pk, call.pk, call.city.pk, advisor, post), status, outcome)


def _post(plan: Plan, call: Call, number: int) -> int | None:
    if not call.posts:
        return None
    return call.posts[number] if number < call.hired else plan.pick(call.posts)


def _row(plan: Plan, call: Call, keys: tuple[Any, ...], status: str, outcome: str) -> tuple[Any, ...]:
    theme = plan.theme(call.theme)
    skill = plan.pick(theme.skills)
    last = min(call.deadline, plan.last)
    sent = None if status == "draft" else plan.clock(plan.day_between(call.published, last))
    answered = plan.clock(call.released) if status in ANSWERED else None
    return (
        *keys,
        f"{call.city.name}に{plan.pick(words.ORIGINS)}縁があり、{plan.pick(words.INDUSTRIES)}で培った{skill}を生かします。",
        f"まず{plan.pick(theme.matters)}の現状を聞き、{call.matter}を3か月で形にします。",
        plan.pick(TIMES),
        None if status == "draft" else plan.chance(0.02),
        outcome,
        DECLINED if status == "declined" else "",
        status,
        sent,
        answered,
    )


def _status(plan: Plan, call: Call, number: int) -> tuple[str, str]:
    """The state and the sealed outcome; the first ones of a decided call are those who were hired."""
    if number < call.hired:
        return "accepted", "hire"
    dice = plan.rng.random()
    if dice < 0.05:
        return "withdrawn", ""
    if call.status == "open":
        return ("draft", "") if dice < 0.3 else ("submitted", "")
    if call.status == "selecting":
        return "submitted", plan.pick(("", "", "hire", "reserve", "decline"))
    if call.status == "result_review":
        return "submitted", "hire" if not number else "decline" if dice < 0.8 else "reserve"
    if call.status == "no_match":
        return "declined", "decline"
    status = "refused" if dice < 0.08 else "reserved" if dice < 0.15 else "declined"
    if status == "reserved" and plan.chance(0.02) and call.hired < call.seats:
        status = "offered"
    return status, OUTCOMES[status]
