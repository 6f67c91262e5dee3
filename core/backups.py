"""Backup and restore of the database and the uploaded files, each proven by checksums.

A backup is a folder: `database/` (pg_dump's directory format), `files/` (as in MEDIA_ROOT) and, written
last, `manifest.json`: without it the backup is not complete. Dump and checksums come from one snapshot,
so the portal may go on working. The checksum of a table does not depend on the order of its rows.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

MANIFEST = "manifest.json"
JOBS = "2"  # tables at a time
_TABLES = """
    SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND nspname = current_schema() ORDER BY relname
"""
_SUM = 'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM "{table}" t'


class BackupError(Exception):
    """The backup was not made, or is not what it was when it was made; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not as the manifest says, in words; empty when all is identical."""

    found: list[str]
    tables: int
    rows: int
    files: int


def write(folder: Path, *, at: datetime) -> Path:
    """Makes `folder`/portal-<moment> and returns it. Raises BackupError."""
    target = folder / f"portal-{at:%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise BackupError(f"{target} is there already.")
    unfinished = target.with_suffix(".unfinished")
    unfinished.mkdir(parents=True)
    tables = _dump(unfinished / "database")
    files = dict(_copy_files(Path(settings.MEDIA_ROOT), unfinished / "files"))
    manifest = {
        "made_at": at.isoformat(),
        "migrations": sorted(_applied()),
        "tables": tables,
        "files": files,
        "dump": dict(_sums(unfinished / "database")),
    }
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    unfinished.rename(target)
    return target


def restore(backup: Path, *, replace: bool = False) -> Differences:
    """Into the database and the files of the settings, then compares. Raises BackupError before anything
    is touched when the backup is damaged, or when something is there and `replace` is not given.
    """
    manifest = _read(backup)
    _refuse_damage(backup, manifest)
    root = Path(settings.MEDIA_ROOT)
    if not replace and (_tables() or (root.exists() and any(root.iterdir()))):
        raise BackupError(
            "The database or the folder of files is not empty; --replace deletes what is there."
        )
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")  # the dump creates it
    connection.close()
    _run(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "-j", JOBS, str(backup / "database")
    )
    shutil.rmtree(root, ignore_errors=True)
    dict(_copy_files(backup / "files", root))
    return compare(backup)


def compare(backup: Path) -> Differences:
    """The database and the files of the settings with what the backup says of them."""
    manifest = _read(backup)
    tables, files = _table_sums(), dict(_sums(Path(settings.MEDIA_ROOT)))
    found = [
        *(f"table {name}" for name in _differing(manifest["tables"], tables)),
        *(f"file {name}" for name in _differing(manifest["files"], files)),
    ]
    rows = sum(number for number, _sum in tables.values())
    return Differences(found, len(tables), rows, len(files))


def _dump(folder: Path) -> dict[str, list[Any]]:
    """One snapshot for the dump and for the checksums."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(
            "pg_dump",
            *("--format=directory", f"--snapshot={snapshot}", "--no-owner", "--no-privileges"),
            *("--schema=public", "-j", JOBS, "-f", str(folder)),
        )
        return _table_sums()


def _table_sums() -> dict[str, list[Any]]:
    """Table → number of rows and checksum."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(_SUM.format(table=table))
            found[table] = list(cursor.fetchone())
    return found


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [row[0] for row in cursor.fetchall()]


def _applied() -> list[str]:
    return [".".join(key) for key in MigrationRecorder(connection).applied_migrations()]


def _copy_files(source: Path, target: Path) -> Iterator[tuple[str, str]]:
    """Copies and yields path and checksum of what was read."""
    target.mkdir(parents=True, exist_ok=True)
    for path in _files(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
        yield str(path.relative_to(source)), _sum_of(place)


def _sums(folder: Path) -> Iterator[tuple[str, str]]:
    for path in _files(folder):
        yield str(path.relative_to(folder)), _sum_of(path)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(backup: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise BackupError(f"{backup} holds no complete backup: {fault}") from fault
    return manifest


def _refuse_damage(backup: Path, manifest: dict[str, Any]) -> None:
    for part, expected in (("database", manifest["dump"]), ("files", manifest["files"])):
        if damaged := _differing(expected, dict(_sums(backup / part))):
            raise BackupError(f"The backup is damaged: {part}/{', '.join(damaged[:5])}")


def _differing(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    names = sorted({*expected, *found})
    return [name for name in names if expected.get(name) != found.get(name)]


def _run(program: str, *arguments: str) -> None:
    """With the database of the settings; the password travels in the environment."""
    database = connection.settings_dict
    place = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"]),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    environment = {**os.environ, **{name: value for name, value in place.items() if value}}
    name = ["--dbname", database["NAME"]] if program == "pg_restore" else []
    command = [str(_program(program)), *name, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-1000:]}")


def _program(name: str) -> Path:
    """Of the packaged PostgreSQL, unless POSTGRES_BIN names another: a dump must not be older than its
    server.
    """
    folder = settings.POSTGRES_BIN
    found = shutil.which(name, path=str(folder) if folder else None)
    if found is None:
        raise BackupError(f"{name} was not found; set POSTGRES_BIN to the folder of PostgreSQL's programs.")
    return Path(found)
