"""Marks on and beside blocks: drawn the same whatever is repainted, and none of them missing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from tests.ui.board import company
from tests.ui.board.marked import a_marked_view, run_clocks
from tests.ui.board.test_blitting import Walker, _on_screen
from ui import theme
from ui.board.layout.scales import Scale
from ui.board.painting.blocks import paint_blocks
from ui.board.painting.lane_marks import BRACKET_RISE, paint_brackets, paint_flags, promise_rect
from ui.board.telling.schemes import Colouring
from ui.board.view import BoardView

NOON = company.epoch(company.MONDAY, 12 * 60)


class Marker(Walker):
    """Does to the marks, too, what can be done to them."""

    def recolour(self) -> None:
        self.view.scene.encoding.colouring = self.chance.choice(tuple(Colouring))
        self.view.viewport().update()

    def stage(self) -> None:
        ids = self.view.scene.model.table.id
        self.view.scene.encoding.draft = frozenset(ids[self.chance.randrange(9) :: 13].tolist())
        self.view.viewport().update()

    def tick(self) -> None:
        run_clocks(self.view, NOON + self.chance.randrange(-14_400, 14_400), self.chance)

    def point(self) -> None:
        """The pointer rests on a visit, perhaps on one with a promise."""
        scene = self.view.scene
        slots = scene.slots_in(scene.canvas).tolist()
        before, scene.hovered = scene.hovered, 0
        self.view.update_visit(before)
        if slots:
            scene.hovered = int(scene.model.table.id[self.chance.choice(slots)])
            self.view.update_visit(scene.hovered)

    def choose(self) -> None:
        scene = self.view.scene
        ids = scene.model.table.id[scene.slots_in(scene.canvas)].tolist()
        self.view.select(frozenset(self.chance.sample(ids, min(len(ids), 3))))

    def step(self) -> str:
        if self.chance.random() < 0.6:
            return super().step()
        act = self.chance.choices(
            [self.recolour, self.stage, self.tick, self.point, self.choose], (2, 2, 3, 8, 4)
        )[0]
        act()
        return act.__name__


@pytest.mark.parametrize(("scheme", "seed", "density"), [("light", 21, "high"), ("dark", 22, "low")])
def test_marks_that_reach_outside_their_visit_are_found_in_strips(
    qapp: QApplication, scheme: str, seed: int, density: str
) -> None:
    theme.apply(qapp, scheme)
    view = a_marked_view()
    view.set_compact(on=density == "low")
    view.resize(900, 420)
    view.show()
    view.show_scale(Scale.DAY, NOON)
    qapp.processEvents()
    walker, wrong = Marker(view, seed), []
    for number in range(300):
        name = walker.step()
        qapp.processEvents()
        shown = _on_screen(view)
        view.viewport().update()
        qapp.processEvents()
        if shown != _on_screen(view):
            wrong.append(f"{number} {name}")
    view.pointer.cancel()
    view.close()
    view.deleteLater()
    qapp.processEvents()
    assert wrong == []


@pytest.fixture
def view(qapp: QApplication) -> Iterator[BoardView]:
    theme.apply(qapp, "light")
    board = a_marked_view()
    board.resize(1600, 900)
    board.show()
    board.show_scale(Scale.DAY, NOON)
    yield board
    board.close()
    board.deleteLater()
    qapp.processEvents()


def _painted(view: BoardView, draw: object, rect: QRect) -> QImage:
    """What one layer paints on white."""
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.setPen(theme.tokens.text)
    draw(painter, view.scene, view.style_in_use, rect)  # type: ignore[operator]  # a layer's function
    painter.end()
    return image


def test_the_promised_window_is_a_bracket_above_its_block(view: BoardView) -> None:
    scene = view.scene
    facts = scene.encoding.of(scene.model)
    image = _painted(view, paint_brackets, scene.canvas)
    slots = [slot for slot in facts.brackets.slots.tolist() if scene.canvas.contains(scene.rect_of(slot))]
    assert len(slots) > 5
    for slot in slots:
        bracket = promise_rect(scene, int(scene.model.table.id[slot])) & scene.canvas
        block = scene.rect_of(slot)
        assert bracket.top() == block.top() - BRACKET_RISE
        assert image.pixelColor(bracket.center().x(), bracket.top()) != theme.tokens.surface


def test_a_deadline_stands_as_a_flag_in_the_lane_at_its_time(view: BoardView) -> None:
    scene = view.scene
    flags = scene.encoding.of(scene.model).flags
    lanes, starts, ends = scene.span(scene.canvas)
    slots, due, _ends = flags.visible(lanes, starts, ends)
    image = _painted(view, paint_flags, scene.canvas)
    assert len(slots) > 1
    for slot, instant in zip(slots.tolist(), due.tolist(), strict=True):
        x, block = scene.x(instant), scene.rect_of(slot)
        if scene.canvas.contains(x, block.top()):
            assert image.pixelColor(x, block.center().y()).rgb() & 0xFFFFFF != 0xFFFFFF


def test_signs_leave_room_for_texts_and_stay_inside_their_block(view: BoardView) -> None:
    scene = view.scene
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    seen = paint_blocks(painter, scene, view.style_in_use, scene.canvas)
    painter.end()
    assert (seen.signs.first + seen.signs.second > 0).any()
    assert (seen.signs.first < np.maximum(seen.blocks.w, 1)).all()
    assert (seen.signs.second < np.maximum(seen.blocks.w, 1)).all()


def test_colours_are_a_choice_of_six_and_each_paints_another_picture(view: BoardView) -> None:
    pictures = []
    for colouring in Colouring:
        view.scene.encoding.colouring = colouring
        image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        view.board_painter.paint(painter, view.scene, QRegion(view.viewport().rect()))
        painter.end()
        pictures.append(image)
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[n + 1 :])


def test_a_chance_of_marks_is_there_to_be_seen(view: BoardView) -> None:
    facts = view.scene.encoding.of(view.scene.model)
    assert {int(code) for code in np.unique(facts.certainty)} == {0, 1, 2}
    assert facts.crews.max() >= 2
    assert facts.parts[1].max() >= 2
    assert facts.rules[0].max() > 0
    assert len(facts.flags) > 10
