"""The keys that work everywhere in the window, and the sheet that lists them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import KeyHint
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

SHARED_KEYS = (
    ("Ctrl+1 … 7", "shell.keys_steps"),
    ("Alt+1 … 7", "shell.keys_rail"),
    ("F6 / Shift+F6", "shell.keys_panes"),
    ("Ctrl+K", "shell.keys_search"),
    ("Esc", "shell.keys_back"),
    ("Ctrl+Z / Ctrl+Shift+Z", "shell.keys_undo"),
    ("Ctrl+S", "shell.keys_save"),
    ("Ctrl+P", "shell.keys_print"),
    ("Ctrl+H", "shell.keys_history"),
    ("Ctrl+L", "shell.keys_lock"),
    ("Ctrl+Enter", "shell.keys_main"),
    ("Alt+G, O", "shell.keys_gate"),
    ("F8", "patient_screen.key_show"),
    ("Shift+F8", "patient_screen.key_back"),
    ("F9", "patient_screen.key_cover"),
    ("F1", "shell.keys_this"),
)


def bind(window: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Bind keys to an act for the whole window."""
    shortcut = QShortcut(QKeySequence(keys), window)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(lambda: act())
    return shortcut


def merge_keys(*lists: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return lists of (key, what it does) as one; of two entries for the same keys the first counts."""
    merged: dict[str, str] = {}
    for keys, text in (entry for one in lists for entry in one):
        merged.setdefault(keys, text)
    return tuple(merged.items())


def make_key_sheet(theme: Theme, words: Words, host: QWidget, own: tuple[tuple[str, str], ...]) -> Sheet:
    """Return the sheet with a page's own keys (keys, what they do) above the shared ones; " / " parts keys."""
    sheet = Sheet(
        theme,
        host,
        words("shell.keys_title"),
        accept_text=words("common.close"),
        dismiss_text="",
        width=560,
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    shared = tuple((key, words(text)) for key, text in SHARED_KEYS)
    for row, (keys, text) in enumerate(merge_keys(own, shared)):
        caps = QHBoxLayout()
        caps.setSpacing(4)
        caps.addStretch(1)
        for key in keys.split(" / "):
            caps.addWidget(KeyHint(theme, key))
        grid.addLayout(caps, row, 0)
        grid.addWidget(Label(theme, text, role="compact"), row, 1)
    sheet.body.addLayout(grid)
    sheet.accepted.connect(sheet.dismiss)
    return sheet
