"""Job sheets with QR and Code 128 on one core, against a bare canvas with the same strings and shapes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from models.terms import Language
from reports import codes, fonts
from reports.job_sheet import JobSheet, pages_of, render
from reports.job_sheet_layout import draw_letterhead
from reports.page import Page, Paper, add_form, new_canvas
from tests.reports.sheets import many_sheets
from tests.speed.figures import Figure, figure, times_ms

_SHEETS = 200
_REPEATS = 9


def measure() -> list[Figure]:
    """A page of a batch of one-page sheets nobody has drawn before, and the same on a bare canvas."""
    # One language: in another, longer words could make a second page and an easier average.
    sheets = [replace(sheet, language=Language.ENGLISH) for sheet in many_sheets(_SHEETS)]
    pages = [page for sheet in sheets for page in pages_of(sheet, Paper.A4, "letterhead0")]
    if len(pages) != _SHEETS:
        raise ValueError(f"{len(pages)} pages of {_SHEETS} sheets: the benchmark needs sheets of one page")
    drawn = times_ms(lambda: _render_anew(sheets), repeats=_REPEATS)
    bare = times_ms(lambda: _draw_bare(sheets[0], pages), repeats=_REPEATS)
    speed = _SHEETS / sorted(drawn)[_REPEATS // 2] * 1000
    floor_speed = _SHEETS / sorted(bare)[_REPEATS // 2] * 1000
    per_page = [sample / _SHEETS for sample in drawn]
    bare_page = [sample / _SHEETS for sample in bare]
    return [
        figure(
            f"job sheet, a page ({speed:,.0f} pages/s)",
            per_page,
            limit_ms=1000 / 300,
            floor=bare_page,
            most_ratio=2.0,
            target="at least 300 pages/s with QR, at least half as fast as a bare canvas",
        ),
        figure(
            f"job sheet on a bare canvas, a page ({floor_speed:,.0f} pages/s)", bare_page, target="the floor"
        ),
    ]


def _render_anew(sheets: list[JobSheet]) -> None:
    """Render as a first run does: without codes, widths and lines remembered from the run before."""
    codes.qr.cache_clear()
    codes.code128.cache_clear()
    fonts.forget_measures()
    render(sheets, BytesIO())


def _draw_bare(sheet: JobSheet, pages: list[Page]) -> None:
    """Draw ready strings and shapes in a tight loop, with the same fonts, form and codes."""
    file = BytesIO()
    canvas = new_canvas(file, Paper.A4, title="", author="", language="")
    add_form(canvas, "letterhead0", draw_letterhead(sheet.letterhead, sheet.language, Paper.A4))
    for page in pages:
        canvas.doForm("letterhead0")
        _draw_shapes(canvas, page)
        for style, x, y, text in page.texts:
            canvas.setFont(style.font, style.size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()


def _draw_shapes(canvas: Canvas, page: Page) -> None:
    for thickness, lines in page.lines.items():
        canvas.setLineWidth(thickness)
        canvas.lines(lines)
    for block in page.blocks:
        canvas.rect(*block, stroke=0, fill=1)
    for code, x, y, across, up in page.codes:
        canvas.saveState()
        canvas.transform(across, 0, 0, up, x, y)
        canvas.drawPath(code, stroke=0, fill=1)
        canvas.restoreState()
    for style, x, y, text in page.reversed_texts:
        canvas.setFont(style.font, style.size)
        canvas.setFillGray(1)
        canvas.drawString(x, y, text)
        canvas.setFillGray(0)
