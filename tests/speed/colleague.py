"""A colleague at another program on the same SQLite file: touches visits when told to.

Run as `python -m tests.speed.colleague DATABASE`; each line on its input is how many visits to touch, each
answered by a line when they are committed.
"""

from __future__ import annotations

import sys
from itertools import count

from sqlalchemy import update

from app.context import Context
from app.settings import Settings
from app.work import Work
from models.visits import Visit
from tests.speed.databases import the_time


def main(database: str) -> None:
    """Do as told until the input ends."""
    context = Context(Settings(database=database), clock=the_time)
    turns = count(1)
    for line in sys.stdin:
        context.run(_touched, first=next(turns) * 1_000, many=int(line))
        sys.stdout.write("done\n")
        sys.stdout.flush()
    context.close()


def _touched(work: Work, *, first: int, many: int) -> None:
    """Some visits are other versions; their places stay, so that nothing ever overlaps."""
    ids = range(first, first + many)
    work.session.execute(update(Visit).where(Visit.id.in_(ids)).values(version=Visit.version + 1))
    for one in ids:
        work.note("visit", one, "update")


if __name__ == "__main__":
    main(sys.argv[1])
