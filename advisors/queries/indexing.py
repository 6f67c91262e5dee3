"""What the search table must hold, computed from the profiles themselves."""

from collections.abc import Iterator

from django.db.models import QuerySet

from advisors.enums import Visibility
from advisors.models import AdvisorProfile, AdvisorSearch
from advisors.queries.facets import facets_of
from advisors.queries.profile import profiles_in_full
from core import words

DERIVED = ("facets", "hidden_from", "tsv", "title_tsv", "tok_version")


def findable_profiles() -> QuerySet[AdvisorProfile]:
    """Those who let cities find them. A paused profile is found by nobody."""
    return profiles_in_full().filter(status="active", visibility=Visibility.CITIES)


def search_row(profile: AdvisorProfile) -> AdvisorSearch:
    """Not saved."""
    facets = facets_of(profile)
    title = [*words.index_terms(profile.headline), *_names(profile)]
    body = words.index_terms("\n".join(_texts(profile)))
    return AdvisorSearch(
        advisor=profile,
        facets=facets,
        hidden_from=sorted(_hidden_from(profile)),
        title_tsv=frozenset(title),
        tsv=frozenset([*title, *body, *facets]),
        tok_version=words.VERSION,
    )


def _names(profile: AdvisorProfile) -> list[str]:
    """The name in letters and in kana, whole and in its parts."""
    user = profile.user
    whole = (user.family_name + user.given_name, user.family_kana + user.given_kana)
    return words.name_terms(*whole, user.family_name, user.given_name, user.family_kana, user.given_kana)


def _texts(profile: AdvisorProfile) -> Iterator[str]:
    yield profile.summary
    yield from (field.name for field in profile.fields.all())
    for each in profile.skills.all():
        yield f"{each.skill.name} {each.skill.aliases}"
    for work in profile.experiences.all():
        yield from (work.organization, work.role, work.text, work.achievement)
    for tie in profile.ties.all():
        yield tie.municipality.full_name
    if profile.prefecture:
        yield profile.prefecture.name


def _hidden_from(profile: AdvisorProfile) -> set[int]:
    hidden = {place.pk for place in profile.hidden_from.all()}
    return hidden | ({profile.employer_municipality_id} if profile.employer_municipality_id else set())
