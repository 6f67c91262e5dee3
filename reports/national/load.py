"""Writes the whole country, in the order of the foreign keys."""

import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from accounts.models import User
from reports.national.applications import write_applications
from reports.national.calls import write_calls
from reports.national.cities import write_agreements, write_cities
from reports.national.copying import Copier
from reports.national.derived import write_matching, write_search
from reports.national.outcomes import write_reports
from reports.national.people import DOMAIN, write_advisors
from reports.national.plan import Plan, Sizes
from reports.national.work import write_work

FICTION = (".example", "@example.jp", "@example.com")  # reserved: nobody has a mailbox there


def real_people() -> int:
    """How many accounts belong to somebody."""
    rows = User.objects.all()
    for ending in FICTION:
        rows = rows.exclude(email__iendswith=ending)
    return rows.count()


def is_loaded() -> bool:
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


def load(sizes: Sizes, *, seed: int, today: date, say: Callable[[str], Any]) -> None:
    rng = random.Random(seed)  # noqa: S311 - sentences, not secrets
    plan = Plan(sizes, today, rng, Copier(rng), say)
    for name, step in (
        ("advisors", write_advisors),
        ("municipalities at work", write_cities),
        ("agreements", write_agreements),
        ("openings", write_calls),
        ("applications", write_applications),
        ("work and reports", _write_work_and_reports),
        ("search", write_search),
        ("matching", write_matching),
    ):
        started = time.monotonic()
        step(plan)
        say(f"{name}: {time.monotonic() - started:.1f} s")
    plan.copier.reset_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write_work_and_reports(plan: Plan) -> None:
    write_reports(plan, write_work(plan))
