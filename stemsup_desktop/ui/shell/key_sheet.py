"""The sheet that shows the map of keys: its groups in two columns, so that it is read without scrolling."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import KeyHint, measure_key
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.scrolling_sheet import REACH, ScrollingSheet
from stemsup_desktop.ui.laying_out import hold_back_styles
from stemsup_desktop.ui.shell.key_map import KeyGroup, KeyLine
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

KEY_SHEET = "key_sheet"
"""What the sheet of keys is found by."""
_LEAST_PX = 120

_WIDTH_PX, _KEYS_PX = 920, 148


def make_key_sheet(theme: Theme, words: Words, host: QWidget) -> ScrollingSheet:
    """Return the sheet for a page's keys, which are put into it next."""
    sheet = ScrollingSheet(
        theme,
        host,
        words("shell.keys_title"),
        accept_text=words("common.close"),
        dismiss_text="",
        width=_WIDTH_PX,
        least_px=_LEAST_PX,
    )
    sheet.setObjectName(KEY_SHEET)
    sheet.title.setContentsMargins(REACH, 0, REACH, 0)
    sheet.buttons.setContentsMargins(REACH, 0, REACH, 0)
    pane = sheet.pane
    pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pane.setAccessibleName(words("shell.keys_title"))
    sheet.body.addWidget(pane)
    sheet.accepted.connect(sheet.dismiss)
    return sheet


def iter_key_groups(theme: Theme, sheet: ScrollingSheet, groups: tuple[KeyGroup, ...]) -> Iterator[None]:
    """Put the keys into their sheet, a group in each piece."""
    caps_px = max(_KEYS_PX, *(_measure_caps(theme, line) for group in groups for line in group.lines))
    columns = QHBoxLayout()
    columns.setSpacing(sizes.XXXL)
    sheet.pane.rows.addLayout(columns)
    for part in split_in_two(groups):
        column = QVBoxLayout()
        column.setSpacing(sizes.L)
        columns.addLayout(column, 1)
        for group in part:
            column.addLayout(_make_group(theme, group, caps_px))
            hold_back_styles()
            yield
        column.addStretch(1)


def split_in_two(groups: tuple[KeyGroup, ...]) -> tuple[tuple[KeyGroup, ...], tuple[KeyGroup, ...]]:
    """Part the groups, in their order, into two columns of about equal height."""
    heights = [len(group.lines) + 2 for group in groups]
    cut = min(range(len(groups) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    return groups[:cut], groups[cut:]


def _make_group(theme: Theme, group: KeyGroup, caps_px: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(sizes.S)
    grid.setVerticalSpacing(sizes.XS)
    grid.setColumnMinimumWidth(0, caps_px)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Label(theme, group.heading, role="section"), 0, 0, 1, 2)
    for row, line in enumerate(group.lines, start=1):
        grid.addLayout(_make_caps(theme, line), row, 0)
        said = Label(theme, line.text, role="compact", wraps=True, keeps_phrases=True)
        grid.addWidget(said, row, 1)
    return grid


def _measure_caps(theme: Theme, line: KeyLine) -> int:
    """Return how wide the keys of a line are in px: what they do stands on one edge in every group."""
    return sum(measure_key(theme, key) for key in line.keys) + sizes.XXS * (len(line.keys) - 1)


def _make_caps(theme: Theme, line: KeyLine) -> QHBoxLayout:
    caps = QHBoxLayout()
    caps.setSpacing(sizes.XXS)
    for key in line.keys:
        caps.addWidget(KeyHint(theme, key))
    caps.addStretch(1)
    return caps
