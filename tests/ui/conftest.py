"""What every test of the window begins with: settings of its own, and a fresh SQLite database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.context import Context
from app.settings import Settings
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def remembered(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """What windows and tables remember lies in a folder of the test's own."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    names = QCoreApplication.organizationName(), QCoreApplication.applicationName()
    QCoreApplication.setOrganizationName("Servicebord tests")
    QCoreApplication.setApplicationName("Servicebord")
    yield
    QGuiApplication.clipboard().clear()  # what Python put there must not outlive it: Qt ends in a fault then
    QCoreApplication.setOrganizationName(names[0])
    QCoreApplication.setApplicationName(names[1])


@pytest.fixture
def sqlite_context(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on a fresh SQLite file."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()
