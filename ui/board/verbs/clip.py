"""Cut, copy, paste; copies for other programs: text with tabs, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from models.terms import Right
from resources.texts import N_, _
from ui.board.keyboard.clipboard import Clipboard, held, orders_text, visits_text
from ui.board.painting.picture import picture_of
from ui.board.verbs.verb import Place, Target, Verb

if TYPE_CHECKING:
    from app.queries.board import WaitingRow
    from ui.board.page import BoardPage

BOTH = (Place.VISIT, Place.SEVERAL)
ALL = (*BOTH, Place.WAITING)


def _rows(page: BoardPage, target: Target) -> list[WaitingRow]:
    return [page.view.waiting[one] for one in target.order_ids if one in page.view.waiting]


def _cut(page: BoardPage, target: Target) -> None:
    if target.place is Place.WAITING:
        page.part(Clipboard).take_orders(_rows(page, target))
    else:
        page.part(Clipboard).take(target.visit_ids, is_cut=True)


def _copy(page: BoardPage, target: Target) -> None:
    if target.place is Place.WAITING:
        page.part(Clipboard).take_orders(_rows(page, target))
    else:
        page.part(Clipboard).take(target.visit_ids, is_cut=False)


def _paste(page: BoardPage, target: Target) -> None:
    lane, instant = target.lane, target.instant
    if target.visit_ids:  # on a visit: right behind it, with the way there
        model = page.view.scene.model
        last = model.placement(model.table.slot(target.visit_ids[-1]))
        lane, instant = last.lane, last.ends
    page.part(Clipboard).paste(lane, instant)


def _why_not_paste(_page: BoardPage, target: Target) -> str | None:
    if held() is None:
        return _("Nothing of this board was copied.")
    if target.lane < 0 or not target.instant:
        return _("stand on empty time first (Ctrl+arrows)")
    return None


def _text(page: BoardPage, target: Target) -> None:
    if target.place is Place.WAITING:
        text = orders_text(_rows(page, target))
    else:
        text = visits_text(page.view.scene, target.visit_ids)
    QGuiApplication.clipboard().setText(text)
    page.messages.say(_("Copied as text with tabs"))


def _image(page: BoardPage, target: Target) -> None:
    image = picture_of(page.view, target.visit_ids)
    if image is None:
        page.view.refuse(_("The visits stand too far apart for one picture."))
        return
    QGuiApplication.clipboard().setImage(image)
    page.messages.say(_("Copied as a picture"))


VERBS = (
    Verb(
        "cut",
        N_("Cut"),
        N_("Take them along; they move when they are pasted"),
        _cut,
        places=ALL,
        key="Ctrl+X",
        section=3,
    ),
    Verb(
        "copy",
        N_("Copy"),
        N_("Take them along; other programs get a table with tabs"),
        _copy,
        places=ALL,
        key="Ctrl+C",
        section=3,
    ),
    Verb(
        "paste",
        N_("Paste"),
        N_("Put what was cut or copied at this lane and time"),
        _paste,
        places=(Place.EMPTY, Place.VISIT),
        key="Ctrl+V",
        section=3,
        why_not=_why_not_paste,
        right=Right.PLAN,
    ),
    Verb(
        "copy_text",
        N_("Copy as text"),
        N_("A table with tabs, for sheets and letters"),
        _text,
        places=ALL,
        section=9,
    ),
    Verb(
        "copy_image",
        N_("Copy as picture"),
        N_("The lanes with these visits, as they are painted"),
        _image,
        places=BOTH,
        section=9,
    ),
)
