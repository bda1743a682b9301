"""Warns, above the sites of a customer, that orders in process use the address of the chosen one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.queries.customers import orders_at_site
from app.queries.masters import Record
from resources.texts import format_number, ngettext
from ui import theme
from ui.records.desk import Desk
from ui.widgets.cards import ElidedLabel


class SiteNotice(QWidget):
    """One line that is there only while the chosen site has orders in process."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._site_id = 0
        self.words = ElidedLabel(px=12)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.words)
        self.hide()
        theme.changed.connect(self.update)

    def show_site(self, site: Record | None) -> None:
        """Ask how many orders are for this site."""
        self._site_id = site.id if site is not None else 0
        self.hide()
        if self._site_id:
            asked = self._site_id
            self._desk.jobs.read(
                orders_at_site, asked, done=lambda count: self._show(asked, count), owner=self
            )

    def _show(self, site_id: int, count: int) -> None:
        if site_id != self._site_id or not count:
            return
        words = ngettext(
            "{n} order in process goes to this address; changing it changes that order too.",
            "{n} orders in process go to this address; changing it changes them too.",
            count,
        )
        self.words.setText(words.format(n=format_number(count)))
        self.show()
