"""Creates a database, loads the country, measures, writes docs/benchmarks.md, drops the database.

Run it inside the supervisor: `python -m config.supervisor exec -- python -m tests.bench --scale 0.1`.
"""

import argparse
import os
import platform
import sys
import time
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
FULL = {"advisors": 100_000, "openings": 50_000, "applications": 1_000_000, "meetings": 500_000}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"  # whole static names, no error pages
    django.setup()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1, help="1.0 is the whole country")
    parser.add_argument("--rounds", type=int, default=9, help="measured rounds of each row, at least 5")
    options = parser.parse_args()
    if options.rounds < 5:
        parser.error("fewer than 5 rounds say nothing")
    _run(options.scale, options.rounds)


def _run(scale: float, rounds: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    sizes = {key: max(50, int(value * scale)) for key, value in FULL.items()}
    started = time.monotonic()
    try:
        call_command("load_national", **sizes)
        text = _report(scale, sizes, rounds, time.monotonic() - started)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _report(scale: float, sizes: dict[str, int], rounds: int, loading: float) -> str:
    from django.db import connection

    from core import dates
    from tests.bench.measure import measure, table
    from tests.bench.rows import all_rows

    results = [measure(row, rounds) for row in all_rows()]
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = cursor.fetchone()[0]
    rows = ", ".join(f"{count:,} {name}" for name, count in sizes.items())
    return f"""# Benchmarks

Written by `make bench` (`python -m tests.bench --scale {scale:g}`) on {dates.today()}; all figures come from one run.
"Ours" is the whole page as a browser asks for it: middleware, queries, template. The raw limit is the
bare SQL for the same rows. Medians of {rounds} rounds in which ours and raw take turns.

- Machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}
- Python {platform.python_version()}, PostgreSQL {version}
- Data: {rows}, loaded in {loading:.0f} s

{table(results)}
"""


if __name__ == "__main__":
    main()
