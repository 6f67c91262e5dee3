"""条件の見直し: what was agreed changes by agreement only, and what it was before is never lost."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from core.errors import DomainError
from core.forms import JaDateField
from core.workflow import IllegalTransition
from notifications.models import Notice
from projects.models import Revision
from projects.operations import engagement as engagements
from projects.operations import revision as op
from tests.factories.base import day, moment
from tests.factories.projects import EngagementFactory
from tests.factories.work import RevisionFactory


@pytest.fixture
def active(sanuki, advisor):
    return EngagementFactory(municipality=sanuki, advisor=advisor, active=True, end_date=day(30))


def _propose(active, by, **values):
    return op.propose_revision(active, by=by, at=moment(), reason="聞き取りが続くため", **values)


def test_agreed_it_is_in_force_and_both_texts_stay(active, clerk, advisor_user):
    row = _propose(
        active, clerk, end_date=day(90), success="職員が自分で続けられる", contact_rule=active.contact_rule
    )
    assert set(row.after) == {"end_date", "success"}
    active.refresh_from_db()
    assert active.end_date == day(30)
    row = op.agree_to_revision(row, by=advisor_user, at=moment())
    active.refresh_from_db()
    assert (active.end_date, active.success) == (day(90), "職員が自分で続けられる")
    assert [(before, after) for _name, before, after in row.differences] == [
        (day(30), day(90)) if name == "end_date" else ("", "職員が自分で続けられる") for name in row.after
    ]
    told = Notice.objects.order_by("pk").values_list("kind", "recipient")
    assert list(told) == [
        ("projects.revision_proposed", advisor_user.pk),
        ("projects.revision_answered", clerk.pk),
    ]


def test_declined_nothing_changes(active, clerk, advisor_user):
    row = _propose(active, advisor_user, end_date=day(90))
    row = op.decline_revision(row, by=clerk, at=moment(), reason="予算がないため")
    active.refresh_from_db()
    assert (active.end_date, row.refusal) == (day(30), "予算がないため")
    assert Notice.objects.get(kind="projects.revision_answered").recipient == advisor_user


@pytest.mark.parametrize(
    ("values", "words"),
    [({}, "変わったところ"), ({"end_date": day(-1)}, "今日以降"), ({"expectation": None}, "変わったところ")],
)
def test_what_cannot_be_proposed(active, clerk, values, words):
    if "expectation" in values:
        values = {"expectation": active.expectation}
    with pytest.raises(DomainError, match=words):
        _propose(active, clerk, **values)


def test_one_at_a_time_and_only_under_way(active, clerk, sanuki):
    _propose(active, clerk, success="続けられる")
    with pytest.raises(DomainError, match="返事を待っている"):
        _propose(active, clerk, success="別の姿")
    with pytest.raises(IntegrityError):
        RevisionFactory(engagement=active, number=9)


def test_not_before_the_start(sanuki, clerk):
    with pytest.raises(DomainError, match="活動中だけ"):
        _propose(EngagementFactory(municipality=sanuki), clerk, success="続けられる")


def test_the_end_takes_back_what_waits(active, clerk, advisor_user):
    row = _propose(active, clerk, success="続けられる")
    engagements.end_engagement_early(active, by=clerk, at=moment(), reason="都合により")
    row.refresh_from_db()
    assert row.status == "withdrawn"
    with pytest.raises(IllegalTransition):
        op.agree_to_revision(row, by=advisor_user, at=moment())


def test_nobody_answers_their_own(active, clerk, advisor_user, viewer):
    ours, theirs = RevisionFactory(engagement=active), None
    assert advisor_user.has_perm("projects.agree_revision", ours)
    assert not clerk.has_perm("projects.agree_revision", ours)
    Revision.objects.update(by_advisor=True)
    theirs = Revision.objects.get()
    assert clerk.has_perm("projects.agree_revision", theirs)
    assert advisor_user.has_perm("projects.withdraw_revision", theirs)
    assert not advisor_user.has_perm("projects.agree_revision", theirs)
    assert not viewer.has_perm("projects.agree_revision", theirs)


def test_on_the_pages_from_the_proposal_to_the_new_terms(active, signed_in, clerk, advisor_user):
    desk, mine = "desk_engagements", "my_engagements"
    city, person = signed_in(clerk), signed_in(advisor_user)
    url = reverse("engagements:revision_new", args=[active.code], current_app=desk)
    typed = {
        "expectation": active.expectation,
        "not_expected": active.not_expected,
        "contact_rule": active.contact_rule,
        "end_date": JaDateField().prepare_value(day(90)),
        "reason": "3月まで続けたいため",
    }
    unchanged = city.post(url, {**typed, "end_date": JaDateField().prepare_value(day(30))})
    assert unchanged.status_code == 422
    assert "3月まで続けたいため" in unchanged.content.decode()
    assert city.post(url, typed).status_code == 302
    page = person.get(reverse("engagements:detail", args=[active.code], current_app=mine)).content.decode()
    assert "3月まで続けたいため" in page
    row = Revision.objects.get()
    answer = reverse("engagements:revision_action", args=[row.code, "agree"], current_app=mine)
    assert "3月まで続けたいため" in person.get(answer).content.decode()
    assert person.post(answer, follow=True).status_code == 200
    active.refresh_from_db()
    assert active.end_date == day(90)
