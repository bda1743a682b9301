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
    with database.engine.connect() as connection, database.reading():
        tables = set(inspect(connection).get_table_names())
        if not tables:
            return State.EMPTY
        version = None
        if "alembic_version" in tables:
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if version is None or "change" not in tables or "service_order" not in tables:
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
    """Bring the schema to this program's version in one transaction; the path of the backup, if any."""
    backup = None
    if database.is_sqlite:
        if state_of(database) is State.OLDER:
            backup = back_up(Path(database.url.database or ""), now=now)
        _prepare_file(Path(database.url.database or ""))
    with database.connected() as connection:
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


def _prepare_file(file: Path) -> None:
    connection = sqlite3.connect(file, timeout=10)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except sqlite3.OperationalError as error:
        raise Unavailable(
            _("The database {file} cannot be written: {error}.").format(file=file, error=error)
        ) from error
    finally:
        connection.close()


def check_place(database: Database) -> None:
    """Refuse a SQLite file on a network share, in no folder, or that is something else (data.md 8)."""
    if not database.is_sqlite:
        return
    file = Path(database.url.database or "").expanduser()
    folder = file.parent
    if not folder.is_dir():
        raise Refused(_("There is no folder {folder}.").format(folder=folder), remedy=_("Make it first."))
    share = share_of(folder)
    if share:
        raise Refused(
            _("{file} lies on a network share ({share}), where SQLite files get damaged.").format(
                file=file, share=share
            ),
            remedy=_("Use a file on this computer, or PostgreSQL for a team."),
        )
    if file.exists():
        with file.open("rb") as opened:
            start = opened.read(16)
        if start and start != b"SQLite format 3\0":
            raise Refused(
                _("{file} is not a database.").format(file=file),
                remedy=_("Choose another file, or a new name."),
            )


def share_of(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str | None:
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
