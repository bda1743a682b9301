"""Undoable edits of item requirements: added, changed, turned, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.queries.requirements import RequirementRow
from app.usecases.orders.kept import KeptRow
from app.usecases.orders.requiring import (
    RequirementAction,
    RequirementFields,
    RequirementKey,
    RequirementState,
    RequirementsTurned,
    add_requirement,
    delete_requirements,
    put_requirements,
    restore_requirements,
    turn_requirements,
)
from resources.texts import _
from ui.edits import Call, Edit


class AddPart(Edit):
    """Parts asked for, and not."""

    def __init__(self, number: str, order_id: int, fields: RequirementFields) -> None:
        self.text = _("Ask for parts on {order}").format(order=number)
        self._order_id, self._fields = order_id, fields
        self._row: RequirementKey | None = None
        self._kept: tuple[KeptRow, ...] = ()

    def forward(self) -> Call:
        """Ask for them, the second time under the old id."""
        if self._kept:
            return Call(restore_requirements, {"rows": self._kept})
        return Call(add_requirement, {"order_id": self._order_id, "fields": self._fields})

    def backward(self) -> Call:
        """Do not."""
        return Call(delete_requirements, {"rows": (self._row,)})

    def done(self, answer: RequirementKey | tuple[RequirementKey, ...]) -> None:
        """Remember which it is; steps that follow and are undone first change its version."""
        self._row = RequirementKey((answer[0] if isinstance(answer, tuple) else answer).id)

    def undone(self, answer: tuple[KeptRow, ...]) -> None:
        """Remember what it was."""
        self._kept = answer


class TurnParts(Edit):
    """Parts ordered, come, or not needed any more; and back."""

    def __init__(
        self, rows: Sequence[RequirementRow], action: RequirementAction, quantity: Decimal | None = None
    ) -> None:
        words = {
            RequirementAction.ORDER: _("Order parts"),
            RequirementAction.DELIVER: _("Deliver parts"),
            RequirementAction.CANCEL: _("Cancel parts"),
        }
        self.text = words[action]
        self._keys = tuple(RequirementKey(row.id, row.version) for row in rows)
        self._action, self._quantity = action, quantity
        self._before: tuple[RequirementState, ...] = ()
        self._after: tuple[RequirementState, ...] = ()

    def forward(self) -> Call:
        """Note it."""
        return Call(
            turn_requirements, {"rows": self._keys, "action": self._action, "quantity": self._quantity}
        )

    def backward(self) -> Call:
        """As far as they were."""
        return Call(put_requirements, {"now": self._after, "wanted": self._before})

    def done(self, answer: RequirementsTurned) -> None:
        """Remember both states."""
        self._before, self._after = answer.before, answer.after

    def undone(self, answer: RequirementsTurned) -> None:
        """Done again, it is done with whichever versions there are then."""
        self._keys = tuple(RequirementKey(state.id) for state in answer.after)


class DeleteParts(Edit):
    """Parts asked for no more, and again."""

    def __init__(self, rows: Sequence[RequirementRow]) -> None:
        self.text = _("Delete item requirements")
        self._keys = tuple(RequirementKey(row.id, row.version) for row in rows)
        self._kept: tuple[KeptRow, ...] = ()

    def forward(self) -> Call:
        """Delete them."""
        return Call(delete_requirements, {"rows": self._keys})

    def backward(self) -> Call:
        """Bring them back."""
        return Call(restore_requirements, {"rows": self._kept})

    def done(self, answer: tuple[KeptRow, ...]) -> None:
        """Remember what they were."""
        self._kept = answer

    def undone(self, answer: tuple[RequirementKey, ...]) -> None:
        """Remember which they are."""
        self._keys = tuple(RequirementKey(key.id) for key in answer)
