"""How frames are timed: CPU time of the process, no garbage collected meanwhile."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

ROUNDS = 5


def times_ms(action: Callable[[], object], *, repeats: int, warm_ups: int = 1) -> list[float]:
    """CPU milliseconds of each repeat, after some that do not count; no garbage is collected during them."""
    for _number in range(warm_ups):
        action()
    gc.collect()
    gc.disable()
    samples = []
    for _number in range(repeats):
        start = time.process_time()
        action()
        samples.append((time.process_time() - start) * 1000)
    gc.enable()
    return samples


def times_in_turns_ms(
    action: Callable[[], object], other: Callable[[], object], *, repeats: int, warm_ups: int
) -> tuple[list[float], list[float]]:
    """The same of two things done in turns: each finds the caches as the other left them."""
    for _number in range(warm_ups):
        action()
        other()
    gc.collect()
    gc.disable()
    samples: tuple[list[float], list[float]] = ([], [])
    for _number in range(repeats):
        for taken, done in zip((action, other), samples, strict=True):
            start = time.process_time()
            taken()
            done.append((time.process_time() - start) * 1000)
    gc.enable()
    return samples


def fastest_ms(
    begin: Callable[[], Callable[[], object]],
    *,
    frames: int,
    floor: Callable[[], object] | None = None,
    pause: Callable[[], object] | None = None,
) -> tuple[list[float], list[float]]:
    """Each frame as fast as in the fastest of `ROUNDS` rounds, and the same of a floor done in turns with it.

    `begin` starts a round and gives what a frame does; `pause` is done after each, and is not in it.
    """
    best, lowest = [float("inf")] * frames, [float("inf")] * frames
    for _round in range(ROUNDS):
        action = begin()
        gc.collect()
        gc.disable()
        for number in range(frames):
            start = time.process_time()
            action()
            best[number] = min(best[number], (time.process_time() - start) * 1000)
            if pause is not None:
                pause()
            if floor is not None:
                start = time.process_time()
                floor()
                lowest[number] = min(lowest[number], (time.process_time() - start) * 1000)
        gc.enable()
    return best, lowest if floor is not None else []
