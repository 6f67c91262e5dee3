"""What coordinators note about 要対応: contacts, putting off with a reason and a day, who sees to it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import DomainError
from core.forms import JaDateField
from reports.models import AttentionNote
from reports.operations.attention import assign, note_contact, snooze
from reports.queries.handling import RULES, case_of, cases_today
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment
from tests.factories.projects import OpeningFactory


@pytest.fixture
def opening(sanuki):
    return OpeningFactory(municipality=sanuki, open=True, published_at=moment(-15))


@pytest.fixture
def key(opening):
    return f"S1-{opening.code}"


def _snooze(key, by, until, at=None):
    return snooze(key, subject="募集", by=by, at=at or moment(), text="議会のため", until_date=until)


def _count() -> tuple[int, int]:
    wanted, put_off = cases_today(moment())
    return len(wanted), put_off


def test_put_off_until_its_day_has_passed(key, coordinator, time_machine):
    _snooze(key, coordinator, day(7))
    assert _count() == (0, 1)
    last = moment(7)
    time_machine.move_to(last)
    assert _count() == (0, 1)
    time_machine.shift(86400)
    assert _count() == (1, 0)


@pytest.mark.parametrize("days", [0, -1, 91])
def test_not_for_today_and_not_for_ever(key, coordinator, days):
    with pytest.raises(DomainError, match="90日後まで"):
        _snooze(key, coordinator, day(days))


def test_the_newest_note_of_a_kind_counts_and_all_stay(key, coordinator):
    other = UserFactory(coordinator=True)
    for person in (coordinator, other):
        assign(key, subject="募集", by=coordinator, at=moment(), assignee=person)
    note_contact(key, subject="募集", by=coordinator, at=moment(), channel="phone", text="長尾さん")
    case = case_of(key, moment())
    assert (case.assignee, case.contact.text, len(case.notes)) == (other, "長尾さん", 3)


def test_only_coordinators_see_to_it(key, coordinator, clerk):
    with pytest.raises(DomainError, match="コーディネーター"):
        assign(key, subject="募集", by=coordinator, at=moment(), assignee=clerk)


@pytest.mark.parametrize(
    "gaps",
    [
        {"kind": "snooze", "text": "理由"},
        {"kind": "contact", "text": "話"},
        {"kind": "assign"},
        {"kind": "x"},
    ],
)
def test_the_database_refuses_half_a_note(key, coordinator, gaps):
    values = {"key": key, "subject": "募集", "author": coordinator, "written_at": moment(), **gaps}
    with pytest.raises(IntegrityError), transaction.atomic():
        AttentionNote.objects.create(**values)


def test_what_moves_again_is_no_case_but_keeps_its_notes(opening, key, coordinator):
    note_contact(key, subject="募集", by=coordinator, at=moment(), channel="mail", text="依頼")
    opening.published_at = moment(-2)
    opening.save()
    assert case_of(key, moment()) is None
    assert AttentionNote.objects.filter(key=key).exists()


def test_every_rule_says_what_usually_helps(key):
    assert all(label and advice for label, advice in RULES.values())
    assert case_of(key, moment()).advice == RULES["S1"][1]


class TestPages:
    def _case(self, key, handling=""):
        name = "coord_attention_handle" if handling else "coord_attention_case"
        return reverse(name, args=[key, handling] if handling else [key])

    def test_from_the_home_to_the_note(self, signed_in, opening, key, coordinator):
        browser = signed_in(coordinator)
        assert self._case(key) in browser.get(reverse("coord_home")).content.decode()
        refused = browser.post(self._case(key, "contact"), {"text": "長尾さん"})
        assert refused.status_code == 422
        assert "長尾さん" in refused.content.decode()
        page = browser.post(self._case(key, "contact"), {"text": "長尾さん", "channel": "phone"}, follow=True)
        assert "長尾さん" in page.content.decode()
        until = JaDateField().prepare_value(day(30))
        browser.post(self._case(key, "snooze"), {"text": "議会のため", "until_date": until})
        home = browser.get(reverse("coord_home")).content.decode()
        assert "見送り中の1件" in home
        assert self._case(key) not in home

    def test_a_day_too_far_is_refused_with_what_was_typed(self, signed_in, key, coordinator):
        until = JaDateField().prepare_value(day(200))
        page = signed_in(coordinator).post(self._case(key, "snooze"), {"text": "議会", "until_date": until})
        assert page.status_code == 422
        assert "90日後まで" in page.content.decode()

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({}, 1),
            ({"rule": "S2"}, 0),
            ({"who": "nobody"}, 1),
            ({"who": "me"}, 1),
            ({"show": "put_off"}, 1),
            ({"show": "all"}, 3),
        ],
    )
    def test_the_list_is_narrowed(self, signed_in, sanuki, coordinator, query, count):
        mine, off, _free = (
            OpeningFactory(municipality=sanuki, open=True, published_at=moment(-20)) for _number in range(3)
        )
        assign(f"S1-{mine.code}", subject="募集", by=coordinator, at=moment(), assignee=coordinator)
        _snooze(f"S1-{off.code}", coordinator, day(3))
        page = signed_in(coordinator).get(reverse("coord_attention"), query)
        expected = 2 if query == {} else count
        assert page.context["total"] == expected

    @pytest.mark.parametrize("person", ["clerk", "advisor_user", "stranger"])
    def test_nobody_else(self, request, signed_in, key, person):
        browser = signed_in(request.getfixturevalue(person))
        for url in (reverse("coord_attention"), self._case(key), self._case(key, "contact")):
            assert browser.get(url).status_code == 403

    def test_unknown_cases_and_handlings(self, signed_in, key, coordinator):
        browser = signed_in(coordinator)
        assert browser.get(self._case("S1-NOTHERE0")).status_code == 404
        assert browser.get(self._case(key, "shout")).status_code == 404
