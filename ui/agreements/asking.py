"""AskDialog: a short form over a page, with one action; what is refused is said beside its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.errors import Expected, Refused
from resources.texts import _
from ui.records.values import taken
from ui.widgets.cards import plain_label
from ui.widgets.forms import Field, Form


class AskDialog(QDialog):
    """A title, a form, room for a list below it, Cancel and the action.

    Attributes:
        form: its fields by key.
        middle: where a list goes.
        action: the button that does it; Ctrl+Enter and Enter press it.
    """

    def __init__(self, title: str, action: str, fields: Sequence[Field], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.line = plain_label(is_quiet=True)
        self.line.setWordWrap(True)
        self.form = Form(fields)
        self.middle = QVBoxLayout()
        self.problem = plain_label()
        self.problem.setProperty("wrong", True)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.cancel, self.action = QPushButton(_("Cancel")), QPushButton(action)
        self.action.setProperty("primary", True)
        self.action.setDefault(True)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.action.clicked.connect(self._on_action)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.problem, 1)
        bottom.addStretch(0)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.action)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.line)
        column.addWidget(self.form)
        column.addLayout(self.middle, 1)
        column.addLayout(bottom)

    def said(self) -> Mapping[str, object]:
        """What the fields say, with choices as their values."""
        return {key: taken(value) for key, value in self.form.all_values().items()}

    def do(self) -> None:
        """Do it; the form is right."""
        raise NotImplementedError

    def refuse(self, error: Expected) -> None:
        """Say why it was not done, beside the field at fault if there is one."""
        self.action.setEnabled(True)
        field = error.field if isinstance(error, Refused) else ""
        if field in self.form.fields:
            self.form.complain({field: str(error)})
            return
        self.problem.setText(str(error))
        self.problem.show()

    def _on_action(self) -> None:
        self.problem.hide()
        if self.form.check():
            self.action.setEnabled(False)
            self.do()
