"""Sizes a reader can hold in mind, and names that say what is inside."""

import ast
from pathlib import Path

from tests.architecture.layers import ROOT, own_modules

MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 40, 150
VAGUE = {"utils", "util", "helpers", "services", "signals", "common", "misc", "tools"}
CLOCKS = ("timezone.now(", "datetime.now(", "date.today(", "dates.today(")
# Template → why it may be longer.
LONG_TEMPLATES: dict[str, str] = {}

MODULES = list(own_modules())
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 50
    assert len(TEMPLATES) > 50


def test_modules_are_short() -> None:
    long = {_name(path): _lines(path) for path in (*MODULES, *TESTS) if _lines(path) > MODULE_LINES}
    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{_name(path)}:{node.name}": length
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_templates_are_short() -> None:
    long = {_name(path) for path in TEMPLATES if _lines(path) > TEMPLATE_LINES}
    assert long == set(LONG_TEMPLATES)


def test_names_say_what_is_inside() -> None:
    names = {_name(path): {part.removesuffix(".py") for part in path.parts} for path in MODULES}
    assert [name for name, parts in names.items() if parts & VAGUE] == []


def test_operations_read_no_clock_and_no_request() -> None:
    """They are given their moment (`at`) and person (`by`), so that tests and seeds can choose them."""
    operations = [path for path in MODULES if "operations" in _name(path)]
    assert operations
    for path in operations:
        text = path.read_text()
        assert not [clock for clock in CLOCKS if clock in text], _name(path)
        arguments = {node.arg for node in ast.walk(ast.parse(text)) if isinstance(node, ast.arg)}
        assert "request" not in arguments, _name(path)
