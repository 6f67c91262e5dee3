"""One row of the table: the portal's way and the raw limit, by turns in one process."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

FEWEST = 30  # rounds; of fewer, the 95th percentile is the slowest one or two
WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Row:
    """`raw` is the limit: what `differs` says it leaves out. Without the same work there is none.

    `most` is how many times the raw median ours may take, `target` how many milliseconds at p95; a
    row without either is a number to know, not one to meet. `prepare` runs before ours, untimed.
    """

    name: str
    ours: Callable[[], Any]
    raw: Callable[[], Any] | None = None
    most: float | None = None
    target: float | None = None
    differs: str = ""
    prepare: Callable[[], Any] | None = None


@dataclass(frozen=True, slots=True)
class Times:
    median: float
    p95: float

    @classmethod
    def of(cls, times: list[float]) -> "Times":
        return cls(statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1])

    def __str__(self) -> str:
        return f"{self.median:.1f} / {self.p95:.1f} ms"


@dataclass(frozen=True, slots=True)
class Measured:
    """`ratio` is the median of the rounds' ratios: a machine that changes its speed between two rounds
    changes both halves of each.
    """

    row: Row
    ours: Times
    raw: Times | None = None
    ratio: float | None = None

    @property
    def verdict(self) -> str:
        """Whether every target is met; empty without one."""
        met = []
        if self.row.most is not None and self.ratio is not None:
            met.append(self.ratio <= self.row.most)
        if self.row.target is not None:
            met.append(self.ours.p95 <= self.row.target)
        return ("yes" if all(met) else "**no**") if met else ""

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}"
        targets = [f"≤ {self.row.most:g}×"] if self.row.most is not None else []
        targets += [f"p95 ≤ {self.row.target:.0f} ms"] if self.row.target is not None else []
        raw = str(self.raw or "")
        return self.row.name, str(self.ours), raw, ratio, ", ".join(targets), self.verdict, self.row.differs


HEAD = ("what", "ours (p50 / p95)", "raw (p50 / p95)", "ratio", "target", "met", "ours does besides")


def measure(row: Row, rounds: int = FEWEST) -> Measured:
    """Ours and raw alternate, so that a busy moment of the machine meets both."""
    rounds_taken: list[tuple[float, float | None]] = []
    for number in range(rounds + WARM_UP):
        if row.prepare:
            row.prepare()
        times = _timed(row.ours), _timed(row.raw) if row.raw else None
        if number >= WARM_UP:
            rounds_taken.append(times)
    ours = Times.of([each for each, _raw in rounds_taken])
    pairs = [(each, raw) for each, raw in rounds_taken if raw is not None]
    if not pairs:
        return Measured(row, ours)
    ratio = statistics.median(each / raw for each, raw in pairs)
    return Measured(row, ours, Times.of([raw for _each, raw in pairs]), ratio)


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def table(results: Iterable[Measured]) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *(each.cells() for each in results)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
