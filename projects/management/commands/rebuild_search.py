from typing import Any

from django.core.management.base import BaseCommand

from projects.operations.saved_search import rebuild_saved_searches
from projects.operations.search import rebuild_search


class Command(BaseCommand):
    help = "Writes every row of the search table and every saved search anew; readers see no gap."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_search()} openings, {rebuild_saved_searches()} saved searches")
