"""The agreement editor: header card, details, lines, and the orders that came from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.agreement_history import agreement_history, renewal_chain
from app.queries.agreements import AgreementHead, AgreementOrderRow, agreement_head, agreement_orders
from app.queries.masters import Record
from app.usecases.agreements import Switched, resume_agreement, start_line, stop_line, suspend_agreement
from app.usecases.copying import Place, PlaceKind
from resources.texts import _
from ui import theme
from ui.agreements.columns import LINE_STATE, state_chip
from ui.agreements.commands import fill_menu
from ui.agreements.history_tab import HistoryTab
from ui.agreements.year_panel import YearPanel
from ui.records.copy_dialog import CopyDialog, CopyTarget
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.lazy_tabs import LazyTabs
from ui.records.orders import OrdersTable
from ui.records.panel import RecordsPanel
from ui.records.record_edits import Switch
from ui.widgets.cards import HeaderCard
from ui.widgets.fields import LookupField

Turn = Callable[..., Switched]
"""A use case that turns a switch of a row."""


class AgreementEditor(QWidget):
    """One agreement, stored or new.

    Signals:
        saved(int): it was saved; a new one has its id now.
        closed(): nothing is shown any more.
        order_wanted(int), customer_wanted(int), agreement_wanted(int): somebody wants to see these.
        told(str): a sentence for the message bar.
    """

    saved = Signal(int)
    closed = Signal()
    order_wanted = Signal(int)
    customer_wanted = Signal(int)
    agreement_wanted = Signal(int)
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._head: AgreementHead | None = None
        self.header = HeaderCard()
        self.details = RecordEditor("agreement", desk, columns=2)
        self.lines = RecordsPanel(
            "agreement_line",
            desk,
            empty=_("This agreement has no lines yet, so no orders come from it."),
            is_owned=True,
            extra=(LINE_STATE,),
        )
        nothing = _("No object belongs to this agreement yet; a line that names one brings it in.")
        self.objects = RecordsPanel("agreement_object", desk, empty=nothing, is_owned=True)
        nothing = _("No task belongs to this agreement yet; a line that names one brings it in.")
        self.tasks = RecordsPanel("agreement_task", desk, empty=nothing, is_owned=True)
        self.orders = OrdersTable(key="agreement_orders", empty=_("No order came from this agreement yet."))
        self.year, self.history = YearPanel(desk), HistoryTab()
        self._dress_header()
        self._dress_lines()
        self._make_tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.setSpacing(10)
        column.addWidget(self.header)
        column.addWidget(self.tabs, 1)
        self._connect()

    def _dress_header(self) -> None:
        self.suspend_button = QPushButton(_("Suspend"))
        self.customer_button, self.delete_button, self.more_button = (QToolButton() for _each in range(3))
        theme.set_icon(self.suspend_button, "pause")
        for button, icon, name in (
            (self.customer_button, "customers", _("Show the customer")),
            (self.delete_button, "trash", _("Delete the agreement")),
            (self.more_button, "more", _("More")),
        ):
            theme.set_icon(button, icon)
            button.setToolTip(name)
            button.setAccessibleName(name)
        for each in (self.suspend_button, self.customer_button, self.delete_button, self.more_button):
            self.header.add_action(each)
        self.menu = QMenu(self)
        self.more_button.setMenu(self.menu)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _dress_lines(self) -> None:
        self.stop_button = QPushButton(_("Stop"))
        self.stop_button.setEnabled(False)
        theme.set_icon(self.stop_button, "pause")
        self.lines.bar.insertWidget(1, self.stop_button)
        self.copy_button = QPushButton(_("Copy lines…"))
        theme.set_icon(self.copy_button, "copy")
        self.lines.bar.insertWidget(1, self.copy_button)

    def _make_tabs(self) -> None:
        self.tabs = LazyTabs()
        self._details_at = self.tabs.add(self.details, _("Details"))
        self._lines_at = self.tabs.add(self.lines, _("Lines"), self._read_lines)
        self._objects_at = self.tabs.add(self.objects, _("Objects"), lambda: self._read_parts(self.objects))
        self._tasks_at = self.tabs.add(self.tasks, _("Tasks"), lambda: self._read_parts(self.tasks))
        self._orders_at = self.tabs.add(self.orders, _("Orders"), self._read_orders)
        self._year_at = self.tabs.add(self.year, _("Year"), self._read_year)
        self._history_at = self.tabs.add(self.history, _("History"), self._read_history)

    def _connect(self) -> None:
        self.details.opened.connect(self._on_opened)
        self.details.saved.connect(self.saved)
        self.details.closed.connect(self.closed)
        self.orders.order_wanted.connect(self.order_wanted)
        self.year.order_wanted.connect(self.order_wanted)
        self.customer_button.clicked.connect(self._want_customer)
        self.suspend_button.clicked.connect(lambda: self.switch())
        self.delete_button.clicked.connect(lambda: self.details.delete())
        self.stop_button.clicked.connect(lambda: self.switch_line())
        self.lines.chosen.connect(self._on_line)
        for panel, position in (
            (self.lines, self._lines_at),
            (self.objects, self._objects_at),
            (self.tasks, self._tasks_at),
        ):
            panel.counted.connect(lambda count, position=position: self.tabs.set_count(position, count))
        self.copy_button.clicked.connect(lambda: self.copy_lines())
        self.menu.aboutToShow.connect(lambda: fill_menu(self.menu, self, self._desk))
        self.history.agreement_wanted.connect(self.agreement_wanted)
        self._desk.live.changed.connect(self._on_changed)

    def open(self, agreement_id: int) -> None:
        """Show an agreement."""
        self._leave_parts(lambda: self.details.open(agreement_id))

    def open_new(self, values: Mapping[str, object] | None = None) -> None:
        """Start a new agreement."""
        self._leave_parts(lambda: self.details.open_new(values))

    def is_dirty(self) -> bool:
        """Whether something is not saved yet."""
        parts = (self.lines.editor, self.objects.editor, self.tasks.editor)
        return self.details.is_dirty() or any(editor.is_dirty() for editor in parts)

    def copy_lines(self) -> None:
        """Choose lines of a template or another agreement, and copy them to this one."""
        record = self.details.record
        if record is None:
            return
        place = Place(PlaceKind.AGREEMENT, record.id)
        target = CopyTarget(place, str(record.values["code"]), int(record.values["customer_id"]))
        dialog = CopyDialog(self._desk, target, self.window())
        dialog.copied.connect(lambda _answer, told: self.told.emit(told))
        dialog.open()

    def show_made(self, agreement_id: int, told: str) -> None:
        """Tell what was made, and show it."""
        self.told.emit(told)
        self.agreement_wanted.emit(agreement_id)

    def _leave_parts(self, then: Callable[[], object]) -> None:
        """Do something once what was changed of lines, objects and tasks is saved."""
        self.lines.editor.leave(lambda: self.objects.editor.leave(lambda: self.tasks.editor.leave(then)))

    def switch(self) -> None:
        """Suspend the agreement, or resume it; undo turns it back, and unsaved changes stay."""
        record = self.details.record
        if record is None:
            return
        is_suspended = bool(record.values["suspended"])
        turns = (suspend_agreement, resume_agreement)
        text = _("Resume {code}") if is_suspended else _("Suspend {code}")
        named = text.format(code=record.values["code"])
        self._turn(named, turns[::-1] if is_suspended else turns, record, "agreement_id")

    def switch_line(self) -> None:
        """Stop the chosen line, or start it again; undo turns it back, and unsaved changes stay."""
        line = self.lines.current()
        if line is None:
            return
        is_stopped = bool(line.values["stopped"])
        turns = (start_line, stop_line) if is_stopped else (stop_line, start_line)
        text = _("Start line {line}") if is_stopped else _("Stop line {line}")
        self._turn(text.format(line=line.values["line"]), turns, line, "line_id")

    def _turn(self, text: str, turns: tuple[Turn, Turn], record: Record, named: str) -> None:
        self._desk.edits.do(Switch(text, turns, record, self._desk.lineage, named=named))

    # -- showing -------------------------------------------------------------------------------------

    def _on_opened(self, record: Record | None) -> None:
        for position in self._parts_at():
            self.tabs.setTabEnabled(position, record is not None)
        for button in (self.customer_button, self.suspend_button, self.delete_button, self.more_button):
            button.setVisible(record is not None)
        if record is None:
            self._head = None
            self.tabs.setCurrentIndex(self._details_at)
            self.header.show_head(_("New agreement"))
            for position in self._parts_at():
                self.tabs.set_count(position, 0)
            self.header.facts.show_facts(())
            return
        self.suspend_button.setText(_("Resume") if record.values["suspended"] else _("Suspend"))
        theme.set_icon(self.suspend_button, "play" if record.values["suspended"] else "pause")
        self.suspend_button.setEnabled(not record.values["template"])
        zone = self.details.zone
        self.orders.zone = zone
        self.lines.set_measures(zone, self.details.currency)
        self.history.zone, self.history.currency = zone, self.details.currency
        self._read_head(record.id)
        self.tabs.refresh()

    def _parts_at(self) -> tuple[int, ...]:
        """Tabs that only a stored agreement has."""
        return (
            self._lines_at,
            self._objects_at,
            self._tasks_at,
            self._orders_at,
            self._year_at,
            self._history_at,
        )

    def _read_head(self, agreement_id: int) -> None:
        today = self._desk.today(self.details.zone)
        self._desk.jobs.read(agreement_head, agreement_id, today=today, done=self._on_head, owner=self)

    def _on_head(self, head: AgreementHead | None) -> None:
        if head is None or head.id != self.details.row_id:
            return
        self._head = head
        place = " · ".join(part for part in (head.customer, head.town) if part)
        self.header.show_head(f"{head.code}  {head.name}", place, chips=(state_chip(head.state),))
        self.header.facts.show_facts(
            (
                (_("Group"), " · ".join(part for part in (head.group, head.service_level) if part)),
                (_("Orders"), _("{open} open of {all}").format(open=head.orders_open, all=head.orders)),
                (_("Technician"), head.technician),
            )
        )
        self.tabs.set_count(self._lines_at, head.lines)
        self.tabs.set_count(self._orders_at, head.orders)

    def _read_lines(self) -> None:
        record = self.details.record
        if record is not None:
            site = record.names.get("site_id", "")
            field = self.lines.editor.form.fields["site_id"]
            if isinstance(field, LookupField):
                text = _("The agreement's: {site}").format(site=site) if site else _("None")
                field.lookup.setPlaceholderText(text)
            self._read_parts(self.lines)

    def _read_parts(self, panel: RecordsPanel) -> None:
        record = self.details.record
        if record is not None:
            panel.show_owner({"agreement_id": record.id}, customer_id=record.values["customer_id"])

    def _read_history(self) -> None:
        row_id = self.details.row_id
        if row_id:
            show_chain = partial(self.history.show_chain, agreement_id=row_id)
            self._desk.jobs.read(renewal_chain, row_id, done=show_chain, owner=self)
            self._desk.jobs.read(agreement_history, row_id, done=self.history.show_history, owner=self)

    def _read_year(self) -> None:
        if self.details.row_id:
            self.year.show_agreement(self.details.row_id, self.details.zone)

    def _read_orders(self) -> None:
        if self.details.row_id:
            self._desk.jobs.read(agreement_orders, self.details.row_id, done=self._on_orders, owner=self)

    def _on_orders(self, rows: list[AgreementOrderRow]) -> None:
        self.orders.orders.set_rows(rows)

    def _on_line(self, line: Record | None) -> None:
        stopped = line is not None and bool(line.values["stopped"])
        self.stop_button.setEnabled(line is not None)
        self.stop_button.setText(_("Start again") if stopped else _("Stop"))
        theme.set_icon(self.stop_button, "play" if stopped else "pause")

    def _on_changed(self, changes: Changes) -> None:
        if self.details.row_id and changes.touches("agreement", "service_order", "visit", "agreement_line"):
            self._read_head(self.details.row_id)
            if changes.touches("service_order", "visit"):
                self.tabs.refresh()
            else:
                self.tabs.refresh_one(self._history_at)

    def _want_customer(self) -> None:
        if self._head is not None:
            self.customer_wanted.emit(self._head.customer_id)
