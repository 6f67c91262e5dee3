"""Child processes that never outlive their supervisor."""

# ruff: noqa: S603  (every command is put together here, none from outside)

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from config.embedded.accounts import Account

PR_SET_PDEATHSIG = 1


def spawn(
    command: list[str],
    *,
    output: int | IO[bytes] | None,
    death_signal: signal.Signals,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    new_session: bool = True,
) -> subprocess.Popen[bytes]:
    """Start a child that gets `death_signal` when we die, even by kill -9 (Linux).

    Call it from the main thread: the kernel ties the signal to the thread, not to the process.
    `new_session` keeps the terminal's Ctrl-C away from the child and gives it a process group.
    """
    return subprocess.Popen(
        command,
        cwd=cwd or Path("/"),
        env=env,
        stdin=subprocess.DEVNULL if new_session else None,
        stdout=output,
        stderr=output,
        start_new_session=new_session,
        preexec_fn=_die_with_parent(death_signal),
        **(account or Account()).popen(),
    )


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def in_child() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return in_child


def kill_group(pid: int, number: signal.Signals) -> None:
    """Signal a child's whole process group; a group that is gone is fine."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return


def birth(pid: int) -> str | None:
    """A mark that tells a process from a later one with the same number; None if it is gone."""
    if sys.platform != "linux":
        listing = subprocess.run(
            ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return listing.stdout.strip() or None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    state, started = fields[0], fields[19]
    return None if state in "ZX" else started


def remember(record: Path, pid: int) -> None:
    """Note a child, so that the next supervisor can end it if we cannot."""
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{pid} {birth(pid)}\n")


def end_orphans(records: Path, patience: float = 10) -> list[str]:
    """End what a killed supervisor left behind (its records tell); returns the names ended.

    The caller holds the lock of `records`, so whatever still runs has no supervisor. Mostly for
    macOS, where a child cannot ask to be told of its parent's death.
    """
    ended = []
    for record in sorted(records.glob("*.pid")):
        number, _, mark = record.read_text().strip().partition(" ")
        if number.isdigit() and mark and birth(int(number)) == mark:
            _end(int(number), mark, record.stem, patience)
            ended.append(record.stem)
        record.unlink()
    return ended


def _end(pid: int, mark: str, name: str, patience: float) -> None:
    polite = signal.SIGINT if name == "postgres" else signal.SIGTERM
    deadline = time.monotonic() + patience
    os.kill(pid, polite)
    while birth(pid) == mark:
        if time.monotonic() > deadline:
            kill_group(pid, signal.SIGKILL)
        time.sleep(0.05)
    kill_group(pid, signal.SIGKILL)
