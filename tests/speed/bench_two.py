"""Two programs on one PostgreSQL: how soon the board of one shows what was done at the other."""

from __future__ import annotations

from app.context import Context
from app.settings import Settings
from tests.e2e.two_programs import NAMES, a_company, latencies, two_programs
from tests.postgres import programs, start
from tests.speed.databases import the_time
from tests.speed.figures import Figure, figure

_GESTURES = 200
_LIMIT_MS = 1000.0


def measure() -> list[Figure]:
    """From the end of a gesture until all of it is on the other's board; both are busy all the time."""
    folder = programs()
    if folder is None:
        return []
    cluster = start(folder)
    try:
        cluster.run("CREATE DATABASE two")
        context = Context(Settings(database=cluster.url("two")), clock=the_time)
        context.run(a_company)
        stories = two_programs(cluster, context, gestures=_GESTURES)
        context.close()
    finally:
        cluster.stop()
    found = []
    for name, (doer, watcher) in zip(NAMES, (stories, stories[::-1]), strict=True):
        samples = [1000 * seconds for _told, seconds in latencies(doer, watcher) if seconds is not None]
        words = f"{len(samples)} changes of {name}, {_GESTURES} gestures each: seen by the other"
        found.append(figure(words, samples, target="<= 1 s", limit_ms=_LIMIT_MS, by="p95"))
    return found
