"""Signs are told apart by shape alone; travel and what is finished look as the legend says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from models.terms import VisitStatus
from tests.ui.board import company
from tests.ui.board.marked import a_marked_view
from ui import theme
from ui.board.columns import DONE
from ui.board.layout.scales import Scale
from ui.board.model import ESTIMATED_RULE, MEASURED_RULE, SHORT
from ui.board.painting import drawings
from ui.board.painting.blocks import title_top
from ui.board.painting.lettering import Hand
from ui.board.telling.encoding import KINDS
from ui.board.view import BoardView

BLACK = QColor("black")


def drawn(draw: Callable[[QPainter], None]) -> QImage:
    """A sign in grey, so that nothing but its shape tells it."""
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def all_differ(images: list[QImage]) -> bool:
    return all(one != other for one, other in combinations(images, 2))


def test_every_status_has_a_shape_of_its_own(qapp: QApplication) -> None:
    assert all_differ([drawn(partial(drawings.status, visit=one, ink=BLACK)) for one in VisitStatus])


def test_a_lock_says_of_what_and_a_crew_how_many(qapp: QApplication) -> None:
    assert all_differ([drawn(partial(drawings.padlock, lock=n, ink=BLACK)) for n in range(4)])
    assert all_differ([drawn(partial(drawings.crew, together=n, ink=BLACK)) for n in range(2, 10)])


def test_each_kind_of_rule_has_its_sign_and_one_that_refuses_another_outline(qapp: QApplication) -> None:
    same = theme.LIGHT
    signs = [
        drawn(partial(drawings.rule, tokens=same, kind=kind, hard=hard))
        for kind in KINDS
        for hard in (False, True)
    ]
    assert all_differ(signs)
    refusal, warning = partial(drawings.rule, hard=True), partial(drawings.rule, hard=False)
    octagon, triangle = (drawn(partial(one, tokens=same, kind="other")) for one in (refusal, warning))
    assert octagon.pixelColor(1, 5).lightness() < 200 <= triangle.pixelColor(1, 5).lightness()


def test_the_end_of_a_part_is_toothed(qapp: QApplication) -> None:
    path = drawings.saw(36, 6, left=False)
    xs = [path.elementAt(at).x for at in range(1, path.elementCount() - 1)]  # type: ignore[attr-defined]
    turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(xs, xs[1:], xs[2:], strict=False))
    assert turns >= 6


@pytest.fixture
def view(qapp: QApplication) -> Iterator[BoardView]:
    theme.apply(qapp, "light")
    board = a_marked_view()
    board.resize(1600, 900)
    board.show()
    board.show_scale(Scale.DAY, company.epoch(company.MONDAY, 720))
    board.rested()
    qapp.processEvents()
    yield board
    board.close()
    board.deleteLater()
    qapp.processEvents()


def travel_rows(view: BoardView, kind: int) -> list[set[str]]:
    """The colours along the travel before each visit in view of a kind, at least 20 pixels long."""
    scene, picture = view.scene, view.viewport().grab().toImage()
    found = []
    for slot in scene.slots_in(scene.canvas).tolist():
        rules = scene.model.rules_before(np.array([slot], dtype=np.int64))
        block = scene.rect_of(slot)
        left = scene.x(int(rules.begins[0]))
        if int(rules.kind[0]) != kind or block.left() - left < 20 or left <= scene.canvas.left():
            continue
        y = block.top() + scene.density.block // 2
        found.append({picture.pixelColor(x, y).name() for x in range(left + 1, block.left() - 2)})
    return found


def test_measured_travel_is_a_whole_rule_and_estimated_one_is_striped(view: BoardView) -> None:
    for extra, brush in ((0, view.style_in_use.travel), (SHORT, view.style_in_use.travel_short)):
        ink = brush.color().name()
        whole, striped = (travel_rows(view, kind + extra) for kind in (MEASURED_RULE, ESTIMATED_RULE))
        assert whole
        assert striped
        assert all(ink in row for row in whole + striped)
        assert all(len(row) > 1 for row in striped)
        assert any(len(row) == 1 for row in whole)


def test_what_is_finished_is_struck_through_its_title(view: BoardView) -> None:
    scene, style, picture = view.scene, view.style_in_use, view.viewport().grab().toImage()
    table, looks = scene.model.table, scene.encoding.of(scene.model).looks
    certainty = scene.encoding.of(scene.model).certainty
    struck = 0
    for slot in scene.slots_in(scene.canvas).tolist():
        block = scene.rect_of(slot)
        if block.width() < 40 or not scene.canvas.contains(block) or certainty[slot]:
            continue
        y = block.top() + title_top(style) + style.letters.heights[Hand.TITLE] // 2
        ink = style.strikes[int(looks[slot])].color().name()
        row = [picture.pixelColor(x, y).name() for x in range(block.left() + 8, block.right() - 8)]
        if table.status[slot] == DONE:
            struck += 1
            assert row.count(ink) > len(row) * 0.15
        else:
            assert row.count(ink) < len(row) * 0.1
    assert struck > 2
