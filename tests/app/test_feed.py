"""What others commit is heard once, in order, also while many write and after a lost connection."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from app.changes import Change, Changes, changes_after, last_number
from app.context import Context
from app.feed import ChangeFeed
from app.settings import Settings
from app.work import Work
from models.errors import Unavailable
from models.journal import ChangeRow
from tests.builders import a_customer, a_user
from tests.conftest import Clock
from tests.postgres import Cluster

CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE query = 'LISTEN servicebord' AND datname = current_database()
"""


@pytest.fixture
def colleague(context: Context, clock: Clock) -> Iterator[Context]:
    """A second program on the same database."""
    other = Context(context.settings, clock=clock)
    yield other
    other.close()


@pytest.fixture
def feed(context: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChangeFeed]:
    """The feed of the first program; it asks often, so that the tests are quick."""
    monkeypatch.setattr("app.feed.POLL_SECONDS", 0.05)
    followed = ChangeFeed(context)
    yield followed
    followed.stop()
    assert followed.next() is None


def heard(feed: ChangeFeed, wanted: int) -> list[Changes]:
    """Turns of the feed until so many rows came, or forty turns."""
    turns: list[Changes] = []
    for _turn in range(40):
        turns.append(feed.next() or Changes())
        if sum(len(each.rows) for each in turns) >= wanted:
            break
    return [each for each in turns if each]


def test_it_tells_what_a_colleague_did_and_not_what_we_did(
    context: Context, colleague: Context, feed: ChangeFeed
) -> None:
    context.run(a_customer)
    customer, _changes = colleague.run(a_customer)
    (told,) = heard(feed, 1)
    assert told.rows == {Change("customer", customer.id, "insert")}
    assert (told.by, told.own) == (colleague.user.name, False)


def test_nothing_between_opening_and_listening_is_missed(
    context: Context, colleague: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.feed.POLL_SECONDS", 0.05)
    customer, _changes = colleague.run(a_customer)
    late = ChangeFeed(context)
    assert [each.ids("customer") for each in heard(late, 1)] == [{customer.id}]
    late.stop()
    assert late.next() is None


def test_several_peoples_changes_at_once_name_nobody(context: Context, colleague: Context) -> None:
    start = context.read(last_number)
    colleague.run(a_customer)
    colleague.user = colleague.run(a_user, name="Mette")[0]
    colleague.run(a_customer)
    number, changes = context.read(changes_after, start, skip_origin=context.origin)
    assert (changes.by, number) == ("", context.read(last_number))


def test_nothing_new_is_no_change_and_keeps_the_place(context: Context) -> None:
    assert context.read(changes_after, 41, skip_origin=context.origin) == (41, Changes(own=False))


def test_numbers_grow_in_the_order_of_commits_and_none_is_passed_over(
    context: Context, feed: ChangeFeed
) -> None:
    """Ten programs write while the feed reads; the feed hears every row."""
    writers = [Context(context.settings, clock=context.clock) for _one in range(10)]
    made: set[int] = set()

    def write(writer: Context) -> None:
        for _turn in range(6):
            made.add(writer.run(a_customer)[0].id)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    told: set[int] = set()
    while any(thread.is_alive() for thread in threads):
        told |= (feed.next() or Changes()).ids("customer")
    for each in heard(feed, 60 - len(told)):
        told |= each.ids("customer")
    for writer in writers:
        writer.close()
    assert (len(made), told) == (60, made)


def test_a_number_is_given_only_under_the_lock_of_the_commit(context: Context, colleague: Context) -> None:
    """A slow writer that began first commits second, and gets the later number."""
    if context.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    inside, free = threading.Event(), threading.Event()

    def slow(work: Work) -> None:
        a_customer(work, code="slow")
        inside.set()
        free.wait(10)

    late = threading.Thread(target=context.run, args=(slow,))
    late.start()
    inside.wait(10)
    colleague.run(a_customer, code="quick")
    free.set()
    late.join(10)
    origins = context.read(lambda s: list(s.scalars(select(ChangeRow.origin).order_by(ChangeRow.id))))
    assert origins == [colleague.origin, context.origin]


@pytest.mark.pg
def test_postgresql_wakes_the_feed_at_once(postgres_url: str, clock: Clock) -> None:
    ours, theirs = (Context(Settings(database=postgres_url), clock=clock) for _one in range(2))
    feed = ChangeFeed(ours)
    feed.next()  # listens from here on; without a notice it would now wait for a second
    threading.Timer(0.05, theirs.run, args=(a_customer,)).start()
    assert feed.next()
    feed.stop()
    feed.next()
    ours.close()
    theirs.close()


@pytest.mark.pg
def test_after_a_lost_connection_it_says_so_once_and_catches_up(
    postgres_url: str, postgres_cluster: Cluster, clock: Clock
) -> None:
    ours, theirs = (Context(Settings(database=postgres_url), clock=clock) for _one in range(2))
    feed = ChangeFeed(ours)
    feed.next()
    with theirs.database.connected() as connection:
        connection.execute(text(CUT_OFF))
    theirs.run(a_customer)
    with pytest.raises(Unavailable, match="connection to the database was lost"):
        feed.next()
    assert len(heard(feed, 1)) == 1
    feed.stop()
    feed.next()
    ours.close()
    theirs.close()
