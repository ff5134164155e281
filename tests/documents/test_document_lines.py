"""Line breaking: kinsoku, whole words, and nothing wider than the line."""

import pytest
from documents.document_builders import fonts
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.documents.columns import column_widths
from stemsup_desktop.documents.fonts import Face
from stemsup_desktop.documents.lines import Run, Style, _find_break, break_lines, can_break_before
from stemsup_desktop.documents.styles import WIDTH

STYLE = Style(10, 16)


def broken(text: str, width: float) -> list[str]:
    """Return the lines of a text."""
    lines = break_lines([Run(text, STYLE)], width, fonts())
    return ["".join(segment.text for segment in line.segments) for line in lines]


def test_no_line_begins_with_a_closing_mark_or_a_small_kana() -> None:
    text = "説明を受けました。「はい」と答えました（ちょっと、ゆっくりー）。" * 8
    for width in range(60, 200, 7):
        for line in broken(text, width)[1:]:
            assert line[0] not in "、。」』）ゃゅょっー"


def test_no_line_ends_with_an_opening_bracket() -> None:
    text = "次の「書類」と（別紙）を『必ず』お持ちください。" * 8
    for width in range(60, 200, 7):
        for line in broken(text, width)[:-1]:
            assert line[-1] not in "「（『"


def test_words_stay_whole_while_they_fit() -> None:
    words = ["informed", "consent", "about", "intradermal", "injection", "of", "supernatant"]
    lines = broken(" ".join(words * 5), 120)
    assert {word for line in lines for word in line.split()} == set(words)


def test_a_word_wider_than_the_line_is_broken_by_characters() -> None:
    lines = broken("W" * 500, 100)
    assert "".join(lines) == "W" * 500
    assert len({len(line) for line in lines[:-2]}) == 1


def test_a_number_and_its_unit_stay_together() -> None:
    for width in range(40, 160, 3):
        for line in broken("Volume was 0.05 mL per point, 2.00 mL in all, at 38 °C.", width):
            assert not line.startswith(("mL", "°C"))


def test_a_rule_and_its_version_stay_together() -> None:
    for width in range(70, 260, 3):
        for line in broken("自己免疫疾患・自己炎症性疾患など (X12 1.0)、点滴前の凝固検査がない (LAB4 1.0)", width):
            assert line.count("(") == line.count("1.0)")


def test_a_number_and_its_counter_stay_together() -> None:
    for width in range(60, 160, 3):
        for line in broken("次回は2026年12月15日で、4回目です。費用は66,000円です。", width):
            assert line[0] not in "年月日回円"


def test_a_paragraph_does_not_end_in_one_or_two_characters() -> None:
    text = "受けるかどうかは自由です。いつでも、理由を言わずにやめられます。"
    for width in range(100, 320, 5):
        lines = broken(text, width)
        if len(lines) > 1:
            assert len(lines[-1]) > 2


def test_a_word_in_katakana_stays_whole_where_half_a_line_is_left() -> None:
    words = ["サルコイドーシス", "アレルギー", "エクソソーム", "クーリング", "ピーリング", "ランダム"]
    text = "、".join(f"検査の{word}について説明します" for word in words * 3)
    for width in range(160, 500, 3):
        lines = broken(text, width)
        assert "".join(lines) == text
        assert sum(line.count(word) for line in lines for word in words) == len(words) * 3
        assert all(len(line) > width / 10 // 2 for line in lines[:-1])


def test_a_word_in_katakana_that_is_longer_or_fills_the_line_is_parted() -> None:
    assert len(broken("ア" * 11 + "、" + "イ" * 11, 100)[0]) == 10
    assert broken("検査クーリングオフ", 60) == ["検査クーリ", "ングオフ"]


def test_a_day_and_an_hour_stay_whole_where_half_a_line_is_left() -> None:
    text = "森 直人、2026年11月18日 11時35分に記録。2026年（令和8年）12月1日に再診。" * 3
    for width in range(280, 500, 3):
        lines = broken(text, width)
        for said in ("2026年11月18日", "11時35分", "2026年（令和8年）12月1日"):
            assert sum(line.count(said) for line in lines) == 3


def test_a_last_line_does_not_begin_within_a_word() -> None:
    assert broken("特に糖尿病の方は、前もって注意が必要です。", 190) == [
        "特に糖尿病の方は、前もって注意が",
        "必要です。",
    ]
    assert broken("良い点：働きかけます。先に検査が必要です。", 170) == [
        "良い点：働きかけます。先に検査が",
        "必要です。",
    ]
    assert broken("一二三四五六七八九十一二三四五六七。", 120) == ["一二三四五六七八九十一二", "三四五六七。"]
    text = "自己免疫疾患・自己炎症性疾患・サルコイドーシス・血管炎"
    assert broken(text, 240) == ["自己免疫疾患・自己炎症性疾患・", "サルコイドーシス・血管炎"]
    assert broken("免疫の病気やサルコイドーシス", 130) == ["免疫の病気や", "サルコイドーシス"]


def test_a_last_line_takes_no_more_from_the_line_before_than_it_has_room_for() -> None:
    lines = break_lines([Run("1、11あ111", STYLE)], 24.0, fonts())

    assert "".join(segment.text for line in lines for segment in line.segments) == "1、11あ111"
    assert all(line.width <= 24.01 for line in lines)


def test_newlines_that_a_person_typed_are_kept() -> None:
    assert broken("one\n\nthree", 200) == ["one", "", "three"]


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("aB 1.,-/(「」。、あ漢ーっ𠮷\n mL℃"), max_size=200),
    width=st.floats(min_value=24, max_value=300),
)
def test_nothing_is_lost_and_nothing_is_wider_than_the_line(text: str, width: float) -> None:
    lines = break_lines([Run(text, STYLE)], width, fonts())
    assert "".join(segment.text for line in lines for segment in line.segments).replace(" ", "") == text.replace(
        " ", ""
    ).replace("\n", "")
    assert all(line.width <= width + 0.01 for line in lines)


@pytest.mark.parametrize("cut", [0, 3, 8, 15])
def test_two_styles_break_like_one(cut: int) -> None:
    text = "治療を受けることに同意します。いつでもやめられます。"
    whole = broken(text, 90)
    lines = break_lines([Run(text[:cut], STYLE), Run(text[cut:], STYLE)], 90, fonts())
    assert ["".join(segment.text for segment in line.segments) for line in lines] == whole


SPACED = st.text(st.sampled_from("ab1 %ж漢。（年"), min_size=2, max_size=24)


@given(SPACED, st.data())
def test_the_last_place_to_break_is_the_one_that_looking_at_each_character_finds(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    outside = data.draw(st.integers(start, len(text) - 1))
    glued = data.draw(st.sets(st.integers(0, len(text))))
    places = [
        at
        for at in range(start + 1, outside + 1)
        if (at - 1 not in glued if text[at - 1] == " " else can_break_before(text, at))
    ]
    assert _find_break(text, start, outside, glued) == max(places, default=outside)


def test_a_short_column_of_a_table_has_its_values_on_one_line() -> None:
    rows = [
        ("所見", "区分", "医師の判断", "記録者・日時"),
        (
            "自己免疫疾患・自己炎症性疾患など (X12 1.0)",
            "専門的な判断",
            "橋本病は7年間安定。" * 9,
            "森 直人、2026年11月18日 11時35分",
        ),
    ]
    for width in (400.0, WIDTH):
        columns = column_widths(fonts(), rows, width, 9.8)
        assert columns[1][1] > fonts().width("専門的な判断", Face.REGULAR, 9.8)
        assert sum(one for _, one in columns) <= width
