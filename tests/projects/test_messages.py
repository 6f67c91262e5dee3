"""やり取り between meetings: written by either side, told to everybody else, never changed."""

import pytest
from django.urls import reverse

from notifications.models import Notice
from projects.models import Message
from projects.operations.message import write_message
from tests.factories.base import moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import EngagementFactory
from tests.factories.work import MessageFactory


@pytest.fixture
def active(sanuki, advisor):
    return EngagementFactory(municipality=sanuki, advisor=advisor, active=True)


def test_everybody_else_hears(active, sanuki, clerk, advisor_user):
    member = StaffMembershipFactory(municipality=sanuki)
    active.project.team.add(member)
    write_message(active, by=advisor_user, at=moment(), text="資料を置きました。")
    write_message(active, by=member.user, at=moment(), text="読みます。")
    told = Notice.objects.order_by("pk").values_list("recipient", flat=True)
    assert list(told) == [member.user.pk, advisor_user.pk]  # the clerk is not in the team


def test_on_the_page_newest_first_and_older_ones_folded(active, signed_in, clerk, advisor_user):
    for number in range(7):
        MessageFactory(engagement=active, text=f"{number}通目の話", written_at=moment(-10 + number))
    browser = signed_in(advisor_user)
    url = reverse("engagements:message_new", args=[active.code], current_app="my_engagements")
    assert browser.post(url, {"text": ""}).status_code == 422
    page = browser.post(
        url, {"text": "https://x.example を見て <b>ください</b>"}, follow=True
    ).content.decode()
    assert "&lt;b&gt;" in page
    assert (
        page.index("を見て") < page.index("6通目の話") < page.index("前のやり取り") < page.index("2通目の話")
    )


@pytest.mark.parametrize("person", ["viewer", "outsider", "other_advisor_user"])
def test_who_does_not_write(request, active, signed_in, person):
    url = reverse("engagements:message_new", args=[active.code], current_app="desk_engagements")
    response = signed_in(request.getfixturevalue(person)).post(url, {"text": "一言"})
    assert response.status_code == (403 if person == "viewer" else 404)
    assert not Message.objects.exists()


def test_the_record_keeps_no_words(active, clerk):
    from audit.models import Event

    write_message(active, by=clerk, at=moment(), text="秘密の話")
    assert "秘密の話" not in str(list(Event.objects.values()))
