"""What a city keeps of applicants who were not taken on, and that nothing is left of it in the end."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from core import dates
from projects.models import Application, Erasure
from projects.operations.application import assess_application, save_application
from projects.operations.retention import erase_application, erase_old_applications
from projects.queries import applications_of, applications_received_by
from projects.queries.retention import applications_to_erase, persons_held
from projects.tasks import erase_applications
from tests.factories.base import day, moment
from tests.factories.projects import ApplicationFactory, EngagementFactory, OpeningFactory
from tests.factories.selection import ConflictDeclarationFactory

pytestmark = pytest.mark.django_db

OLD = 11 * 31
SECRET = "だれにも言わないでください"
TEXTS = dict.fromkeys(
    ("motivation", "approach", "availability", "conflict_note", "internal_note", "message"), SECRET
)


def _application(status: str = "declined", *, received: int = OLD, ended: int = 40, **values) -> Application:
    """Received and decided so many days ago."""
    opening = OpeningFactory(
        decided=True,
        published_at=moment(-received - 10),
        deadline_date=day(-ended - 10),
        answer_date=day(-ended),
        released_at=moment(-ended),
        **({"municipality": values.pop("municipality")} if "municipality" in values else {}),
    )
    row = ApplicationFactory(opening=opening, **{status: True}, **values)
    Application.objects.filter(pk=row.pk).update(submitted_at=moment(-received))
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("status", ["declined", "reserved", "refused", "withdrawn"])
def test_what_led_nowhere_is_due(status):
    row = _application(status)
    assert list(applications_to_erase(timezone.now())) == [row]


@pytest.mark.parametrize("status", ["offered", "accepted"])
def test_what_may_still_lead_somewhere_is_kept(status):
    _application(status)
    assert not applications_to_erase(timezone.now()).exists()


@pytest.mark.parametrize(
    ("received", "ended", "due"), [(OLD, 40, True), (300, 40, False), (OLD, 29, False), (OLD, 31, True)]
)
def test_the_days_count_from_receipt_and_leave_time_after_the_result(received, ended, due):
    _application(received=received, ended=ended)
    assert applications_to_erase(timezone.now()).exists() is due


def test_the_year_is_kept_on_the_last_day_of_a_month():
    row = _application()
    at = datetime(2025, 3, 31, 0, 30, tzinfo=dates.JST)
    Application.objects.filter(pk=row.pk).update(submitted_at=at)
    row.opening.__class__.objects.filter(pk=row.opening_id).update(released_at=at)
    assert not applications_to_erase(datetime(2026, 2, 28, 23, 59, tzinfo=dates.JST)).exists()
    assert applications_to_erase(datetime(2026, 3, 1, 0, 0, tzinfo=dates.JST)).exists()


def test_an_applicant_who_is_at_work_is_kept():
    engagement = EngagementFactory(ended_early=True)
    Application.objects.filter(pk=engagement.application_id).update(
        status="refused", submitted_at=moment(-OLD)
    )
    assert not applications_to_erase(timezone.now()).exists()


def test_an_open_call_erases_nothing(sanuki):
    row = ApplicationFactory(withdrawn=True, municipality=sanuki)
    Application.objects.filter(pk=row.pk).update(submitted_at=moment(-OLD))
    assert not applications_to_erase(timezone.now()).exists()


def test_nothing_is_left_of_the_person():
    row = _application(has_conflict=True, **TEXTS)
    ConflictDeclarationFactory(application=row, conflicted=True)
    ConflictDeclarationFactory(application=row)
    assert erase_old_applications(at=timezone.now()) == 1
    row.refresh_from_db()
    assert row.advisor is None
    assert {getattr(row, name) for name in TEXTS} == {""}
    assert (row.status, row.erased_at is not None) == ("declined", True)
    assert [(each.has_conflict, each.note) for each in row.declarations.all()] == [(True, "")]
    assert [(log.opening, log.count) for log in Erasure.objects.all()] == [(row.opening, 1)]


def test_the_record_never_kept_the_words(advisor, clerk, sanuki):
    opening = OpeningFactory(open=True, municipality=sanuki)
    now = timezone.now()
    for text in (SECRET, SECRET + "。"):
        draft = save_application(opening, by=advisor.user, at=now, advisor=advisor, motivation=text)
    Application.objects.filter(pk=draft.pk).update(status="submitted", submitted_at=now, has_conflict=False)
    draft.refresh_from_db()
    assess_application(draft, by=clerk, at=now, outcome="decline", internal_note=SECRET, message=SECRET)
    details = str(list(Event.objects.filter(subject_id=draft.pk).values_list("detail", "subject_label")))
    assert SECRET not in details
    assert str(advisor) not in details
    assert "decline" in details


def test_running_again_or_at_the_same_time_erases_nothing_twice():
    row = _application()
    now = timezone.now()
    assert erase_application(row, at=now) is True
    assert erase_application(row, at=now) is False
    assert erase_applications() == 0


def test_a_half_erased_row_is_refused_by_the_database():
    row = _application(**TEXTS)
    for values in ({"erased_at": timezone.now()}, {"advisor": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=row.pk).update(**values)
    row = _application("offered")
    empty = dict.fromkeys(TEXTS, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(erased_at=timezone.now(), advisor=None, **empty)


def test_an_erased_application_is_seen_by_nobody_but_counted(clerk, sanuki, signed_in):
    row = _application(municipality=sanuki)
    person = row.applicant.user
    assert applications_received_by(clerk).count() == 1
    erase_application(row, at=timezone.now())
    row.refresh_from_db()
    assert not applications_received_by(clerk).exists()
    assert not applications_of(person).exists()
    assert not clerk.has_perm("projects.view_application", row)
    browser = signed_in(clerk)
    assert browser.get(row.desk_url).status_code == 404
    html = browser.get(row.opening.desk_url).content.decode()
    assert "1件" in html


def test_a_person_who_applied_twice_counts_once(sanuki, advisor):
    for _round in range(2):
        _application(municipality=sanuki, advisor=advisor)
    _application(municipality=sanuki)
    assert persons_held(sanuki) == 2


def test_the_dry_run_shows_and_erases_nothing():
    row = _application()
    shown = StringIO()
    call_command("erase_old_applications", stdout=shown)
    assert f"{row.opening.code} {row.opening.title}: 1" in shown.getvalue()
    row.refresh_from_db()
    assert row.erased_at is None
    call_command("erase_old_applications", now=True, stdout=shown)
    row.refresh_from_db()
    assert row.erased_at is not None


def test_the_page_shows_what_is_held_until_when_and_the_log(clerk, sanuki, signed_in):
    kept = _application(municipality=sanuki, received=100)
    gone = _application(municipality=sanuki)
    erase_old_applications(at=timezone.now())
    html = signed_in(clerk).get(reverse("personal_data")).content.decode()
    assert "応募者1人分" in html
    last_day = dates.months_before(dates.jst_date(kept.submitted_at), -11)
    assert dates.wareki(last_day) in html
    assert gone.opening.title in html


def test_the_page_is_the_citys_own(outsider, sanuki, signed_in, advisor):
    gone = _application(municipality=sanuki)
    erase_old_applications(at=timezone.now())
    html = signed_in(outsider).get(reverse("personal_data")).content.decode()
    assert gone.opening.code not in html
    assert signed_in(advisor.user).get(reverse("personal_data")).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_takes_a_constant_number_of_queries(
    count, clerk, sanuki, signed_in, django_assert_num_queries
):
    for _number in range(count):
        _application(municipality=sanuki, received=100)
        _application(municipality=sanuki)
    erase_old_applications(at=timezone.now() - timedelta(days=1))
    browser = signed_in(clerk)
    with django_assert_num_queries(10):
        browser.get(reverse("personal_data"))
