"""Telling all stories once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audit import changes
from notifications.enums import DeliveryStatus
from notifications.models import Delivery, Notice
from notifications.operations import mark_read
from reports.demo.living import elsewhere, iizuna, yoshino
from reports.demo.people import DOMAIN, create_people
from reports.demo.profiles import OF_THIS_ROUND, create_profiles
from reports.demo.sanuki import story
from reports.demo.stage import Stage

READ_AFTER = timedelta(days=7)


@transaction.atomic
def seed_demo(at: datetime) -> bool:
    """All or nothing; returns False, without writing, when the demonstration is there already."""
    if User.objects.filter(email=f"coordinator@{DOMAIN}").exists():
        return False
    stage = Stage(create_people(), at)
    with changes.following_once():
        story.replay(stage)
        create_profiles(stage, OF_THIS_ROUND, at=at - timedelta(days=720))
        yoshino.unfold(stage)
        elsewhere.unfold(stage)
        iizuna.unfold(stage)
    _mails_went_out_then()
    _older_notices_were_read(stage)
    return True


def _mails_went_out_then() -> None:
    """Nobody is mailed today about what happened in the past."""
    mails = Delivery.objects.filter(notice__recipient__email__endswith=f"@{DOMAIN}")
    mails.filter(status=DeliveryStatus.PENDING).update(
        status=DeliveryStatus.SENT, attempts=1, sent_at=F("due_at")
    )


def _older_notices_were_read(stage: Stage) -> None:
    """So that the number beside お知らせ is one a person would really see."""
    older = Notice.objects.filter(read_at=None, created_at__lt=stage.now - READ_AFTER)
    for notice in older.filter(recipient__in=stage.people.values()).select_related("recipient"):
        mark_read(user=notice.recipient, at=notice.created_at + timedelta(hours=1), notice=notice)
