"""What else can be done with an agreement: copy lines, renew, keep as or make from a template, post."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.queries.masters import Record
from resources.texts import _
from ui import theme
from ui.agreements.renewing import open_renewal
from ui.agreements.templating import open_making, open_saving
from ui.records.desk import Desk

if TYPE_CHECKING:
    from ui.agreements.editor import AgreementEditor


def fill_menu(menu: QMenu, editor: AgreementEditor, desk: Desk) -> None:
    """The commands for the agreement shown; what cannot be done is grey, with the reason as its tip."""
    menu.clear()
    menu.setToolTipsVisible(True)
    record = editor.details.record
    if record is None:
        return
    window, made = editor.window(), editor.show_made
    is_template = bool(record.values["template"])
    _add(menu, "copy_lines", _("&Copy lines…"), "copy", editor.copy_lines)
    if is_template:
        _add(
            menu,
            "make_agreements",
            _("New &agreements from this template…"),
            "plus",
            lambda: open_making(desk, window, record, made),
        )
        return
    no_end = "" if record.values["ends_on"] else _("It has no end, so there is nothing to renew.")
    _add(
        menu,
        "renew_agreement",
        _("&Renew…"),
        "refresh",
        lambda: open_renewal(desk, window, record.id, made),
        why_not=no_end,
    )
    menu.addSeparator()
    _add(
        menu,
        "save_as_template",
        _("Save as &template…"),
        "save",
        lambda: open_saving(desk, window, record, made),
    )
    menu.addSeparator()
    _add(menu, "post_agreement", _("&Post its orders…"), "postings", lambda: _post(editor, desk, record))


def _post(editor: AgreementEditor, desk: Desk, record: Record) -> None:
    """Look at what of its orders can be posted, then post it."""
    from ui.post_dialog import PostDialog, PostScope

    scope = PostScope(
        _("Agreement {agreement}").format(agreement=record.values["code"]), agreement_id=record.id
    )
    dialog = PostDialog(desk.jobs, scope, editor.window())
    dialog.order_wanted.connect(editor.order_wanted)
    dialog.open()


def _add(
    menu: QMenu, name: str, text: str, icon: str, run: Callable[[], object], *, why_not: str = ""
) -> None:
    action = menu.addAction(theme.icon(icon), text)
    action.setObjectName(name)
    action.setEnabled(not why_not)
    action.setToolTip(why_not)
    action.triggered.connect(lambda _checked: run())
