"""The set-up script needs nothing but Python, says what it can do, and says so when there is no screen."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.x11 import Screen

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "installer" / "dev.py"
set_up_by_it = pytest.mark.skipif(not (ROOT / ".venv/stamp-dev").exists(), reason=".venv was made by hand")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script with the interpreter's own modules only."""
    known = {name: value for name, value in os.environ.items() if not name.endswith("DISPLAY")}
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *arguments],
        env=known | environment, capture_output=True, text=True, timeout=180,
    )  # fmt: skip


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


def test_without_a_command_it_says_what_it_can_do() -> None:
    for arguments, code in (([], 2), (["--help"], 0), (["fly"], 2)):
        answer = run(*arguments)
        assert answer.returncode == code
        assert "installer/dev.py run" in answer.stdout


@set_up_by_it
def test_without_a_screen_it_says_so_in_a_sentence() -> None:
    answer = run("run")
    assert answer.returncode == 1
    assert "no screen" in answer.stderr
    assert "Traceback" not in answer.stderr


@set_up_by_it
def test_under_a_screen_it_opens_the_window(screen: Screen, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'new.db'}"
    command = [sys.executable, str(SCRIPT), "run", "--database", database]
    program = subprocess.Popen(
        command, env=screen.environment, start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 30
    while not screen.has_window("Servicebord") and program.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    opened = screen.has_window("Servicebord")
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGTERM)
    said = program.communicate(timeout=60)[1]
    assert opened, said
