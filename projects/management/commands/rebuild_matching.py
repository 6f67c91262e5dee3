from typing import Any

from django.core.management.base import BaseCommand

from projects.operations.matching import rebuild_matching


class Command(BaseCommand):
    help = "Writes every row that matching reads anew, rarities included."

    def handle(self, *args: Any, **options: Any) -> None:
        people, openings = rebuild_matching()
        self.stdout.write(f"{people} people, {openings} openings")
