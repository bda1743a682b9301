"""A PostgreSQL of the tests' own: made in a temporary folder, without the network, gone at the end.

Its programs come from Debian's folder or the PATH. As root it runs as an ordinary user, because PostgreSQL
refuses root. Every process of pytest-xdist has one. Where there is no PostgreSQL, tests are skipped with a
message; in CI they fail.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
"""Nothing here survives a power cut, and nothing needs to."""

_PARENT_DEATH_SIGNAL = 1
_numbers = itertools.count(1)


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest version first; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    found = shutil.which("initdb")
    for folder in [*debian, *([Path(found).resolve().parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _ordinary_user() -> str | None:
    """Whom to become when we are root: PostgreSQL's own user, else nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _die_with_parent() -> None:
    """Let the kernel end the server when the tests are killed."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGQUIT)


@dataclass
class Cluster:
    """A running server; `folder` holds its data and its socket."""

    folder: Path
    server: subprocess.Popen[bytes]

    def url(self, name: str) -> str:
        """Address of one of its databases, for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(
            f"postgresql://postgres@/postgres?host={self.folder}", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """End the server and remove its files."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def start(folder_of_programs: Path) -> Cluster:
    """Make a cluster and start it; returns when it answers.

    Raises:
        RuntimeError: it did not start within 30 seconds; carries what it said.
    """
    user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="sb-pg-"))  # short: a socket's path has at most 107 characters
    if user:
        shutil.chown(folder, user)
    initdb = [f"{folder_of_programs}/initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust"]
    subprocess.run(
        [*initdb, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
        check=True, user=user, cwd="/", stdout=subprocess.DEVNULL,
    )  # fmt: skip
    options = [f"--{name}={value}" for name, value in FAST.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [f"{folder_of_programs}/postgres", "-D", f"{folder}/data", "-k", str(folder), *options],
            user=user, cwd="/", stdout=log, stderr=log, preexec_fn=_die_with_parent,
        )  # fmt: skip
    cluster = Cluster(folder, server)
    _await(cluster)
    return cluster


def _await(cluster: Cluster) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            return cluster.run("SELECT 1")
        except psycopg.OperationalError as error:
            if time.monotonic() > until or cluster.server.poll() is not None:
                raise RuntimeError((cluster.folder / "log").read_text()) from error
            time.sleep(0.02)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """The server of this test process, started when the first test wants it."""
    folder = programs()
    if folder is None:
        missing = "PostgreSQL is not installed: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    cluster = start(folder)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> str:
    """Name of a migrated, empty database, to be copied."""
    from app.database import Database, parse
    from app.schema import open_database
    from resources.texts import in_language
    from tests.conftest import NOW

    postgres_cluster.run("CREATE DATABASE servicebord_template")
    database = Database(parse(postgres_cluster.url("servicebord_template")))
    with in_language("en"):  # whichever test comes first: the first stages are named in its language
        open_database(database, now=NOW)
    database.close()
    return "servicebord_template"


@pytest.fixture
def empty_postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """Address of a fresh PostgreSQL database without any table."""
    yield from _fresh(postgres_cluster, "template1")


@pytest.fixture
def postgres_url(postgres_cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """Address of a fresh PostgreSQL database with the present schema."""
    yield from _fresh(postgres_cluster, postgres_template)


def _fresh(cluster: Cluster, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    cluster.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield cluster.url(name)
    cluster.run(f"DROP DATABASE {name} WITH (FORCE)")
