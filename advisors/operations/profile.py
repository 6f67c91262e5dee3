"""Writing, publishing and pausing the profile of a professional."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.enums import Visibility
from advisors.models import AdvisorProfile, Experience
from advisors.queries import missing_parts
from audit import changes
from core.errors import DomainError
from core.rows import locked

FORMER_HEADLINE = _("退会した専門家")
RELATIONS = ("fields", "hidden_from")


@transaction.atomic
def create_profile(*, by: User, at: datetime, **values: Any) -> AdvisorProfile:
    """The profile of `by`. Raises DomainError when there is one already."""
    user = User.objects.select_for_update().get(pk=by.pk)  # two windows of the same person
    if AdvisorProfile.objects.filter(user=user).exists():
        raise DomainError(_("プロフィールは、すでに作成されています。画面を読み込み直してください。"))
    related = {name: values.pop(name) for name in RELATIONS if name in values}
    profile = changes.create(AdvisorProfile, by=by, at=at, user=user, **values)
    for name, rows in related.items():
        getattr(profile, name).set(rows)
    return profile


@transaction.atomic
def edit_profile(
    profile: AdvisorProfile, *, by: User, at: datetime, version: int, **values: Any
) -> AdvisorProfile:
    """Changes the parts that are named. Raises EditConflict; DomainError for a gap in a profile that
    cities can already see.
    """
    related = {name: list(values.pop(name)) for name in RELATIONS if name in values}
    row = changes.edit(profile, by=by, at=at, version=version, **values)
    for name, rows in related.items():
        changes.relate(row, name, rows, by=by, at=at)
    if row.status == "active":
        _check_complete(row)
    return row


def set_skills(
    profile: AdvisorProfile, *, by: User, at: datetime, version: int, skills: Iterable[Mapping[str, Any]]
) -> AdvisorProfile:
    """`skills` are columns of AdvisorSkill: skill_id, level, years."""
    return changes.replace_parts(profile, "skills", skills, by=by, at=at, version=version)


def set_ties(
    profile: AdvisorProfile, *, by: User, at: datetime, version: int, ties: Iterable[Mapping[str, Any]]
) -> AdvisorProfile:
    """`ties` are columns of RegionTie: municipality_id, kind."""
    return changes.replace_parts(profile, "ties", ties, by=by, at=at, version=version)


def add_experience(profile: AdvisorProfile, *, by: User, at: datetime, **values: Any) -> Experience:
    return changes.create(Experience, by=by, at=at, advisor=profile, **values)


def edit_experience(
    experience: Experience, *, by: User, at: datetime, version: int, **values: Any
) -> Experience:
    return changes.edit(experience, by=by, at=at, version=version, **values)


@transaction.atomic
def remove_experience(experience: Experience, *, by: User, at: datetime) -> None:
    row = locked(experience)
    row.delete()
    changes.record(row.advisor, "remove_experience", by=by, at=at)
    changes.tell_followers(row.advisor)


@transaction.atomic
def activate_profile(profile: AdvisorProfile, *, by: User, at: datetime) -> AdvisorProfile:
    """Raises DomainError while a part is missing."""
    row = locked(profile)
    _check_complete(row)
    return changes.move(row, "activate", by=by, at=at)


def pause_profile(profile: AdvisorProfile, *, by: User, at: datetime) -> AdvisorProfile:
    return changes.move(profile, "pause", by=by, at=at)


def _check_complete(profile: AdvisorProfile) -> None:
    missing = "、".join(str(name) for name in missing_parts(profile))
    if missing:
        raise DomainError(_("まだ入力していない項目があります：{names}").format(names=missing))


@transaction.atomic
def empty_profile(profile: AdvisorProfile, *, by: User, at: datetime) -> None:
    """Takes every word about the person out; the row stays for the activities that point to it."""
    row = locked(profile)
    if row.status == "active":
        row = changes.move(row, "pause", by=by, at=at)
    for name in ("skills", "ties"):
        changes.replace_parts(row, name, [], by=by, at=at)
    for experience in row.experiences.all():
        remove_experience(experience, by=by, at=at)
    for name in RELATIONS:
        getattr(row, name).clear()
    empty: dict[str, Any] = {
        "headline": str(FORMER_HEADLINE),
        "summary": "",
        "employer": "",
        "prefecture": None,
        "links": [],
    }
    changes.edit(
        row,
        by=by,
        at=at,
        action="erase",
        **empty,
        employer_municipality=None,
        hourly_wish=None,
        visibility=Visibility.APPLIED,
        wants_matches=False,
    )
