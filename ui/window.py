"""The main window: rail, pages, menus and status bar; it introduces the pages to one another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from models.errors import Expected
from resources.texts import N_, _
from ui import actions
from ui.dialogs import Dialogs
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.status import StatusBar
from ui.widgets.banner import Banner
from ui.widgets.rail import Rail
from ui.widgets.toast import Kind, Toasts

PAGES = ("board", "orders", "agreements", "customers", "technicians", "deadlines", "postings")
_WORDS = {
    "board": N_("Board"),
    "orders": N_("Orders"),
    "agreements": N_("Agreem."),  # short: the rail has room for nine letters
    "customers": N_("Customers"),
    "technicians": N_("Technicians"),
    "deadlines": N_("Deadlines"),
    "postings": N_("Postings"),
}
_STATE = 1
"""Version of the remembered layout; a new one forgets the old."""


class Window(QMainWindow):
    """The program's one window.

    Pages are made when they are first shown, so that the start pays for the board alone.

    Signals:
        another_wanted(): the person asks for another database.
        closed(): the layout is remembered, the lanes have ended.
    """

    another_wanted = Signal()
    closed = Signal()

    def __init__(self, jobs: Jobs, *, day: date | None = None) -> None:
        super().__init__()
        first = _first_page()
        if first == "board":
            _begin_board(jobs, day)
        self.jobs = jobs
        self.live = Live(jobs, self)
        self.edits = Edits(jobs, self)
        self.dialogs = Dialogs(jobs, self.live, self)
        self._day = day
        self._pages: dict[str, QWidget] = {}
        self.setWindowTitle(_("{database} – Servicebord").format(database=jobs.context.database.name))
        self.setMinimumSize(960, 600)
        self.stack = QStackedWidget(self)
        self.messages = Toasts(self.stack)
        self._actions = {spec.name: actions.make(spec.name, self) for spec in actions.SPECS}
        self._lay_out()
        self._make_menus()
        self._connect()
        self._restore()
        self.show_page(first)

    def page(self, name: str) -> QWidget:
        """A page by name, made now if nobody has asked for it yet."""
        if name not in self._pages:
            made = _FACTORIES[name](self)
            self._pages[name] = made
            self.stack.addWidget(made)
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Bring a page to the front and give it the keyboard."""
        page = self.page(name)
        self.stack.setCurrentWidget(page)
        self._actions[f"page_{name}"].setChecked(True)
        page.setFocus()

    def open_order(self, order_id: int) -> None:
        """Show one order in its editor."""
        self.show_page("orders")
        self._ask("orders", "open_order", order_id)

    def new_order(self) -> None:
        """Start a new order."""
        self.show_page("orders")
        self._ask("orders", "new_order")

    def generate_orders(self) -> None:
        """Make orders from agreements."""
        self.show_page("agreements")
        self._ask("agreements", "generate")

    def open_agreement(self, agreement_id: int) -> None:
        """Show one agreement in its editor."""
        self.show_page("agreements")
        self._ask("agreements", "open_agreement", agreement_id)

    def open_customer(self, customer_id: int) -> None:
        """Show one customer."""
        self.show_page("customers")
        self._ask("customers", "open_customer", customer_id)

    def open_technician(self, technician_id: int) -> None:
        """Show one technician."""
        self.show_page("technicians")
        self._ask("technicians", "open_technician", technician_id)

    def show_on_board(self, order_id: int) -> None:
        """Show where an order is planned."""
        self.show_page("board")
        self._ask("board", "show_order", order_id)

    def _print_sheets(self) -> None:
        """Work descriptions of what is selected in front, else of a day."""
        chosen: list[int] = getattr(self.stack.currentWidget(), "chosen_visits", list)()
        if chosen:
            self.dialogs.print_visits(chosen)
        else:
            self.dialogs.print_day()

    def tell(self, error: Expected) -> None:
        """Say what was refused, in the message bar."""
        self.messages.say(str(error), Kind.BAD)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask pages with unsaved work first; remember the layout."""
        for name in self._pages:
            may_close = getattr(self._pages[name], "may_close", None)
            if may_close is not None and not may_close():
                self.show_page(name)
                event.ignore()
                return
        if self.edits.count and not self.edits.is_held:  # close once what was asked for is written
            self.edits.settled.connect(self.close, Qt.ConnectionType.SingleShotConnection)
            event.ignore()
            return
        remembered = QSettings()
        remembered.setValue("window/geometry", self.saveGeometry())
        remembered.setValue("window/state", self.saveState(_STATE))
        remembered.setValue("window/page", self._current_name())
        self.jobs.close()
        self.jobs.context.close()
        super().closeEvent(event)
        self.closed.emit()

    def _current_name(self) -> str:
        current = self.stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), PAGES[0])

    def _ask(self, name: str, method: str, *arguments: object) -> None:
        getattr(self.page(name), method)(*arguments)

    def _lay_out(self) -> None:
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        rail = Rail(centre)
        group = QActionGroup(self)
        for name in PAGES:
            action = self._actions[f"page_{name}"]
            group.addAction(action)
            rail.add(action, icon=name, word=_(_WORDS[name]))
            action.triggered.connect(lambda _checked=False, name=name: self.show_page(name))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Banner(_("Try again"), _("Open another database…"), centre)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        row.addWidget(rail)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)
        self.status = StatusBar(self.jobs, self)
        self.setStatusBar(self.status)

    def _make_menus(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu(_("&File"))
        self._fill(
            file,
            "new_order",
            "new_request",
            "generate",
            "",
            "import",
            "export",
            "",
            "print_job_sheets",
            "",
            "open_database",
            "company",
            "preferences",
            "",
            "quit",
        )
        edit = bar.addMenu(_("&Edit"))
        self._fill(edit, "undo", "redo", "edit_list", "", "palette")
        view = bar.addMenu(_("&View"))
        self._fill(view, *(f"page_{name}" for name in PAGES), "")
        scheme = view.addMenu(_("&Colours"))
        self._fill(scheme, "scheme_system", "scheme_light", "scheme_dark")
        language = view.addMenu(_("&Language"))
        self._fill(language, "language_en", "language_nl", "language_da")
        tables = bar.addMenu(_("&Tables"))
        self.dialogs.fill_tables_menu(tables)
        help_menu = bar.addMenu(_("&Help"))
        self._fill(help_menu, "explain", "commands", "", "changelog", "about")

    def _fill(self, menu: QMenu, *names: str) -> None:
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()

    def _connect(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "new_order": self.new_order,
            "new_request": lambda: self.dialogs.open_request(self.edits),
            "generate": self.generate_orders,
            "open_database": self.another_wanted.emit,
            "quit": self.close,
            "undo": self.edits.undo,
            "redo": self.edits.redo,
            "import": self.dialogs.open_import,
            "export": self.dialogs.open_export,
            "print_job_sheets": self._print_sheets,
            "edit_list": lambda: self.dialogs.open_edit_list(self.edits),
            "company": self.dialogs.open_company,
            "preferences": self.dialogs.open_preferences,
            "palette": lambda: self.dialogs.open_palette(self._actions, self.stack.currentWidget()),
            "commands": lambda: self.dialogs.toggle_keys(self.stack),
            "explain": lambda: self.dialogs.toggle_keys(self.stack, explains=True),
            "changelog": self.dialogs.open_changelog,
            "about": self.dialogs.open_about,
        }
        for name, act in does.items():
            self._actions[name].triggered.connect(lambda _checked=False, act=act: act())
        self.dialogs.join_choices(self._actions)
        stack = self.edits.stack
        stack.indexChanged.connect(self._name_undo)
        self._name_undo()
        self.edits.failed.connect(self.tell)
        self.edits.dropped.connect(self.tell)
        self.jobs.went_wrong.connect(self.tell)
        self.dialogs.told.connect(self.messages.say)
        self.dialogs.offered.connect(self.messages.offer)
        self.dialogs.order_wanted.connect(self.open_order)
        self.dialogs.plan_wanted.connect(self.show_on_board)
        self.live.changed.connect(self.status.heard)
        self.edits.counted.connect(self.status.queued)
        self.status.logs.append(self.messages.log)
        self.status.order_wanted.connect(self.show_on_board)
        self.jobs.reached.connect(self._on_reached)
        self.banner.first_wanted.connect(self.jobs.check)
        self.banner.second_wanted.connect(self.another_wanted)

    def _name_undo(self, _index: int = 0) -> None:
        stack = self.edits.stack
        for name, text, plain, can in (
            ("undo", stack.undoText(), _("&Undo"), stack.canUndo()),
            ("redo", stack.redoText(), _("&Redo"), stack.canRedo()),
        ):
            self._actions[name].setText(f"{plain}: {text}" if text else plain)
            self._actions[name].setEnabled(can)

    def _on_reached(self, is_reached: bool) -> None:  # noqa: FBT001 - a signal's argument
        """What is shown stays readable while the database is away; it is tried again all along."""
        name = self.jobs.context.database.name
        lost = _(
            "The connection to {name} is lost. What you see may be out of date; the board’s changes wait."
        )
        self.banner.say("" if is_reached else lost.format(name=name))

    def _restore(self) -> None:
        remembered = QSettings()
        geometry, state = remembered.value("window/geometry"), remembered.value("window/state")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        else:
            self.resize(1600, 900)
        if isinstance(state, QByteArray):
            self.restoreState(state, _STATE)


def _first_page() -> str:
    """The page that was in front when the window was closed the last time."""
    name = str(QSettings().value("window/page", PAGES[0]))
    return name if name in PAGES else PAGES[0]


def _begin_board(jobs: Jobs, day: date | None) -> None:
    """Let a reader begin with what the board's page will ask for, while the window is being made."""
    from ui.board.loading import load_board

    jobs.begin(load_board, day, None)


def _board(window: Window) -> QWidget:
    from ui.board.page import BoardPage
    from ui.board.verbs.printing import board_to_print

    page = BoardPage(window.jobs, window.live, window.edits, day=window._day)
    page.order_wanted.connect(window.open_order)
    page.print_wanted.connect(lambda ids: window.dialogs.print_visits(ids, board_to_print(page)))
    page.board_print_wanted.connect(lambda: window.dialogs.print_board(board_to_print(page)))
    page.hint.connect(window.status.hint)
    page.selection_told.connect(window.status.selected)
    for signal in (page.selection_told, page.hint):
        signal.connect(lambda _words: window.dialogs.followed.emit())
    page.breach_told.connect(window.status.breach)
    window.status.logs.append(page.messages.log)
    page.clearing_told.connect(window.status.clearing)
    page.technician_wanted.connect(window.open_technician)
    page.customer_wanted.connect(window.open_customer)
    page.agreement_wanted.connect(window.open_agreement)
    page.request_wanted.connect(lambda: window.dialogs.open_request(window.edits))
    return page


def _orders(window: Window) -> QWidget:
    from ui.orders.page import OrdersPage

    page = OrdersPage(window.jobs, window.live, window.edits)
    page.order_open.connect(window.live.open)
    page.print_wanted.connect(window.dialogs.print_orders)
    page.show_on_board_wanted.connect(window.show_on_board)
    page.told.connect(window.messages.say)
    page.request_wanted.connect(lambda: window.dialogs.open_request(window.edits))
    return page


def _agreements(window: Window) -> QWidget:
    from ui.agreements.page import AgreementsPage

    page = AgreementsPage(window.jobs, window.live, window.edits)
    page.order_wanted.connect(window.open_order)
    page.customer_wanted.connect(window.open_customer)
    page.told.connect(window.messages.say)
    return page


def _customers(window: Window) -> QWidget:
    from ui.masters.customers_page import CustomersPage

    page = CustomersPage(window.jobs, window.live, window.edits)
    page.order_wanted.connect(window.open_order)
    page.agreement_wanted.connect(window.open_agreement)
    return page


def _technicians(window: Window) -> QWidget:
    from ui.masters.technicians_page import TechniciansPage

    page = TechniciansPage(window.jobs, window.live, window.edits)
    page.order_wanted.connect(window.open_order)
    return page


def _deadlines(window: Window) -> QWidget:
    from ui.watch.page import WatchPage

    page = WatchPage(window.jobs, window.live)
    page.order_wanted.connect(window.open_order)
    page.board_wanted.connect(window.show_on_board)
    return page


def _postings(window: Window) -> QWidget:
    from ui.postings.page import PostingsPage

    page = PostingsPage(window.jobs, window.live, window.edits)
    page.order_wanted.connect(window.open_order)
    page.told.connect(window.messages.say)
    return page


_FACTORIES: dict[str, Callable[[Window], QWidget]] = {
    "board": _board,
    "orders": _orders,
    "agreements": _agreements,
    "customers": _customers,
    "technicians": _technicians,
    "deadlines": _deadlines,
    "postings": _postings,
}
