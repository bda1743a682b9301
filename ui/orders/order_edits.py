"""Undoable edits of an order: saving header and lines, and going to another stage."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from app.queries.order_details import OrderDetails
from app.usecases.orders import LineChange, LineKey, OrderSaved, change_order, change_stage
from resources.texts import _
from ui.edits import Call, Edit
from ui.orders.drafts import OrderDraft, draft_of

Key = TypeVar("Key", bound=Hashable)


class Renamed:
    """What a state is called now that it was called otherwise when an edit saw it.

    Undo gives an old state a new version, and a removed line a new id. Earlier steps find them by this; a
    version that somebody else made has no old name: then the step is a conflict, as it must be.
    """

    def __init__(self) -> None:
        self._now: dict[Hashable, Hashable] = {}

    def note(self, before: Key, now: Key) -> None:
        """A state has another name."""
        if before != now:
            self._now[before] = now

    def now(self, key: Key) -> Key:
        """The newest name of a state."""
        while key in self._now:
            key = self._now[key]  # type: ignore[assignment]  # a name and its successor are of one kind
        return key


@dataclass(frozen=True, slots=True)
class _OrderKey:
    id: int
    version: int


@dataclass(slots=True)
class _State:
    """A draft, and what order and lines were called when it was stored."""

    draft: OrderDraft
    order: _OrderKey
    lines: dict[int, LineKey] = field(default_factory=dict)


class SaveOrder(Edit):
    """Header and lines from what they were to what the person made of them, and back."""

    def __init__(self, details: OrderDetails, after: OrderDraft, renamed: Renamed) -> None:
        self.text = _("Change {order}").format(order=details.number)
        order = _OrderKey(details.id, details.version)
        keys = {-row.id: LineKey(row.id, row.version) for row in details.lines}
        self._renamed = renamed
        self._before = _State(draft_of(details), order, keys)
        self._after = _State(after, order)
        self._is_done = False
        self._sent: tuple[int, ...] = ()

    def forward(self) -> Call:
        """Save what the person made of it."""
        return self._call(self._before, self._after)

    def backward(self) -> Call:
        """Save what it was."""
        return self._call(self._after, self._before)

    def done(self, answer: OrderSaved) -> None:
        """Remember what the new state is called."""
        self._learn(self._before, self._after, answer, is_known=self._is_done)
        self._is_done = True

    def undone(self, answer: OrderSaved) -> None:
        """Remember what the old state is called now."""
        self._learn(self._after, self._before, answer, is_known=True)

    def _call(self, now: _State, wanted: _State) -> Call:
        there = {line.uid: line.fields for line in now.draft.lines}
        kept = {line.uid for line in wanted.draft.lines}
        sent = [line for line in wanted.draft.lines if there.get(line.uid) != line.fields]
        self._sent = tuple(line.uid for line in sent)
        changes = []
        for line in sent:
            key = self._renamed.now(now.lines[line.uid]) if line.uid in there else LineKey(0, 0)
            changes.append(LineChange(line.fields, id=key.id, seen=key.seen, line=line.line))
        removed = tuple(self._renamed.now(now.lines[uid]) for uid in there if uid not in kept)
        is_same = wanted.draft.fields == now.draft.fields
        return Call(
            change_order,
            {
                "order_id": now.order.id,
                "seen": self._renamed.now(now.order).version,
                "fields": None if is_same else wanted.draft.fields,
                "lines": tuple(changes),
                "removed": removed,
            },
        )

    def _learn(self, left: _State, reached: _State, answer: OrderSaved, *, is_known: bool) -> None:
        answered = dict(zip(self._sent, answer.lines, strict=True))
        for line in reached.draft.lines:
            key = answered.get(line.uid) or self._renamed.now(left.lines[line.uid])
            if is_known:
                self._renamed.note(self._renamed.now(reached.lines[line.uid]), key)
            reached.lines[line.uid] = key
        order = _OrderKey(answer.id, answer.version)
        if is_known:
            self._renamed.note(self._renamed.now(reached.order), order)
        reached.order = order


class GoToStage(Edit):
    """From one stage to the next, and back; a stage that asks for a reason is not gone back to."""

    def __init__(
        self, details: OrderDetails, stage_id: int, renamed: Renamed, *, reason_id: int | None, note: str
    ) -> None:
        names = {stage.id: stage.name for stage in details.stages}
        current = next(stage for stage in details.stages if stage.is_current)
        self.text = _("{order} to {stage}").format(order=details.number, stage=names[stage_id])
        self._renamed = renamed
        self._before = self._after = _OrderKey(details.id, details.version)
        self._is_done = False
        self._there: dict[str, object] = {"stage_id": stage_id, "reason_id": reason_id, "note": note}
        self._here: dict[str, object] = {"stage_id": current.id}

    def forward(self) -> Call:
        """Go there."""
        return self._call(self._before, self._there)

    def backward(self) -> Call:
        """Go back."""
        return self._call(self._after, self._here)

    def done(self, answer: OrderSaved) -> None:
        """Remember what the new state is called."""
        reached = _OrderKey(answer.id, answer.version)
        if self._is_done:
            self._renamed.note(self._renamed.now(self._after), reached)
        self._after, self._is_done = reached, True

    def undone(self, answer: OrderSaved) -> None:
        """Remember what the old state is called now."""
        reached = _OrderKey(answer.id, answer.version)
        self._renamed.note(self._renamed.now(self._before), reached)
        self._before = reached

    def _call(self, now: _OrderKey, where: dict[str, object]) -> Call:
        seen = self._renamed.now(now).version
        return Call(change_stage, {"order_id": now.id, "seen": seen, **where})
