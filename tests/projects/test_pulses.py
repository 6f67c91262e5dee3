"""ふり返り: asked halfway and after the end, one person a side, read by the operator alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from notifications.models import Notice
from projects.handover import _ask_another
from projects.models import Pulse
from projects.operations.pulse import answer_pulse, ask_pulses
from projects.queries.pulse import person_of_city
from projects.tasks import ask_pulses as task
from tests.factories.accounts import UserFactory
from tests.factories.base import day, moment
from tests.factories.municipalities import StaffMembershipFactory
from tests.factories.projects import EngagementFactory
from tests.factories.work import PulseFactory


@pytest.fixture
def active(sanuki, advisor):
    return EngagementFactory(
        municipality=sanuki, advisor=advisor, active=True, start_date=day(-60), end_date=day(60)
    )


def _asked():
    return set(Pulse.objects.values_list("moment", "from_advisor"))


class TestAsking:
    def test_both_sides_once_when_the_middle_has_come(self, active, clerk, advisor_user):
        assert ask_pulses(moment(-1)) == 0
        assert (task(), task()) == (1, 0)
        assert _asked() == {("middle", True), ("middle", False)}
        assert {pulse.person for pulse in Pulse.objects.all()} == {advisor_user, clerk}
        assert Notice.objects.filter(kind="projects.pulse_asked").count() == 2

    def test_again_after_the_end_but_not_long_after(self, active, clerk):
        active.status, active.ended_at = "completed", moment(-3)
        active.save()
        assert ask_pulses(moment()) == 1
        assert _asked() == {("end", True), ("end", False)}
        Pulse.objects.all().delete()
        assert ask_pulses(moment(40)) == 0

    @pytest.mark.parametrize("change", [{"end_date": day(-1)}, {"status": "paused"}])
    def test_not_in_short_or_paused_ones(self, active, clerk, change):
        for name, value in {"start_date": day(-50), **change}.items():
            setattr(active, name, value)
        active.save()
        assert ask_pulses(moment()) == 0

    def test_the_lead_answers_for_the_city(self, active, clerk, sanuki):
        assert person_of_city(active) == clerk
        active.project.lead = StaffMembershipFactory(municipality=sanuki)
        active.project.save()
        assert person_of_city(active) == active.project.lead.user

    def test_once_a_side(self, active):
        PulseFactory(engagement=active)
        with pytest.raises(IntegrityError):
            PulseFactory(engagement=active)


class TestAnswering:
    def _answer(self, pulse, **scores):
        values = {"progress": 4, "contact": 4, "nearness": 3, **scores}
        return answer_pulse(pulse, by=pulse.person, at=moment(), **values)

    @pytest.mark.parametrize(("scores", "told"), [({}, 0), ({"contact": 2}, 1), ({"nearness": 1}, 1)])
    def test_coordinators_hear_of_low_scores(self, active, coordinator, scores, told):
        row = self._answer(PulseFactory(engagement=active), **scores)
        assert row.is_low is bool(told)
        notices = Notice.objects.filter(kind="projects.pulse_low")
        assert notices.count() == told
        assert all(notice.recipient == coordinator for notice in notices)

    def test_half_an_answer_is_none(self, active):
        with pytest.raises(IntegrityError):
            PulseFactory(engagement=active, answered=True, contact=None)

    def test_a_transfer_asks_the_successor(self, active, sanuki, approver):
        giver, taker = (
            StaffMembershipFactory(municipality=sanuki),
            StaffMembershipFactory(municipality=sanuki),
        )
        row = PulseFactory(engagement=active, from_advisor=False, person=giver.user)
        _ask_another(row, giver=giver, taker=None, by=approver, at=moment())
        _ask_another(row, giver=giver, taker=taker, by=approver, at=moment())
        row.refresh_from_db()
        assert row.person == taker.user


class TestPages:
    def _url(self, pulse, area="my_engagements"):
        return reverse("engagements:pulse_action", args=[pulse.code, "answer"], current_app=area)

    def test_answered_in_one_form_and_kept_from_the_other_side(
        self, active, signed_in, clerk, advisor_user, coordinator
    ):
        row = PulseFactory(engagement=active)
        browser = signed_in(advisor_user)
        page = browser.get(self._url(row)).content.decode()
        assert "また一緒に取り組みたい" not in page  # asked at the end
        refused = browser.post(self._url(row), {"progress": "4", "comment": "資料が届かない"})
        assert refused.status_code == 422
        assert "資料が届かない" in refused.content.decode()
        typed = {"progress": "4", "contact": "2", "nearness": "3", "comment": "資料が届かない"}
        assert "資料が届かない" in browser.post(self._url(row), typed, follow=True).content.decode()

        def seen(person, area):
            url = reverse("engagements:detail", args=[active.code], current_app=area)
            return "資料が届かない" in signed_in(person).get(url).content.decode()

        assert seen(coordinator, "coord_engagements")
        assert not seen(clerk, "desk_engagements")

    @pytest.mark.parametrize("person", ["clerk", "viewer", "outsider", "other_advisor_user"])
    def test_nobody_else_finds_it(self, request, active, signed_in, person):
        browser = signed_in(request.getfixturevalue(person))
        assert browser.get(self._url(PulseFactory(engagement=active))).status_code == 404

    def test_the_operator_reads_but_does_not_answer(self, active, signed_in, coordinator):
        row = PulseFactory(engagement=active, person=UserFactory())
        assert signed_in(coordinator).get(self._url(row, "coord_engagements")).status_code == 403

    def test_at_the_end_whether_to_do_it_again_is_asked(self, active, signed_in, advisor_user):
        row = PulseFactory(engagement=active, moment="end")
        assert "また一緒に取り組みたい" in signed_in(advisor_user).get(self._url(row)).content.decode()

    def test_the_record_keeps_no_words(self, active, advisor_user):
        row = PulseFactory(engagement=active)
        answer_pulse(
            row,
            by=advisor_user,
            at=moment() + timedelta(seconds=1),
            progress=1,
            contact=1,
            nearness=1,
            comment="秘密",
        )
        from audit.queries import history_of

        assert "秘密" not in str([event.__dict__ for event in history_of(row)])
