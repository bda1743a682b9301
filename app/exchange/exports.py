"""Export: every table, written whole or not at all, so that importing it gives equal data."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import hold_still
from app.exchange import csv_files, workbooks
from app.exchange.description import Table
from app.exchange.imports import Watch, local_of
from app.exchange.kinds import Local
from app.exchange.problems import Progress, Report, ShouldStop, TableCount
from app.exchange.rows import Reading
from app.exchange.tables import TABLES
from models.errors import Refused
from resources.texts import _

if TYPE_CHECKING:
    from app.context import Context


def export_path(
    context: Context,
    path: Path | str,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Report:
    """Write every table to a folder of CSV files, or to a workbook when the path ends in .xlsx.

    A folder or workbook of an earlier export is replaced; anything else that is there is left alone.

    Raises:
        Refused: the target holds other things or cannot be written; nothing was written.
        Stopped: the person cancelled; nothing was written.
    """
    return context.read(export_tables, Path(path), progress=progress, should_stop=should_stop)


def export_tables(
    session: Session,
    target: Path,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Report:
    """The same as a query: all tables as they are at one moment."""
    hold_still(session)
    local = local_of(session)
    total = sum(
        session.scalar(select(func.count()).select_from(table.mapped)) or 0 for table in TABLES.values()
    )
    writing = _Writing(session, local, Watch(progress, should_stop, total))
    try:
        if target.suffix.lower() == ".xlsx":
            writing.workbook(target)
        else:
            writing.folder(target)
    except OSError as error:
        raise Refused(
            _("{path} cannot be written: {reason}.").format(path=target, reason=error.strerror or error)
        ) from error
    return Report(tuple(writing.counts), written=True, exported=True)


class _Writing:
    def __init__(self, session: Session, local: Local, watch: Callable[[int], None]) -> None:
        self.counts: list[TableCount] = []
        self._session = session
        self._local = local
        self._watch = watch

    def folder(self, target: Path) -> None:
        """Every table as a CSV file."""
        _require_ours(target)
        with _beside(target) as part:
            part.mkdir()
            for table in TABLES.values():
                with (part / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                    csv_files.write(file, self._rows(table))
                    file.flush()
                    os.fsync(file.fileno())
            _replace_folder(part, target)

    def workbook(self, target: Path) -> None:
        """Every table as a sheet."""
        _require_our_workbook(target)
        with _beside(target) as part:
            workbooks.write(
                part,
                (
                    (table.name, [column.kind.is_number for column in table.columns], self._rows(table))
                    for table in TABLES.values()
                ),
            )
            os.replace(part, target)

    def _rows(self, table: Table) -> Iterator[list[str]]:
        yield list(table.names)
        kinds = [column.kind for column in table.columns]
        number = 0
        for number, row in enumerate(Reading(self._session, table, self._local).all(), start=1):
            if number % 500 == 0:
                self._watch(500)
            yield [
                "" if value is None else kind.write(value, self._local)
                for kind, value in zip(kinds, row.values, strict=True)
            ]
        self._watch(number % 500)
        self.counts.append(TableCount(table.name, unchanged=number))


def _require_ours(target: Path) -> None:
    """Refuse to write into a folder that holds anything but an export."""
    if target.suffix.lower() == ".csv" or (target.exists() and not target.is_dir()):
        raise Refused(
            _("{path} is no folder.").format(path=target),
            remedy=_("Name a folder for CSV files, or a file that ends in .xlsx."),
        )
    if not target.exists():
        return
    others = sorted(file.name for file in target.iterdir() if not _is_ours(file))
    if others:
        raise Refused(
            _("{path} holds other things: {names}.").format(path=target, names=", ".join(others[:3])),
            remedy=_("Choose an empty folder."),
        )


def _is_ours(file: Path) -> bool:
    return file.suffix == ".csv" and file.stem in TABLES and file.is_file() and not file.is_symlink()


def _require_our_workbook(target: Path) -> None:
    if not target.exists():
        return
    names: list[str] = []
    if target.is_file():
        try:
            names = workbooks.sheet_names(target)
        except Refused:
            names = [target.name]
    if not names or any(name not in TABLES for name in names):
        raise Refused(
            _("{path} is something else than an export; it stays as it is.").format(path=target),
            remedy=_("Choose another name."),
        )


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A place on the same disk to write to first; nothing is left there."""
    parent = target.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".servicebord-", dir=parent) as folder:
        yield Path(folder) / target.name


def _replace_folder(part: Path, target: Path) -> None:
    """Put the finished folder in place of the old one, which comes back if that fails."""
    if not target.exists():
        os.replace(part, target)
        return
    old = part.with_name(".previous")
    os.replace(target, old)
    try:
        os.replace(part, target)
    except OSError:
        os.replace(old, target)
        raise
    shutil.rmtree(old)
