"""The `servicebord` command: without a command it opens the window, with one it never imports Qt.

Exit codes: 0 done, 1 refused or wrong data (a sentence on stderr), 2 usage.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from app.context import Context, wall_clock
from app.database import Database, parse
from app.settings import Settings, load
from models.errors import Expected, Refused
from models.terms import TransactionType
from resources.texts import _, use_language

Command = Callable[[Settings, argparse.Namespace], int]
DONE, REFUSED = 0, 1
MOST_BOARD_DAYS = 31


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    use_language(_system_language())  # for --help; the settings are not read yet
    asked = _parser().parse_args(arguments)
    try:
        settings = load()
        if asked.database:
            settings = replace(settings, database=asked.database)
        use_language(getattr(asked, "language", None) or settings.language or _system_language())
        return _COMMANDS[asked.command](settings, asked)
    except Expected as error:
        _say(str(error), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; Python would complain at exit
        return REFUSED


def _system_language() -> str:
    from resources.texts import language_of

    return language_of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")


def _say(text: str, *, file: TextIO | None = None) -> None:
    print(text, file=file or sys.stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="servicebord", description=_("Plan and run technicians' visits. Without a command: the window.")
    )
    parser.add_argument("--version", action="version", version=version("servicebord"))
    parser.add_argument("--database", metavar="URL", help=_("address or file of the database"))
    parser.set_defaults(command="window")
    commands = parser.add_subparsers(metavar=_("COMMAND"))
    _add_demo(commands)
    for name, text in (("import", _("read tables from a folder or workbook")), ("export", _("write them"))):
        command = commands.add_parser(name, help=text)
        command.add_argument("path", type=Path, help=_("a folder of CSV files, or an .xlsx workbook"))
        command.set_defaults(command=name)
    commands.choices["import"].add_argument("--dry-run", action="store_true", help=_("judge only"))
    _add_generate(commands)
    _add_print(commands)
    _add_posting(commands)
    for name, text in (
        ("upgrade", _("bring the database to this version")),
        ("check", _("look for damage, broken references and overlapping visits")),
    ):
        commands.add_parser(name, help=text).set_defaults(command=name)
    bench = commands.add_parser("bench", help=_("measure the program's speed"))
    bench.add_argument("names", nargs="*", help=_("only these benchmarks"))
    bench.set_defaults(command="bench")
    _add_screenshot(commands)
    return parser


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help=_("fill an empty database with a believable company"))
    demo.add_argument("--seed", type=int, default=1, help=_("same seed and day, same data"))
    for name, text in (
        ("technicians", _("for benchmarks: so many technicians")),
        ("days", _("for benchmarks: so many days")),
        ("visits", _("for benchmarks: so many visits")),
        ("orders", _("for benchmarks: so many orders")),
    ):
        demo.add_argument(f"--{name}", type=_count, help=text)
    demo.set_defaults(command="demo")


def _add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("generate", help=_("make the orders that agreements are due"))
    for name, place, text in (("--from", "first", _("first date")), ("--to", "last", _("last date"))):
        command.add_argument(name, dest=place, type=_day, required=True, metavar="DATE", help=text)
    add = command.add_argument
    add("--agreement", nargs="+", action="extend", default=[], metavar="CODE", help=_("only these"))
    add("--types", type=_types, default=tuple(TransactionType), metavar="hour,item", help=_("only these"))
    add("--continuous", action="store_true", help=_("fill gaps in a series, too"))
    add("--closed-days", choices=["flag", "move"], help=_("move lines off them inside their time window"))
    add("--dry-run", action="store_true", help=_("only tell what would be made"))
    command.set_defaults(command="generate")


def _add_print(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    papers = commands.add_parser("print", help=_("write papers as PDF"))
    papers.add_argument("paper", choices=["work-descriptions", "work-receipts", "board"])
    chosen = papers.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--date", "--day", type=_day, help=_("day of the visits, YYYY-MM-DD"))
    chosen.add_argument(
        "--order", action="extend", nargs="+", default=[], metavar="NUMBER", help=_("numbers of orders")
    )
    papers.add_argument(
        "--technician", action="append", default=[], metavar="CODE", help=_("only theirs, of a day")
    )
    papers.add_argument("--prices", action="store_true", help=_("with sales prices, on receipts"))
    papers.add_argument(
        "--kind",
        choices=["day", "week", "list", "conflicts"],
        default="day",
        help=_("of the board: by the hour, by days, visits per technician, or conflicts"),
    )
    papers.add_argument("--days", type=int, help=_("of the board: how many days"))
    papers.add_argument("--portrait", action="store_true", help=_("of the board: upright"))
    papers.add_argument("--colour", action="store_true", help=_("of the board: in colour"))
    papers.add_argument("--size", choices=["a4", "a3", "letter"], help=_("size of the paper"))
    papers.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    papers.set_defaults(command="print")


def _add_posting(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    posting = commands.add_parser("post", help=_("post what is signed off"))
    posting.add_argument("--from", dest="first", type=_day, help=_("first day of the work, YYYY-MM-DD"))
    posting.add_argument("--to", dest="last", type=_day, help=_("last day, included"))
    posting.add_argument("--types", default="", metavar="hour,expense,item,fee")
    posting.add_argument("--agreement", default="", metavar="CODE")
    posting.add_argument("--order", action="append", default=[], metavar="NUMBER")
    posting.add_argument("--dry-run", action="store_true", help=_("tell only"))
    posting.set_defaults(command="post")
    ledger = commands.add_parser("ledger", help=_("write postings as CSV for the ledger"))
    ledger.add_argument("--from", dest="first", type=_day, required=True, help=_("first date in the ledger"))
    ledger.add_argument("--to", dest="last", type=_day, required=True, help=_("last date, included"))
    ledger.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
    ledger.set_defaults(command="ledger")


def _add_screenshot(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    picture = commands.add_parser("screenshot", help=_("draw the window to a picture, without a screen"))
    picture.add_argument("--page", default="board")
    picture.add_argument("--date", type=_day, help=_("day on the board, YYYY-MM-DD"))
    picture.add_argument("--size", type=_size, default=(1600, 900), metavar="1600x900")
    picture.add_argument("--scale", default="day", help=_("of the board: day, week, month …"))
    picture.add_argument("--theme", choices=["light", "dark"], default="light")
    picture.add_argument("--language", choices=["en", "nl", "da"])
    picture.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    picture.set_defaults(command="screenshot")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("{text} is not a date; write it as 2026-11-23").format(text=text)
        ) from None


def _types(words: str) -> tuple[TransactionType, ...]:
    try:
        return tuple(TransactionType(word.strip().lower()) for word in words.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("{text} is no list of transaction types; write some of {types}").format(
                text=words, types=",".join(TransactionType)
            )
        ) from None


def _size(text: str) -> tuple[int, int]:
    wide, _x, high = text.partition("x")
    if not (wide.isdigit() and high.isdigit() and 0 < int(wide) <= 8000 and 0 < int(high) <= 8000):
        raise argparse.ArgumentTypeError(_("{text} is not a size; write it as 1600x900").format(text=text))
    return int(wide), int(high)


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(_("{text} is not a number above zero").format(text=text))
    return int(text)


def _window(settings: Settings, _asked: argparse.Namespace) -> int:
    gc.disable()  # looking for garbage while everything is loaded costs a tenth of the start
    # By name: `app` stands below `ui`, and no other command may import Qt.
    return int(importlib.import_module("ui.main").run(settings))


def _demo(settings: Settings, asked: argparse.Namespace) -> int:
    from app import demo

    sizes = {
        name: getattr(asked, name)
        for name in ("technicians", "days", "visits", "orders")
        if getattr(asked, name) is not None
    }
    context = Context(settings)
    if sizes:
        demo.fill_large(context, seed=asked.seed, **sizes)
    else:
        demo.fill(context, seed=asked.seed)
    _say(_("The demo company is ready in {name}.").format(name=context.database.name))
    return DONE


def _import(settings: Settings, asked: argparse.Namespace) -> int:
    from app.exchange.imports import import_path

    report = import_path(Context(settings), asked.path, dry_run=asked.dry_run)
    return _told(report.lines(), is_fine=report.is_good)


def _export(settings: Settings, asked: argparse.Namespace) -> int:
    from app.exchange.exports import export_path

    return _told(export_path(Context(settings), asked.path).lines(), is_fine=True)


def _generate(settings: Settings, asked: argparse.Namespace) -> int:
    from app.generating_command import run

    told = run(Context(settings), asked)
    _told(told.lines, is_fine=True)
    return _told(told.complaints, is_fine=not told.complaints)


def _told(lines: Sequence[str], *, is_fine: bool) -> int:
    for line in lines:
        _say(line, file=sys.stdout if is_fine else sys.stderr)
    return DONE if is_fine else REFUSED


def _print_board(settings: Settings, asked: argparse.Namespace) -> int:
    from app.board_papers import board_of, write_board

    if asked.date is None:
        raise Refused(_("The board is of a day, not of orders."), remedy=_("Name it with --day."))
    days = asked.days or (7 if asked.kind == "week" else 1)
    if not 1 <= days <= MOST_BOARD_DAYS:
        raise Refused(_("A board has 1 to {n} days.").format(n=MOST_BOARD_DAYS))
    sheet = board_of(Context(settings), day=asked.date, days=days, technician_codes=asked.technician)
    size = asked.size or settings.paper
    printed = write_board(
        sheet, asked.out, size, asked.kind, is_upright=asked.portrait, in_colour=asked.colour
    )
    said = _("{lanes} technicians on {pages} pages in {file}.")
    _say(said.format(lanes=printed.sheets, pages=printed.pages, file=printed.file))
    return DONE


def _print(settings: Settings, asked: argparse.Namespace) -> int:
    from app import printing

    if asked.paper == "board":
        return _print_board(settings, asked)
    context, size = Context(settings), asked.size or settings.paper
    orders = printing.numbered_orders(context, asked.order)
    if asked.paper == "work-receipts":
        receipts = (
            printing.order_receipts(context, orders, with_prices=asked.prices)
            if orders
            else printing.day_receipts(context, day=asked.date, with_prices=asked.prices)
        )
        printed = printing.write_receipts(receipts, asked.out, size)
        said = _("{sheets} work receipts on {pages} pages in {file}.")
    else:
        sheets = (
            printing.order_sheets(context, orders)
            if orders
            else printing.day_sheets(context, day=asked.date, technician_codes=asked.technician)
        )
        printed = printing.write_sheets(sheets, asked.out, size)
        said = _("{sheets} work descriptions on {pages} pages in {file}.")
    _say(said.format(sheets=printed.sheets, pages=printed.pages, file=printed.file))
    return DONE


def _post(settings: Settings, asked: argparse.Namespace) -> int:
    from app.ledger import Asked, post

    wanted = Asked(asked.first, asked.last, asked.types, asked.agreement, tuple(asked.order))
    return _told(post(Context(settings), wanted, is_dry_run=asked.dry_run), is_fine=True)


def _ledger(settings: Settings, asked: argparse.Namespace) -> int:
    from app.ledger import write_ledger

    written = write_ledger(Context(settings), first=asked.first, last=asked.last, file=asked.out)
    _say(_("{n} postings in {file}.").format(n=written.postings, file=written.file))
    return DONE


def _upgrade(settings: Settings, _asked: argparse.Namespace) -> int:
    from app.schema import State, check_place, state_of, upgrade

    database = Database(parse(settings.url))
    check_place(database)
    if state_of(database) is State.CURRENT:
        _say(_("{name} is of this version already.").format(name=database.name))
        return DONE
    backup = upgrade(database, now=wall_clock())
    _say(_("{name} is of this version now.").format(name=database.name))
    if backup is not None:
        _say(_("A backup is in {file}.").format(file=backup))
    return DONE


def _check(settings: Settings, _asked: argparse.Namespace) -> int:
    from app.queries.soundness import faults

    context = Context(settings)
    found = context.read(faults)
    if not found:
        found = [_("{name} is sound.").format(name=context.database.name)]
        return _told(found, is_fine=True)
    return _told(found, is_fine=False)


def _bench(_settings: Settings, asked: argparse.Namespace) -> int:
    root = Path(__file__).resolve().parent.parent
    if not (root / "tests" / "speed").is_dir():
        raise Refused(_("The benchmarks come with the source code, not with the program."))
    return subprocess.run(
        [sys.executable, "-m", "tests.speed", *asked.names], cwd=root, check=False
    ).returncode


def _screenshot(settings: Settings, asked: argparse.Namespace) -> int:
    settings = replace(settings, scheme=asked.theme, language=asked.language or settings.language)
    ui = importlib.import_module("ui.screenshot")
    shot = ui.Shot(page=asked.page, day=asked.date, scale=asked.scale, size=asked.size)
    ui.take(settings, shot, file=asked.out)
    _say(_("{file} is written.").format(file=asked.out))
    return DONE


_COMMANDS: dict[str, Command] = {
    "window": _window,
    "demo": _demo,
    "import": _import,
    "export": _export,
    "generate": _generate,
    "print": _print,
    "post": _post,
    "ledger": _ledger,
    "upgrade": _upgrade,
    "check": _check,
    "bench": _bench,
    "screenshot": _screenshot,
}

if __name__ == "__main__":
    sys.exit(main())
