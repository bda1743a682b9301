"""What a benchmark reports, how it times, and the table that shows it.

A module `bench_*.py` has a function `measure() -> list[Figure]`; `python -m tests.speed` runs them all.
Ratios compare with a floor that was timed in the same process: they hold on slow machines too.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing.

    Attributes:
        name: what was measured, with the units of other results it mentions.
        median_ms, p95_ms: of the repeats, in milliseconds.
        limit_ms: what it may take, or None.
        ratio: median by the floor's median of the same run, or None.
        target: what was asked for, in words.
        ok: whether it was reached.
    """

    name: str
    median_ms: float
    p95_ms: float
    limit_ms: float | None
    ratio: float | None
    target: str
    ok: bool


def times_ms(action: Callable[[], object], *, repeats: int, warm_ups: int = 1) -> list[float]:
    """Milliseconds of each repeat, after some that do not count; garbage is collected before, not during."""
    for _number in range(warm_ups):
        action()
    gc.collect()
    gc.disable()
    try:
        return [_once(action) for _number in range(repeats)]
    finally:
        gc.enable()


def _once(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def median(samples: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(samples)


def p95(samples: Sequence[float]) -> float:
    """What 95 of 100 stay within: the sample at that rank, never an invented one between two."""
    ordered = sorted(samples)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def figure(
    name: str,
    samples: Sequence[float],
    *,
    target: str,
    limit_ms: float | None = None,
    by: str = "median",
    floor: Sequence[float] = (),
    most_ratio: float | None = None,
) -> Figure:
    """A figure from samples in milliseconds.

    It is met if `by` ("median" or "p95") is within `limit_ms`, and the median within `most_ratio` times the
    median of `floor`; what is None is not asked for.
    """
    typical, high = median(samples), p95(samples)
    ratio = typical / median(floor) if floor else None
    counted = {"median": typical, "p95": high}[by]
    within = limit_ms is None or counted <= limit_ms
    near = most_ratio is None or (ratio is not None and ratio <= most_ratio)
    return Figure(name, typical, high, limit_ms, ratio, target, within and near)


def table(figures: Sequence[Figure]) -> str:
    """All figures in columns: median, p95, limit, share of the limit, ratio to the floor, verdict, target."""
    head = ("", "median ms", "p95 ms", "limit ms", "of limit", "x floor", "", "target")
    rows = [head, *(_cells(each) for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [_aligned(row, widths) for row in rows]
    missed = sum(not each.ok for each in figures)
    return "\n".join([*lines, "", f"{len(figures) - missed} met, {missed} missed"])


def _cells(each: Figure) -> tuple[str, ...]:
    limit = "" if each.limit_ms is None else f"{each.limit_ms:,.2f}"
    share = "" if each.limit_ms is None else f"{each.median_ms / each.limit_ms:.2f}"
    ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
    verdict = "met" if each.ok else "MISSED"
    return (
        each.name,
        f"{each.median_ms:,.2f}",
        f"{each.p95_ms:,.2f}",
        limit,
        share,
        ratio,
        verdict,
        each.target,
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    words = {0, 6, 7}  # name, verdict and target are words, the rest are numbers
    cells = [
        text.ljust(wide) if column in words else text.rjust(wide)
        for column, (text, wide) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
