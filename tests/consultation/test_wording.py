"""Words that promise are flagged; a negation, a name and a quotation are recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.consent_clauses import BulletsText, ClauseText, ParagraphText
from stemsup_desktop.consultation.wording import (
    ClausePlace,
    Excuse,
    find_flags,
    find_flags_in_clause,
    find_flags_in_text,
)
from stemsup_desktop.language import Language, Text

EN, JA = Language.EN, Language.JA

BANNED_JAPANESE = (
    "最先端 最新 最高 最適 安全 副作用なし 必ず 絶対 若返り 再生医療 治る 完治 アンチエイジング 100% 日本一 万能 "
    "次世代 奇跡 画期的 無害 無痛 豊富に含む 傷跡を残さない 老化を防ぐ"
)
BANNED_ENGLISH = (
    "safe, safely, no side effects, without side effects, guaranteed, guarantees, regenerate, regenerative, "
    "rejuvenates, natural, cutting-edge, most advanced, latest, optimal, anti-ageing, risk-free, cures, 100 %, "
    "next-generation, highly effective, rich in, scar-free, without a scar, harmless, painless"
)


@pytest.mark.parametrize("word", BANNED_JAPANESE.split())
def test_every_banned_japanese_word_is_flagged(word: str) -> None:
    (flag, *_) = find_flags(f"この治療は{word}です。", JA)
    assert word.startswith(flag.word[:2])
    assert flag.excuse is None


@pytest.mark.parametrize("word", BANNED_ENGLISH.split(", "))
def test_every_banned_english_word_is_flagged(word: str) -> None:
    (flag,) = find_flags(f"This treatment is {word} for you.", EN)
    assert flag.word == word
    assert flag.excuse is None


@pytest.mark.parametrize("words", ["SAFE", "Safe", "ｓａｆｅ", "Cutting edge"])
def test_case_and_width_do_not_hide_an_english_word(words: str) -> None:
    assert len(find_flags(words, EN)) == 1


@pytest.mark.parametrize("words", ["１００％", "１００%", "100 %"])
def test_width_does_not_hide_a_hundred_per_cent(words: str) -> None:
    assert len(find_flags(f"効果は{words}です", JA)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "A result is not guaranteed.",
        "No result is guaranteed.",
        "Nobody can say that it is safe.",
        "It has never been called safe.",
        "It isn't safe.",
        "That it is safe has not been shown.",
        "Safe use is not established.",
    ],
)
def test_a_negated_english_word_is_excused(words: str) -> None:
    (flag,) = find_flags(words, EN)
    assert flag.excuse is Excuse.NEGATION


@pytest.mark.parametrize(
    "words",
    [
        "This is safe, and there is no pain.",
        "There is no pain. It is safe.",
        "Not only children: it is safe for all.",
        "It does not hurt but is safe.",
        "The result is guaranteed; refunds are not given.",
    ],
)
def test_a_negation_elsewhere_excuses_nothing_in_english(words: str) -> None:
    (flag,) = find_flags(words, EN)
    assert flag.excuse is None


@pytest.mark.parametrize(
    "words",
    [
        "再生医療等に該当しない治療です。",
        "安全性は確かめられていません。",
        "効果も安全性も、まだ確かめられていません。",
        "必ず効くわけではありません。",
        "完治を約束するものではなく、個人差があります。",
        "安全性は不明です。",
    ],
)
def test_a_negated_japanese_word_is_excused(words: str) -> None:
    (flag,) = find_flags(words, JA)
    assert flag.excuse is Excuse.NEGATION


@pytest.mark.parametrize(
    "words",
    ["安全で、痛みはありません。", "最新の方法です。費用はかかりません。", "副作用はありません。", "副作用なし。"],
)
def test_a_negation_elsewhere_excuses_nothing_in_japanese(words: str) -> None:
    (flag,) = find_flags(words, JA)
    assert flag.excuse is None


def test_the_name_of_the_law_is_not_a_promise() -> None:
    text = Text(
        "It lies outside the Act on the Safety of Regenerative Medicine.",
        "「再生医療等の安全性の確保等に関する法律」の対象ではありません。",
    )
    flags = find_flags_in_text(text)
    assert [flag.language for flag in flags] == [EN, JA, JA]
    assert {flag.excuse for flag in flags} == {Excuse.PROPER_NAME}


@pytest.mark.parametrize(
    ("words", "language"),
    [("The word “latest” needs proof.", EN), ("「最新」には裏づけが必要です。", JA), ("日本再生医療学会の指針", JA)],
)
def test_a_word_that_is_only_spoken_about_is_excused(words: str, language: Language) -> None:
    (flag,) = find_flags(words, language)
    assert flag.excuse in (Excuse.QUOTATION, Excuse.PROPER_NAME)


def test_quotation_marks_round_a_whole_sentence_excuse_nothing() -> None:
    (flag,) = find_flags("“This treatment is safe for everyone who comes to our clinic in Tokyo.”", EN)
    assert flag.excuse is None


@pytest.mark.parametrize("words", ["safety", "unsafe", "naturalist", "healthy", "secure", "procures"])
def test_other_words_are_left_alone(words: str) -> None:
    assert find_flags(f"about {words} here", EN) == ()


@pytest.mark.parametrize("words", ["安心", "治療", "治りょう", "再び", "最後", "高い"])
def test_other_japanese_words_are_left_alone(words: str) -> None:
    assert find_flags(words, JA) == ()


def test_a_flag_says_where() -> None:
    (flag,) = find_flags("It is called safe by some.", EN)
    assert flag.start == 13
    assert "called safe by" in flag.excerpt


@pytest.mark.parametrize(
    ("words", "typed", "language"),
    [
        ("効果は１００％です", "１００％", JA),
        ("㈱は必ず効くと言います", "必ず", JA),
        ("これはｱﾝﾁｴｲｼﾞﾝｸﾞです", "ｱﾝﾁｴｲｼﾞﾝｸﾞ", JA),
        ("It is ｓａｆｅ for all", "ｓａｆｅ", EN),
        ("It is safe for all", "safe", EN),
    ],
)
def test_a_flag_says_where_the_word_was_typed(words: str, typed: str, language: Language) -> None:
    (flag,) = find_flags(words, language)
    assert words[flag.first : flag.end] == typed


def test_the_flags_of_a_clause_say_in_which_of_its_texts_they_stand() -> None:
    clause = ClauseText(
        "a",
        "1.0",
        Text("The latest", "最新の方法"),
        (
            ParagraphText(Text("It is new.", "新しい方法です。")),
            BulletsText((Text("One", "一つ"), Text("It is not safe.", "安全です。"))),
        ),
        "proposal",
    )
    found = [(one.place, one.flag.word, one.flag.excuse) for one in find_flags_in_clause(clause)]
    assert found == [
        (ClausePlace(-1, 0), "latest", None),
        (ClausePlace(-1, 0), "最新", None),
        (ClausePlace(1, 1), "safe", Excuse.NEGATION),
        (ClausePlace(1, 1), "安全", None),
    ]


@given(st.text(max_size=300), st.sampled_from(Language))
def test_any_text_can_be_looked_at(words: str, language: Language) -> None:
    for flag in find_flags(words, language):
        assert flag.word
        assert flag.word in flag.excerpt
        assert 0 <= flag.first < flag.end <= len(words)
