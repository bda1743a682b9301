"""The board's menus, made of its table of commands (board.md 5, 48 to 52)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from resources.texts import _
from ui.board.verbs.table import verbs_of
from ui.board.verbs.verb import Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def menu_of(page: BoardPage, target: Target) -> QMenu:
    """Verbs first, each with its key; what cannot be done now is grey and says why in its tip."""
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    section = None
    for verb in verbs_of(target.place):
        if section is not None and verb.section != section:
            menu.addSeparator()
        section = verb.section
        menu.addAction(_action(page, menu, verb, target))
    return menu


def _action(page: BoardPage, menu: QMenu, verb: Verb, target: Target) -> QAction:
    key = QKeySequence.fromString(verb.key, QKeySequence.SequenceFormat.PortableText)
    native = key.toString(QKeySequence.SequenceFormat.NativeText)
    action = QAction("\t".join(filter(None, (_(verb.text), native))), menu)
    action.setObjectName(verb.name)
    why_not = verb.why_not(page, target)
    action.setEnabled(why_not is None)
    action.setToolTip(why_not or _(verb.help))
    action.triggered.connect(lambda: verb.run(page, target))
    return action
