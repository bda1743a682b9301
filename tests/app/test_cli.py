"""The command line: exit codes, sentences, where the database comes from, and no Qt but for pictures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import main
from app.context import Context
from app.database import Database, parse
from app.queries.presence import has_rows
from app.schema import HEAD, migrate
from app.settings import Settings
from models.visits import Visit
from tests.builders import a_technician, a_visit
from tests.conftest import Clock

ROOT = Path(__file__).resolve().parents[2]
NO_QT = """
import sys
from app.cli import main
code = main(sys.argv[1:])
loaded = [name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6", "ui")]
sys.exit(code if not loaded else f"loaded: {loaded}")
"""


def fresh(*arguments: object, code: str = NO_QT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a new interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def planned(sqlite_url: str, clock: Clock) -> str:
    """A database with a visit on that Monday."""
    context = Context(Settings(database=sqlite_url), clock=clock)
    context.run(a_visit, technician=context.run(a_technician, code="T01")[0])
    context.close()
    return sqlite_url


def test_a_command_never_loads_qt(planned: str, tmp_path: Path) -> None:
    out = tmp_path / "sheets.pdf"
    asked = ["print", "work-descriptions", "--date", "2026-11-23", "--out", out]
    printed = fresh("--database", planned, *asked)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout == f"1 work descriptions on 1 pages in {out}.\n"
    checked = fresh("check", SERVICEBORD_DATABASE=planned)
    assert (checked.returncode, checked.stdout) == (0, "servicebord.db is sound.\n")


def test_an_address_before_the_command_wins_over_the_environment(planned: str, tmp_path: Path) -> None:
    ended = fresh("--database", planned, "check", SERVICEBORD_DATABASE=str(tmp_path / "gone" / "x.db"))
    assert ended.returncode == 0
    refused = fresh("check", SERVICEBORD_DATABASE=str(tmp_path / "gone" / "x.db"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("There is no folder")
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["conquer"],
        ["print", "work-descriptions", "--date", "soon", "--out", "x.pdf"],
        ["print", "invoices", "--date", "2026-11-23", "--out", "x.pdf"],
        ["screenshot", "--size", "0x9", "--out", "x.png"],
        ["demo", "--visits", "-3"],
        ["import"],
    ],
)
def test_a_wrong_call_ends_with_two_and_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: servicebord" in capsys.readouterr().err


def test_nothing_planned_and_unknown_people_are_refused(
    planned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--database", planned, "print", "work-descriptions", "--out", str(tmp_path / "x.pdf")]
    assert main([*asked, "--date", "2026-12-25"]) == 1
    assert main([*asked, "--date", "2026-11-23", "--technician", "T99"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 2)
    assert "There is no technician T99." in said.err
    assert main([*asked, "--date", "2026-11-23", "--technician", "T01", "--size", "letter"]) == 0
    assert (tmp_path / "x.pdf").exists()


def test_check_finds_what_is_wrong(planned: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(parse(planned))
    with database.connected() as connection:
        connection.execute(text("DROP TRIGGER visit_no_overlap_insert"))
        copied = ", ".join(c.name for c in Visit.__table__.columns if c.name != "id")
        connection.execute(text(f"INSERT INTO visit ({copied}) SELECT {copied} FROM visit"))
    database.close()
    assert main(["--database", planned, "check"]) == 1
    assert capsys.readouterr().err


def test_upgrade_tells_about_the_backup(planned: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(parse(planned))
    with database.migrating() as connection:
        migrate(connection, f"{int(HEAD) - 1:04d}")
    database.close()
    assert main(["--database", planned, "upgrade"]) == 0
    assert "A backup is in" in capsys.readouterr().out
    assert main(["--database", planned, "upgrade"]) == 0
    assert "of this version already" in capsys.readouterr().out


def test_a_demo_goes_out_by_export_and_comes_in_by_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    assert main(["--database", str(first), "demo"]) == 0
    assert main(["--database", str(first), "demo"]) == 1  # it is not empty any more
    assert main(["--database", str(first), "export", str(tmp_path / "tables")]) == 0
    assert main(["--database", str(second), "import", "--dry-run", str(tmp_path / "tables")]) == 0
    assert not has_any(second)
    assert main(["--database", str(second), "import", str(tmp_path / "tables")]) == 0
    assert has_any(second)
    (tmp_path / "tables" / "sites.csv").write_text("code,nonsense\nx,y\n")
    assert main(["--database", str(second), "import", str(tmp_path / "tables")]) == 1
    assert "nonsense" in capsys.readouterr().err


def has_any(file: Path) -> bool:
    context = Context(Settings(database=str(file)))
    found = context.read(has_rows)
    context.close()
    return bool(found)


def test_without_a_screen_the_window_says_so(planned: str) -> None:
    code = "import sys; from app.cli import main; sys.exit(main())"
    bare = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": "", "SERVICEBORD_DATABASE": planned}
    ended = fresh(code=code, **bare)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("There is no screen")


def test_it_speaks_the_language_of_the_settings(planned: str, tmp_path: Path) -> None:
    ended = fresh("check", SERVICEBORD_DATABASE=planned, SERVICEBORD_LANGUAGE="xx")
    assert ended.returncode == 1
    assert "language is xx" in ended.stderr


def test_a_reader_that_goes_away_is_no_bug(planned: str) -> None:
    command = f"{sys.executable} -m app.cli --database {planned} check | true"
    ended = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602
    assert "Traceback" not in ended.stderr
