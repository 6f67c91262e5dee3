"""What both import commands share: reading, the dry run, the report."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.errors import DomainError
from projects.imports.table import Line, read_table


class ImportCommand(BaseCommand):
    """Without --commit everything is tried and nothing is written."""

    columns: Mapping[str, Sequence[str]]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8, cp932 or UTF-16; see docs/import.md")
        parser.add_argument("--commit", action="store_true", help="write instead of trying")

    def write(self, lines: list[Line], options: Mapping[str, Any]) -> tuple[int, list[str]]:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines, unknown = read_table(options["file"].read_bytes(), self.columns)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        if unknown:
            self.stderr.write(f"columns that are not read: {', '.join(unknown)}")
        with transaction.atomic():
            written, wrong = self.write(lines, options)
            if not options["commit"]:
                transaction.set_rollback(True)
        for message in wrong:
            self.stderr.write(message)
        done = "written" if options["commit"] else "would be written (--commit writes)"
        self.stdout.write(f"{written} of {len(lines)} rows {done}, {len(wrong)} not")
        if options["commit"]:
            self.after()

    def after(self) -> None:
        """What is computed anew once the rows are there."""
