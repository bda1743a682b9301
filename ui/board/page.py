"""The board's page: toolbar, board, waiting list and inspector; loads, renews, and puts them together."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.queries.board import OrderCard, OrderDues, WaitingRow, order_card, order_dues
from models.distances import Travel
from models.errors import Expected
from models.terms import Right
from resources.texts import format_number, ngettext
from ui import actions
from ui.board.editing.planning import Planning
from ui.board.keyboard.by_dialog import open_move, open_plan
from ui.board.layout.anchoring import anchored
from ui.board.layout.days import Days
from ui.board.layout.panes import Panes
from ui.board.layout.scales import Scale
from ui.board.loading import Loaded, Renewal, WaitingNews, load_board
from ui.board.model import NO_DUES
from ui.board.parts import PARTS
from ui.board.selection import Selection
from ui.board.telling.hover import HoverCard
from ui.board.waiting.renewing import WaitingRenewal
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.widgets.toast import Kind, Toasts

P = TypeVar("P")
NOW_MS = 30_000
SOON_MS = 150
"""Changes that arrive within this time are read together."""
RELOAD_AT = 300
"""So many changed visits are read as a whole board."""
LANE_KINDS = (
    "technician",
    "team",
    "skill",
    "absence",
    "calendar",
    "closed_day",
    "technician_skill",
    "technician_shift",
    "company",
    "certificate",
    "rule_setting",
    "day_lock",
    "exclusion",
    "item_requirement",
    "agreement",
)
TRAVEL_KINDS = ("site", "travel_time", "company")
WAITING_KINDS = ("visit", "service_order", "order_skill", "customer", "site", "stage", "service_level")


class BoardPage(Panes):
    """Dispatch board with its waiting list.

    Signals:
        order_wanted(int): an order is to be opened.
        print_wanted(object): ids of the visits whose work descriptions are wanted.
        board_print_wanted(): the board itself is wanted on paper.
        technician_wanted(int): a technician is to be shown; 0 for the page of technicians.
        customer_wanted(int), agreement_wanted(int): that page is to be shown.
        request_wanted(): somebody is calling.
        hint(str): what the gesture in hand will do.
        selection_told(str): what is selected, for the status bar.
        loaded(): rows of another window, or all of them anew, are on the board.
        closing(): the window is about to be closed.
        breach_told(str, int): which service level breaks next, and the order; "" for none.
        clearing_told(str): how long the waiting list will take; "" when it is empty.
    """

    order_wanted = Signal(int)
    print_wanted = Signal(object)
    board_print_wanted = Signal()
    technician_wanted = Signal(int)
    customer_wanted = Signal(int)
    agreement_wanted = Signal(int)
    request_wanted = Signal()
    hint = Signal(str)
    selection_told = Signal(str)
    loaded = Signal()
    closing = Signal()
    breach_told = Signal(str, int)
    clearing_told = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        live: Live,
        edits: Edits,
        *,
        day: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Read the board around a day, by default today."""
        super().__init__(jobs, parent)
        self._jobs = jobs
        self.live, self.edits = live, edits
        self._travel: Travel | None = None
        self._is_loading = self._is_stale = self._was_shown = self._goes_there = False
        self._wanted_order = 0
        self._changed: set[int] = set()
        self._missed: set[int] = set()
        self._was_warned = False
        self._dues = NO_DUES
        self.messages = Toasts(self.stack)
        self.hover = HoverCard(self.view)
        self.days = Days(self.view, self.toolbar, clock=jobs.context.clock)
        self.selection = Selection(self.view, self.waiting, self.inspector)
        self.planning = Planning(self.view, self.waiting, self.messages, jobs=jobs, edits=edits)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._waiting_orders = WaitingRenewal(
            jobs, edits, model=lambda: self.view.scene.model, done=self._renew_waiting, owner=self
        )
        self._order_dues = Renewal(jobs, order_dues, done=self._show_dues, owner=self)
        self._clock = QTimer(self, interval=NOW_MS)
        self._connect(live)
        self.parts: dict[str, object] = {}
        for name, make in PARTS.items():
            self.parts[name] = make(self)
        self.load(day)

    def _connect(self, live: Live) -> None:
        bar, view = self.toolbar, self.view
        bar.compact_wanted.connect(self._set_compact)
        bar.print_wanted.connect(lambda: self.print_wanted.emit(self.selection.ids_to_print()))
        bar.refresh_wanted.connect(self.refresh)
        view.order_wanted.connect(self.order_wanted)
        view.hint.connect(self.hint)
        view.move_dialog_wanted.connect(self.move_by_dialog)
        self.waiting.order_wanted.connect(self.order_wanted)
        self.waiting.plan_wanted.connect(self.plan_by_dialog)
        self.inspector.order_wanted.connect(self.order_wanted)
        self.edits.applied.connect(lambda *_: self.messages.withdraw(self.edits.undo))
        self.planning.rows_changed.connect(self.selection.on_rows_changed)
        self.planning.rows_changed.connect(self.filtering.look_up)
        self.selection.told.connect(self.selection_told)
        self.days.wanted.connect(self.load)
        self.days.more_wanted.connect(lambda day: self.load(day, go_there=False))
        live.changed.connect(self._on_changed)
        self._soon.timeout.connect(self._catch_up)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        for name, by in (("next_pane", 1), ("previous_pane", -1)):
            pane = actions.make(name, self, on_triggered=partial(self._next_pane, by))
            pane.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(pane)

    def part(self, kind: type[P]) -> P:
        """The one part of a kind; raises LookupError when there is none."""
        found = next((part for part in self.parts.values() if isinstance(part, kind)), None)
        if found is None:
            raise LookupError(kind)
        return found

    # ------------------------------------------------------------------ loading

    def load(self, day: date | None, *, go_there: bool = True) -> None:
        """Read the board around a day; what is shown stays until it is here, and the place if so wished."""
        self.days.is_ready = False
        self._is_loading, self._goes_there = True, go_there or not self._was_shown
        asked = self.planning.answers
        self._jobs.gather(
            load_board,
            day,
            self._travel,
            done=lambda loaded: self._show_loaded(loaded, asked),
            failed=self._on_failed,
            owner=self,
        )

    def may(self, right: Right) -> bool:
        """Whether who works here may do that."""
        return self._jobs.context.user.may(right)

    @property
    def was_shown(self) -> bool:
        """Whether a board has been read at all."""
        return self._was_shown

    def may_close(self) -> bool:
        """Whether nothing would be lost; says so once while changes wait for the connection."""
        self.closing.emit()
        waiting = self.edits.count if self.edits.is_held else 0
        if not waiting or self._was_warned:
            return True
        self._was_warned = True
        words = ngettext(
            "{n} change waits for the connection and would be lost; close again to give it up.",
            "{n} changes wait for the connection and would be lost; close again to give them up.",
            waiting,
        )
        self.messages.say(words.format(n=format_number(waiting)), Kind.WARNING)
        return False

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or soon will be."""
        return self._is_loading or self._soon.isActive()

    def refresh(self) -> None:
        """Read everything again without losing the place."""
        self._travel = None
        self.load(self.days.day_in_view() if self._was_shown else None, go_there=False)

    def _show_loaded(self, loaded: Loaded, asked: int) -> None:
        if self._was_shown and not self._goes_there and self.view.pointer.gesture is not None:
            # the gesture in hand goes on undisturbed, whatever a colleague did
            QTimer.singleShot(SOON_MS, self, lambda: self._show_loaded(loaded, asked))
            return
        self._is_stale = False
        self._travel = loaded.travel
        self.inspector.set_zone(loaded.zone)
        with anchored(self.view):
            self.view.show_model(loaded.model)
        self._show_waiting(loaded.waiting)
        self._tick()
        self._order_dues.ask()
        self._show_part()
        if self._goes_there:
            self._was_shown = True
            self.days.show_day(loaded.day)
        self._is_loading, self.days.is_ready = False, True
        self.filtering.look_up()
        if self._wanted_order:
            self.show_order(self._wanted_order)
        self.selection.on_selection()
        self.planning.renew_since(asked)
        self.planning.renew(self._missed)
        self._missed.clear()
        self._waiting_orders.catch_up()
        self.loaded.emit()

    def add_technicians(self) -> None:
        """Lead to the page of technicians."""
        self.technician_wanted.emit(0)

    def _show_waiting(self, rows: list[WaitingRow]) -> None:
        model = self.view.scene.model
        today = model.days.wall(self._jobs.context.clock().timestamp()).date()
        self.waiting.show_rows(rows, zone=model.window.zone, today=today)
        self.view.waiting = self.waiting.rows

    def _renew_waiting(self, news: WaitingNews) -> None:
        if news.order_ids is None:
            self._show_waiting(news.rows)
        else:
            self.waiting.renew_rows(news.rows, news.order_ids)
            self.view.waiting = self.waiting.rows

    def _on_failed(self, error: Expected) -> None:
        self._is_loading, self.days.is_ready = False, self._was_shown
        if self._was_shown:
            self._jobs.went_wrong.emit(error)
            return
        self.problem.say(str(error))
        self.stack.setCurrentWidget(self.problem)

    def _on_changed(self, changes: Changes) -> None:
        """Somebody committed, perhaps ourselves: read what of it is shown here."""
        self._waiting_orders.note(changes)
        if changes.touches(*TRAVEL_KINDS):
            self._travel = None
        visits = changes.ids("visit") - {0}
        whole = changes.reloads("visit") or changes.touches(*LANE_KINDS, *TRAVEL_KINDS)
        if whole or len(visits) > RELOAD_AT:
            self._is_stale = True
        elif not changes.touches(*WAITING_KINDS):
            return
        self._changed |= visits
        if changes.ids("service_order") and self.inspector.order_id in changes.ids("service_order"):
            self.inspector.read()
        if not self._soon.isActive():  # begun anew by each it would never end while colleagues are busy
            self._soon.start()

    def _catch_up(self) -> None:
        if not self.isVisible():
            return
        if self._is_stale:
            self._changed.clear()
            self.load(self.days.day_in_view(), go_there=False)
            return
        if self._is_loading:  # what is on its way may be older
            self._missed |= self._changed
        self.planning.renew(self._changed)
        self._changed.clear()
        self._waiting_orders.ask(is_loading=self._is_loading)
        self._order_dues.ask()

    def _show_dues(self, dues: OrderDues) -> None:
        self._dues = dues
        self.waiting.show_dues(dues)
        self._tick()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed out of sight."""
        super().showEvent(event)
        if self._is_stale or self._changed or self._waiting_orders.is_asked:
            self._soon.start()

    def _tick(self) -> None:
        now = int(self._jobs.context.clock().timestamp())
        self.view.set_now(now)
        self.view.show_dues(self._dues, now)
        self.waiting.set_now(now)

    # ------------------------------------------------------------------ dialogs and menus

    def move_by_dialog(self, visit_id: int) -> None:
        """Move a visit by typing."""
        open_move(self, visit_id)

    def plan_by_dialog(self, order_id: int) -> None:
        """Plan a waiting order by typing."""
        open_plan(self, order_id)

    # ------------------------------------------------------------------ from other pages

    def chosen_visits(self) -> list[int]:
        """The selected visits, those of the days in view where the waiting list has the keyboard."""
        in_list = self.waiting.table.hasFocus() and not self.view.selected_ids
        return self.selection.ids_of_days() if in_list else self.selection.chosen_ids()

    def show_scale(self, scale: Scale) -> None:
        """Show a day, week or month around the middle of the view."""
        self.days.show_scale(scale)

    def show_order(self, order_id: int) -> None:
        """Show where an order is planned, or its row in the waiting list."""
        self._wanted_order = 0
        if not self._was_shown:
            self._wanted_order = order_id
            return
        table = self.view.scene.model.table
        mine = [slot for slot in table.order.tolist() if table.order_id[slot] == order_id]
        if mine:
            visit_id = int(table.id[mine[0]])
            self.view.select(frozenset({visit_id}))
            self.view.focus_visit(visit_id)
        elif not self.waiting.table.choose(order_id):
            self._jobs.read(order_card, order_id, done=self._show_card_day, owner=self)

    def _show_card_day(self, card: OrderCard) -> None:
        """The order's visit is outside what was read: go there."""
        if card.visits:
            zone = self.view.scene.model.days.zone
            self._wanted_order = card.order_id
            self.load(datetime.fromtimestamp(card.visits[0].starts, zone).date())
