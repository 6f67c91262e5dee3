from typing import Any

from django.core.management.base import BaseCommand

from municipalities.loading import load_fields, load_municipalities


class Command(BaseCommand):
    help = "Inserts or updates the 1,741 municipalities, the 47 prefectures and the fields."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_municipalities()} municipalities, {load_fields()} fields")
