"""Lines break between phrases, and what is read stays the same."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QLabel

from stemsup_desktop.ui.components.broken_text import break_paragraphs
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.line_breaks import (
    NO_BREAK_SPACE,
    WORD_JOINER,
    keep_phrases,
    keep_whole,
    keep_words,
)
from stemsup_desktop.ui.theme import Theme


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("同意と治療には進めません。", ["同意と", "治療には", "進めません。"]),
        ("中止1件、注意1件。", ["中止1件、", "注意1件。"]),
        ("「いいえ」とは扱いません。", ["「いいえ」", "とは", "扱いません。"]),
        ("まとめに引き継ぎます。", ["まとめに", "引き継ぎます。"]),
        ("お薬を飲む", ["お薬を", "飲む"]),
        ("医師からお話しします。", ["医師から", "お話しします。"]),
        ("もう一度お試しください。", ["もう", "一度", "お試しください。"]),
        ("答えたあとのご質問", ["答えたあとの", "ご質問"]),
    ],
)
def test_a_japanese_line_breaks_behind_a_phrase(text: str, phrases: list[str]) -> None:
    assert keep_phrases(text) == "".join(WORD_JOINER.join(phrase) for phrase in phrases)


def test_a_long_phrase_does_not_break_inside_a_word_in_katakana() -> None:
    word = "ランダム"
    assert keep_phrases(f"顔面左右比較{word}化試験完了後") == f"顔面左右比較{WORD_JOINER.join(word)}化試験完了後"
    endless = "アイウエオカキクケコサシスセソ"
    assert keep_phrases(endless) == endless


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("No clotting tests before a drip", f"before a{NO_BREAK_SPACE}drip"),
        ("What you may hope for, and what not", f"and what{NO_BREAK_SPACE}not"),
        ("Vascular endothelial growth factor A", f"growth factor{NO_BREAK_SPACE}A"),
        ("Reaction to a placenta or filler", f"placenta or{NO_BREAK_SPACE}filler"),
        ("A dimer of two very long polypeptides so", "polypeptides so"),
        ("Hair loss", "Hair loss"),
        ("Ask the physician tomorrow", "physician tomorrow"),
        ("薬の名前 one", "薬の名前 one"),
    ],
)
def test_a_short_last_word_does_not_stand_alone(text: str, end: str) -> None:
    kept = keep_phrases(text)
    assert kept.endswith(end) or kept.replace(WORD_JOINER, "").endswith(end)
    assert kept.replace(NO_BREAK_SPACE, " ").replace(WORD_JOINER, "") == text


def test_a_number_stays_with_its_noun() -> None:
    assert keep_phrases("1 stop, 2 unanswered.") == f"1{NO_BREAK_SPACE}stop, 2{NO_BREAK_SPACE}unanswered."


@pytest.mark.parametrize("text", ["", "Plain words.", "滲出型加齢黄斑変性網膜静脈閉塞症", "12 3"])
def test_what_has_no_phrases_or_too_long_ones_stays_as_it_is(text: str) -> None:
    assert keep_phrases(text) == text


def test_a_label_says_what_was_put_in(theme: Theme) -> None:
    label = Label(theme, "同意と治療には進めません。", wraps=True, keeps_phrases=True)
    assert label.text() == "同意と治療には進めません。"
    assert label.accessibleName() == label.text()


def test_phrases_take_no_more_lines_than_a_column_has_room_for(theme: Theme) -> None:
    label = Label(
        theme, "未回答が64件あります。「いいえ」とは扱いません。", role="compact", wraps=True, keeps_phrases=True
    )
    plain = Label(theme, label.text(), role="compact", wraps=True)
    assert label.heightForWidth(250) == plain.heightForWidth(250)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("森 直人 · 23 Nov 2026, 10:30", "23 Nov 2026"),
        ("2026年11月23日 10時30分", "2026年11月23日"),
        ("below limit (< 15.6 pg/mL)", "< 15.6 pg/mL"),
        ("0.02\u00a0EU/mL", "0.02 EU/mL"),
    ],
)
def test_a_day_and_a_number_with_its_unit_are_on_one_line(text: str, whole: str) -> None:
    joined = WORD_JOINER.join(whole.replace(" ", NO_BREAK_SPACE))
    assert joined in keep_whole(text)
    assert keep_whole(text).replace(WORD_JOINER, "").replace(NO_BREAK_SPACE, " ") == text.replace("\u00a0", " ")


@pytest.mark.parametrize("text", ["", "5 points in 3 sites", "HBV・HCV・HIV・HTLV-1・梅毒 陰性", "either/or"])
def test_other_words_may_break_as_before(text: str) -> None:
    assert keep_whole(text) == text


@pytest.mark.parametrize("unit", ["1", "1,", "1.", "< 1"])
def test_numbers_without_an_end_are_read_once(unit: str) -> None:
    """A million digits: a search that began again at each of them would not end before the test's limit."""
    endless = unit * (1_000_000 // len(unit))
    assert keep_whole(endless) == endless


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("アナフィラキシー・重い喘息・複数の薬のアレルギーです", ["アナフィラキシー"]),
        ("なければこの治療は行いません。", ["行いません。"]),
        ("エクソソーム吸入試験の除外基準", ["エクソソーム", "除外基準"]),
        ("「はい／ペニシリン／重症／2011」", ["はい／", "ペニシリン／", "重症／"]),
    ],
)
def test_running_text_keeps_words_answers_and_its_end(text: str, kept: list[str]) -> None:
    shown = keep_words(text)
    assert all(WORD_JOINER.join(one) in shown for one in kept)
    assert shown.replace(WORD_JOINER, "") == text
    assert shown.count(WORD_JOINER) < len(text) - 1


def test_a_label_with_words_that_are_kept_is_read_as_it_was_put_in(theme: Theme) -> None:
    label = Label(theme, "複数の薬のアレルギーがある方", wraps=True)
    assert label.text() == label.accessibleName() == "複数の薬のアレルギーがある方"
    label.setText("Any drug")
    assert (label.text(), label.accessibleName()) == ("Any drug", "")
    label.setAccessibleName("Question 7")
    label.setText("複数の薬のアレルギー")
    assert label.accessibleName() == "Question 7"


@pytest.mark.parametrize("keeps_phrases", [False, True])
def test_what_can_be_copied_is_what_was_put_in(theme: Theme, keeps_phrases: bool) -> None:
    path = "/home/山田/デスクトップ/ステムサップの記録 12 mL"
    label = Label(theme, path, wraps=True, keeps_phrases=keeps_phrases)
    assert QLabel.text(label) != path
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for text in (path, f"{path} 2"):
        label.setText(text)
        label.setSelection(0, len(text))
        assert label.selectedText() == QLabel.text(label) == text


@pytest.mark.parametrize("width", range(130, 400, 7))
def test_no_line_of_a_label_ends_inside_a_word_or_leaves_a_letter_alone(theme: Theme, width: int) -> None:
    text = "該当するすべての物質が試験成績書に示されたロットだけを使えます。なければ治療は行いません。"
    lines = read_lines(break_paragraphs(keep_words(text), theme.font("small"), 16, width))
    assert "".join(lines) == text
    assert len(lines[-1]) >= 4
    assert any("ロット" in line for line in lines)


def read_lines(layouts: list[QTextLayout]) -> list[str]:
    """Return the lines of some paragraphs as they are read."""
    lines = []
    for layout in layouts:
        text = layout.text()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            lines.append(text[line.textStart() : line.textStart() + line.textLength()].replace(WORD_JOINER, ""))
    return lines
