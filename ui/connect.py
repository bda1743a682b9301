"""Choice of database: at the first start, when one cannot be opened, and when a person asks for another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.database import server_of
from app.settings import Settings, data_folder
from models.errors import Expected
from resources.texts import _
from ui import theme
from ui.jobs import Jobs
from ui.widgets.cards import plain_label
from ui.widgets.progress import Progress


class Choice(QPushButton):
    """One thing to choose: an icon, a title and a sentence; the whole of it is a button."""

    def __init__(self, icon: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setMinimumHeight(60)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._picture = QLabel(self)
        self._title, self._said = plain_label(title, weight=600), plain_label(sentence, is_quiet=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._said)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        for part in (self._picture, self._title, self._said):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        """Room for its words, which are no text of the button's own."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint().expandedTo(QSize(0, 60))

    def _dress(self) -> None:
        self._picture.setPixmap(theme.pixmap(self._icon, 22, ink="accent", ratio=self.devicePixelRatioF()))


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
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(8)
        column.addWidget(plain_label(_("How do you want to begin?"), px=18, weight=600))
        database = jobs.context.database.name
        column.addWidget(plain_label(_("{name} is empty.").format(name=database), is_quiet=True))
        column.addSpacing(10)
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
        choice.clicked.connect(lambda: act())
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
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Choose a database"), px=18, weight=600))
        if error is not None:
            column.addWidget(self._problem(error))
        column.addSpacing(4)
        column.addWidget(plain_label(_("For you alone: a file on this computer"), weight=600))
        column.addLayout(self._files())
        column.addSpacing(10)
        column.addWidget(plain_label(_("For a team: a PostgreSQL server"), weight=600))
        column.addLayout(self._server())
        column.addSpacing(10)
        column.addLayout(self._buttons(settings, error))
        self._fill(settings.database)

    def _problem(self, error: Expected) -> QLabel:
        said = plain_label(str(error))
        said.setWordWrap(True)
        said.setProperty("wrong", True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return said

    def _files(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        own = QPushButton(_("My own file"), self)
        own.setToolTip(_("The file in your own data folder"))
        own.clicked.connect(lambda: self._choose(""))
        other = QPushButton(_("Another file…"), self)
        other.clicked.connect(self._ask_file)
        for button, icon in ((own, "user"), (other, "folder")):
            button.setAutoDefault(False)
            theme.set_icon(button, icon)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _server(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.host, self.port = QLineEdit("localhost", self), QLineEdit("5432", self)
        self.port.setValidator(QIntValidator(1, 65535, self.port))
        self.port.setMaximumWidth(90)
        self.name, self.user, self.password = QLineEdit("servicebord", self), QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(_("Empty: from your password file"))
        for title, part in (
            (_("&Server"), self.host),
            (_("P&ort"), self.port),
            (_("&Database"), self.name),
            (_("&User"), self.user),
            (_("Pass&word"), self.password),
        ):
            part.textChanged.connect(lambda _text: self._judge())
            form.addRow(title, part)
        return form

    def _buttons(self, settings: Settings, error: Expected | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        close = QPushButton(_("Cancel"), self)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        if error is not None:
            again = QPushButton(_("Try again"), self)
            again.clicked.connect(lambda: self._choose(settings.database))
            row.addWidget(again)
        self.connect_button = QPushButton(_("Connect"), self)
        self.connect_button.setProperty("primary", True)
        self.connect_button.setDefault(True)
        self.connect_button.clicked.connect(self._connect)
        row.addWidget(self.connect_button)
        return row

    def _fill(self, database: str) -> None:
        """Begin with the server of last time; only the password is missing then."""
        known = server_of(database)
        if known is None:
            self.host.setFocus()
            return
        for part, text in zip((self.host, self.port, self.name, self.user), known, strict=True):
            part.setText(text)
        self.password.setFocus()

    def _judge(self) -> None:
        is_whole = all(part.text().strip() for part in (self.host, self.port, self.name))
        self.connect_button.setEnabled(is_whole and self.port.hasAcceptableInput())

    def address(self) -> str:
        """The address of the server as filled in, every part quoted."""
        password = f":{quote(self.password.text(), safe='')}" if self.password.text() else ""
        user = f"{quote(self.user.text(), safe='')}{password}@" if self.user.text() else ""
        name = quote(self.name.text(), safe="")
        host = self.host.text().strip()
        bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return f"postgresql://{user}{bracketed}:{self.port.text()}/{name}"

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
