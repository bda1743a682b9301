"""One database: SQLite in a file, or PostgreSQL; opened, checked, upgraded, and its errors put into words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.errors import Conflict, Expected, Overlap, Refused, Unavailable
from resources.texts import _

BUSY_SECONDS = 10.0
"""How long a write waits for another program's write to a SQLite file."""

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
        return _file_url(address)
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
    return _file_url(url.database or "")


def _file_url(path: str) -> URL:
    if path in ("", ":memory:") or path.startswith("file:"):
        raise Refused(_("“{address}” does not name the file of a database.").format(address=path))
    return URL.create("sqlite", database=str(Path(path).expanduser()))


def name_of(url: URL) -> str:
    """What to call a database on screen: the file's name, or database and server."""
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "").name
    return f"{url.database} @ {url.host or 'localhost'}"


def server_of(address: str) -> tuple[str, str, str, str] | None:
    """Host, port, database and user of the address of a PostgreSQL server; None if it is no such address."""
    if not address.startswith("postgres"):
        return None
    try:
        url = parse(address)
    except Refused:
        return None
    return url.host or "", str(url.port or 5432), url.database or "", url.username or ""


class Database:
    """An engine and what depends on which database it is.

    Attributes:
        url: where it is.
        busy_seconds: how long a write to a SQLite file waits for another one.
        engine: its connections; transactions that write ask for them with `writing`.
    """

    def __init__(self, url: URL, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = url
        self.busy_seconds = busy_seconds
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, busy_seconds) if self.is_sqlite else _postgresql_engine(url)
        self._writer = self.engine.execution_options(servicebord_writes=True)

    @property
    def name(self) -> str:
        """What to call it on screen."""
        return name_of(self.url)

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
        """A writing connection in one transaction that may take long, for bulk work."""
        with _in_words(), self._writer.begin() as connection:
            if not self.is_sqlite:
                allow_long(connection)
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A writing connection in one transaction for changing the schema.

        SQLite rebuilds tables, so references are checked at the end instead of all along.

        Raises:
            Refused: a reference is broken at the end; nothing was changed.
        """
        if not self.is_sqlite:
            with self.connected() as connection:
                yield connection
            return
        with _in_words(), self._writer.connect() as connection:
            _switch(connection, "foreign_keys = OFF", "legacy_alter_table = ON")
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise Refused(_("The database is damaged: references in it are broken."))
            finally:
                _switch(connection, "legacy_alter_table = OFF", "foreign_keys = ON")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def allow_long(connection: Connection | Session) -> None:
    """Let the present transaction on PostgreSQL take as long as it needs: an import, a migration."""
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {limit} = 0"))


def _switch(connection: Connection, *pragmas: str) -> None:
    """Set what SQLite ignores within a transaction: past SQLAlchemy, which would begin one."""
    driver: Any = connection.connection.driver_connection  # sqlite3's own
    for pragma in pragmas:
        driver.execute(f"PRAGMA {pragma}")


def _sqlite_engine(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": busy_seconds})

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
            "tcp_user_timeout": 10_000,  # milliseconds: a pulled cable is noticed while writing, too
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


def may_try_again(cause: BaseException | None) -> bool:
    """Whether the same transaction may succeed at once: a deadlock, a serialisation failure, or a stale row.

    A stale row is one that another commit changed between our reading and our writing.
    """
    if isinstance(cause, StaleDataError):
        return True
    return isinstance(cause, DBAPIError) and getattr(cause.orig, "sqlstate", None) in ("40P01", "40001")


def in_words(error: DBAPIError) -> Expected | None:
    """What an error of the driver means to a person; None for a bug."""
    said = str(error.orig)
    if "visit_no_overlap" in said:
        return Overlap(_("The technician has another visit at that time."))
    if isinstance(error, IntegrityError):
        return _broken_rule(said)
    state: str = getattr(error.orig, "sqlstate", None) or ""
    told = _STATES.get(state) or _STATES.get(state[:2]) or _said(said)
    if told is not None:
        return told()
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return _out_of_reach(said)
    return None


def _broken_rule(said: str) -> Refused | None:
    lowered = said.lower()
    if "unique" in lowered:
        return Refused(_("That code or number is in use already; choose another."))
    if "foreign key" in lowered:
        return Refused(_("Other things refer to it, or it refers to something that is gone."))
    return None


def _said(said: str) -> Callable[[], Expected] | None:
    lowered = said.lower()
    return next((told for part, told in _SAYINGS.items() if part in lowered), None)


def _busy() -> Expected:
    return Unavailable(_("Another program is writing to the database."), remedy=_("Try again in a moment."))


def _at_once() -> Expected:
    return Unavailable(
        _("Several people changed the same things at once."), remedy=_("Try again in a moment.")
    )


def _slow() -> Expected:
    return Unavailable(_("The database took too long to answer."), remedy=_("Try again in a moment."))


def _read_only() -> Expected:
    return Unavailable(
        _("The database may only be read."),
        remedy=_("Make the file and its folder writable, or open another database."),
    )


def _not_permitted() -> Expected:
    return Refused(_("The database does not permit you to do that."), remedy=_("Ask whoever manages it."))


def _damaged() -> Expected:
    return Refused(_("The file is damaged, or it is no database."), remedy=_("Open a backup instead."))


def _full() -> Expected:
    return Unavailable(_("The disk is full."), remedy=_("Make room and try again."))


def _crowded() -> Expected:
    return Unavailable(
        _("The server has no connection left for you."), remedy=_("Try again, or ask whoever manages it.")
    )


def _cannot_open() -> Expected:
    return Unavailable(
        _("The file of the database cannot be opened."),
        remedy=_("See whether you may read and write the file and its folder, or open another database."),
    )


def _wrong_password() -> Expected:
    return Unavailable(
        _("The server does not let you in: user or password is wrong."),
        remedy=_("Type the password again, or put it into your password file."),
    )


def _no_such_database() -> Expected:
    return Unavailable(
        _("The server has no database of that name."),
        remedy=_("Check the name, or ask whoever manages the server to make it."),
    )


_STATES: dict[str, Callable[[], Expected]] = {
    "25006": _read_only,
    "28": _wrong_password,
    "3D000": _no_such_database,
    "40": _at_once,
    "42501": _not_permitted,
    "53100": _full,
    "53300": _crowded,
    "55P03": _busy,
    "57014": _slow,
}
"""What PostgreSQL's error codes and their classes mean."""

_SAYINGS: dict[str, Callable[[], Expected]] = {
    "database is locked": _busy,
    "database table is locked": _busy,
    "readonly": _read_only,
    "not a database": _damaged,
    "malformed": _damaged,
    "disk is full": _full,
    "unable to open database file": _cannot_open,
    "password authentication failed": _wrong_password,
    "no password supplied": _wrong_password,
    "too many clients": _crowded,
    "too many connections": _crowded,
    "pg_hba.conf": _not_permitted,
}
"""What SQLite says, and a PostgreSQL that refuses the connection: neither comes with a code."""


def _out_of_reach(said: str) -> Expected:
    if "does not exist" in said and "database" in said:
        return _no_such_database()
    lines = said.strip().splitlines() or [""]
    return Unavailable(
        _("The database cannot be reached: {said}.").format(said=lines[0].rstrip(".")),
        remedy=_("Check the address and the network, or open another database."),
    )
