from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from projects.imports.table import Line
from projects.management.reading import ImportCommand
from projects.operations.imported_people import COLUMNS, import_people
from projects.operations.matching import rebuild_calls


class Command(ImportCommand):
    help = "Reads professionals from a CSV file. Nobody can sign in to the accounts that are opened."
    columns = COLUMNS

    def write(self, lines: list[Line], options: Mapping[str, Any]) -> tuple[int, list[str]]:
        return import_people(lines, at=timezone.now())

    def after(self) -> None:
        """New people change how rare a trait is."""
        rebuild_calls()
