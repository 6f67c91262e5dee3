"""Celery entry points: one call each."""

from celery import shared_task
from django.utils import timezone

from accounts import operations


@shared_task(name="accounts.tasks.forget_answers")
def forget_answers() -> None:
    operations.forget_answers(at=timezone.now())
