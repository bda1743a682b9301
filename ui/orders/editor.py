"""The order editor: header card, fields, lines, visits and history; saves with the version it saw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.order_details import NewOrderForm, OrderDetails, new_order_form, order_details
from app.queries.order_history import order_history
from app.usecases.orders import LineChange, OrderSaved, open_order
from models.errors import Conflict, Expected, Missing, Refused
from resources.texts import _
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.conflict import ConflictPanel
from ui.orders.drafts import OrderDraft, count_changes, differences, draft_of, merged
from ui.orders.head import OrderHead
from ui.orders.header_form import OrderForm
from ui.orders.history_tab import HistoryTab
from ui.orders.lines import LinesTab
from ui.orders.lookups import Searches
from ui.orders.order_edits import GoToStage, SaveOrder
from ui.orders.save_bar import Ask, SaveBar
from ui.orders.visits_tab import VisitsTab

_LINES, _VISITS, _HISTORY = range(3)
_FORM_WIDTH = 380


class OrderEditor(QWidget):
    """One order, stored or new.

    Signals:
        left(): the person is done here.
        saved(int): an order was saved; its id.
        print_wanted(object): ids of orders to print.
        board_wanted(int): show that order on the board.
        failed(Expected): something went wrong that no field can show.
    """

    left = Signal()
    saved = Signal(int)
    print_wanted = Signal(object)
    board_wanted = Signal(int)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, edits: Edits, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._edits = jobs, edits
        self.details: OrderDetails | None = None
        self._new: NewOrderForm | None = None
        self._asked_id = 0
        self._then: Callable[[], None] | None = None
        self._fresh: OrderDetails | None = None
        searches = Searches(jobs, self, lambda: self.form.customer_id())
        self.form = OrderForm(searches, today=jobs.context.clock().date())
        self.lines = LinesTab(searches)
        self.visits, self.history = VisitsTab(), HistoryTab()
        self.head, self.save_bar, self.conflict = OrderHead(), SaveBar(), ConflictPanel()
        self.back_button = QPushButton(_("Orders"))
        self.tabs = QTabWidget()
        self._lay_out()
        self._connect()

    # -- opening -------------------------------------------------------------------------------------

    def open(self, order_id: int) -> None:
        """Show a stored order, unless unsaved changes of another one must be answered first."""
        self.leave(lambda: self._read(order_id))

    def open_new(self) -> None:
        """Start a new order, unless unsaved changes must be answered first."""
        self.leave(self._read_new)

    def on_changed(self, changes: Changes) -> None:
        """Show what others changed; what the person is typing stays."""
        order_id = self.details.id if self.details is not None else 0
        if not order_id or self.is_dirty():
            return
        touched = order_id in changes.ids("service_order")
        if touched or any(changes.ids(kind) for kind in ("visit", "customer", "site", "contact", "stage")):
            self._jobs.read(order_details, order_id, done=self._refresh, failed=self._on_gone, owner=self)

    def leave(self, then: Callable[[], None]) -> None:
        """Do that at once if nothing is unsaved; else ask first, in the bar below."""
        self.lines.finish_typing()
        if self.is_dirty():
            self._then = then
            self.save_bar.ask_to_leave()
        else:
            then()

    def _read(self, order_id: int) -> None:
        self._asked_id = order_id
        self._jobs.read(order_details, order_id, done=self._show, failed=self._on_gone, owner=self)

    def _read_new(self) -> None:
        self._asked_id = 0
        self._jobs.read(new_order_form, done=self._show_new, owner=self)

    def _show(self, details: OrderDetails) -> None:
        if details.id != self._asked_id:
            return
        is_other = self.details is None or self.details.id != details.id
        self._refresh(details)
        if is_other:
            self.tabs.setCurrentIndex(_LINES)
            self.form.fields["description"].editor.setFocus()

    def _refresh(self, details: OrderDetails) -> None:
        """Show a stored order in every part."""
        self.details, self._new, self._asked_id = details, None, details.id
        draft = draft_of(details)
        is_read_only = bool(details.why_not_modify)
        self.head.show_order(details, today=self._today(details.zone))
        self.form.skills.offer(details.skills)
        self.form.show_fields(draft.fields, is_read_only=is_read_only)
        self._show_lines(draft, is_read_only=is_read_only)
        self.visits.show_visits(details.visits, details.zone)
        self._name_tabs(details)
        self.conflict.hide()
        self.save_bar.complain("")
        self._tell_changes()
        self.save_bar.setVisible(is_read_only)
        self.save_bar.words.setText(details.why_not_modify or self.save_bar.words.text())
        for button in (self.save_bar.save, self.save_bar.discard):
            button.setVisible(not is_read_only)
        self._read_history()

    def _today(self, zone: str) -> date:
        return self._jobs.context.clock().astimezone(ZoneInfo(zone)).date()

    def _show_new(self, form: NewOrderForm) -> None:
        self.details, self._new = None, form
        self.head.show_new(form)
        self.form.skills.offer(form.skills)
        self.form.show_fields(OrderDraft().fields, is_read_only=False)
        self.lines.show_lines(
            (), currency=form.currency, technician=OrderDraft().fields.technician, is_read_only=False
        )
        self.conflict.hide()
        self.save_bar.complain("")
        for button in (self.save_bar.save, self.save_bar.discard):
            button.show()
        self._name_tabs(None)
        self._tell_changes()
        self.form.fields["customer"].editor.setFocus()

    def _show_lines(self, draft: OrderDraft, *, is_read_only: bool) -> None:
        currency = self.details.currency if self.details is not None else ""
        self.lines.show_lines(
            draft.lines, currency=currency, technician=draft.fields.technician, is_read_only=is_read_only
        )

    def _name_tabs(self, details: OrderDetails | None) -> None:
        counts = (len(details.lines), len(details.visits)) if details is not None else (0, 0)
        self.tabs.setTabText(_LINES, _("Lines ({n})").format(n=counts[0]) if counts[0] else _("Lines"))
        self.tabs.setTabText(_VISITS, _("Visits ({n})").format(n=counts[1]) if counts[1] else _("Visits"))
        for tab in (_VISITS, _HISTORY):
            self.tabs.setTabEnabled(tab, details is not None)
        if details is None:
            self.tabs.setCurrentIndex(_LINES)

    def _read_history(self) -> None:
        details = self.details
        if details is None or self.tabs.currentIndex() != _HISTORY:
            return
        self._jobs.read(
            order_history,
            details.id,
            done=lambda rows: self.history.show_history(rows, details.stage_log, details.zone),
            owner=self,
        )

    def _on_gone(self, error: Expected) -> None:
        self.failed.emit(error)
        if isinstance(error, Missing):
            self.left.emit()

    # -- what was changed ----------------------------------------------------------------------------

    def is_dirty(self) -> bool:
        """Whether something is not saved."""
        return self._count_changes() > 0

    def _stored(self) -> OrderDraft:
        return draft_of(self.details) if self.details is not None else OrderDraft()

    def _draft(self) -> OrderDraft:
        """What the person made of it; raises ValueError where a field cannot be understood."""
        return OrderDraft(self.form.read_fields(), self.lines.model.lines)

    def _count_changes(self) -> int:
        if self.details is None and self._new is None:
            return 0
        try:
            return count_changes(self._stored(), self._draft())
        except ValueError:
            return 1

    def _tell_changes(self) -> None:
        self.save_bar.tell(self._count_changes(), is_new=self._new is not None)

    def _on_edited(self) -> None:
        self.save_bar.complain("")
        self._tell_changes()

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save header and lines together."""
        self.lines.finish_typing()
        if not self.is_dirty() or self.conflict.isVisible():
            return
        if not self.form.check():
            self.save_bar.complain(_("Something is not right yet; see beside the field."))
            return
        self._save(self._draft())

    def _save(self, draft: OrderDraft) -> None:
        self.save_bar.set_saving(is_saving=True)
        if self.details is not None:
            edit = SaveOrder(self.details, draft)
            self._edits.do(edit, done=self._on_saved, failed=self._on_failed)
            return
        self._jobs.write(
            open_order,
            done=lambda answer, _changes: self._on_saved(answer),
            failed=self._on_failed,
            owner=self,
            fields=draft.fields,
            lines=tuple(LineChange(line.fields) for line in draft.lines),
        )

    def _on_saved(self, answer: OrderSaved) -> None:
        self.save_bar.set_saving(is_saving=False)
        self.saved.emit(answer.id)
        then, self._then = self._then, None
        if then is not None:
            self._forget()
            then()
        else:
            self._read(answer.id)

    def _on_failed(self, error: Expected) -> None:
        self.save_bar.set_saving(is_saving=False)
        if isinstance(error, Conflict) and self.details is not None:
            self._jobs.read(
                order_details,
                self.details.id,
                done=lambda fresh: self._settle(fresh, error.by),
                failed=self._on_gone,
                owner=self,
            )
            return
        field = error.field if isinstance(error, Refused) else ""
        if field in self.form.fields:
            self.form.complain({field: str(error)})
        self._then = None
        self._tell_changes()
        self.save_bar.complain(str(error))

    # -- conflicts -----------------------------------------------------------------------------------

    def _settle(self, fresh: OrderDetails, by: str) -> None:
        """Somebody was first: ask about what both changed; what only one changed needs no question."""
        found = differences(self._stored(), draft_of(fresh), self._draft())
        self._fresh = fresh
        if found:
            self.conflict.ask(by, found)
        else:
            self._take_over(frozenset())

    def _take_over(self, chosen: frozenset[str]) -> None:
        """Put the chosen changes on their order and save that."""
        fresh = self._fresh
        if fresh is None:
            return
        draft = merged(self._stored(), draft_of(fresh), self._draft(), chosen)
        self._refresh(fresh)
        self.form.show_fields(draft.fields, is_read_only=False)
        self._show_lines(draft, is_read_only=False)
        self._tell_changes()
        if self.is_dirty():
            self._save(self._draft())

    def _give_up(self) -> None:
        if self._fresh is not None:
            self._refresh(self._fresh)

    # -- leaving -------------------------------------------------------------------------------------

    def _discard(self) -> None:
        """Forget what was changed; go on to where the person wanted to go."""
        then, self._then = self._then, None
        details = self.details
        self._forget()
        if then is not None:
            then()
        elif details is not None:
            self._read(details.id)
        else:
            self.left.emit()

    def _forget(self) -> None:
        self.details = self._new = None
        self.conflict.hide()
        self.save_bar.tell(0)
        self.save_bar.complain("")

    def _stay(self) -> None:
        self._then = None
        self._tell_changes()

    def _go_to_stage(self, stage_id: int, reason_id: int | None, note: str) -> None:
        if self.details is None:
            return
        if self.is_dirty():
            self.save_bar.complain(_("Save or discard your changes first."))
            return
        edit = GoToStage(self.details, stage_id, reason_id=reason_id, note=note)
        self._edits.do(edit, done=lambda answer: self._read(answer.id), failed=self._on_failed)

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setProperty("ground", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_icon(self.back_button, "left", "muted")
        self.back_button.setProperty("flat", True)
        self.back_button.setToolTip("Esc")
        for tab, title in (
            (self.lines, _("Lines")),
            (self.visits, _("Visits")),
            (self.history, _("History")),
        ):
            self.tabs.addTab(tab, title)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(_card_around(_scrolled(self.form), width=_FORM_WIDTH))
        body.addWidget(_card_around(self.tabs), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.head)
        column.addWidget(self.conflict)
        column.addLayout(body, 1)
        column.addWidget(self.save_bar)
        self.conflict.hide()

    def _connect(self) -> None:
        self.form.edited.connect(lambda _key: self._on_edited())
        self.lines.edited.connect(self._on_edited)
        self.lines.complained.connect(self.save_bar.complain)
        self.save_bar.save_wanted.connect(self.save)
        self.save_bar.discard_wanted.connect(self._discard)
        self.save_bar.stay_wanted.connect(self._stay)
        self.conflict.resolved.connect(self._take_over)
        self.conflict.given_up.connect(self._give_up)
        self.head.stage_bar.go_wanted.connect(self._go_to_stage)
        self.head.print_button.clicked.connect(lambda _checked: self._want_print())
        self.head.board_button.clicked.connect(lambda _checked: self._want_board())
        self.visits.board_wanted.connect(self._want_board)
        self.tabs.currentChanged.connect(lambda _tab: self._read_history())
        self.back_button.clicked.connect(lambda _checked: self.go_back())
        for keys, act in (("Ctrl+S", self.save), ("Esc", self.go_back), ("Ctrl+P", self._want_print)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def go_back(self) -> None:
        """Leave for the list."""
        if self.save_bar.asks is Ask.LEAVE:
            self._stay()
        else:
            self.leave(self.left.emit)

    def _want_print(self) -> None:
        if self.details is not None:
            self.print_wanted.emit((self.details.id,))

    def _want_board(self) -> None:
        if self.details is not None:
            self.board_wanted.emit(self.details.id)


def _card_around(widget: QWidget, *, width: int = 0) -> QWidget:
    card = QFrame()
    card.setProperty("card", True)
    if width:
        card.setFixedWidth(width)
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 10, 14, 12)
    column.addWidget(widget)
    return card


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
