"""What both import commands share: reading, the dry run, the report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from municipalities.models import Municipality
from projects.imports.reading import Reader, Scope, spellings, take_in
from projects.imports.table import read_table


class ImportCommand(BaseCommand):
    """Without --commit everything is tried and nothing is written."""

    reader: ClassVar[type[Reader]]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or Excel; see docs/import.md")
        parser.add_argument("--commit", action="store_true", help="write instead of trying")

    def place(self, options: Mapping[str, Any]) -> Municipality | None:
        """Where lines belong that name no municipality."""
        return None

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = read_table(options["file"].read_bytes())
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        names = table.names(spellings(self.reader.columns))
        lines = table.lines(names)
        if unread := table.unread(names):
            self.stderr.write(f"columns that are not read: {', '.join(unread)}")
        with transaction.atomic():
            scope = Scope.of_command(timezone.now(), self.place(options))
            written, findings = take_in(self.reader(scope), lines)
            if not options["commit"]:
                transaction.set_rollback(True)
        for each in findings:
            self.stderr.write(f"line {each.line}: {each.message}")
        done = "written" if options["commit"] else "would be written (--commit writes)"
        self.stdout.write(f"{written} of {len(lines)} rows {done}, {len(findings)} not")
        if options["commit"]:
            self.after()

    def after(self) -> None:
        """What is computed anew once the rows are there."""
