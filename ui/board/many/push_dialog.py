"""Push what follows by a number of minutes: the technician will be late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSpinBox

from models.replanning import Stand, pushed
from resources.texts import _
from ui.board.many.ground import field_of
from ui.board.many.preview import Preview
from ui.board.many.proposal import proposed
from ui.widgets.cards import plain_label

if TYPE_CHECKING:
    from ui.board.page import BoardPage

FIRST_GUESS = 30
"""Minutes that are proposed at first: what people say when they will be late."""


def open_push(page: BoardPage, anchor: Stand) -> Preview:
    """Ask by how much what follows a visit shall begin later, and show what that means."""
    text = _("Push what follows {order}").format(order=anchor.label)
    dialog = Preview(lambda: page.view.scene.model, page, title=text)
    minutes = QSpinBox()
    minutes.setRange(5, 24 * 60)
    minutes.setSingleStep(5)
    minutes.setSuffix(" " + _("min"))
    minutes.setValue(FIRST_GUESS)
    minutes.setAccessibleName(_("Later by"))
    row = QHBoxLayout()
    row.addWidget(plain_label(_("Later by")))
    row.addWidget(minutes)
    row.addStretch(1)
    dialog.controls.addLayout(row)

    def renew() -> None:
        model = page.view.scene.model
        plan = pushed(field_of(model, {anchor.lane}), anchor, by=minutes.value() * 60)
        dialog.show_proposal(proposed(model, plan))

    minutes.valueChanged.connect(lambda _value: renew())
    told = _("Pushed what follows {order}").format(order=anchor.label)
    dialog.agreed.connect(lambda wanted: page.planning.rearrange(wanted, text=text, told=told))
    renew()
    dialog.open()
    minutes.setFocus()
    minutes.selectAll()
    return dialog
