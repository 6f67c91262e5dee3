"""What people hear after a call is published, and at the very end: (kind, situation, what makes it happen in a city)."""

from collections.abc import Callable
from functools import partial

from django.db.models import Q

from municipalities.models import Municipality
from projects import notices
from projects.matching import explain, people_for
from projects.models import Opening
from projects.operations.matching import refresh_calls, refresh_people
from tests.factories.accounts import UserFactory
from tests.factories.advisors import AdvisorProfileFactory, AdvisorSkillFactory
from tests.factories.base import moment
from tests.factories.dialogue import AddendumFactory, AmendmentFactory, InterestFactory, QuestionFactory
from tests.factories.projects import OpeningFactory
from tests.factories.selection import ScoutFactory
from tests.factories.work import CertificateFactory

LONG = "書かない窓口を一緒に考えるDX推進アドバイザー"


def _certified(city: Municipality) -> None:
    notices.tell_certificate(CertificateFactory(municipality=city), at=moment())


def _followed(city: Municipality, title: str = LONG) -> Opening:
    opening = OpeningFactory(municipality=city, open=True, asking=True, title=title)
    InterestFactory(opening=opening)
    return opening


def _amended(city: Municipality, **traits: bool) -> None:
    notices.tell_amended(AmendmentFactory(opening=_followed(city), **traits), at=moment())


def _withdrawn(city: Municipality) -> None:
    notices.tell_opening_withdrawn(_followed(city), at=moment(), reason="予算の見直しのため")


def _new_round(city: Municipality) -> None:
    again = OpeningFactory(municipality=city, open=True, title=LONG)
    notices.tell_new_round(again, previous=_followed(city), at=moment())


def _asked(city: Municipality) -> None:
    notices.tell_question(QuestionFactory(opening=_followed(city)), at=moment())


def _answered(city: Municipality) -> None:
    opening = _followed(city)
    notices.tell_answers(opening, [QuestionFactory(opening=opening, published=True)], at=moment())


def _refused(city: Municipality) -> None:
    notices.tell_refused_question(QuestionFactory(opening=_followed(city), refused=True), at=moment())


def _noted(city: Municipality) -> None:
    question = QuestionFactory(opening=_followed(city), published=True)
    notices.tell_note(AddendumFactory(question=question), at=moment())


def _matched(city: Municipality) -> None:
    skill = AdvisorSkillFactory(advisor__findable=True, advisor__hours_per_month=20)
    refresh_people(Q(pk=skill.advisor_id))
    opening = OpeningFactory(municipality=city, open=True, title=LONG)
    refresh_calls(Q(pk=opening.pk))
    (found,) = explain(people_for(opening))
    notices.tell_match(found, at=moment())


def _carried(city: Municipality) -> None:
    openings = [OpeningFactory(municipality=city, open=True, title=LONG) for _number in range(2)]
    notices.tell_carried_matches(AdvisorProfileFactory(active=True), openings, at=moment())


def _no_match(city: Municipality) -> None:
    UserFactory(coordinator=True)
    notices.tell_no_match(OpeningFactory(municipality=city, no_match=True, title=LONG), at=moment())


def _scouted(city: Municipality) -> None:
    opening = OpeningFactory(municipality=city, open=True, title=LONG)
    notices.tell_scout(ScoutFactory(opening=opening), at=moment())


def _scout_declined(city: Municipality, *, reason: str) -> None:
    opening = OpeningFactory(municipality=city, open=True, title=LONG)
    notices.tell_scout_declined(ScoutFactory(opening=opening, declined=True), reason=reason, at=moment())


SITUATIONS: list[tuple[str, str, Callable[[Municipality], None]]] = [
    ("projects.opening_amended", "corrected", _amended),
    ("projects.opening_amended", "terms", partial(_amended, terms=True)),
    ("projects.opening_amended", "extended", partial(_amended, extension=True)),
    ("projects.opening_amended", "shortened", partial(_amended, shortening=True)),
    ("projects.opening_amended", "postponed", partial(_amended, postponement=True)),
    ("projects.opening_withdrawn", "withdrawn", _withdrawn),
    ("projects.new_round", "published", _new_round),
    ("projects.match_found", "found", _matched),
    ("projects.matches_carried", "carried", _carried),
    ("projects.no_match", "released", _no_match),
    ("projects.scout_received", "sent", _scouted),
    (
        "projects.scout_declined",
        "with a reason",
        partial(_scout_declined, reason="今期は予定が埋まっています。"),
    ),
    ("projects.scout_declined", "without one", partial(_scout_declined, reason="")),
    ("projects.question_asked", "asked", _asked),
    ("projects.question_answered", "published", _answered),
    ("projects.answers_published", "published", _answered),
    ("projects.question_refused", "refused", _refused),
    ("projects.answer_noted", "noted", _noted),
    ("projects.certificate", "issued", _certified),
]
