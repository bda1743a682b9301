"""Takes the pictures of the board in README and documents anew: `poe pictures`.

The clock stands at a Monday morning, so the same program gives the same pictures. Each is taken in a process
of its own, as a program has one look.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.context import Context
from app.demo import fill, fill_large
from app.settings import Settings
from resources.texts import use_language

PICTURES = Path(__file__).resolve().parent.parent / "resources" / "docs" / "pictures"
MONDAY = date(2026, 11, 23)
SIZE, SMALLER = (1600, 900), (1440, 860)
"""Pixels; the smaller where there is more text."""
LARGEST = 300_000
"""Bytes of a picture; a larger one is a slow page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture of the board."""

    name: str
    scale: str
    scheme: str
    day: date = MONDAY
    is_dense: bool = False
    with_details: bool = False


WANTED = (
    Wanted("board_light", "day", "light", with_details=True),
    Wanted("board_dark", "day", "dark", with_details=True),
    Wanted("board_week", "week", "light"),
    Wanted("board_week_dark", "week", "dark"),
    Wanted("board_month", "month", "dark"),
    Wanted("board_dense", "day", "light", is_dense=True),
    Wanted("board_dense_month", "month", "light", is_dense=True),
    Wanted("board_sparse", "day", "dark", day=date(2026, 11, 28)),
)


def the_time() -> datetime:
    """A clock that stands."""
    return datetime(2026, 11, 23, 9, 36, tzinfo=UTC)


def main() -> int:
    """Make both companies, then every picture of them; 1 when one is too large."""
    with tempfile.TemporaryDirectory() as folder:
        files = {dense: Path(folder) / ("dense.db" if dense else "small.db") for dense in (False, True)}
        for is_dense, file in files.items():
            context = Context(Settings(database=f"sqlite:///{file}"), clock=the_time)
            if is_dense:
                fill_large(context, technicians=60, days=31, visits=7_000, orders=7_200)
            else:
                fill(context)
            context.close()
        with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1) as processes:
            list(processes.map(take, WANTED, [files[one.is_dense] for one in WANTED]))
    large = [one.name for one in WANTED if (PICTURES / f"{one.name}.png").stat().st_size > LARGEST]
    if large:
        sys.stderr.write(f"larger than {LARGEST} bytes: {', '.join(large)}\n")
    return 1 if large else 0


def take(wanted: Wanted, database: Path) -> None:
    """Take one picture, in English."""
    from ui.screenshot import Shot, take as take_shot  # noqa: I001 - Qt only in the child

    use_language("en")
    settings = Settings(database=f"sqlite:///{database}", scheme=wanted.scheme, language="en")
    shot = Shot(
        day=wanted.day,
        scale=wanted.scale,
        size=SMALLER if wanted.with_details else SIZE,
        is_compact=wanted.is_dense,
        with_details=wanted.with_details,
    )
    take_shot(settings, shot, file=PICTURES / f"{wanted.name}.png", clock=the_time)


if __name__ == "__main__":
    sys.exit(main())
