"""One row of the table: the portal's way and the raw limit, by turns in one process."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

ROUNDS = 9
WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` and `raw` do the same work; `target` is how many milliseconds ours may take at p95."""

    name: str
    ours: Callable[[], Any]
    raw: Callable[[], Any]
    target: float


@dataclass(frozen=True, slots=True)
class Measured:
    row: Row
    median: float
    p95: float
    raw: float

    @property
    def ok(self) -> bool:
        return self.p95 <= self.row.target

    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.median / self.raw:.1f}" if self.raw else "-"
        times = (f"{self.median:.1f} ms", f"{self.p95:.1f} ms", f"{self.raw:.1f} ms")
        return self.row.name, *times, ratio, f"{self.row.target:.0f} ms", "yes" if self.ok else "NO"


HEAD = ("name", "ours (median)", "ours (p95)", "raw limit", "ratio", "target (p95)", "ok")


def measure(row: Row, rounds: int = ROUNDS) -> Measured:
    """Ours and raw alternate, so that a busy moment of the machine meets both."""
    ours, raw = [], []
    for number in range(rounds + WARM_UP):
        pair = _timed(row.ours), _timed(row.raw)
        if number >= WARM_UP:
            ours.append(pair[0])
            raw.append(pair[1])
    ours.sort()
    p95 = ours[min(len(ours) - 1, round(0.95 * len(ours)))]
    return Measured(row, statistics.median(ours), p95, statistics.median(raw))


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def table(results: Iterable[Measured]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *(each.cells() for each in results)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
