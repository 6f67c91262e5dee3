"""Backup and restore: what comes back is what was there, by checksum; damage is refused first."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.changes import record
from audit.models import Event
from core import backups
from projects.models import Meeting
from reports.models import Tally
from reports.operations.tally import recount_tally
from tests.factories.base import moment
from tests.factories.projects import EngagementFactory, MeetingFactory


@pytest.fixture
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    place = settings.MEDIA_ROOT / "deliverables" / "ab"
    place.mkdir(parents=True)
    (place / "abcdef").write_bytes(bytes(range(256)) * 100)
    return settings.MEDIA_ROOT


@pytest.mark.django_db(transaction=True)
def test_everything_comes_back(files, tmp_path, capsys, clerk):
    work = EngagementFactory(completed=True)
    MeetingFactory(engagement=work, held=True, summary="話したこと\tタブ\\と\n改行")
    backup = backups.write(tmp_path, at=timezone.now())
    Meeting.objects.all().delete()
    (files / "deliverables" / "ab" / "abcdef").write_bytes(b"other")
    (files / "new").write_bytes(b"x")
    assert set(backups.compare(backup).found) >= {
        *("table projects_meeting", "file deliverables/ab/abcdef", "file new")
    }

    call_command("restore", str(backup), "--replace")

    assert "identical" in capsys.readouterr().out
    assert Meeting.objects.get().summary.endswith("改行")
    assert not (files / "new").exists()
    call_command("restore", str(backup), "--compare")
    assert recount_tally() == 0
    MeetingFactory(engagement=work, held=True)  # triggers and sequences are back, too
    assert Tally.objects.get(meetings_held=2)
    record(work, "test", by=None, at=moment())
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(action="test").update(action="other")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_touched_by_a_damaged_backup_or_without_being_told(files, tmp_path):
    work = EngagementFactory()
    backup = backups.write(tmp_path, at=timezone.now())
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(backup))
    damaged = next(path for path in (backup / "database").iterdir() if path.suffix == ".gz")
    *kept, last = damaged.read_bytes()
    damaged.write_bytes(bytes([*kept, last ^ 1]))
    with pytest.raises(backups.BackupError, match=damaged.name):
        backups.restore(backup, replace=True)
    (backup / backups.MANIFEST).unlink()
    with pytest.raises(backups.BackupError, match="no complete backup"):
        backups.restore(backup, replace=True)
    work.refresh_from_db()
    assert (files / "deliverables" / "ab" / "abcdef").exists()


@pytest.mark.django_db
def test_a_missing_program_is_named(settings, files, tmp_path):
    settings.POSTGRES_BIN = str(tmp_path)
    with pytest.raises(backups.BackupError, match="POSTGRES_BIN"):
        backups._run("pg_dump")


@pytest.mark.django_db
def test_a_checksum_notices_one_letter_and_not_the_order(files):
    first, second = EngagementFactory(), EngagementFactory()
    before = backups._table_sums()["projects_engagement"]
    type(first).objects.filter(pk=first.pk).update(expectation="一")
    after = backups._table_sums()["projects_engagement"]
    assert before != after
    with connection.cursor() as cursor:  # the row moves to the end of the table
        cursor.execute("UPDATE projects_engagement SET id = id WHERE id = %s", [second.pk])
    assert backups._table_sums()["projects_engagement"] == after
