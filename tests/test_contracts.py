"""The import contracts bite: each deliberate offence breaks exactly the contract that is meant for it.

The offences are planted one by one in a skeleton: the tree's own module names, all of them empty.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ui", "app", "reports", "models", "resources")

# contract id, {file: what is planted in it}
OFFENCES: list[tuple[str, dict[str, str]]] = [
    ("direction", {"app/work.py": "import ui.theme"}),
    ("direction", {"models/terms.py": "from app import settings"}),
    ("direction", {"reports/page.py": "import app.queries.board"}),
    ("direction", {"resources/texts.py": "from models.terms import Priority"}),
    ("qt", {"app/usecases/visits/placing.py": "from PySide6.QtCore import QObject"}),
    ("qt", {"resources/files.py": "import shiboken6"}),
    ("qt", {"reports/page.py": "from PySide6.QtGui import QFont"}),
    ("arithmetic", {"ui/board/geometry.py": "from PySide6.QtCore import QRectF"}),
    (
        "arithmetic",
        {"ui/board/layout/spans.py": "from ui import theme", "ui/theme/__init__.py": "import PySide6"},
    ),
    ("sql", {"ui/orders/page.py": "from sqlalchemy import select"}),
    ("sql", {"reports/page.py": "import sqlalchemy.orm"}),
    ("sql", {"ui/connect.py": "import psycopg"}),
    ("pdf", {"app/printing.py": "from reportlab.pdfgen.canvas import Canvas"}),
    ("pdf", {"ui/print_dialog.py": "import segno"}),
    ("pages-of-pdf", {"app/printing.py": "import pypdfium2"}),
    ("workbooks", {"app/queries/orders.py": "import openpyxl"}),
    ("workbooks", {"ui/orders/page.py": "import xlsxwriter"}),
    ("mapped", {"ui/orders/page.py": "from models.orders import ServiceOrder"}),
    ("mapped", {"ui/orders/page.py": "from models import fit"}),
    ("mapped", {"ui/board/page.py": "import models.visits"}),
    ("mapped", {"reports/page.py": "import models.orders"}),
    ("pure", {"models/fit.py": "import sqlalchemy"}),
    ("pure", {"models/distances.py": "from models.base import Base", "models/base.py": "import sqlalchemy"}),
    ("cycles", {"models/orders.py": "import models.visits", "models/visits.py": "import models.orders"}),
    ("app", {"app/work.py": "import app.usecases.visits.placing", "app/usecases/visits/placing.py": ""}),
    (
        "app",
        {"app/queries/board.py": "import app.usecases.visits.placing", "app/usecases/visits/placing.py": ""},
    ),
    ("app", {"app/database.py": "import app.changes"}),
    ("app", {"app/drawer.py": "NOBODY_SAID_WHERE_I_STAND = True"}),
    (
        "usecases",
        {"app/usecases/visits/placing.py": "import app.usecases.masters", "app/usecases/masters.py": ""},
    ),
    ("queries", {"app/queries/board.py": "import app.queries.orders", "app/queries/orders.py": ""}),
    ("ui", {"ui/orders/page.py": "from ui.board import page", "ui/board/page.py": ""}),
    ("ui", {"ui/edits.py": "import ui.window", "ui/window.py": ""}),
    ("ui", {"ui/theme/__init__.py": "import ui.widgets"}),
    ("ui", {"ui/common.py": "A_DRAWER = True"}),
    ("widgets", {"ui/widgets/rows.py": "import app.queries.board"}),
    ("reports", {"reports/page.py": "import reports.job_sheet", "reports/job_sheet.py": ""}),
    ("reports", {"reports/invoice.py": "import reports.page"}),
]

ALLOWED: list[dict[str, str]] = [
    {},
    {"ui/board/page.py": "import models.terms, models.errors, models.fit, models.distances"},
    {"app/exchange/workbook.py": "import openpyxl, xlsxwriter, defusedxml"},
    {"ui/orders/page.py": "import pypdfium2, app.queries.board, reports.page, resources.texts"},
    {"app/usecases/visits/placing.py": "import sqlalchemy, models.visits, app.queries.board"},
]


def contracts() -> dict[str, str]:
    """Name of each contract by its id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["id"]: contract["name"] for contract in settings["contracts"]}


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """The tree's modules without their contents, and its settings."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            copy = tmp_path / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text("")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def broken_by(skeleton: Path, offences: list[dict[str, str]]) -> list[list[str]]:
    """Names of the contracts that each offence breaks."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "contract_probe.py")],
        cwd=skeleton, input=json.dumps(offences), capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    answer: list[list[str]] = json.loads(run.stdout.splitlines()[-1])
    return answer


def test_every_contract_has_an_offence_to_catch() -> None:
    assert {contract for contract, _ in OFFENCES} == set(contracts())


def test_each_offence_breaks_exactly_its_contract(skeleton: Path) -> None:
    answers = broken_by(skeleton, [offence for _, offence in OFFENCES])
    expected = [[contracts()[contract]] for contract, _ in OFFENCES]
    wrong = [
        (offence, answer)
        for (_, offence), answer, right in zip(OFFENCES, answers, expected, strict=True)
        if answer != right
    ]
    assert wrong == []


def test_what_is_meant_to_be_allowed_is(skeleton: Path) -> None:
    answers = broken_by(skeleton, ALLOWED)
    assert [pair for pair in zip(ALLOWED, answers, strict=True) if pair[1]] == []
