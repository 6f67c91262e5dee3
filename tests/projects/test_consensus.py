"""合議の評価: after everybody has scored alone, what they agree on."""

import pytest
from django.urls import reverse

from core.errors import DomainError, EditConflict
from projects.models import Consensus
from projects.operations import selection as op
from projects.operations.retention import erase_application
from tests.factories.base import moment
from tests.factories.projects import ApplicationFactory, OpeningFactory
from tests.factories.selection import AgreedScoreFactory, ConsensusFactory, ReviewFactory, ScoreFactory


@pytest.fixture
def application(sanuki, clerk, reviewer):
    opening = OpeningFactory(municipality=sanuki, selecting=True)
    return ApplicationFactory(opening=opening, submitted=True)


@pytest.fixture
def scored(application, reviewer):
    """By everybody whose score is waited for."""
    review = ReviewFactory(application=application, reviewer=reviewer)
    ScoreFactory(review=review, criterion=application.opening.criteria.get(), points=3)
    return application


def agree(application, by, points=4, version=None):
    scores = [{"criterion": application.opening.criteria.get(), "points": points, "reason": ""}]
    return op.agree(
        application, by=by, at=moment(), comment="話し合いました。", scores=scores, version=version
    )


def test_everybody_scores_alone_first(application, clerk):
    with pytest.raises(DomainError, match="まだ評価していない人が1人"):
        agree(application, clerk)


def test_it_is_kept_beside_the_single_scores(scored, clerk, signed_in):
    agree(scored, clerk)
    page = signed_in(clerk).get(scored.desk_url).content.decode()
    assert "4.00点" in page
    assert "話し合いました。" in page
    inbox = signed_in(clerk).get(reverse("desk_applicants", args=[scored.opening.code])).content.decode()
    assert "合議 4.00" in inbox


def test_two_who_change_it_at_once_do_not_overwrite_each_other(scored, clerk, reviewer):
    first = agree(scored, clerk)
    agree(scored, reviewer, points=5, version=first.version)
    with pytest.raises(EditConflict):
        agree(scored, clerk, points=2, version=first.version)


def test_nothing_is_changed_once_the_result_is_being_decided(scored, clerk):
    type(scored.opening).objects.update(status="result_review")
    with pytest.raises(DomainError, match="選考中の応募だけ"):
        agree(scored, clerk)


def test_the_form_asks_for_what_was_said(scored, clerk, signed_in):
    url = reverse("desk_consensus", args=[scored.code])
    client = signed_in(clerk)
    assert "一人ひとりの評価" not in client.get(url).content.decode()  # the clerk has not scored
    response = client.post(url, {"points_1": "4", "comment": ""})
    assert response.status_code == 422
    assert "合議の内容を入力してください" in response.content.decode()
    client.post(url, {"points_1": "4", "comment": "話し合いました。"})
    assert Consensus.objects.get().agreed_by == clerk


def test_the_applicant_sees_nothing_of_it(scored, clerk, signed_in):
    agree(scored, clerk)
    page = signed_in(scored.advisor.user).get(scored.get_absolute_url()).content.decode()
    assert "話し合いました。" not in page


def test_it_goes_with_the_application(sanuki, clerk):
    opening = OpeningFactory(municipality=sanuki, decided=True)
    row = ApplicationFactory(opening=opening, declined=True)
    AgreedScoreFactory(consensus=ConsensusFactory(application=row))
    erase_application(row, at=moment())
    assert not Consensus.objects.exists()
