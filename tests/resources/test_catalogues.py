"""The catalogues are whole, and the check that says so bites."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.catalogues import PACKAGES, Catalogues, main

ROOT = Path(__file__).parents[2]

SOURCE = """
from resources.texts import _, N_, ngettext
hello = _("Hello {name}")
marked = N_("Waiting")
counted = ngettext("{n} visit", "{n} visits", 2)
"""

DUTCH = {
    'msgid "Hello {name}"\nmsgstr ""': 'msgid "Hello {name}"\nmsgstr "Hallo {name}"',
    'msgid "Waiting"\nmsgstr ""': 'msgid "Waiting"\nmsgstr "Wachtend"',
    'msgstr[0] ""\nmsgstr[1] ""': 'msgstr[0] "{n} bezoek"\nmsgstr[1] "{n} bezoeken"',
}


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    """A small program whose catalogues are in order."""
    for package in PACKAGES:
        (tmp_path / package).mkdir()
    (tmp_path / "app" / "words.py").write_text(SOURCE, encoding="utf-8")
    catalogues = Catalogues(tmp_path)
    catalogues.update()
    for language in ("nl", "da"):
        for old, new in DUTCH.items():
            edit(catalogues, language, old, new)
    catalogues.compile()
    return catalogues


def edit(catalogues: Catalogues, language: str, old: str, new: str) -> None:
    po = catalogues.po(language)
    text = po.read_text(encoding="utf-8")
    assert old in text
    po.write_text(text.replace(old, new), encoding="utf-8")


def test_catalogues_in_order_have_no_problems(catalogues: Catalogues) -> None:
    assert list(catalogues.problems()) == []
    assert main(["check"], root=catalogues.root) == 0


def test_updating_again_changes_nothing(catalogues: Catalogues) -> None:
    before = [path.read_bytes() for path in sorted(catalogues.folder.rglob("*.po*"))]
    catalogues.update()
    assert [path.read_bytes() for path in sorted(catalogues.folder.rglob("*.po*"))] == before


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Wachtend"', 'msgstr ""', "'Waiting' has no translation"),
        ('msgstr "Wachtend"', 'msgstr "Waiting"', "'Waiting' is not translated but repeated"),
        ('msgstr[1] "{n} bezoeken"', 'msgstr[1] ""', "'{n} visit' has no translation"),
        ('msgstr "Hallo {name}"', 'msgstr "Hallo {naam}"', "{names} differ"),
        ('msgstr "Hallo {name}"', 'msgstr "Hallo"', "{names} differ"),
        ('msgid "Waiting"', '#, fuzzy\nmsgid "Waiting"', "'Waiting' is marked as uncertain"),
        ('msgstr "Wachtend"', 'msgstr "In afwachting"', "run compile"),
    ],
)
def test_each_fault_in_a_translation_is_named(
    catalogues: Catalogues, old: str, new: str, problem: str
) -> None:
    edit(catalogues, "nl", old, new)
    found = [line for line in catalogues.problems() if problem in line]
    assert found
    assert all(line.startswith("nl: ") for line in found)
    assert main(["check"], root=catalogues.root) == 1


def test_a_new_and_a_gone_text_are_noticed(catalogues: Catalogues) -> None:
    words = catalogues.root / "app" / "words.py"
    words.write_text(SOURCE.replace('"Waiting"', '"Planned"'), encoding="utf-8")
    found = "\n".join(catalogues.problems())
    assert "not in the template: 'Planned'" in found
    assert "in the template but not in the source: 'Waiting'" in found
    assert "nl: the texts are not those of the source" in found


@pytest.mark.parametrize("stray", ['_(f"Hello {n}")', '_("a" + n)', '_("a {n}".format(n=n))'])
def test_a_text_put_together_before_translating_is_noticed(catalogues: Catalogues, stray: str) -> None:
    words = catalogues.root / "app" / "words.py"
    words.write_text(f"{SOURCE}\nn = 'x'\n{stray}\n", encoding="utf-8")
    assert "app/words.py:8: not a literal text" in list(catalogues.problems())


def test_one_thing_may_go_without_its_number(catalogues: Catalogues) -> None:
    words = catalogues.root / "app" / "words.py"
    words.write_text(SOURCE.replace('"{n} visit",', '"A visit",'), encoding="utf-8")
    catalogues.update()
    for language in ("nl", "da"):
        edit(
            catalogues, language, 'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "Bezoek"\nmsgstr[1] "{n} bezoeken"'
        )
    catalogues.compile()
    assert list(catalogues.problems()) == []
    edit(catalogues, "da", '"{n} bezoeken"', '"bezoeken"')
    assert any("{names} differ" in problem for problem in catalogues.problems())


def test_the_same_words_are_allowed_where_listed(catalogues: Catalogues) -> None:
    (catalogues.folder / "same.txt").write_text("Waiting\n", encoding="utf-8")
    edit(catalogues, "nl", 'msgstr "Wachtend"', 'msgstr "Waiting"')
    catalogues.compile()
    assert list(catalogues.problems()) == []


def test_a_missing_catalogue_and_a_wrong_command_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"], root=tmp_path) == 1
    assert "servicebord.pot is missing" in capsys.readouterr().err
    assert main(["mend"], root=tmp_path) == 2


def test_the_shipped_catalogues_are_whole() -> None:
    assert list(Catalogues(ROOT).problems()) == []
