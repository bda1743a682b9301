"""Choice of database: at the first start, when one cannot be opened, and when a person asks for another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings, data_folder
from models.errors import Expected
from resources.texts import _
from ui import theme
from ui.jobs import Jobs
from ui.widgets.cards import plain_label
from ui.widgets.progress import Progress


class Choice(QFrame):
    """One thing to choose: an icon, a title, a sentence; the whole of it is a button."""

    chosen = Signal()

    def __init__(self, icon: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(12)
        self.button = QPushButton(title, self)
        self.button.setMinimumWidth(230)
        self.button.setMinimumHeight(40)
        theme.set_icon(self.button, icon)
        self.button.clicked.connect(lambda: self.chosen.emit())
        said = plain_label(sentence, is_quiet=True)
        said.setWordWrap(True)
        row.addWidget(self.button)
        row.addWidget(said, 1)


class Welcome(QDialog):
    """What to begin with in an empty database: a demo company, an import, PostgreSQL, or nothing.

    Signals:
        import_wanted(): the person brings data along.
        other_database_wanted(): the team's PostgreSQL, or another file.
    """

    import_wanted = Signal()
    other_database_wanted = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.setWindowTitle(_("Welcome to Servicebord"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(640)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(plain_label(_("How do you want to begin?"), px=18, weight=600))
        database = jobs.context.database.name
        column.addWidget(plain_label(_("{name} is empty.").format(name=database), is_quiet=True))
        column.addSpacing(6)
        self.choices = [
            self._choice(
                "play", _("Look at a demo company"), _("12 technicians, three weeks of visits."), self._demo
            ),
            self._choice("import", _("Import data"), _("From CSV files or an Excel workbook."), self._import),
            self._choice(
                "database", _("Connect to PostgreSQL"), _("Work in your team's database."), self._other
            ),
            self._choice(
                "file", _("Start empty"), _("Enter customers and technicians yourself."), self.accept
            ),
        ]
        for choice in self.choices:
            column.addWidget(choice)
        self.progress = Progress(self)
        column.addWidget(self.progress)

    def _choice(self, icon: str, title: str, sentence: str, act: Callable[[], object]) -> Choice:
        choice = Choice(icon, title, sentence, self)
        choice.chosen.connect(lambda: act())
        return choice

    def _demo(self) -> None:
        from app.demo import fill

        for choice in self.choices:
            choice.setEnabled(False)
        self.progress.start(_("Making the demo company…"), can_cancel=False)
        self._jobs.long(
            _fill(fill),
            done=lambda _none: self.accept(),
            failed=self._on_failed,
            owner=self,
            progress=self._advance,
        )

    def _advance(self, done: int, total: int) -> None:
        self.progress.advance(done, total=total)

    def _on_failed(self, error: Expected) -> None:
        self.progress.finish()
        for choice in self.choices:
            choice.setEnabled(True)
        self._jobs.went_wrong.emit(error)

    def _import(self) -> None:
        self.accept()
        self.import_wanted.emit()

    def _other(self) -> None:
        self.accept()
        self.other_database_wanted.emit()


def _fill(fill: Callable[..., object]) -> Callable[..., object]:
    """The demo's filling as long work; it is one transaction, so there is nothing to stop between."""

    def work(context: object, *, progress: Callable[[int, int], None], should_stop: object) -> object:
        return fill(context, progress=progress)

    return work


class ConnectDialog(QDialog):
    """Asks for another database, with the reason why the last one would not do.

    Signals:
        chosen(str): the address of a database.
    """

    chosen = Signal(str)

    def __init__(self, settings: Settings, error: Expected | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Choose a database"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Choose a database"), px=18, weight=600))
        if error is not None:
            said = plain_label(str(error))
            said.setWordWrap(True)
            said.setProperty("bad", True)
            column.addWidget(said)
        column.addLayout(self._files(settings))
        column.addWidget(plain_label(_("PostgreSQL, for a team"), weight=600))
        column.addLayout(self._server())
        column.addLayout(self._buttons(settings, error))

    def _files(self, settings: Settings) -> QHBoxLayout:
        row = QHBoxLayout()
        own = QPushButton(_("My own file"), self)
        own.setToolTip(str(data_folder() / "servicebord.db"))
        own.clicked.connect(lambda: self._choose(""))
        other = QPushButton(_("Another file…"), self)
        other.clicked.connect(self._ask_file)
        for button in (own, other):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _server(self) -> QFormLayout:
        form = QFormLayout()
        self.host, self.port = QLineEdit("localhost", self), QSpinBox(self)
        self.port.setRange(1, 65535)
        self.port.setValue(5432)
        self.name, self.user, self.password = QLineEdit("servicebord", self), QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(_("Empty: from your password file"))
        for title, part in (
            (_("Server"), self.host),
            (_("Port"), self.port),
            (_("Database"), self.name),
            (_("User"), self.user),
            (_("Password"), self.password),
        ):
            form.addRow(title, part)
        return form

    def _buttons(self, settings: Settings, error: Expected | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        close = QPushButton(_("Cancel"), self)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        if error is not None:
            again = QPushButton(_("Try again"), self)
            again.clicked.connect(lambda: self._choose(settings.database))
            row.addWidget(again)
        connect = QPushButton(_("Connect"), self)
        connect.setDefault(True)
        connect.clicked.connect(self._connect)
        row.addWidget(connect)
        return row

    def address(self) -> str:
        """The address of the server as filled in, every part quoted."""
        from urllib.parse import quote

        password = f":{quote(self.password.text(), safe='')}" if self.password.text() else ""
        user = f"{quote(self.user.text(), safe='')}{password}@" if self.user.text() else ""
        name = quote(self.name.text(), safe="")
        return f"postgresql://{user}{self.host.text().strip()}:{self.port.value()}/{name}"

    def _connect(self) -> None:
        self._choose(self.address())

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Open or make a database file"), str(data_folder()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilter(_("Servicebord files") + " (*.db)")
        dialog.setDefaultSuffix("db")
        dialog.fileSelected.connect(lambda path: self._choose(f"sqlite:///{Path(path)}"))
        dialog.open()

    def _choose(self, address: str) -> None:
        self.chosen.emit(address)
        self.accept()
