"""A box under a control in which a thing is named; Enter takes the name, Esc and elsewhere give up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget


class NamePopup(QFrame):
    """One line and a button."""

    def __init__(self, parent: QWidget, *, prompt: str, action: str, name: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.box = QLineEdit(name)
        self.box.setPlaceholderText(prompt)
        self.box.setAccessibleName(prompt)
        self.box.setMinimumWidth(220)
        self.button = QPushButton(action)
        self.button.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 10, 10)
        row.addWidget(self.box)
        row.addWidget(self.button)

    def ask(self, at: QPoint, named: Callable[[str], object]) -> None:
        """Open at a point of the screen; `named` is called with a name that is not empty."""

        def take() -> None:
            name = self.box.text().strip()
            self.close()
            if name:
                named(name)

        self.box.returnPressed.connect(take)
        self.button.clicked.connect(take)
        self.box.selectAll()
        self.move(at)
        self.show()
        self.box.setFocus()
