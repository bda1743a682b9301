"""Widgets are tested dressed, with settings in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication

from ui import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[QApplication]:
    """The program's look, and settings nobody else sees."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    names = QCoreApplication.organizationName(), QCoreApplication.applicationName()
    QCoreApplication.setOrganizationName("Servicebord tests")
    QCoreApplication.setApplicationName("Servicebord")
    theme.apply(qapp, "light")
    yield qapp
    QCoreApplication.setOrganizationName(names[0])
    QCoreApplication.setApplicationName(names[1])
