"""A draft in a file of the person's own, so that a crash loses nothing."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QIODevice, QSaveFile

from app.queries.board import VisitColumns
from app.settings import data_folder
from app.usecases.visits import TimeOff
from ui.board.columns import TEXTS
from ui.board.draft.draft_book import DraftBook, Entry, Spot
from ui.board.editing.arrangement import New
from ui.board.model import empty_columns

VERSION = 1
_log = logging.getLogger(__name__)


def draft_path(database: str, user: str) -> Path:
    """The file of one person's draft on one database."""
    key = hashlib.sha256(f"{database}\n{user}".encode()).hexdigest()[:16]
    return data_folder() / "drafts" / f"{key}.json"


def keep(book: DraftBook, path: Path) -> None:
    """Write a draft so that either the old or the new file is there; an empty one has none."""
    if not book:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        _log.warning("the draft is not kept: %s", file.errorString())
        return
    file.write(json.dumps(_told(book)).encode())
    if not file.commit():
        _log.warning("the draft is not kept: %s", file.errorString())


def kept(path: Path) -> DraftBook | None:
    """The draft of a file; None when there is none, or none that can be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            return None
        return _book(told)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the draft in %s cannot be read: %s", path, error)
        return None


def _told(book: DraftBook) -> dict[str, object]:
    entries = []
    for entry in book.entries.values():
        told = asdict(entry)
        if entry.new is not None:
            del told["new"]["verdict"]
        entries.append(told)
    block = [
        asdict(time) | {"starts": time.starts.isoformat(), "ends": time.ends.isoformat()}
        for time in book.block
    ]
    rows = {str(visit_id): _row_told(row) for visit_id, row in book.rows.items()}
    return {"version": VERSION, "entries": entries, "block": block, "rows": rows}


def _book(told: Mapping[str, Any]) -> DraftBook:  # as JSON gives it
    book = DraftBook()
    for one in told["entries"]:
        new = New(**one.pop("new")) if one.get("new") else None
        wanted = Spot(**one.pop("wanted")) if one.get("wanted") else None
        one.pop("new", None)
        one.pop("wanted", None)
        entry = Entry(**one | {"base": Spot(**one["base"]), "new": new, "wanted": wanted})
        book.entries[entry.visit_id] = entry
    book.rows = {int(visit_id): _row(row) for visit_id, row in told["rows"].items()}
    book.entries = {one: entry for one, entry in book.entries.items() if one in book.rows}
    book.block = tuple(
        TimeOff(**time | {name: datetime.fromisoformat(time[name]) for name in ("starts", "ends")})
        for time in told["block"]
    )
    return book


def _row_told(row: VisitColumns) -> dict[str, int | str]:
    told: dict[str, int | str] = {}
    for field in fields(VisitColumns):
        value = getattr(row, field.name)[0]
        told[field.name] = value if field.name in TEXTS else int(value)
    return told


def _row(told: Mapping[str, int | str]) -> VisitColumns:
    """A row; columns that are newer than the file are empty."""
    empty = empty_columns()
    found: dict[str, Any] = {}  # columns of several types, by name
    for field in fields(VisitColumns):
        if field.name in TEXTS:
            found[field.name] = [str(told.get(field.name, ""))]
        else:
            kind = getattr(empty, field.name).dtype
            found[field.name] = np.array([told.get(field.name, 0)], dtype=kind)
    return VisitColumns(**found)
