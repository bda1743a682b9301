"""The table twin of the board: the visits in view as rows, with the same selection and the same commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.fit import NAMES as RULE_NAMES
from models.terms import Priority, VisitStatus
from resources.texts import N_, _, format_minutes, format_time, format_weekday_date, ngettext
from ui.board.columns import STATUSES
from ui.board.keyboard.menu import menu_of
from ui.board.painting.labels import times
from ui.board.painting.signs import due_words
from ui.board.verbs.keys import VerbKeys
from ui.widgets.badge import priority_chip, status_chip
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

if TYPE_CHECKING:
    from ui.board.page import BoardPage

NAME = "table"
MOST = 3_000
"""So many visits are listed; a month of a large company is told to be too much."""
PRIORITIES = tuple(Priority)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in words; times in epoch seconds, `day` is empty where only one is in view."""

    visit_id: int
    starts: int
    day: str
    time: str
    minutes: int
    number: str
    customer: str
    town: str
    technician: str
    status: VisitStatus
    priority: Priority
    promised: str
    due: int
    left: str
    broken: str


COLUMNS = (
    Column[VisitRow]("starts", N_("Time"), 170, least=106, text=lambda row: f"{row.day} {row.time}".strip(),
                     sort_key=lambda row: row.starts, is_tabular=True),
    Column[VisitRow]("number", N_("Order"), 96, least=86, weight=600, is_spare=True),
    Column[VisitRow]("customer", N_("Customer"), 170, least=84),
    Column[VisitRow]("technician", N_("Technician"), 140, least=84),
    Column[VisitRow]("status", N_("Status"), 100, badge=lambda row: status_chip(row.status),
                     sort_key=lambda row: STATUSES.index(row.status), is_spare=True),
    Column[VisitRow]("town", N_("Town"), 110, is_spare=True),
    Column[VisitRow]("minutes", N_("Duration"), 80, text=lambda row: format_minutes(row.minutes),
                     sort_key=lambda row: row.minutes, is_right=True, is_spare=True),
    Column[VisitRow]("priority", N_("Priority"), 90, badge=lambda row: priority_chip(row.priority),
                     sort_key=lambda row: -PRIORITIES.index(row.priority), is_spare=True),
    Column[VisitRow]("promised", N_("Promised"), 110, is_tabular=True, is_spare=True),
    Column[VisitRow]("left", N_("Time left"), 100, sort_key=lambda row: row.due or 1 << 40,
                     ink=lambda row: "bad" if row.due < 0 else "", is_spare=True),
    Column[VisitRow]("broken", N_("Problems"), 180, ink=lambda _row: "bad", is_spare=True),
)  # fmt: skip


class TwinTable(RowsTable):
    """The table; keys that move visits on the board do so here too."""

    def __init__(self, page: BoardPage, model: RowsModel[VisitRow]) -> None:
        """Serve a page."""
        super().__init__(model, key="board_twin")
        self._page = page
        keys = page.findChild(VerbKeys)
        if keys is not None:
            self.installEventFilter(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with arrows moves the visit, as on the board; the rest as in every table."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and self._page.view.walk.press(event):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the board, for the rows that are selected."""
        keys = self._page.findChild(VerbKeys)
        if keys is None or not self.chosen_rows():
            return
        at = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        menu_of(self._page, keys.board_target()).popup(at + QPoint(1, 1))


class Twin(QWidget):
    """The tab with the table; listed anew while it is seen."""

    def __init__(self, page: BoardPage) -> None:
        """Stand in the side tabs of a page."""
        super().__init__()
        self._page = page
        self._is_following = False
        self.model: RowsModel[VisitRow] = RowsModel(COLUMNS, identity=lambda row: row.visit_id)
        self.table = TwinTable(page, self.model)
        self.table.setAccessibleName(_("Visits in view"))
        self.table.set_empty(EmptyState(_("No visits in view."), icon="grid"))
        self.line = plain_label(px=12, is_quiet=True)
        self.line.setContentsMargins(14, 8, 14, 6)
        self.line.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.table)
        page.side.add(NAME, _("Table"), self)
        page.side.shown.connect(lambda _name: self.renew())
        page.view.days_changed.connect(self.renew)
        page.planning.rows_changed.connect(self.renew)
        page.view.selection_changed.connect(self._follow)
        self.table.rows_chosen.connect(self._chosen)
        self.table.row_opened.connect(lambda row: page.order_wanted.emit(self._order_of(row.visit_id)))

    def renew(self) -> None:
        """List the visits of the days in view, if anybody looks."""
        if self._page.side.current != NAME:
            return
        scene = self._page.view.scene
        days, (first, last) = scene.model.days, scene.days_in_view()
        span = (int(days.midnights[first]), int(days.midnights[last]))
        slots = scene.model.table.visible((0, len(scene.model.lanes)), *span)
        if scene.hidden:
            left_out = np.fromiter(scene.hidden, dtype=np.int64, count=len(scene.hidden))
            slots = slots[~np.isin(scene.model.table.lane[slots], left_out)]
        count = ngettext("{n} visit", "{n} visits", len(slots)).format(n=len(slots))
        few = slots[np.argsort(scene.model.table.starts[slots], kind="stable")][:MOST]
        if len(few) < len(slots):
            count = _("The first {shown} of {count}").format(shown=len(few), count=count)
        self.line.setText(count)
        self._is_following = True
        self.model.set_rows([self._row(slot, with_day=last - first > 1) for slot in few.tolist()])
        self._is_following = False
        self._follow()

    def _row(self, slot: int, *, with_day: bool) -> VisitRow:
        scene, style = self._page.view.scene, self._page.view.style_in_use
        model, table = scene.model, scene.model.table
        starts, ends = int(table.starts[slot]), int(table.ends[slot])
        promise = (int(table.promise_from[slot]), int(table.promise_to[slot]))
        bounds = [format_time(model.days.wall(one)) for one in promise if one]
        rules = model.conflicts.rules_of(int(table.id[slot]))
        due = int(model.due_of(table.order_id[slot : slot + 1])[0][0])
        return VisitRow(
            visit_id=int(table.id[slot]),
            starts=starts,
            day=format_weekday_date(model.days.wall(starts).date()) if with_day else "",
            time=times(scene, style, starts, ends),
            minutes=(ends - starts) // 60,
            number=table.number[slot],
            customer=table.customer[slot],
            town=table.town[slot],
            technician=model.lanes[int(table.lane[slot])].name,
            status=STATUSES[int(table.status[slot])],
            priority=PRIORITIES[int(table.priority[slot])],
            promised="–".join(bounds),
            due=due - model.dues_at if due else 0,
            left=due_words(due - model.dues_at) if due else "",
            broken=", ".join(_(RULE_NAMES[rule]) for _is_hard, rule in rules),
        )

    def _order_of(self, visit_id: int) -> int:
        table = self._page.view.scene.model.table
        return int(table.order_id[table.slot(visit_id)])

    # ------------------------------------------------------------------ one selection

    def _chosen(self, rows: tuple[VisitRow, ...]) -> None:
        """Rows were selected here: so are their visits."""
        if self._is_following:
            return
        self._is_following = True
        view = self._page.view
        current = self.table.current_row()
        if isinstance(current, VisitRow):
            view.focus_visit(current.visit_id)
        view.select(frozenset(row.visit_id for row in rows))
        self._is_following = False

    def _follow(self) -> None:
        """Visits were selected elsewhere: so are their rows."""
        if self._is_following or self._page.side.current != NAME:
            return
        self._is_following = True
        selection, flag = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        chosen = self._page.view.selected_ids
        selection.clearSelection()
        places = [at for at, row in enumerate(self.model.rows) if row.visit_id in chosen]
        for at in places:
            selection.select(self.model.index(at, 0), flag.Select | flag.Rows)
        if places:
            selection.setCurrentIndex(self.model.index(places[0], 0), flag.NoUpdate)
            self.table.scrollTo(self.model.index(places[0], 0))
        self._is_following = False

    def changeEvent(self, event: QEvent) -> None:
        """Words follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.renew()
