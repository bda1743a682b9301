"""The frame of all tests: a quiet machine, an offscreen Qt, both databases, a fixed clock.

The environment is set before anything imports Qt or asks for the time zone. The machine's zone is one that no
company of the tests lives in, so that a local time taken by mistake is seen at once.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

_home = tempfile.TemporaryDirectory(prefix="servicebord-home-", ignore_cleanup_errors=True)
os.environ.update(
    QT_QPA_PLATFORM="offscreen",
    QT_SCALE_FACTOR="1",
    TZ="Asia/Kathmandu",
    LANG="C.UTF-8",
    LC_ALL="C.UTF-8",
    **{f"XDG_{kind}_HOME": f"{_home.name}/{kind.lower()}" for kind in ("CONFIG", "DATA", "STATE", "CACHE")},
)
for _name in [
    name for name in os.environ if name.startswith("SERVICEBORD_") or name in ("LANGUAGE", "DISPLAY")
]:
    os.environ[f"TESTS_{_name}"] = os.environ.pop(_name)
if hasattr(time, "tzset"):
    time.tzset()

import hypothesis  # noqa: E402 - after the environment
import pytest  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.context import Context

pytest_plugins = ["tests.guards", "tests.patience", "tests.postgres", "tests.x11"]

hypothesis.settings.register_profile("servicebord", deadline=None, print_blob=True)
hypothesis.settings.register_profile(
    "ci", parent=hypothesis.settings.get_profile("servicebord"), derandomize=True
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "servicebord")

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""The moment at which tests happen unless they move the clock: a Monday, 08:00 in Amsterdam."""


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The present, aware, in UTC."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move on, in the words of `timedelta`: `clock.forward(minutes=5)`."""
        self.now += timedelta(**by)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies in tests/speed is a measurement; what asks for PostgreSQL or a screen is marked so."""
    for item in items:
        if "speed" in Path(item.path).relative_to(Path(__file__).parent).parts:
            item.add_marker(pytest.mark.speed)
        names = set(getattr(item, "fixturenames", ()))
        if "postgres_cluster" in names:
            item.add_marker(pytest.mark.pg)
        if "screen" in names:
            item.add_marker(pytest.mark.x11)


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own, at `NOW`."""
    return Clock()


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one application, in the shipped fonts and the light colours."""
    from ui import theme
    from ui.theme import fonts

    fonts.register()
    theme.apply(qapp, theme.LIGHT_SCHEME)
    return qapp


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, to be copied."""
    from app.database import Database, parse
    from app.schema import open_database
    from resources.texts import in_language

    file = tmp_path_factory.mktemp("template") / "servicebord.db"
    database = Database(parse(f"sqlite:///{file}"))
    with in_language("en"):  # whichever test comes first: the first stages are named in its language
        open_database(database, now=NOW)
    database.close()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Address of a fresh SQLite database with the present schema and no rows but the first ones."""
    file = tmp_path / "servicebord.db"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh database, once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def context(database_url: str, clock: Clock) -> Iterator[Context]:
    """A context on a fresh database of either kind, signed in as its owner; the clock stands still."""
    from app.context import Context
    from app.settings import Settings

    opened = Context(Settings(database=database_url), clock=clock)
    yield opened
    opened.close()
