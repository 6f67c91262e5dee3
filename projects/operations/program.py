"""事業 and projects."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core.errors import DomainError
from municipalities.models import Municipality, PartnershipAgreement, StaffMembership
from municipalities.operations.staff import able
from municipalities.queries import drafting_post
from projects.models import Program, Project
from projects.rules import GOING


def create_program(
    municipality: Municipality,
    *,
    by: User,
    at: datetime,
    agreement: PartnershipAgreement,
    **values: Any,
) -> Program:
    """Raises DomainError unless the agreement is in force on the program's first day."""
    if municipality.pk not in agreement.municipality_ids:
        raise DomainError(_("この協定は、別の自治体のものです。協定を選び直してください。"))
    if not agreement.covers(values["start_date"]):
        raise DomainError(_("事業の開始日に有効な協定がありません。協定の期間を確認してください。"))
    return changes.create(Program, by=by, at=at, municipality=municipality, agreement=agreement, **values)


def edit_program(program: Program, *, by: User, at: datetime, version: int, **values: Any) -> Program:
    return changes.edit(program, by=by, at=at, version=version, **values)


@transaction.atomic
def start_program(program: Program, *, by: User, at: datetime) -> Program:
    if not program.projects.exists():
        raise DomainError(_("プロジェクトを1つ以上登録してから、事業を始めてください。"))
    return changes.move(program, "start", by=by, at=at)


@transaction.atomic
def complete_program(program: Program, *, by: User, at: datetime) -> Program:
    """Raises DomainError while a project is still planned or running."""
    if program.projects.exclude(status__in=["completed", "cancelled"]).exists():
        raise DomainError(_("終わっていないプロジェクトがあります。完了または中止にしてください。"))
    return changes.move(program, "complete", by=by, at=at)


@transaction.atomic
def cancel_program(program: Program, *, by: User, at: datetime, reason: str) -> Program:
    if program.projects.filter(status="running").exists():
        raise DomainError(_("進行中のプロジェクトがあります。先に完了または中止にしてください。"))
    return changes.move(program, "cancel", by=by, at=at, note=reason)


@transaction.atomic
def create_project(
    program: Program,
    *,
    by: User,
    at: datetime,
    team: Iterable[StaffMembership] = (),
    **values: Any,
) -> Project:
    if program.status not in GOING:
        raise DomainError(_("終わった事業や中止した事業には、プロジェクトを加えられません。"))
    place = program.municipality
    lead = drafting_post(by, place)
    project = changes.create(Project, by=by, at=at, program=program, municipality=place, lead=lead, **values)
    project.team.set(team)
    return project


@transaction.atomic
def edit_project(
    project: Project,
    *,
    by: User,
    at: datetime,
    version: int,
    team: Iterable[StaffMembership] = (),
    **values: Any,
) -> Project:
    row = changes.edit(project, by=by, at=at, version=version, **values)
    changes.relate(row, "team", team, by=by, at=at)
    return row


@transaction.atomic
def assign_project(
    project: Project, *, by: User, at: datetime, version: int, lead: StaffMembership
) -> Project:
    """Puts a colleague in charge. Raises DomainError for somebody who cannot act on it."""
    chosen = able(lead, project.municipality)
    return changes.edit(project, by=by, at=at, version=version, action="assign", lead=chosen)


@transaction.atomic
def cancel_project(project: Project, *, by: User, at: datetime, reason: str) -> Project:
    if project.engagements.filter(status__in=["preparing", "active", "paused"]).exists():
        raise DomainError(_("活動中のアドバイザーがいます。先に活動を終えてください。"))
    return changes.move(project, "cancel", by=by, at=at, note=reason)
