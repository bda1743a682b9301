"""What frames any paper of an order: letterhead, band with number and codes, short heads, feet, signatures.

Black on white, one type family, hairlines (look.md, last bullet). Titles and labels are marked texts, spoken
in the paper's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Protocol, TypeVar

from reportlab.pdfgen.canvas import Canvas

from reports import speech
from reports.codes import code128, qr
from reports.flow import Flow
from reports.fonts import Style, clip, drawable, fits, width, wrap
from reports.page import RULE, Page, Paper, add_form, new_canvas, paint, write_footer, write_whole
from reports.parties import Letterhead, SheetSite
from reports.speech import word
from reports.styles import BIG, BODY, LABEL, LEAD, MARGIN, NAME, NUMBER, SMALL
from resources.texts import N_

HEAD = 60.0
"""From the top of the paper to the rule under the letterhead."""
NUMBER_ROOM = 250.0
"""Room for the number at the top; a longer one is clipped there and said in full elsewhere."""
SIGNATURE = 54.0
"""Height of the signature boxes."""

_BAND = 74.0  # height of the band with number and codes
_MODULES = (0.95, 0.75)  # widths of a bar in points that are tried: read even after a fax
_STATE_ROOM = 190.0  # for the words under the number, beside the bars
_QR = 54.0


class Printable(Protocol):
    """What every paper says of itself."""

    @property
    def letterhead(self) -> Letterhead:
        """The company."""

    @property
    def language(self) -> str:
        """Of labels, dates and numbers."""

    @property
    def number(self) -> str:
        """Of the order."""

    @property
    def place(self) -> str:
        """Where, or for whom, in a few words."""


P = TypeVar("P", bound=Printable)
LayOut = Callable[[P, Paper], list[Page]]


def render(
    papers: Sequence[P], file: IO[bytes] | Path, paper: Paper, *, title: str, lay_out: LayOut[P]
) -> int:
    """Draw papers one after another and give the number of pages; same input, same bytes.

    A path is written whole or not at all. Raises OSError as the file does.
    """
    if isinstance(file, Path):
        return write_whole(file, lambda opened: _draw(papers, opened, paper, title, lay_out))
    return _draw(papers, file, paper, title, lay_out)


def _draw(papers: Sequence[P], file: IO[bytes], paper: Paper, title: str, lay_out: LayOut[P]) -> int:
    first = papers[0]
    languages = {each.language for each in papers}
    canvas = new_canvas(
        file,
        paper,
        title=word(first.language, title),
        author=drawable(first.letterhead.name),
        language=first.language if len(languages) == 1 else "",
    )
    forms: dict[tuple[Letterhead, str], str] = {}
    count = 0
    for number, each in enumerate(papers):
        canvas.bookmarkPage(f"sheet{number}")
        canvas.addOutlineEntry(clip(f"{each.number} · {each.place}", SMALL, 300), f"sheet{number}")
        form = _form(canvas, each, paper, title, forms)
        for position, page in enumerate(lay_out(each, paper)):
            if position == 0:
                page.forms.append(form)
            paint(canvas, page)
            canvas.showPage()
            count += 1
    canvas.save()
    return count


def _form(
    canvas: Canvas, sheet: Printable, paper: Paper, title: str, forms: dict[tuple[Letterhead, str], str]
) -> str:
    """Name of the form with this letterhead in this language; stored in the file when first asked for."""
    key = (sheet.letterhead, sheet.language)
    if key not in forms:
        forms[key] = f"letterhead{len(forms)}"
        add_form(canvas, forms[key], draw_letterhead(sheet.letterhead, sheet.language, paper, title=title))
    return forms[key]


def draw_letterhead(letterhead: Letterhead, language: str, paper: Paper, *, title: str) -> Page:
    """What every paper of this company begins with: name and address over a hairline, and the title."""
    page = Page()
    wide, high = paper.size
    right = wide - MARGIN
    address = " · ".join(filter(None, letterhead.address))
    reach = " · ".join(filter(None, (letterhead.phone, letterhead.email)))
    room = (right - MARGIN) * 0.55
    lines = [line for text in (address, reach) for line in wrap(text, SMALL, room)][:3]
    y = high - HEAD + 10 + SMALL.leading * len(lines)
    for line in lines:
        page.write_right(line, right, y - SMALL.drop, SMALL)
        y -= SMALL.leading
    for index, line in enumerate(reversed(_in_two_lines(letterhead.name, right - MARGIN - room - 12))):
        page.write(line, MARGIN, high - HEAD + 13.5 + index * NAME.leading, NAME)
    page.line((MARGIN, high - HEAD), (right, high - HEAD))
    page.write(speech.caps(language, title), MARGIN, high - HEAD - 18, LABEL)
    return page


def _in_two_lines(text: str, room: float) -> list[str]:
    first, *rest = wrap(text, NAME, room) or ("",)
    return [first, clip(" ".join(rest), NAME, room)] if rest else [first]


def number_style(number: str) -> Style:
    """The largest type in which an order's number fits its room, else the smallest."""
    text = drawable(number)
    return next((style for style in (NUMBER, BIG) if width(text, style) <= NUMBER_ROOM), LEAD)


def add_band(flow: Flow, number: str, state: Callable[[Page, float, float], object]) -> None:
    """The number at the left with `state` written beneath it at (x, y); Code 128 and QR at the right."""
    top = flow.y
    page = flow.page
    edge = flow.right
    code = qr(number)
    if code is not None:
        edge -= _QR
        page.codes.append((code, edge, top - _BAND + 9, _QR / code.wide, _QR / code.high))
        edge -= 22
    style = number_style(number)
    shown = clip(number, style, NUMBER_ROOM)
    page.write(shown, flow.left, top - 42, style)
    bars = code128(number)
    room = edge - flow.left - max(width(shown, style), _STATE_ROOM) - 12
    module = next((wide for wide in _MODULES if bars is not None and bars.wide * wide <= room), 0.0)
    if bars is not None and module:
        page.codes.append((bars, edge - bars.wide * module, top - _BAND + 9, module, 26))
    state(page, flow.left, top - 60)
    flow.y = top - _BAND
    flow.rule(RULE)
    flow.skip(10)


def where_parts(site: SheetSite | None, one_time: str, language: str) -> list[tuple[Style, str]]:
    """Where the work is: an address for this one visit wins over the site's (domain.md 5.9)."""
    if one_time.strip():
        first, *rest = one_time.strip().splitlines()
        return [(LEAD, first), *((BODY, line) for line in rest)]
    if site is None:
        return [(LEAD, speech.word(language, N_("No site given")))]
    town = " ".join(filter(None, (site.postal_code, site.city)))
    return [(LEAD, site.name or site.street or town), (BODY, site.street), (BODY, town), (BODY, site.country)]


def email_part(email: str, room: float) -> tuple[Style, str]:
    """An e-mail address, smaller where it would not fit on one line: broken it is misread."""
    return (BODY if fits(drawable(email), BODY, room) else SMALL, email)


def write_further_head(paper: Paper, page: Page, *, number: str, place: str, timing: str) -> float:
    """The short head of a further page; gives where its text begins."""
    wide, high = paper.size
    right = wide - MARGIN
    y = high - 46
    timing = clip(timing, SMALL, (right - MARGIN) * 0.45)
    number = clip(number, NAME, (right - MARGIN) * 0.25)
    page.write(number, MARGIN, y, NAME)
    x = MARGIN + width(number, NAME) + 10
    page.write(clip(place, SMALL, right - width(timing, SMALL) - 12 - x), x, y, SMALL)
    page.write_right(timing, right, y, SMALL)
    page.line((MARGIN, y - 8), (right, y - 8), RULE)
    return y - 20


def add_footers(flow: Flow, sheet: Printable, paper: Paper, *, title: str) -> None:
    """Title, number and company at the foot of every page, and which page it is."""
    language = sheet.language
    count = len(flow.pages)
    company = f" · {drawable(sheet.letterhead.name)}" if sheet.letterhead.name else ""
    left = f"{speech.word(language, title)} {drawable(sheet.number)}{company}"
    source = speech.word(language, N_("Page {number} of {count}"))
    for number, page in enumerate(flow.pages, start=1):
        write_footer(
            page, paper, (left, source.format(number=number, count=count)), margin=MARGIN, style=SMALL
        )


def add_signatures(flow: Flow, language: str) -> None:
    """Three boxes at the foot of the room: technician, customer, date and time; ends the page."""
    gap = 10.0
    wide = (flow.wide - 2 * gap) / 3
    titles = (N_("Technician, signature"), N_("Customer, name and signature"), N_("Date and time"))
    for index, title in enumerate(titles):
        x = flow.left + index * (wide + gap)
        flow.page.frame(x, flow.bottom, wide, SIGNATURE)
        text = clip(speech.word(language, title), SMALL, wide - 12)
        flow.page.write(text, x + 6, flow.bottom + SIGNATURE - 12, SMALL)
    flow.y = flow.bottom
