"""利益相反の申告 before reading, and reviews that nobody sees before having given one."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError, EditConflict
from projects import scoring
from projects.models import Application, ConflictDeclaration, Opening, Review
from projects.operations import selection as operations
from projects.operations.retention import erase_application
from projects.queries import applications_received_by
from projects.queries.selection import standing_of
from tests.factories.base import moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening(sanuki) -> Opening:
    return OpeningFactory(municipality=sanuki, selecting=True)


@pytest.fixture
def unread(opening) -> list[Application]:
    """Two applications that nobody has declared about."""
    return ApplicationFactory.create_batch(2, opening=opening, submitted=True, cleared=False)


@pytest.fixture
def application(opening, clerk, reviewer, approver) -> Application:
    """One that three members of staff may read."""
    return ApplicationFactory(opening=opening, submitted=True)


def _declare(opening, user, rows, conflicts=None):
    codes = [row.code for row in rows]
    return operations.declare_conflicts(opening, by=user, at=moment(), asked=codes, conflicts=conflicts or {})


def _points(opening, *points):
    criteria = opening.criteria.order_by("number")
    return [
        {"criterion": each, "points": number, "reason": ""}
        for each, number in zip(criteria, points, strict=False)
    ]


def _review(application, user, *points, **more):
    scores = _points(application.opening, *points)
    return operations.save_review(application, by=user, at=moment(), comment="所見", scores=scores, **more)


# Points


LINES = st.lists(st.tuples(st.integers(1, 100), st.integers(1, 5)), min_size=1, max_size=10)


@given(LINES)
def test_a_weighted_mean_lies_between_its_points_and_knows_no_order(lines):
    total = scoring.weighted(lines)
    points = [each for _weight, each in lines]
    assert min(points) <= total <= max(points)
    assert total == scoring.weighted(reversed(lines))
    assert total == scoring.weighted([(weight * 7, each) for weight, each in lines])


def test_points_are_weighted_and_rounded_half_up():
    assert scoring.weighted([(60, 5), (40, 2)]) == Decimal("3.80")
    assert scoring.weighted([(1, 1), (7, 2)]) == Decimal("1.88")
    assert scoring.weighted([]) is None
    assert scoring.mean([Decimal("3.80"), Decimal("4.01")]) == Decimal("3.91")
    assert scoring.mean([]) is None


# Declaring


class TestDeclaring:
    def test_nothing_is_read_before(self, signed_in, reviewer, opening, unread):
        client, one = signed_in(reviewer), unread[0]
        declare = reverse("desk_declare", args=[opening.code])
        response = client.get(one.desk_url)
        assert (response.status_code, response.url) == (302, declare)
        assert not applications_received_by(reviewer).exists()
        inbox = client.get(reverse("desk_applicants", args=[opening.code])).content.decode()
        assert one.code not in inbox
        assert "2件の応募は、まだ読めません" in inbox
        page = client.get(declare).content.decode()
        assert str(one.advisor) in page
        assert one.motivation not in page

    def test_one_form_declares_about_all_that_were_shown(self, signed_in, reviewer, opening, unread):
        client, (close, other) = signed_in(reviewer), unread
        late = ApplicationFactory(opening=opening, submitted=True, cleared=False)
        data = {
            "asked": f"{close.code} {other.code}",
            f"conflict_{close.code}": "on",
            f"note_{close.code}": "前の職場の上司です。",
        }
        StaffMembershipFactory(municipality=opening.municipality, roles=["reviewer"])
        url = reverse("desk_declare", args=[opening.code])
        assert client.post(url, data).status_code == 302
        assert list(applications_received_by(reviewer)) == [other]
        assert not ConflictDeclaration.objects.filter(application=late).exists()
        assert client.get(other.desk_url).status_code == 200

    def test_a_mark_needs_a_word_and_keeps_what_was_typed(self, signed_in, reviewer, opening, unread):
        close, other = unread
        url = reverse("desk_declare", args=[opening.code])
        data = {
            "asked": f"{close.code} {other.code}",
            f"conflict_{close.code}": "on",
            f"note_{other.code}": "いとこです。",
        }
        response = signed_in(reviewer).post(url, data)
        assert response.status_code == 422
        assert "いとこです。" in response.content.decode()
        assert not ConflictDeclaration.objects.exists()

    @pytest.mark.parametrize(
        ("name", "status"),
        [
            *[(name, 200) for name in ("clerk", "approver", "reviewer", "viewer")],
            ("coordinator", 403),
            *[(name, 404) for name in ("outsider", "stranger", "advisor_user")],
        ],
    )
    @pytest.mark.parametrize("page", ["desk_applicants", "desk_declare"])
    def test_who_is_asked(self, request, signed_in, opening, unread, page, name, status):
        client = signed_in(request.getfixturevalue(name))
        assert client.get(reverse(page, args=[opening.code])).status_code == status

    def test_an_excluded_person_finds_the_application_nowhere(
        self, signed_in, reviewer, clerk, opening, application
    ):
        operations.recuse_from(application, by=reviewer, at=moment(), note="親族です。")
        client = signed_in(reviewer)
        for name in ("desk_application", "desk_application_assess", "desk_review", "desk_recuse"):
            assert client.get(reverse(name, args=[application.code])).status_code == 404, name
        promote = reverse("desk_application_action", args=[application.code, "promote"])
        assert client.get(promote).status_code == 404
        inbox = client.get(reverse("desk_applicants", args=[opening.code])).content.decode()
        assert application.code not in inbox
        assert str(application.advisor) not in inbox
        assert "利害関係を申告した1件は、表示していません。" in inbox
        assert client.post(reverse("desk_declare", args=[opening.code]), {"asked": application.code})
        assert not applications_received_by(reviewer).exists(), "nobody declares it away again"
        assert signed_in(clerk).get(application.desk_url).status_code == 200

    def test_the_record_names_who_is_excluded(self, signed_in, reviewer, clerk, opening, application):
        operations.recuse_from(application, by=reviewer, at=moment(), note="親族です。")
        page = signed_in(clerk).get(opening.desk_url).content.decode()
        assert f"{reviewer}（受付番号 {application.code}）" in page
        assert "親族です。" in page

    def test_somebody_who_may_select_stays(self, clerk, opening, unread):
        with pytest.raises(DomainError, match="選考できる職員がいなくなります"):
            _declare(opening, clerk, unread, {unread[0].code: "親族です。"})
        assert not ConflictDeclaration.objects.exists()


# Reviewing


class TestReviewing:
    def test_others_are_seen_after_ones_own(self, application, clerk, reviewer):
        _review(application, clerk, 5, 5)
        assert standing_of(application, reviewer).reviews == []
        assert standing_of(application, reviewer).total is None
        _review(application, reviewer, 3, 3)
        assert len(standing_of(application, reviewer).reviews) == 2
        assert standing_of(application, reviewer).total is not None

    def test_whoever_decides_sees_them(self, signed_in, application, reviewer, approver):
        _review(application, reviewer, 3, 3)
        assert standing_of(application, approver).reviews == []
        Opening.objects.filter(pk=application.opening_id).update(status="result_review")
        application.refresh_from_db()
        assert len(standing_of(Application.objects.get(pk=application.pk), approver).reviews) == 1
        assert "一人ひとりの評価" in signed_in(approver).get(application.desk_url).content.decode()

    def test_the_form_saves_and_comes_back_filled_in(self, signed_in, reviewer, application):
        client, url = signed_in(reviewer), reverse("desk_review", args=[application.code])
        criteria = list(application.opening.criteria.order_by("number"))
        data = {f"points_{each.number}": "4" for each in criteria} | {"comment": "よい", "version": ""}
        missing = {key: value for key, value in data.items() if key != "points_1"}
        refused = client.post(url, missing)
        assert refused.status_code == 422
        assert "よい" in refused.content.decode()
        assert client.post(url, data).status_code == 302
        review = Review.objects.get(reviewer=reviewer)
        assert review.total == Decimal("4.00")
        page = client.get(application.desk_url).content.decode()
        assert "平均 4.00点" in page
        late = client.post(url, {**data, "points_1": "1", "version": "1"})
        assert late.status_code == 409
        assert Review.objects.get(reviewer=reviewer).total == Decimal("4.00")

    def test_a_stale_window_overwrites_nothing(self, application, reviewer):
        first = _review(application, reviewer, 3, 3)
        _review(application, reviewer, 4, 4, version=first.version)
        with pytest.raises(EditConflict):
            _review(application, reviewer, 1, 1, version=first.version)

    def test_ends_with_the_request_for_approval(self, signed_in, application, reviewer):
        Opening.objects.filter(pk=application.opening_id).update(status="result_review")
        assert signed_in(reviewer).get(reverse("desk_review", args=[application.code])).status_code == 403
        with pytest.raises(DomainError, match="選考中の応募だけ"):
            _review(application, reviewer, 3, 3)

    def test_goes_when_the_reviewer_steps_aside(self, application, reviewer):
        _review(application, reviewer, 3, 3)
        operations.recuse_from(application, by=reviewer, at=moment(), note="取引先です。")
        assert not Review.objects.exists()

    def test_goes_when_the_application_is_erased(self, application, reviewer):
        _review(application, reviewer, 3, 3)
        Application.objects.filter(pk=application.pk).update(status="withdrawn")
        erase_application(application, at=moment())
        assert not Review.objects.exists()
        assert not ConflictDeclaration.objects.exists()

    def test_the_best_come_first_among_those_one_has_scored(self, signed_in, opening, reviewer):
        low, high, unscored = ApplicationFactory.create_batch(3, opening=opening, submitted=True)
        _review(low, reviewer, 2, 2)
        _review(high, reviewer, 5, 5)
        client, url = signed_in(reviewer), reverse("desk_applicants", args=[opening.code])
        rows = client.get(f"{url}?review=done").context["rows"]
        assert [row for row, _standing in rows] == [high, low]
        rows = client.get(f"{url}?review=todo").context["rows"]
        assert [row for row, _standing in rows] == [unscored]

    def test_the_inbox_asks_a_constant_number_of_questions(self, signed_in, opening, reviewer, clerk):
        client, url, counts = signed_in(reviewer), reverse("desk_applicants", args=[opening.code]), []
        for _round in range(2):
            for row in ApplicationFactory.create_batch(4, opening=opening, submitted=True):
                _review(row, clerk, 3, 3)
                _review(row, reviewer, 4, 4)
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
        assert counts[0] == counts[1]
