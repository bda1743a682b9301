"""OrderTab: a tab of the order editor that reads its own rows when it is seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.queries.order_details import OrderDetails
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.order_edits import Renamed


class OrderTab(QWidget):
    """Shows one side of a stored order and writes what is done there at once, each act one step to undo.

    A tab keeps no draft: the order's changes come back through `live`, and the editor shows it anew.

    Attributes:
        renamed: the editor's own, so that one undo of this order follows another.

    Signals:
        counted(int): how many rows there are, for the tab's title.
        failed(Expected): something was refused that no field of the tab can show.
    """

    counted = Signal(int)
    failed = Signal(object)

    title = ""
    """Marked with `N_`; translated by the editor."""

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.edits = jobs, edits
        self.renamed = Renamed()

    def show_order(self, details: OrderDetails) -> None:
        """Show the rows of a stored order; called when the tab is seen, and again when the order changed."""
        raise NotImplementedError
