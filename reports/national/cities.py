"""Municipalities at work: sections, staff in every role, agreements and their decisions."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from municipalities.models import (
    Approval,
    ApprovalStep,
    Department,
    Municipality,
    PartnershipAgreement,
    StaffMembership,
)
from reports.national import words
from reports.national.people import ACCOUNT, account
from reports.national.plan import FIRST_DAY, City, Plan

SECTIONS = 4
OPERATOR = "全国複業アドバイザー推進機構"
AGREEMENT = (
    "id",
    "title",
    "operator_name",
    "purpose",
    "signed_date",
    "start_date",
    "end_date",
    "status",
    "approval_id",
)
APPROVAL = (
    "id",
    "municipality_id",
    "subject",
    "path",
    "status",
    "requested_by_id",
    "requested_at",
    "waiting_since",
    "decided_by_id",
    "decided_at",
    "document_number",
    "decision_date",
    "decider_title",
    "reason",
)
STEP = (
    "id",
    "approval_id",
    "position",
    "kind",
    "status",
    "acted_by_id",
    "acted_at",
    "standing",
    "comment",
)
STEP_OF = {"approved": "passed", "returned": "returned"}


def decide(plan: Plan, city: City, subject: str, path: str, asked: date, status: str = "approved") -> int:
    """Notes one decision to be written with `write_approvals`; returns its id."""
    (pk,) = plan.copier.ids(Approval, 1)
    day = asked + timedelta(days=2)
    by, at = city.approver, plan.clock(day)
    decided: tuple[Any, ...] = (by, at, f"{day.year}企第{pk}号", day, "課長")
    acted: tuple[Any, ...] = (by, at, "own")
    if status == "pending":
        decided, acted = (None, None, "", None, ""), (None, None, "")
    reason = "条件の書き方を直してください。" if status == "returned" else ""
    sent = plan.clock(asked)
    plan.approvals.append(
        (pk, city.pk, subject[:200], path, status, city.drafter, sent, sent, *decided, reason)
    )
    (step,) = plan.copier.ids(ApprovalStep, 1)
    plan.steps.append((step, pk, 1, "decide", STEP_OF.get(status, "waiting"), *acted, reason))
    return pk


def write_approvals(plan: Plan) -> None:
    plan.copier.write(Approval, APPROVAL, plan.approvals)
    plan.copier.write(ApprovalStep, STEP, plan.steps)
    plan.approvals.clear()
    plan.steps.clear()


def write_cities(plan: Plan) -> None:
    """Only places where nobody works yet, so that the demonstration keeps its own."""
    free = Municipality.objects.filter(valid_to=None, memberships=None, departments=None)
    free = free.exclude(kind="prefecture").select_related("prefecture").order_by("code")
    chosen = plan.rng.sample(list(free), plan.sizes.cities)
    users = plan.copier.ids(User, len(chosen) * len(words.TITLES))
    plan.copier.write(User, ACCOUNT, (account(plan, pk, "staff") for pk in users))
    departments: list[tuple[Any, ...]] = []
    staff: list[tuple[Any, ...]] = []
    for number, row in enumerate(chosen):
        people = users[number * len(words.TITLES) : (number + 1) * len(words.TITLES)]
        ids = plan.copier.ids(Department, SECTIONS)
        names = plan.rng.sample(words.SECTIONS, SECTIONS)
        departments += [(pk, row.pk, name) for pk, name in zip(ids, names, strict=True)]
        posts = _staff(plan, row.pk, ids, people)
        staff += posts
        plan.cities.append(City(row.pk, row.full_name, people[0], people[1], posts[0][0], list(ids)))
    plan.copier.write(Department, ("id", "municipality_id", "name"), departments)
    columns = ("id", "user_id", "municipality_id", "department_id", "title", "roles", "started_date")
    plan.copier.write(StaffMembership, columns, staff)


def _staff(plan: Plan, place: int, departments: range, people: range) -> list[tuple[Any, ...]]:
    rows = []
    ids = plan.copier.ids(StaffMembership, len(people))
    for pk, user, (role, title) in zip(ids, people, words.TITLES.items(), strict=True):
        roles = ["drafter", "administrator"] if role == "drafter" else [role]
        rows.append((pk, user, place, plan.pick(departments), title, roles, FIRST_DAY))
    return rows


def write_agreements(plan: Plan) -> None:
    """One in force for every city, and of every state some more besides."""
    agreements: list[tuple[Any, ...]] = []
    parties: list[tuple[int, int]] = []
    for city in plan.cities:
        city.agreement = _agreement(plan, city, "concluded", agreements, parties)
        if plan.chance(0.3):
            status = plan.pick(("negotiating", "in_approval", "approved", "expired", "terminated"))
            _agreement(plan, city, status, agreements, parties)
    write_approvals(plan)
    plan.copier.write(PartnershipAgreement, AGREEMENT, agreements)
    _relate(plan, PartnershipAgreement.municipalities.through, "municipality_id", parties)
    covered = [(pk, plan.fields[slug]) for pk, _place in parties for slug in plan.rng.sample(plan.slugs, 3)]
    _relate(plan, PartnershipAgreement.fields.through, "field_id", covered)


def _agreement(
    plan: Plan, city: City, status: str, rows: list[tuple[Any, ...]], parties: list[tuple[int, int]]
) -> int:
    (pk,) = plan.copier.ids(PartnershipAgreement, 1)
    title = f"{city.name}と{OPERATOR}との複業人材の活用に関する連携協定"
    approval, term = None, (None, None, None)
    if status != "negotiating":
        decision = "pending" if status == "in_approval" else "approved"
        approval = decide(plan, city, title, "/desk/agreements/", FIRST_DAY, decision)
    if status in {"concluded", "expired", "terminated"}:
        end = None if status == "concluded" else date(2023, 3, 31)
        term = (FIRST_DAY, FIRST_DAY, end)  # type: ignore[assignment]
    rows.append((pk, title, OPERATOR, "民間の知見を市政に生かします。", *term, status, approval))
    parties.append((pk, city.pk))
    return pk


def _relate(plan: Plan, through: Any, other: str, pairs: list[tuple[int, int]]) -> None:
    ids = plan.copier.ids(through, len(pairs))
    rows = ((pk, *pair) for pk, pair in zip(ids, pairs, strict=True))
    plan.copier.write(through, ("id", "partnershipagreement_id", other), rows)
