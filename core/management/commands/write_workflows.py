from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core import diagrams


class Command(BaseCommand):
    help = "Writes docs/workflows.md from the workflow tables."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "workflows.md"
        path.write_text(diagrams.page(), encoding="utf-8")
        self.stdout.write(f"wrote {path.name}")
