"""StagesView: the flow of stages as a drawing, the form of the chosen one, and the ways that leave it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.queries.stages import StageMap, StageWay, stage_map
from resources.texts import _
from ui import theme
from ui.masters.stage_graph import StageGraph
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.record_edits import DeleteRecord, SaveRecord
from ui.widgets.cards import plain_label

_KINDS = ("stage", "stage_step")
_WAYS_WIDTH = 280


class StagesView(QWidget):
    """Draws all stages, edits one, adds and removes ways.

    Attributes:
        editor: the form of the chosen stage.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._map = StageMap((), (), ())
        self.graph, self.editor = StageGraph(), RecordEditor("stage", desk)
        self.problems = plain_label()
        self.problems.setProperty("wrong", True)
        self.problems.setWordWrap(True)
        self.new_button, self.delete_button = (
            QPushButton(_("New stage after this one")),
            QPushButton(_("Delete")),
        )
        self.ways = _Ways()
        self._lay_out()
        self._connect()
        self._read()

    # -- reading -------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._desk.jobs.read(stage_map, done=self._show, owner=self)

    def _show(self, found: StageMap) -> None:
        self._map = found
        ids = [box.id for box in found.boxes]
        current = self.graph.current if self.graph.current in ids else (ids[0] if ids else 0)
        is_other = current != self.editor.row_id and not self.editor.is_dirty()
        self.graph.show_map(found, current=current)
        self.problems.setText(" ".join(found.problems))
        self.problems.setVisible(bool(found.problems))
        self.ways.show_ways(found, current)
        if current and is_other:
            self.editor.open(current)

    def _on_changed(self, changes: Changes) -> None:
        if any(changes.ids(kind) for kind in _KINDS):
            self._read()

    # -- acting --------------------------------------------------------------------------------------

    def choose(self, stage_id: int) -> None:
        """Edit a stage, once what was changed in another one is saved."""
        self.editor.open(stage_id)

    def add(self) -> None:
        """Start a stage that follows the chosen one, or the first one where there is none."""
        after = self.graph.current or None
        last = max((box.row + box.column for box in self._map.boxes), default=0)
        self.editor.open_new({"parent_id": after, "position": 10 * (last + 1), "may_modify": True})

    def delete(self) -> None:
        """Delete the chosen stage; what is in use or has others after it is refused."""
        record = self.editor.record
        if record is not None:
            edit = DeleteRecord("stage", record.id, record.version, self._desk.lineage)
            self._desk.edits.do(
                edit,
                done=lambda _answer: self.editor.clear(),
                failed=lambda error: self.editor.bar.refuse(str(error)),
            )

    def _add_way(self, to_id: int) -> None:
        values = {"from_id": self.graph.current, "to_id": to_id}
        self._desk.edits.do(SaveRecord("stage_step", None, values, self._desk.lineage))

    def _remove_way(self, way: StageWay) -> None:
        self._desk.edits.do(DeleteRecord("stage_step", way.id, way.version, self._desk.lineage))

    def _on_opened(self, record: object) -> None:
        self.graph.choose(self.editor.row_id if record is not None else self.graph.current)
        self.ways.show_ways(self._map, self.graph.current if record is not None else 0)
        parent = self.editor.form.fields["parent_id"]
        parent.setEnabled(record is None)  # fixed once it is saved (domain.md 6.1)
        self.delete_button.setEnabled(record is not None)

    def _on_saved(self, row_id: int) -> None:
        self.graph.current = row_id

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme.set_icon(self.new_button, "plus")
        theme.set_icon(self.delete_button, "trash")
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(8)
        bar.addWidget(self.new_button)
        bar.addWidget(self.delete_button)
        bar.addWidget(self.problems, 1)
        bar.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self.graph)
        area.setMinimumHeight(180)
        lower = QWidget()
        row = QHBoxLayout(lower)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.editor, 1)
        self.ways.setFixedWidth(_WAYS_WIDTH)
        row.addWidget(self.ways)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(area)
        split.addWidget(lower)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(split, 1)
        self.problems.hide()

    def _connect(self) -> None:
        self.graph.chosen.connect(self.choose)
        self.new_button.clicked.connect(lambda _checked: self.add())
        self.delete_button.clicked.connect(lambda _checked: self.delete())
        self.editor.opened.connect(self._on_opened)
        self.editor.saved.connect(self._on_saved)
        self.editor.stayed.connect(self.graph.choose)
        self.ways.add_wanted.connect(self._add_way)
        self.ways.remove_wanted.connect(self._remove_way)
        self._desk.live.changed.connect(self._on_changed)


class _Ways(QWidget):
    """Where orders may go from one stage: what follows it in the tree, and further ways to add and remove."""

    add_wanted = Signal(int)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.tree = plain_label(_("From here to"), weight=600), plain_label()
        self.tree.setWordWrap(True)
        self.back = plain_label(is_quiet=True)
        self.back.setWordWrap(True)
        self.target, self.add = QComboBox(), QPushButton(_("Add way"))
        self.removers: dict[int, QPushButton] = {}
        self._more = QVBoxLayout()
        self._more.setSpacing(4)
        last = QHBoxLayout()
        last.addWidget(self.target, 1)
        last.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.tree)
        column.addLayout(self._more)
        column.addLayout(last)
        column.addWidget(self.back)
        column.addStretch(1)
        self.target.setAccessibleName(_("Stage that may follow too"))
        self.add.clicked.connect(lambda _checked: self._add())

    def show_ways(self, shown: StageMap, current: int) -> None:
        """Show the ways from a stage; 0 is a new one, which has none yet."""
        self.setEnabled(bool(current))
        names = {box.id: box.name for box in shown.boxes}
        mine = [way for way in shown.ways if way.from_id == current and way.to_id in names]
        tree = [names[way.to_id] for way in mine if not way.id]
        self.tree.setText("\n".join(tree) or _("No stage follows this one."))
        self._show_more([way for way in mine if way.id], names)
        taken = {way.to_id for way in mine} | {current}
        self.target.clear()
        self.target.addItem(_("Another stage"), 0)
        for stage_id, name in names.items():
            if stage_id not in taken:
                self.target.addItem(name, stage_id)
        before = next((names[way.from_id] for way in shown.ways if way.to_id == current and not way.id), "")
        back = _("Back: to {stage}, or to where the order came from.").format(stage=before)
        self.back.setText(back if before else "")

    def _show_more(self, ways: list[StageWay], names: dict[int, str]) -> None:
        for button in self.removers.values():
            self._more.removeWidget(button)
            button.deleteLater()
        self.removers = {}
        for way in ways:
            button = QPushButton(_("{stage}  – remove").format(stage=names[way.to_id]).replace("&", "&&"))
            theme.set_icon(button, "x", "muted")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, way=way: self.remove_wanted.emit(way))
            self._more.addWidget(button)
            self.removers[way.to_id] = button

    def _add(self) -> None:
        if self.target.currentData():
            self.add_wanted.emit(self.target.currentData())
