"""A fresh SQLite database and settings of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.context import Context
from app.settings import Settings
from tests.conftest import Clock
from tests.ui.pages import own_settings


@pytest.fixture(autouse=True)
def remembered(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Settings in a folder of the test's own."""
    with own_settings(qapp, tmp_path):
        yield


@pytest.fixture
def sqlite_context(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on a fresh SQLite file."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()
