"""The rail says every room in full where it has words, in both languages and at every size of text."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.rail import Rail, RailItem
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS
from stemsup_desktop.ui.view_parts import RailView
from stemsup_desktop.ui.words import Words

ROOMS = ("shell.consult", "workspace.patients", "workspace.reference", "lots.rail", "workspace.documents")
FOOT = ("workspace.settings", "shell.language_other", "shell.lock")


@pytest.mark.parametrize("percent", TEXT_PERCENTS)
def test_a_current_room_is_written_out(percent: int, theme: Theme, words: Words, qtbot: QtBot) -> None:
    theme.set_text_percent(percent)
    try:
        rail = Rail(theme)
        qtbot.addWidget(rail)
        upper = tuple(RailView(key, "list", words(key), "", is_current=True) for key in ROOMS)
        lower = tuple(RailView(key, "list", words(key), "", is_current=True) for key in FOOT)
        rail.show_view(upper, lower)
        rail.resize(rail.width(), 2000)
        rail.show()
        metrics = QFontMetricsF(theme.font("label", 700))
        items = rail.findChildren(RailItem)
        assert len(items) == len(ROOMS) + len(FOOT)
        for item in items:
            assert not item.shortens_text
            assert max(map(metrics.horizontalAdvance, item.lines)) <= item.room_px, item.text()
    finally:
        theme.set_text_percent(100)


def test_a_narrow_rail_has_no_words_to_shorten(theme: Theme, words: Words, qtbot: QtBot) -> None:
    rail = Rail(theme)
    qtbot.addWidget(rail)
    rail.show_view((RailView("documents", "docs", words("workspace.documents"), ""),), ())
    rail.set_narrow(True)
    assert rail.findChild(RailItem).shortens_text
