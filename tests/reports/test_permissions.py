"""Who may do what with a report in which state."""

import pytest
from django.contrib.auth.models import AnonymousUser

from reports import workflow
from reports.models import JointReport, OutcomeReport
from reports.queries import published
from tests.factories.projects import EngagementFactory, ProgramFactory
from tests.factories.reports import JointReportFactory, OutcomeReportFactory
from tests.projects.test_permissions import CAST, STAFF, build, expected, granted

CITY_AND_COORDINATOR = STAFF | {"coordinator"}
ADVISOR_SEES = {"commenting", "commented", "in_review", "returned", "approved", "published", "withdrawn"}

OUTCOME = {
    "edit": ({"clerk"}, {"draft", "commented", "returned"}),
    "request_comment": ({"clerk"}, {"draft", "returned"}),
    "comment": ({"advisor_user"}, {"commenting"}),
    "reopen": ({"clerk"}, {"commenting", "commented"}),
    "submit": ({"clerk"}, {"commented", "returned"}),
    "approve": ({"approver"}, {"in_review"}),
    "return": ({"approver"}, {"in_review"}),
    "recall": ({"clerk"}, {"in_review"}),
    "publish": ({"clerk"}, {"approved"}),
    "withdraw": ({"clerk"}, {"published"}),
}
JOINT = {
    "edit": ({"clerk"}, {"draft", "returned"}),
    "submit": ({"clerk"}, {"draft", "returned"}),
    "approve": ({"approver"}, {"in_review"}),
    "return": ({"approver"}, {"in_review"}),
    "recall": ({"clerk"}, {"in_review"}),
    "publish": ({"clerk"}, {"approved"}),
    "withdraw": ({"clerk"}, {"published"}),
}


@pytest.fixture
def report_in(sanuki, advisor, other_advisor):
    def make(state):
        engagement = EngagementFactory(completed=True, municipality=sanuki, advisor=advisor)
        return build(OutcomeReportFactory, state, "draft", engagement=engagement)

    return make


@pytest.mark.parametrize("state", [state.code for state in workflow.OUTCOME_REPORT.states])
def test_outcome_report(request, report_in, state):
    report = report_in(state)

    assert granted(request, report, OUTCOME) == expected(OUTCOME, state)


@pytest.mark.parametrize("state", [state.code for state in workflow.OUTCOME_REPORT.states])
def test_who_reads_an_outcome_report(request, report_in, state):
    report = report_in(state)

    seen_by = granted(request, report, {"view": None})["view"]

    readers = set(CITY_AND_COORDINATOR)
    if state in ADVISOR_SEES:
        readers.add("advisor_user")
    assert seen_by == (set(CAST) if state == "published" else readers)
    assert AnonymousUser().has_perm("reports.view_outcomereport", report) is (state == "published")


@pytest.mark.parametrize("state", [state.code for state in workflow.JOINT_REPORT.states])
def test_joint_report(request, sanuki, advisor, other_advisor, state):
    program = ProgramFactory(completed=True, municipality=sanuki)
    report = build(JointReportFactory, state, "draft", program=program)

    assert granted(request, report, JOINT) == expected(JOINT, state)


@pytest.mark.parametrize("name", [*CAST, "anonymous"])
def test_lists_hold_exactly_what_may_be_read(request, sanuki, takamatsu, advisor, name):
    for city in (sanuki, takamatsu):
        for state in ("draft", "commenting", "published", "withdrawn"):
            engagement = EngagementFactory(completed=True, municipality=city, advisor=advisor)
            build(OutcomeReportFactory, state, "draft", engagement=engagement)
            program = ProgramFactory(completed=True, municipality=city)
            if state != "commenting":
                build(JointReportFactory, state, "draft", program=program)
    user = AnonymousUser() if name == "anonymous" else request.getfixturevalue(name)

    for listed, model, permission in (
        (published.reports_visible_to(user), OutcomeReport, "reports.view_outcomereport"),
        (published.joint_reports_visible_to(user), JointReport, "reports.view_jointreport"),
    ):
        allowed = {row.pk for row in model.objects.all() if user.has_perm(permission, row)}
        assert set(listed.values_list("pk", flat=True)) == allowed
