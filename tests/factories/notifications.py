"""Notices and mails as `notifications.operations.send` leaves them."""

import factory
from factory.django import DjangoModelFactory

from notifications.enums import DeliveryStatus
from notifications.models import Delivery, Heartbeat, Notice
from tests.factories.accounts import UserFactory
from tests.factories.base import moment


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    class Params:
        read = factory.Trait(read_at=factory.LazyFunction(moment))

    recipient = factory.SubFactory(UserFactory)
    kind = "municipalities.approval_requested"
    key = factory.Sequence(str)
    title = "承認の依頼：募集の公開"
    body = "長尾 花子さんから、承認の依頼が届きました。"
    path = "/desk/"
    created_at = factory.LazyFunction(moment)


class DeliveryFactory(DjangoModelFactory):
    """A mail that is due."""

    class Meta:
        model = Delivery

    class Params:
        sending = factory.Trait(
            status=DeliveryStatus.SENDING,
            attempts=1,
            locked_until=factory.LazyFunction(lambda: moment(1)),
        )
        abandoned = factory.Trait(  # its worker died and the lease ran out
            status=DeliveryStatus.SENDING,
            attempts=1,
            locked_until=factory.LazyFunction(lambda: moment(-1)),
        )
        sent = factory.Trait(status=DeliveryStatus.SENT, attempts=1, sent_at=factory.LazyFunction(moment))
        later = factory.Trait(due_at=factory.LazyFunction(lambda: moment(1)))

    notice = factory.SubFactory(NoticeFactory)
    recipient = factory.SelfAttribute("notice.recipient")
    kind = factory.SelfAttribute("notice.kind")
    address = factory.SelfAttribute("notice.recipient.email")
    subject = factory.LazyAttribute(lambda o: f"【複業ポータル】{o.notice.title}")
    text = factory.LazyAttribute(lambda o: f"{o.notice.body}\n")
    message_id = factory.Sequence(lambda n: f"<n{n}@portal.invalid>")
    due_at = factory.LazyFunction(moment)


class HeartbeatFactory(DjangoModelFactory):
    class Meta:
        model = Heartbeat
        django_get_or_create = ("name",)

    name = "worker"
    beat_at = factory.LazyFunction(moment)
