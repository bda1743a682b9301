"""Opening databases that will not do, and losing one: each ends in a sentence, none in a traceback."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.context import Context
from app.database import Database, parse
from app.schema import check_place, open_database, share_of, state_of
from app.settings import Settings
from models.customers import Customer
from models.errors import Expected, Refused, Unavailable
from tests.app.unprivileged import outcome
from tests.conftest import NOW, Clock
from tests.postgres import Cluster

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
OPENER = """
import sys
from datetime import UTC, datetime
from app.context import Context
from app.settings import Settings
from models.errors import Expected
from tests.builders import a_customer
try:
    context = Context(Settings(database=sys.argv[1]))
    print("opened")
    context.run(a_customer)
except Expected as error:
    print(type(error).__name__, error)
"""


@contextmanager
def held_by_another_process(file: Path) -> Iterator[None]:
    """Somebody else writes to the file and does not end."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        holder.stdin.close()
        holder.wait(10)
        holder.stdout.close()


def refusal(address: str) -> Expected:
    """What is said when a database at that address is opened."""
    with pytest.raises(Expected) as caught:
        Context(Settings(database=address), clock=Clock())
    return caught.value


def of(url: str) -> Path:
    return Path(parse(url).database or "")


def test_a_file_that_another_program_writes_to_is_busy_and_not_broken(sqlite_url: str) -> None:
    file = of(sqlite_url)
    database = Database(parse(sqlite_url), busy_seconds=0.1)
    sqlite3.connect(file).execute(
        "PRAGMA journal_mode = DELETE"
    ).close()  # an exclusive lock stops readers too
    with held_by_another_process(file), pytest.raises(Unavailable, match="Another program is writing"):
        open_database(database, now=NOW)
    open_database(database, now=NOW)
    database.close()


def test_a_write_waits_for_the_other_one_and_then_gives_up_with_a_sentence(sqlite_url: str) -> None:
    database = Database(parse(sqlite_url), busy_seconds=0.1)
    with held_by_another_process(of(sqlite_url)):
        with database.reading() as session:
            assert session.scalars(select(Customer)).all() == []
        with pytest.raises(Unavailable, match=r"Another program.*Try again"), database.writing() as session:
            session.scalars(select(Customer)).all()
    with database.writing() as session:
        session.scalars(select(Customer)).all()
    database.close()


def test_a_file_that_may_only_be_read_says_so(tmp_path: Path, sqlite_url: str) -> None:
    Context(Settings(database=sqlite_url), clock=Clock()).close()
    file = of(sqlite_url)
    file.chmod(0o444)
    said = outcome(OPENER, sqlite_url)
    assert "Unavailable The database may only be read. Make the file and its folder writable" in said


def test_a_folder_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    said = outcome(OPENER, f"sqlite:///{folder / 'new.db'}")
    assert said.startswith("Unavailable The database")
    assert "cannot be written" in said
    assert "another database" in said


def test_a_file_that_may_not_even_be_read_says_so(sqlite_url: str) -> None:
    of(sqlite_url).chmod(0o000)
    said = outcome(OPENER, sqlite_url)
    assert said.startswith("Unavailable The database")
    assert "cannot be read: Permission denied" in said


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    Context(Settings(database=str(tmp_path / "new.db")), clock=Clock()).close()
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600


def test_a_text_file_a_folder_and_a_missing_folder_are_no_databases(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Not a database, but a letter to the bakery.")
    assert "notes.txt is not a database. Choose another file" in str(refusal(str(tmp_path / "notes.txt")))
    assert "cannot be read: Is a directory" in str(refusal(str(tmp_path)))
    assert "There is no folder" in str(refusal(str(tmp_path / "gone" / "x.db")))
    assert (tmp_path / "notes.txt").read_text().startswith("Not a database")


def test_a_file_of_no_bytes_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    Context(Settings(database=str(file)), clock=Clock()).close()
    assert file.stat().st_size > 0


@pytest.mark.parametrize("offence", ["CREATE TABLE person (name TEXT)", "PRAGMA application_id = 252006673"])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, offence: str) -> None:
    file = tmp_path / "photos.db"
    other = sqlite3.connect(file)
    other.execute(offence)
    other.execute("PRAGMA user_version = 7")
    other.close()
    before = file.read_bytes()
    assert "photos.db belongs to another program" in str(refusal(str(file)))
    assert file.read_bytes() == before


def test_a_damaged_file_is_told_apart_from_a_missing_one(tmp_path: Path, sqlite_url: str) -> None:
    file = of(sqlite_url)
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    assert "The file is damaged" in str(refusal(sqlite_url))


def test_a_newer_database_is_refused_with_both_versions(database_url: str) -> None:
    database = Database(parse(database_url))
    with database.connected() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    database.close()
    said = str(refusal(database_url))
    assert "made by a newer Servicebord (schema 0999" in said
    assert "Update this program." in said


def test_a_network_share_is_refused_before_the_file_is_touched(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"36 22 0:31 / {tmp_path} rw shared:1 - cifs //server/office rw\n"
    )
    assert share_of(tmp_path, mounts) == "cifs"
    assert share_of(Path("/"), mounts) is None
    database = Database(parse(str(tmp_path / "team.db")))
    with pytest.raises(Refused, match=r"network share \(cifs\).*PostgreSQL for a team"):
        check_place(database, mounts=mounts)
    assert not (tmp_path / "team.db").exists()
    database.close()


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "sqlite://", ":memory:", "http://[", "sqlite:///:memory:"]
)
def test_what_is_no_address_of_a_database_is_refused(address: str) -> None:
    assert isinstance(refusal(address), Refused)


def test_a_server_that_is_not_there_says_so(tmp_path: Path) -> None:
    error = refusal(f"postgresql://someone:s3cret@/servicebord?host={tmp_path}")
    assert isinstance(error, Unavailable)
    assert "The database cannot be reached" in str(error)
    assert "s3cret" not in str(error)


@pytest.mark.pg
def test_a_missing_database_and_a_wrong_user_say_so(postgres_cluster: Cluster) -> None:
    assert "no database of that name" in str(refusal(postgres_cluster.url("nowhere")))
    stranger = postgres_cluster.url("postgres").replace("postgres@", "nobody_known:s3cret@")
    error = refusal(stranger)
    assert isinstance(error, Unavailable)
    assert "s3cret" not in str(error)


@pytest.mark.pg
def test_a_wrong_password_says_so_and_does_not_repeat_it(postgres_cluster: Cluster) -> None:
    rules = postgres_cluster.folder / "data" / "pg_hba.conf"
    kept = rules.read_text()
    postgres_cluster.run("CREATE ROLE mette LOGIN PASSWORD 'right'")
    rules.write_text("local all mette scram-sha-256\n" + kept)
    postgres_cluster.run("SELECT pg_reload_conf()")
    try:
        address = postgres_cluster.url("postgres").replace("postgres@", "mette:wr0ng@")
        error = refusal(address)
        none_given = refusal(address.replace(":wr0ng", ""))
    finally:
        rules.write_text(kept)
        postgres_cluster.run("SELECT pg_reload_conf()")
        postgres_cluster.run("DROP ROLE mette")
    assert str(error).startswith("The server does not let you in")
    assert str(none_given).startswith("The server does not let you in")
    assert "wr0ng" not in repr(error) + str(error.__cause__)


@pytest.mark.pg
def test_a_database_of_another_program_on_the_server_is_left_alone(
    postgres_cluster: Cluster, empty_postgres_url: str
) -> None:
    database = Database(parse(empty_postgres_url))
    with database.connected() as connection:
        connection.execute(text("CREATE TABLE person (name text)"))
    with pytest.raises(Refused, match="belongs to another program"):
        state_of(database)
    database.close()


@pytest.mark.pg
def test_a_connection_lost_in_the_middle_is_no_bug_and_the_next_one_works(postgres_url: str) -> None:
    database = Database(parse(postgres_url))
    cut = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Unavailable, match="cannot be reached"), database.writing() as session:
        session.execute(cut)
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.close()


@pytest.mark.pg
def test_a_statement_that_takes_too_long_is_no_bug(postgres_url: str) -> None:
    database = Database(parse(postgres_url))
    slow = text("SET statement_timeout = 20; SELECT pg_sleep(5)")
    with pytest.raises(Unavailable, match="took too long"), database.reading() as session:
        session.execute(slow)
    with database.connected() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
    with database.reading() as session:
        assert session.scalar(text("SHOW statement_timeout")) == "1min"
    database.close()


@pytest.mark.pg
def test_what_the_server_does_not_permit_is_a_refusal(postgres_url: str) -> None:
    database = Database(parse(postgres_url))
    forbidden = text("SET LOCAL ROLE pg_monitor; SELECT * FROM visit")
    with pytest.raises(Refused, match="does not permit"), database.writing() as session:
        session.execute(forbidden)
    database.close()


def test_no_file_or_password_is_left_behind_by_a_refusal(tmp_path: Path) -> None:
    refusal(f"postgresql://someone:s3cret@/servicebord?host={tmp_path}")
    assert list(tmp_path.iterdir()) == []
