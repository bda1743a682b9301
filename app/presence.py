"""Who holds a visit or has an order open: told beside the change feed, never written down (board.md 4, 10).

PostgreSQL carries the notes; a note is a few words about the whole of what one program has in hand, so that a
lost one does no harm. In a database of one's own there is nobody to tell.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import text

from app.context import Context

CHANNEL = "servicebord_presence"
MOST_VISITS = 200
"""Ids in one note; PostgreSQL takes 8,000 bytes."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What one person has in hand at one program.

    Attributes:
        origin: the program.
        name: the person.
        visits: held in a drag.
        order_id: open in the editor, 0 for none.
        asks: a program that has just begun asks the others to say what they have.
    """

    origin: str
    name: str
    visits: frozenset[int] = frozenset()
    order_id: int = 0
    asks: bool = False

    def __bool__(self) -> bool:
        return bool(self.visits or self.order_id)


def announce(context: Context, note: Presence) -> None:
    """Tell the other programs; nothing happens in a database of one's own.

    Raises:
        Unavailable: the database is away.
    """
    if context.database.is_sqlite:
        return
    words = {
        "origin": note.origin,
        "name": note.name,
        "visits": sorted(note.visits)[:MOST_VISITS],
        "order": note.order_id,
        "asks": note.asks,
    }
    with context.database.connected() as connection:
        connection.execute(
            text("SELECT pg_notify(:channel, :words)"), {"channel": CHANNEL, "words": json.dumps(words)}
        )


def heard(payload: str) -> Presence | None:
    """What a note says; None for nonsense."""
    try:
        words = json.loads(payload)
        return Presence(
            origin=str(words["origin"]),
            name=str(words["name"]),
            visits=frozenset(int(one) for one in words["visits"]),
            order_id=int(words["order"]),
            asks=bool(words["asks"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
