"""Why two fit, in sentences that each rest on a fact of the profile, and what speaks against it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from advisors.models import AdvisorProfile, Skill
from advisors.queries import profiles_in_full
from projects.enums import UNPAID_UNITS, Importance, MatchTerm
from projects.matching.concepts import skills_in
from projects.matching.ranking import Match
from projects.models import Opening, OpeningTrait, PersonTrait

REASONS = 3
EXCERPT = 60
WORDS = 4


@dataclass(frozen=True, slots=True)
class Explained:
    """`terms` are (name, points) of those above zero, the largest first; together they are the score."""

    match: Match
    opening: Opening
    profile: AdvisorProfile
    terms: list[tuple[str, float]]
    reasons: list[str]
    caution: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What both sides share: (term, trait) → how much."""

    match: Match
    opening: Opening
    profile: AdvisorProfile
    common: dict[tuple[str, str], float]
    names: dict[str, str]

    def best(self, *terms: str) -> list[str]:
        found: dict[str, float] = defaultdict(float)
        for (term, trait), value in self.common.items():
            if term in terms:
                found[trait] += value * max(self.match.terms[term], 0.01)
        return sorted(found, key=lambda trait: (-found[trait], trait))


def explain(matches: Iterable[Match]) -> list[Explained]:
    """In the same order, with a constant number of statements."""
    rows = list(matches)
    profiles = profiles_in_full().in_bulk({row.advisor for row in rows})
    openings = (
        Opening.objects.select_related("municipality__prefecture", "project__field")
        .prefetch_related("skills__skill")
        .in_bulk({row.opening for row in rows})
    )
    common = _common(rows)
    names = dict(Skill.objects.values_list("slug", "name"))
    return [
        _explained(_Evidence(row, openings[row.opening], profiles[row.advisor], found, names))
        for row, found in zip(rows, common, strict=True)
    ]


def _common(rows: list[Match]) -> list[dict[tuple[str, str], float]]:
    wanted: dict[int, list[tuple[str, str, float]]] = defaultdict(list)
    traits = OpeningTrait.objects.filter(opening__in={row.opening for row in rows})
    for opening, term, trait, share in traits.values_list("opening", "term", "trait", "share"):
        wanted[opening].append((term, trait, share))
    asked = {trait for found in wanted.values() for _term, trait, _share in found}
    people = PersonTrait.objects.filter(advisor__in={row.advisor for row in rows}, trait__in=asked)
    held = {
        (advisor, trait): value
        for advisor, trait, value in people.values_list("advisor", "trait", "strength")
    }
    return [
        {
            (term, trait): share * held[row.advisor, trait]
            for term, trait, share in wanted[row.opening]
            if (row.advisor, trait) in held
        }
        for row in rows
    ]


def _explained(evidence: _Evidence) -> Explained:
    match = evidence.match
    points = sorted(match.terms.items(), key=lambda each: -each[1])
    return Explained(
        match=match,
        opening=evidence.opening,
        profile=evidence.profile,
        terms=[(str(MatchTerm(term).label), value) for term, value in points if value],
        reasons=_reasons(evidence)[:REASONS],
        caution=_caution(evidence),
    )


def _reasons(evidence: _Evidence) -> list[str]:
    skills = [_skill(evidence, trait[2:]) for trait in evidence.best(MatchTerm.SKILL, MatchTerm.TOPIC)]
    found = [reason for reason in dict.fromkeys(skills) if reason][:2]
    found += [*_region(evidence), *_words(evidence), *_field(evidence)]
    if evidence.match.terms[MatchTerm.RECORD]:
        found.append(_("このサイトで活動を終えた実績があります。"))
    return found


def _skill(evidence: _Evidence, slug: str) -> str:
    for each in evidence.profile.skills.all():
        if each.skill.slug == slug:
            return _("登録したスキル：{skill}（{level}、{years}年）").format(
                skill=each.skill.name, level=each.get_level_display(), years=each.years
            )
    excerpt = _excerpt(evidence.profile, slug)
    name = evidence.names.get(slug, slug)
    return _("経歴の記述（{skill}）：「{excerpt}」").format(skill=name, excerpt=excerpt) if excerpt else ""


def _excerpt(profile: AdvisorProfile, slug: str) -> str:
    texts = [text for each in profile.experiences.all() for text in (each.text, each.achievement)]
    for text in (*texts, profile.summary, profile.headline):
        for sentence in text.replace("。", "。\n").splitlines():
            if slug in skills_in(sentence):
                clean = sentence.strip()
                return clean if len(clean) <= EXCERPT else f"{clean[:EXCERPT]}…"
    return ""


def _region(evidence: _Evidence) -> list[str]:
    place = evidence.opening.municipality
    prefecture = place.prefecture or place
    for tie in evidence.profile.ties.all():
        if place in (tie.municipality, tie.municipality.prefecture) or tie.municipality == prefecture:
            return [_("地域とのつながり：{tie}").format(tie=tie)]
        if tie.municipality.prefecture_id == prefecture.pk:
            return [_("同じ都道府県とのつながり：{tie}").format(tie=tie)]
    if evidence.profile.prefecture == prefecture:
        return [_("お住まい：{place}").format(place=prefecture.name)]
    return []


def _words(evidence: _Evidence) -> list[str]:
    words = [trait[2:] for trait in evidence.best(MatchTerm.TEXT) if trait.startswith("w:")][:WORDS]
    if not words:
        return []
    return [_("募集の課題と経歴に共通する言葉：{words}").format(words="、".join(words))]


def _field(evidence: _Evidence) -> list[str]:
    field = evidence.opening.project.field
    return (
        [_("得意な分野：{field}").format(field=field.name)] if evidence.match.terms[MatchTerm.FIELD] else []
    )


def _caution(evidence: _Evidence) -> str:
    opening, profile = evidence.opening, evidence.profile
    held = {each.skill_id for each in profile.skills.all()}
    for each in opening.skills.all():
        if each.importance == Importance.REQUIRED and each.skill_id not in held:
            return _("必須のスキル「{skill}」が登録されていません。").format(skill=each.skill.name)
    if opening.pay_unit in UNPAID_UNITS and not profile.accepts_unpaid:
        return _("無償の募集ですが、謝礼を希望しています。")
    if evidence.match.terms[MatchTerm.PAY] == 0 and profile.hourly_wish:
        return _("謝礼が希望額に届きません。")
    if opening.work_style != "online" and profile.work_style == "online":
        return _("訪問のある募集ですが、オンラインを希望しています。")
    if profile.hours_per_month == opening.hours_per_month:
        return _("使える時間と募集の活動時間が同じで、余裕がありません。")
    return ""
