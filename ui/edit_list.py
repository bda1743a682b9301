"""The list of changes: what was done in this session, and a way back, or forth, over several at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from resources.texts import _, ngettext
from ui import actions
from ui.edits import Edits
from ui.widgets import fuzzy
from ui.widgets.picker import Entry, Picker


def open_edit_list(edits: Edits, window: QWidget) -> Picker:
    """Show every change, the newest first; choosing one goes to where it had just been made."""
    entries = edit_entries(edits)
    picker = Picker(
        window,
        lambda typed: fuzzy.ranked(typed, entries, lambda entry: entry.text, most=len(entries)),
        title=actions.words(actions.BY_NAME["edit_list"]),
        prompt=_("Find a change"),
        hint=_("Enter goes back, or forth, to right after that change"),
    )
    picker.open()
    return picker


def edit_entries(edits: Edits) -> list[Entry]:
    """Changes from the newest to the beginning; what is undone stands above what is done."""
    stack = edits.stack
    at = stack.index()
    found = []
    for n in range(stack.count(), -1, -1):
        text = stack.text(n - 1) if n else _("As it was at the beginning")
        found.append(Entry(text, partial(go_to, edits, n), _said(n - at)))
    return found


def _said(by: int) -> str:
    if not by:
        return _("now")
    if by > 0:
        return ngettext("undone, {n} step on", "undone, {n} steps on", by).format(n=by)
    return ngettext("{n} step back", "{n} steps back", -by).format(n=-by)


def go_to(edits: Edits, index: int) -> None:
    """Undo or redo until so many changes are done; what somebody else made impossible ends it."""
    by = index - edits.stack.index()
    for _step in range(abs(by)):
        (edits.redo if by > 0 else edits.undo)()
