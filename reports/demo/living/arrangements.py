"""How 飯綱町 arranges its work: a route with 合議, a colleague who is invited, a handover that waits."""

from typing import Any

from municipalities.enums import DecisionKind, StepKind
from municipalities.models import ApprovalRoute
from municipalities.operations.handover import plan_handover
from municipalities.operations.invitation import invite_member
from municipalities.operations.route import set_route
from projects.models import Opening
from projects.operations.opening import assign_opening
from reports.demo.living.scene import Round
from reports.demo.people import DOMAIN
from reports.demo.stage import clock


def unfold(this: Round, *, planning: str, living: str) -> None:
    _route(this, living)
    _invitation(this, planning)
    _handover(this)


def put_in_charge(this: Round, opening: Opening) -> None:
    """The colleague whose work is handed over next month."""
    assign_opening(
        opening,
        by=this.by,
        at=clock(this.stage.past(1), 17),
        version=opening.version,
        owner=this.office.members["iizuna.living"],
    )


def _route(this: Round, living: str) -> None:
    """For the calls to come; what waits already keeps the steps it was asked with."""
    nobody: dict[str, Any] = {"department": None, "member": None, "deputy": None, "delegation_basis": ""}
    consent = {**nobody, "kind": StepKind.CONSENT, "department": this.office.sections[living]}
    decision = {
        **nobody,
        "kind": StepKind.DECIDE,
        "member": this.office.members["approver"],
        "delegation_basis": "事務専決規程 第5条",
    }
    set_route(
        this.office.place,
        DecisionKind.OPENING,
        by=this.by,
        at=clock(this.stage.past(1), 10),
        version=ApprovalRoute.UNSET,
        needed=True,
        steps=[consent, decision],
    )


def _invitation(this: Round, planning: str) -> None:
    invite_member(
        this.office.place,
        by=this.by,
        at=clock(this.stage.past(3), 11),
        email=f"iizuna.invited@{DOMAIN}",
        roles=["drafter"],
        department=this.office.sections[planning],
        title="主事",
        domain_reason="動作確認のための架空のアドレスです。",
    )


def _handover(this: Round) -> None:
    plan_handover(
        this.office.members["iizuna.living"],
        by=this.by,
        at=clock(this.stage.past(2), 13),
        taker=this.office.members["clerk"],
        handover_date=this.stage.coming(30),
        memo="公共施設の省エネルギーの募集は、施設ごとの電気使用量の表を共有フォルダーに置いています。",
    )
