"""The outbox at work, with leases and pauses of seconds instead of minutes.

`worker` runs a real Celery worker; `produce FIRST COUNT` tells people of so many events.
"""

import sys
from datetime import timedelta

import django

READERS = 50
GONE = 5  # of them, whose addresses refuse mail


def address_of(number: int) -> str:
    return f"{'gone' if number < GONE else 'reader'}{number}@example.jp"


def work() -> None:
    from config.celery import app
    from config.supervisor.programs import WORKER_QUEUES
    from notifications import outbox

    outbox.LEASE = timedelta(seconds=6)
    outbox.FIRST_PAUSE = timedelta(seconds=0.05)
    outbox.claim.__defaults__ = (25, None)
    app.worker_main(
        ["worker", "-Q", WORKER_QUEUES, "-c", "3", "--without-mingle", "--without-gossip", "-l", "critical"]
    )


def produce(first: int, count: int) -> None:
    from django.utils import timezone

    from accounts.models import User
    from notifications.kinds import KINDS
    from notifications.operations import send

    kind = KINDS["municipalities.approval_requested"]
    people = {user.email: user for user in User.objects.all()}
    for number in range(first, first + count):
        send(
            kind,
            to=[people[address_of(number % READERS)]],
            key=str(number),
            path="/desk/approvals/",
            at=timezone.now(),
            context={"approval": {"requested_by": "長尾 花子", "subject": f"募集{number}の公開"}},
        )


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.EMAIL_TIMEOUT = 1
    if sys.argv[1] == "worker":
        work()
    else:
        produce(int(sys.argv[2]), int(sys.argv[3]))
