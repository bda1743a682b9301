"""What a page works with, and the searches of its fields, asked off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.records.record_edits import Lineage
from ui.widgets.lookup import Choice, Search


@dataclass(frozen=True, slots=True)
class Desk:
    """Jobs, news and undo, as every page is given them.

    Attributes:
        lineage: of the rows edited at this desk, so that one undo follows another.
    """

    jobs: Jobs
    live: Live
    edits: Edits
    lineage: Lineage = field(default_factory=Lineage)

    def today(self, zone: str = "") -> date:
        """The day in a zone, UTC's where none is known yet."""
        return self.jobs.context.clock().astimezone(ZoneInfo(zone) if zone else UTC).date()

    def search(
        self,
        query: Callable[..., Any],  # any lookup of app.queries.lookups
        owner: QObject,
        customer: Callable[[], int] | None = None,
        more: Callable[[], Mapping[str, object]] | None = None,
    ) -> Search:
        """A field's search; those of parts ask for the customer of the moment, others for `more`."""

        def search(text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
            def done(rows: Sequence[Any]) -> None:  # rows of that lookup
                answer([Choice(row.id, row.name, row.detail) for row in rows])

            narrowing = dict(more()) if more is not None else {}
            if customer is not None:
                narrowing["customer_id"] = customer()
            asked = partial(query, **narrowing) if narrowing else query
            self.jobs.read(asked, text, done=done, owner=owner)

        return search
