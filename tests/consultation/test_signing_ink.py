"""What a hand really writes passes, however small or clumsy; a blank, a dot or an accident does not."""

from math import hypot

import pytest
from consultation.ink_builders import (
    ACCIDENTS,
    CROSS,
    INITIALS,
    REAL_INITIALS,
    REAL_SIGNATURES,
    make_ink,
    make_stroke,
    shift,
)
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.signing_ink import (
    FAULT_WORDS,
    SMALLEST_SIGNATURE,
    STRAIGHTEST_LETTER,
    InkFault,
    find_ink_fault,
    is_cross,
    judge_ink,
)
from stemsup_desktop.consultation.signing_model import Ink, InkPoint


@pytest.mark.parametrize("ink", REAL_SIGNATURES.values(), ids=REAL_SIGNATURES)
def test_a_real_hand_is_a_signature(ink: Ink) -> None:
    assert find_ink_fault(ink) is None


@pytest.mark.parametrize("ink", REAL_INITIALS.values(), ids=REAL_INITIALS)
def test_a_real_hand_is_initials(ink: Ink) -> None:
    assert find_ink_fault(ink, for_initials=True) is None


@pytest.mark.parametrize(("ink", "fault"), ACCIDENTS.values(), ids=ACCIDENTS)
def test_an_accident_is_no_signature_and_says_why_in_both_languages(ink: Ink, fault: str) -> None:
    assert judge_ink(ink, for_initials=False) == fault
    words = find_ink_fault(ink)
    assert words is not None
    assert words == FAULT_WORDS[InkFault(fault)]


def test_of_initials_a_line_and_a_dot_are_a_letter_and_smaller_ink_is_enough() -> None:
    small = make_ink(make_stroke((300, 300), (300, 500), (420, 560)), size=INITIALS)

    assert judge_ink(small, for_initials=True) is None
    assert judge_ink(small, for_initials=False) is InkFault.TOO_SMALL
    assert judge_ink(REAL_INITIALS["i"], for_initials=False) is not None


def test_ink_on_a_pad_without_size_is_no_signature() -> None:
    assert judge_ink(Ink(0, 1900, CROSS), for_initials=False) is InkFault.EMPTY


def test_every_fault_has_words_of_its_own() -> None:
    assert set(FAULT_WORDS) == set(InkFault)
    assert len({words.ja for words in FAULT_WORDS.values()}) == len(InkFault)


def test_a_cross_is_known_as_a_mark_and_a_name_is_not() -> None:
    assert is_cross(REAL_SIGNATURES["a cross"])
    assert is_cross(REAL_SIGNATURES["a cross by a slow pad"])
    assert is_cross(make_ink(make_stroke((500, 800), (1300, 800)), make_stroke((900, 400), (900, 1300))))
    for name in ("a name in kanji", "a circle", "one long loop", "a tiny name in kana"):
        assert not is_cross(REAL_SIGNATURES[name])
    assert not is_cross(make_ink(make_stroke((500, 500), (500, 1200)), make_stroke((900, 500), (900, 1200))))
    assert not is_cross(make_ink(make_stroke((500, 500), (2500, 700)), make_stroke((500, 600), (2500, 550))))


COORDINATE = st.integers(0, 1900)


@given(COORDINATE, COORDINATE, COORDINATE, COORDINATE, st.lists(st.floats(0, 1), min_size=2, max_size=40))
def test_no_straight_swipe_is_a_signature_wherever_it_goes(
    x: int, y: int, to_x: int, to_y: int, steps: list[float]
) -> None:
    """At whatever speed, there and back: points that keep to one line."""
    points = [
        InkPoint(round(x + (to_x - x) * step), round(y + (to_y - y) * step), 8 * number, 500)
        for number, step in enumerate(steps)
    ]
    assert judge_ink(make_ink(tuple(points)), for_initials=False) is not None


@given(
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=30),
    st.lists(st.integers(-12, 12), min_size=2, max_size=6),
)
def test_no_dots_are_a_signature_however_many(places: list[tuple[int, int]], jitter: list[int]) -> None:
    strokes = [
        tuple(InkPoint(x + 20 + by, y + 20 - by, 8 * number, 500) for number, by in enumerate(jitter))
        for x, y in places
    ]
    assert judge_ink(make_ink(*strokes), for_initials=False) in (InkFault.ONLY_DOTS, InkFault.TOO_FEW_POINTS)


@given(st.sampled_from(sorted(REAL_SIGNATURES)), st.integers(0, 3000), st.integers(0, 600))
def test_where_on_the_pad_somebody_signs_does_not_matter(name: str, x: int, y: int) -> None:
    ink = REAL_SIGNATURES[name]
    moved = make_ink(*(shift(stroke, x, y) for stroke in ink.strokes))
    assert judge_ink(moved, for_initials=False) is None


@given(st.sampled_from(sorted(REAL_SIGNATURES)), st.randoms(use_true_random=False))
def test_the_order_of_strokes_and_their_direction_do_not_matter(name: str, random: object) -> None:
    strokes = list(REAL_SIGNATURES[name].strokes)
    random.shuffle(strokes)  # type: ignore[attr-defined]
    turned = make_ink(*(stroke[::-1] for stroke in strokes))
    assert judge_ink(turned, for_initials=False) is None


@given(COORDINATE, COORDINATE, st.floats(0.12, 0.5), st.integers(SMALLEST_SIGNATURE + 100, 3000))
def test_a_stroke_bent_more_than_the_flattest_letter_may_be_a_hand(x: int, y: int, bend: float, length: int) -> None:
    stroke = make_stroke((x, y + 2000), (x + length / 2, y + 2000 - bend * length), (x + length, y + 2000))
    assert bend > STRAIGHTEST_LETTER
    assert hypot(length, 0) >= SMALLEST_SIGNATURE
    assert judge_ink(make_ink(stroke), for_initials=False) is None
