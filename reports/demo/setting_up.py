"""How a municipality comes to the portal: its staff, the agreement, a program and its projects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from municipalities.models import PartnershipAgreement
from municipalities.operations import agreement as agreements
from municipalities.operations.section import add_department
from municipalities.operations.staff import add_member
from projects.models import Program
from projects.operations import program as programs
from reports.demo.stage import Office, Stage, clock

OPERATOR_NAME = "複業アドバイザー ポータル運営事務局"


@dataclass(frozen=True, slots=True)
class Post:
    """A person's place in the office; the first post of a list sets up everything else."""

    mailbox: str
    section: str
    title: str
    roles: tuple[str, ...]


def open_office(
    stage: Stage, code: str, posts: Iterable[Post], *, day: date, decider_title: str, number_prefix: str
) -> Office:
    """The coordinator enters the first section and administrator, who then enters the colleagues."""
    first, *others = posts
    head = stage.people[first.mailbox]
    approver = next(post.mailbox for post in (first, *others) if "approver" in post.roles)
    office = Office(stage.place(code), head, stage.people[approver], decider_title, number_prefix)
    _enter(stage, office, first, by=stage.coordinator, day=day)
    for post in others:
        _enter(stage, office, post, by=head, day=day + timedelta(days=1))
    return office


def _enter(stage: Stage, office: Office, post: Post, *, by: Any, day: date) -> None:
    if post.section not in office.sections:
        office.sections[post.section] = add_department(
            office.place, by=by, at=clock(day, 9, 30), name=post.section
        )
    office.members[post.mailbox] = add_member(
        office.place,
        by=by,
        at=clock(day, 9, 40),
        user=stage.people[post.mailbox],
        roles=post.roles,
        started_date=day,
        department=office.sections[post.section],
        title=post.title,
    )


def propose_agreement(
    stage: Stage, office: Office, *, title: str, purpose: str, fields: Iterable[str], day: date
) -> PartnershipAgreement:
    """The coordinator writes the agreement and asks the city for its decision."""
    by = stage.coordinator
    agreement = agreements.draft_agreement(
        by=by,
        at=clock(day, 11),
        municipalities=[office.place],
        fields=[stage.fields[slug] for slug in fields],
        title=title,
        operator_name=OPERATOR_NAME,
        purpose=purpose,
    )
    return agreements.submit_agreement(agreement, by=by, at=clock(day, 15))


def sign_agreement(
    stage: Stage,
    office: Office,
    agreement: PartnershipAgreement,
    *,
    approved: date,
    signed: date,
    end: date | None = None,
) -> PartnershipAgreement:
    at = clock(approved, 14)
    agreement = agreements.approve_agreement(agreement, by=office.approver, at=at, **office.decision(at))
    return agreements.conclude_agreement(
        agreement,
        by=stage.coordinator,
        at=clock(signed, 15, 30),
        signed_date=signed,
        start_date=signed,
        end_date=end,
    )


def begin_program(
    office: Office, agreement: PartnershipAgreement, *, title: str, purpose: str, start: date, end: date
) -> Program:
    return programs.create_program(
        office.place,
        by=office.clerk,
        at=clock(start, 9, 15),
        agreement=agreement,
        title=title,
        purpose=purpose,
        start_date=start,
        end_date=end,
    )
