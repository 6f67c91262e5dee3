import pytest
from django.utils import timezone

from advisors.operations import activate_profile, create_profile, edit_profile, pause_profile
from audit.queries import history_of
from core.errors import DomainError, EditConflict
from core.workflow import IllegalTransition
from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.municipalities import FieldFactory

pytestmark = pytest.mark.django_db


def _values(profile, **changes):
    return {"fields": list(profile.fields.all()), "version": profile.version, **changes}


def test_create_keeps_the_fields_and_an_event(stranger):
    profile = create_profile(
        by=stranger, at=timezone.now(), headline="広報ディレクター", fields=[FieldFactory(slug="pr")]
    )
    assert [field.slug for field in profile.fields.all()] == ["pr"]
    assert profile.status == "draft"
    assert [event.action for event in history_of(profile)] == ["create"]


def test_nobody_has_two_profiles(advisor):
    with pytest.raises(DomainError, match="すでに作成されています"):
        create_profile(by=advisor.user, at=timezone.now(), headline="もう一つ", fields=[])


def test_edit_records_changed_fields_by_name(advisor):
    edit_profile(
        advisor, by=advisor.user, at=timezone.now(), **_values(advisor, fields=[FieldFactory(slug="pr")])
    )
    event = history_of(advisor).first()
    assert event.detail == {"before": {"fields": ["DX"]}, "after": {"fields": ["広報"]}}


def test_an_older_version_does_not_overwrite(advisor):
    with pytest.raises(EditConflict):
        edit_profile(
            advisor, by=advisor.user, at=timezone.now(), **_values(advisor, version=0, headline="古い画面")
        )


@pytest.mark.parametrize("gap", [{"headline": " "}, {"summary": ""}])
def test_publishing_names_what_is_missing(gap):
    profile = AdvisorProfileFactory(**gap)
    with pytest.raises(DomainError, match="肩書" if "headline" in gap else "経歴と実績"):
        activate_profile(profile, by=profile.user, at=timezone.now())
    profile.refresh_from_db()
    assert profile.status == "draft"


def test_publishing_needs_a_field():
    profile = AdvisorProfileFactory(fields=[])
    with pytest.raises(DomainError, match="得意な分野"):
        activate_profile(profile, by=profile.user, at=timezone.now())


def test_a_published_profile_cannot_lose_a_part(advisor):
    with pytest.raises(DomainError, match="経歴と実績"):
        edit_profile(advisor, by=advisor.user, at=timezone.now(), **_values(advisor, summary=""))
    advisor.refresh_from_db()
    assert advisor.summary


def test_activate_and_pause_and_again():
    profile = AdvisorProfileFactory()
    at = timezone.now()
    assert activate_profile(profile, by=profile.user, at=at).status == "active"
    assert pause_profile(profile, by=profile.user, at=at).status == "paused"
    assert activate_profile(profile, by=profile.user, at=at).status == "active"
    with pytest.raises(IllegalTransition):
        activate_profile(profile, by=profile.user, at=at)
