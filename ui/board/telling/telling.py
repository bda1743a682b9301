"""What tells a person about visits: colours and their legend, the hover card, history, the table twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.board.colleagues.colleagues import Colleagues
from ui.board.slots.best_places import BestPlaces
from ui.board.telling.colours import Colours
from ui.board.telling.history import History
from ui.board.telling.legend import Legend
from ui.board.telling.spoken import Announcer
from ui.board.telling.twin import Twin

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class Telling(QObject):
    """The parts of a page that tell."""

    def __init__(self, page: BoardPage) -> None:
        """Make them for a page."""
        super().__init__(page)
        self._page = page
        self.colours = Colours(page)
        self.legend = Legend(page, self.colours)
        self.history = History(page)
        self.twin = Twin(page)
        self.best_places = BestPlaces(page)
        self.announcer = Announcer(page)
        page.hover.read_with(page.jobs)
        page.hover.words_on = self._colleague
        page.planning.rows_changed.connect(page.hover.forget)

    def _colleague(self, visit_id: int) -> str:
        """Who else does what with a visit."""
        colleagues = self._page.parts.get("colleagues")
        return colleagues.words_on(visit_id) if isinstance(colleagues, Colleagues) else ""
