"""Agreements: groups, the list with its filters, and the editor of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.queries.agreements import (
    AgreementBrowser,
    AgreementState,
    AgreementView,
    GroupRow,
    agreement_browser,
    agreement_rows,
)
from resources.texts import N_, _, format_number
from ui import actions, theme
from ui.agreements.columns import AGREEMENTS
from ui.agreements.editor import AgreementEditor
from ui.agreements.expiring_panel import ExpiringPanel
from ui.agreements.generate_command import GenerateCommand
from ui.agreements.generate_options import Scope
from ui.agreements.renewing import open_renewal
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.records.desk import Desk
from ui.records.paged_list import PagedTable
from ui.widgets.cards import rule
from ui.widgets.chips import FilterChips
from ui.widgets.empty import EmptyState
from ui.widgets.page_bar import PageBar

TYPING_MS = 150
_CHIPS = {
    AgreementState.ACTIVE: N_("Active"),
    AgreementState.SUSPENDED: N_("Suspended"),
    AgreementState.EXPIRED: N_("Expired"),
    AgreementState.TEMPLATE: N_("Templates"),
}
_EXPIRING = "expiring"


class AgreementsPage(QWidget):
    """The page of service agreements.

    Signals:
        order_wanted(int), customer_wanted(int): somebody wants to see these.
        told(str): a sentence for the message bar.
    """

    order_wanted = Signal(int)
    customer_wanted = Signal(int)
    told = Signal(str)

    def __init__(self, jobs: Jobs, live: Live, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = Desk(jobs, live, edits)
        self._view = AgreementView(self._today())
        self._is_stale = True
        self._is_first = True
        self.groups: tuple[GroupRow, ...] = ()
        self.group_box = QComboBox()
        self.table = PagedTable(
            self._desk,
            agreement_rows,
            AGREEMENTS,
            key="agreements",
            kinds=("agreement", "customer", "site", "agreement_group"),
        )
        self.table.arguments = {"today": self._view.today}
        self.chips = FilterChips(
            [
                ("", _("All")),
                *((state.value, _(word)) for state, word in _CHIPS.items()),
                (_EXPIRING, _("Expiring")),
            ]
        )
        self.expiring = ExpiringPanel(self._desk)
        self.generating = GenerateCommand(self._desk, self)
        self.generate_button = QPushButton(_("Generate orders…"))
        self.search = QLineEdit()
        self.new_button = QPushButton(_("New agreement"))
        self.editor = AgreementEditor(self._desk)
        self._typing = QTimer(self)
        self._lay_out()
        self._connect()

    def open_agreement(self, agreement_id: int) -> None:
        """Show one agreement."""
        self._is_first = False
        self.table.want(agreement_id)
        self._open(agreement_id)

    def new_agreement(self, customer_id: int = 0) -> None:
        """Start a new agreement, in the group that is chosen."""
        self._is_first = False
        self.table.clearSelection()
        values: dict[str, object] = {"starts_on": self._today()}
        if self._view.group_id:
            values["group_id"] = self._view.group_id
        if customer_id:
            values["customer_id"] = customer_id
        self.stack.setCurrentWidget(self.editor)
        self.editor.open_new(values)

    def generate(self, *, is_for_chosen: bool = False) -> None:
        """Ask for which agreements and when orders are to be made, and show them first."""
        record = self.editor.details.record
        is_narrowed = self._view.group_id or self._view.state is not None or self._view.text
        listed = self.table.paged.ids.tolist() if is_narrowed else None
        code = str(record.values["code"]) if record is not None else ""
        wanted = "chosen" if is_for_chosen else "listed" if listed else "all"
        self.generating.open(Scope(record.id if record is not None else 0, code, listed, wanted))

    def may_close(self) -> bool:
        """Whether everything is saved."""
        return not self.editor.is_dirty()

    def _today(self) -> date:
        return self._desk.today()

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.group_box.setAccessibleName(_("Group"))
        self.group_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.group_box.setMinimumContentsLength(18)
        self.search.setPlaceholderText(_("Search code, name or customer"))
        self.search.setClearButtonEnabled(True)
        self.new_button.setProperty("primary", True)
        theme.set_icon(self.generate_button, "calendar-plus")
        self.generate_button.setToolTip(actions.tip(actions.BY_NAME["generate"]))
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self.table.set_empty(
            EmptyState(
                _("No agreement is shown here."),
                icon="agreements",
                action=_("New agreement"),
                on_action=self.new_agreement,
            )
        )
        self.empty = EmptyState(
            _("Choose an agreement to see its lines and the orders that came from it."), icon="agreements"
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.editor)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.pane = self._list_pane()
        for part, stretch in ((self.pane, 3), (self.stack, 4)):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([690, 710])
        self.bar = PageBar(_("Agreements"), self.generate_button, self.new_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self.bar, rule(), self.split):
            column.addWidget(each)
        column.setStretch(2, 1)

    def _list_pane(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(12, 9, 12, 9)
        top.setSpacing(8)
        top.addWidget(self.search, 3)
        top.addWidget(self.group_box, 2)
        chips = QHBoxLayout()
        chips.setContentsMargins(8, 0, 8, 8)
        chips.addWidget(self.chips, 1)
        column.addLayout(top)
        column.addLayout(chips)
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.expiring)
        column.addWidget(self.lists, 1)
        return pane

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self._show(replace(self._view, text=self.search.text())))
        self.chips.chosen.connect(self._on_state)
        self.group_box.activated.connect(self._on_group)
        self.table.ids_wanted.connect(self._on_sorted)
        self.table.row_wanted.connect(self._open)
        self.new_button.clicked.connect(lambda: self.new_agreement())
        self.generate_button.clicked.connect(lambda: self.generate())
        self.generating.order_wanted.connect(self.order_wanted)
        self.generating.told.connect(self.told)
        self.editor.year.generate_wanted.connect(lambda: self.generate(is_for_chosen=True))
        self.editor.year.room_wanted.connect(self._give_room)
        self.expiring.agreement_wanted.connect(self._open)
        self.expiring.counted.connect(lambda count: self.chips.set_count(_EXPIRING, count))
        self.editor.order_wanted.connect(self.order_wanted)
        self.editor.customer_wanted.connect(self.customer_wanted)
        self.editor.agreement_wanted.connect(self.open_agreement)
        self.editor.told.connect(self.told)
        self.expiring.renew_wanted.connect(self._renew)
        self.editor.saved.connect(self.table.want)
        self.editor.closed.connect(self._on_closed)
        self.editor.details.stayed.connect(self.table.go_back)
        for panel in (self.editor.lines, self.editor.objects, self.editor.tasks):
            panel.editor.stayed.connect(lambda _row: self.table.go_back(self.editor.details.row_id))
        find = actions.make("find", self, on_triggered=self.search.setFocus)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(find)

    # -- reading -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list when it is first seen."""
        super().showEvent(event)
        if self._is_stale:
            self._show(self._view)

    def _show(self, view: AgreementView) -> None:
        self._view = view
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self.table.arguments = {"today": view.today}
        self.table.set_loading(is_loading=True)
        self._desk.jobs.read(agreement_browser, view, done=self._on_browser, owner=self)

    def _on_browser(self, browser: AgreementBrowser) -> None:
        self._show_groups(browser.groups)
        self.bar.count.setText(format_number(int(browser.ids.size)) if browser.ids.size else "")
        self.table.take(browser.ids)
        if self._is_first and browser.ids.size and not self.editor.details.is_open():
            self.table.want(int(browser.ids[0]))
        self._is_first = False
        self.expiring.count()
        self.chips.set_count("", sum(browser.counts.values()))
        for state in _CHIPS:
            self.chips.set_count(state.value, browser.counts[state])

    def _on_state(self, keys: tuple[str, ...]) -> None:
        is_expiring = keys == (_EXPIRING,)
        self.lists.setCurrentWidget(self.expiring if is_expiring else self.table)
        if is_expiring:
            return
        state = AgreementState(keys[0]) if keys and keys[0] else None
        self._show(replace(self._view, state=state))

    def _show_groups(self, groups: tuple[GroupRow, ...]) -> None:
        """Offer the groups with their counts; the one chosen stays so."""
        if groups == self.groups:
            return
        self.groups = groups
        self.group_box.clear()
        for group in groups:
            name = group.name if group.id else _("All groups")
            self.group_box.addItem(f"{name}  ({format_number(group.agreements)})", group.id)
        self.group_box.setCurrentIndex(max(0, self.group_box.findData(self._view.group_id)))

    def _on_group(self, index: int) -> None:
        group_id = int(self.group_box.itemData(index))
        if group_id != self._view.group_id:
            self._show(replace(self._view, group_id=group_id))

    def _on_sorted(self) -> None:
        sort = self.table.sort_key or "code"
        self._show(replace(self._view, sort=sort, descends=self.table.descends))

    def _open(self, agreement_id: int) -> None:
        self.stack.setCurrentWidget(self.editor)
        if agreement_id != self.editor.details.row_id:
            self.editor.open(agreement_id)

    def _renew(self, agreement_id: int) -> None:
        open_renewal(self._desk, self.window(), agreement_id, self.editor.show_made)

    def _give_room(self, is_all: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.pane.setVisible(not is_all)

    def _on_closed(self) -> None:
        self.stack.setCurrentWidget(self.empty)
        self.table.clearSelection()
