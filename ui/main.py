"""Starts the program with its window: context, look, exception hook, and the quiet of the collector."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from app.context import Context
from app.database import name_of, parse
from app.queries.presence import has_rows
from app.settings import Settings, log_folder, save_changes
from models.errors import Expected
from resources.texts import _, current_language
from ui import errors, theme
from ui.jobs import Jobs
from ui.opening import Opening, OpeningCard
from ui.window import Window

_SWITCH_SECONDS = 0.0005
"""How soon a busy reader gives the interpreter back to the window (data.md 6)."""

_COLLECT_MILLISECONDS = 5000


def run(settings: Settings) -> int:
    """Open the window and stay until it is closed; the exit code."""
    if not has_screen():
        print(  # noqa: T201 - there is no window to say it in
            _("There is no screen to open a window on. Commands work without one: servicebord --help"),
            file=sys.stderr,
        )
        return 1
    app = make_application(settings)
    app.setQuitOnLastWindowClosed(False)  # between two databases there is no window for a moment
    errors.keep_log(log_folder())
    start = Start(app, settings)
    start.hook.install()
    start.finished.connect(app.quit)
    start.open()
    return app.exec()


def has_screen() -> bool:
    """Whether Qt will find a display."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_application(settings: Settings) -> QApplication:
    """The dressed application, in the program's language."""
    app = QApplication(sys.argv[:1])
    app.setOrganizationName("servicebord")
    app.setApplicationName("servicebord")
    app.setApplicationDisplayName("Servicebord")
    QLocale.setDefault(QLocale({"nl": "nl_NL", "da": "da_DK"}.get(current_language(), "en_GB")))
    speak_qt(app)
    theme.apply(app, settings.scheme, system_font=settings.system_font, palette=settings.palette)
    sys.setswitchinterval(_SWITCH_SECONDS)
    return app


def speak_qt(app: QApplication) -> None:
    """Let Qt's own buttons speak the program's language too."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{current_language()}", folder):
        app.installTranslator(translator)


class Start(QObject):
    """Opens the database, or asks for another one; then the window.

    Signals:
        shown(Window): a window is on the screen.
        finished(): the last window was closed, or none was wanted.
    """

    shown = Signal(object)
    finished = Signal()

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._settings = settings
        self._day: date | None = None
        self._opening: Opening | None = None
        self._card: OpeningCard | None = None
        self._is_switching = False
        self.window: Window | None = None
        self.hook = errors.Hook(self)
        self.hook.crashed.connect(self._show_crash)
        self._idle = QTimer(self)
        self._idle.setInterval(_COLLECT_MILLISECONDS)
        self._idle.timeout.connect(self._collect)

    def open(self, *, day: date | None = None) -> None:
        """Try the database of the settings; the board begins at the day, today if none is named."""
        self._day = day
        self._try(self._settings)

    def _try(self, settings: Settings) -> None:
        opening = self._opening = Opening(settings, self)
        opening.opened.connect(lambda context: self._on_opened(settings, context))
        opening.failed.connect(lambda error: self._on_failed(settings, error))
        opening.is_slow.connect(lambda: self._say_slow(settings))
        opening.start()
        importlib.import_module("ui.board.page")  # meanwhile: the first page is most often the board

    def _say_slow(self, settings: Settings) -> None:
        card = self._card = OpeningCard(name_of(parse(settings.url)), self.window)
        card.rejected.connect(lambda: self._stop_waiting(settings))
        card.open()

    def _stop_waiting(self, settings: Settings) -> None:
        self._card = None
        if self._opening is not None:
            self._opening.drop()
        self._ask_for_another(settings, None)

    def _on_failed(self, settings: Settings, error: Expected) -> None:
        self._ask_for_another(settings, error)
        self._put_card_away()

    def _on_opened(self, settings: Settings, context: Context) -> None:
        if self._is_let_go():
            save_changes(self._settings, settings)
            self._settings = settings
            self._show(context)
        else:
            context.close()
        self._put_card_away()

    def _is_let_go(self) -> bool:
        """Close the window on the database before, unless there is unsaved work in it."""
        if self.window is None:
            return True
        self._is_switching = True
        is_closed = self.window.close()
        self._is_switching = False
        return is_closed

    def _show(self, context: Context) -> None:
        window = self.window = Window(Jobs(context), day=self._day)
        self.hook.expected.connect(window.tell)
        window.another_wanted.connect(lambda: self._ask_for_another(self._settings, None))
        window.closed.connect(lambda: self._on_closed(window))
        window.show()
        window.jobs.follow()
        QTimer.singleShot(0, self._settle)
        window.jobs.read(has_rows, done=self._welcome, owner=window)
        self.shown.emit(window)

    def _on_closed(self, window: Window) -> None:
        window.deleteLater()
        self.window = None
        self._idle.stop()
        if not self._is_switching:
            self.finished.emit()

    def _put_card_away(self) -> None:
        if self._card is not None:
            self._card.rejected.disconnect()
            self._card.close()
            self._card = None

    def _welcome(self, has_any: bool) -> None:  # noqa: FBT001 - a query's answer
        if has_any or self.window is None:
            return
        from ui.connect import Welcome

        welcome = Welcome(self.window.jobs, self.window)
        welcome.import_wanted.connect(self.window.dialogs.open_import)
        welcome.other_database_wanted.connect(lambda: self._ask_for_another(self._settings, None))
        welcome.open()

    def _ask_for_another(self, settings: Settings, error: Expected | None) -> None:
        from ui.connect import ConnectDialog

        dialog = ConnectDialog(settings, error, self.window)
        dialog.chosen.connect(lambda address: self._try(replace(self._present(), database=address)))
        dialog.rejected.connect(self._give_up)
        dialog.open()

    def _present(self) -> Settings:
        """The settings with what was changed in the window since."""
        return self.window.dialogs.settings if self.window is not None else self._settings

    def _give_up(self) -> None:
        if self.window is None:
            self.finished.emit()

    def _show_crash(self, text: str) -> None:
        dialog = errors.CrashDialog(text, self.window)
        dialog.finished.connect(self._give_up)
        dialog.open()

    def _settle(self) -> None:
        """Freeze what start-up made and collect from an idle timer: a full collection stalls the board."""
        gc.freeze()  # without looking for garbage first: it takes a tenth of a second and finds next to none
        gc.disable()
        self._idle.start()

    def _collect(self) -> None:
        """Collect the young often, all of it only while nothing is under way."""
        idle = self.window is not None and self.window.jobs.is_idle
        gc.collect(2 if idle else 0)
