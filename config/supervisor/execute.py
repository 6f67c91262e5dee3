"""`exec`: run one command with a PostgreSQL and a Redis of its own that are thrown away after it.

Each call has its own servers in its own temporary folder: creating them takes about half a second,
and any number of calls can run at once. A server whose address the environment already gives
(DATABASE_URL, REDIS_URL) is used as it is and not started.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.embedded import database_url, redis_url
from config.embedded.accounts import Account, postgres_account
from config.embedded.errors import StartError
from config.embedded.places import SHORT_ROOT
from config.embedded.postgres_server import (
    THROWAWAY_OPTIONS,
    PostgresServer,
    make_private_folder,
    usable_tree,
)
from config.embedded.redis_server import RedisServer
from config.supervisor.processes import end_orphans, remember, spawn

PREFIX = "portal-exec-"
START_SECONDS = 60


def execute(command: list[str]) -> int:
    """Run `command` with DATABASE_URL, REDIS_URL and PORTAL_VAR set; returns its exit code."""
    signal.signal(signal.SIGTERM, _raise_exit)
    with throwaway_servers() as addresses:
        return _run(command, {**os.environ, **addresses})


def _raise_exit(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _run(command: list[str], env: dict[str, str]) -> int:
    try:
        child = spawn(
            command,
            output=None,
            death_signal=signal.SIGTERM,
            env=env,
            cwd=Path.cwd(),
            new_session=False,  # the command owns the terminal: Ctrl-C and debuggers work
        )
    except OSError as error:
        raise StartError(f"{command[0]} cannot be run: {error.strerror}.") from None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def throwaway_servers() -> Iterator[dict[str, str]]:
    """Start what the environment does not provide; yields the variables that lead there."""
    with ExitStack() as stack:
        folder = stack.enter_context(_temporary_folder())
        addresses = {"PORTAL_VAR": os.environ.get("PORTAL_VAR") or str(folder / "var")}
        account = postgres_account(folder / "postgres")
        sockets = folder / "s"
        make_private_folder(sockets, account)
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(_postgres(folder, sockets, account))
            addresses["DATABASE_URL"] = database_url(sockets)
        if not os.environ.get("REDIS_URL"):
            stack.enter_context(_redis(folder, sockets))
            addresses["REDIS_URL"] = redis_url(0, sockets)
        yield addresses


@contextmanager
def _postgres(folder: Path, sockets: Path, account: Account) -> Iterator[None]:
    tree = usable_tree(account, folder)
    server = PostgresServer(folder / "postgres", sockets, account, tree, THROWAWAY_OPTIONS)
    server.create_data()
    log = folder / "postgres.log"
    with log.open("wb") as output:
        child = spawn(
            server.command(),
            output=output,
            death_signal=signal.SIGINT,
            account=account,
            env=server.environment(),
        )
    remember(folder / "run" / "postgres.pid", child.pid)
    with _stopping(child, signal.SIGINT):
        _wait(server.is_ready, child, log)
        server.create_database()
        yield


@contextmanager
def _redis(folder: Path, sockets: Path) -> Iterator[None]:
    data = folder / "redis"
    data.mkdir(mode=0o700)
    server = RedisServer(data, sockets, durable=False)
    log = folder / "redis.log"
    with log.open("wb") as output:
        child = spawn(server.command(), output=output, death_signal=signal.SIGTERM)
    remember(folder / "run" / "redis.pid", child.pid)
    with _stopping(child, signal.SIGTERM):
        _wait(server.is_ready, child, log)
        yield


@contextmanager
def _stopping(child: subprocess.Popen[bytes], number: signal.Signals) -> Iterator[None]:
    try:
        yield
    finally:
        if child.poll() is None:
            child.send_signal(number)
            child.wait()


def _wait(is_ready: Callable[[], bool], child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if child.poll() is not None or time.monotonic() > deadline:
            words = log.read_text(errors="replace").strip().splitlines()[-1:]
            raise StartError(f"{log.stem} did not start: {' '.join(words)}")
        time.sleep(0.02)


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder that lives as long as we hold its lock; folders without a holder are removed."""
    _remove_abandoned_folders()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=SHORT_ROOT))
    folder.chmod(0o711)  # PostgreSQL's account passes through; its own folders inside are private
    try:
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned_folders() -> None:
    """Clear after calls ended by kill -9; a minute's grace for one that is just being made."""
    for folder in SHORT_ROOT.glob(f"{PREFIX}*"):
        try:
            status = folder.lstat()
            if status.st_uid != os.geteuid() or time.time() - status.st_mtime < 60:
                continue
            with (folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                end_orphans(folder / "run")
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # somebody holds it, or removed it first
            continue
