"""What others made is named with its licence, and everything that is named is really there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "resources" / "docs" / "third_party.md").read_text("utf-8")


def named(heading: str) -> dict[str, str]:
    """Licence by name, from the table under a heading."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \|", section, re.MULTILINE)
    return {name: licence.strip() for name, licence in rows if name not in ("package", "what")}


def locked(kind: str) -> set[str]:
    """Names of the packages in a lock."""
    return set(
        re.findall(r"^([\w.-]+)==", (ROOT / "installer" / f"lock-{kind}.txt").read_text(), re.MULTILINE)
    )


def test_every_package_that_ships_is_named_with_its_licence() -> None:
    assert set(named("Packages that run the program")) == locked("run")


def test_every_package_of_the_developers_is_named_with_its_licence() -> None:
    assert set(named("Packages that developers use")) == locked("dev") - locked("run")


def test_every_licence_is_known() -> None:
    known = {
        *named("Packages that run the program").values(),
        *named("Packages that developers use").values(),
    }
    assert [licence for licence in known if re.search("GPL", licence) and "LGPL" not in licence] == []
    assert all(known)


def test_both_locks_agree() -> None:
    versions = {
        kind: dict(
            re.findall(
                r"^([\w.-]+)==(\S+)", (ROOT / "installer" / f"lock-{kind}.txt").read_text(), re.MULTILINE
            )
        )
        for kind in ("run", "dev")
    }
    assert {
        name for name, version in versions["run"].items() if versions["dev"].get(name) != version
    } == set()


def test_the_locks_hold_every_dependency_and_no_address() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = settings["dependency-groups"]
    assert required(settings["project"]["dependencies"] + groups["build"]) <= locked("run")
    assert required(groups["dev"]) <= locked("dev")
    assert "://" not in "".join(
        (ROOT / "installer" / f"lock-{kind}.txt").read_text() for kind in ("run", "dev")
    )


def required(lines: list[str]) -> set[str]:
    """Names of the packages that requirements ask for, as locks write them."""
    return {re.split(r"[\[<>=]", line)[0].lower().replace("_", "-") for line in lines}


def test_the_licences_of_fonts_and_icons_lie_beside_them() -> None:
    assert "SIL OPEN FONT LICENSE" in (ROOT / "resources/fonts/LICENSE.txt").read_text("utf-8").upper()
    assert "ISC License" in (ROOT / "resources/icons/LICENSE.txt").read_text("utf-8")
    assert {"Inter", "Lucide"} <= set(named("Fonts and icons"))
