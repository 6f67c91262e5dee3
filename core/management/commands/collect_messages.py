from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core import catalogue


class Command(BaseCommand):
    help = "Brings locale/en up to date with the messages in the code and the templates."

    def handle(self, *args: Any, **options: Any) -> None:
        total, missing = catalogue.update(settings.BASE_DIR, "en")
        self.stdout.write(f"{total} messages, {missing} without translation")
