"""The demonstration: the founding story as it was, and a living city with something on every page."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from audit.models import Event
from core import dates
from municipalities.enums import APPROVING_ROLES, DRAFTING_ROLES, SELECTING_ROLES
from municipalities.models import PartnershipAgreement, StaffMembership
from notifications.models import Delivery, Notice
from projects.models import (
    Application,
    Deliverable,
    Engagement,
    Goal,
    Meeting,
    Opening,
    Program,
    Recommendation,
)
from projects.queries import open_openings, people_following
from reports.demo.people import DOMAIN, PASSWORD, SIGN_INS, sign_in_table
from reports.demo.seed import seed_demo
from reports.models import OutcomeReport
from reports.operations.tally import recount_tally
from reports.queries.published import filter_reports, parts_of, published_joint_reports, published_reports
from reports.queries.stalled import attention_for_coordinator

pytestmark = pytest.mark.django_db

SANUKI, KAGAWA = "372064", "370002"


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One seeding for the whole module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed_demo(timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def engagements() -> dict[str, Engagement]:
    """The three of the story, by field."""
    rows = Engagement.objects.filter(municipality__code=SANUKI).select_related("project__field")
    return {row.project.field.slug: row for row in rows}


def _counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


# --- the founding story


def test_the_agreement_is_the_one_of_the_founding_report() -> None:
    agreement = PartnershipAgreement.objects.get(municipalities__code=SANUKI)
    assert agreement.title == "民間人材との協働による広報、デジタル化の推進に関する連携協定"
    assert (agreement.status, agreement.signed_date) == ("concluded", date(2021, 6, 25))
    assert agreement.approval is not None
    assert agreement.approval.document_number
    assert {field.slug for field in agreement.fields.all()} == {"dx", "pr", "design"}


def test_three_engagements_of_2021_are_completed(engagements: dict[str, Engagement]) -> None:
    assert set(engagements) == {"dx", "pr", "design"}
    for row in engagements.values():
        assert (row.status, row.fiscal_year) == ("completed", 2021)
        assert (row.start_date, row.end_date) == (date(2021, 9, 1), date(2022, 2, 28))
        assert row.city_confirmed_at is not None
        assert row.advisor_confirmed_at is not None
        assert row.started_at is not None
        assert max(row.city_confirmed_at, row.advisor_confirmed_at) < row.started_at
    assert Program.objects.get(municipality__code=SANUKI).status == "completed"


def test_teams_reach_across_sections(engagements: dict[str, Engagement]) -> None:
    for row in engagements.values():
        sections = {member.department_id for member in row.project.team.all()}
        assert len(sections) >= 2


def test_calls_were_approved_with_a_document_number() -> None:
    openings = Opening.objects.filter(municipality__code=SANUKI)
    assert openings.count() == 3
    for opening in openings:
        assert opening.status == "decided"
        for approval in (opening.approval, opening.result_approval):
            assert approval is not None
            assert approval.document_number
            assert approval.decided_by_id != approval.requested_by_id


def test_applicants_met_every_fate() -> None:
    letters = Application.objects.filter(municipality__code=SANUKI)
    assert {letter.status for letter in letters} == {"accepted", "reserved", "declined", "withdrawn"}
    assert letters.filter(has_conflict=True, status="declined").exclude(conflict_note="").count() == 1
    answered = letters.exclude(status="withdrawn")
    assert len({letter.answered_at for letter in answered}) == 1, "everybody hears at the same moment"


def test_dx_goals_have_their_verdicts(engagements: dict[str, Engagement]) -> None:
    goals = Goal.objects.filter(engagement=engagements["dx"]).order_by("position")
    assert [goal.status for goal in goals] == ["partly", "achieved"]
    assert "LINE" in goals[1].verdict_note


def test_design_met_seven_times(engagements: dict[str, Engagement]) -> None:
    held = Meeting.objects.filter(engagement=engagements["design"], status="held")
    assert held.count() == 7
    subjects = " ".join(held.values_list("title", flat=True))
    for word in ("導線", "アクセスログ", "コンセプト", "仕様書案", "ラフイメージ"):
        assert word in subjects


def test_deliverables_are_those_of_the_report(engagements: dict[str, Engagement]) -> None:
    things = Deliverable.objects.filter(municipality__code=SANUKI)
    assert set(things.values_list("status", flat=True)) == {"accepted"}
    kinds = {
        slug: set(things.filter(engagement=row).values_list("kind", flat=True))
        for slug, row in engagements.items()
    }
    assert kinds == {
        "design": {"analysis", "specification", "rough"},
        "pr": {"survey", "copy", "manual"},
        "dx": {"training", "service", "plan"},
    }


def test_advice_was_answered_in_every_way() -> None:
    ledger = Recommendation.objects.filter(municipality__code=SANUKI)
    assert ledger.count() >= 10
    assert {row.status for row in ledger} == {"adopted", "trial", "studying", "declined", "existing"}
    assert all(row.status_note for row in ledger.filter(status="declined"))


def test_reports_are_found_under_the_prefecture_and_the_fiscal_year() -> None:
    found = filter_reports(published_reports(), prefecture=KAGAWA, fiscal_year=2021)
    assert found.count() == 3
    assert {report.name_display for report in found} == {"full", "headline", "anonymous"}
    for report in found:
        assert report.summary
        assert report.staff_comment
        assert report.advisor_comment
        assert report.published_at is not None
        assert dates.jst_date(report.published_at) == date(2022, 3, 18)


def test_a_published_report_keeps_the_advisors_wish() -> None:
    """Who wants no name is not named in the city's texts either."""
    for report in OutcomeReport.objects.exclude(name_display="full").select_related(
        "engagement__advisor__user"
    ):
        texts = (report.summary, report.problem, report.activities, report.outcomes, report.staff_comment)
        assert report.engagement.advisor.user.family_name not in "".join(texts)


def test_joint_report_shows_the_three_with_the_report_meeting() -> None:
    report = published_joint_reports().get()
    assert report.municipality.prefecture is not None
    assert report.municipality.prefecture.code == KAGAWA
    assert report.fiscal_year == 2021
    assert dates.fiscal_year_label(report.fiscal_year) == "令和3年度"
    assert report.meeting_date == date(2022, 2, 25)
    assert parts_of(report).count() == 3


# --- the living city


def test_openings_stand_in_every_state_a_desk_shows() -> None:
    states = Counter(Opening.objects.filter(municipality__code="205907").values_list("status", flat=True))
    assert {"returned", "in_review", "approved", "open", "selecting", "decided"} <= set(states)


def test_somebody_can_apply_in_several_places_on_several_terms() -> None:
    rows = open_openings(timezone.now())
    assert len({row.municipality_id for row in rows}) >= 4
    assert {"goods", "visit", "month", "unpaid"} <= {row.pay_unit for row in rows}
    assert len({row.project.field_id for row in rows}) >= 4


def test_selection_in_progress_is_sealed() -> None:
    opening = Opening.objects.get(status="selecting")
    letters = opening.applications.all()
    assert {letter.outcome for letter in letters} == {"hire", "reserve", "decline"}
    assert {letter.status for letter in letters} == {"submitted"}
    keys = [f"{letter.pk}-{letter.status}" for letter in letters]
    assert not Notice.objects.filter(kind="projects.answer", key__in=keys).exists()


def test_things_wait_for_somebody() -> None:
    now = timezone.now()
    assert Application.objects.filter(status="offered").exists()
    assert Engagement.objects.filter(status="preparing", advisor_confirmed_at=None).exists()
    assert OutcomeReport.objects.filter(
        status="commenting", comment_due_date__gte=dates.jst_date(now)
    ).exists()
    overdue = Recommendation.objects.filter(status="proposed", due_date__lt=dates.jst_date(now))
    assert overdue.filter(engagement__status="active").exists()
    assert {"S1", "S5"} <= {item.code for item in attention_for_coordinator(now)}


def test_another_year_is_reported_elsewhere() -> None:
    others = published_reports().exclude(municipality__code=SANUKI)
    assert {report.fiscal_year for report in others} - {2021}


# --- how it came about


def test_events_have_real_actors_in_time_order() -> None:
    """The portal itself closes a call and tells its result at the set moment; everything else somebody did."""
    without = set(Event.objects.filter(actor_id=None).values_list("subject_type", "action"))
    by_itself = {"projects.opening": {"close", "release", "release_none"}, "projects.followup": {"create"}}
    by_itself["projects.application"] = {"offer", "reserve", "decline"}
    assert without <= {(subject, action) for subject, actions in by_itself.items() for action in actions}
    assert not Event.objects.filter(happened_at__gt=timezone.now()).exists()


def test_everybody_acted_within_their_rights() -> None:
    roles: dict[tuple[int, int], set[str]] = {}
    for member in StaffMembership.objects.all():
        roles[member.user_id, member.municipality_id] = set(member.roles)
    needed = {
        "approve": APPROVING_ROLES,
        "return": APPROVING_ROLES,
        "approve_result": APPROVING_ROLES,
        "announce": DRAFTING_ROLES,
        "submit_result": DRAFTING_ROLES,
        "publish": DRAFTING_ROLES,
        "assess": SELECTING_ROLES,
    }
    labels = {
        "projects.opening": Opening,
        "projects.application": Application,
        "reports.outcomereport": OutcomeReport,
    }
    events = Event.objects.filter(subject_type__in=labels, action__in=needed)
    assert events.count() > 50
    for event in events:
        row = labels[event.subject_type]._default_manager.get(pk=event.subject_id)
        held = roles[event.actor_id or 0, row.municipality_id]
        assert held & needed[event.action], f"{event} by {event.actor_label}"


def test_applicants_acted_for_themselves() -> None:
    own = {"create", "submit", "withdraw", "accept"}
    owners = dict(Application.objects.values_list("pk", "advisor__user_id"))
    events = Event.objects.filter(subject_type="projects.application", action__in=own)
    assert events
    assert all(owners[event.subject_id] == event.actor_id for event in events)


def test_notices_reached_only_those_concerned() -> None:
    staff = {(m.user_id, m.municipality_id) for m in StaffMembership.objects.all()}
    subjects = {}
    for model in (Opening, Application, Engagement, OutcomeReport):
        for row in model._default_manager.all():
            subjects[row.code] = row
    for agreement in PartnershipAgreement.objects.all():
        agreement.municipality_id = agreement.municipalities.get().pk  # type: ignore[attr-defined]
        subjects[agreement.code] = agreement
    checked = 0
    for notice in Notice.objects.all():
        code = re.findall(r"/([0-9A-Z]{8})/", notice.path)
        row = subjects.get(code[0]) if code else None
        if row is None:
            continue
        checked += 1
        if notice.path.startswith("/desk/"):
            assert (notice.recipient_id, row.municipality_id) in staff or _answers_the_operator(notice)
        elif isinstance(row, Opening):
            asked = row.questions.filter(asked_by=notice.recipient_id)
            assert asked.exists() or people_following(row).filter(pk=notice.recipient_id).exists()
        else:
            engagement = getattr(row, "engagement", row)
            assert engagement.advisor.user_id == notice.recipient_id
    assert checked > 300


def _answers_the_operator(notice: Notice) -> bool:
    """The coordinator drafts agreements and hears what the city decided."""
    return notice.kind == "municipalities.approval_decided" and notice.recipient.is_operator


def test_the_tally_is_true() -> None:
    assert recount_tally() == 0


def test_no_mail_is_left_to_be_sent() -> None:
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


def test_story_people_have_read_their_notices() -> None:
    clerk = User.objects.get(email=f"sanuki.clerk@{DOMAIN}")
    assert clerk.notices.exists()  # type: ignore[attr-defined]
    assert not clerk.notices.filter(read_at=None).exists()  # type: ignore[attr-defined]


# --- running it


def test_second_run_changes_nothing(
    settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEMO = True
    before = _counts()
    with django_assert_max_num_queries(6):
        call_command("seed_demo")
    assert _counts() == before


def test_refuses_outside_a_demonstration(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("seed_demo")


@pytest.mark.parametrize("entry", SIGN_INS, ids=lambda entry: entry.mailbox)
def test_every_documented_sign_in_works(entry: object, client: Client) -> None:
    address = f"{entry.mailbox}@{DOMAIN}"  # type: ignore[attr-defined]
    response = client.post("/accounts/login/", {"login": address, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    assert int(client.session["_auth_user_id"]) == User.objects.get(email=address).pk


def test_sign_ins_are_a_table_with_role_address_and_page() -> None:
    lines = list(sign_in_table("http://localhost:8000"))
    assert len(lines) == 1 + len(SIGN_INS)
    assert "coordinator@example.jp" in "".join(lines)
    assert all("http://localhost:8000/" in line for line in lines[1:])


@pytest.fixture
def own_static(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


@pytest.mark.usefixtures("own_static")
def test_prepare_finds_nothing_to_do_the_second_time(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    before = _counts()
    first, second = StringIO(), StringIO()
    call_command("prepare", stdout=first)
    call_command("prepare", stdout=second)
    assert "static files: collected" in first.getvalue()
    assert (tmp_path / "static" / "staticfiles.json").exists()
    lines = second.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "database",
        "municipalities",
        "search",
        "translations",
        "static files",
        "demonstration",
    ]
    assert all("up to date" in line for line in lines)
    assert _counts() == before


@pytest.mark.usefixtures("own_static")
def test_prepare_prints_the_sign_ins_after_an_empty_line(settings: Settings) -> None:
    settings.DEMO = True
    printed = StringIO()
    call_command("prepare", print_sign_ins=True, stdout=printed)
    _progress, _blank, table = printed.getvalue().partition("\n\n")
    assert len(table.splitlines()) == 1 + len(SIGN_INS)


@pytest.mark.usefixtures("own_static")
def test_prepare_invents_nobody_outside_a_demonstration(settings: Settings) -> None:
    settings.DEMO = False
    printed = StringIO()
    call_command("prepare", print_sign_ins=True, stdout=printed)
    assert "demonstration" not in printed.getvalue()
    assert PASSWORD not in printed.getvalue()
