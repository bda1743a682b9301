"""Job sheets as people and machines read them: text, pages, codes, one picture."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from pathlib import Path

import numpy
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from models.errors import Refused
from models.terms import Language, Priority, TransactionType
from reports.fonts import drawable, width
from reports.job_sheet import (
    JobSheet,
    SheetContact,
    SheetCustomer,
    SheetLine,
    SheetSite,
    SheetTask,
    pages_of,
    render,
)
from reports.page import Page, Paper
from tests.reports.sheets import a_bare_sheet, a_repair_sheet, a_sheet, many_sheets

PICTURE = Path(__file__).parent / "pictures" / "job_sheet.png"
REGENERATE = "TESTS_SERVICEBORD_PICTURES"


def printed(*sheets: JobSheet, paper: str = "a4") -> bytes:
    file = BytesIO()
    render(sheets, file, paper=paper)
    return file.getvalue()


def texts_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def solid(text: str) -> str:
    """Without white space, which extraction guesses."""
    return re.sub(r"\s+", "", text)


def picture_of(pdf: bytes, *, scale: float) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def test_a_sheet_says_everything_the_technician_needs() -> None:
    text = solid("".join(texts_of(printed(a_sheet()))))
    for wanted in (
        *(
            "SO-001042",
            "Planned",
            "HIGH PRIORITY",
            "Noorderkoeling B.V.",
            "Peizerweg 97",
            "9727 AJ Groningen",
        ),
        *("Mon 23 Nov 2026", "08:30 – 10:00", "1 h 30", "stop 3 of 7", "Anna de Vries (T01)"),
        *("about 24 min, 18 km", "Mon 23 Nov, start 08:00–12:00"),
        *("De Terp, kaasopslag", "Kanaalweg 12", "9981 KL Uithuizen", "Netherlands", "Report at the gate"),
        *("Jantine Kuipers", "+31 6 5555 0142", "j.kuipers@deterp.example"),
        *("Zuivelcoöperatie De Terp (C0031)", "+31 595 555 010", "facilities@deterp.example"),
        *("Refrigeration F-gas category 1", "Gold: on site within 8 hours"),
        *("BZ-4FE-28Y-88214", "Cooling installation storage 2", "Oil level was low in May"),
        *("Refrigerant R449A", "0.75", "08:00–12:00", "Leak test", "Alarm high pressure", "SO-000640"),
        *("Technician, signature", "Customer, name and signature", "Date and time", "REMARKS"),
    ):
        assert solid(wanted) in text


@pytest.mark.parametrize(
    ("language", "time", "amount", "day"),
    [
        (Language.ENGLISH, "08:30 – 10:00", "1.5", "12/08/2026"),
        (Language.DUTCH, "08:30 – 10:00", "1,5", "12-08-2026"),
        (Language.DANISH, "08.30 – 10.00", "1,5", "12.08.2026"),
    ],
)
def test_times_amounts_and_dates_are_written_in_the_language_of_the_customer(
    language: Language, time: str, amount: str, day: str
) -> None:
    text = solid("".join(texts_of(printed(a_sheet(language=language)))))
    assert solid(time) in text
    assert amount in text
    assert day in text


def test_each_sheet_of_a_run_speaks_its_own_language() -> None:
    sheets = [a_sheet(language=language) for language in (Language.ENGLISH, Language.DANISH)]
    english, danish = (solid(texts_of(printed(*order))[0]) for order in (sheets, sheets[::-1]))
    assert solid("08:30 – 10:00") in english
    assert solid("08.30 – 10.00") in danish


@pytest.mark.parametrize(("paper", "size"), [("a4", (595.28, 841.89)), ("letter", (612, 792))])
def test_both_papers_have_their_size_and_lose_nothing(paper: str, size: tuple[float, float]) -> None:
    pdf = printed(a_sheet(), paper=paper)
    pages = PdfReader(BytesIO(pdf)).pages
    for page in pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.01)
    assert solid("Technician, signature") in solid(texts_of(pdf)[-1])
    assert_nothing_overprinted(pages_of(a_sheet(), Paper(paper), "form"), Paper(paper))


def test_pages_are_counted_for_each_sheet() -> None:
    file = BytesIO()
    long = a_sheet(number="SO-2", tasks=(SheetTask("T", "Long", "", "word " * 2_000),))
    count = render([a_bare_sheet(), long], file)
    pages = texts_of(file.getvalue())
    assert count == len(pages)
    assert solid("Page 1 of 1") in solid(pages[0])
    for number, page in enumerate(pages[1:], start=1):
        assert solid(f"Page {number} of {count - 1}") in solid(page)
        assert "SO-2" in page


def test_a_note_of_20000_characters_flows_on_and_loses_no_word() -> None:
    words = [f"w{number}" for number in range(3_300)]
    note = " ".join(words)
    assert len(note) > 18_000
    sheet = a_sheet(tasks=(SheetTask("T1", "Long", "KI-0210", note + "x" * (20_000 - len(note))),))
    pages = texts_of(printed(sheet))
    found = re.findall(r"\bw\d+\b", " ".join(pages))
    assert [word for word in found if word in set(words)] == words[:-1]
    assert "".join(pages).count("x") >= 20_000 - len(note)
    assert_nothing_overprinted(pages_of(sheet, Paper.A4, "form"), Paper.A4)


def test_300_lines_flow_on_under_repeated_titles() -> None:
    lines = tuple(SheetLine(TransactionType.ITEM, f"Part-{n}.", quantity=Decimal(n)) for n in range(300))
    sheet = a_sheet(lines=lines)
    pages = texts_of(printed(sheet))
    found = re.findall(r"Part-(\d+)\.", " ".join(pages))
    assert found == [str(number) for number in range(300)]
    for page in pages:
        assert "Part-" not in page or solid("Type Description") in solid(page)
    assert_nothing_overprinted(pages_of(sheet, Paper.A4, "form"), Paper.A4)


def test_a_sheet_of_nothing_but_a_number_is_still_a_sheet() -> None:
    (text,) = texts_of(printed(a_bare_sheet()))
    for wanted in ("SO-1", "Not planned yet", "No site given", "No contact given", "De Terp (C1)"):
        assert solid(wanted) in solid(text)
    for unwanted in ("TASKS", "LINES", "OBJECTS", "LAST VISITS", "ACCESS", "None"):
        assert unwanted not in text


def test_without_a_contact_the_customers_own_number_is_given() -> None:
    (text,) = texts_of(printed(a_bare_sheet(customer=SheetCustomer("C1", "De Terp", "+31 595 555 010"))))
    assert solid("the customer’s own number: +31 595 555 010") in solid(text)


def test_a_visit_over_midnight_says_the_day_it_ends() -> None:
    visit = a_sheet().visit
    assert visit is not None
    sheet = a_sheet(visit=replace(visit, ends=visit.ends + timedelta(days=1)))
    assert solid("until Tue 24 Nov 10:00") in solid(texts_of(printed(sheet))[0])


def test_a_sheet_of_a_repair_says_deadline_repairs_parts_and_who_called() -> None:
    text = " ".join(" ".join(texts_of(printed(a_repair_sheet()))).split())
    for said in (
        "Freezers of hall 2",
        "COMPLETE BEFORE Mon 23 Nov 16:30",
        "Douwe van der Ploeg",
        "+31 6 5555 0178",
        "Falls out after an hour; on again after ten minutes",
        "Cooling: switches off · In warm weather",
        "Found so far: Worn pressure switch",
        "ask him how often",
        "Leaks: water under the unit",
        "Pressure switch 24 bar",
        "1 of 2 delivered",
        "not ordered yet",
    ):
        assert said in text, said


def test_an_address_for_once_stands_for_the_sites_with_its_access() -> None:
    text = " ".join(texts_of(printed(a_repair_sheet())))
    assert "Marktplein 3, ingang B" in text
    assert "Kanaalweg 12" not in text
    assert "Report at the gate" not in text


def test_a_long_address_of_mail_is_broken_where_a_reader_expects_it() -> None:
    email = "facilitair.beheer.vestiging-noord@zuivelcooperatie-deterp.example.org"
    text = texts_of(printed(a_sheet(contact=SheetContact("Jantine Kuipers", "", email))))[0]
    lines = text.splitlines()
    assert "facilitair.beheer.vestiging-noord@" in lines
    assert "zuivelcooperatie-deterp.example.org" in lines


def test_markup_in_a_text_is_printed_as_typed_and_embeds_nothing() -> None:
    typed = "<b>bold</b> & <img src=/etc/passwd> <a href='x'>(y) \\ =1+1 endstream"
    pdf = printed(a_sheet(description=typed, customer=SheetCustomer("<i>", typed)))
    reader = PdfReader(BytesIO(pdf))
    assert solid("".join(texts_of(pdf))).count(solid(typed)) == 2
    for page in reader.pages:
        assert not list(page.images)
        assert "/Annots" not in page


def test_what_inter_cannot_draw_is_seen_as_a_box() -> None:
    text = "".join(texts_of(printed(a_sheet(description="cold 🧊 漢 \x07 room\r\nsecond\tline"))))
    assert solid("cold □ □ □ room second line") in solid(text)


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_printed_literally(description: str, note: str, name: str) -> None:
    sheet = a_sheet(
        description=f"⟨{description}⟩",
        tasks=(SheetTask("T", "Task", "", f"({note})"),),
        site=SheetSite(name=f"[{name}]"),
    )
    text = solid("".join(texts_of(printed(sheet))))
    for typed in (f"⟨{description}⟩", f"({note})", f"[{name}]"):
        assert solid(drawable(typed)) in text


@settings(max_examples=40)
@given(st.text(max_size=500), st.text("Wi ", max_size=200), st.text("x", max_size=90))
def test_no_text_is_drawn_over_another_or_off_the_paper(long: str, wide: str, number: str) -> None:
    sheet = a_sheet(
        number=number,
        description=long,
        stage=wide,
        contact=None,
        customer=SheetCustomer(wide, long),
        site=SheetSite(wide, long, wide, wide, long, long),
        lines=(SheetLine(TransactionType.HOUR, long, wide, wide, wide, Decimal("1e9"), wide),),
    )
    for paper in Paper:
        assert_nothing_overprinted(pages_of(sheet, paper, "form"), paper)


def assert_nothing_overprinted(pages: list[Page], paper: Paper) -> None:
    """Boxes round the ink of all texts (0.75 above the baseline, 0.2 below) are apart and on the paper."""
    for page in pages:
        boxes = [
            (x, y - 0.2 * style.size, x + width(text, style), y + 0.75 * style.size, text)
            for style, x, y, text in (*page.texts, *page.reversed_texts)
            if text.strip()
        ]
        for left, low, right, high, text in boxes:
            assert left >= 0, text
            assert low >= 0, text
            assert right <= paper.size[0] - 41, text
            assert high <= paper.size[1], text
        for one, other in combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


@pytest.mark.parametrize("number", ["SO-001042", "SO-2026-NOORD-0001234", "1"])
def test_qr_and_bar_code_give_the_order_number_even_after_a_fax(number: str) -> None:
    sharp = picture_of(printed(a_sheet(number=number)), scale=3)
    fax = picture_of(printed(a_sheet(number=number)), scale=204 / 72).convert("1")
    for picture in (sharp, fax.convert("L")):
        read = {(code.format, code.text) for code in zxingcpp.read_barcodes(picture)}
        assert read == {(zxingcpp.BarcodeFormat.QRCode, number), (zxingcpp.BarcodeFormat.Code128, number)}


def test_a_number_that_is_not_ascii_has_a_qr_code_only() -> None:
    picture = picture_of(printed(a_sheet(number="SÆ-12")), scale=3)
    assert [(code.format, code.text) for code in zxingcpp.read_barcodes(picture)] == [
        (zxingcpp.BarcodeFormat.QRCode, "SÆ-12")
    ]


def test_an_endless_number_is_said_in_full_and_has_no_code() -> None:
    number = "N" * 500
    pdf = printed(a_sheet(number=number))
    assert number in solid(texts_of(pdf)[0])
    assert not zxingcpp.read_barcodes(picture_of(pdf, scale=3))


def test_page_one_looks_as_it_did() -> None:
    picture = picture_of(printed(a_sheet()), scale=1.5)
    if REGENERATE in os.environ:
        picture.save(PICTURE, optimize=True)
    drawn = numpy.asarray(picture, dtype=numpy.int16)
    stored = numpy.asarray(Image.open(PICTURE).convert("RGB"), dtype=numpy.int16)
    assert drawn.shape == stored.shape
    assert (numpy.abs(drawn - stored) > 8).mean() < 0.002


def test_the_same_sheets_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib, io\n"
        "from reports.job_sheet import render\n"
        "from tests.reports.sheets import many_sheets\n"
        "file = io.BytesIO()\n"
        "render(many_sheets(4), file)\n"
        "print(hashlib.sha256(file.getvalue()).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, check=True
    )
    first = printed(*many_sheets(4))
    assert printed(*many_sheets(4)) == first
    assert other.stdout.decode().strip() == hashlib.sha256(first).hexdigest()


def test_a_sheet_crosses_to_another_process_unchanged() -> None:
    sheet = a_sheet()
    assert pickle.loads(pickle.dumps(sheet)) == sheet  # noqa: S301 (our own)


def test_a_path_is_written_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "sheets.pdf"
    assert render([a_bare_sheet()], target) == 1
    assert target.read_bytes() == printed(a_bare_sheet())
    assert [path.name for path in tmp_path.iterdir()] == ["sheets.pdf"]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "sheets.pdf"
    target.write_bytes(b"old")
    strange = a_sheet(language="xx")
    with pytest.raises(ValueError, match="xx"):
        render([a_sheet(), strange], target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["sheets.pdf"]


def test_nothing_to_print_is_refused_and_an_unknown_paper_is_a_bug() -> None:
    with pytest.raises(Refused, match="nothing to print"):
        render([], BytesIO())
    with pytest.raises(ValueError, match="a5"):
        render([a_sheet()], BytesIO(), paper="a5")


def test_the_table_of_contents_names_every_sheet() -> None:
    outline = PdfReader(BytesIO(printed(*many_sheets(3)))).outline
    assert [entry["/Title"] for entry in outline] == [f"SO-00000{n + 1} · Depot {n}" for n in range(3)]


def test_only_inter_is_embedded() -> None:
    reader = PdfReader(BytesIO(printed(a_sheet(priority=Priority.LOW))))
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert {name.split("+")[-1] for name in fonts if "+" in name} == {"Inter-Regular", "Inter-SemiBold"}
