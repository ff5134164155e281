"""The sheet that shows one line of a history whole."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QWidget

from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.pages.history.entries import HistoryEntry
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_WIDTH = 640
_MOST_LINES = 9
_MOST_MEASURED = 2_000
"""Characters that fill more lines than are shown."""
_ROOM = 520
"""Width of a line of text in the sheet, in logical px."""


def make_entry_sheet(theme: Theme, words: Words, host: QWidget, entry: HistoryEntry) -> Sheet:
    """Return the sheet of a line: who and when, old and new value to their ends, and which rows it stands for."""
    sheet = Sheet(theme, host, entry.sentence, accept_text=words("common.close"), dismiss_text="", width=_WIDTH)
    grid = QGridLayout()
    grid.setHorizontalSpacing(sizes.M)
    grid.setVerticalSpacing(sizes.XXS)
    grid.setColumnStretch(1, 1)
    facts = ((words("history.when"), entry.moment), (words("history.who"), entry.who))
    for row, (caption, value) in enumerate((*facts, (words("history.in_trail"), entry.rows))):
        grid.addWidget(Label(theme, caption, role="compact", tone="text-3"), row, 0)
        grid.addWidget(Label(theme, value, role="compact", weight=500, wraps=True), row, 1)
    sheet.body.addLayout(grid)
    for name, text in (("before", entry.old), ("after", entry.new)):
        if text:
            sheet.body.addWidget(_make_value(theme, words, name, text))
    for fact in entry.facts:
        sheet.add_text(fact)
    if entry.note:
        sheet.add_text(entry.note)
    sheet.accepted.connect(sheet.dismiss)
    return sheet


def _make_value(theme: Theme, words: Words, name: str, text: str) -> MultiLineField:
    # The field learns its width only once it is seen; the sheet is as high as it is before.
    metrics = QFontMetrics(theme.font("body"))
    lines = sum(-(-metrics.horizontalAdvance(line) // _ROOM) or 1 for line in text[:_MOST_MEASURED].split("\n"))
    shown = min(lines if lines == 1 else lines + 1, _MOST_LINES)
    field = MultiLineField(theme, words, words(f"history.{name}"), min_lines=shown, max_lines=_MOST_LINES)
    field.setObjectName(f"history_{name}")
    field.set_value(text)
    field.set_read_only(True)
    return field
