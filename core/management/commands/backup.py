from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core import backups


class Command(BaseCommand):
    help = "Saves the database and the uploaded files into a new folder below FOLDER, with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        started = timezone.now()
        try:
            made = backups.write(folder, at=started)
        except (backups.BackupError, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{made} ({(timezone.now() - started).total_seconds():.0f} s)")
