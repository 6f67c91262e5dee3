"""One readable log: every line on the terminal carries the name of the process that wrote it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

NAME_WIDTH = 10
LARGEST_LOG = 10_000_000  # bytes; one older file of this size is kept beside it


class Output:
    """Writes lines to the terminal and to `<folder>/<name>.log`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def line(self, name: str, text: str, *, shown: bool = True) -> None:
        if shown:
            self._print(f"{name:<{NAME_WIDTH}}| {text}")
        path = self._folder / f"{name}.log"
        try:
            if path.exists() and path.stat().st_size > LARGEST_LOG:
                path.replace(path.with_suffix(".log.1"))
            with path.open("a", encoding="utf-8", errors="replace") as log:
                log.write(f"{text}\n")
        except OSError:  # a full disk must not take the portal down with its log
            return

    def _print(self, text: str) -> None:
        encoding = sys.stdout.encoding or "ascii"
        try:
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
            sys.stdout.flush()
        except OSError:  # the terminal is gone; the files stay
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class LineReader:
    """Reads what a process writes into a pipe and hands it on line by line."""

    def __init__(self, descriptor: int, emit: Callable[[str], None]) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.closed = False
        self.on_close: Callable[[], None] = lambda: None
        self._emit = emit
        self._rest = b""

    def read(self) -> bool:
        """Read once; returns False when nothing was there. Closes at the end of the stream."""
        if self.closed:
            return False
        try:
            data = os.read(self.descriptor, 65536)
        except BlockingIOError:
            return False
        *lines, self._rest = (self._rest + data).split(b"\n")
        if not data:
            lines = [self._rest] if self._rest else []
            self.closed = True
            self.on_close()
            os.close(self.descriptor)
        for line in lines:
            self._emit(line.decode("utf-8", "replace").rstrip("\r"))
        return bool(data)
