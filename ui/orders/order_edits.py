"""Undoable edits of an order: saving header and lines, and going to another stage."""

from __future__ import annotations

from app.queries.order_details import OrderDetails
from app.usecases.orders import LineChange, LineKey, OrderSaved, change_order, change_stage
from resources.texts import _
from ui.edits import Call, Edit
from ui.orders.drafts import OrderDraft, draft_of


class SaveOrder(Edit):
    """Header and lines from what they were to what the person made of them, and back.

    Attributes:
        order_id: which.
        version: the order's version now; lines keep theirs beside their uid.
    """

    def __init__(self, details: OrderDetails, after: OrderDraft) -> None:
        self.text = _("Change {order}").format(order=details.number)
        self.order_id, self.version = details.id, details.version
        self._before, self._after = draft_of(details), after
        self._keys = {-row.id: LineKey(row.id, row.version) for row in details.lines}
        self._sent: tuple[int, ...] = ()

    def forward(self) -> Call:
        """Save what the person made of it."""
        return self._call(self._before, self._after)

    def backward(self) -> Call:
        """Save what it was."""
        return self._call(self._after, self._before)

    def done(self, answer: OrderSaved) -> None:
        """Remember versions, and the ids of new lines."""
        self.version = answer.version
        self._keys.update(zip(self._sent, answer.lines, strict=True))

    undone = done

    def _call(self, now: OrderDraft, wanted: OrderDraft) -> Call:
        there = {line.uid: line.fields for line in now.lines}
        kept = {line.uid for line in wanted.lines}
        sent = [line for line in wanted.lines if there.get(line.uid) != line.fields]
        self._sent = tuple(line.uid for line in sent)
        changes = []
        for line in sent:
            key = self._keys[line.uid] if line.uid in there else LineKey(0, 0)
            changes.append(LineChange(line.fields, id=key.id, seen=key.seen, line=line.line))
        removed = tuple(self._keys[uid] for uid in there if uid not in kept)
        return Call(
            change_order,
            {
                "order_id": self.order_id,
                "seen": self.version,
                "fields": wanted.fields if wanted.fields != now.fields else None,
                "lines": tuple(changes),
                "removed": removed,
            },
        )


class GoToStage(Edit):
    """From one stage to the next, and back where the stage before asks for no reason."""

    def __init__(self, details: OrderDetails, stage_id: int, *, reason_id: int | None, note: str) -> None:
        names = {stage.id: stage.name for stage in details.stages}
        current = next(stage for stage in details.stages if stage.is_current)
        self.text = _("{order} to {stage}").format(order=details.number, stage=names[stage_id])
        self.version = details.version
        self._order_id = details.id
        self._there: dict[str, object] = {"stage_id": stage_id, "reason_id": reason_id, "note": note}
        self._here: dict[str, object] = {"stage_id": current.id}

    def forward(self) -> Call:
        """Go there."""
        return self._call(self._there)

    def backward(self) -> Call:
        """Go back."""
        return self._call(self._here)

    def done(self, answer: OrderSaved) -> None:
        """Remember the version."""
        self.version = answer.version

    undone = done

    def _call(self, where: dict[str, object]) -> Call:
        return Call(change_stage, {"order_id": self._order_id, "seen": self.version, **where})
