"""The change feed: waits until somebody else has committed, and says what changed (decision 7)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.changes import Changes, changes_after
from app.context import Context
from app.presence import CHANNEL, Presence, heard
from models.errors import Expected, Unavailable
from resources.texts import _

if TYPE_CHECKING:
    import psycopg

POLL_SECONDS = 1.0
"""How often SQLite is asked; PostgreSQL wakes its listeners with NOTIFY, and is asked anyway as often."""


class ChangeFeed:
    """Follows the changes of others on one database.

    It listens first, then catches up, then streams, so nothing committed meanwhile is missed; after a
    lost connection it starts over from the last number it knows.
    """

    def __init__(self, context: Context, *, noted: Callable[[Presence], object] | None = None) -> None:
        """Follow a context's database; `noted` is called with what colleagues say they have in hand."""
        self._context, self._noted = context, noted
        self._number = context.opened_after
        self._stopped = threading.Event()
        self._listener: psycopg.Connection | None = None

    def next(self) -> Changes | None:
        """Wait for at most a moment; what others changed, or None when the feed was stopped.

        Raises:
            Unavailable: the database is away; calling again tries again.
        """
        self._wait()
        if self._stopped.is_set():
            self._forget()
            return None
        try:
            self._number, changes = self._context.read(
                changes_after, self._number, skip_origin=self._context.origin
            )
        except Expected:
            self._forget()
            raise
        return changes

    def stop(self) -> None:
        """Let the waiting end."""
        self._stopped.set()

    def _wait(self) -> None:
        if self._context.database.is_sqlite:
            self._stopped.wait(POLL_SECONDS)
            return
        import psycopg  # takes a tenth of a second, and SQLite has no use for it

        try:
            if self._listener is None:
                self._listener = self._listen()
                return
            # The generator is drained before any other statement: executing inside it hangs (data.md 5).
            for notice in list(self._listener.notifies(timeout=POLL_SECONDS, stop_after=1)):
                self._tell(notice.channel, notice.payload)
        except psycopg.OperationalError as error:
            self._forget()
            self._stopped.wait(POLL_SECONDS)
            raise Unavailable(
                _("The connection to the database was lost; it is being tried again.")
            ) from error

    def _listen(self) -> psycopg.Connection:
        import psycopg

        url = self._context.database.url.set(drivername="postgresql")
        connection = psycopg.connect(
            url.render_as_string(hide_password=False), autocommit=True, connect_timeout=5
        )
        try:
            connection.execute(f"LISTEN {CHANNEL}")
            connection.execute("LISTEN servicebord")
        except psycopg.Error:
            connection.close()
            raise
        return connection

    def _tell(self, channel: str, payload: str) -> None:
        """Hand on what another program says it has in hand."""
        note = heard(payload) if channel == CHANNEL else None
        if note is not None and note.origin != self._context.origin and self._noted is not None:
            self._noted(note)

    def _forget(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
