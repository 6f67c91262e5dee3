"""Creates a database, loads the country, measures, writes docs/benchmarks.md, drops the database.

Run it inside the supervisor: `python -m config.supervisor exec -- python -m tests.bench --scale 0.1`.
"""

import argparse
import os
import platform
import sys
from io import StringIO
from pathlib import Path

import django

from tests.bench.measure import FEWEST

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
FULL = {"advisors": 100_000, "openings": 50_000, "applications": 1_000_000, "meetings": 500_000}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1, help="1.0 is the whole country")
    parser.add_argument("--rounds", type=int, default=40, help="measured rounds of each row")
    parser.add_argument(
        "--loaded",
        action="store_true",
        help="measure the database of DATABASE_URL, where load_national ran (writes an account and mails)",
    )
    parser.add_argument(
        "--only",
        nargs="*",
        default=["search", "matching", "public", "homes", "figures", "mail"],
        help="parts",
    )
    options = parser.parse_args()
    if options.rounds < FEWEST:
        parser.error(f"a 95th percentile of fewer than {FEWEST} rounds says nothing")
    how = (options.rounds, options.only)
    text = _report(*how, loading=[]) if options.loaded else _in_a_new_database(options.scale, *how)
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _in_a_new_database(scale: float, rounds: int, parts: list[str]) -> str:
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    said = StringIO()
    try:
        call_command(
            "load_national", **{key: max(50, int(n * scale)) for key, n in FULL.items()}, stdout=said
        )
        return _report(rounds, parts, loading=said.getvalue().splitlines())
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _report(rounds: int, parts: list[str], *, loading: list[str]) -> str:
    from django.db import connection

    from core import dates
    from tests.bench.measure import measure, table
    from tests.bench.rows import rows_of

    results = []
    for row in rows_of(parts):
        results.append(measure(row, rounds))
        sys.stderr.write(f"{' | '.join(results[-1].cells())}\n")
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = cursor.fetchone()[0]
    steps = "".join(f"\n  - {line}" for line in loading) or " beforehand"
    return f"""# Benchmarks

Written by `python -m tests.bench` (`make bench`) on {dates.today()}; all figures come from one run, in one
process, with DEBUG off. "Ours" is the whole answer; "raw" is, unless a row says otherwise, the very
SQL that ours runs, on a bare cursor of the driver, every row fetched. {rounds} rounds each, in which
ours and raw take turns; the ratio is the median of the rounds' ratios.

- Machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; load average {os.getloadavg()[1]:.1f}
- Python {platform.python_version()}, PostgreSQL {version}
- Data: {_sizes()}
- Loaded:{steps}

{table(results)}
"""


def _sizes() -> str:
    from advisors.models import AdvisorProfile
    from projects.models import Application, Meeting, Opening, OpeningSearch

    models = (AdvisorProfile, Opening, OpeningSearch, Application, Meeting)
    return ", ".join(f"{model.objects.count():,} {model._meta.model_name}" for model in models)


if __name__ == "__main__":
    main()
