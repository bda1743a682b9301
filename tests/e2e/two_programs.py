"""Two programs on one PostgreSQL, each a process of its own with a window and a hand, and what both tell."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from app.context import Context
from app.work import Work
from models.journal import AuditRow
from models.visits import Visit
from tests.builders import MONDAY, a_technician, a_visit, an_order
from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 23)
NAMES = "mette", "jan"
LANES, VISITS, WAITING = 10, 20, 10
Stand = tuple[int, int, int, int]
"""Technician, start, end (epoch seconds) and version of a visit."""


def a_company(work: Work) -> None:
    """Technicians with some visits each, and orders that wait."""
    people = [a_technician(work, code=f"T{n:02}", name=f"Tech {n:02}") for n in range(LANES)]
    for n in range(VISITS):
        a_visit(work, technician=people[n % LANES], starts=MONDAY + timedelta(hours=2 * (n // LANES)))
    for n in range(WAITING):
        an_order(work, number=f"W-{n:02}", service_date=None, duration_minutes=45)


@dataclass(frozen=True, slots=True)
class Told:
    """A change that the database acknowledged to one program.

    Attributes:
        asked: when the gesture was ended (`time.time`), `at`: when its program knew that it was committed.
        stands: where visits stood then, by id; `gone`: the last version of those it took off the board.
    """

    asked: float
    at: float
    stands: Mapping[int, Stand]
    gone: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """What one program tells.

    Attributes:
        told: its own changes in their order.
        seen: (moment, visit, version) for each visit that stood on its board in another version than before;
            version 0 where it left the board.
        broken: gestures that were not the same any more when they were to be ended.
        board: visits that it shows in the end.
        waiting: orders in its waiting list in the end.
        heard_while_held: changes of the other that came amid a gesture.
    """

    told: tuple[Told, ...]
    seen: tuple[tuple[float, int, int], ...]
    broken: tuple[str, ...]
    board: Mapping[int, Stand]
    waiting: int
    heard_while_held: int


def two_programs(cluster: Cluster, context: Context, *, gestures: int) -> tuple[Story, Story]:
    """Let two people make so many gestures each, at once, on the context's database.

    Raises:
        RuntimeError: a program failed; carries what it said.
    """
    with ExitStack() as stack:
        programs = [stack.enter_context(_Program(cluster, context, name, gestures)) for name in NAMES]
        for word in ("ready", "done"):
            for program in programs:
                program.hears(word)
            for program in programs:
                program.says("go" if word == "ready" else json.dumps(stored(context)))
        first, second = (program.story() for program in programs)
    return first, second


def stored(context: Context) -> dict[int, Stand]:
    """Every visit in the database, by id."""

    def visits(session: Session) -> dict[int, Stand]:
        return {
            visit.id: (visit.technician_id, _epoch(visit.starts_at), _epoch(visit.ends_at), visit.version)
            for visit in session.scalars(select(Visit))
        }

    return context.read(visits)


def trails(context: Context) -> dict[int, list[tuple[str, tuple[Any, ...] | None]]]:
    """Of each visit by whom it was put where, in order, by the audit; None for off the board."""

    def audited(session: Session) -> list[AuditRow]:
        return list(session.scalars(select(AuditRow).where(AuditRow.kind == "visit").order_by(AuditRow.id)))

    found: dict[int, list[tuple[str, tuple[Any, ...] | None]]] = {}
    fields: dict[int, dict[str, Any]] = {}
    for row in context.read(audited):
        now = fields.setdefault(row.row_id, {})
        now |= {column: new for column, (_old, new) in row.fields.items()}
        place = None
        if row.op != "delete":
            at = [_epoch(datetime.fromisoformat(now[column])) for column in ("starts_at", "ends_at")]
            place = now["technician_id"], *at
        found.setdefault(row.row_id, []).append((row.made_by, place))
    return found


def latencies(doer: Story, watcher: Story) -> Iterator[tuple[Told, float | None]]:
    """Each change of one with the seconds until the other's board showed all of it, counted from its gesture.

    None where it never did. A later version counts: a board may show two changes at once, and nothing of a
    visit that was taken away again at once.
    """
    taken_away: dict[int, list[tuple[float, int]]] = {}
    for told in (*doer.told, *watcher.told):
        for one, version in told.gone.items():
            taken_away.setdefault(one, []).append((told.asked, version))
    shown: dict[int, list[tuple[float, int]]] = {}
    for at, one, version in watcher.seen:
        shown.setdefault(one, [(0.0, 0)]).append((at, version))
    for told in doer.told:
        wanted = [(one, stand[3]) for one, stand in told.stands.items()]
        wanted += [(one, version + 1) for one, version in told.gone.items()]
        moments = []
        for one, version in wanted:
            gone_at = min((at for at, gone in taken_away.get(one, []) if gone + 1 >= version), default=None)
            moments.append(_shown_at(shown.get(one, [(0.0, 0)]), version, gone_at))
        if None in moments:
            yield told, None
        elif moments:
            yield told, max(told.asked, *(at for at in moments if at is not None)) - told.asked


def _shown_at(states: Sequence[tuple[float, int]], version: int, gone_at: float | None) -> float | None:
    """When a board first showed that version of a visit, a later one, or nothing after it was taken away."""
    for (at, shown), (until, _next) in zip(states, [*states[1:], (math.inf, 0)], strict=True):
        if shown >= version:
            return at
        if not shown and gone_at is not None and until > gone_at:
            return max(at, gone_at)
    return None


def _epoch(at: datetime) -> int:
    return int(at.timestamp())


class _Program:
    """A process, ended with the block."""

    def __init__(self, cluster: Cluster, context: Context, name: str, gestures: int) -> None:
        if not _has_role(cluster, name):
            cluster.run(f"CREATE ROLE {name} LOGIN SUPERUSER")
        url = make_url(str(context.settings.url)).set(username=name).render_as_string(hide_password=False)
        command = [sys.executable, "-m", "tests.e2e.one_program", url, name, str(gestures)]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> _Program:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def hears(self, word: str) -> None:
        """Wait for a word of it."""
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        if line != word:
            raise RuntimeError(f"not {word} but {line}\n{self._process.communicate()[1]}")

    def says(self, line: str) -> None:
        """Tell it something."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def story(self) -> Story:
        """What it tells at its end."""
        output, errors = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError(f"exit code {self._process.returncode}\n{errors}")
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for line in output.splitlines():
            event = json.loads(line)
            by_kind.setdefault(event["what"], []).append(event)
        end = by_kind["board"][-1]
        return Story(
            told=tuple(_told(event) for event in by_kind.get("told", [])),
            seen=tuple((e["at"], e["visit"], e["version"]) for e in by_kind.get("seen", [])),
            broken=tuple(e["why"] for e in by_kind.get("broken", [])),
            board={int(one): _stand(stand) for one, stand in end["board"].items()},
            waiting=end["waiting"],
            heard_while_held=end["heard_while_held"],
        )


def _has_role(cluster: Cluster, name: str) -> bool:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@/postgres?host={cluster.folder}") as connection:
        return bool(connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchall())


def _told(event: dict[str, Any]) -> Told:
    stands = {one: _stand(stand) for one, *stand in event["stands"]}
    return Told(event["asked"], event["at"], stands, dict(event["gone"]))


def _stand(row: list[int]) -> Stand:
    who, starts, ends, version = row
    return who, starts, ends, version
