"""The waiting list beside the board: tabs, boxes under the titles, groups; rows are dragged onto lanes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.queries.board import OrderDues, WaitingRow
from resources.texts import _
from ui.board.pointer import orders_mime
from ui.board.waiting.waiting_bar import WaitingBar, sort_by
from ui.board.waiting.waiting_columns import TICKING, WaitingWords
from ui.board.waiting.waiting_groups import GROUPS, GroupDelegate, group_key, jobs_text
from ui.board.waiting.waiting_header import FilterHeader
from ui.board.waiting.waiting_index import Mask, Wanted
from ui.board.waiting.waiting_model import WaitingModel
from ui.board.waiting.waiting_tabs import ALL, LATE, NO_WINDOW, TODAY, OwnTab
from ui.widgets.cards import rule
from ui.widgets.empty import EmptyState
from ui.widgets.table import RowsTable

__all__ = ["WaitingList", "jobs_text"]

Link = Callable[[WaitingRow], bool]
"""Whether an order answers to the board's filter."""
State = Mapping[str, Any]  # Any: what JSON knows
"""Tab, texts, order and group of the list, as JSON."""


class WaitingList(QWidget):
    """Orders that wait for a visit.

    Signals:
        order_wanted(int): an order is to be opened.
        plan_wanted(int): an order is to be planned by dialog.
        chosen(object): tuple of the rows now selected.
        link_wanted(bool): the board's filter is to hold here too, or no longer.
        changed(): other rows, or others of them, are shown.
    """

    order_wanted = Signal(int)
    plan_wanted = Signal(int)
    chosen = Signal(object)
    link_wanted = Signal(bool)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no orders yet."""
        super().__init__(parent)
        self._all: dict[int, WaitingRow] = {}
        self._gone: set[int] = set()
        self._link: Link | None = None
        self._masks: tuple[Mask, ...] = ()
        self._is_own_state = False
        self.words = WaitingWords()
        columns = self.words.columns()
        self._keys = [column.key for column in columns]
        self.model = WaitingModel(columns, ticking=TICKING, parent=self)
        self.header = FilterHeader()
        self.table = RowsTable(self.model, key="waiting", header=self.header, parent=self)
        self.table.setItemDelegate(GroupDelegate(self.table))
        self.table.set_drag(lambda rows: orders_mime([row.order_id for row in rows]))
        self.nothing = EmptyState(
            _("No order waits for a visit."), icon="check", action=_("Show all"), on_action=self.show_all
        )
        self.table.set_empty(self.nothing)
        self.bar = WaitingBar(columns=[_(column.title) for column in columns])
        self.tabs, self.filter, self.footer = self.bar.tabs, self.bar.filter, self.bar.footer
        self.head = self.bar.row
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (rule(), self.bar, self.table):
            column.addWidget(part)
        self.setFocusProxy(self.table)
        self.setMinimumSize(220, 90)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab)
        self.filter.textChanged.connect(lambda _text: self._show())
        self.header.typed.connect(lambda _texts: self._show())
        self.header.left.connect(self._go_to_rows)
        self.bar.boxes.toggled.connect(lambda on: self.header.show_boxes(on=on))
        self.bar.link.toggled.connect(self.link_wanted)
        self.bar.group_wanted.connect(self.group_by)
        self.bar.sort_wanted.connect(lambda section: sort_by(self.table, section))
        self.table.row_opened.connect(lambda row: self.order_wanted.emit(row.order_id))
        self.table.rows_chosen.connect(lambda _rows: self._tell())
        self.table.rows_chosen.connect(self.chosen)
        self.table.clicked.connect(lambda index: self._toggle(index.row()))
        self.table.horizontalScrollBar().valueChanged.connect(self.header.follow_scroll)
        plan = QShortcut(QKeySequence("M"), self.table)
        plan.setContext(Qt.ShortcutContext.WidgetShortcut)
        plan.activated.connect(self._plan_current)
        self.filter.installEventFilter(self)
        self.table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, Down goes to the first row and Esc clears; Enter closes and opens groups."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.filter:
            if event.key() == Qt.Key.Key_Down:
                self._go_to_rows()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return self._toggle(self.table.currentIndex().row())
        return False

    def _go_to_rows(self) -> None:
        self.table.setFocus()
        if not self.table.chosen_rows() and self.model.rowCount():
            first = next((n for n in range(self.model.rowCount()) if self.model.row_at(n) is not None), 0)
            self.table.selectRow(first)

    # ------------------------------------------------------------------ rows

    @property
    def rows(self) -> dict[int, WaitingRow]:
        """All orders that wait, by id."""
        if not self._gone:
            return self._all
        return {order_id: row for order_id, row in self._all.items() if order_id not in self._gone}

    def rows_known(self) -> dict[int, WaitingRow]:
        """The same with those that are held back."""
        return self._all

    def show_rows(self, rows: Sequence[WaitingRow], *, zone: str, today: date) -> None:
        """Show what was read; days are local to the company's zone."""
        if self.words.set_day(zone, today):
            self.model.index_of_rows.forget()
        self._all = {row.order_id: row for row in rows}
        self._gone &= self._all.keys()
        self._take(list(rows))

    def renew_rows(self, rows: Sequence[WaitingRow], order_ids: Sequence[int]) -> None:
        """Show what was read of some orders; those of them that were not found wait no longer."""
        known = dict(self._all)
        for order_id in order_ids:
            known.pop(order_id, None)
        known.update({row.order_id: row for row in rows})
        found = [known[order_id] for order_id in sorted(known)]
        self._all = {row.order_id: row for row in found}
        self._gone &= self._all.keys()
        self._take(found)

    def _take(self, rows: list[WaitingRow]) -> None:
        self._keep_place(lambda: self.model.set_rows(rows, wanted=self._wanted_anew))
        self._say()
        self._count()

    def _wanted_anew(self) -> Wanted:
        self._renew_link()
        return self._wanted_now()

    def hold_back(self, order_ids: Sequence[int], *, on: bool) -> None:
        """Leave orders out while their visits are being made, or show them again."""
        (self._gone.update if on else self._gone.difference_update)(order_ids)
        self._keep_place(self._show)
        self._count()

    def take_out(self, order_ids: Sequence[int]) -> None:
        """Forget orders that are planned now; an undo brings them back with the next reading."""
        self.renew_rows((), order_ids)

    def _keep_place(self, act: Callable[[], None]) -> None:
        """Do something to the rows; what is in view stays there."""
        bar = self.table.verticalScrollBar()
        before = bar.value()
        act()
        bar.setValue(before)

    # ------------------------------------------------------------------ what is shown of them

    def show_all(self) -> None:
        """Take every filter of the list off."""
        self.restore({})

    def set_link(self, link: Link | None) -> None:
        """Show only what answers to the board's filter; None for no link."""
        self._link = link
        self._renew_link()
        self._show()
        self._count()

    def _renew_link(self) -> None:
        link, rows = self._link, self.model.index_of_rows.rows
        self._masks = (np.array([link(row) for row in rows], dtype=bool),) if link is not None else ()

    def state(self) -> dict[str, Any]:  # Any: as State
        """How the list stands."""
        head = self.header
        section = head.sortIndicatorSection()
        is_sorted = 0 <= section < len(self._keys)
        descending = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {
            "tab": self.tabs.current,
            "text": self.filter.text(),
            "columns": {self._keys[at]: text for at, text in head.texts().items()},
            "boxes": head.shows_boxes,
            "sort": [self._keys[section], descending] if is_sorted else [],
            "group": self.bar.group,
        }

    def restore(self, state: State) -> None:
        """Let the list stand as it stood; what is unknown of it is left out."""
        texts = state.get("columns", {})
        boxes = bool(state.get("boxes", False)) or bool(texts)
        self.tabs.set_current(str(state.get("tab", ALL)))
        self.bar.boxes.setChecked(boxes)
        self.header.set_texts(
            {self._keys.index(key): text for key, text in texts.items() if key in self._keys}
        )
        was_blocked = self.filter.blockSignals(True)
        self.filter.setText(str(state.get("text", "")))
        self.filter.blockSignals(was_blocked)
        sort = state.get("sort") or ["", False]
        section = self._keys.index(sort[0]) if sort[0] in self._keys else -1
        order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(section, order)
        self.header.setSortIndicator(section, order)
        self.group_by(str(state.get("group", "")))
        self._show()

    def group_by(self, name: str) -> None:
        """Put rows into groups; "" for none."""
        self.bar.group = name if name in GROUPS else ""
        self.model.group(group_key(self.bar.group, self.words))

    def _on_tab(self, key: str) -> None:
        own = self.tabs.own(key)
        if own is not None:
            self.restore({**own.content, "tab": key})
        elif self._is_own_state:
            self.restore({"tab": key})
        self._is_own_state = own is not None
        self._show()

    def choose_tab(self, key: str) -> None:
        """Stand on a tab as the list is now."""
        self.tabs.set_current(key)
        self._is_own_state = self.tabs.own(self.tabs.current) is not None
        self._show()

    def set_own_tabs(self, tabs: Sequence[OwnTab]) -> None:
        """Show the tabs that the person saved."""
        self.tabs.set_own(tabs)
        self._count()

    def _wanted(self, state: State) -> Wanted:
        """What a state of the list shows."""
        index = self.model.index_of_rows
        masks = list(self._masks)
        if self._gone:
            masks.append(~np.isin(index.order_id, list(self._gone)))
        built_in = {
            TODAY: self.words.today_mask,
            LATE: self.words.late_mask,
            NO_WINDOW: self.words.no_window_mask,
        }
        key = str(state.get("base", state.get("tab", ALL)))
        if key in built_in:
            masks.append(built_in[key](index))
        return Wanted(str(state.get("text", "")), dict(state.get("columns", {})), tuple(masks))

    def _wanted_now(self) -> Wanted:
        state = self.state()
        own = self.tabs.own(self.tabs.current)
        if own is not None:
            state["base"] = str(own.content.get("base", ALL))
        return self._wanted(state)

    def _show(self) -> None:
        self.model.want(self._wanted_now())
        self._say()

    def _say(self) -> None:
        wanted = self.model.wanted
        is_narrowed = bool(wanted.text.strip() or wanted.columns or wanted.masks)
        self.nothing.say(
            _("No waiting order answers to this.") if is_narrowed else _("No order waits for a visit.")
        )
        self.nothing.button.setVisible(is_narrowed)
        self._tell()
        self.changed.emit()

    def _count(self) -> None:
        for key in (ALL, TODAY, LATE, NO_WINDOW):
            self.tabs.set_count(key, self.model.count(self._wanted({"tab": key})))
        for key, tab in self.tabs.own_tabs:
            self.tabs.set_count(key, self.model.count(self._wanted({**tab.content, "tab": ALL})))

    def _tell(self) -> None:
        chosen = self.table.chosen_rows()
        self.footer.setText(jobs_text(chosen) if chosen else "")

    def set_now(self, instant: int) -> None:
        """Show what is overdue at an instant (epoch seconds)."""
        self.words.now = instant
        self.model.time_passed()
        self.table.viewport().update()
        self._count()

    def show_dues(self, dues: OrderDues) -> None:
        """Mark orders whose service level runs out soon."""
        self.words.soon = dict(zip(dues.order_id.tolist(), dues.soon.tolist(), strict=True))
        self.table.viewport().update()

    # ------------------------------------------------------------------ keys and clicks

    def _toggle(self, line: int) -> bool:
        head = self.model.head_at(line)
        if head is None:
            return False
        self._keep_place(lambda: self.model.toggle(head[0]))
        return True

    def _plan_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.plan_wanted.emit(row.order_id)
