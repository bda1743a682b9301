"""The painted surface of the board: scrolls by blitting, repaints only what changed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui import theme
from ui.board.geometry import TimeAxis
from ui.board.model import BoardModel
from ui.board.painting.ahead import Ahead
from ui.board.painting.backing import Backing, Port
from ui.board.painting.painter import BoardPainter
from ui.board.painting.slim_bar import SlimBar
from ui.board.painting.style import Style
from ui.board.scene import HEADER, Scene

WHOLE = 4
"""This many logical pixels are whole device pixels at ratios of quarters."""
REST = 120
"""Milliseconds after which a scroll or zoom counts as over: capacity and accessible rows are renewed."""


class Surface(QAbstractScrollArea):
    """Shows a scene.

    Signals:
        days_changed(): other days or another zoom are in view, after a rest.
        rows_renewed(): visits, lanes or service levels are others, or are laid out otherwise.
    """

    days_changed = Signal()
    rows_renewed = Signal()

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        """Show a model from its beginning."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._port = port = Port()
        self.setViewport(port)
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        port.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        port.setAutoFillBackground(False)
        port.setMouseTracking(True)
        self.setVerticalScrollBar(SlimBar(Qt.Orientation.Vertical))
        self.setHorizontalScrollBar(SlimBar(Qt.Orientation.Horizontal))
        corner = QWidget()
        corner.setAutoFillBackground(True)
        self.setCornerWidget(corner)
        window = model.window
        self.scene = Scene(model, TimeAxis(window.starts, window.ends, 40.0))
        self.scene.size = port.size()
        self._painter: BoardPainter | None = None
        self._is_laying_out = False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.rested)
        self.ahead = Ahead(self)
        theme.changed.connect(self.restyle)
        self._fit_bars()

    def rows_changed(self, *, whole: bool = True) -> None:
        """Renew the layout after rows changed, and repaint all of it unless told otherwise."""
        dimmed = self.scene.dimmed
        if dimmed is not None and len(dimmed) != len(self.scene.model.table.lane):
            self.scene.dimmed = None
        self.scene.lay_out_lanes()
        if self._painter is not None:
            self._painter.forget()
        self._fit_bars()
        self._rest.start()
        if whole:
            self.viewport().update()
        self.rows_renewed.emit()

    def rested(self) -> None:
        """A scroll or zoom is over: capacity follows the days in view."""
        self._rest.stop()
        self.scene.model.measure_all()
        self._follow_days()
        self.days_changed.emit()
        self.ahead.look_around()

    def _follow_days(self) -> None:
        days = self.scene.days_in_view()
        if days != self.scene.load_days:
            self.scene.load_days = days
            self.dirty(QRect(0, 0, self.scene.lane_column, self.height()))

    # ------------------------------------------------------------------ scrolling and painting

    def _fit_bars(self) -> None:
        """Ranges of the scroll bars after the layout, the zoom or the window changed."""
        canvas = self.scene.canvas
        self._is_laying_out = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(self.scene.axis.width - canvas.width(), 0))
        across.setPageStep(max(canvas.width(), 1))
        across.setSingleStep(40)
        down.setRange(0, max(self.scene.rows.height - canvas.height(), 0))
        down.setPageStep(max(canvas.height(), 1))
        down.setSingleStep(self.scene.density.lane)
        self._is_laying_out = False
        self._read_bars()

    def _read_bars(self) -> None:
        """Take the bars' values; on a screen with fractional pixels in steps of whole ones."""
        step = WHOLE if self.viewport().devicePixelRatioF() % 1 else 1
        self.scene.scroll_x = self.horizontalScrollBar().value() // step * step
        self.scene.scroll_y = self.verticalScrollBar().value() // step * step

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already and paint the strip that came into view."""
        if self._is_laying_out:
            return
        scene, canvas, port = self.scene, self.scene.canvas, self.viewport()
        before = scene.scroll_x, scene.scroll_y
        self._read_bars()
        dx, dy = before[0] - scene.scroll_x, before[1] - scene.scroll_y
        self._rest.start()
        self.ahead.follow(-dx, -dy)
        if scene.overlay or abs(dx) > canvas.width() // 2 or abs(dy) > canvas.height() // 2:
            port.update()
            return
        if dx:  # with the hours above it, and by itself: what moves both ways moves twice
            port.scroll(dx, 0, canvas.adjusted(0, scene.upper - HEADER, 0, 0))
            port.update(scene.lane_column, 0, canvas.width(), scene.upper)
        if dy:  # with the lane column beside it
            port.scroll(0, dy, canvas.adjusted(-scene.lane_column, 0, 0, 0))
        if port.devicePixelRatioF() % 1:
            self._dirty_strips(dx, dy)

    def _dirty_strips(self, dx: int, dy: int) -> None:
        """What came into view, grown to whole device pixels on a screen that has fractions of them."""
        width, height = self.width(), self.height()
        if dx:
            left = self.scene.lane_column if dx > 0 else self.scene.size.width() + dx
            self.dirty(QRect(left, 0, abs(dx), height))
        if dy:
            top = HEADER if dy > 0 else self.scene.size.height() + dy
            self.dirty(QRect(0, top, width, abs(dy)))

    def dirty(self, rect: QRect) -> None:
        """Repaint a rectangle; on a screen with fractional pixels grown until its edges are whole ones."""
        self._port.update(self._grown(rect))

    def dirty_over(self, rect: QRect) -> None:
        """The same where nothing but the overlay changed."""
        self._port.update_over(self._grown(rect))

    def _grown(self, rect: QRect) -> QRect:
        """A rectangle whose edges are whole pixels of the screen."""
        if self.viewport().devicePixelRatioF() % 1:
            left, top = rect.left() // WHOLE * WHOLE, rect.top() // WHOLE * WHOLE
            right, bottom = -(-rect.right() - 1) // WHOLE * WHOLE, -(-rect.bottom() - 1) // WHOLE * WHOLE
            return QRect(left, top, right - left + WHOLE, bottom - top + WHOLE)
        return rect

    @property
    def board_painter(self) -> BoardPainter:
        """Painter for the theme, density and screen in use."""
        ratio = self.viewport().devicePixelRatioF()
        wanted = ratio, self.scene.encoding.colouring
        if self._painter is None or (self._painter.style.ratio, self._painter.style.colouring) != wanted:
            self._painter = BoardPainter(self.scene.density, *wanted)
        return self._painter

    @property
    def style_in_use(self) -> Style:
        """Texts and measures of the board."""
        return self.board_painter.style

    def restyle(self) -> None:
        """Take colours, font and language anew."""
        self._painter = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the region that needs it."""
        region, port = event.region(), self._port
        port.answered(region)
        backing: Backing | None = port.backing
        if not self.scene.overlay or port.devicePixelRatioF() % 1:
            port.backing.drop()
            backing = None
        painter = QPainter(port)
        self.board_painter.paint(painter, self.scene, region, backing)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the viewport's size."""
        self.scene.size = self.viewport().size()
        self._fit_bars()
        self._rest.start()
