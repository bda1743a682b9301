"""Undoable edits of an order: saving header and lines, and going to another stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.queries.order_details import OrderDetails
from app.usecases.orders import (
    LineChange,
    LineKey,
    OrderSaved,
    OrdersEnded,
    OrdersRestored,
    StageMoved,
    StageTakenBack,
    Versions,
    change_order,
    change_stage,
    take_back_stage,
)
from resources.texts import _
from ui.edits import Call, Edit
from ui.orders.drafts import OrderDraft, draft_of


@dataclass(frozen=True, slots=True)
class OrderKey:
    """An order as a version of it was stored."""

    id: int
    version: int


Key = TypeVar("Key", OrderKey, LineKey)


@dataclass(slots=True, eq=False)
class Stored(Generic[Key]):
    """A stored state under the key it has now; edits that meet in a state share it."""

    key: Key


class Renamed:
    """Finds the stored states of earlier edits again.

    Undo gives an old state a new version, and a removed line a new id; earlier steps learn of it because they
    share the state. A version that somebody else made is a state of its own: undoing past it is a conflict.
    """

    def __init__(self) -> None:
        self._orders: dict[OrderKey, Stored[OrderKey]] = {}
        self._lines: dict[LineKey, Stored[LineKey]] = {}

    def order(self, key: OrderKey) -> Stored[OrderKey]:
        """The state of an order that has this key now."""
        return self._orders.setdefault(key, Stored(key))

    def line(self, key: LineKey) -> Stored[LineKey]:
        """The state of a line that has this key now."""
        return self._lines.setdefault(key, Stored(key))

    def rename_order(self, state: Stored[OrderKey], key: OrderKey) -> None:
        """The state was stored again under another key."""
        _rename(self._orders, state, key)

    def stands_again(self, order_id: int, before: Versions, now: Versions) -> None:
        """An order stands in these versions as it stood in those before."""
        self.rename_order(self.order(OrderKey(order_id, before.order)), OrderKey(order_id, now.order))
        keys = {key.id: key for key in now.lines}
        for key in before.lines:
            if key.id in keys:
                self.rename_line(self.line(key), keys[key.id])

    def follow(self, answer: object) -> None:
        """Orders that came back as they were when ending or deleting them was undone."""
        if isinstance(answer, OrdersEnded):
            for ended in answer.done:
                if ended.again is not None:
                    self.stands_again(ended.id, ended.again, ended.now)
        elif isinstance(answer, OrdersRestored):
            for before, restored in zip(answer.before, answer.done, strict=True):
                self.stands_again(restored.id, before, Versions(restored.version, restored.lines))

    def rename_line(self, state: Stored[LineKey], key: LineKey) -> None:
        """The state was stored again under another key."""
        _rename(self._lines, state, key)


def _rename(known: dict[Key, Stored[Key]], state: Stored[Key], key: Key) -> None:
    if known.get(state.key) is state:
        del known[state.key]
    state.key = key
    known[key] = state


@dataclass(slots=True)
class _Side:
    """A draft, and its stored states once it was saved; lines by their uid."""

    draft: OrderDraft
    order: Stored[OrderKey] | None = None
    lines: dict[int, Stored[LineKey]] = field(default_factory=dict)


class SaveOrder(Edit):
    """Header and lines from what they were to what the person made of them, and back."""

    def __init__(self, details: OrderDetails, after: OrderDraft, renamed: Renamed) -> None:
        self.text = _("Change {order}").format(order=details.number)
        self._order_id, self._renamed = details.id, renamed
        order = renamed.order(OrderKey(details.id, details.version))
        lines = {-row.id: renamed.line(LineKey(row.id, row.version)) for row in details.lines}
        self._before, self._after = _Side(draft_of(details), order, lines), _Side(after)
        self._sent: tuple[int, ...] = ()

    def forward(self) -> Call:
        """Save what the person made of it."""
        return self._call(self._before, self._after)

    def backward(self) -> Call:
        """Save what it was."""
        return self._call(self._after, self._before)

    def done(self, answer: OrderSaved) -> None:
        """Remember what the new state is called."""
        self._learn(self._before, self._after, answer)

    def undone(self, answer: OrderSaved) -> None:
        """Remember what the old state is called now."""
        self._learn(self._after, self._before, answer)

    def _call(self, now: _Side, wanted: _Side) -> Call:
        there = {line.uid: line.fields for line in now.draft.lines}
        kept = {line.uid for line in wanted.draft.lines}
        sent = [line for line in wanted.draft.lines if there.get(line.uid) != line.fields]
        self._sent = tuple(line.uid for line in sent)
        changes = []
        for line in sent:
            key = now.lines[line.uid].key if line.uid in there else LineKey(0, 0)
            changes.append(LineChange(line.fields, id=key.id, seen=key.seen, line=line.line))
        removed = tuple(now.lines[uid].key for uid in there if uid not in kept)
        is_same = wanted.draft.fields == now.draft.fields
        return Call(
            change_order,
            {
                "order_id": self._order_id,
                "seen": now.order.key.version if now.order is not None else 0,
                "fields": None if is_same else wanted.draft.fields,
                "lines": tuple(changes),
                "removed": removed,
            },
        )

    def _learn(self, left: _Side, reached: _Side, answer: OrderSaved) -> None:
        key = OrderKey(answer.id, answer.version)
        if reached.order is None:
            reached.order = self._renamed.order(key)
        else:
            self._renamed.rename_order(reached.order, key)
        for uid, line_key in zip(self._sent, answer.lines, strict=True):
            if uid in reached.lines:
                self._renamed.rename_line(reached.lines[uid], line_key)
            else:
                reached.lines[uid] = self._renamed.line(line_key)
        for line in reached.draft.lines:
            if line.uid not in reached.lines:
                reached.lines[line.uid] = left.lines[line.uid]  # not sent: the very state that was there


class GoToStage(Edit):
    """From one stage to another; taken back, the order stands where it stood, its first reason with it."""

    def __init__(
        self, details: OrderDetails, stage_id: int, renamed: Renamed, *, reason_id: int | None, note: str
    ) -> None:
        names = {stage.id: stage.name for stage in details.stages}
        self.text = _("{order} to {stage}").format(order=details.number, stage=names[stage_id])
        self._renamed = renamed
        self._before = renamed.order(OrderKey(details.id, details.version))
        self._after: Stored[OrderKey] | None = None
        self._there: dict[str, object] = {"stage_id": stage_id, "reason_id": reason_id, "note": note}
        self._moved: StageMoved | None = None

    def forward(self) -> Call:
        """Go there."""
        key = self._before.key
        return Call(change_stage, {"order_id": key.id, "seen": key.version, **self._there})

    def backward(self) -> Call:
        """Take the step back."""
        key = (self._after or self._before).key
        return Call(take_back_stage, {"seen": key.version, "moved": self._moved})

    def done(self, answer: StageMoved) -> None:
        """Remember what the new state is called, and what it takes to go back."""
        self._moved = answer
        key = OrderKey(answer.id, answer.version)
        if self._after is None:
            self._after = self._renamed.order(key)
        else:
            self._renamed.rename_order(self._after, key)

    def undone(self, answer: StageTakenBack) -> None:
        """Remember what the old state is called now."""
        self._renamed.rename_order(self._before, OrderKey(answer.id, answer.version))
