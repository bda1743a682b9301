"""The guards guard: each catches what it is for. One run of pytest in a process of its own shows them all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
OFFENCES = {
    "test_a_log": ("logging.getLogger('x').warning('hm')", "logged:"),
    "test_a_connection": (
        "kept.append(create_engine('sqlite://').connect())",
        "connections or sessions were left",
    ),
    "test_a_thread": (
        "threading.Thread(target=time.sleep, args=(4,), daemon=True).start()",
        "threads were left",
    ),
    "test_a_widget": ("kept.append(QWidget())", "top-level widgets were left"),
    "test_a_timer": ("kept.append(QTimer()); kept[-1].start(1000)", "timers were left"),
    "test_a_socket": ("socket.create_connection(('127.0.0.1', 9), timeout=1)", "reached for the network"),
}
START = """
import logging, socket, threading, time, pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from sqlalchemy import create_engine
kept = []

@pytest.mark.logs("expected")
def test_orderly(qtbot):
    logging.getLogger("x").warning("expected")
    thread = threading.Thread(target=print)
    thread.start()
    timer = QTimer()
    timer.start(10)
    qtbot.addWidget(QWidget())
    create_engine("sqlite://").connect().close()

@pytest.mark.logs("never")
def test_silence(): pass
"""


def test_each_guard_fails_the_test_that_offends_and_no_other(tmp_path: Path) -> None:
    lines = [f"def {name}(qapp): {body}" for name, (body, _) in OFFENCES.items()]
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['tests.guards']\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\nmarkers = logs(pattern): x\n")
    (tmp_path / "test_offences.py").write_text(START + "\n".join(lines))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-rA", "--tb=line"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    said = dict(re.findall(r"^(?:ERROR|FAILED) \S+::(\w+) - (.*)$", run.stdout, re.MULTILINE))
    assert set(said) == {*OFFENCES, "test_silence"}, run.stdout
    complaints = {name: complaint for name, (_, complaint) in OFFENCES.items()} | {"test_silence": "in vain"}
    assert [name for name in said if not said[name].startswith("Failed")] == []
    assert [name for name, complaint in complaints.items() if complaint not in run.stdout] == []
