"""Starts the program with its window: context, look, exception hook, and the quiet of the collector."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app.context import Context
from app.queries.presence import has_rows
from app.settings import Settings, data_folder, save
from models.errors import Expected
from resources.texts import _, current_language
from ui import errors, theme
from ui.jobs import Jobs
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
    start = Start(app, settings)
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
    theme.apply(app, settings.scheme, system_font=settings.system_font)
    sys.setswitchinterval(_SWITCH_SECONDS)
    return app


def speak_qt(app: QApplication) -> None:
    """Let Qt's own buttons speak the program's language too."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{current_language()}", folder):
        app.installTranslator(translator)


class Start(QObject):
    """Opens the database, or asks for another one; then the window."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._settings = settings
        self.window: Window | None = None
        self._hook = errors.Hook(self)
        self._hook.crashed.connect(self._show_crash)
        self._hook.install()
        errors.keep_log(data_folder())

    def open(self, *, day: date | None = None) -> None:
        """Try the database of the settings."""
        try:
            context = Context(self._settings)
        except Expected as error:
            self._ask_for_another(error)
            return
        self.window = Window(Jobs(context), day=day)
        self._hook.expected.connect(self.window.tell)
        self.window.show()
        self.window.jobs.follow()
        QTimer.singleShot(0, self._settle)
        self.window.jobs.read(has_rows, done=self._welcome, owner=self.window)

    def _welcome(self, has_any: bool) -> None:  # noqa: FBT001 - a query's answer
        if has_any or self.window is None:
            return
        from ui.connect import Welcome

        welcome = Welcome(self.window.jobs, self.window)
        welcome.import_wanted.connect(self.window.dialogs.open_import)
        welcome.other_database_wanted.connect(lambda: self._ask_for_another(None))
        welcome.open()

    def _ask_for_another(self, error: Expected | None) -> None:
        from ui.connect import ConnectDialog

        dialog = ConnectDialog(self._settings, error, self.window)
        dialog.chosen.connect(self._use)
        dialog.rejected.connect(self._give_up)
        dialog.open()

    def _use(self, address: str) -> None:
        """Work with another database, now and from the next start."""
        self._settings = replace(self._settings, database=address)
        try:
            Context(self._settings).close()
        except Expected as error:
            self._ask_for_another(error)
            return
        save(self._settings)
        if self.window is not None:
            self.window.close()
        self.open()

    def _give_up(self) -> None:
        if self.window is None:
            QApplication.quit()

    def _show_crash(self, text: str) -> None:
        errors.CrashDialog(text, self.window).open()

    def _settle(self) -> None:
        """Freeze what start-up made and collect from an idle timer: a full collection stalls the board."""
        gc.collect()
        gc.freeze()
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(_COLLECT_MILLISECONDS)
        timer.timeout.connect(self._collect)
        timer.start()

    def _collect(self) -> None:
        """Collect the young often, all of it only while nothing is under way."""
        idle = self.window is not None and self.window.jobs.is_idle
        gc.collect(2 if idle else 0)
