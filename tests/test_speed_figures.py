"""What the benchmarks count as met."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.speed.figures import figure, p95, table, times_ms


def test_a_limit_counts_the_median_or_the_p95_as_asked() -> None:
    samples = [1.0] * 15 + [9.0] * 5
    assert figure("a", samples, limit_ms=2, target="").ok
    assert not figure("a", samples, limit_ms=2, by="p95", target="").ok


def test_a_ratio_compares_medians_of_the_same_run() -> None:
    near = figure("a", [3.0, 3.0], floor=[2.0, 2.0], most_ratio=1.5, target="")
    assert (near.ratio, near.ok) == (1.5, True)
    assert not figure("a", [3.1], floor=[2.0], most_ratio=1.5, target="").ok


def test_the_p95_is_a_sample_that_was_measured() -> None:
    assert p95([float(number) for number in range(1, 101)]) == 95.0
    assert p95([7.0]) == 7.0


def test_warm_ups_do_not_count() -> None:
    calls: list[int] = []
    assert len(times_ms(lambda: calls.append(1), repeats=3, warm_ups=2)) == 3
    assert len(calls) == 5


def test_the_table_names_what_was_missed() -> None:
    figures = [
        figure("fast", [1.0], limit_ms=2, target="2 ms"),
        figure("slow", [3.0], limit_ms=2, target="2 ms"),
    ]
    text = table(figures)
    assert [line.split()[-3] for line in text.splitlines()[1:3]] == ["met", "MISSED"]
    assert text.endswith("1 met, 1 missed")


def test_an_unknown_benchmark_is_a_usage_error() -> None:
    command = [sys.executable, "-m", "tests.speed", "nonsense"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"job_sheets" in done.stderr
