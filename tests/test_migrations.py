"""The schema goes up, down and up again on both databases, and is what the mapped classes say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

from app.database import Database, parse
from app.schema import migrate
from models.all import metadata
from models.migrations import guards_postgresql, guards_sqlite
from models.terms import LONGEST_VISIT
from models.visits import OPEN
from resources.texts import in_language

VERSIONS = Path(__file__).parent.parent / "models" / "migrations" / "versions"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A connection in a transaction on a database without any table."""
    fresh = f"sqlite:///{tmp_path / 'empty.db'}"
    address = fresh if request.param == "sqlite" else request.getfixturevalue("empty_postgres_url")
    database = Database(parse(address))
    with database.connected() as opened:
        yield opened
    database.close()


def shape(connection: Connection) -> dict[str, object]:
    """Columns, indexes and foreign keys of every table."""
    found = inspect(connection)
    tables = [name for name in found.get_table_names() if name != "alembic_version"]
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
            sorted(str(index["name"]) for index in found.get_indexes(name)),
            sorted(str(key["name"]) for key in found.get_foreign_keys(name)),
        )
        for name in tables
    }


def test_up_down_and_up_again_gives_the_same_schema(connection: Connection) -> None:
    migrate(connection, "head")
    first = shape(connection)
    migrate(connection, "base")
    assert shape(connection) == {}
    migrate(connection, "head")
    assert shape(connection) == first


def test_each_revision_can_be_taken_back(connection: Connection) -> None:
    revisions = sorted(file.name[:4] for file in VERSIONS.glob("[0-9]*.py"))
    shapes = {}
    for revision in revisions:
        migrate(connection, revision)
        shapes[revision] = shape(connection)
    for revision in reversed(revisions[:-1]):
        migrate(connection, revision)
        assert shape(connection) == shapes[revision]


def test_the_mapped_classes_and_the_newest_revision_agree(connection: Connection) -> None:
    """Alembic's own comparison, but for what models/migrations/env.py leaves out; raises."""
    migrate(connection, "head")
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.attributes["connection"] = connection
    command.check(config)


def test_every_foreign_key_has_an_index(connection: Connection) -> None:
    migrate(connection, "head")
    found = inspect(connection)
    bare = []
    for table in metadata.tables:
        indexed = [index["column_names"][0] for index in found.get_indexes(table)]
        indexed += [unique["column_names"][0] for unique in found.get_unique_constraints(table)]
        indexed += found.get_pk_constraint(table)["constrained_columns"][:1]
        keys = [key["constrained_columns"][0] for key in found.get_foreign_keys(table)]
        bare += [f"{table}.{column}" for column in keys if column not in indexed]
    assert bare == []


def test_revisions_are_numbered_in_order_and_named_after_what_they_do() -> None:
    names = sorted(file.stem for file in VERSIONS.glob("[0-9]*.py"))
    assert [name for name in names if not re.fullmatch(r"\d{4}(_[a-z]+)+", name)] == []
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_the_guards_say_what_the_rules_say() -> None:
    """A revision is frozen text: when a rule changes, this asks for another revision."""
    guards = "\n".join((*guards_postgresql.UP, *guards_sqlite.UP))
    words = ", ".join(f"'{status.value}'" for status in OPEN)
    assert set(re.findall(r"status IN \(([^)]*)\)", guards)) == {words}
    reaches = re.findall(r"starts_at - (\d+)", guards)
    assert {timedelta(seconds=int(reach)) for reach in reaches} == {LONGEST_VISIT}


def test_a_new_database_speaks_the_language_of_who_makes_it(connection: Connection) -> None:
    with in_language("da"):
        migrate(connection, "head")
    names = connection.exec_driver_sql("SELECT name FROM stage ORDER BY id").scalars().all()
    assert names == ["Planlægning", "I gang", "Venter på dele", "Afsluttet", "Annulleret"]
    assert connection.exec_driver_sql("SELECT language FROM company").scalar() == "da"
