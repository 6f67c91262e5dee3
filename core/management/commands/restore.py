from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import backups


class Command(BaseCommand):
    help = "Brings back what `backup` saved and compares every table and file with its checksum."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder that backup printed")
        parser.add_argument("--replace", action="store_true", help="delete what is there first")
        parser.add_argument("--compare", action="store_true", help="change nothing, only compare")

    def handle(self, *args: Any, backup: Path, replace: bool, compare: bool, **options: Any) -> None:
        started = timezone.now()
        try:
            result = backups.compare(backup) if compare else backups.restore(backup, replace=replace)
        except (backups.BackupError, OSError) as fault:
            raise CommandError(str(fault)) from fault
        spent = (timezone.now() - started).total_seconds()
        self.stdout.write(
            f"{result.tables} tables, {result.rows:,} rows, {result.files} files in {spent:.0f} s"
        )
        if result.found:
            raise CommandError("not identical: " + ", ".join(result.found[:20]))
        self.stdout.write("identical")
