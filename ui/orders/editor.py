"""The order editor: opens, saves with the version it saw, settles conflicts, and asks before it forgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.order_details import NewOrderForm, OrderDetails, new_order_form, order_details
from app.queries.order_history import order_history
from app.usecases.orders import LineChange, OrderSaved, OrdersDeleted, open_order
from models.errors import Conflict, Expected, Missing, Refused
from resources.texts import _
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.commands import OrderDesk, fill_menu
from ui.orders.conflict import ConflictPanel
from ui.orders.drafts import OrderDraft, count_changes, differences, draft_of, merged
from ui.orders.ending_edits import MakeOrder
from ui.orders.order_edits import GoToStage, Renamed, SaveOrder
from ui.orders.save_bar import SAVE_KEYS, Ask, SaveBar
from ui.orders.sheet import OrderSheet

BACK_KEYS = "Esc"
_SHOWN_KINDS = ("visit", "customer", "site", "contact", "stage", "skill", "technician")


class OrderEditor(QWidget):
    """One order, stored or new.

    Signals:
        left(): the person is done here.
        saved(int): an order was saved; its id.
        print_wanted(object): ids of orders to print.
        board_wanted(int): show that order on the board.
        failed(Expected): something went wrong that no field can show.
        told(str): a sentence for the message bar.
    """

    left = Signal()
    saved = Signal(int)
    print_wanted = Signal(object)
    board_wanted = Signal(int)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, jobs: Jobs, edits: Edits, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._edits = jobs, edits
        self.details: OrderDetails | None = None
        self._new: NewOrderForm | None = None
        self._renamed = Renamed()
        self._asked_id = 0
        self._then: Callable[[], None] | None = None
        self._fresh: OrderDetails | None = None
        self.conflict, self.save_bar = ConflictPanel(), SaveBar()
        self.sheet = OrderSheet(jobs, edits, between=self.conflict)
        for tab in self.sheet.own_tabs:
            tab.renamed = self._renamed
        self.back_button = QPushButton(_("Orders"))
        _lay_out(self)
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
        if order_id in changes.ids("service_order") or any(changes.ids(kind) for kind in _SHOWN_KINDS):
            self._jobs.read(order_details, order_id, done=self._show, failed=self._on_gone, owner=self)

    def leave(self, then: Callable[[], None]) -> None:
        """Do that at once if nothing is unsaved; else ask first, in the bar below."""
        self.sheet.lines.finish_typing()
        if self.is_dirty():
            self._then = then
            self.save_bar.ask_to_leave()
        else:
            then()

    def go_back(self) -> None:
        """Leave for the list; while it is asked whether to leave, stay."""
        if self.save_bar.asks is Ask.LEAVE:
            self._stay()
        else:
            self.leave(self.left.emit)

    def _read(self, order_id: int) -> None:
        self._asked_id = order_id
        self._jobs.read(order_details, order_id, done=self._show, failed=self._on_gone, owner=self)

    def _read_new(self) -> None:
        self._asked_id = 0
        self._jobs.read(new_order_form, done=self._show_new, owner=self)

    def _show(self, details: OrderDetails) -> None:
        is_same = self.details is not None and self.details.id == details.id
        if details.id != self._asked_id or (is_same and self.is_dirty()):
            return  # another one was asked for since, or the person has begun to type
        self._take(details)
        if not is_same:
            self.sheet.start()

    def _take(self, details: OrderDetails) -> None:
        self.details, self._new, self._asked_id = details, None, details.id
        self.sheet.show_order(details, today=self._today(details.zone))
        self.conflict.hide()
        self.save_bar.complain("")
        self._tell_changes()

    def _show_new(self, form: NewOrderForm) -> None:
        self.details, self._new = None, form
        self.conflict.hide()
        self.save_bar.complain("")
        self.sheet.show_new(form)
        self._tell_changes()

    def _today(self, zone: str) -> date:
        return self._jobs.context.clock().astimezone(ZoneInfo(zone)).date()

    def _on_gone(self, error: Expected) -> None:
        self.failed.emit(error)
        if isinstance(error, Missing):
            self._leave_deleted()

    # -- what was changed ----------------------------------------------------------------------------

    def is_dirty(self) -> bool:
        """Whether something is not saved."""
        return self._count_changes() > 0

    def _stored(self) -> OrderDraft:
        return draft_of(self.details) if self.details is not None else OrderDraft()

    def _count_changes(self) -> int:
        if self.details is None and self._new is None:
            return 0
        try:
            return count_changes(self._stored(), self.sheet.draft())
        except ValueError:
            return 1  # what cannot be understood is not what was stored

    def _tell_changes(self) -> None:
        why_not = self.details.why_not_modify if self.details is not None else ""
        if why_not:
            self.save_bar.tell_closed(why_not)
        else:
            self.save_bar.tell(self._count_changes(), is_new=self._new is not None)

    def _on_edited(self) -> None:
        self.save_bar.complain("")
        self._tell_changes()

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save header and lines together."""
        self.sheet.lines.finish_typing()
        if not self.is_dirty() or self.conflict.isVisible() or self.save_bar.is_saving:
            return
        if self.sheet.form.check():
            self._save(self.sheet.draft())
        else:
            self.save_bar.complain(_("Something is not right yet; see beside the field."))

    def _save(self, draft: OrderDraft) -> None:
        self.save_bar.set_saving(is_saving=True)
        if self.details is not None:
            edit = SaveOrder(self.details, draft, self._renamed)
            self._edits.do(edit, done=self._on_saved, failed=self._on_failed)
            return
        lines = tuple(LineChange(line.fields) for line in draft.lines)
        making = MakeOrder(_("New order"), open_order, {"fields": draft.fields, "lines": lines})
        self._edits.do(making, done=self._on_saved, failed=self._on_failed)

    def _on_saved(self, answer: OrderSaved) -> None:
        self.save_bar.set_saving(is_saving=False)
        then, self._then = self._then, None
        self._forget()
        self.saved.emit(answer.id)
        if then is not None:
            then()
        else:
            self._read(answer.id)

    def _on_failed(self, error: Expected) -> None:
        self.save_bar.set_saving(is_saving=False)
        self._tell_changes()
        if isinstance(error, Conflict) and self.details is not None:
            self._jobs.read(
                order_details,
                self.details.id,
                done=lambda fresh: self._settle(fresh, error.by),
                failed=self._on_gone,
                owner=self,
            )
            return
        self._then = None
        if isinstance(error, Refused) and error.field in self.sheet.form.fields:
            self.sheet.form.complain({error.field: str(error)})
        self.save_bar.complain(str(error))

    # -- conflicts -----------------------------------------------------------------------------------

    def _settle(self, fresh: OrderDetails, by: str) -> None:
        """Somebody was first: ask about what both changed; what only one changed needs no question."""
        found = differences(self._stored(), draft_of(fresh), self.sheet.draft())
        self._fresh = fresh
        if found:
            self.save_bar.hide()  # saving goes on from the choices above
            self.conflict.ask(by, found)
        else:
            self._take_over(frozenset())

    def _take_over(self, chosen: frozenset[str]) -> None:
        """Put the chosen changes on their order and save that."""
        if self._fresh is None:
            return
        draft = merged(self._stored(), draft_of(self._fresh), self.sheet.draft(), chosen)
        self._take(self._fresh)
        if not self._fresh.why_not_modify:
            self.sheet.show_draft(draft, is_read_only=False)
        self._tell_changes()
        if self.is_dirty():
            self._save(self.sheet.draft())
        elif self._then is not None:
            self._discard()

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
        self.save_bar.complain("")
        self.save_bar.tell(0)

    def _stay(self) -> None:
        self._then = None
        self._tell_changes()

    def _go_to_stage(self, stage_id: int, reason_id: int | None, note: str) -> None:
        if self.details is None:
            return
        if self.is_dirty():
            self.save_bar.complain(_("Save or discard your changes first."))
            return
        edit = GoToStage(self.details, stage_id, self._renamed, reason_id=reason_id, note=note)
        self._edits.do(edit, done=lambda answer: self._read(answer.id), failed=self._on_failed)

    def _fill_menu(self) -> None:
        """What can be done with the order that is shown."""
        menu, details = self.sheet.head.more_menu, self.details
        if details is None:
            menu.clear()
        elif self.is_dirty():
            menu.clear()
            menu.addAction(_("Save or discard your changes first.")).setEnabled(False)
        else:
            desk = OrderDesk(
                self._jobs, self._edits, self, self.told.emit, self.sheet.failed.emit, self.open,
                leave=self._leave_deleted,
            )  # fmt: skip
            fill_menu(menu, desk, (details.id,), details)

    def _follow(self, answer: object) -> None:
        """A step was made or undone: know orders again that came back, and leave one that is gone by it."""
        self._renamed.follow(answer)
        gone = {order.id for order in answer.done} if isinstance(answer, OrdersDeleted) else set()
        if self.details is not None and self.details.id in gone and not self.is_dirty():
            self._leave_deleted()

    def _leave_deleted(self) -> None:
        """Go back to the list: this order is gone."""
        self._forget()
        self.left.emit()

    # -- layout --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        sheet, bar = self.sheet, self.save_bar
        self._edits.applied.connect(lambda _edit, answer: self._follow(answer))
        sheet.edited.connect(self._on_edited)
        sheet.complained.connect(bar.complain)
        sheet.history_wanted.connect(lambda: _read_history(self, self._jobs))
        sheet.failed.connect(lambda error: bar.complain(str(error)))
        sheet.head.more_menu.aboutToShow.connect(self._fill_menu)
        sheet.visits.board_wanted.connect(self._want_board)
        sheet.head.stage_bar.go_wanted.connect(self._go_to_stage)
        sheet.head.print_button.clicked.connect(lambda _checked: self._want_print())
        sheet.head.board_button.clicked.connect(lambda _checked: self._want_board())
        bar.save_wanted.connect(self.save)
        bar.discard_wanted.connect(self._discard)
        bar.stay_wanted.connect(self._stay)
        self.conflict.resolved.connect(self._take_over)
        self.conflict.given_up.connect(lambda: self._take(self._fresh) if self._fresh else None)
        self.back_button.clicked.connect(lambda _checked: self.go_back())
        _add_keys(self, {SAVE_KEYS: self.save, BACK_KEYS: self.go_back, "Ctrl+P": self._want_print})

    def _want_print(self) -> None:
        if self.details is not None:
            self.print_wanted.emit((self.details.id,))

    def _want_board(self) -> None:
        if self.details is not None:
            self.board_wanted.emit(self.details.id)


def _lay_out(editor: OrderEditor) -> None:
    editor.setProperty("ground", True)
    editor.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    theme.set_icon(editor.back_button, "left", "muted")
    editor.back_button.setProperty("flat", True)
    editor.back_button.setToolTip(BACK_KEYS)
    column = QVBoxLayout(editor)
    column.setContentsMargins(16, 6, 16, 12)
    column.setSpacing(8)
    column.addWidget(editor.back_button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(editor.sheet, 1)
    column.addWidget(editor.save_bar)
    editor.conflict.hide()


def _add_keys(editor: OrderEditor, acts: Mapping[str, Callable[[], object]]) -> None:
    """Keys that work anywhere in the editor."""
    for keys, act in acts.items():
        shortcut = QShortcut(QKeySequence(keys), editor)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


def _read_history(editor: OrderEditor, jobs: Jobs) -> None:
    """Show what happened to the order that is shown."""
    details = editor.details
    if details is not None:
        jobs.read(
            order_history,
            details.id,
            done=lambda rows: editor.sheet.history.show_history(rows, details.zone),
            owner=editor,
        )
