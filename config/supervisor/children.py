"""One supervised program: how it is started, how it ends, and when it is started again."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.accounts import Account
from config.embedded.errors import StartError
from config.supervisor.output import LineReader
from config.supervisor.processes import kill_group, remember, spawn

FIRST_DELAY = 0.2
LONGEST_DELAY = 5.0
HEALTHY_AFTER = 30.0


def _nothing() -> None:
    """Most programs need no preparation."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run and how to treat it.

    `stop_signal` asks for an orderly end and `patience` is how long that may take; `abrupt_signal`
    is for a hurry and for the supervisor's own death. `before_start` may raise StartError: then
    the start counts as failed and is tried again. Only lines that match `shown` reach the terminal.
    """

    name: str
    command: list[str]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    account: Account = field(default_factory=Account)
    stop_signal: signal.Signals = signal.SIGTERM
    abrupt_signal: signal.Signals = signal.SIGKILL
    patience: float = 10
    before_start: Callable[[], None] = _nothing
    shown: re.Pattern[str] = re.compile(r"\S")  # all but empty ones


class Backoff:
    """The wait before a restart: doubling, forgotten after a healthy while."""

    def __init__(self) -> None:
        self.failures = 0

    def after(self, uptime: float) -> float:
        """The program ended after `uptime` seconds; how long to wait before starting it again."""
        if uptime >= HEALTHY_AFTER:
            self.failures = 0
        delay = FIRST_DELAY * 2.0 ** min(self.failures, 10)
        self.failures += 1
        return min(delay, LONGEST_DELAY)


class Child:
    """A program together with its present process, if any."""

    def __init__(self, program: Program, records: Path, on_line: Callable[["Child", str], None]) -> None:
        self.program = program
        self.backoff = Backoff()
        self.process: subprocess.Popen[bytes] | None = None
        self.restart_at: float | None = None
        self.last_words = ""
        self.output: LineReader | None = None
        self._on_line = on_line
        self._record = records / f"{program.name}.pid"
        self._started_at = 0.0

    @property
    def name(self) -> str:
        return self.program.name

    def start(self) -> LineReader:
        """Start the process; returns the reader of its output. Raises StartError."""
        self.restart_at = None
        self._started_at = time.monotonic()
        self.program.before_start()
        reader, writer = os.pipe()
        try:
            self.process = spawn(
                self.program.command,
                output=writer,
                death_signal=self.program.abrupt_signal,
                account=self.program.account,
                env=self.program.env,
                cwd=self.program.cwd,
            )
        except OSError as error:
            os.close(reader)
            raise StartError(f"{self.program.command[0]}: {error.strerror}") from None
        finally:
            os.close(writer)
        remember(self._record, self.process.pid)
        self.output = LineReader(reader, self._take_line)
        return self.output

    def _take_line(self, line: str) -> None:
        self.last_words = line.strip() or self.last_words
        self._on_line(self, line)

    def ended(self) -> str | None:
        """How the process ended if it just did. What is left of its group goes with it: an
        orphaned web worker would keep the port, an orphaned pool process its task."""
        if self.process is None or self.process.poll() is None:
            return None
        kill_group(self.process.pid, signal.SIGKILL)
        while self.output is not None and self.output.read():
            pass  # its last words come before the news of its end
        code, self.process = self.process.returncode, None
        self._record.unlink(missing_ok=True)
        return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"

    def schedule_restart(self) -> float:
        """Returns the seconds until the restart."""
        now = time.monotonic()
        delay = self.backoff.after(now - self._started_at)
        self.restart_at = now + delay
        return delay

    def send(self, number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(number)

    def kill(self) -> None:
        if self.process is not None:
            kill_group(self.process.pid, signal.SIGKILL)
