"""The supervisor itself: one thread that reads output, notices deaths and restarts."""

import selectors
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from config.embedded.errors import StartError
from config.supervisor.children import Child, Program
from config.supervisor.output import LineReader, Output

OURSELVES = "portal"
POLL = 0.1  # seconds between two looks at a condition that tells nobody when it comes true
FAILED_STARTS_ALLOWED = 6
HURRIED_PATIENCE = 3.0


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


class Supervisor:
    """Keeps its children running until told to stop.

    Every public method returns only after looking after all children, so none starves while
    another is being waited for.
    """

    def __init__(self, output: Output, records: Path) -> None:
        self.output = output
        self._records = records
        self._children: dict[str, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._requests = 0
        self._stopping = False
        self._hurried_at: float | None = None
        self._listen_to_signals()

    def say(self, text: str) -> None:
        self.output.line(OURSELVES, text)

    # ---- starting ----

    def start(self, program: Program) -> Child:
        """Start a program and keep it running from now on."""
        child = self._children[program.name] = Child(program, self._records, self._print_line)
        self._try_start(child)
        return child

    def wait_for(self, is_ready: Callable[[], bool], child: Child, seconds: float) -> None:
        """Raises StartError when `child` keeps ending or the time is over."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if child.backoff.failures >= FAILED_STARTS_ALLOWED or time.monotonic() > deadline:
                raise StartError(f"{child.name} does not start: {child.last_words}")
            self._turn(POLL / 4)

    def run_once(self, program: Program, keep_back: Callable[[str], bool]) -> None:
        """Run a program to its end; lines that `keep_back` wants stay off the terminal.

        Raises StartError when it fails.
        """

        def on_line(child: Child, line: str) -> None:
            self.output.line(child.name, line, shown=not keep_back(line))

        child = Child(program, self._records, on_line)
        try:
            self._watch(child.start())
            while (how := child.ended()) is None:
                self._turn(POLL)
        finally:
            child.kill()
        if how != "exit code 0":
            raise StartError(f"{program.name} failed ({how}); its lines above tell why.")

    def rest(self, seconds: float) -> None:
        """Look after the children for a while."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._turn(left)

    def run_until_stopped(self) -> None:
        """Look after the children until StopRequested."""
        while True:
            self._turn(60)

    # ---- stopping ----

    def stop(self, *names: str) -> None:
        """Stop the named children together, each as gently as its patience allows."""
        self._stopping = True
        children = [self._children[name] for name in names if name in self._children]
        for child in children:
            child.restart_at = None
            child.send(child.program.stop_signal)
        started = time.monotonic()
        while any(child.process for child in children):
            if self._requests > 1:
                self._hurry(children)
            self._kill_the_slow(children, started)
            self._turn(POLL)

    def _hurry(self, children: list[Child]) -> None:
        if self._hurried_at is None:
            self._hurried_at = time.monotonic()
            self.say("hurrying")
        for child in children:
            child.send(child.program.abrupt_signal)

    def _kill_the_slow(self, children: list[Child], started: float) -> None:
        now = time.monotonic()
        for child in children:
            limit = started + child.program.patience
            if self._hurried_at is not None:
                limit = min(limit, max(started, self._hurried_at) + HURRIED_PATIENCE)
            if now > limit:
                child.kill()

    # ---- one turn of the loop ----

    def _turn(self, seconds: float) -> None:
        """Wait for something to happen, at most `seconds`, and deal with it."""
        for key, _events in self._selector.select(self._until_next_restart(seconds)):
            key.data()
        for child in self._children.values():
            self._look_after(child)
        if self._requests and not self._stopping:
            raise StopRequested

    def _until_next_restart(self, seconds: float) -> float:
        now = time.monotonic()
        waits = [c.restart_at - now for c in self._children.values() if c.restart_at is not None]
        return max(0.0, min([seconds, *waits]))

    def _look_after(self, child: Child) -> None:
        if (how := child.ended()) is not None:
            if self._stopping:
                self.say(f"{child.name} stopped")
            else:
                delay = child.schedule_restart()
                self.say(f"{child.name} ended ({how}); starting it again in {delay:.1f} s")
        if child.restart_at is not None and time.monotonic() >= child.restart_at:
            self._try_start(child)

    def _try_start(self, child: Child) -> None:
        again = child.backoff.failures > 0
        try:
            self._watch(child.start())
        except StartError as reason:
            child.last_words = str(reason)
            delay = child.schedule_restart()
            self.say(f"{child.name} did not start, next try in {delay:.1f} s: {reason}")
            return
        if again:
            self.say(f"{child.name} started again")

    # ---- output and signals ----

    def _print_line(self, child: Child, line: str) -> None:
        self.output.line(child.name, line, shown=bool(child.program.shown.search(line)))

    def _watch(self, reader: LineReader) -> None:
        self._selector.register(reader.descriptor, selectors.EVENT_READ, reader.read)
        reader.on_close = lambda: self._unwatch(reader.descriptor)

    def _unwatch(self, descriptor: int) -> None:
        self._selector.unregister(descriptor)

    def _listen_to_signals(self) -> None:
        """A signal wakes the loop by a byte in a socket; Python's own wake-up mechanism."""
        ours, pythons = socket.socketpair()
        for end in (ours, pythons):
            end.setblocking(False)
        signal.set_wakeup_fd(pythons.fileno(), warn_on_full_buffer=False)
        self._wakeup = (ours, pythons)
        self._selector.register(ours, selectors.EVENT_READ, lambda: ours.recv(4096))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._count_request)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # only to wake the loop

    def _count_request(self, _number: int, _frame: FrameType | None) -> None:
        self._requests += 1
