"""What people choose: preference × kind × time, and the way out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from core.dates import JST
from notifications import operations, unsubscribing
from notifications.enums import Frequency
from notifications.hours import digest_time, mail_time
from notifications.kinds import DIGEST, KINDS, Kind, register
from notifications.models import DeadAddress, Delivery, Notice, Preference
from notifications.queries import inbox_state, wishes_of
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeadAddressFactory, PreferenceFactory

pytestmark = pytest.mark.django_db

OPTIONAL, MANDATORY = "projects.meeting_planned", "projects.answer"


def _jst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("frequency", "mandatory", "told_at", "mailed_at", "gathered_at"),
    [
        ("immediate", False, "2026-11-25 07:59:59", "2026-11-25 08:00", None),
        ("immediate", False, "2026-11-25 08:00:00", "2026-11-25 08:00", None),
        ("immediate", False, "2026-11-25 19:59:59", "2026-11-25 19:59:59", None),
        ("immediate", False, "2026-11-25 20:00:00", "2026-11-26 08:00", None),
        ("immediate", False, "2026-12-31 23:59:59", "2027-01-01 08:00", None),
        ("immediate", True, "2026-11-25 03:00:00", "2026-11-25 03:00", None),
        ("daily", False, "2026-11-25 07:59:59", None, "2026-11-25 08:00"),
        ("daily", False, "2026-11-25 08:00:00", None, "2026-11-26 08:00"),
        ("daily", True, "2026-11-25 12:00:00", "2026-11-25 12:00", None),
        ("weekly", False, "2026-11-23 07:59:59", None, "2026-11-23 08:00"),
        ("weekly", False, "2026-11-23 08:00:00", None, "2026-11-30 08:00"),
        ("weekly", False, "2026-11-29 23:59:59", None, "2026-11-30 08:00"),
        ("off", False, "2026-11-25 12:00:00", None, None),
        ("off", True, "2026-11-25 12:00:00", "2026-11-25 12:00", None),
    ],
)
def test_when_the_mail_comes(
    hello: Kind,
    clerk: User,
    frequency: str,
    mandatory: bool,
    told_at: str,
    mailed_at: str | None,
    gathered_at: str | None,
) -> None:
    """The notice is on the portal at once, whatever was chosen."""
    kind = Kind("tests.hello", "あいさつ", mandatory=mandatory)
    PreferenceFactory(user=clerk, kind=kind.code, frequency=frequency)
    at = _jst(told_at)
    operations.send(kind, to=[clerk], key="1", path="", at=at, context={"name": "x"})
    notice = Notice.objects.get()
    assert notice.created_at == at
    assert notice.digest_due_at == (_jst(gathered_at) if gathered_at else None)
    mails = list(Delivery.objects.values_list("due_at", flat=True))
    assert mails == ([_jst(mailed_at)] if mailed_at else [])


def test_a_kind_that_is_not_mandatory_may_be_urgent() -> None:
    assert Kind("tests.a", "a", urgent=True).may_come_at_night
    assert not Kind("tests.a", "a", mandatory=True, urgent=False).may_come_at_night
    night = _jst("2026-11-25 03:00")
    assert mail_time(night, urgent=True) == night
    assert digest_time(night, Frequency.IMMEDIATE) is None


def test_a_mandatory_kind_cannot_come_late() -> None:
    with pytest.raises(ValueError, match="is mandatory"):
        register("tests.never", "x", mandatory=True, default="daily")
    assert "tests.never" not in KINDS


def test_without_a_choice_the_default_of_the_kind_holds(hello: Kind, clerk: User) -> None:
    kind = Kind("tests.hello", "あいさつ", default=Frequency.DAILY)
    operations.send(kind, to=[clerk], key="1", path="", at=_jst("2026-11-25 12:00"), context={"name": "x"})
    assert Notice.objects.get().digest_due_at == _jst("2026-11-26 08:00")
    assert not Delivery.objects.exists()


def test_an_address_on_hold_gets_a_row_that_says_so_and_no_mail(hello: Kind, clerk: User) -> None:
    DeadAddressFactory(address=clerk.email, on_hold=True)
    operations.send(hello, to=[clerk], key="1", path="", at=timezone.now(), context={"name": "x"})
    assert Notice.objects.count() == 1
    assert Delivery.objects.get().status == "held"


# Choosing


def test_choices_are_stored_and_recorded_once(clerk: User) -> None:
    at = timezone.now()
    choices = {OPTIONAL: "weekly", MANDATORY: "off", "unknown.kind": "off"}
    assert operations.choose_frequencies(by=clerk, at=at, choices=choices) == 1
    assert operations.choose_frequencies(by=clerk, at=at, choices=choices) == 0
    assert list(Preference.objects.values_list("kind", "frequency")) == [(OPTIONAL, "weekly")]
    assert Event.objects.filter(subject_type="notifications.preference", actor_id=clerk.pk).count() == 1


def test_everything_daily(clerk: User) -> None:
    PreferenceFactory(user=clerk, kind=OPTIONAL, frequency="off")
    operations.gather_everything_daily(by=clerk, at=timezone.now())
    assert set(wishes_of(clerk).values()) == {"daily"}
    assert MANDATORY not in wishes_of(clerk)


def test_the_page_shows_and_stores_every_choice(signed_in: Callable[[User], Client], clerk: User) -> None:
    browser, address = signed_in(clerk), reverse("notification_settings")
    page = browser.get(address)
    wishes = wishes_of(clerk)
    assert set(page.context["form"].fields) == set(wishes)
    assert "手続きに必要なため、変更できません" in page.content.decode()
    assert browser.post(address, {**wishes, OPTIONAL: "off"}).status_code == 302
    assert wishes_of(clerk) == {**wishes, OPTIONAL: "off"}
    assert browser.post(address, {**wishes, OPTIONAL: "hourly"}).status_code == 422
    assert browser.post(address, {"gather": "daily"}).status_code == 302
    assert set(wishes_of(clerk).values()) == {"daily"}


def test_whose_mail_returns_is_told_on_every_page(signed_in: Callable[[User], Client], clerk: User) -> None:
    DeadAddressFactory(address=clerk.email, on_hold=True)
    browser = signed_in(clerk)
    assert "メールが届いていません" in browser.get(reverse("notices")).content.decode()
    assert "メールが届いていません" not in signed_in(UserFactory()).get(reverse("notices")).content.decode()
    page = browser.post(reverse("trust_address"), follow=True)
    assert "メールが届いていません" not in page.content.decode()
    assert not DeadAddress.objects.exists()
    assert not inbox_state(clerk)["mail_returns"]


# Leaving


def _path(kind: Kind, user: User) -> str:
    return unsubscribing.leaving_address(kind, user).removeprefix("http://localhost:8000")


def test_leaving_takes_one_click_and_no_sign_in(clerk: User, stranger: User) -> None:
    browser, path = Client(enforce_csrf_checks=True), _path(KINDS[OPTIONAL], clerk)
    assert "会議の予定" in browser.get(path).content.decode()
    assert wishes_of(clerk)[OPTIONAL] == "immediate", "looking changes nothing"
    response = browser.post(path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "メールを止めました" in response.content.decode()
    assert {code for code, wish in wishes_of(clerk).items() if wish == "off"} == {OPTIONAL}
    assert wishes_of(stranger)[OPTIONAL] == "immediate"


def test_leaving_the_digest_leaves_what_it_gathers(clerk: User) -> None:
    PreferenceFactory(user=clerk, kind=OPTIONAL, frequency="weekly")
    PreferenceFactory(user=clerk, kind="projects.meeting_changed", frequency="daily")
    Client().post(_path(DIGEST, clerk))
    assert {code for code, wish in wishes_of(clerk).items() if wish == "off"} == {
        OPTIONAL,
        "projects.meeting_changed",
    }


def test_nobody_can_leave_a_mandatory_kind(clerk: User) -> None:
    assert unsubscribing.leaving_address(KINDS[MANDATORY], clerk) == ""
    forged = signing.dumps([clerk.pk, MANDATORY], salt=unsubscribing.SALT)
    assert Client().post(reverse("unsubscribe", args=[forged])).status_code == 404


@pytest.mark.parametrize("damage", ["other salt", "changed", "cut", "nobody", "inactive", "unknown"])
def test_a_token_we_did_not_sign_is_a_missing_page(clerk: User, damage: str) -> None:
    salt: Any = unsubscribing.SALT
    good = signing.dumps([clerk.pk, OPTIONAL], salt=salt)
    tokens = {
        "other salt": signing.dumps([clerk.pk, OPTIONAL], salt="x"),
        "changed": ("X" if good[0] != "X" else "Y") + good[1:],
        "cut": good[:-1],
        "nobody": signing.dumps([0, OPTIONAL], salt=salt),
        "inactive": signing.dumps([UserFactory(inactive=True).pk, OPTIONAL], salt=salt),
        "unknown": signing.dumps([clerk.pk, "retired.kind"], salt=salt),
    }
    address = reverse("unsubscribe", args=[tokens[damage]])
    assert Client().get(address).status_code == Client().post(address).status_code == 404
    assert not Preference.objects.exists()


def test_a_week_has_one_monday_morning() -> None:
    start = _jst("2026-11-23 00:30")
    mornings = {digest_time(start + timedelta(hours=n), "weekly") for n in range(7 * 24)}
    assert mornings == {_jst("2026-11-23 08:00"), _jst("2026-11-30 08:00")}
