"""What a profile says about its owner."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Rows, Source, register, row_of
from advisors.models import AdvisorProfile
from advisors.operations import empty_profile
from advisors.queries import profiles_of

COLUMNS = (
    *("headline", "summary", "fields", "years", "prefecture", "employer", "employer_permission"),
    *("is_public_servant", "hours_per_month", "work_style", "links", "hourly_wish", "intention"),
    *("absent_from", "absent_until", "visibility", "hidden_from", "wants_matches", "status"),
)


def _export(user: User) -> Rows:
    return [_in_words(profile) for profile in profiles_of(user)]


def _in_words(profile: AdvisorProfile) -> dict[str, object]:
    return {
        **row_of(profile, *COLUMNS),
        str(_("人材の種類")): profile.talent_type_labels,
        str(_("活動できる曜日")): profile.weekday_labels,
        str(_("活動できる時間帯")): profile.day_part_labels,
        str(_("仕事で使える言語")): profile.language_labels,
        str(_("スキル")): [{"name": str(part), "years": part.years} for part in profile.skills.all()],
        str(_("地域とのつながり")): [str(tie) for tie in profile.ties.all()],
        str(_("職務経歴")): [
            row_of(part, "organization", "role", "start_year", "end_year", "text", "achievement")
            for part in profile.experiences.all()
        ],
    }


def _erase(user: User, at: datetime) -> None:
    for profile in profiles_of(user):
        empty_profile(profile, by=user, at=at)


register(Source("profile", _("専門家プロフィール"), _export, _erase))
