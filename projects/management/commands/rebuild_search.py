from typing import Any

from django.core.management.base import BaseCommand

from advisors.operations.search import ADVISORS
from projects.operations.saved_search import rebuild_saved_searches
from projects.operations.search import OPENINGS


class Command(BaseCommand):
    help = "Writes every row of the search tables and every saved search anew; readers see no gap."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{OPENINGS.rebuild()} openings, {rebuild_saved_searches()} saved searches, "
            f"{ADVISORS.rebuild()} advisors"
        )
