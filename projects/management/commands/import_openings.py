from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from municipalities.models import Municipality
from projects.imports.table import Line
from projects.management.reading import ImportCommand
from projects.operations.imported_calls import COLUMNS, import_calls


class Command(ImportCommand):
    help = "Reads openings from a CSV file, as drafts; the city's own approval publishes them."
    columns = COLUMNS

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--municipality", default="", help="code for rows that name none, e.g. 372064")

    def write(self, lines: list[Line], options: Mapping[str, Any]) -> tuple[int, list[str]]:
        code = options["municipality"]
        place = Municipality.objects.select_related("prefecture").filter(code=code).first()
        if code and place is None:
            raise CommandError(f"There is no municipality with the code {code}.")
        return import_calls(lines, at=timezone.now(), default_place=place)
