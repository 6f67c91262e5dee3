"""What every kind of file has in common: how its columns are called, and how its lines become rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import open_account
from audit import changes
from core.codes import hash_of
from core.errors import DomainError
from municipalities.models import Municipality
from projects.imports.table import Line
from projects.models import ImportedRow, ImportJob, Program

Step = Callable[[int], object]
WRONG, KNOWN = "wrong", "known"
STEP = 20  # lines between two words about the progress
UNFIT = _("この行の値は登録できません。文字数と数の大きさを確かめてください。")


class AlreadyThere(Exception):
    """What the line describes was written before. It stays as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """`label` heads our own files; `also` are other heads it is known by; `example` shows what to write."""

    name: str
    label: str | Promise
    also: Sequence[str] = ()
    example: str = ""
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a line was not written: it is `wrong`, or `known`."""

    line: int
    kind: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who reads the file in and when; `place` and `program` are where its rows belong, if the reader chose."""

    by: User
    at: datetime
    place: Municipality | None = None
    program: Program | None = None
    job: ImportJob | None = None

    @classmethod
    def of_command(cls, at: datetime, place: Municipality | None = None) -> "Scope":
        """For the command line, where nobody is signed in."""
        email = "import@import.invalid"
        by = User.objects.filter(email=email).first() or open_account(email=email, at=at, family_name="取込")
        return cls(by, at, place)


class Reader:
    """Turns the lines of one kind of file into rows; made for one run, since it keeps what it looked up."""

    columns: ClassVar[Sequence[Column]]

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def write(self, line: Line) -> list[ImportedRow]:
        """The rows that the line became, not saved yet. Raises AlreadyThere; DomainError, ValidationError or
        ValueError for a line that is wrong.
        """
        raise NotImplementedError

    @staticmethod
    def take_back(row: ImportedRow, *, by: User, at: datetime) -> None:
        """Undoes one row. Raises DomainError when somebody has gone on with it, ProtectedError when
        something hangs on it.
        """
        raise NotImplementedError


def own_id(line: Line) -> str:
    """What the file calls the line; without a name, its number and a checksum of what stands in it."""
    if line["id"]:
        return line["id"][:64]
    return f"line-{line.number}-{hash_of(repr(sorted(line.values.items())))[:8]}"


def spellings(columns: Sequence[Column]) -> Mapping[str, Sequence[str]]:
    """By our name of a column, what files call it; its label counts in both languages."""
    found = {}
    for column in columns:
        labels = []
        for language in ("ja", "en"):
            with translation.override(language):
                labels.append(str(column.label))
        found[column.name] = (*column.also, *labels)
    return found


@transaction.atomic
def take_in(
    reader: Reader, lines: Iterable[Line], *, step: Step = lambda _done: None
) -> tuple[int, list[Finding]]:
    """How many lines were written, and why the others were not. A line stands or falls as a whole."""
    written, findings = 0, []
    for done, line in enumerate(lines, start=1):
        finding = _take(reader, line)
        if finding is None:
            written += 1
        else:
            findings.append(finding)
        if done % STEP == 0:
            step(done)
    return written, findings


def _take(reader: Reader, line: Line) -> Finding | None:
    try:
        with transaction.atomic(), changes.following_once():
            rows = reader.write(line)
            for row in rows:
                row.job = reader.scope.job
            ImportedRow.objects.bulk_create(rows)
    except AlreadyThere as known:
        return Finding(line.number, KNOWN, str(known))
    except (DomainError, ValueError) as error:
        return Finding(line.number, WRONG, str(error))
    except ValidationError as error:
        return Finding(line.number, WRONG, _in_words(error))
    except (DataError, IntegrityError):
        return Finding(line.number, WRONG, str(UNFIT))
    return None


def _in_words(error: ValidationError) -> str:
    return " ".join(error.messages)
