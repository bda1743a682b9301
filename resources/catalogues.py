"""Keeps the gettext catalogues: `python -m resources.catalogues update|compile|check`.

update takes the texts of all packages into the template and the catalogues, compile writes the .mo files the
program reads, check says what is wrong and ends with 1 if anything is.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from resources.texts import DOMAIN, LANGUAGES

PACKAGES = ("app", "models", "reports", "resources", "ui")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
SOURCE_LANGUAGE = LANGUAGES[0]
_NAMES = re.compile(r"{([^{}:!]*)")


class Catalogues:
    """The template and one catalogue a language under a folder, for the packages under a root.

    Attributes:
        root: the folder the packages are in.
        folder: where the template and the languages are, usually resources/locale.
    """

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        self.root = root
        self.folder = folder if folder is not None else root / "resources" / "locale"

    @property
    def same(self) -> frozenset[str]:
        """Texts that may be the same in another language as in English (locale/same.txt, one a line)."""
        listed = self.folder / "same.txt"
        return frozenset(listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ())

    @property
    def template(self) -> Path:
        """The file of all texts, untranslated."""
        return self.folder / f"{DOMAIN}.pot"

    def po(self, language: str) -> Path:
        """A language's catalogue."""
        return self.folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"

    def mo(self, language: str) -> Path:
        """A language's catalogue as the program reads it."""
        return self.po(language).with_suffix(".mo")

    def extracted(self) -> Catalog:
        """The texts that are in the source now, with the files they are in."""
        catalogue = _bare(None)
        for package in PACKAGES:
            found = extract_from_dir(self.root / package, [("**.py", "python")], keywords=KEYWORDS)
            for name, _line, message, _comments, _context in sorted(found, key=lambda item: item[:2]):
                catalogue.add(message, locations=[(f"{package}/{name}", 0)])
        return catalogue

    def update(self) -> None:
        """Write the template and take new texts into every catalogue; translations of gone texts go."""
        fresh = self.extracted()
        self._write(self.template, fresh)
        for language in LANGUAGES:
            catalogue = self.read(language)
            catalogue.update(fresh, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            self._write(self.po(language), catalogue)

    def compile(self) -> None:
        """Write every .mo."""
        for language in LANGUAGES:
            self.mo(language).write_bytes(self.compiled(language))

    def compiled(self, language: str) -> bytes:
        """The .mo of a language as it should be."""
        out = io.BytesIO()
        write_mo(out, self.read(language))
        return out.getvalue()

    def read(self, language: str) -> Catalog:
        """A language's catalogue, empty if there is none yet."""
        if not self.po(language).exists():
            return _bare(language)
        with self.po(language).open("rb") as source:
            return read_po(source, locale=language, domain=DOMAIN)

    def problems(self) -> Iterator[str]:
        """What is wrong, a sentence each."""
        fresh, same = self.extracted(), self.same
        yield from self._unseen_texts()
        yield from self._template_problems(fresh)
        for language in LANGUAGES:
            catalogue = self.read(language)
            if _texts(catalogue) != _texts(fresh):
                yield f"{language}: the texts are not those of the source; run update"
            for message in catalogue:
                if message.id:
                    yield from (
                        f"{language}: {problem}" for problem in _message_problems(message, language, same)
                    )
            written = self.mo(language).read_bytes() if self.mo(language).exists() else b""
            if not written or _spoken(written) != _spoken(self.compiled(language)):
                yield f"{language}: the .mo is not that of the .po; run compile"

    def _unseen_texts(self) -> Iterator[str]:
        """Texts put together before they are translated, which no catalogue can hold."""
        for package in PACKAGES:
            for path in sorted((self.root / package).rglob("*.py")):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
                lines = (call.lineno for call in calls if _is_composed(call))
                yield from (f"{path.relative_to(self.root)}:{line}: not a literal text" for line in lines)

    def _template_problems(self, fresh: Catalog) -> Iterator[str]:
        if not self.template.exists():
            yield f"{self.template.name} is missing; run update"
            return
        with self.template.open("rb") as source:
            written = _texts(read_po(source, domain=DOMAIN))
        for text in sorted(_texts(fresh) - written):
            yield f"not in the template: {text[0]!r}; run update"
        for text in sorted(written - _texts(fresh)):
            yield f"in the template but not in the source: {text[0]!r}; run update"

    def _write(self, path: Path, catalogue: Catalog) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)
        path.write_bytes(out.getvalue())


def _is_composed(call: ast.Call) -> bool:
    """Whether a call asks to translate an f-string, a sum, or a text already filled in."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in KEYWORDS or not call.args:
        return False
    text = call.args[0]
    is_filled = isinstance(text, ast.Call) and getattr(text.func, "attr", "") == "format"
    return is_filled or isinstance(text, ast.JoinedStr | ast.BinOp)


def _bare(language: str | None) -> Catalog:
    """A catalogue whose header has no dates, so that the same texts give the same file."""
    catalogue = Catalog(locale=language, domain=DOMAIN, project="Servicebord", version="0", fuzzy=False)
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 21, tzinfo=UTC)
    catalogue.header_comment = "# Texts of Servicebord."
    catalogue.last_translator = catalogue.language_team = "Servicebord"
    return catalogue


def _texts(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {_forms(message.id) for message in catalogue if message.id}


def _spoken(compiled: bytes) -> dict[object, str]:
    """What a .mo says, without its header, which names Babel's version."""
    said: dict[object, str] = dict(vars(gettext.GNUTranslations(io.BytesIO(compiled)))["_catalog"])
    said.pop("", None)
    return said


def _forms(text: object) -> tuple[str, ...]:
    if isinstance(text, tuple | list):
        return tuple(str(part) for part in text)
    return (str(text),)


def _message_problems(message: Message, language: str, same: frozenset[str]) -> Iterator[str]:
    """What is wrong with one translation; English may leave texts to the source."""
    sources, strings = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield f"{sources[0]!r} is marked as uncertain"
    if language == SOURCE_LANGUAGE and not any(strings):
        return
    if not all(string.strip() for string in strings):
        yield f"{sources[0]!r} has no translation"
        return
    single, counted = _names(sources[0]), _names(sources[-1])
    for place, string in enumerate(strings):
        if _names(string) not in ((single, counted) if place == 0 else (counted,)):
            yield f"{sources[0]!r}: {{names}} differ in {string!r}"
    is_repeated = strings[0] == sources[0] and sources[0].replace("&", "") not in same
    if language != SOURCE_LANGUAGE and is_repeated:
        yield f"{sources[0]!r} is not translated but repeated"


def _names(text: str) -> set[str]:
    return set(_NAMES.findall(text.replace("{{", "").replace("}}", "")))


def main(arguments: list[str], *, root: Path) -> int:
    """Run one command; returns the exit code (2 for a wrong command)."""
    catalogues = Catalogues(root)
    if arguments == ["update"]:
        catalogues.update()
    elif arguments == ["compile"]:
        catalogues.compile()
    elif arguments == ["check"]:
        found = list(catalogues.problems())
        sys.stderr.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    else:
        sys.stderr.write("usage: python -m resources.catalogues update|compile|check\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], root=Path(__file__).parent.parent))
