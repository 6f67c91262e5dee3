"""One row of every noun in さぬき市, in a state in which an action is possible."""

from typing import Any

from municipalities.models import Municipality, PartnershipAgreement
from projects.models import Application, Engagement, Interview, Opening, Question, Scout
from reports.models import OutcomeReport
from tests.factories.advisors import AdvisorProfileFactory, ExperienceFactory
from tests.factories.base import moment
from tests.factories.dialogue import InterestFactory, QuestionFactory
from tests.factories.imports import ImportJobFactory
from tests.factories.matching import MatchWeightsFactory
from tests.factories.municipalities import (
    ApprovalFactory,
    DepartmentFactory,
    HandoverFactory,
    InvitationFactory,
    PartnershipAgreementFactory,
    StaffMembershipFactory,
)
from tests.factories.projects import (
    ApplicationFactory,
    DeliverableFactory,
    EngagementFactory,
    GoalFactory,
    MeetingFactory,
    OpeningFactory,
    ProgramFactory,
    ProjectFactory,
    RecommendationFactory,
)
from tests.factories.reports import (
    DocumentJobFactory,
    JointReportFactory,
    OutcomeReportFactory,
    ReportPhotoFactory,
)
from tests.factories.search import SavedSearchFactory
from tests.factories.selection import InterviewFactory, PoolConsentFactory, ScoutFactory
from tests.factories.work import (
    ActionItemFactory,
    CertificateFactory,
    FollowUpFactory,
    HonorariumSheetFactory,
    MessageFactory,
    PulseFactory,
    RevisionFactory,
    WorkEntryFactory,
)


def _state(workflow: Any, action: str) -> dict[str, bool]:
    """The trait of a state in which the action is possible; none for the first state."""
    if not action:
        return {}
    sources = workflow.sources_of(action)
    if workflow.initial in sources:
        return {}
    return {next(state.code for state in workflow.states if state.code in sources): True}


def _of(factory: Any, **fixed: Any) -> Any:
    def build(city: Any, advisor: Any, action: str) -> Any:
        model = factory._meta.model
        traits = fixed if fixed and not action else _state(model.workflow, action)
        return factory(municipality=city, **traits)

    return build


def _opening(city: Any, advisor: Any, action: str) -> Any:
    if action in ("publish_answers", "declare"):
        return OpeningFactory(municipality=city, open=True)
    if action == "assess_applications":
        return OpeningFactory(municipality=city, selecting=True)
    if action == "write_letters":
        return OpeningFactory(municipality=city, result_approved=True)
    if action in ("show_names", "clear_conflict"):
        return OpeningFactory(municipality=city, selecting=True, is_blind=True)
    row = OpeningFactory(municipality=city, **_state(Opening.workflow, action))
    if action == "unschedule":
        Opening.objects.filter(pk=row.pk).update(publish_at=moment(1))
    return row


def _application(city: Any, advisor: Any, action: str) -> Any:
    if action == "join_pool":
        return ApplicationFactory(municipality=city, advisor=advisor, declined=True)
    in_workflow = action and action not in ("review", "agree", "recuse", "note")
    traits = _state(Application.workflow, action) if in_workflow else {"submitted": True}
    return ApplicationFactory(municipality=city, advisor=advisor, **traits)


def _engagement(city: Any, advisor: Any, action: str) -> Any:
    traits = _state(Engagement.workflow, action) if action else {"active": True}
    return EngagementFactory(municipality=city, advisor=advisor, **traits)


def _part(factory: Any) -> Any:
    def build(city: Any, advisor: Any, action: str) -> Any:
        work = EngagementFactory(municipality=city, advisor=advisor, active=True)
        return factory(engagement=work, **(_state(factory._meta.model.workflow, action) if action else {}))

    return build


def _follow_up(city: Any, advisor: Any, action: str) -> Any:
    work = EngagementFactory(municipality=city, advisor=advisor, completed=True)
    return FollowUpFactory(recommendation=RecommendationFactory(engagement=work, studying=True))


def _report(city: Any, advisor: Any, action: str) -> Any:
    work = EngagementFactory(municipality=city, advisor=advisor, completed=True)
    return OutcomeReportFactory(engagement=work, **_state(OutcomeReport.workflow, action))


def _asked_report(city: Any, advisor: Any, action: str) -> Any:
    work = EngagementFactory(municipality=city, advisor=advisor, completed=True)
    return OutcomeReportFactory(engagement=work, commenting=True)


def _agreement(city: Any, advisor: Any, action: str) -> Any:
    traits = _state(PartnershipAgreement.workflow, action)
    return PartnershipAgreementFactory(municipalities=[city], **traits)


def _published(city: Any, advisor: Any, action: str) -> Any:
    return OpeningFactory(municipality=city, open=True)


def _question(city: Any, advisor: Any, action: str) -> Any:
    opening = OpeningFactory(municipality=city, open=True)
    return QuestionFactory(opening=opening, **_state(Question.workflow, action))


def _followed(city: Any, advisor: Any, action: str) -> Any:
    opening = OpeningFactory(municipality=city, open=True)
    InterestFactory(opening=opening, person=advisor.user)
    return opening


def _found(city: Any, advisor: Any, action: str) -> Any:
    """Somebody who works for the other city, and so hides from it."""
    other = Municipality.objects.get(code="372013")
    return AdvisorProfileFactory(findable=True, employer_municipality=other)


def _scout(city: Any, advisor: Any, action: str) -> Any:
    return ScoutFactory(municipality=city, advisor=advisor, **_state(Scout.workflow, action))


def _interview(city: Any, advisor: Any, action: str) -> Any:
    application = ApplicationFactory(municipality=city, advisor=advisor, submitted=True)
    return InterviewFactory(application=application, **_state(Interview.workflow, action))


def _document(city: Any, advisor: Any, action: str) -> Any:
    """Asked for by one of the city's clerks."""
    post = city.memberships.filter(roles__contains=["drafter"]).first()
    post = post or StaffMembershipFactory(municipality=city)
    state = {"failed": True} if action else {"done": True}
    return DocumentJobFactory(council=True, person=post.user, program__municipality=city, **state)


def _import(city: Any, advisor: Any, action: str) -> Any:
    state = {"": {}, "undo": {"done": True}, "retry": {"failed": True}}.get(action, {"checked": True})
    return ImportJobFactory(kind="openings", municipality=city, columns=["id", "challenge"], **state)


def _photo(city: Any, advisor: Any, action: str) -> Any:
    return ReportPhotoFactory(report=_report(city, advisor, action))


ROWS: dict[str, Any] = {
    "figures": lambda city, advisor, action: city,  # only a list
    "desk-report-photos": _photo,
    "imports": _import,
    "municipalities": lambda city, advisor, action: city,
    "desk-municipalities": lambda city, advisor, action: city,
    "fields": lambda city, advisor, action: ProjectFactory(municipality=city).field,
    "departments": lambda city, advisor, action: DepartmentFactory(municipality=city),
    "staff": lambda city, advisor, action: StaffMembershipFactory(
        municipality=city, **({"ended": True} if action == "restore" else {})
    ),
    "agreements": _agreement,
    "approvals": lambda city, advisor, action: ApprovalFactory(municipality=city),
    "desk-advisors": _found,
    "invitations": lambda city, advisor, action: InvitationFactory(municipality=city),
    "handovers": lambda city, advisor, action: HandoverFactory(municipality=city),
    "desk-questions": _question,
    "my-questions": lambda city, advisor, action: QuestionFactory(
        opening=_published(city, advisor, ""), asked_by=advisor.user
    ),
    "my-interests": _followed,
    "my-saved-searches": lambda city, advisor, action: SavedSearchFactory(owner=advisor.user),
    "my-experiences": lambda city, advisor, action: ExperienceFactory(advisor=advisor),
    "my-profiles": lambda city, advisor, action: advisor,
    "openings": _published,
    "desk-candidates": _opening,
    "my-matches": lambda city, advisor, action: advisor,
    "match-weights": lambda city, advisor, action: MatchWeightsFactory(),
    "desk-openings": _opening,
    "my-applications": _application,
    "desk-applications": _application,
    "desk-scouts": _scout,
    "desk-interviews": _interview,
    "desk-pool": lambda city, advisor, action: PoolConsentFactory(municipality=city, advisor=advisor),
    "my-pool": lambda city, advisor, action: PoolConsentFactory(municipality=city, advisor=advisor),
    "my-interviews": _interview,
    "my-scouts": _scout,
    "programs": _of(ProgramFactory),
    "projects": _of(ProjectFactory),
    "engagements": _engagement,
    "goals": _part(GoalFactory),
    "meetings": _part(MeetingFactory),
    "action-items": _part(ActionItemFactory),
    "messages": _part(MessageFactory),
    "pulses": _part(PulseFactory),
    "revisions": _part(RevisionFactory),
    "deliverables": _part(DeliverableFactory),
    "recommendations": _part(RecommendationFactory),
    "follow-ups": _follow_up,
    "work-entries": _part(WorkEntryFactory),
    "certificates": lambda city, advisor, action: CertificateFactory(
        engagement=EngagementFactory(municipality=city, advisor=advisor, completed=True)
    ),
    "honorarium-sheets": _part(HonorariumSheetFactory),
    "reports": lambda city, advisor, action: OutcomeReportFactory(municipality=city, published=True),
    "joint-reports": lambda city, advisor, action: JointReportFactory(municipality=city, published=True),
    "desk-reports": _report,
    "desk-joint-reports": _of(JointReportFactory),
    "my-reports": _asked_report,
    "documents": _document,
}
# Names of routes begin with the name of their noun; the longest that fits is meant.
NOUNS = sorted(ROWS, key=len, reverse=True)


def noun_of(route: str) -> str:
    return next(name for name in NOUNS if route == name or route.startswith(f"{name}_"))


def key_of(row: Any) -> str:
    return str(getattr(row, "code", None) or row.slug)


def row_for(route: str, city: Any, advisor: Any) -> Any:
    action = route.partition("_do_")[2]
    return ROWS[noun_of(route)](city, advisor, action)
