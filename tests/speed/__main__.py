"""Runs the benchmarks, each module in its own process, and prints one table.

`python -m tests.speed` runs all of them, `python -m tests.speed job_sheets orders` some, and
`python -m tests.speed board` all that are about the dispatch board; `board --alone` only its painting. The
exit code is 0 if every target was met, 1 if one was missed or a module broke, 2 for an unknown name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.speed.figures import Figure, table

_HERE = Path(__file__).parent
GROUPS = {"board": ("board", "large", "page", "waiting", "slots", "sick", "start", "session", "xcb")}
"""What a name stands for besides the module of that name."""
_ROOT = _HERE.parent.parent


def main(arguments: list[str]) -> int:
    """Run what the arguments name and print the table; gives the exit code."""
    known = sorted(path.stem.removeprefix("bench_") for path in _HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m tests.speed", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", help=f"which of: {', '.join(known)}")
    parser.add_argument("--alone", action="store_true", help="of a name that stands for several, only itself")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)  # of the process of one module
    chosen = parser.parse_args(arguments)
    names = [name.removeprefix("bench_") for name in chosen.names] or known
    if strange := sorted(set(names) - set(known)):
        parser.error(f"no such benchmark: {', '.join(strange)}; there are: {', '.join(known)}")
    if chosen.answer is not None:
        _measure_here(names[0], chosen.answer)
        return 0
    if not chosen.alone:
        names = list(dict.fromkeys(one for name in names for one in GROUPS.get(name, (name,))))
    figures: list[Figure] = []
    broken: list[str] = []
    for name in names:
        sys.stderr.write(f"{name} …\n")
        answer = _measure_apart(name)
        if answer is None:
            broken.append(name)
        else:
            figures.extend(answer)
    sys.stdout.write(table(figures) + "\n")
    if broken:
        sys.stdout.write(f"broken: {', '.join(broken)}\n")
    return 0 if all(each.ok for each in figures) and not broken else 1


def _measure_here(name: str, answer: Path) -> None:
    figures: list[Figure] = importlib.import_module(f"tests.speed.bench_{name}").measure()
    answer.write_text(json.dumps([asdict(each) for each in figures]), encoding="utf-8")


def _measure_apart(name: str) -> list[Figure] | None:
    """The figures of one module, measured in a process of its own; None if that process failed."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "tests.speed", name, "--answer", str(answer)]
        if subprocess.run(command, cwd=_ROOT, check=False).returncode:
            return None
        return [Figure(**each) for each in json.loads(answer.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
