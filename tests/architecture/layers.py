"""The portal's own apps, lowest first, read from the contract in pyproject.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]


def _layers() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["layers"][0] == "config")
    return list(reversed(layers))


LAYERS = _layers()
RANK = {name: rank for rank, name in enumerate(LAYERS)}


def own_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name in RANK:
            yield from config.get_models()


def own_modules() -> Iterator[Path]:
    """Every Python file of the portal itself, without tests and generated migrations."""
    for name in LAYERS:
        for path in sorted((ROOT / name).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
