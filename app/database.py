"""One database: SQLite in a file, or PostgreSQL; opened, checked, upgraded, and its errors put into words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.errors import Conflict, Expected, Overlap, Refused, Unavailable
from resources.texts import _

_PG_OPTIONS = (
    "-c jit=off -c timezone=UTC -c statement_timeout=60000 -c lock_timeout=5000"
    " -c idle_in_transaction_session_timeout=60000"
)


def parse(address: str) -> URL:
    """Make a database URL of an address or of the path of a file.

    Raises:
        Refused: it is neither a path, nor an address of SQLite or PostgreSQL.
    """
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser()))
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise Refused(_("“{address}” is not the address of a database.").format(address=address)) from error
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise Refused(
            _("Servicebord keeps its data in SQLite or PostgreSQL, not in {kind}.").format(kind=kind)
        )
    return url


def without_password(address: str) -> str:
    """The address as it may be written down; the password stays with libpq's password file."""
    return parse(address).set(password=None).render_as_string() if "://" in address else address


class Database:
    """An engine and what depends on which database it is.

    Attributes:
        url: where it is.
        engine: its connections; transactions that write ask for them with `writing`.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        self._writer = self.engine.execution_options(servicebord_writes=True)

    @property
    def name(self) -> str:
        """What to call it on screen: the file's name, or database and server."""
        if self.is_sqlite:
            return Path(self.url.database or "").name
        return f"{self.url.database} @ {self.url.host or 'localhost'}"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with _in_words(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction; committed at the end, undone by any exception."""
        with _in_words(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A writing connection in one transaction, for bulk work and migrations."""
        with _in_words(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # a power cut loses no acknowledged change
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA mmap_size = 268435456")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("servicebord_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        connect_args={
            "options": _PG_OPTIONS,
            "connect_timeout": 5,
            "application_name": "servicebord",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
        },
    )


@contextmanager
def _in_words() -> Iterator[None]:
    """Let what the database says reach people as sentences; bugs stay bugs."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict(_("Somebody else changed this while you were at it.")) from error
    except DBAPIError as error:
        expected = in_words(error)
        if expected is None:
            raise
        raise expected from error


def hold_still(session: Session) -> None:
    """Let every query of this session see the same moment; the first thing that a long reader says."""
    if session.get_bind().dialect.name == "postgresql":  # one transaction on SQLite does by itself
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def may_try_again(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed at once: a deadlock or serialisation failure on PostgreSQL."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def in_words(error: DBAPIError) -> Expected | None:
    """What an error of the driver means to a person; None for a bug."""
    said = str(error.orig)
    if "visit_no_overlap" in said:
        return Overlap(_("The technician has another visit at that time."))
    if isinstance(error, IntegrityError):
        return _broken_rule(said)
    if isinstance(error, OperationalError) or error.connection_invalidated or "not a database" in said:
        return _away(said)
    state: str = getattr(error.orig, "sqlstate", None) or ""
    if state == "42501":
        return Refused(_("The database does not permit you to do that."))
    if state[:2] in ("08", "57", "55"):
        return _away(said)
    return None


def _broken_rule(said: str) -> Refused | None:
    lowered = said.lower()
    if "unique" in lowered:
        return Refused(_("That code or number is in use already; choose another."))
    if "foreign key" in lowered:
        return Refused(_("Other things refer to it, or it refers to something that is gone."))
    return None


def _away(said: str) -> Expected:
    lowered = said.lower()
    if "locked" in lowered or "busy" in lowered:
        return Unavailable(
            _("Another program is writing to the database."), remedy=_("Try again in a moment.")
        )
    if "readonly" in lowered or "read-only" in lowered:
        return Unavailable(
            _("The database may only be read."),
            remedy=_("Make the file and its folder writable, or open another database."),
        )
    if "not a database" in lowered or "malformed" in lowered:
        return Refused(_("The file is damaged, or it is no database."), remedy=_("Open a backup instead."))
    if "full" in lowered:
        return Unavailable(_("The disk is full."), remedy=_("Make room and try again."))
    return Unavailable(
        _("The database cannot be reached: {said}.").format(said=_first_line(said)),
        remedy=_("Check the address and the network, or open another database."),
    )


def _first_line(said: Any) -> str:  # whatever a driver says
    return str(said).strip().splitlines()[0].rstrip(".") if str(said).strip() else ""
