"""The changelog has the form in which Help shows it."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHANGELOG = ROOT / "resources" / "docs" / "changelog.md"
KINDS = ("Added", "Changed", "Fixed")


def versions() -> list[tuple[str, str]]:
    """Heading and contents of each version, the newest first."""
    parts = re.split(r"^## (.+)$", CHANGELOG.read_text("utf-8"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_each_version_has_a_number_and_a_date_or_is_yet_to_come() -> None:
    for n, (heading, _) in enumerate(versions()):
        if n == 0 and heading == "Unreleased":
            continue
        found = re.fullmatch(r"\d+\.\d+\.\d+ \((\d{4}-\d{2}-\d{2})\)", heading)
        assert found, heading
        assert date.fromisoformat(found[1])


def test_the_newest_number_is_that_of_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    numbers = [heading.split()[0] for heading, _ in versions() if heading != "Unreleased"]
    assert numbers[:1] in ([], [project["version"]])


def test_entries_are_sentences_under_a_known_kind() -> None:
    for heading, contents in versions():
        kinds = re.findall(r"^### (.+)$", contents, re.MULTILINE)
        assert kinds, heading
        assert kinds == [kind for kind in KINDS if kind in kinds], heading
        plain = re.sub(r"^### .+$", "", contents, flags=re.MULTILINE)
        entries = [entry.strip() for entry in re.split(r"^- ", plain, flags=re.MULTILINE) if entry.strip()]
        assert [entry for entry in entries if not re.fullmatch(r"[A-Z“`].*[.!?]", entry, re.DOTALL)] == []
