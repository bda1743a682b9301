"""A request by phone in one short form: Enter walks on, Ctrl+Enter saves (domain.md 5.4, 11)."""

from __future__ import annotations

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.queries.requests import JobFacts, RequestSetting, job_facts, request_setting
from app.usecases.orders import (
    FIND,
    Request,
    RequestTaken,
    take_request,
)
from models.errors import Expected, Refused
from models.terms import Priority
from resources.texts import _
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.ending_edits import MakeOrder
from ui.orders.request_fields import RequestFields
from ui.orders.request_words import facts_words
from ui.widgets.cards import plain_label

SAVE_KEYS = "Ctrl+Return"
_MOMENT_MS = 60


class RequestDialog(QDialog):
    """Asks what a caller is asked, shows what is known of the job, and makes the order.

    Signals:
        taken(RequestTaken): it is an order now.
    """

    taken = Signal(object)

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._edits = jobs, edits
        self._is_saving = self._is_warned = False
        self._facts: JobFacts | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New request"))
        self.fields = RequestFields(jobs, jobs.context.clock().date())
        self.known = plain_label(is_quiet=True)
        self.problem = plain_label()
        self.close_button, self.save_button = QPushButton(_("Close")), QPushButton(_("Save request"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_MOMENT_MS)
        self._soon.timeout.connect(self._read_facts)
        self._lay_out()
        self._connect()
        jobs.read(request_setting, done=self._start, owner=self)
        self.fields.caller_lookup.setFocus()

    def reject(self) -> None:
        """Close; what was written down is not dropped by one key."""
        is_begun = bool(self.fields.title.read() or self.fields.customer_id)
        if is_begun and not self._is_warned:
            self._is_warned = True
            self._complain(_("This request is not saved. Close again to drop it."))
        else:
            super().reject()

    def save(self) -> None:
        """Make the order, if what is needed is there."""
        if self._is_saving:
            return
        try:
            request = self._request()
        except ValueError as error:
            self._complain(str(error))
            return
        self._is_saving = True
        self.save_button.setEnabled(False)
        edit = MakeOrder(_("New request"), take_request, {"request": request})
        self._edits.do(edit, done=self._on_taken, failed=self._on_failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field; on a button it presses it, with Ctrl it saves."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            at = self.focusWidget()
            if isinstance(at, QPushButton):
                at.click()
            else:
                self.focusNextPrevChild(True)

    def _start(self, setting: RequestSetting) -> None:
        self.fields.offer_symptoms(setting.symptoms)
        today = self._jobs.context.clock().astimezone(ZoneInfo(setting.zone)).date()
        self.fields.when.start_from(today)

    def _request(self) -> Request:
        """What the fields say; raises ValueError with a sentence."""
        fields = self.fields
        for field in (fields.earliest, fields.latest, fields.duration, fields.when.other):
            problem = field.problem()
            if problem:
                field.editor.setFocus()
                raise ValueError(problem)
        symptom, minutes = fields.symptom_row(), fields.duration.read()
        agreement = fields.covering()
        return Request(
            customer_id=fields.customer_id,
            title=str(fields.title.read()),
            site_id=fields.site_id(),
            object_id=fields.object_id(),
            contact_id=fields.contact_id,
            symptom_area_id=symptom.area_id if symptom is not None else 0,
            symptom_id=symptom.id if symptom is not None else 0,
            caller=str(fields.caller.read()),
            caller_phone=str(fields.phone.read()),
            service_date=fields.when.day(),
            earliest_start=_time(fields.earliest.read()),
            latest_start=_time(fields.latest.read()),
            duration_minutes=minutes if isinstance(minutes, int) else 60,
            priority=Priority(fields.priority.current()),
            technician_id=_id(fields.technician.choice()),
            agreement_id=FIND if self._facts is None else agreement.id if agreement is not None else 0,
        )

    def _on_taken(self, answer: RequestTaken) -> None:
        self.taken.emit(answer)
        self.accept()

    def _on_failed(self, error: Expected) -> None:
        self._is_saving = False
        self.save_button.setEnabled(True)
        self._complain(str(error))
        fields = self.fields
        at = {
            "customer": fields.caller_lookup,
            "title": fields.title,
            "site": fields.site,
            "service_object": fields.thing,
            "agreement": fields.agreement,
            "latest_start": fields.latest,
            "duration_minutes": fields.duration,
        }
        if isinstance(error, Refused) and error.field in at:
            at[error.field].setFocus()

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    # -- what is known of the job ----------------------------------------------------------------------

    def _ask_again(self) -> None:
        """What was known is of another job; until the answer comes the agreement is found on saving."""
        self._facts, self._is_warned = None, False
        self._soon.start()

    def _read_facts(self) -> None:
        fields = self.fields
        if not fields.customer_id:
            self._facts = None
            self.known.setText("")
            fields.agreement.clear()
            return
        try:
            on = fields.when.day()
        except ValueError:
            on = None
        self._jobs.read(
            job_facts,
            fields.customer_id,
            now=self._jobs.context.clock(),
            site_id=fields.site_id(),
            object_id=fields.object_id(),
            on=on,
            done=self._show_facts,
            owner=self,
        )

    def _show_facts(self, facts: JobFacts) -> None:
        self.fields.take_site(facts.sites)
        self.fields.offer_agreements(facts)
        self._facts = facts
        self._tell_known()

    def _tell_known(self) -> None:
        """What is known of the job under the agreement that is chosen."""
        if self._facts is not None:
            self.known.setText("\n".join(facts_words(self._facts, self.fields.covering())))

    def _walk_on(self) -> None:
        """After a choice from a list go to the next field at once."""
        if self.isVisible():
            self.focusNextPrevChild(True)

    def _lay_out(self) -> None:
        self.problem.setProperty("wrong", True)
        self.problem.hide()
        self.save_button.setProperty("primary", True)
        self.save_button.setToolTip(SAVE_KEYS)
        for button in (self.close_button, self.save_button):
            button.setAutoDefault(False)
        for label in (self.known, self.problem):
            label.setWordWrap(True)
        self.known.setMinimumHeight(52)
        self.known.setAlignment(Qt.AlignmentFlag.AlignTop)
        bottom = QHBoxLayout()
        bottom.addWidget(plain_label(_("Enter: next field · Ctrl+Enter: save"), px=12, is_quiet=True), 1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(plain_label(_("New request"), px=15, weight=600))
        column.addWidget(self.fields)
        column.addWidget(self.known)
        column.addStretch(1)
        column.addWidget(self.problem)
        column.addLayout(bottom)
        self.resize(660, 620)

    def _connect(self) -> None:
        fields = self.fields
        fields.job_changed.connect(self._ask_again)
        fields.agreement.activated.connect(lambda _index: self._tell_known())
        for lookup in (fields.caller_lookup, fields.site, fields.thing, fields.technician):
            lookup.chosen.connect(lambda choice, at=lookup: self._on_choice(choice, at))
        self.close_button.clicked.connect(lambda _checked: self.reject())
        self.save_button.clicked.connect(lambda _checked: self.save())
        for keys in (SAVE_KEYS, "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)

    def _on_choice(self, choice: object, lookup: QWidget) -> None:
        if choice is not None and lookup.hasFocus():
            self._walk_on()


def _time(value: object) -> time | None:
    return value if isinstance(value, time) else None


def _id(choice: Any) -> int:  # a widget's Choice, or None
    return choice.value if choice is not None else 0
