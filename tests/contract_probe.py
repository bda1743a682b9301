"""Lints a skeleton of the tree once for each offence planted in it; test_contracts.py runs it as a process.

Reads JSON from stdin: a list of offences, each a mapping of module file to the lines planted in it. Writes
JSON: for each offence the names of the broken contracts. The current folder is the skeleton, with its
pyproject.toml.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from importlinter import configuration
from importlinter.application import use_cases

ROOT = Path.cwd()


def plant(offence: dict[str, str]) -> list[Path]:
    """Write the offending modules, with the packages they need; returns what was new."""
    new = []
    for name, lines in offence.items():
        file = ROOT / name
        for folder in reversed(file.relative_to(ROOT).parents[:-1]):
            package = ROOT / folder / "__init__.py"
            if not package.exists():
                package.parent.mkdir(exist_ok=True)
                package.write_text("")
                new.append(package)
        new += [] if file.exists() else [file]
        file.write_text(lines + "\n")
    return new


def uproot(offence: dict[str, str], new: list[Path]) -> None:
    """Put the skeleton back as it was."""
    for name in offence:
        (ROOT / name).write_text("")
    for file in new:
        file.unlink()
    for folder in sorted({file.parent for file in new}, key=lambda path: -len(path.parts)):
        if not any(folder.iterdir()):
            folder.rmdir()


def main() -> None:
    """Lint for each offence in turn."""
    configuration.configure()
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    options = use_cases.read_user_options(config_filename=str(ROOT / "pyproject.toml"))
    use_cases._register_contract_types(options)  # lint_imports does so too, but it only prints its report
    answers = []
    for offence in json.load(sys.stdin):
        new = plant(offence)
        report = use_cases.create_report(options, cache_dir=None)
        answers.append(
            [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]
        )
        uproot(offence, new)
    sys.__stdout__.write("\n" + json.dumps(answers))


if __name__ == "__main__":
    main()
