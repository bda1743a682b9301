"""The dialogs the window's menus open; each is imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget

from app.settings import Settings, save_changes
from app.usecases.orders import RequestTaken
from resources.texts import _
from ui import actions, theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.widgets.toast import Kind, Message

if TYPE_CHECKING:
    from ui.keymap import Command
    from ui.widgets.key_sheet import Here, KeySheet


class Dialogs(QObject):
    """Opens dialogs over the window and keeps its settings.

    Signals:
        told(str): a sentence for the message bar.
        offered(Message): a sentence with what one may do next.
        order_wanted(int), plan_wanted(int): show that order in its editor, on the board.
        followed(): something else may have the keyboard.
    """

    told = Signal(str)
    offered = Signal(object)
    order_wanted = Signal(int)
    plan_wanted = Signal(int)
    followed = Signal()

    def __init__(self, jobs: Jobs, live: Live, window: QWidget) -> None:
        super().__init__(window)
        self._jobs, self._live = jobs, live
        self._window = window
        self.settings: Settings = jobs.context.settings
        self._groups: list[QActionGroup] = []
        self._sheet: KeySheet | None = None

    def open_request(self, edits: Edits) -> None:
        """Write down what a caller asks for."""
        from ui.orders.request_dialog import RequestDialog

        dialog = RequestDialog(self._jobs, edits, self._window)
        dialog.taken.connect(self._offer_order)
        dialog.open()

    def _offer_order(self, taken: RequestTaken) -> None:
        """Say what became of a request, and where to go on with it."""
        from ui.orders.request_words import taken_words

        kind = Kind.WARNING if taken.is_conflict else Kind.GOOD
        opens, plans = partial(self.order_wanted.emit, taken.id), partial(self.plan_wanted.emit, taken.id)
        self.offered.emit(Message(taken_words(taken), kind, _("Open order"), opens, _("Plan"), plans))

    def open_import(self) -> None:
        """Choose a folder or file, judge it, import it."""
        from ui.exchange.import_dialog import ImportDialog

        ImportDialog(self._jobs, self._window).open()

    def open_export(self) -> None:
        """Choose where to and export everything."""
        from ui.exchange.export_dialog import ExportDialog

        ExportDialog(self._jobs, self._window).open()

    def print_day(self, day: date | None = None, technician_codes: Sequence[str] = ()) -> None:
        """Work descriptions of a day, today's unless another is named."""
        zone_day = day or self._jobs.context.clock().astimezone().date()
        self._print(day=zone_day, technician_codes=tuple(technician_codes))

    def print_visits(
        self, visit_ids: Sequence[int], board: tuple[date, tuple[int, ...]] | None = None
    ) -> None:
        """Work descriptions of these visits; the board of a day and its lanes can be chosen instead."""
        day, people = board or (None, ())
        self._print(visit_ids=tuple(visit_ids), board_day=day, technician_ids=people)

    def print_board(self, board: tuple[date, tuple[int, ...]]) -> None:
        """The board of a day and its lanes; its visits' papers can be chosen instead."""
        day, people = board
        self._print(day=day, technician_ids=people, board_first=True)

    def print_orders(self, order_ids: Sequence[int]) -> None:
        """Work descriptions of the visits of these orders."""
        self._print(order_ids=tuple(order_ids))

    def _print(self, **wanted: Any) -> None:  # Any: values of `Wanted`
        from ui.print_dialog import PrintDialog, Wanted

        dialog = PrintDialog(self._jobs, Wanted(**wanted), self._window)
        dialog.told.connect(self.told)
        dialog.open()

    def open_preferences(self) -> None:
        """Settings of the program, built from their descriptions."""
        from ui.prefs import PreferencesDialog

        dialog = PreferencesDialog(self.settings, self._window, commands=self._commands())
        dialog.chosen.connect(self._use)
        dialog.open()

    def open_company(self) -> None:
        """Settings of the company, each with its effect."""
        from ui.company.dialog import CompanyDialog

        CompanyDialog(self._jobs, self._live, self._window).open()

    def open_palette(self, given: Mapping[str, QAction], page: QWidget | None) -> None:
        """Find a command by typing; `page` is the one in front."""
        from ui.board.keyboard.palette import Palette
        from ui.board.page import BoardPage

        Palette(self._window, given, page if isinstance(page, BoardPage) else None).open()

    def open_edit_list(self, edits: Edits) -> None:
        """Every change, to go back several at once."""
        from ui.edit_list import open_edit_list

        open_edit_list(edits, self._window)

    def toggle_keys(self, host: QWidget, *, explains: bool = False) -> None:
        """The sheet of keys along the edge of a host, or away with it; to explain, it always comes."""
        from ui.widgets.key_sheet import KeySheet

        if self._sheet is None:
            self._sheet = KeySheet(host, self._commands(), lambda: self._here(host))
            self.followed.connect(self._sheet.follow)
        if explains:
            self._sheet.open()
        else:
            self._sheet.toggle()

    def _here(self, host: QWidget) -> Here:
        from ui.board.keyboard.here import here_of
        from ui.board.page import BoardPage
        from ui.keymap import EVERYWHERE
        from ui.widgets.key_sheet import Here

        page = host.currentWidget() if isinstance(host, QStackedWidget) else None
        if isinstance(page, BoardPage):
            return here_of(page)
        focus = QApplication.focusWidget()
        name = focus.accessibleName() if focus is not None else ""
        about = (focus.whatsThis() or focus.toolTip()) if focus is not None else ""
        return Here(EVERYWHERE, name or _("This page"), about)

    def _commands(self) -> tuple[Command, ...]:
        """All that can be given a key."""
        from ui.board.verbs.keys import commands

        return commands() + actions.commands()

    def open_changelog(self) -> None:
        """What is new."""
        from ui.help import ChangelogDialog

        ChangelogDialog(self._window).open()

    def open_about(self) -> None:
        """Version, database and licences."""
        from ui.help import AboutDialog

        AboutDialog(self._jobs.context.database.name, self._window).open()

    def fill_tables_menu(self, menu: QMenu) -> None:
        """An entry for each code table and for the company; those of one subject in a menu of their own."""
        from ui.masters.tables import GROUPS, TABLES

        self._add_tables(menu, TABLES)
        for title, tables in GROUPS:
            self._add_tables(menu.addMenu(_(title)), tables)

    def _add_tables(self, menu: QMenu, tables: Sequence[tuple[str, str]]) -> None:
        for name, title in tables:
            action = menu.addAction(_(title))
            action.triggered.connect(lambda _checked=False, name=name: self._open_table(name))

    def join_choices(self, given: Mapping[str, QAction]) -> None:
        """Let the colours and languages in the menus change the settings."""
        for prefix, current in (("scheme_", self.settings.scheme), ("language_", self.settings.language)):
            group = QActionGroup(self)
            for name, action in given.items():
                if name.startswith(prefix):
                    value = name.removeprefix(prefix)
                    group.addAction(action)
                    action.setChecked(value == current)
                    field = prefix.rstrip("_")
                    action.triggered.connect(
                        lambda _checked=False, field=field, value=value: self._use(
                            replace(self.settings, **{field: value})
                        )
                    )
            self._groups.append(group)

    def _open_table(self, name: str) -> None:
        from ui.masters.codes_dialog import CodesDialog

        CodesDialog(self._jobs, self._live, name, self._window).open()

    def _use(self, settings: Settings) -> None:
        """Take new settings: colours and font at once, the language from the next start."""
        spoken = settings.language != self.settings.language
        save_changes(self.settings, settings)
        self.settings = settings
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, settings.scheme, system_font=settings.system_font, palette=settings.palette)
        self.told.emit(
            _("The language changes when the program starts again.")
            if spoken
            else _("Preferences are saved.")
        )
