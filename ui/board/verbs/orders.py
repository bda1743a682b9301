"""What is done to orders from the board: cancel, priority, promise, combine."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.usecases.orders import Promise
from models.terms import Priority, Right
from resources.texts import N_, _, ngettext
from ui.board.editing.order_edits import CancelOrders, CombineOrders, PromiseOrders
from ui.board.editing.promise_dialog import PromiseDialog
from ui.board.verbs.verb import Choice, Place, Target, Verb
from ui.widgets.term_names import PRIORITY_NAMES
from ui.widgets.toast import Kind

if TYPE_CHECKING:
    from app.queries.board import WaitingRow
    from models.errors import Expected
    from ui.board.page import BoardPage
    from ui.edits import Edit

WHOLE_DAY = 23 * 3600
"""A promise of at least this many seconds is one of the day, not of a time."""
_HERE = (Place.VISIT, Place.SEVERAL, Place.WAITING)


def _orders(page: BoardPage, target: Target) -> dict[int, str]:
    """Ids and numbers of the orders a command is about."""
    if target.place is Place.WAITING:
        rows = page.view.waiting
        return {one: rows[one].number for one in target.order_ids if one in rows}
    table = page.view.scene.model.table
    slots = page.view.scene.slots_of(target.visit_ids)
    return {int(table.order_id[slot]): table.number[slot] for slot in slots}


def _rows(page: BoardPage, target: Target) -> list[WaitingRow]:
    return [page.view.waiting[one] for one in target.order_ids if one in page.view.waiting]


def _do(page: BoardPage, edit: Edit) -> None:
    def done(_answer: object) -> None:
        page.messages.say(edit.text, Kind.GOOD, action=_("Undo"), on_action=page.edits.undo)

    def failed(error: Expected) -> None:
        page.messages.say(str(error), Kind.BAD)

    page.edits.do(edit, done=done, failed=failed)


def _may_edit(page: BoardPage, target: Target) -> str | None:
    if target.place is Place.WAITING and not target.order_ids:
        return _("choose a waiting order first")
    return None if page.may(Right.EDIT_ORDERS) else _("You may not change orders.")


# ---------------------------------------------------------------------- cancel


def _ask_cancel(page: BoardPage, target: Target) -> None:
    """Ask once: customers have been told of these orders."""
    orders = _orders(page, target)
    if not orders:
        return
    n, named = len(orders), next(iter(orders.values()))
    words = ngettext("Cancel order {order}?", "Cancel {n} orders?", n).format(order=named, n=n)
    box = QMessageBox(page)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    box.setInformativeText(_("Its visits leave the board and its clock ends. Undo brings them back."))
    yes = box.addButton(_("Cancel the order"), QMessageBox.ButtonRole.AcceptRole)
    yes.setProperty("danger", True)
    no = box.addButton(_("Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    edit = CancelOrders(list(orders), named=named)
    yes.clicked.connect(lambda: _do(page, edit))
    box.open()


# ---------------------------------------------------------------------- priority, promise


def _priorities(page: BoardPage, target: Target) -> list[Choice]:
    rows = _rows(page, target)
    return [
        Choice(
            _(words),
            lambda priority=priority: set_priority(page, rows, priority),  # type: ignore[misc]  # loop's own
            is_checked=all(row.priority is priority for row in rows),
        )
        for priority, words in PRIORITY_NAMES.items()
    ]


def set_priority(page: BoardPage, rows: list[WaitingRow], priority: Priority) -> None:
    """Give waiting orders a priority, as one step."""
    promises = [Promise(row.order_id, row.version, priority, keeps_window=True) for row in rows]
    n, words = len(rows), _(PRIORITY_NAMES[priority])
    text = ngettext("Priority of {order}: {priority}", "Priority of {n} orders: {priority}", n)
    _do(page, PromiseOrders(promises, text=text.format(order=rows[0].number, n=n, priority=words)))


def _next_priority(page: BoardPage, target: Target) -> None:
    """The next one round."""
    rows = _rows(page, target)
    if rows:
        known = tuple(PRIORITY_NAMES)
        set_priority(page, rows, known[(known.index(rows[0].priority) + 1) % len(known)])


def _promise(page: BoardPage, target: Target) -> None:
    rows = _rows(page, target)
    zone = page.view.scene.model.days.zone
    first = rows[0]
    bounds = [
        datetime.fromtimestamp(bound, zone).time() if bound else None
        for bound in (first.promise_from, first.promise_to)
    ]
    if first.promise_from and first.promise_to - first.promise_from >= WHOLE_DAY:
        bounds = [None, None]
    n = len(rows)
    title = ngettext("{order} {customer}", "{n} orders", n)
    title = title.format(order=first.number, customer=first.customer, n=n)
    dialog = PromiseDialog(title, (first.service_date, bounds[0], bounds[1]), page)

    def agreed(day: object, earliest: object, latest: object) -> None:
        window = (day, earliest, latest)
        promises = [
            Promise(row.order_id, row.version, row.priority, *window)  # type: ignore[arg-type]  # by a signal
            for row in rows
        ]
        text = ngettext("Promise of {order}", "Promise of {n} orders", n).format(order=first.number, n=n)
        _do(page, PromiseOrders(promises, text=text))

    dialog.promised.connect(agreed)
    dialog.open()


# ---------------------------------------------------------------------- combine


def _combine(page: BoardPage, target: Target) -> None:
    _do(page, CombineOrders(_same_site(page, target)))


def _same_site(page: BoardPage, target: Target) -> list[int]:
    """The chosen orders, or with one alone those of its site and agreement that wait as well."""
    if len(target.order_ids) > 1:
        return list(target.order_ids)
    row = page.view.waiting[target.order_ids[0]]
    others = [
        other.order_id
        for other in page.view.waiting.values()
        if other.site_id == row.site_id and other.agreement == row.agreement and other is not row
    ]
    return [row.order_id, *others]


def _why_not_combine(page: BoardPage, target: Target) -> str | None:
    why_not = _may_edit(page, target)
    if why_not is not None:
        return why_not
    rows = _rows(page, target)
    if not rows or not all(row.agreement for row in rows) or len(_same_site(page, target)) < 2:
        return _("No other order of this agreement and site waits.")
    return None


VERBS = (
    Verb(
        "cancel_order",
        N_("Cancel order…"),
        N_("Cancel the order with its visits, after a question"),
        _ask_cancel,
        places=_HERE,
        key="Shift+Del",
        section=4,
        why_not=_may_edit,
    ),
    Verb(
        "promise",
        N_("Promise a window…"),
        N_("Say on which day and between which times the visit may start"),
        _promise,
        places=(Place.WAITING,),
        section=2,
        why_not=_may_edit,
    ),
    Verb(
        "combine",
        N_("Merge with same site"),
        N_("Make one order of those of this agreement and site that wait"),
        _combine,
        places=(Place.WAITING,),
        section=2,
        why_not=_why_not_combine,
    ),
    Verb(
        "priority",
        N_("Priority"),
        N_("How urgent it is"),
        _next_priority,
        places=(Place.WAITING,),
        section=2,
        why_not=_may_edit,
        choices=_priorities,
    ),
)
