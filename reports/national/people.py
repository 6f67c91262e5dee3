"""Advisors: the accounts and profiles of a hundred thousand professionals."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from advisors.models import AdvisorProfile, AdvisorSkill, Experience, RegionTie
from reports.national import words
from reports.national.plan import Plan

DOMAIN = "national.example"
NOBODY_SIGNS_IN = "!national"  # no hasher knows it
FAMILIES = [words.split_reading(name) for name in words.FAMILIES]
GIVENS = [words.split_reading(name) for name in words.GIVENS]
ACCOUNT = ("id", "email", "password", "family_name", "given_name", "family_kana", "given_kana")
PROFILE = (
    "id",
    "user_id",
    "headline",
    "summary",
    "years",
    "prefecture_id",
    "employer",
    "employer_permission",
    "hours_per_month",
    "work_style",
    "accepts_unpaid",
    "visibility",
    "intention",
    "status",
)
SKILL = (
    "id",
    "advisor_id",
    "skill_id",
    "level",
    "years",
)
TIE = (
    "id",
    "advisor_id",
    "municipality_id",
    "kind",
)
EXPERIENCE = (
    "id",
    "advisor_id",
    "organization",
    "role",
    "start_year",
    "end_year",
    "text",
    "achievement",
)
DRAFTS = 0.04


def account(plan: Plan, pk: int, kind: str) -> tuple[Any, ...]:
    (family, family_kana), (given, given_kana) = plan.pick(FAMILIES), plan.pick(GIVENS)
    return pk, f"{kind}{pk}@{DOMAIN}", NOBODY_SIGNS_IN, family, given, family_kana, given_kana


def write_advisors(plan: Plan) -> None:
    count = plan.sizes.advisors
    users, profiles = plan.copier.ids(User, count), plan.copier.ids(AdvisorProfile, count)
    plan.advisors = profiles[: max(1, count - int(count * DRAFTS))]
    plan.people = users[: len(plan.advisors)]
    plan.copier.write(User, ACCOUNT, (account(plan, pk, "advisor") for pk in users))
    fields: list[tuple[int, str]] = []
    plan.copier.write(AdvisorProfile, PROFILE, _profiles(plan, users, profiles, fields))
    through = AdvisorProfile.fields.through
    ids = plan.copier.ids(through, len(fields))
    rows = ((pk, who, plan.fields[slug]) for pk, (who, slug) in zip(ids, fields, strict=True))
    plan.copier.write(through, ("id", "advisorprofile_id", "field_id"), rows)
    main = dict(reversed(fields))  # the first field of each
    plan.copier.write_many(AdvisorSkill, SKILL, _skills(plan, main))
    plan.copier.write(RegionTie, TIE, _ties(plan, profiles))
    plan.copier.write(Experience, EXPERIENCE, _experiences(plan, main))


def _profiles(
    plan: Plan, users: range, profiles: range, fields: list[tuple[int, str]]
) -> Iterator[tuple[Any, ...]]:
    for user, pk in zip(users, profiles, strict=True):
        main, other = plan.rng.sample(plan.slugs, 2)
        fields += [(pk, main), (pk, other)] if plan.chance(0.5) else [(pk, main)]
        industry, years = plan.pick(words.INDUSTRIES), 3 + int(plan.rng.random() * 30)
        theme, second = plan.theme(main), plan.theme(other)
        skill = plan.pick(theme.skills)
        yield (
            pk,
            user,
            f"{skill}の{plan.pick(words.JOBS)}（{industry}）",
            f"{industry}の会社で{skill}を{years}年担当しました。"
            f"{plan.pick(theme.matters)}{plan.pick(theme.deeds)}の経験があり、{plan.pick(second.skills)}もできます。"
            f"{plan.pick(words.AUDIENCES)}に向けた仕事が得意です。",
            years,
            plan.pick(plan.prefectures),
            f"{plan.pick(FAMILIES)[0]}{industry}株式会社",
            plan.pick(("obtained", "obtained", "obtained", "not_needed", "pending")),
            plan.pick((4, 6, 8, 8, 10, 12, 16, 20, 30)),
            plan.pick(("online", "online", "hybrid", "onsite")),
            plan.chance(0.7),
            plan.pick(("cities", "cities", "applied")),
            plan.pick(("open", "open", "talk", "busy")),
            _profile_status(plan, pk),
        )


def _profile_status(plan: Plan, pk: int) -> str:
    if pk not in plan.advisors:
        return "draft"
    return "paused" if plan.chance(0.08) else "active"


def _skills(plan: Plan, main: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    for advisor, slug in main.items():
        held = plan.rng.sample(plan.skills[slug], plan.pick((1, 2, 3, 4)))
        for pk, skill in zip(plan.copier.ids(AdvisorSkill, len(held)), held, strict=True):
            yield pk, advisor, skill, plan.pick((2, 3, 3, 4)), 1 + int(plan.rng.random() * 20)


def _ties(plan: Plan, profiles: range) -> Iterator[tuple[Any, ...]]:
    for pk, advisor in zip(plan.copier.ids(RegionTie, len(profiles)), profiles, strict=True):
        yield pk, advisor, plan.pick(plan.places), plan.pick(("lives", "from", "worked", "supports"))


def _experiences(plan: Plan, main: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    for pk, (advisor, slug) in zip(plan.copier.ids(Experience, len(main)), main.items(), strict=True):
        theme, first = plan.theme(slug), 1995 + int(plan.rng.random() * 25)
        yield (
            pk,
            advisor,
            f"{plan.pick(FAMILIES)[0]}{plan.pick(words.INDUSTRIES)}株式会社",
            plan.pick(words.JOBS),
            first,
            plan.pick((None, first + 3, first + 5)),
            f"{plan.pick(theme.matters)}{plan.pick(theme.deeds)}を担当しました。",
            f"{plan.pick(theme.matters)}にかかる時間を{10 + int(plan.rng.random() * 40)}%減らしました。",
        )
