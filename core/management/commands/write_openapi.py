from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.api.pages import description


class Command(BaseCommand):
    help = "Writes docs/openapi.yaml from the endpoints of the API."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "openapi.yaml"
        path.write_bytes(description())
        self.stdout.write(f"wrote {path.name}")
