"""Brings database and files up to date; every step is quick when there is nothing to do."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from advisors.loading import load_skills
from advisors.operations.search import ADVISORS
from core.messages import compile_messages
from municipalities.data import read_rows
from municipalities.loading import load_fields, load_municipalities
from municipalities.models import Municipality
from projects.operations.search import OPENINGS
from reports.demo.people import sign_in_table
from reports.demo.seed import seed_demo
from reports.operations.search import REPORTS


class Command(BaseCommand):
    help = "Migrates, loads the national table, compiles translations, collects static files, seeds the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--print-sign-ins",
            action="store_true",
            help="after one empty line, print a table of the demonstration's sign-ins",
        )

    def handle(self, *args: Any, print_sign_ins: bool, **options: Any) -> None:
        steps = [
            ("database", _migrate),
            ("municipalities", _load_table),
            ("search", _index),
            ("translations", _compile),
            ("static files", _collect),
        ]
        if demo := getattr(settings, "DEMO", False):
            steps.append(("demonstration", _seed))
        for name, step in steps:
            started = time.monotonic()
            outcome = step()
            self.stdout.write(f"{name}: {outcome} ({time.monotonic() - started:.1f} s)")
        if demo and print_sign_ins:
            self.stdout.write("")
            for line in sign_in_table(settings.BASE_URL):
                self.stdout.write(line)


def _migrate() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "up to date"
    call_command("migrate", interactive=False, verbosity=0)
    return f"{len(plan)} migrations applied"


def _load_table() -> str:
    columns = ("code", "kind", "name", "kana", "romaji")
    wanted = {tuple(getattr(row, column) for column in columns) for row in read_rows()}
    missing = wanted - set(Municipality.objects.values_list(*columns))
    load_fields()
    load_skills()
    return f"{load_municipalities()} loaded" if missing else "up to date"


def _index() -> str:
    tables = {"openings": OPENINGS, "advisors": ADVISORS, "reports": REPORTS}
    written = {name: table.index_missing() for name, table in tables.items()}
    told = ", ".join(f"{number} {name}" for name, number in written.items() if number)
    return f"{told} indexed" if told else "up to date"


def _compile() -> str:
    written = [path for folder in settings.LOCALE_PATHS for path in compile_messages(Path(folder))]
    return f"{len(written)} compiled" if written else "up to date"


def _collect() -> str:
    """The manifest is written last, so it is younger than everything it was made from."""
    if _manifest_written_at() > _newest_source():
        return "up to date"
    call_command("collectstatic", interactive=False, verbosity=0)
    return "collected"


def _manifest_written_at() -> float:
    """0 when there is no manifest: never collected, or a storage that keeps none."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return 0
    manifest = Path(settings.STATIC_ROOT) / staticfiles_storage.manifest_name
    return manifest.stat().st_mtime if manifest.exists() else 0


def _newest_source() -> float:
    sources = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return max((path.stat().st_mtime for path in sources), default=0)


def _seed() -> str:
    return "entered" if seed_demo(timezone.now()) else "up to date"
