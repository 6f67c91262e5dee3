"""Programs, projects and openings in all their states, from the fiscal year 2021 on."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from core import dates
from projects.models import Opening, Program, Project
from reports.national import words
from reports.national.cities import decide, write_approvals
from reports.national.parts import write_criteria, write_parts
from reports.national.plan import FIRST_DAY, Call, City, Plan

RECENT = 0.25  # of all calls belong to the last two months, when most are read
OPENING = (
    "id",
    "code",
    "project_id",
    "municipality_id",
    "title",
    "summary",
    "challenge",
    "request",
    "requirements",
    "legal_form",
    "start_date",
    "end_date",
    "hours_per_month",
    "work_style",
    "pay_unit",
    "pay_amount",
    "seats",
    "seats_taken",
    "deadline_date",
    "answer_date",
    "status",
    "host_note",
    "contact_note",
    "question_deadline_date",
    "question_answer_date",
    "drafted_by_id",
    "owner_id",
    "approval_id",
    "result_approval_id",
    "published_at",
    "released_at",
    "withdrawn_at",
    "withdrawal_reason",
)
PAYS = (
    ("unpaid", (None,)),
    ("unpaid", (None,)),
    ("goods", (None,)),
    ("hour", (3000, 5000, 8000, 10000)),
    ("visit", (10000, 15000, 30000)),
    ("month", (20000, 30000, 50000, 100000)),
)


def write_calls(plan: Plan) -> None:
    """Plans all of them first: how many apply and are hired must be known before any row is written."""
    programs: dict[tuple[int, int], tuple[Any, ...]] = {}
    projects: list[tuple[Any, ...]] = []
    ids = plan.copier.ids(Opening, plan.sizes.openings)
    for number, pk in enumerate(ids):
        city = plan.cities[number % len(plan.cities)]
        plan.calls.append(_call(plan, pk, city, programs, projects))
    of_program = ("id", "municipality_id", "agreement_id", "title", "start_date", "end_date", "status")
    plan.copier.write(Program, of_program, programs.values())
    columns = (
        "id",
        "program_id",
        "municipality_id",
        "field_id",
        "department_id",
        "title",
        "challenge",
        "status",
    )
    plan.copier.write(Project, columns, projects)
    share_out(plan, [call for call in plan.calls if call.is_public])
    rows = [_opening(plan, call) for call in plan.calls]
    write_approvals(plan)
    with transaction.atomic():  # a rubric is fixed once its opening is there: it comes first
        write_criteria(plan)
        plan.copier.write(Opening, OPENING, rows)
    write_parts(plan)


def _call(
    plan: Plan,
    pk: int,
    city: City,
    programs: dict[tuple[int, int], tuple[Any, ...]],
    projects: list[tuple[Any, ...]],
) -> Call:
    recent = plan.today - timedelta(days=60) if plan.chance(RECENT) else FIRST_DAY
    published = plan.day_between(recent, plan.last)
    deadline = published + timedelta(days=plan.pick((21, 28, 35, 42)))
    answer = deadline + timedelta(days=plan.pick((14, 21, 30)))
    start, slug = answer + timedelta(days=21), plan.pick(plan.slugs)
    end = start + timedelta(days=plan.pick((90, 150, 180)))
    matter = f"{plan.pick(words.AUDIENCES)}向けの{plan.pick(plan.theme(slug).matters)}"
    status = _status(plan, deadline, answer)
    (project,) = plan.copier.ids(Project, 1)
    program = _program(plan, city, published, programs)
    state = "completed" if end < plan.today else "running" if start < plan.today else "planned"
    title, trouble = f"{matter}{plan.pick(plan.theme(slug).deeds)}", plan.pick(words.TROUBLES)
    field, section = plan.fields[slug], plan.pick(city.departments)
    projects.append((project, program, city.pk, field, section, title, f"{trouble}状況です。", state))
    seats, code = plan.pick((1, 1, 1, 2, 3)), plan.copier.code()
    late = timedelta(days=5 if plan.chance(0.12) else -2)
    days = (published, deadline, answer, min(answer + late, plan.last), start, end)
    return Call(pk, code, city, project, slug, status, *days, seats, matter)


def _program(plan: Plan, city: City, day: date, programs: dict[tuple[int, int], tuple[Any, ...]]) -> int:
    year = dates.fiscal_year(day)
    if (city.pk, year) not in programs:
        (pk,) = plan.copier.ids(Program, 1)
        first, last = dates.fiscal_year_bounds(year)
        status = "completed" if last < plan.today else "running"
        title = f"{dates.fiscal_year_label(year)} 複業人材活用事業"
        programs[city.pk, year] = (pk, city.pk, city.agreement, title, first, last, status)
    return int(programs[city.pk, year][0])


def _status(plan: Plan, deadline: date, answer: date) -> str:
    if plan.chance(0.1):
        return plan.pick(("draft", "draft", "in_review", "returned", "approved", "withdrawn"))
    if deadline >= plan.today:
        return "open"
    if answer >= plan.today or plan.chance(0.01):
        return plan.pick(("selecting", "selecting", "result_review"))
    return "decided" if plan.chance(0.85) else "no_match"


def share_out(plan: Plan, calls: list[Call]) -> None:
    """Many apply for a few calls and few for many: exactly as many as were asked for in all."""
    most, left = len(plan.advisors), plan.sizes.applications
    if left > most * len(calls):
        raise ValueError("more applications than advisors could send: each answers a call once")
    weights = [plan.rng.expovariate(1) + 0.05 for _call in calls]
    whole = sum(weights)
    for call, weight in zip(calls, weights, strict=True):
        call.received = min(most, int(plan.sizes.applications * weight / whole))
        left -= call.received
    while left:
        for call in calls:
            more = min(left, most - call.received, 1 + left // len(calls))
            call.received += more
            left -= more
    for call in calls:
        if call.status == "decided":
            call.hired = min(call.received, call.seats)


def _opening(plan: Plan, call: Call) -> tuple[Any, ...]:
    theme, city = plan.theme(call.theme), call.city
    unit, amounts = plan.pick(PAYS)
    skill, other = plan.rng.sample(theme.skills, 2)
    deed, trouble = plan.pick(theme.deeds), plan.pick(words.TROUBLES)
    place = city.name
    return (
        call.pk,
        call.code,
        call.project,
        city.pk,
        f"{theme.post}（{call.matter}）",
        f"{place}の{call.matter}{deed}に、力を貸してください",
        f"{place}では、{call.matter}について、{trouble}です。{plan.pick(words.AUDIENCES)}からも声が届いています。",
        f"{call.matter}{deed}を一緒に進めてください。はじめに現状を調べ、{plan.pick(theme.matters)}も合わせて見直します。",
        f"{skill}の実務経験。{other}や、{plan.pick(words.INDUSTRIES)}での経験があれば、なお助かります。",
        "pro_bono" if amounts == (None,) else plan.pick(("commissioned", "contract", "memorandum")),
        call.start,
        call.end,
        plan.pick((4, 6, 8, 8, 10, 12, 16)),
        plan.pick(("online", "online", "hybrid", "onsite")),
        unit,
        plan.pick(amounts),
        call.seats,
        call.hired,
        call.deadline,
        call.answer,
        call.status,
        f"{place}の担当課の主事と係長が、毎週の打合せに出ます。",
        "連絡は平日の業務時間に、メールで",
        call.published + timedelta(days=10),
        call.published + timedelta(days=14),
        city.drafter,
        city.owner,
        *_decisions(plan, call),
        *((plan.clock(call.published), "計画の見直しのため") if call.status == "withdrawn" else (None, "")),
    )


def _decisions(plan: Plan, call: Call) -> tuple[Any, ...]:
    """approval, result_approval, published_at, released_at: as far as the state has come."""
    path, status = f"/desk/openings/{call.code}/", call.status
    if status in {"draft", "withdrawn"}:
        return None, None, None, None
    if status in {"in_review", "returned", "approved"}:
        decision = {"in_review": "pending"}.get(status, status)
        return decide(plan, call.city, call.matter, path, call.published, decision), None, None, None
    approval = decide(plan, call.city, call.matter, path, call.published - timedelta(days=7))
    published = f"{call.published} 09:00+09"
    if status in {"open", "selecting"}:
        return approval, None, published, None
    asked = call.answer - timedelta(days=4)
    decision = "pending" if status == "result_review" else "approved"
    result = decide(plan, call.city, f"選考結果：{call.matter}", path, asked, decision)
    released = None if status == "result_review" else plan.clock(call.released)
    return approval, result, published, released
