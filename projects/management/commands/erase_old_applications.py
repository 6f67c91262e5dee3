from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.operations.retention import erase_old_applications
from projects.queries.retention import erasures_planned


class Command(BaseCommand):
    help = "Shows which applications are due to be erased; with --now, erases them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true", help="erase instead of showing")

    def handle(self, *args: Any, now: bool, **options: Any) -> None:
        at = timezone.now()
        if now:
            self.stdout.write(f"{erase_old_applications(at=at)} erased")
            return
        planned = erasures_planned(at)
        for row in planned:
            self.stdout.write(
                f"{row['opening__code']} {row['opening__title']}: {row['count']}, received since {row['oldest']}"
            )
        self.stdout.write(
            f"{sum(row['count'] for row in planned)} to erase; nothing was erased (--now erases)"
        )
