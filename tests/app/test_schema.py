"""Getting to the schema this program needs: backed up, in one transaction, and only by who may."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.context import Context
from app.database import Database, parse
from app.schema import (
    APPLICATION_ID,
    HEAD,
    KEPT_BACKUPS,
    SCRIPTS,
    State,
    back_up,
    migrate,
    open_database,
    state_of,
    upgrade,
)
from app.settings import Settings
from models.errors import Refused, Unavailable
from models.visits import Visit
from tests.builders import a_visit
from tests.conftest import NOW, Clock

BROKEN = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None

def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("company") as batch:
        batch.add_column(sa.Column("motto", sa.Text(), nullable=True))
    op.execute("SELECT * FROM nowhere")
"""


@pytest.fixture
def older(tmp_path: Path, clock: Clock) -> Database:
    """A file of the version before, with a visit in it."""
    address = str(tmp_path / "old.db")
    context = Context(Settings(database=address), clock=clock)
    context.run(a_visit)
    context.close()
    database = Database(parse(address))
    with database.migrating() as connection:
        migrate(connection, f"{int(HEAD) - 1:04d}")
    return database


def test_the_head_known_without_alembic_is_alembics_own() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_older_file_is_backed_up_and_upgraded_with_its_rows(older: Database, tmp_path: Path) -> None:
    assert state_of(older) is State.OLDER
    open_database(older, now=NOW)
    assert state_of(older) is State.CURRENT
    older.close()
    backups = list(tmp_path.glob("*.backup.db"))
    assert [file.name for file in backups] == ["old.20261123-070000.backup.db"]
    assert backups[0].stat().st_mode & 0o777 == 0o600
    copy = Database(parse(str(backups[0])))
    assert state_of(copy) is State.OLDER
    for database in (copy, older):
        with database.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM visit")) == 1
        database.close()


def test_three_backups_are_kept(older: Database, tmp_path: Path) -> None:
    older.close()
    for number in range(KEPT_BACKUPS + 2):
        back_up(tmp_path / "old.db", now=NOW + timedelta(days=number))
    assert [file.name[4:12] for file in sorted(tmp_path.glob("*.backup.db"))] == [
        "20261125",
        "20261126",
        "20261127",
    ]


def test_a_file_of_this_version_is_neither_copied_nor_changed(tmp_path: Path) -> None:
    for _time in range(2):
        Context(Settings(database=str(tmp_path / "x.db")), clock=Clock()).close()
    assert [file.name for file in tmp_path.glob("*.backup.db")] == []


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    older: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a revision that breaks down after it has made a table and rebuilt another."""
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((SCRIPTS / "env.py").read_text())
    for file in (SCRIPTS / "versions").glob("[0-9]*.py"):
        (scripts / "versions" / file.name).write_text(file.read_text())
    (scripts / "versions" / "9999_break.py").write_text(BROKEN.format(head=HEAD))
    monkeypatch.setattr("app.schema.SCRIPTS", scripts)
    with pytest.raises(Exception, match="nowhere"):
        upgrade(older, now=NOW)
    assert state_of(older) is State.OLDER
    with older.connected() as connection:
        assert [
            name for name in inspect(connection).get_table_names() if "half" in name or "tmp" in name
        ] == []
        assert "motto" not in [column["name"] for column in inspect(connection).get_columns("company")]
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    older.close()


def test_rows_survive_going_down_and_up(context: Context) -> None:
    """But for the journal, whose table goes with its revision; what is searched is filled again."""
    visit, _changes = context.run(a_visit)
    found = text("SELECT count(*) FROM order_search WHERE text LIKE :part")
    with context.database.migrating() as connection:
        migrate(connection, "0002")
        migrate(connection, "head")
    assert context.read(lambda session: session.get_one(Visit, visit.id).customer_name) == visit.customer_name
    assert context.read(lambda session: session.scalar(found, {"part": f"%{visit.order_number}%"})) == 1


def test_a_broken_reference_stops_an_upgrade(older: Database) -> None:
    with older.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        connection.connection.driver_connection.execute("UPDATE visit SET technician_id = 77")  # type: ignore[union-attr]
    with pytest.raises(Refused, match="references in it are broken"):
        upgrade(older, now=NOW)
    assert state_of(older) is State.OLDER
    older.close()


def test_our_files_are_marked(tmp_path: Path) -> None:
    Context(Settings(database=str(tmp_path / "x.db")), clock=Clock()).close()
    opened = sqlite3.connect(tmp_path / "x.db")
    assert opened.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    opened.close()


def test_a_busy_file_is_not_upgraded(older: Database, tmp_path: Path) -> None:
    impatient = Database(older.url, busy_seconds=0.05)
    with older.writing() as session:
        session.connection()
        with pytest.raises(Unavailable):
            upgrade(impatient, now=NOW)
    assert state_of(older) is State.OLDER
    impatient.close()
    older.close()


@pytest.mark.pg
def test_an_older_server_is_left_to_its_owner(postgres_url: str) -> None:
    database = Database(parse(postgres_url))
    with database.migrating() as connection:
        migrate(connection, f"{int(HEAD) - 1:04d}")
    with pytest.raises(Refused, match=r"of an older version.*servicebord upgrade"):
        open_database(database, now=NOW)
    assert upgrade(database, now=NOW) is None
    open_database(database, now=NOW)
    database.close()
