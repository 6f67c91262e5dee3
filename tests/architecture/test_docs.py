"""Documents that repeat the code are compared with it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from core import diagrams

DOCS = Path(settings.BASE_DIR) / "docs"
ADRS = sorted((DOCS / "adr").glob("[0-9]*.md"))
PAGES = sorted([*DOCS.rglob("*.md"), *Path(settings.BASE_DIR).glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_the_state_diagrams_are_those_of_the_code() -> None:
    written = (DOCS / "workflows.md").read_text(encoding="utf-8")
    assert written == diagrams.page(), "run `manage.py write_workflows`"


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    assert [path.name[:4] for path in ADRS] == [f"{number:04}" for number in range(1, len(ADRS) + 1)]
    assert [path.name for path in ADRS if path.name not in index] == []


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_has_its_number_and_its_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in text] == []


def test_everything_that_runs_by_the_clock_is_documented() -> None:
    text = (DOCS / "operation.md").read_text(encoding="utf-8")
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {task for task in tasks if task not in text} == set()


def test_every_environment_variable_is_documented() -> None:
    text = (DOCS / "operation.md").read_text(encoding="utf-8")
    read = set()
    for module in (Path(settings.BASE_DIR) / "config" / "settings").glob("*.py"):
        read |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', module.read_text(encoding="utf-8")))
    assert {name for name in read if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
