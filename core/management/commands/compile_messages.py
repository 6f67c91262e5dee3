from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.messages import compile_messages


class Command(BaseCommand):
    help = "Compiles the translations that have changed; needs no gettext programs."

    def handle(self, *args: Any, **options: Any) -> None:
        written = [path for folder in settings.LOCALE_PATHS for path in compile_messages(Path(folder))]
        self.stdout.write(f"{len(written)} compiled" if written else "up to date")
