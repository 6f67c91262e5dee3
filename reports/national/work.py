"""Engagements and what they leave behind: goals, meetings, deliverables, advice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from projects.models import Deliverable, Engagement, Goal, Meeting, Recommendation
from reports.national import words
from reports.national.plan import Hire, Plan

ENGAGEMENT = (
    "id",
    "application_id",
    "project_id",
    "municipality_id",
    "advisor_id",
    "legal_form",
    "start_date",
    "end_date",
    "expectation",
    "not_expected",
    "contact_rule",
    "city_confirmed_at",
    "city_confirmed_by_id",
    "advisor_confirmed_at",
    "status",
    "started_at",
    "ended_at",
    "end_reason",
)
MEETING = (
    "id",
    "engagement_id",
    "municipality_id",
    "number",
    "title",
    "starts_at",
    "place",
    "attendees",
    "summary",
    "decisions",
    "cancel_reason",
    "status",
)
KINDS = ("rough", "specification", "analysis", "survey", "copy", "manual", "training", "plan")
ANSWERS = ("proposed", "adopted", "adopted", "trial", "studying", "declined", "existing")
UNDER_WAY = frozenset({"active", "paused"})
ENDED = frozenset({"completed", "ended_early"})


@dataclass(slots=True)
class Job:
    """An engagement as far as its records must know it."""

    pk: int
    hire: Hire
    status: str


def write_work(plan: Plan) -> list[Job]:
    ids = plan.copier.ids(Engagement, len(plan.hires))
    jobs = [Job(pk, hire, _status(plan, hire)) for pk, hire in zip(ids, plan.hires, strict=True)]
    plan.copier.write(Engagement, ENGAGEMENT, (_engagement(plan, job) for job in jobs))
    plan.copier.write(Goal, _GOAL, _goals(plan, jobs))
    plan.copier.write_many(Meeting, MEETING, _meetings(plan, jobs))
    begun = [job for job in jobs if job.status != "preparing"]
    plan.copier.write(Deliverable, _DELIVERABLE, _deliverables(plan, begun))
    plan.copier.write(Recommendation, _RECOMMENDATION, _advice(plan, begun))
    return jobs


def _status(plan: Plan, hire: Hire) -> str:
    if hire.call.start > plan.today:
        return "preparing"
    if hire.call.end < plan.today:
        return "ended_early" if plan.chance(0.06) else "completed"
    return "paused" if plan.chance(0.05) else "active"


def _engagement(plan: Plan, job: Job) -> tuple[Any, ...]:
    call = job.hire.call
    agreed = plan.clock(min(call.start - timedelta(days=5), plan.last))
    begun = job.status != "preparing"
    signed = (agreed, call.city.drafter, agreed) if begun else (None, None, None)
    return (
        job.pk,
        job.hire.application,
        call.project,
        call.city.pk,
        job.hire.advisor,
        "commissioned",
        call.start,
        call.end,
        f"{call.matter}の現状を調べ、職員だけで続けられる形にしてください。",
        "委託先の選定と、契約の交渉",
        "連絡は平日の業務時間に、担当課へ",
        *signed,
        job.status,
        plan.clock(call.start) if begun else None,
        plan.clock(call.end) if job.status in ENDED else None,
        "本業の都合により、区切りのよいところで終えました。"
        if job.status in {"ended_early", "paused"}
        else "",
    )


_GOAL = (
    "id",
    "engagement_id",
    "municipality_id",
    "position",
    "text",
    "indicator",
    "verdict_note",
    "status",
    "judged_at",
)


def _goals(plan: Plan, jobs: list[Job]) -> Iterator[tuple[Any, ...]]:
    for job in jobs:
        call, theme = job.hire.call, plan.theme(job.hire.call.theme)
        for position, pk in enumerate(plan.copier.ids(Goal, 2), 1):
            judged = job.status in ENDED
            status = plan.pick(("achieved", "achieved", "partly", "missed")) if judged else "open"
            note = plan.pick(words.VERDICTS) if judged else ""
            text, aim = (
                f"{call.matter}{plan.pick(theme.deeds)}を終える",
                f"{plan.pick(theme.matters)}で1割以上の改善",
            )
            at = plan.clock(call.end) if judged else None
            yield pk, job.pk, call.city.pk, position, text, aim, note, status, at


def _meetings(plan: Plan, jobs: list[Job]) -> Iterator[tuple[Any, ...]]:
    """Shared out evenly; those of an activity still to come are planned ones."""
    if not jobs:
        return
    each, more = divmod(plan.sizes.meetings, len(jobs))
    for index, job in enumerate(jobs):
        count = each + (index < more)
        for number, pk in enumerate(plan.copier.ids(Meeting, count), 1):
            yield _meeting(plan, job, pk, number, count)


def _meeting(plan: Plan, job: Job, pk: int, number: int, count: int) -> tuple[Any, ...]:
    call, theme = job.hire.call, plan.theme(job.hire.call.theme)
    day = call.start + (call.end - call.start) * number // (count + 1)
    title = f"{plan.pick(theme.matters)}{plan.pick(theme.deeds)}"
    summary = f"{title}について話し、{plan.pick(words.AUDIENCES)}への影響を確かめました。"
    told, reason = (summary, f"次回までに{plan.pick(theme.matters)}の資料を用意する。"), ""
    status = "held" if day < plan.today and job.status != "preparing" else "planned"
    if plan.chance(0.03):
        status, reason = "cancelled", "大雨の対応のため"
    if status != "held":
        told = ("", "")
    place = plan.pick(("online", "online", "onsite"))
    people = "アドバイザー、担当課、課長"
    return pk, job.pk, call.city.pk, number, title, plan.clock(day), place, people, *told, reason, status


_DELIVERABLE = (
    "id",
    "engagement_id",
    "municipality_id",
    "kind",
    "title",
    "description",
    "delivered_date",
    "return_reason",
    "status",
)


def _deliverables(plan: Plan, jobs: list[Job]) -> Iterator[tuple[Any, ...]]:
    for job in jobs:
        call = job.hire.call
        (pk,) = plan.copier.ids(Deliverable, 1)
        status = plan.pick(("accepted", "accepted", "accepted", "submitted", "returned"))
        reason = "数字の出典を書いてください。" if status == "returned" else ""
        day = plan.day_between(call.start, min(call.end, plan.last))
        text = f"{call.matter}について、調べたことと、これからの段取りをまとめました。"
        yield pk, job.pk, call.city.pk, plan.pick(KINDS), f"{call.matter}の資料", text, day, reason, status


_RECOMMENDATION = (
    "id",
    "engagement_id",
    "municipality_id",
    "department_id",
    "number",
    "text",
    "grounds",
    "status",
    "status_note",
    "proposed_date",
    "decided_at",
)


def _advice(plan: Plan, jobs: list[Job]) -> Iterator[tuple[Any, ...]]:
    for job in jobs:
        call, theme = job.hire.call, plan.theme(job.hire.call.theme)
        for number, pk in enumerate(plan.copier.ids(Recommendation, 2), 1):
            status = plan.pick(ANSWERS)
            day = plan.day_between(call.start, min(call.end, plan.last))
            note = "" if status == "proposed" else f"{plan.pick(theme.matters)}の予算と合わせて決めました。"
            yield (
                pk,
                job.pk,
                call.city.pk,
                plan.pick(call.city.departments),
                number,
                f"{plan.pick(theme.matters)}{plan.pick(theme.deeds)}を、{plan.pick(words.AUDIENCES)}と一緒に進める",
                f"{plan.pick(words.INDUSTRIES)}では、先に使う人の声を聞くことで手戻りが減りました。",
                status,
                note,
                day,
                None if status == "proposed" else plan.clock(min(day + timedelta(days=10), plan.last)),
            )
