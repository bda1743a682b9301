"""What tests of the board begin with: one kind of database, and lanes over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.context import Context
from ui.jobs import Jobs


@pytest.fixture
def context(sqlite_context: Context) -> Context:
    """One kind of database is enough for a window."""
    return sqlite_context


@pytest.fixture
def jobs(context: Context) -> Iterator[Jobs]:
    """Lanes over that context."""
    lanes = Jobs(context)
    yield lanes
    lanes.close()
