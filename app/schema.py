"""The schema of a database: which version it has, and how it gets the one this program needs."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import Connection, inspect, text

import models.migrations
from app.database import Database
from models.errors import Refused, Unavailable
from resources.texts import _

LOG = logging.getLogger(__name__)
SCRIPTS = Path(models.migrations.__file__).parent
HEAD = max(file.name[:4] for file in (SCRIPTS / "versions").glob("[0-9]*.py"))
"""Newest revision this program knows; Alembic itself is imported only where something must change."""

APPLICATION_ID = 0x53425244
"""Marks a SQLite file as ours ("SBRD")."""

KEPT_BACKUPS = 3
_MOUNTS = Path("/proc/self/mountinfo")
_SHARES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "fuse.sshfs",
    "davfs",
    "fuse.davfs2",
    "vboxsf",
    "afpfs",
}


class State(Enum):
    """How a database stands to this program."""

    EMPTY = auto()
    CURRENT = auto()
    OLDER = auto()


def open_database(database: Database, *, now: datetime) -> None:
    """Make sure that the database can be worked with.

    An empty one gets the schema; an older SQLite file is backed up and upgraded in one transaction.

    Raises:
        Refused: on a network share, newer, not ours, or an older PostgreSQL (its owner upgrades it).
        Unavailable: locked, read-only or out of reach.
    """
    check_place(database)
    state = state_of(database)
    if state is State.OLDER and not database.is_sqlite:
        raise Refused(
            _("The database {name} is of an older version.").format(name=database.name),
            remedy=_("Let its owner run: servicebord upgrade"),
        )
    if state is not State.CURRENT:
        upgrade(database, now=now)


def state_of(database: Database) -> State:
    """Compare the database with this program.

    Raises:
        Refused: it is of a newer version, or not ours at all.
    """
    if database.is_sqlite and not Path(database.url.database or "").exists():
        return State.EMPTY  # asking would make the file
    with database.reading() as session:
        connection = session.connection()
        tables = set(inspect(connection).get_table_names())
        foreign = database.is_sqlite and connection.scalar(text("PRAGMA application_id")) not in (
            0,
            APPLICATION_ID,
        )
        if not tables and not foreign:
            return State.EMPTY
        version = None
        if "alembic_version" in tables:
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if foreign or version is None or "change" not in tables or "service_order" not in tables:
        raise Refused(
            _("{name} belongs to another program.").format(name=database.name),
            remedy=_("Choose another file or database; an empty one will do."),
        )
    if version > HEAD:
        raise Refused(
            _("{name} was made by a newer Servicebord (schema {theirs}, this one knows {ours}).").format(
                name=database.name, theirs=version, ours=HEAD
            ),
            remedy=_("Update this program."),
        )
    return State.CURRENT if version == HEAD else State.OLDER


def upgrade(database: Database, *, now: datetime) -> Path | None:
    """Bring the schema to this program's version in one transaction; the path of the backup, if any.

    An older SQLite file is copied under the lock under which it is upgraded, so the copy lacks nothing.
    """
    file = Path(database.url.database or "")
    is_older = state_of(database) is State.OLDER
    if database.is_sqlite:
        _prepare_file(file, busy_seconds=database.busy_seconds)
    with database.migrating() as connection:
        backup = back_up(file, now=now) if database.is_sqlite and is_older else None
        migrate(connection, "head")
    return backup


def migrate(connection: Connection, revision: str) -> None:
    """Run Alembic up, or down to an older revision, inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    current = 0
    if inspect(connection).has_table("alembic_version"):
        current = int(connection.scalar(text("SELECT version_num FROM alembic_version")) or 0)
    backwards = revision != "head" and (revision == "base" or int(revision) < current)
    (command.downgrade if backwards else command.upgrade)(config, revision)


def back_up(file: Path, *, now: datetime) -> Path:
    """Copy a SQLite file while it may be in use, check the copy, and keep the last three."""
    target = file.with_name(f"{file.stem}.{now:%Y%m%d-%H%M%S}.backup.db")
    target.touch(mode=0o600)
    source, copy = sqlite3.connect(file), sqlite3.connect(target)
    try:
        source.backup(copy)
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        source.close()
        copy.close()
    if found != "ok":
        target.unlink()
        raise Refused(_("The database is damaged: {found}.").format(found=found))
    for old in sorted(file.parent.glob(f"{file.stem}.*.backup.db"))[:-KEPT_BACKUPS]:
        old.unlink()
    return target


def _prepare_file(file: Path, *, busy_seconds: float) -> None:
    """Make the file if need be, for its owner's eyes only, and mark it as ours."""
    try:
        file.touch(mode=0o600)
        connection = sqlite3.connect(file, timeout=busy_seconds)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            connection.close()
    except (OSError, sqlite3.OperationalError) as error:
        raise Unavailable(
            _("The database {file} cannot be written: {error}.").format(
                file=file, error=getattr(error, "strerror", None) or error
            ),
            remedy=_("Make the file and its folder writable, or open another database."),
        ) from error


def check_place(database: Database, *, mounts: Path = _MOUNTS) -> None:
    """Refuse a SQLite file on a network share, in no folder, or that is something else (data.md 8).

    Raises:
        Refused: that place will not do.
        Unavailable: the file may not be read.
    """
    if not database.is_sqlite:
        return
    file = Path(database.url.database or "")
    if not file.parent.is_dir():
        raise Refused(
            _("There is no folder {folder}.").format(folder=file.parent), remedy=_("Make it first.")
        )
    share = share_of(file.parent, mounts)
    if share:
        raise Refused(
            _("{file} lies on a network share ({share}), where SQLite files get damaged.").format(
                file=file, share=share
            ),
            remedy=_("Use a file on this computer, or PostgreSQL for a team."),
        )
    if _beginning(file) not in (b"", b"SQLite format 3\0"):
        raise Refused(
            _("{file} is not a database.").format(file=file),
            remedy=_("Choose another file, or a new name."),
        )


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(16)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Unavailable(
            _("The database {file} cannot be read: {error}.").format(file=file, error=error.strerror),
            remedy=_("Choose another file, or a new name."),
        ) from error


def share_of(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Kind of network share a folder lies on, or None (data.md 8)."""
    if str(folder).startswith("\\\\"):
        return "UNC"
    if not mounts.exists():
        return None
    best, kind = "", ""
    resolved = str(folder.resolve())
    for line in mounts.read_text("utf-8").splitlines():
        fields, _dash, rest = line.partition(" - ")
        point = fields.split()[4].replace("\\040", " ")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, rest.split()[0]
    return kind if kind in _SHARES else None
