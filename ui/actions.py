"""Every action once: its name, text, icon, shortcut and help; and the QActions made of them.

Single letters (today, move) are the board's alone: they work in the widget the action is added to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from resources.texts import N_, _
from ui import keymap, theme


@dataclass(frozen=True, slots=True)
class Spec:
    """What an action is.

    Attributes:
        name: by which it is asked for; also its objectName.
        text, help: English, marked; translated when the action is made.
        icon: a shipped drawing or "".
        shortcut: in Qt's portable form or "".
        is_local: the shortcut works only in the widget the action was added to (and its children).
        is_checkable: it is on or off.
        also: other keys that do the same.
    """

    name: str
    text: str
    help: str
    icon: str = ""
    shortcut: str = ""
    is_local: bool = False
    is_checkable: bool = False
    also: tuple[str, ...] = ()


SPECS = (
    Spec("page_board", N_("&Board"), N_("Plan visits on the board"), "board", "Ctrl+1", is_checkable=True),
    Spec(
        "page_orders",
        N_("&Orders"),
        N_("List and edit service orders"),
        "orders",
        "Ctrl+2",
        is_checkable=True,
    ),
    Spec(
        "page_agreements",
        N_("&Agreements"),
        N_("Browse and edit service agreements"),
        "agreements",
        "Ctrl+3",
        is_checkable=True,
    ),
    Spec(
        "page_customers",
        N_("&Customers and objects"),
        N_("Customers, their sites and what is serviced there"),
        "customers",
        "Ctrl+4",
        is_checkable=True,
    ),
    Spec(
        "page_technicians",
        N_("&Technicians"),
        N_("Technicians, skills, shifts and absences"),
        "technicians",
        "Ctrl+5",
        is_checkable=True,
    ),
    Spec(
        "page_deadlines",
        N_("&Deadlines"),
        N_("What runs out next of the service levels"),
        "deadlines",
        "Ctrl+6",
        is_checkable=True,
    ),
    Spec(
        "page_postings",
        N_("&Postings"),
        N_("What was posted to the ledger; post more, take back"),
        "postings",
        "Ctrl+7",
        is_checkable=True,
    ),
    Spec("new_order", N_("&New order"), N_("Open the editor for a new service order"), "order-new", "Ctrl+N"),
    Spec(
        "generate",
        N_("&Generate orders…"),
        N_("Make the orders that fall due from agreements, after a look at them"),
        "calendar-plus",
        "Ctrl+Shift+G",
    ),
    Spec(
        "new_request",
        N_("New re&quest…"),
        N_("Write down what a caller asks for"),
        "phone",
        "Ctrl+Shift+N",
    ),
    Spec("save", N_("&Save"), N_("Save what was changed here"), "save", "Ctrl+S"),
    Spec("import", N_("&Import…"), N_("Read tables from a folder, a file or a workbook"), "import", "Ctrl+I"),
    Spec("export", N_("&Export…"), N_("Write tables to a folder or a workbook"), "export", "Ctrl+E"),
    Spec("print", N_("&Print…"), N_("Print what is selected"), "print", "Ctrl+P"),
    Spec(
        "print_job_sheets",
        N_("Print &work descriptions…"),
        N_("Print the work descriptions of a day"),
        "print",
        "Ctrl+Shift+P",
    ),
    Spec(
        "open_database", N_("Open another &database…"), N_("Another file, or your team's server"), "database"
    ),
    Spec("quit", N_("&Quit"), N_("Close the program"), "quit", "Ctrl+Q"),
    Spec("undo", N_("&Undo"), N_("Take back the last change"), "undo", "Ctrl+Z"),
    Spec(
        "redo",
        N_("&Redo"),
        N_("Make the change again that was taken back"),
        "redo",
        "Ctrl+Shift+Z",
        also=("Ctrl+Y",),
    ),
    Spec(
        "edit_list",
        N_("&List of changes…"),
        N_("Every change made here; go back several at once"),
        "",
        "Ctrl+Shift+H",
    ),
    Spec("find", N_("&Find"), N_("Search on this page"), "search", "Ctrl+F"),
    Spec(
        "company",
        N_("Company &settings…"),
        N_("Numbers, journals, deadlines and papers of the company"),
        "building",
        "Ctrl+Shift+,",
    ),
    Spec("preferences", N_("Pre&ferences…"), N_("Language, look, travel and printing"), "settings", "Ctrl+,"),
    Spec("today", N_("&Today"), N_("Show today"), "today", "T", is_local=True),
    Spec(
        "go_to_date",
        N_("&Go to date…"),
        N_("Type a day, a time or both, and go there"),
        "",
        "Ctrl+G",
        is_local=True,
    ),
    Spec("back", N_("&Earlier"), N_("One step back in time"), "left", "Ctrl+PgUp"),
    Spec("forward", N_("&Later"), N_("One step on in time"), "right", "Ctrl+PgDown"),
    Spec("scale_day", N_("&Day"), N_("Show one day"), "", "Alt+1", is_checkable=True),
    Spec("scale_three_days", N_("&3 days"), N_("Show three days"), "", "Alt+2", is_checkable=True),
    Spec("scale_work_week", N_("Work wee&k"), N_("Show Monday to Friday"), "", "Alt+3", is_checkable=True),
    Spec("scale_week", N_("&Week"), N_("Show seven days"), "", "Alt+4", is_checkable=True),
    Spec("scale_two_weeks", N_("&2 weeks"), N_("Show fourteen days"), "", "Alt+5", is_checkable=True),
    Spec("scale_month", N_("M&onth"), N_("Show a month"), "", "Alt+6", is_checkable=True),
    Spec("zoom_in", N_("Zoom &in"), N_("Show less time, larger"), "zoom-in", "Ctrl++"),
    Spec("zoom_out", N_("Zoom ou&t"), N_("Show more time, smaller"), "zoom-out", "Ctrl+-"),
    Spec("refresh", N_("Re&fresh"), N_("Read everything shown again"), "refresh", "F5"),
    Spec(
        "next_pane",
        N_("Ne&xt pane"),
        N_("Move the keyboard to the next part of the page"),
        "pane-right",
        "F6",
    ),
    Spec(
        "previous_pane",
        N_("Pre&vious pane"),
        N_("Move the keyboard to the part of the page before"),
        "",
        "Shift+F6",
    ),
    Spec("scheme_system", N_("As the &system"), N_("Light or dark as the system is"), "", is_checkable=True),
    Spec("scheme_light", N_("&Light"), N_("Dark text on a light ground"), "sun", is_checkable=True),
    Spec("scheme_dark", N_("&Dark"), N_("Light text on a dark ground"), "moon", is_checkable=True),
    Spec("language_en", "&English", N_("Speak English from the next start"), "", is_checkable=True),
    Spec("language_nl", "&Nederlands", N_("Speak Dutch from the next start"), "", is_checkable=True),
    Spec("language_da", "&Dansk", N_("Speak Danish from the next start"), "", is_checkable=True),
    Spec(
        "palette",
        N_("&Command palette…"),
        N_("Find any command, technician, order or day by typing"),
        "search",
        "Ctrl+K",
    ),
    Spec(
        "commands",
        N_("&Keys and commands"),
        N_("The keys that work here, beside what you do"),
        "keyboard",
        "Ctrl+/",
    ),
    Spec("explain", N_("&Help for this"), N_("What the thing with the keyboard is for"), "help", "F1"),
    Spec("changelog", N_("What is &new"), N_("What changed from version to version"), "changelog"),
    Spec("about", N_("&About Servicebord"), N_("Version, database and licences"), "info"),
)
"""All of them, in the order of the menus."""

BY_NAME = {spec.name: spec for spec in SPECS}
"""The same by name."""


class _Follower(QObject):
    """Keeps an action's key and tip what the person made of them; goes with the action."""

    def __init__(self, action: QAction, spec: Spec) -> None:
        super().__init__(action)
        self._action, self._spec = action, spec
        keymap.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Take the keys in force."""
        keys = (key_of(self._spec), *self._spec.also)
        form = QKeySequence.SequenceFormat.PortableText
        self._action.setShortcuts([QKeySequence.fromString(key, form) for key in keys if key])
        self._action.setToolTip(tip(self._spec))


def make(name: str, parent: QObject, *, on_triggered: Callable[[], object] | None = None) -> QAction:
    """The QAction of a name, owned by parent; raises KeyError for a name there is none of."""
    spec = BY_NAME[name]
    action = QAction(_(spec.text), parent)
    action.setObjectName(name)
    action.setCheckable(spec.is_checkable)
    if spec.is_local:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    if spec.icon:
        theme.set_icon(action, spec.icon)
    action.setStatusTip(_(spec.help))
    _Follower(action, spec)
    if on_triggered is not None:
        action.triggered.connect(lambda: on_triggered())
    return action


def key_of(spec: Spec) -> str:
    """The key in force, in Qt's portable form, or ""."""
    return keymap.key_of(spec.name, spec.shortcut)


def tip(spec: Spec) -> str:
    """What the pointer is told: help and key, such as "Show today (T)"."""
    key = shortcut_text(spec)
    return f"{_(spec.help)} ({key})" if key else _(spec.help)


def shortcut_text(spec: Spec) -> str:
    """The key in force as this system writes it, or ""."""
    return keymap.native(key_of(spec))


def words(spec: Spec) -> str:
    """The action's text without the mark of its mnemonic and without dots, for lists and buttons."""
    return _(spec.text).replace("&", "").rstrip("…")


def commands() -> tuple[keymap.Command, ...]:
    """All of them as what can be given a key."""
    return tuple(
        keymap.Command(
            spec.name,
            words(spec),
            _(spec.help),
            spec.shortcut,
            spec.also,
            frozenset({keymap.ON_BOARD if spec.is_local else keymap.EVERYWHERE}),
            _("Everywhere"),
        )
        for spec in SPECS
    )
