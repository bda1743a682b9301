"""Whatever people do to orders, in whatever order: stages, clock, sign-off and postings never contradict.

A hypothesis state machine over the use cases, on SQLite (issue 3, Done when 5). Every act is either done as a
whole or refused with a sentence, and then nothing at all has changed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.context import Context
from app.queries.order_details import Choice, LineFields, OrderFields
from app.settings import Settings
from app.usecases.clocks import ClockWish, change_clock
from app.usecases.orders import (
    LineChange,
    LineKey,
    SeenOrder,
    cancel_lines,
    cancel_orders,
    change_order,
    change_stage,
    delete_orders,
    open_order,
    restore_orders,
    revoke_lines,
    revoke_orders,
    sign_off,
    take_back_sign_off,
)
from app.usecases.posting import Selection, post_lines, reverse_postings
from app.work import Work
from models.errors import Expected
from models.orders import OrderLine, ServiceOrder, progress_of
from models.postings import Posting
from models.service_levels import ClockEvent
from models.stages import Stage, StageChange
from models.terms import ClockAction, ClockStatus, LineStatus, Progress, StageLogKind, TransactionType
from tests.builders import a_reason, a_service_level, an_agreement
from tests.conftest import Clock

_TABLES: tuple[type[Any], ...] = (ServiceOrder, OrderLine, Posting, ClockEvent, StageChange)
_STATUS_AFTER = {
    ClockAction.START: ClockStatus.RUNNING,
    ClockAction.RESUME: ClockStatus.RUNNING,
    ClockAction.HOLD: ClockStatus.HELD,
    ClockAction.STOP: ClockStatus.STOPPED,
    ClockAction.CANCEL: ClockStatus.CANCELED,
}
_numbers = itertools.count(1)
_at = st.integers(0, 7)  # which of what there is
_types = st.sampled_from([TransactionType.HOUR, TransactionType.EXPENSE, TransactionType.FEE])
_some = st.lists(_at, min_size=1, max_size=3)


class OrderLife(RuleBasedStateMachine):
    """A few orders of one agreement, and everything that can be done to them."""

    template: Path
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        file = self.folder / f"{next(_numbers)}.db"
        file.write_bytes(self.template.read_bytes())
        self.file, self.clock = file, Clock()
        self.context = Context(Settings(database=f"sqlite:///{file}"), clock=self.clock)
        self.known: dict[type[Any], list[Any]] = {}  # what was read since the last act
        self.deleted: list[Any] = []
        self.versions: dict[tuple[str, int], int] = {}
        self.agreement_id, self.customer_id, self.reason_id = self.context.run(_company)[0]
        self.stages = {stage.id: stage for stage in self.rows(Stage)}

    def teardown(self) -> None:
        self.context.close()
        self.file.unlink()

    # -- looking -------------------------------------------------------------------------------------

    def rows(self, kind: type[Any]) -> list[Any]:
        if kind not in self.known:
            found = self.context.read(lambda session: session.scalars(select(kind).order_by(kind.id)).all())
            self.known[kind] = list(found)
        return self.known[kind]

    def order(self, at: int) -> ServiceOrder | None:
        orders = self.rows(ServiceOrder)
        return orders[at % len(orders)] if orders else None

    def lines(self, order: ServiceOrder | None = None) -> list[OrderLine]:
        return [line for line in self.rows(OrderLine) if order is None or line.order_id == order.id]

    def snapshot(self) -> list[tuple[Any, ...]]:
        return self.context.read(
            lambda session: [
                tuple(row) for kind in _TABLES for row in session.execute(select(kind.__table__))
            ]
        )

    def act(self, usecase: Callable[..., Any], **asked: Any) -> Any:
        """Do it; None where it was refused, and then everything is as it was."""
        before = self.snapshot()
        try:
            return self.context.run(usecase, **asked)[0]
        except Expected as error:
            said = error.sentence
        finally:
            self.known.clear()
        assert said
        assert self.snapshot() == before
        return None

    def stage_of(self, order_id: int) -> Stage:
        order = next(each for each in self.rows(ServiceOrder) if each.id == order_id)
        return self.stages[order.stage_id]

    # -- acts ----------------------------------------------------------------------------------------

    @initialize(kinds=st.lists(_types, min_size=1, max_size=3), signs=st.booleans())
    def begin(self, kinds: list[TransactionType], signs: bool) -> None:  # noqa: FBT001 - drawn by name
        self.open(kinds)
        if signs:
            self.sign([0], lines=False)

    @precondition(lambda self: len(self.rows(ServiceOrder)) < 3)
    @rule(kinds=st.lists(_types, max_size=3))
    def open(self, kinds: list[TransactionType]) -> None:
        fields = OrderFields(customer=Choice(self.customer_id), agreement=Choice(self.agreement_id))
        lines = [
            LineChange(LineFields(type=kind, quantity=Decimal("1.5"), sales_price=333)) for kind in kinds
        ]
        assert self.act(open_order, fields=fields, lines=lines) is not None

    @rule(minutes=st.sampled_from([1, 30, 90, 600]))
    def wait(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @rule(at=_at, stage=_at, has_reason=st.booleans())
    def move(self, at: int, stage: int, has_reason: bool) -> None:  # noqa: FBT001 - drawn by name
        order = self.order(at)
        if order is None:
            return
        target = list(self.stages.values())[stage % len(self.stages)]
        reason = self.reason_id if has_reason else None
        done = self.act(
            change_stage, order_id=order.id, seen=order.version, stage_id=target.id, reason_id=reason
        )
        if done is not None:
            assert order.progress is Progress.IN_PROCESS
            assert has_reason or not target.needs_reason

    @rule(at=_at)
    def finish(self, at: int) -> None:
        """The usual way, so that much is posted."""
        for code in ("in_process", "finished"):
            order = self.order(at)
            if order is not None:
                stage = next(each for each in self.stages.values() if each.code == code)
                self.act(
                    change_stage,
                    order_id=order.id,
                    seen=order.version,
                    stage_id=stage.id,
                    reason_id=self.reason_id,
                )

    @rule(at=_at, action=st.sampled_from(ClockAction), has_reason=st.booleans())
    def turn_clock(self, at: int, action: ClockAction, has_reason: bool) -> None:  # noqa: FBT001 - as above
        order = self.order(at)
        if order is not None:
            wish = ClockWish(action, reason_id=self.reason_id if has_reason else None)
            self.act(change_clock, order_id=order.id, seen=order.version, wish=wish)

    @rule(some=_some, lines=st.booleans(), has_reason=st.booleans())
    def sign(self, some: Sequence[int], lines: bool, has_reason: bool = True) -> None:  # noqa: FBT001, FBT002
        reason = self.reason_id if has_reason else None
        self.act(sign_off, reason_id=reason, **self._asked(some, lines=lines))

    @rule(some=_some, lines=st.booleans())
    def open_again(self, some: Sequence[int], lines: bool) -> None:  # noqa: FBT001 - drawn by name
        self.act(take_back_sign_off, **self._asked(some, lines=lines))

    @rule(at=_at, which=_at, act=st.sampled_from(["add", "change", "remove"]), signed=st.booleans())
    def edit(self, at: int, which: int, act: str, signed: bool) -> None:  # noqa: FBT001 - drawn by name
        order = self.order(at)
        lines = self.lines(order) if order is not None else []
        if order is None or (act != "add" and not lines):
            return
        asked: dict[str, Any] = {}
        fields = LineFields(signed_off=signed, sales_price=500)
        if act == "add":
            asked["lines"] = [LineChange(fields)]
        else:
            line = lines[which % len(lines)]
            key = LineKey(line.id, line.version)
            asked["removed" if act == "remove" else "lines"] = [
                key if act == "remove" else LineChange(fields, id=line.id, seen=line.version)
            ]
        done = self.act(change_order, order_id=order.id, seen=order.version, **asked)
        if done is not None:
            assert order.progress is Progress.IN_PROCESS
            assert self.stages[order.stage_id].may_modify

    @rule(at=_at)
    def cancel(self, at: int) -> None:
        order = self.order(at)
        if order is not None:
            done = self.act(cancel_orders, orders=[SeenOrder(order.id, order.version)], is_strict=True)
            assert done is None or self.stages[order.stage_id].may_cancel

    @rule(at=_at)
    def revoke(self, at: int) -> None:
        order = self.order(at)
        if order is not None:
            done = self.act(revoke_orders, orders=[SeenOrder(order.id, order.version)], is_strict=True)
            assert done is None or order.progress is Progress.CANCELED

    @rule(at=_at, which=_at, back=st.booleans())
    def cancel_or_revoke_line(self, at: int, which: int, back: bool) -> None:  # noqa: FBT001 - as above
        order = self.order(at)
        lines = self.lines(order) if order is not None else []
        if order is None or not lines:
            return
        usecase = revoke_lines if back else cancel_lines
        chosen = {lines[which % len(lines)].id}
        done = self.act(usecase, order_id=order.id, seen=order.version, line_ids=chosen)
        assert done is None or self.stages[order.stage_id].may_cancel

    @rule(kinds=st.sets(_types, min_size=1), on=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    def post(self, kinds: Iterable[TransactionType], on: date) -> None:
        before = {line.id: line for line in self.lines()}
        may = {order.id: self.stages[order.stage_id].may_post for order in self.rows(ServiceOrder)}
        report = self.act(post_lines, selection=Selection(types=frozenset(kinds)), posted_on=on)
        for line in self.lines():
            if line.status is LineStatus.POSTED and before[line.id].status is not LineStatus.POSTED:
                assert before[line.id].signed_off
                assert before[line.id].type in kinds
                assert may[line.order_id]
        assert report is not None

    @rule(some=_some)
    def reverse(self, some: Sequence[int]) -> None:
        known = self.rows(Posting)
        if known:
            chosen = {known[at % len(known)].id for at in some}
            self.act(reverse_postings, posting_ids=sorted(chosen), posted_on=date(2026, 12, 1))

    @rule(at=_at)
    def delete(self, at: int) -> None:
        order = self.order(at)
        if order is None:
            return
        had = [row for row in self.rows(Posting) if row.order_id == order.id]
        done = self.act(delete_orders, orders=[SeenOrder(order.id, order.version)], is_strict=True)
        if done is not None:
            assert self.stages[order.stage_id].may_delete
            assert not had
            self.deleted.extend(done.done)

    @precondition(lambda self: self.deleted)
    @rule()
    def restore(self) -> None:
        self.act(restore_orders, orders=[self.deleted.pop()])

    def _asked(self, some: Sequence[int], *, lines: bool) -> dict[str, Any]:
        there = self.lines() if lines else self.rows(ServiceOrder)
        ids = sorted({there[at % len(there)].id for at in some}) if there else []
        return {"line_ids" if lines else "order_ids": ids}

    # -- what always holds -----------------------------------------------------------------------------

    @invariant()
    def progress_follows_from_the_lines(self) -> None:
        for order in self.rows(ServiceOrder):
            assert order.progress is progress_of(line.status for line in self.lines(order))

    @invariant()
    def a_posted_line_has_one_posting_that_counts_and_others_have_none(self) -> None:
        known = self.rows(Posting)
        back = {row.reverses_id for row in known}
        for line in self.lines():
            own = [row for row in known if row.order_line_id == line.id]
            counting = [row for row in own if row.turn > 0 and row.id not in back]
            assert len(counting) == (line.status is LineStatus.POSTED)
            total = sum(row.sales_amount for row in own), sum(row.quantity for row in own)
            left = (counting[0].sales_amount, counting[0].quantity) if counting else (0, 0)
            assert total == left

    @invariant()
    def what_is_posted_or_closed_is_signed_off(self) -> None:
        for order in self.rows(ServiceOrder):
            lines = self.lines(order)
            assert all(line.signed_off for line in lines if line.status is LineStatus.POSTED)
            assert all(line.signed_off == (line.signed_off_at is not None) for line in lines)
            if order.signed_off_at is not None:
                assert all(line.signed_off for line in lines if line.status is LineStatus.CREATED)

    @invariant()
    def the_clock_is_what_its_log_says(self) -> None:
        events = self.rows(ClockEvent)
        for order in self.rows(ServiceOrder):
            own = [event for event in events if event.order_id == order.id]
            expected = _STATUS_AFTER[own[-1].action] if own else None
            assert order.clock is expected
            if own:
                assert order.clock_recorded == own[-1].recorded
                assert all(event.recorded >= 0 for event in own)

    @invariant()
    def the_stage_is_what_its_log_says(self) -> None:
        entries = [row for row in self.rows(StageChange) if row.kind is StageLogKind.STAGE_CHANGE]
        for order in self.rows(ServiceOrder):
            still_in = [row for row in entries if row.order_id == order.id and row.left_at is None]
            assert [row.stage_id for row in still_in] == [order.stage_id]

    @invariant()
    def versions_only_grow(self) -> None:
        there = [(kind.__tablename__, row) for kind in (ServiceOrder, OrderLine) for row in self.rows(kind)]
        now = {(name, row.id): row.version for name, row in there}
        for key, version in now.items():
            assert version >= self.versions.get(key, 0)
        self.versions = now  # without those that are gone: SQLite gives their ids to others


def _company(work: Work) -> tuple[int, int, int]:
    """An agreement whose orders have two hours, and a company that wants reasons."""
    company = work.company()
    company.reason_on_exceeding = company.reason_on_clock_cancel = True
    level = a_service_level(work, hours=2)
    agreement = an_agreement(work, service_level_id=level.id)
    for stage in work.session.scalars(select(Stage).where(Stage.code == "finished")):
        stage.may_cancel = True  # so that posted and canceled lines meet
    return agreement.id, agreement.customer_id, a_reason(work).id


def test_no_sequence_of_acts_makes_an_order_contradict_itself(sqlite_template: Path, tmp_path: Path) -> None:
    machine = type("OrderLife", (OrderLife,), {"template": sqlite_template, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
