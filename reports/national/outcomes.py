"""Reports of the finished activities, in every state, most of them published."""

from datetime import timedelta
from typing import Any

from reports.models import OutcomeReport
from reports.national import words
from reports.national.cities import decide, write_approvals
from reports.national.plan import Plan
from reports.national.work import ENDED, Job

REPORT = (
    "id",
    "engagement_id",
    "municipality_id",
    "title",
    "summary",
    "problem",
    "activities",
    "outcomes",
    "next_steps",
    "staff_comment",
    "advisor_comment",
    "name_display",
    "status",
    "approval_id",
    "comment_requested_at",
    "commented_at",
    "published_at",
    "withdraw_reason",
)
UNFINISHED = ("draft", "commenting", "commented", "in_review", "returned", "approved", "withdrawn")
DECIDED = frozenset({"in_review", "returned", "approved", "published", "withdrawn"})
PUBLIC_ONCE = frozenset({"published", "withdrawn"})


def write_reports(plan: Plan, jobs: list[Job]) -> None:
    rows = [_report(plan, job) for job in jobs if job.status in ENDED and plan.chance(0.85)]
    write_approvals(plan)
    plan.copier.write(OutcomeReport, REPORT, rows)


def _report(plan: Plan, job: Job) -> tuple[Any, ...]:
    call, theme = job.hire.call, plan.theme(job.hire.call.theme)
    (pk,) = plan.copier.ids(OutcomeReport, 1)
    status = plan.pick(UNFINISHED) if plan.chance(0.15) else "published"
    title = f"{call.matter}{plan.pick(theme.deeds)}"
    written = min(call.end + timedelta(days=20), plan.last)
    approval = None
    if status in DECIDED:
        decision = {"in_review": "pending", "returned": "returned"}.get(status, "approved")
        approval = decide(plan, call.city, title, "/desk/reports/", written, decision)
    commented = status not in {"draft", "commenting"}
    at = plan.clock(written)
    return (
        pk,
        job.pk,
        call.city.pk,
        title,
        f"{plan.pick(words.AUDIENCES)}の声をもとに、{plan.pick(theme.matters)}から見直しました",
        f"{call.city.name}では、{call.matter}について、{plan.pick(words.TROUBLES)}でした。",
        f"{plan.pick(theme.matters)}と{plan.pick(theme.matters)}を調べ、{plan.pick(words.INDUSTRIES)}の例に学びました。",
        f"{call.matter}の手順が定まり、かかる時間が{10 + int(plan.rng.random() * 40)}%減りました。",
        f"次の年度は{plan.pick(theme.matters)}{plan.pick(theme.deeds)}に取り組みます。",
        "外からの目で、当たり前だと思っていたことを見直せました。",
        f"{plan.pick(theme.skills)}が役に立ちました。職員の方が続けられる形になったと思います。"
        if commented
        else "",
        plan.pick(("full", "headline", "anonymous")) if commented else "",
        status,
        approval,
        None if status == "draft" else at,
        at if commented else None,
        plan.clock(min(written + timedelta(days=7), plan.last)) if status in PUBLIC_ONCE else None,
        "写真の許可を取り直すため" if status == "withdrawn" else "",
    )
