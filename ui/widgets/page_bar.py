"""PageBar: the top of a page: what it is, how much of it is shown, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.cards import plain_label


class PageBar(QWidget):
    """A title, a quiet count, and parts at the right; as high as every toolbar.

    Attributes:
        count: says how many rows the page shows.
    """

    def __init__(self, title: str, *parts: QWidget) -> None:
        super().__init__()
        self.setFixedHeight(theme.TOOLBAR)
        self.count = plain_label(px=12, is_quiet=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(10)
        self._row.addWidget(plain_label(title, px=15, weight=600))
        self._row.addWidget(self.count)
        self._row.addStretch(1)
        for part in parts:
            self._row.addWidget(part)
