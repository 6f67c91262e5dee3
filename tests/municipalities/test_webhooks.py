"""Webhooks: who sets them up, what they hear of, and what happens when nobody answers."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core import webhooks as engine
from core.workflow import IllegalTransition
from municipalities.enums import StaffRole
from municipalities.models import Webhook, WebhookDelivery
from municipalities.operations import webhook as op
from municipalities.webhook_events import Happening, happening_of, happenings, register
from notifications.models import Notice
from projects.models import Opening
from projects.operations.opening import publish_opening
from tests.factories.base import moment
from tests.factories.municipalities import (
    StaffMembershipFactory,
    WebhookDeliveryFactory,
    WebhookFactory,
)
from tests.factories.projects import OpeningFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(sanuki):
    return StaffMembershipFactory(municipality=sanuki, roles=[StaffRole.ADMINISTRATOR]).user


@pytest.fixture
def hook(sanuki):
    return WebhookFactory(municipality=sanuki)


class Receiver:
    """What another system would have got; answers as it is told."""

    def __init__(self, *answers) -> None:
        self.answers, self.got = list(answers), []

    def __call__(self, url, body, sent):
        self.got.append((url, json.loads(body), sent))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answer


def _send(receiver, at=None):
    return op.send_due(clock=lambda: at or moment(), send=receiver)


class TestWhatIsTold:
    def test_a_publication_with_code_and_address_and_nothing_else(self, sanuki, hook, clerk):
        opening = OpeningFactory(municipality=sanuki, approved=True)
        publish_opening(opening, by=clerk, at=moment())
        receiver = Receiver()
        assert _send(receiver) == 1
        [(url, message, sent)] = receiver.got
        assert url == hook.url
        assert message["type"] == "opening.published"
        assert message["data"] == {
            "code": opening.code,
            "municipality": sanuki.code,
            "api": f"http://localhost:8000/api/v1/openings/{opening.code}/",
        }
        body = WebhookDelivery.objects.get().body.encode()
        stamp = int(sent["webhook-timestamp"])
        assert sent["webhook-signature"] == engine.sign(hook.secret, sent["webhook-id"], stamp, body)

    def test_only_what_was_chosen_where_it_was_chosen(self, sanuki, takamatsu, clerk):
        WebhookFactory(municipality=sanuki, events=["report.published"])
        WebhookFactory(municipality=takamatsu)
        WebhookFactory(municipality=sanuki, paused=True)
        publish_opening(OpeningFactory(municipality=sanuki, approved=True), by=clerk, at=moment())
        assert not WebhookDelivery.objects.exists()

    def test_a_prefecture_hears_of_its_municipalities(self, sanuki, clerk):
        WebhookFactory(municipality=sanuki.prefecture)
        publish_opening(OpeningFactory(municipality=sanuki, approved=True), by=clerk, at=moment())
        assert WebhookDelivery.objects.count() == 1

    def test_nothing_is_told_of_what_was_rolled_back(self, sanuki, hook, clerk):
        with pytest.raises(IllegalTransition):
            publish_opening(OpeningFactory(municipality=sanuki), by=clerk, at=moment())
        assert not WebhookDelivery.objects.exists()

    def test_preparing_a_result_is_no_event(self):
        sealed = ("submit_result", "approve_result", "announce", "hold", "reselect", "show_names")
        assert not any(happening_of(Opening, action) for action in sealed)

    def test_the_guide_names_every_event(self, settings):
        guide = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
        assert all(f"`{each.name}`" in guide for each in happenings())

    def test_an_action_is_announced_once(self):
        with pytest.raises(ValueError, match="twice"):
            register(Opening, ["publish"], Happening("x", "x", "x"))
        assert len({each.name for each in happenings()}) == len(happenings())

    def test_many_at_once(self, sanuki, clerk):
        from projects.operations.record import decide_recommendation

        WebhookFactory(municipality=sanuki, events=["recommendation.decided"])
        row = RecommendationFactory(municipality=sanuki)
        decide_recommendation("adopt")(row, by=clerk, at=moment(), status_note="行う")
        assert WebhookDelivery.objects.get().event == "recommendation.decided"


class TestWhenNobodyAnswers:
    @pytest.fixture
    def waiting(self, hook):
        return WebhookDeliveryFactory(webhook=hook)

    @pytest.mark.parametrize("answer", [500, 404, 301, OSError("timed out"), engine.Refused("not public")])
    def test_it_is_tried_again_later_under_the_same_id(self, waiting, answer):
        receiver = Receiver(answer)
        assert _send(receiver) == 0
        assert _send(receiver) == 0  # not due
        assert len(receiver.got) == 1
        assert _send(receiver, moment() + timedelta(seconds=6)) == 1
        first, second = (sent["webhook-id"] for _url, _body, sent in receiver.got)
        assert first == second

    def test_after_ten_attempts_it_is_given_up(self, waiting):
        now, receiver = moment(), Receiver(*[500] * 30)
        for pause in (0, *op.PAUSES, 86400, 86400):
            now += timedelta(seconds=pause + 1)
            Webhook.objects.update(failing_since=None)
            _send(receiver, now)
        waiting.refresh_from_db()
        assert (len(receiver.got), waiting.given_up_at is not None, waiting.error) == (10, True, "HTTP 500")

    def test_five_days_without_an_answer_switch_it_off_and_say_so(self, hook, waiting, administrator):
        Webhook.objects.update(failing_since=moment(-5) - timedelta(minutes=1))
        _send(Receiver(500))
        hook.refresh_from_db()
        assert hook.status == "disabled"
        assert Notice.objects.get(recipient=administrator).kind == "municipalities.webhook_disabled"
        assert _send(Receiver(), moment(1)) == 0

    def test_gone_is_gone(self, hook, waiting):
        _send(Receiver(410))
        hook.refresh_from_db()
        waiting.refresh_from_db()
        assert hook.status == "disabled"
        assert waiting.given_up_at

    def test_an_answer_ends_the_count(self, hook, waiting):
        Webhook.objects.update(failing_since=moment(-3))
        _send(Receiver(204))
        hook.refresh_from_db()
        assert hook.failing_since is None

    def test_one_that_is_being_sent_is_left_alone(self, waiting):
        WebhookDelivery.objects.update(locked_until=moment() + timedelta(minutes=1))
        assert _send(Receiver()) == 0
        assert _send(Receiver(), moment() + timedelta(minutes=2)) == 1

    def test_settled_messages_go_after_a_month(self, waiting):
        WebhookDelivery.objects.update(delivered_at=moment(-31))
        assert op.forget_deliveries(moment()) == 1


def test_for_a_day_both_keys_sign(hook, administrator):
    old = hook.secret
    row = op.rotate_secret(hook, by=administrator, at=moment())
    assert row.secret != old
    assert not Event.objects.filter(detail__icontains=row.secret[6:20]).exists()
    for at, signatures in ((moment(), 2), (moment(2), 1)):
        WebhookDeliveryFactory(webhook=hook, due_at=moment(-1))
        receiver = Receiver()
        _send(receiver, at)
        assert len(receiver.got[0][2]["webhook-signature"].split()) == signatures


class TestPages:
    FORM = {"name": "県の事業管理", "url": "https://system.example.jp/hook", "events": ["opening.published"]}

    def test_an_administrator_sets_it_up_tries_it_and_sends_again(self, administrator, signed_in):
        desk = signed_in(administrator)
        assert desk.post(reverse("webhook_new"), self.FORM).status_code == 302
        hook = Webhook.objects.get()
        assert desk.post(reverse("webhook_test", args=[hook.code])).status_code == 302
        _send(Receiver(200))
        page = desk.get(hook.get_absolute_url()).content.decode()
        assert "届いた" in page
        assert hook.secret in page
        delivery = WebhookDelivery.objects.get()
        assert desk.post(reverse("webhook_replay", args=[hook.code, delivery.code])).status_code == 302
        assert _send(Receiver(200)) == 1
        assert Event.objects.filter(action="replay").exists()
        edited = {**self.FORM, "name": "別の名前", "version": "1"}
        assert desk.post(reverse("webhook_edit", args=[hook.code]), edited).status_code == 302
        assert desk.post(reverse("webhook_edit", args=[hook.code]), edited).status_code == 409
        for action, status in (("pause", "paused"), ("resume", "active"), ("remove", "removed")):
            assert desk.post(reverse("webhook_action", args=[hook.code, action])).status_code == 302
            hook.refresh_from_db()
            assert hook.status == status
        assert desk.get(hook.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("url", ["http://a.example/", "https://a.example:22/", "x y", ""])
    def test_an_address_that_cannot_be_is_refused_with_words(self, administrator, signed_in, url):
        answer = signed_in(administrator).post(reverse("webhook_new"), {**self.FORM, "url": url})
        assert answer.status_code == 422
        assert "https://" in answer.content.decode()

    def test_a_message_on_its_way_is_not_sent_twice(self, hook, administrator, signed_in):
        delivery = WebhookDeliveryFactory(webhook=hook)
        answer = signed_in(administrator).post(reverse("webhook_replay", args=[hook.code, delivery.code]))
        assert answer.status_code == 422

    def test_others_find_nothing(self, hook, approver, outsider, coordinator, signed_in):
        delivery = WebhookDeliveryFactory(webhook=hook)
        addresses = [
            hook.get_absolute_url(),
            reverse("webhook_edit", args=[hook.code]),
            reverse("webhook_test", args=[hook.code]),
            reverse("webhook_action", args=[hook.code, "rotate"]),
            reverse("webhook_replay", args=[hook.code, delivery.code]),
        ]
        for person in (approver, outsider, coordinator):
            browser = signed_in(person)
            assert {browser.get(url).status_code for url in addresses} == {404}
            assert browser.get(reverse("webhooks")).status_code == 403
