"""Several runs at once, one after another, and one that is killed: whole agreements, each date once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.context import Context
from app.settings import Settings
from app.work import Work
from models.generation import GenerationRun
from models.orders import OrderLine, ServiceOrder
from models.stages import StageChange
from models.terms import IntervalUnit
from tests.app.agreed import every, made, run
from tests.builders import a_customer, a_group, an_agreement, an_agreement_line
from tests.conftest import Clock

ROOT = Path(__file__).resolve().parents[2]
PERIOD = date(2026, 1, 1), date(2026, 3, 31)
AGREEMENTS = 60
IN_ALL = AGREEMENTS * 13
"""Orders of a weekly line in that quarter."""
GENERATE = """
import sys
from datetime import date
import app.generating as generating
from app.context import Context
from app.queries.due import Period, Request
from app.settings import Settings
generating.BATCH = int(sys.argv[2])
context = Context(Settings(database=sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
request = Request(Period(date(2026, 1, 1), date(2026, 3, 31)))
result = generating.generate(context, request, progress=lambda done, of: print(done, flush=True))
print("made", len(result.orders), len(result.refused), flush=True)
"""


def many(work: Work) -> None:
    """Agreements with a weekly line and another one on the same days."""
    week = every(work, 1, IntervalUnit.WEEK)
    customer, group = a_customer(work), a_group(work)
    for _number in range(AGREEMENTS):
        lines = [an_agreement_line(line=line, interval_id=week) for line in (1, 2)]
        an_agreement(work, customer=customer, group=group, lines=lines)


def start(url: str, *, batch: int) -> subprocess.Popen[str]:
    """A process that is ready to generate and waits for a word."""
    process = subprocess.Popen(
        [sys.executable, "-c", GENERATE, url, str(batch)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def are_whole(context: Context) -> tuple[int, int]:
    """Check that no agreement is half done and no date comes twice; agreements done, and orders."""
    with context.database.reading() as session:
        by_agreement = Counter(session.scalars(select(ServiceOrder.agreement_id)))
        orders = session.scalar(select(func.count(ServiceOrder.id))) or 0
        lines = session.execute(
            select(OrderLine.agreement_line_id, OrderLine.calculated_date, OrderLine.order_id)
        ).all()
        numbers = session.scalars(select(ServiceOrder.number)).all()
        entered = session.scalar(select(func.count(StageChange.id)))
        told = session.scalar(select(func.coalesce(func.sum(GenerationRun.orders), 0)))
    assert set(by_agreement.values()) <= {13}
    assert len({(line, day) for line, day, _order in lines}) == len(lines) == 2 * orders
    assert len(set(numbers)) == orders == entered == told
    return len(by_agreement), orders


@pytest.mark.pg
def test_four_processes_at_once_make_every_order_once(postgres_url: str, clock: Clock) -> None:
    context = Context(Settings(database=postgres_url), clock=clock)
    context.run(many)
    processes = [start(postgres_url, batch=100) for _number in range(4)]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0].split()[-2:] for process in processes]
    assert sum(int(made_) for made_, _refused in answers) == IN_ALL
    assert [refused for _made, refused in answers] == ["0"] * 4
    assert are_whole(context) == (AGREEMENTS, IN_ALL)
    context.close()


def test_a_second_run_makes_nothing(context: Context) -> None:
    context.run(many)
    first = run(context, *PERIOD)
    again = [run(context, *PERIOD), run(context, *PERIOD, continuous=True)]
    assert (len(first.orders), first.lines) == (IN_ALL, 2 * IN_ALL)
    assert [(result.run_id, result.orders) for result in again] == [(0, ())] * 2
    assert are_whole(context) == (AGREEMENTS, IN_ALL)


@pytest.mark.parametrize("batches", [1, 2])
def test_a_killed_run_leaves_whole_agreements_and_the_next_one_does_the_rest(
    context: Context, database_url: str, batches: int
) -> None:
    context.run(many)
    process = start(database_url, batch=130)
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    for _batch in range(batches):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    done, _orders = are_whole(context)
    assert done >= 5 * batches
    run(context, *PERIOD)
    assert are_whole(context) == (AGREEMENTS, IN_ALL)


def test_a_run_that_is_killed_amid_a_batch_leaves_nothing_of_it(context: Context, database_url: str) -> None:
    """The whole company in one transaction, killed while it works."""
    context.run(many)
    process = start(database_url, batch=100_000)
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()
    time.sleep(0.15)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    done, orders = are_whole(context)
    assert (done, orders) in ((0, 0), (AGREEMENTS, IN_ALL))
    run(context, *PERIOD)
    assert are_whole(context) == (AGREEMENTS, IN_ALL)
    assert len(made(context)) == 2 * IN_ALL
