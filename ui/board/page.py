"""The board's page: toolbar, board, waiting list and inspector; loads, renews, and puts them together."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.board import OrderCard, WaitingRow, order_card, waiting_orders
from models.distances import Travel
from models.errors import Expected
from resources.texts import _, format_minutes, format_number, ngettext
from ui import actions
from ui.board.finding import Found, find
from ui.board.hover import HoverCard
from ui.board.inspector import WIDTH, Inspector
from ui.board.loading import Loaded, load_board
from ui.board.menu import visit_menu
from ui.board.model import Placement, empty_board, waiting_placement
from ui.board.move_dialog import MoveDialog
from ui.board.planning import Planning
from ui.board.scales import DAYS, Scale, first_shown
from ui.board.toolbar import Toolbar
from ui.board.view import BoardView
from ui.board.waiting import WaitingList, jobs_text
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.widgets.cards import rule
from ui.widgets.empty import EmptyState
from ui.widgets.toast import Toasts

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
)
TRAVEL_KINDS = ("site", "travel_time", "company")
WAITING_KINDS = ("visit", "service_order", "order_skill", "customer", "site", "stage")


class BoardPage(QWidget):
    """Dispatch board with its waiting list.

    Signals:
        order_wanted(int): an order is to be opened.
        print_wanted(object): ids of the visits whose work descriptions are wanted.
        technician_wanted(int): a technician is to be shown; 0 for the page of technicians.
        hint(str): what the gesture in hand will do.
        selection_told(str): what is selected, for the status bar.
    """

    order_wanted = Signal(int)
    print_wanted = Signal(object)
    technician_wanted = Signal(int)
    hint = Signal(str)
    selection_told = Signal(str)

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
        super().__init__(parent)
        self._jobs = jobs
        self._travel: Travel | None = None
        self._is_loading = self._is_stale = self._was_shown = self._goes_there = False
        self._wanted_order = 0
        self._scale: Scale | None = Scale.DAY
        self._found: Found | None = None
        self._changed: set[int] = set()
        moment = int(jobs.context.clock().timestamp())
        self.toolbar = Toolbar(self)
        self.view = BoardView(empty_board(starts=moment - 86_400, ends=moment + 86_400))
        self.waiting = WaitingList()
        self.inspector = Inspector(jobs)
        self.problem = EmptyState(
            _("The board cannot be read."), icon="error", action=_("Try again"), on_action=self.refresh
        )
        self.nobody = EmptyState(
            _("There are no technicians yet, so there is nobody to plan for."),
            icon="technicians",
            action=_("Add technicians"),
            on_action=lambda: self.technician_wanted.emit(0),
        )
        self.stack = QStackedWidget()
        self._lay_out()
        self.messages = Toasts(self.stack)
        self.hover = HoverCard(self.view)
        self.planning = Planning(self.view, self.waiting, self.messages, jobs=jobs, edits=edits)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._clock = QTimer(self, interval=NOW_MS)
        self._connect(live)
        self.load(day)

    # ------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        for part in (self.view, self.problem, self.nobody):
            self.stack.addWidget(part)
        self.view.waiting_list = self.waiting
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.stack)
        self.down.addWidget(self.waiting)
        self.down.setStretchFactor(0, 1)
        self.down.setSizes([560, 230])
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.down)
        self.across.addWidget(self.inspector)
        self.across.setStretchFactor(0, 1)
        self.across.setSizes([1180, WIDTH])
        for name, splitter in self._splitters():
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(name == "across")
            state = QSettings().value(f"board/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
            splitter.splitterMoved.connect(lambda *_at: self._remember())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(rule())
        column.addWidget(self.across, 1)
        self.setFocusProxy(self.view)
        compact = QSettings().value("board/compact", defaultValue=False, type=bool)
        self.toolbar.compact.setChecked(bool(compact))
        self.view.set_compact(on=bool(compact))

    def _splitters(self) -> tuple[tuple[str, QSplitter], ...]:
        return ("down", self.down), ("across", self.across)

    def _remember(self) -> None:
        for name, splitter in self._splitters():
            QSettings().setValue(f"board/{name}", splitter.saveState())

    def _connect(self, live: Live) -> None:
        bar, view = self.toolbar, self.view
        bar.today_wanted.connect(lambda: self.go_to(None))
        bar.step_wanted.connect(self.step)
        bar.day_chosen.connect(self.go_to)
        bar.scale_chosen.connect(lambda key: self.show_scale(Scale(key)))
        bar.zoom_wanted.connect(self._zoom)
        bar.compact_wanted.connect(self._set_compact)
        bar.filter_changed.connect(self.find_text)
        bar.hit_wanted.connect(self._next_hit)
        bar.print_wanted.connect(self.print_chosen)
        bar.refresh_wanted.connect(self.refresh)
        view.order_wanted.connect(self.order_wanted)
        view.hint.connect(self.hint)
        view.selection_changed.connect(self._on_selection)
        view.days_changed.connect(self._on_days)
        view.period_wanted.connect(self.step)
        view.move_dialog_wanted.connect(self.move_by_dialog)
        view.context_wanted.connect(self._open_menu)
        self.waiting.order_wanted.connect(self.order_wanted)
        self.waiting.plan_wanted.connect(self.plan_by_dialog)
        self.waiting.chosen.connect(self._on_waiting_chosen)
        self.inspector.order_wanted.connect(self.order_wanted)
        self.planning.rows_changed.connect(self._on_rows_changed)
        live.changed.connect(self._on_changed)
        self._soon.timeout.connect(self._catch_up)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        pane = actions.make("next_pane", self, on_triggered=self._next_pane)
        pane.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(pane)

    # ------------------------------------------------------------------ loading

    def load(self, day: date | None, *, go_there: bool = True) -> None:
        """Read the board around a day; what is shown stays until it is here, and the place if so wished."""
        self._is_loading, self._goes_there = True, go_there or not self._was_shown
        self._jobs.gather(
            load_board, day, self._travel, done=self._show_loaded, failed=self._on_failed, owner=self
        )

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or soon will be."""
        return self._is_loading or self._soon.isActive()

    def refresh(self) -> None:
        """Read everything again without losing the place."""
        self._travel = None
        self.load(self._day_in_view() if self._was_shown else None, go_there=False)

    def _show_loaded(self, loaded: Loaded) -> None:
        self._is_stale = False
        self._travel = loaded.travel
        self.inspector.set_zone(loaded.zone)
        self.view.show_model(loaded.model)
        self._show_waiting(loaded.waiting)
        self._tick()
        self.stack.setCurrentWidget(self.view if loaded.model.lanes else self.nobody)
        if self._goes_there:
            self._was_shown = True
            self._show_day(loaded.day)
        self._is_loading = False
        if self._found is not None:
            self.find_text(self.toolbar.filter.text())
        if self._wanted_order:
            self.show_order(self._wanted_order)
        self._on_selection()

    def _show_waiting(self, rows: list[WaitingRow]) -> None:
        model = self.view.scene.model
        today = model.days.wall(self._jobs.context.clock().timestamp()).date()
        self.waiting.show_rows(rows, zone=model.window.zone, today=today)
        self.view.waiting = self.waiting.rows

    def _on_failed(self, error: Expected) -> None:
        self._is_loading = False
        if self._was_shown:
            self._jobs.went_wrong.emit(error)
            return
        self.problem.say(str(error))
        self.stack.setCurrentWidget(self.problem)

    def _on_changed(self, changes: Changes) -> None:
        """Somebody committed, perhaps ourselves: read what of it is shown here."""
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
        self._soon.start()

    def _catch_up(self) -> None:
        if not self.isVisible():
            return
        if self._is_stale:
            self._changed.clear()
            self.load(self._day_in_view(), go_there=False)
            return
        self.planning.renew(self._changed)
        self._changed.clear()
        self._jobs.read(waiting_orders, done=self._show_waiting, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed out of sight."""
        super().showEvent(event)
        if self._is_stale or self._changed:
            self._soon.start()

    def _tick(self) -> None:
        self.view.set_now(int(self._jobs.context.clock().timestamp()))

    # ------------------------------------------------------------------ time

    def _day_in_view(self) -> date:
        days = self.view.scene.model.days
        return days.date(days.number(self.view.middle()))

    def _noon(self, day: date) -> int:
        days = self.view.scene.model.days
        return days.midnight((day - days.first).days) + 43_200

    def _show_day(self, day: date) -> None:
        self.view.show_scale(self._scale, self._noon(day)) if self._scale else self._scroll_to(day)
        self.toolbar.show_scale(self._scale)
        self.toolbar.show_day(self._day_in_view())

    def _scroll_to(self, day: date) -> None:
        self.view.go_to(first_shown(Scale.DAY, self.view.scene.model, self._noon(day)))

    def go_to(self, day: date | None) -> None:
        """Show a day, None for today; what is not in memory is read first."""
        if day is None:
            clock = self._jobs.context.clock().timestamp()
            day = self.view.scene.model.days.wall(clock).date()
        window = self.view.scene.model.window
        noon = self._noon(day)
        length = 86_400 * (DAYS[self._scale] if self._scale else 1)
        if window.starts <= noon - 43_200 and noon + length // 2 < window.ends:
            self._show_day(day)
        else:
            self.load(day)

    def step(self, by: int) -> None:
        """A period back or on."""
        day = self._day_in_view()
        if self._scale is Scale.MONTH:
            first = day.replace(day=1)
            self.go_to((first + timedelta(days=32 if by > 0 else -1)).replace(day=1))
        elif self._scale in (Scale.WEEK, Scale.WORK_WEEK):
            self.go_to(day + timedelta(days=7 * by))
        else:
            self.go_to(day + timedelta(days=by))

    def show_scale(self, scale: Scale) -> None:
        """Show a day, week or month around the middle of the view."""
        self._scale = scale
        self._show_day(self._day_in_view())

    def _zoom(self, factor: float) -> None:
        self._scale = None
        self.toolbar.show_scale(None)
        self.view.zoom(factor)

    def _on_days(self) -> None:
        """The view has come to rest; near the end of what was read, read further."""
        day = self._day_in_view()
        self.toolbar.show_day(day)
        bar = self.view.horizontalScrollBar()
        if not self._was_shown or self._is_loading or bar.maximum() == 0:
            return
        number = self.view.scene.model.days.number(self.view.middle())
        at_end = bar.value() in (0, bar.maximum())
        if at_end and number in (0, self.view.scene.model.days.count - 1):
            self.load(day, go_there=False)

    def _set_compact(self, on: bool) -> None:  # noqa: FBT001 (a signal's argument)
        QSettings().setValue("board/compact", on)
        self.view.set_compact(on=on)

    # ------------------------------------------------------------------ finding

    def find_text(self, text: str) -> None:
        """Narrow the lanes to what answers to a text and make other visits faint."""
        self._found = find(self.view.scene.model, text) if text.strip() else None
        if self._found is None:
            self.view.set_filter()
        else:
            self.view.set_filter(hidden=self._found.hidden, dimmed=self._found.dimmed)

    def _next_hit(self) -> None:
        """Enter steps through the hits by time, from the one that has the focus."""
        if self._found is None or not len(self._found.hits):
            return
        table = self.view.scene.model.table
        hits = table.id[self._found.hits].tolist()
        focused = self.view.scene.focused
        at = (hits.index(focused) + 1) % len(hits) if focused in hits else 0
        self.view.select(frozenset({hits[at]}))
        self.view.focus_visit(hits[at])

    # ------------------------------------------------------------------ what is selected

    def _on_rows_changed(self) -> None:
        self.view.waiting = self.waiting.rows
        self._on_selection()

    def _on_selection(self) -> None:
        scene = self.view.scene
        slots = scene.selected_slots()
        if not slots:
            self.selection_told.emit("")
            if self.inspector.order_id not in self.view.waiting:
                self.inspector.show_nothing()
            return
        self.waiting.table.clearSelection()
        minutes = sum(int(scene.model.table.ends[s] - scene.model.table.starts[s]) for s in slots) // 60
        words = ngettext("{n} visit, {time}", "{n} visits, {time}", len(slots))
        words = words.format(n=format_number(len(slots)), time=format_minutes(minutes))
        self.selection_told.emit(words)
        if len(slots) > 1:
            self.inspector.show_several(words)
            return
        place = scene.model.placement(slots[0])
        where = scene.model.lanes[place.lane].name
        verdict = scene.model.judge([place])[0]
        self.inspector.show_order(place.order_id, visit_id=place.visit_id, verdict=verdict, where=where)

    def _on_waiting_chosen(self, rows: tuple[WaitingRow, ...]) -> None:
        if not rows:
            return
        self.view.select(frozenset())
        self.selection_told.emit(jobs_text(rows))
        if len(rows) > 1:
            self.inspector.show_several(jobs_text(rows))
        else:
            self.inspector.show_order(rows[0].order_id)

    def _chosen_ids(self) -> list[int]:
        scene = self.view.scene
        ids = scene.selected or {scene.focused}
        return [int(scene.model.table.id[slot]) for slot in scene.slots_of(sorted(ids))]

    def print_chosen(self) -> None:
        """Work descriptions of the selected visits, or of all on the days in view."""
        model = self.view.scene.model
        ids = self._chosen_ids()
        if not ids:
            first, last = self.view.scene.days_in_view()
            span = (int(model.days.midnights[first]), int(model.days.midnights[last]))
            slots = model.table.visible((0, len(model.lanes)), *span)
            ids = model.table.id[slots].tolist()
        self.print_wanted.emit(ids)

    # ------------------------------------------------------------------ dialogs and menus

    def move_by_dialog(self, visit_id: int) -> None:
        """Move a visit by typing."""
        slot = self.view.scene.model.table.slot(visit_id)
        if slot >= 0:
            self._open_dialog(self.view.scene.model.placement(slot))

    def plan_by_dialog(self, order_id: int) -> None:
        """Plan a waiting order by typing, from the beginning of the day in view."""
        row = self.view.waiting.get(order_id)
        model = self.view.scene.model
        if row is None or not model.lanes:
            return
        lane = model.lane_of.get(row.preferred_technician_id, 0)
        start = row.promise_from or first_shown(Scale.DAY, model, self.view.middle()) + 1800
        self._open_dialog(waiting_placement(row, lane=lane, starts=start))

    def _open_dialog(self, place: Placement) -> None:
        dialog = MoveDialog(lambda: self.view.scene.model, place, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.placed.connect(self.planning.place_by_dialog)
        dialog.open()

    def _open_menu(self, at: object) -> None:
        ids = self._chosen_ids()
        if ids:
            visit_menu(self, ids).popup(at)  # type: ignore[arg-type]  # a QPoint, carried by a signal

    def _next_pane(self) -> None:
        """The keyboard goes from toolbar to board to waiting list to inspector."""
        panes = (self.toolbar.filter, self.view, self.waiting.table, self.inspector.open_button)
        at = next((n for n, pane in enumerate(panes) if pane.hasFocus()), 0)
        for pane in (*panes[at + 1 :], *panes):
            if pane.isVisible():
                pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    # ------------------------------------------------------------------ from other pages

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
