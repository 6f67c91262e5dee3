from typing import Any

from django.core.management.base import BaseCommand

from advisors.operations import search as advisors_search
from projects.operations import search
from projects.operations.saved_search import rebuild_saved_searches


class Command(BaseCommand):
    help = "Writes every row of the search tables and every saved search anew; readers see no gap."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{search.rebuild_search()} openings, {rebuild_saved_searches()} saved searches, "
            f"{advisors_search.rebuild_search()} advisors"
        )
