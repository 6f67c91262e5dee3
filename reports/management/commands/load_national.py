from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisors.loading import load_skills
from advisors.models import Skill
from core import dates
from municipalities.loading import load_fields, load_municipalities
from municipalities.models import Municipality
from reports.national.load import is_loaded, load, real_people
from reports.national.plan import Sizes


class Command(BaseCommand):
    help = "Writes a synthetic country for measuring. The same seed and day give the same rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--advisors", type=int, default=100_000)
        parser.add_argument("--openings", type=int, default=50_000)
        parser.add_argument("--applications", type=int, default=1_000_000)
        parser.add_argument("--meetings", type=int, default=500_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="the day it is (2026-11-25)"
        )
        parser.add_argument("--force", action="store_true", help="also where real people have accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if (people := real_people()) and not options["force"]:
            raise CommandError(
                f"{people} accounts are not fictional. Nothing was written; --force overrides."
            )
        if is_loaded():
            raise CommandError("This database holds the synthetic country already.")
        if not Municipality.objects.exists():
            load_municipalities()
            load_fields()
        if not Skill.objects.exists():
            load_skills()
        sizes = Sizes(*(options[name] for name in ("advisors", "openings", "applications", "meetings")))
        try:
            load(sizes, seed=options["seed"], today=options["today"] or dates.today(), say=self._say)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
