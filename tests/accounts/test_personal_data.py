"""A person gets everything the portal holds about them, and can leave without leaving a word behind."""

import json

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.operations import close_account
from accounts.personal_data import SOURCES, Source, export_of, register
from core.errors import DomainError
from notifications.models import Notice
from projects.models import Application
from tests.factories.accounts import PASSWORD, ApiTokenFactory, StoredAnswerFactory
from tests.factories.advisors import (
    AdvisorProfileFactory,
    AdvisorSkillFactory,
    ExperienceFactory,
    RegionTieFactory,
)
from tests.factories.notifications import NoticeFactory
from tests.factories.projects import ApplicationFactory, EngagementFactory
from tests.factories.selection import PoolConsentFactory, ScoutFactory

pytestmark = pytest.mark.django_db

SECRET = "合言葉は空豆"


@pytest.fixture
def known(advisor_user: User) -> User:
    """Somebody about whom every source holds something with the secret in it."""
    advisor = AdvisorProfileFactory(
        user=advisor_user, active=True, headline=SECRET, summary=SECRET, employer=SECRET
    )
    AdvisorSkillFactory(advisor=advisor)
    RegionTieFactory(advisor=advisor)
    ExperienceFactory(advisor=advisor, organization=SECRET, text=SECRET)
    ApplicationFactory(submitted=True, advisor=advisor, motivation=SECRET, conflict_note=SECRET)
    ApplicationFactory(declined=True, advisor=advisor, approach=SECRET)
    ApplicationFactory(advisor=advisor, motivation=SECRET)
    EngagementFactory(advisor=advisor, completed=True)
    ScoutFactory(advisor=advisor, message=SECRET)
    PoolConsentFactory(advisor=advisor)
    NoticeFactory(recipient=advisor_user, title=SECRET)
    ApiTokenFactory(user=advisor_user, name=SECRET)
    StoredAnswerFactory(user=advisor_user, body={"text": SECRET})
    return advisor_user


def test_every_source_has_something_to_say(known):
    numbers = {code: len(rows) for code, rows in export_of(known).items()}
    assert numbers == {
        "account": 1,
        "tokens": 1,
        "notices": 1,
        "posts": 0,
        "profile": 1,
        "pool": 1,
        "scouts": 1,
        "applications": 4,
        "work": 0,
        "engagements": 1,
        "documents": 0,
        "imports": 0,
    }


def test_the_file_holds_what_was_written_in_words_people_read(known, signed_in):
    response = signed_in(known).get(reverse("my_data_download"))
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    data = json.loads(response.content)
    assert data["専門家プロフィール"][0]["肩書"] == SECRET
    assert data["専門家プロフィール"][0]["本業の副業許可"] == "許可を得ている"
    assert {row["状態"] for row in data["応募"]} == {"受付済み", "見送り", "下書き", "承諾"}


def test_the_file_tells_nothing_that_is_sealed(advisor, signed_in):
    ApplicationFactory(submitted=True, advisor=advisor, outcome="hire", internal_note=SECRET, message=SECRET)
    text = signed_in(advisor.user).get(reverse("my_data_download")).content.decode()
    assert SECRET not in text
    assert "採用候補" not in text


def test_everybody_gets_only_their_own(known, other_advisor, signed_in):
    text = signed_in(other_advisor.user).get(reverse("my_data_download")).content.decode()
    assert SECRET not in text


def test_leaving_takes_every_word_out(known):
    close_account(known, at=timezone.now())
    known.refresh_from_db()
    assert (str(known), known.is_active, known.has_usable_password()) == ("退会した利用者", False, False)
    assert _tables_with(SECRET) == []
    assert _tables_with("advisor@example.jp") == []
    assert Notice.objects.filter(recipient=known).count() == 0


def _tables_with(words: str) -> list[str]:
    """Every table, the audit record too, in which the words still stand somewhere."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            if words in str(row):
                found.append(model._meta.label)
    return sorted(set(found))


def test_the_city_learns_of_what_was_withdrawn_and_keeps_its_record(known):
    close_account(known, at=timezone.now())
    rows = Application.objects.order_by("pk")
    assert [(row.status, row.erased_at is None) for row in rows] == [
        ("withdrawn", False),
        ("declined", False),
        ("withdrawn", False),
        ("accepted", True),
    ]
    assert known.advisor_profile.engagements.count() == 1


def test_nobody_signs_in_any_more(known, client):
    close_account(known, at=timezone.now())
    assert not client.login(email="advisor@example.jp", password=PASSWORD)


@pytest.mark.parametrize("trait", ["preparing", "active", "paused"])
def test_work_under_way_has_to_end_first(trait, advisor):
    EngagementFactory(advisor=advisor, **({} if trait == "preparing" else {trait: True}))
    with pytest.raises(DomainError, match="終わっていない活動があります"):
        close_account(advisor.user, at=timezone.now())
    advisor.user.refresh_from_db()
    assert advisor.user.is_active


def test_an_offer_has_to_be_answered_first(advisor):
    ApplicationFactory(offered=True, advisor=advisor)
    with pytest.raises(DomainError, match="内定への返事がまだです"):
        close_account(advisor.user, at=timezone.now())


def test_staff_leave_through_their_city(clerk, signed_in):
    html = signed_in(clerk).get(reverse("close_account")).content.decode()
    assert "管理者に在籍の終了を頼んでから" in html
    assert 'method="post" novalidate' not in html


def test_leaving_asks_for_the_password_and_signs_out(advisor, signed_in):
    browser = signed_in(advisor.user)
    refused = browser.post(reverse("close_account"), {"password": "ちがう言葉"})
    assert refused.status_code == 422
    assert "パスワードが違います" in refused.content.decode()
    assert browser.post(reverse("close_account"), {"password": PASSWORD})["Location"] == "/"
    assert browser.get(reverse("my_data")).status_code == 302


def test_a_source_that_fails_leaves_everything_as_it_was(known, monkeypatch):
    def fail(_user, _at):
        raise RuntimeError

    broken = Source("broken", "壊れたもの", lambda _user: [], fail)
    monkeypatch.setitem(SOURCES, "broken", broken)
    with pytest.raises(RuntimeError):
        close_account(known, at=timezone.now())
    known.refresh_from_db()
    assert known.is_active
    assert known.advisor_profile.headline == SECRET


def test_a_code_is_taken_once():
    with pytest.raises(ValueError, match="registered twice"):
        register(SOURCES["account"])
