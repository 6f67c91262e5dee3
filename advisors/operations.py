"""Writing, publishing and pausing the profile of a professional."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.models import AdvisorProfile
from advisors.queries import missing_parts
from audit import changes
from core.errors import DomainError
from core.rows import locked
from municipalities.models import Field


@transaction.atomic
def create_profile(*, by: User, at: datetime, fields: Iterable[Field], **values: Any) -> AdvisorProfile:
    """The profile of `by`. Raises DomainError when there is one already."""
    user = User.objects.select_for_update().get(pk=by.pk)  # two windows of the same person
    if AdvisorProfile.objects.filter(user=user).exists():
        raise DomainError(_("プロフィールは、すでに作成されています。画面を読み込み直してください。"))
    profile = changes.create(AdvisorProfile, by=by, at=at, user=user, **values)
    profile.fields.set(fields)
    return profile


@transaction.atomic
def edit_profile(
    profile: AdvisorProfile,
    *,
    by: User,
    at: datetime,
    version: int,
    fields: Iterable[Field],
    **values: Any,
) -> AdvisorProfile:
    """Raises EditConflict; DomainError for a gap in a profile that cities can already see."""
    row = changes.edit(profile, by=by, at=at, version=version, **values)
    changes.relate(row, "fields", list(fields), by=by, at=at)
    if row.status == "active":
        _check_complete(row)
    return row


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
