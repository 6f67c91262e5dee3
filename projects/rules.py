"""Questions about a person and a project's parts.

Everything in this app carries `municipality_id`, so the staff predicates of the app below serve
here too.
"""

from typing import Any

import rules

from accounts.rules import is_operator
from core.permissions import allowed
from municipalities.rules import administers, is_staff, may_approve, may_draft, may_select

GOING = frozenset({"planned", "running"})
ENDED = frozenset({"completed", "ended_early"})  # of activities
ADOPTED = frozenset({"adopted", "trial", "existing"})  # of advice: the city does it
SELECTING_STATES = frozenset({"open", "selecting"})  # outcomes and reviews are noted
# Between the decision about the applicants and the moment in which all of them hear of it.
SEALED_STATES = frozenset({"result_review", "result_approved", "releasing"})
UNANSWERED_STATES = SELECTING_STATES | SEALED_STATES
RELEASED_STATES = frozenset({"decided", "no_match"})
PUBLIC_OPENING_STATES = UNANSWERED_STATES | RELEASED_STATES


@rules.predicate
def is_public_opening(_user: Any, opening: Any = None) -> bool:
    return opening is not None and opening.status in PUBLIC_OPENING_STATES


@rules.predicate
def is_scheduled(_user: Any, opening: Any = None) -> bool:
    return opening is None or opening.publish_at is not None


@rules.predicate
def may_be_asked(_user: Any, engagement: Any = None) -> bool:
    """The city wants a 決裁 before the start, and none is under way or granted."""
    return engagement is None or (engagement.is_agreed and engagement.lacks_decision)


@rules.predicate
def is_being_decided(_user: Any, engagement: Any = None) -> bool:
    return engagement is None or engagement.is_being_decided


@rules.predicate
def is_applicant(user: Any, application: Any = None) -> bool:
    """Nobody's, once it was erased."""
    advisor = getattr(application, "advisor", None)
    return advisor is not None and advisor.user_id == user.pk


@rules.predicate
def gave_consent(user: Any, consent: Any = None) -> bool:
    return consent is not None and consent.advisor.user_id == user.pk


@rules.predicate
def led_nowhere(_user: Any, application: Any = None) -> bool:
    """The answer is given, and there is no activity."""
    return application is None or application.status in {"declined", "reserved", "refused"}


@rules.predicate
def is_scouted(user: Any, scout: Any = None) -> bool:
    return scout is not None and scout.advisor.user_id == user.pk


@rules.predicate
def is_open_call(_user: Any, opening: Any = None) -> bool:
    return opening is None or opening.status == "open"


@rules.predicate
def was_submitted(_user: Any, application: Any = None) -> bool:
    """A draft belongs to the applicant alone, and of an erased application there is nothing to see."""
    return application is not None and application.submitted_at is not None and not application.erased_at


@rules.predicate
def has_cleared(user: Any, application: Any = None) -> bool:
    """Has declared to have no conflict of interest with the applicant; without that nothing is read."""
    return application is None or (
        user.is_authenticated
        and application.declarations.filter(reviewer=user.pk, has_conflict=False).exists()
    )


@rules.predicate
def is_interviewee(user: Any, interview: Any = None) -> bool:
    return interview is not None and is_applicant(user, interview.application)


@rules.predicate
def read_its_application(user: Any, interview: Any = None) -> bool:
    """Who declared a conflict of interest takes no part in the interview either."""
    return interview is None or has_cleared(user, interview.application)


@rules.predicate
def is_being_selected(_user: Any, application: Any = None) -> bool:
    """Reviews are given from the first application on until the result is asked to be approved."""
    return application is None or application.is_being_selected


@rules.predicate
def is_in_outbox(_user: Any, application: Any = None) -> bool:
    """The outcome is decided; the words that go with it can still be changed."""
    return application is None or application.is_in_outbox


@rules.predicate
def is_selecting(_user: Any, opening: Any = None) -> bool:
    return opening is None or opening.status in SELECTING_STATES


@rules.predicate
def has_result(_user: Any, opening: Any = None) -> bool:
    """There is, or may soon be, something to decide about."""
    return opening is None or opening.status in UNANSWERED_STATES - {"open"} | RELEASED_STATES


@rules.predicate
def names_are_hidden(_user: Any, opening: Any = None) -> bool:
    return opening is not None and opening.hides_names


@rules.predicate
def is_known_by_name(_user: Any, application: Any = None) -> bool:
    """One cannot meet somebody without learning who it is."""
    return application is None or not application.hides_name


@rules.predicate
def takes_scores(_user: Any, application: Any = None) -> bool:
    return application is None or not application.opening.scores_are_final


@rules.predicate
def has_no_conflict_here(user: Any, opening: Any = None) -> bool:
    """Whoever declared a conflict with one of the applicants does not decide about any of them."""
    if opening is None:
        return True
    conflicts = {"declarations__reviewer": user.pk, "declarations__has_conflict": True}
    return not opening.applications.filter(**conflicts).exists()


@rules.predicate
def has_letters(_user: Any, opening: Any = None) -> bool:
    return opening is None or opening.status in {"result_approved", "releasing"}


@rules.predicate
def is_its_advisor(user: Any, obj: Any = None) -> bool:
    """The advisor of the engagement, or of the engagement the row belongs to."""
    if obj is None:
        return False
    engagement = getattr(obj, "engagement", obj)
    return bool(engagement.advisor.user_id == user.pk)


@rules.predicate
def is_under_way(_user: Any, obj: Any = None) -> bool:
    """Records are kept while the work goes on and until its report is written."""
    engagement = getattr(obj, "engagement", obj)
    return engagement is None or engagement.status in {"active", "paused"} | ENDED


@rules.predicate
def is_certified(_user: Any, engagement: Any = None) -> bool:
    """There is something to hand out."""
    return engagement is None or bool(engagement.certificate_kinds)


@rules.predicate
def is_before_end(_user: Any, obj: Any = None) -> bool:
    engagement = getattr(obj, "engagement", obj)
    return engagement is None or engagement.status in {"preparing", "active", "paused"}


@rules.predicate
def is_preparing(_user: Any, engagement: Any = None) -> bool:
    """Afterwards the terms change by agreement only."""
    return engagement is None or engagement.status == "preparing"


@rules.predicate
def is_at_work(_user: Any, engagement: Any = None) -> bool:
    return engagement is None or engagement.status in {"active", "paused"}


@rules.predicate
def came_from_advisor(_user: Any, revision: Any = None) -> bool:
    return revision is None or revision.by_advisor


@rules.predicate
def is_going(_user: Any, row: Any = None) -> bool:
    """A program or project that has neither ended nor been given up."""
    return row is None or row.status in GOING


@rules.predicate
def belongs_to_going_program(_user: Any, project: Any = None) -> bool:
    return project is None or project.program.status in GOING


@rules.predicate
def belongs_to_going_work(_user: Any, opening: Any = None) -> bool:
    return opening is None or {opening.project.status, opening.project.program.status} <= GOING


@rules.predicate
def has_free_seats(_user: Any, opening: Any = None) -> bool:
    """The call is answered and somebody is still missing."""
    return opening is None or (opening.status in RELEASED_STATES and opening.seats_left > 0)


@rules.predicate
def is_undecided(_user: Any, recommendation: Any = None) -> bool:
    """Once the city has decided, the advice stands as it was given."""
    return recommendation is None or recommendation.status == "proposed"


@rules.predicate
def is_unclaimed(_user: Any, entry: Any = None) -> bool:
    """What stands on a sheet under examination or confirmed by the city is not changed any more."""
    return entry is None or entry.sheet is None or entry.sheet.status == "returned"


@rules.predicate
def owns_saved_search(user: Any, search: Any = None) -> bool:
    return search is not None and search.owner_id == user.pk


@rules.predicate
def opening_is_open(_user: Any, row: Any = None) -> bool:
    """Whether the call the row belongs to still takes applications; its last day is asked for by operations."""
    return row is None or row.opening.status == "open"


@rules.predicate
def asked_it(user: Any, question: Any = None) -> bool:
    return question is not None and question.asked_by_id == user.pk


@rules.predicate
def is_open_item(_user: Any, item: Any = None) -> bool:
    return item is None or item.status == "open"


@rules.predicate
def is_unaccepted(_user: Any, deliverable: Any = None) -> bool:
    """What the city has accepted stays as it was accepted."""
    return deliverable is None or deliverable.status in {"submitted", "returned"}


@rules.predicate
def is_own_feed(user: Any, feed: Any = None) -> bool:
    return feed is not None and feed.owner_id == user.pk


@rules.predicate
def was_answered_publicly(_user: Any, question: Any = None) -> bool:
    return question is not None and question.status == "published"


@rules.predicate
def is_on_profile(_user: Any, engagement: Any = None) -> bool:
    return engagement is None or engagement.is_on_profile


@rules.predicate
def has_its_moment(_user: Any, meeting: Any = None) -> bool:
    return meeting is None or meeting.status != "proposed"


# Whoever works for the city or the operator knows more than an applicant may: they neither ask nor follow.
is_outside = rules.is_authenticated & ~is_staff & ~is_operator
sees_engagement = is_staff | is_its_advisor | is_operator
takes_part = may_draft | is_its_advisor


def staff_action(action: str) -> rules.Predicate:
    return may_draft & allowed(action)


def answers_other_side(action: str) -> rules.Predicate:
    """For the side that did not propose it: a revision, or moments for a meeting."""
    other = (may_draft & came_from_advisor) | (is_its_advisor & ~came_from_advisor)
    return other & allowed(action)


def takes_back_own(action: str) -> rules.Predicate:
    own = (is_its_advisor & came_from_advisor) | (may_draft & ~came_from_advisor)
    return own & allowed(action)


@rules.predicate
def is_asked(user: Any, pulse: Any = None) -> bool:
    return pulse is not None and pulse.person_id == user.pk


sees_pulse = is_asked | is_operator


def own_pulse_action(action: str) -> rules.Predicate:
    return is_asked & allowed(action)


def approver_action(action: str) -> rules.Predicate:
    return may_approve & allowed(action)


def applicant_action(action: str) -> rules.Predicate:
    return is_applicant & allowed(action)


def scouted_action(action: str) -> rules.Predicate:
    return is_scouted & allowed(action)


def interviewee_action(action: str) -> rules.Predicate:
    return is_interviewee & allowed(action)


def interviewer_action(action: str) -> rules.Predicate:
    return may_select & read_its_application & allowed(action)


@rules.predicate
def may_import(user: Any, job: Any = None) -> bool:
    """A city's own people and work by those who may enter them one by one, the rest by operators."""
    if job is None:
        return may_draft.test(user, None) or is_operator.test(user, None)
    if job.municipality_id is None:
        return bool(is_operator.test(user, None))
    return bool((administers if job.kind == "staff" else may_draft).test(user, job))


rules.add_perm("projects.watch_engagements", is_staff | is_operator)
