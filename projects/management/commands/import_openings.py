from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from municipalities.models import Municipality
from projects.imports.openings import Openings
from projects.management.reading import ImportCommand


class Command(ImportCommand):
    help = "Reads openings from a CSV or Excel file, as drafts; the city's own approval publishes them."
    reader = Openings

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--municipality", default="", help="code for rows that name none, e.g. 372064")

    def place(self, options: Mapping[str, Any]) -> Municipality | None:
        code = options["municipality"]
        place = Municipality.objects.select_related("prefecture").filter(code=code).first()
        if code and place is None:
            raise CommandError(f"There is no municipality with the code {code}.")
        return place
