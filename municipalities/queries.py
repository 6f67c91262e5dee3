"""Reads of this app."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from accounts.models import User
from core.dates import JST
from core.text import search_key
from municipalities.enums import (
    ADMINISTERING_ROLES,
    APPROVING_ROLES,
    DRAFTING_ROLES,
    KanaRow,
    Region,
    StaffRole,
    StepKind,
)
from municipalities.models import (
    Approval,
    ApprovalRoute,
    ApprovalStep,
    Department,
    Handover,
    Invitation,
    MemberCheck,
    Municipality,
    PartnershipAgreement,
    RouteStep,
    StaffMembership,
)
from municipalities.models.approval import STEP_PEOPLE
from municipalities.rules import roles_of


def municipalities_of(user: User) -> QuerySet[Municipality]:
    """Where the user works now, in code order."""
    return Municipality.objects.filter(pk__in=roles_of(user)).select_related("prefecture").order_by("code")


def municipalities_drafted_by(user: User) -> QuerySet[Municipality]:
    """Where the user may prepare programs and openings."""
    places = [pk for pk, roles in roles_of(user).items() if roles & DRAFTING_ROLES]
    return Municipality.objects.filter(pk__in=places).select_related("prefecture").order_by("code")


def municipalities_administered_by(user: User) -> QuerySet[Municipality]:
    places = [pk for pk, roles in roles_of(user).items() if StaffRole.ADMINISTRATOR in roles]
    return Municipality.objects.filter(pk__in=places).select_related("prefecture").order_by("code")


def municipalities_called(names: Iterable[str]) -> dict[str, list[Municipality]]:
    """Each national code, さぬき市 or 香川県さぬき市 → the municipalities it can mean. One query."""
    wanted = list(names)
    rows = (
        Municipality.objects.filter(valid_to=None)
        .select_related("prefecture")
        .annotate(full=Concat("prefecture__name", "name"))
        .filter(Q(code__in=wanted) | Q(name__in=wanted) | Q(full__in=wanted))
        .order_by("code")
    )
    found: dict[str, list[Municipality]] = {name: [] for name in wanted}
    for row in rows:
        for name in {row.code, row.name, row.full_name} & found.keys():
            found[name].append(row)
    return found


def prefectures() -> QuerySet[Municipality]:
    return Municipality.objects.filter(kind="prefecture").order_by("code")


def prefectures_by_region() -> list[tuple[Region, list[Municipality]]]:
    """Every prefecture under its region, with `member_count`: its cities, wards, towns and villages."""
    rows = prefectures().annotate(member_count=Count("members", filter=Q(members__valid_to=None)))
    return [(region, list(group)) for region, group in groupby(rows, key=lambda row: row.region)]


def within(rows: QuerySet[Municipality], prefecture: str) -> QuerySet[Municipality]:
    """The prefecture with this code and everything in it."""
    return rows.filter(Q(code=prefecture) | Q(prefecture__code=prefecture))


def members_of(prefecture: Municipality) -> QuerySet[Municipality]:
    return Municipality.objects.filter(prefecture=prefecture, valid_to=None).order_by("code")


def in_force(day: date) -> Q:
    """Criterion on agreements; says the same as `PartnershipAgreement.covers`."""
    return Q(status="concluded", start_date__lte=day) & (Q(end_date=None) | Q(end_date__gte=day))


def agreements_in_force(municipality: Municipality, day: date) -> QuerySet[PartnershipAgreement]:
    rows = PartnershipAgreement.objects.filter(in_force(day), municipalities=municipality)
    return rows.prefetch_related("fields").order_by("-signed_date", "id")


def agreements_of_the_past(municipality: Municipality, day: date) -> QuerySet[PartnershipAgreement]:
    """Signed once and no longer in force; what is still being negotiated is nobody else's business."""
    signed = PartnershipAgreement.objects.filter(status__in=["concluded", "expired", "terminated"])
    over = Q(status__in=["expired", "terminated"]) | Q(end_date__lt=day)
    rows = signed.filter(over, municipalities=municipality)
    return rows.prefetch_related("fields").order_by("-signed_date", "id")


def with_agreement(rows: QuerySet[Municipality], day: date) -> QuerySet[Municipality]:
    """Only those that are party to an agreement in force."""
    agreements = PartnershipAgreement.objects.filter(in_force(day), municipalities=OuterRef("pk"))
    return rows.filter(Exists(agreements))


def without_agreement(rows: QuerySet[Municipality], day: date) -> QuerySet[Municipality]:
    return rows.exclude(pk__in=with_agreement(Municipality.objects.all(), day).values("pk"))


def in_kana_row(rows: QuerySet[Municipality], row: KanaRow) -> QuerySet[Municipality]:
    """Those whose reading begins in か行, which holds が, ぎ and the rest too."""
    return rows.filter(kana__regex=f"^[{row.letters}]")


def search_municipalities(words: str) -> QuerySet[Municipality]:
    """By name, reading or code; a hit at the beginning comes first, then code order."""
    key = search_key(words)
    rows = Municipality.objects.select_related("prefecture").filter(valid_to=None)
    if not key:
        return rows.order_by("code")
    starts = Q(name__istartswith=key) | Q(kana__startswith=key) | Q(code__startswith=key)
    inside = Q(name__icontains=words.strip()) | Q(kana__contains=key)
    return (
        rows.filter(starts | inside)
        .annotate(rank=Case(When(starts, then=Value(0)), default=Value(1)))
        .order_by("rank", "code")
    )


def agreements_visible_to(user: User) -> QuerySet[PartnershipAgreement]:
    rows = PartnershipAgreement.objects.prefetch_related("municipalities__prefecture", "fields")
    if user.is_operator:
        return rows
    own = PartnershipAgreement.municipalities.through.objects.filter(
        partnershipagreement=OuterRef("pk"), municipality__in=roles_of(user)
    )
    return rows.filter(Exists(own))


def agreements_listed(user: User) -> QuerySet[PartnershipAgreement]:
    """Those not yet signed first, then the latest."""
    return agreements_visible_to(user).order_by(F("signed_date").desc(nulls_first=True), "-id")


def agreements_to_build_on(places: Iterable[Municipality], day: date) -> QuerySet[PartnershipAgreement]:
    """Concluded agreements of these municipalities that have not run out on `day`."""
    rows = PartnershipAgreement.objects.filter(status="concluded", municipalities__in=places)
    return rows.filter(Q(end_date=None) | Q(end_date__gte=day)).distinct().order_by("-signed_date", "-id")


def programs_under(agreement: PartnershipAgreement, user: User) -> QuerySet[Any]:
    """What was started under the agreement; of other municipalities only operators learn."""
    rows = agreement.programs.select_related("municipality__prefecture").order_by("-start_date", "-id")
    return rows if user.is_operator else rows.filter(municipality__in=roles_of(user))


def approvals_visible_to(user: User) -> QuerySet[Approval]:
    """Of the user's municipalities, and what the user asked for."""
    mine = Q(municipality__in=roles_of(user)) | Q(requested_by=user)
    return Approval.objects.filter(mine).select_related("municipality__prefecture", "requested_by")


def with_people(rows: Iterable[Approval]) -> list[Approval]:
    """The same approvals with their steps and the colleagues who could act. Two queries."""
    approvals = list(rows)
    steps = ApprovalStep.objects.filter(approval__in=approvals).select_related(*STEP_PEOPLE)
    places = {approval.municipality_id for approval in approvals}
    staff = StaffMembership.objects.filter(municipality__in=places, status="active")
    chains, colleagues = defaultdict(list), defaultdict(list)
    for step in steps.order_by("position"):
        chains[step.approval_id].append(step)
    for member in staff.select_related("user", "department").order_by("id"):
        colleagues[member.municipality_id].append(member)
    for approval in approvals:
        approval.chain = chains[approval.pk]
        approval.colleagues = colleagues[approval.municipality_id]
    return approvals


def approvals_pending(user: User) -> list[Approval]:
    """What is under way in the user's municipalities, oldest first."""
    rows = approvals_visible_to(user).filter(status="pending", municipality__in=roles_of(user))
    return with_people(rows.order_by("requested_at", "id"))


def approvals_awaiting(user: User, day: date) -> list[Approval]:
    """Those whose present step the user can take, oldest first."""
    return [row for row in approvals_pending(user) if row.standing_of(user, day)]


def approvals_waiting_since(day: date) -> QuerySet[Approval]:
    """Of any municipality, whose present step began before this day."""
    begun = datetime.combine(day, time.min, tzinfo=JST)
    return Approval.objects.filter(status="pending", waiting_since__lt=begun).order_by("id")


def approvals_to_review(user: User) -> QuerySet[Approval]:
    """後閲: what was decided while the user was away and has not been looked at since."""
    owed = ApprovalStep.objects.filter(
        approval=OuterRef("pk"), absentee__user=user, absentee__status="active", reviewed_at=None
    )
    return approvals_visible_to(user).filter(Exists(owed)).order_by("requested_at", "id")


def seats_for(municipality: Municipality, kind: str) -> list[dict[str, Any]]:
    """The steps a new request takes, as columns of a step."""
    route = ApprovalRoute.objects.filter(municipality=municipality, kind=kind).first()
    columns = ("position", "kind", "department_id", "member_id", "deputy_id", "delegation_basis")
    steps = list(route.steps.order_by("position").values(*columns)) if route else []
    return steps or [{"position": 1, "kind": StepKind.DECIDE}]


def step_choices(approval: Approval) -> QuerySet[StaffMembership]:
    """Whom an administrator may put into the present step."""
    rows = StaffMembership.objects.filter(
        municipality=approval.municipality,
        status="active",
        user__is_active=True,
        roles__overlap=sorted(APPROVING_ROLES),
    )
    return rows.exclude(user=approval.requested_by).select_related("user").order_by("id")


def routes_of(municipality: Municipality) -> dict[str, ApprovalRoute]:
    rows = ApprovalRoute.objects.filter(municipality=municipality)
    people = ("department", "member__user", "deputy__user")
    steps = RouteStep.objects.select_related(*people).order_by("position")
    return {row.kind: row for row in rows.prefetch_related(Prefetch("steps", steps))}


def colleagues_of(municipality: Municipality) -> list[StaffMembership]:
    rows = StaffMembership.objects.filter(municipality=municipality, status="active")
    return list(rows.select_related("user", "department").order_by("department__name", "id"))


def approvals_decided(user: User) -> QuerySet[Approval]:
    """What was decided in the user's municipalities, newest first."""
    return (
        Approval.objects.filter(municipality__in=roles_of(user))
        .exclude(status="pending")
        .select_related("municipality", "requested_by", "decided_by")
        .order_by("-decided_at", "-id")
    )


def staff_visible_to(user: User) -> QuerySet[StaffMembership]:
    """Everybody who works or worked for the user's municipalities, those in post first."""
    return (
        StaffMembership.objects.filter(municipality__in=roles_of(user))
        .select_related("user", "municipality", "department")
        .order_by("municipality__code", "status", "department__name", "id")
    )


def team_choices(municipality: Municipality) -> QuerySet[StaffMembership]:
    """Who may be named as taking part in a project."""
    rows = StaffMembership.objects.filter(municipality=municipality, status="active")
    return rows.select_related("user", "department").order_by("department__name", "id")


def _people(municipality: Municipality, roles: frozenset[str]) -> QuerySet[User]:
    memberships = StaffMembership.objects.filter(
        municipality=municipality, status="active", roles__overlap=sorted(roles)
    )
    return User.objects.filter(is_active=True, staff_memberships__in=memberships).distinct()


def approvers_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, APPROVING_ROLES)


def drafters_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, DRAFTING_ROLES)


def administrators_of(municipality: Municipality) -> QuerySet[User]:
    return _people(municipality, ADMINISTERING_ROLES)


def is_in_post(user: User, municipality: Municipality) -> bool:
    return user.staff_memberships.filter(municipality=municipality, status="active").exists()


def post_of(user: User, municipality: Municipality) -> StaffMembership | None:
    """The user's own post there now."""
    rows = StaffMembership.objects.select_related("user", "department")
    return rows.filter(user=user, municipality=municipality, status="active").first()


def drafting_post(user: User, municipality: Municipality) -> StaffMembership | None:
    """The post in which the user can be in charge of openings and projects there."""
    post = post_of(user, municipality)
    return post if post is not None and post.can(DRAFTING_ROLES) else None


def lead_choices(municipality: Municipality, keep: int | None = None) -> QuerySet[StaffMembership]:
    """Who may be in charge of an opening or a project; whoever is now stays in the list."""
    able = Q(municipality=municipality, status="active", roles__overlap=sorted(DRAFTING_ROLES))
    rows = StaffMembership.objects.filter(able | Q(pk=keep))
    return rows.select_related("user", "department").order_by("department__name", "id")


def invitations_visible_to(user: User) -> QuerySet[Invitation]:
    """Of the cities the user administers; those that wait first, then the newest."""
    rows = Invitation.objects.filter(municipality__in=municipalities_administered_by(user))
    return rows.select_related("municipality", "department", "invited_by").order_by("-sent_at", "-id")


def departments_visible_to(user: User) -> QuerySet[Department]:
    rows = Department.objects.filter(municipality__in=roles_of(user))
    return rows.select_related("municipality", "successor").order_by("closed_date", "name", "id")


def section_choices(municipality: Municipality, keep: int | None = None) -> QuerySet[Department]:
    """Sections that are not closed; the one chosen now stays in the list."""
    rows = Department.objects.filter(Q(closed_date=None) | Q(pk=keep), municipality=municipality)
    return rows.order_by("name")


def handovers_visible_to(user: User) -> QuerySet[Handover]:
    """Given or taken by the user, and all of the cities the user administers; next day first."""
    places = [pk for pk, roles in roles_of(user).items() if StaffRole.ADMINISTRATOR in roles]
    own = Q(giver__user=user) | Q(taker__user=user) | Q(shares__taker__user=user)
    rows = Handover.objects.filter(Q(municipality__in=places) | (own & Q(municipality__in=roles_of(user))))
    related = ("municipality", "giver__user", "giver__department", "taker__user", "planned_by")
    rows = rows.select_related(*related).prefetch_related("shares__taker__user")
    return rows.order_by("-handover_date", "-id").distinct()


def handovers_due(day: date) -> QuerySet[Handover]:
    """Planned for this day or an earlier one that could not be carried out."""
    rows = Handover.objects.filter(status="planned", handover_date__lte=day)
    return rows.order_by("handover_date", "id")


def handovers_taken_since(user: User, day: date) -> QuerySet[Handover]:
    own = Q(taker__user=user) | Q(shares__taker__user=user)
    return handovers_visible_to(user).filter(own, handover_date__gte=day).exclude(status="cancelled")


def members_to_check(municipality: Municipality) -> QuerySet[StaffMembership]:
    rows = StaffMembership.objects.filter(municipality=municipality, status="active")
    return rows.select_related("user", "department", "municipality").order_by("department__name", "id")


def open_checks(user: User) -> QuerySet[MemberCheck]:
    """Of the cities the user administers, the oldest first."""
    rows = MemberCheck.objects.filter(
        confirmed_at=None, municipality__in=municipalities_administered_by(user)
    )
    return rows.select_related("municipality").order_by("quarter_date", "municipality__code")


def places_without_administrator() -> QuerySet[Municipality]:
    """People work there, and nobody can invite, end or hand over."""
    active = StaffMembership.objects.filter(municipality=OuterRef("pk"), status="active")
    able = active.filter(roles__contains=[StaffRole.ADMINISTRATOR], user__is_active=True)
    worked = StaffMembership.objects.filter(municipality=OuterRef("pk"))
    rows = Municipality.objects.filter(Exists(worked), ~Exists(able), valid_to=None)
    return rows.select_related("prefecture").order_by("code")


def places_to_check(quarter: date) -> QuerySet[Municipality]:
    """Offices that stood when the quarter began and were not asked about it yet."""
    working = StaffMembership.objects.filter(
        municipality=OuterRef("pk"), status="active", started_date__lt=quarter
    )
    asked = MemberCheck.objects.filter(municipality=OuterRef("pk"), quarter_date=quarter)
    return Municipality.objects.filter(Exists(working), ~Exists(asked)).order_by("code")


CHECK_REMINDED = timedelta(days=14)
CHECK_ESCALATED = timedelta(days=30)


def checks_to_remind(at: datetime) -> QuerySet[MemberCheck]:
    """Asked two weeks ago and not answered."""
    rows = MemberCheck.objects.filter(confirmed_at=None, opened_at__lte=at - CHECK_REMINDED)
    return rows.select_related("municipality").order_by("id")


def checks_to_escalate(at: datetime) -> QuerySet[MemberCheck]:
    rows = MemberCheck.objects.filter(confirmed_at=None, opened_at__lte=at - CHECK_ESCALATED)
    return rows.select_related("municipality__prefecture").order_by("opened_at", "id")


def invitations_overdue(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(status="sent", expires_at__lt=at).order_by("id")
