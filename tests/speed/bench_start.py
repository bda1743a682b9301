"""From the start of the interpreter to the painted board of a large SQLite file, each time in a new process.

Warm: compiled modules and files are in the machine's memory, as at the second start of a day. The probe has a
folder of bytecode of its own and no PYTHONDONTWRITEBYTECODE, so that this holds where a machine sets it; one
start that does not count fills the folder. Beside the clock stands the processor time of the process, user
and system, which tells more on a busy machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.speed.databases import NOW, large_file
from tests.speed.figures import Figure, figure

ROOT = Path(__file__).resolve().parents[2]
_STARTS = 5
_LIMIT_MS, _LIMIT_MB = 1000.0, 300.0


def measure() -> list[Figure]:
    """Time and size of the start, and what the bare interpreter with Qt and SQLAlchemy costs."""
    file = large_file()
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(Path(home))
        _start(file, environment)  # compiles
        told = [_start(file, environment) for _turn in range(_STARTS)]
        floor = [_bare(environment) for _turn in range(_STARTS)]
    waited, worked = ([each[name] for each in floor] for name in ("ended", "cpu"))
    return [
        figure(
            "start to painted board, 50,000 visits",
            [each["painted"] for each in told],
            target="<= 1.0 s warm",
            limit_ms=_LIMIT_MS,
            floor=waited,
        ),
        figure("… processor time until then", [each["cpu"] for each in told], target="told", floor=worked),
        figure("… of that: imports", [each["imported"] for each in told], target="a part of it"),
        figure("… of that: window on the screen", [each["shown"] for each in told], target="a part of it"),
        figure("floor: Qt, SQLAlchemy and numpy imported", waited, target="what the libraries take"),
        figure("… processor time of the floor", worked, target="what the libraries take"),
        _size([each["megabytes"] for each in told]),
    ]


def _size(megabytes: list[float]) -> Figure:
    most = max(megabytes)
    name = f"whole process at its largest: {most:.0f} MB (in the columns of ms)"
    return Figure(name, most, most, _LIMIT_MB, None, "<= 300 MB", most <= _LIMIT_MB)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {**kept, **folders, "PYTHONPYCACHEPREFIX": str(home / "pyc"), "QT_QPA_PLATFORM": "offscreen"}


def _start(file: Path, environment: dict[str, str]) -> dict[str, float]:
    """One start: milliseconds from the call to each moment, of the processor, and megabytes."""
    return _told(["-m", "tests.speed.start_probe", str(file), NOW.date().isoformat()], environment)


def _bare(environment: dict[str, str]) -> dict[str, float]:
    """A start of nothing but the libraries."""
    code = (
        "import gc; gc.disable(); import sqlalchemy.orm, numpy; from PySide6 import QtCore, QtGui, QtWidgets;"
        "import json, time; print(json.dumps({'ended': time.monotonic(), 'cpu': time.process_time()}))"
    )
    return _told(["-c", code], environment)


def _told(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    told: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    size = {"megabytes": told.pop("megabytes")} if "megabytes" in told else {}
    cpu = {"cpu": told.pop("cpu") * 1000}
    return {name: (moment - begun) * 1000 for name, moment in told.items()} | cpu | size
