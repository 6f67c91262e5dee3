"""Notices and mails as `notifications.operations.send` leaves them."""

import factory
from factory.django import DjangoModelFactory

from notifications.enums import DeliveryStatus, Frequency
from notifications.models import DeadAddress, Delivery, Heartbeat, Notice, Preference, TaskRun
from tests.factories.accounts import UserFactory
from tests.factories.base import moment


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    class Params:
        read = factory.Trait(read_at=factory.LazyFunction(moment))
        waiting = factory.Trait(digest_due_at=factory.LazyFunction(lambda: moment(-1)))

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
        failed = factory.Trait(status=DeliveryStatus.FAILED, attempts=8, error="timed out")
        bounced = factory.Trait(status=DeliveryStatus.BOUNCED, attempts=1, error="550 No such user")
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


class PreferenceFactory(DjangoModelFactory):
    class Meta:
        model = Preference

    user = factory.SubFactory(UserFactory)
    kind = "projects.meeting_planned"
    frequency = Frequency.DAILY


class DeadAddressFactory(DjangoModelFactory):
    class Meta:
        model = DeadAddress

    class Params:
        on_hold = factory.Trait(refusals=DeadAddress.LIMIT)

    address = factory.Sequence(lambda n: f"gone{n}@example.jp")
    error = "550 5.1.1 No such user"
    refused_at = factory.LazyFunction(moment)


class TaskRunFactory(DjangoModelFactory):
    class Meta:
        model = TaskRun
        django_get_or_create = ("name",)

    class Params:
        failing = factory.Trait(
            failures=2, failed_at=factory.LazyFunction(moment), error="OperationalError: gone"
        )

    name = "notifications.tasks.sweep"
    started_at = factory.LazyFunction(moment)
    duration_ms = 12
    result = "0"
