"""Change an order with its lines."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.order_details import OrderFields
from app.usecases.orders.header import check_header, fill, follow_level, note_conflict, own_level
from app.usecases.orders.lines import LineChange, LineKey, keys_of, remove_lines, save_lines
from app.usecases.orders.parts import OrderSaved, locked
from app.usecases.orders.signing import Why, close
from app.work import Work
from models.copying import relate_order
from models.endings import require_open_line
from models.orders import ServiceOrder
from models.signing import follow_lines
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
        _change_header(work, order, fields)
    if removed:
        remove_lines(work, order, removed)
    work.session.flush()  # a line that was removed gives its number free
    saved = save_lines(work, order, lines)
    order.recompute_progress()
    require_open_line(order)
    relate_order(work.session, order.id, [line.object_id for line in saved], [line.task_id for line in saved])
    if follow_lines(order, at=work.now, by=work.user.name):
        close(work, order, work.company(), Why())
    work.session.flush()  # versions are part of the answer
    return OrderSaved(order.id, order.number, order.version, keys_of(saved))


def _change_header(work: Work, order: ServiceOrder, fields: OrderFields) -> None:
    """Fields, with what follows from them: calendar conflict, service level, clock."""
    company = work.company()
    agreement_id, service_date, level_id = order.agreement_id, order.service_date, own_level(order)
    fill(work, order, fields)
    is_moved, is_under_another = service_date != order.service_date, agreement_id != order.agreement_id
    check_header(work, order, company, check_agreement=is_moved or is_under_another)
    if is_moved:
        note_conflict(work, order, company)
    if fields.level.id != level_id or (is_under_another and not level_id):
        follow_level(work, order, company, fields.level.id)
