"""Kinsoku: the window and the documents keep the same marks from the start and the end of a line."""

import pytest
from documents.document_builders import fonts
from hostile_strings import HOSTILE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextLayout, QTextOption
from pytestqt.qtbot import QtBot

from stemsup_desktop.documents.lines import NOT_AT_END, NOT_AT_START, Run, Style, break_lines
from stemsup_desktop.ui.components.line_breaks import NO_BREAK_SPACE, WORD_JOINER, keep_whole
from stemsup_desktop.ui.theme import Theme

WIDTHS = range(40, 130, 9)
JAPANESE = st.text(st.sampled_from("漢字仮名ひらカタ、。「」（）ゃゅょっー々…～年月日0123456789 ABC"), max_size=60)


def break_in_window(theme: Theme, text: str, width: int) -> list[str]:
    """Return the lines of a text as a label of the window breaks them."""
    layout = QTextLayout(keep_whole(text), theme.font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(layout.text()[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return [line.replace(WORD_JOINER, "") for line in lines]


def break_on_paper(text: str, width: int) -> list[str]:
    lines = break_lines([Run(text, Style(10, 16))], width, fonts())
    return ["".join(segment.text for segment in line.segments) for line in lines]


@pytest.mark.parametrize("mark", sorted(NOT_AT_START))
def test_no_line_begins_with_this_mark_in_the_window_or_on_paper(theme: Theme, mark: str) -> None:
    text = f"漢字仮名{mark}" * 8 + "漢字"
    for width in WIDTHS:
        assert [line for line in break_in_window(theme, text, width)[1:] if line[0] == mark] == []
        if fonts().widths(Style(10, 16).face)[mark]:
            assert [line for line in break_on_paper(text, width)[1:] if line[0] == mark] == []


@pytest.mark.parametrize("mark", sorted(NOT_AT_END))
def test_no_line_ends_with_this_mark_in_the_window_or_on_paper(theme: Theme, mark: str) -> None:
    text = f"漢字仮名{mark}" * 8 + "漢字"
    for width in WIDTHS:
        assert [line for line in break_in_window(theme, text, width)[:-1] if line[-1] == mark] == []
        assert [line for line in break_on_paper(text, width)[:-1] if line[-1] == mark] == []


@pytest.mark.parametrize("day", ["2026年11月23日", "1972年（昭和47年）4月18日", "10時05分"])
def test_a_day_is_never_read_across_two_lines_in_the_window(theme: Theme, day: str) -> None:
    text = f"同意書に{day}に署名した後で、" * 4
    for width in range(260, 460, 9):
        assert "".join(break_in_window(theme, text, width)).count(day) == 4
        for line in break_in_window(theme, text, width)[1:]:
            assert line[0] not in "年月日時分"


@settings(deadline=None, max_examples=60)
@given(JAPANESE)
@example("～～～")
@example("。" * 30)
def test_breaking_loses_and_adds_nothing(text: str) -> None:
    assert keep_whole(text).replace(WORD_JOINER, "").replace(NO_BREAK_SPACE, " ") == text
    assert "".join(break_on_paper(text, 60)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("name", [name for name, text in HOSTILE.items() if len(text) < 2_000])
def test_a_hostile_text_is_whole_after_breaking(qtbot: QtBot, theme: Theme, name: str) -> None:
    text = HOSTILE[name]
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert plain("".join(break_in_window(theme, text, 60))) == plain(text)


def plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ").replace(WORD_JOINER, "")
