"""PricesPanel: the price list, all of it or only what is valid on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.queries.masters import Record
from resources.texts import _, format_number, ngettext
from ui.records.desk import Desk
from ui.records.panel import RecordsPanel
from ui.widgets.cards import plain_label
from ui.widgets.fields import DateField

_SAME = (
    "kind", "type", "project_id", "customer_id", "technician_id", "category_id", "item_id", "currency",
)  # fmt: skip
"""What two rows have in common of which the later one counts."""


def valid_on(rows: Iterable[Record], day: date) -> list[Record]:
    """Of the rows about the same thing, the one that counts on a day: the last that has begun by then."""
    found: dict[tuple[Any, ...], Record] = {}  # values of any column
    for row in rows:
        starts: date = row.values["starts_on"]
        key = tuple(row.values[name] for name in _SAME)
        held = found.get(key)
        if starts <= day and (held is None or held.values["starts_on"] < starts):
            found[key] = row
    return list(found.values())


class PricesPanel(RecordsPanel):
    """Prices with a date at the top: empty shows every row, a date what counts on it."""

    def __init__(self, kind: str, desk: Desk, *, empty: str) -> None:
        super().__init__(kind, desk, empty=empty)
        self._all: list[Record] = []
        self.count = plain_label(px=12, is_quiet=True)
        self.on = DateField("on", _("Valid on"), today=desk.today())
        self.on.setFixedWidth(150)
        self.on.line.setClearButtonEnabled(True)
        at = self.bar.indexOf(self.filter)
        self.bar.insertWidget(at, self.count)
        self.bar.insertWidget(at + 1, plain_label(self.on.label, is_quiet=True))
        self.bar.insertWidget(at + 2, self.on)
        self.on.edited.connect(self._narrow)
        self.filter.textChanged.connect(lambda _text: self._tell())

    def _on_rows(self, rows: list[Record]) -> None:
        self._all = rows
        super()._on_rows(self._chosen_rows())
        self._tell()

    def _chosen_rows(self) -> list[Record]:
        day = None if self.on.problem() else self.on.read()
        return valid_on(self._all, day) if isinstance(day, date) else self._all

    def _narrow(self) -> None:
        self.on.complain(self.on.problem())
        self.model.set_rows(self._chosen_rows())
        self._tell()

    def _tell(self) -> None:
        count = len(self.model.rows)
        self.count.setText(ngettext("{n} price", "{n} prices", count).format(n=format_number(count)))
