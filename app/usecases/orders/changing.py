"""Change an order with its lines."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.order_details import OrderFields
from app.usecases.orders.lines import LineChange, LineKey, keys_of, line_of, save_lines
from app.usecases.orders.parts import OrderSaved, check_parts, fill, locked, today_of
from app.work import Work
from models.stages import Stage
from models.terms import Right


def change_order(
    work: Work,
    *,
    order_id: int,
    seen: int,
    fields: OrderFields | None = None,
    lines: Sequence[LineChange] = (),
    removed: Sequence[LineKey] = (),
) -> OrderSaved:
    """Change header, skills and lines of an order together; None leaves the header.

    Raises:
        Refused: stage, progress or a rule forbids it.
        Conflict: somebody changed the order or one of these lines first.
    """
    work.require(Right.EDIT_ORDERS)
    order = locked(work, order_id, seen)
    order.require_modifiable(work.get(Stage, order.stage_id))
    if fields is not None:
        before = (order.agreement_id, order.service_date)
        fill(work, order, fields)
        changed = before != (order.agreement_id, order.service_date)
        check_parts(work, order, today=today_of(work, work.company()), check_agreement=changed)
    for key in removed:
        line = line_of(work, order, key.id, key.seen)
        order.lines.remove(line)
        work.session.delete(line)  # said outright: an orphan would be missing from the audit
    work.session.flush()  # a line that was removed gives its number free
    saved = save_lines(work, order, lines)
    order.recompute_progress()
    work.session.flush()  # versions are part of the answer
    return OrderSaved(order.id, order.number, order.version, keys_of(saved))
