"""Batches are run in portions: they tell how far they are, and stop between two of them."""

from __future__ import annotations

from app.context import Context
from app.queries.endings import Ending, preview_batch
from app.queries.order_list import OrderView, order_ids
from app.work import Work
from models.stages import Stage
from tests.builders import a_customer, a_line, an_order, the_stage
from ui.orders.batch_run import PORTION, BatchDone, end_batch


def many(work: Work, *, count: int) -> list[int]:
    customer = a_customer(work)
    return [an_order(work, customer=customer, lines=[a_line(line=1)]).id for _each in range(count)]


def run(context: Context, ids: list[int], *, stop_after: int = 10**9) -> tuple[BatchDone, list[int]]:
    told: list[int] = []
    done = end_batch(
        context,
        Ending.DELETE,
        ids,
        progress=lambda at, _total: told.append(at),
        should_stop=lambda: len(told) >= stop_after,
    )
    return done, told


def test_a_batch_larger_than_a_portion_is_ended_whole(sqlite_context: Context) -> None:
    ids, _ = sqlite_context.run(many, count=PORTION + 5)
    preview = sqlite_context.read(preview_batch, Ending.DELETE, ids)
    assert preview.going == tuple(ids)
    done, told = run(sqlite_context, ids)
    assert told == [PORTION, PORTION + 5]
    assert (len(done.done), done.untouched) == (PORTION + 5, 0)
    assert sqlite_context.read(order_ids, OrderView()).size == 0


def test_a_batch_that_is_stopped_keeps_what_was_done_and_says_what_is_left(sqlite_context: Context) -> None:
    ids, _ = sqlite_context.run(many, count=PORTION + 5)
    done, _told = run(sqlite_context, ids, stop_after=1)
    assert (len(done.done), done.untouched) == (PORTION, 5)
    assert sqlite_context.read(order_ids, OrderView()).size == 5


def forbid(work: Work) -> Stage:
    stage = the_stage(work)
    stage.may_delete = False
    return stage


def test_what_was_forbidden_since_the_preview_stays_and_is_named(sqlite_context: Context) -> None:
    ids, _ = sqlite_context.run(many, count=3)
    assert len(sqlite_context.read(preview_batch, Ending.DELETE, ids).going) == 3
    sqlite_context.run(forbid)
    done, _told = run(sqlite_context, ids)
    assert done.done == []
    assert len(done.left_out) == 3
    assert "does not allow" in done.left_out[0].why
