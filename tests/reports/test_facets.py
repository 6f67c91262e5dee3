"""The case library by size of the municipality and by what came out of it."""

import pytest
from django.urls import reverse

from tests.factories.projects import DeliverableFactory, EngagementFactory
from tests.factories.reports import JointReportFactory, OutcomeReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(sanuki):
    work = EngagementFactory(municipality=sanuki, completed=True)
    DeliverableFactory(engagement=work, accepted=True, kind="manual")
    DeliverableFactory(engagement=work, kind="survey")  # handed in, not accepted
    return OutcomeReportFactory(engagement=work, published=True, title="書かない窓口への第一歩")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("size=city", True),
        ("size=village", False),
        ("result=manual", True),
        ("result=survey", False),
        ("size=city&result=manual", True),
        ("result=nonsense", True),
    ],
)
def test_reports_are_found_by_size_and_result(client, report, query, found):
    page = client.get(f"{reverse('reports')}?{query}").content.decode()
    assert (report.title in page) is found


@pytest.mark.parametrize(("query", "found"), [("result=manual", True), ("result=survey", False)])
def test_a_joint_report_counts_when_one_of_its_projects_has_it(client, report, query, found):
    program = report.engagement.project.program
    JointReportFactory(program=program, published=True, title="合同の報告")
    page = client.get(f"{reverse('reports')}?{query}").content.decode()
    assert ("合同の報告" in page) is found
