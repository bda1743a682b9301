"""The dialogs the window's menus open; each is imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.settings import Settings, save_changes
from app.usecases.orders import RequestTaken
from resources.texts import _
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.widgets.toast import Kind, Message


class Dialogs(QObject):
    """Opens dialogs over the window and keeps its settings.

    Signals:
        told(str): a sentence for the message bar.
        offered(Message): a sentence with what one may do next.
        order_wanted(int), plan_wanted(int): show that order in its editor, on the board.
    """

    told = Signal(str)
    offered = Signal(object)
    order_wanted = Signal(int)
    plan_wanted = Signal(int)

    def __init__(self, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._window = window
        self.settings: Settings = jobs.context.settings
        self._groups: list[QActionGroup] = []

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
        from ui.print_dialog import PrintDialog, Wanted

        zone_day = day or self._jobs.context.clock().astimezone().date()
        PrintDialog(
            self._jobs, Wanted(day=zone_day, technician_codes=tuple(technician_codes)), self._window
        ).open()

    def print_visits(self, visit_ids: Sequence[int]) -> None:
        """Work descriptions of these visits."""
        from ui.print_dialog import PrintDialog, Wanted

        PrintDialog(self._jobs, Wanted(visit_ids=tuple(visit_ids)), self._window).open()

    def print_orders(self, order_ids: Sequence[int]) -> None:
        """Work descriptions of the visits of these orders."""
        from ui.print_dialog import PrintDialog, Wanted

        PrintDialog(self._jobs, Wanted(order_ids=tuple(order_ids)), self._window).open()

    def open_preferences(self) -> None:
        """Settings of the program, built from their descriptions."""
        from ui.prefs import PreferencesDialog

        dialog = PreferencesDialog(self.settings, self._window)
        dialog.chosen.connect(self._use)
        dialog.open()

    def open_company(self) -> None:
        """Settings of the company, each with its effect."""
        from ui.company.dialog import CompanyDialog

        CompanyDialog(self._jobs, self._window).open()

    def open_commands(self) -> None:
        """Every command with its key."""
        from ui.help import CommandsDialog

        CommandsDialog(self._window).open()

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

    def join_choices(self, actions: Mapping[str, QAction]) -> None:
        """Let the colours and languages in the menus change the settings."""
        for prefix, current in (("scheme_", self.settings.scheme), ("language_", self.settings.language)):
            group = QActionGroup(self)
            for name, action in actions.items():
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

        CodesDialog(self._jobs, name, self._window).open()

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
