"""A mistyped recovery code is found, and the group at fault is named."""

import random
from collections.abc import Callable
from itertools import combinations

import pytest

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.recovery_code import ALPHABET, make_recovery_code, read_recovery_code, short_vault_id

LENGTH = 32


def make_random(seed: int) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


CODE = make_recovery_code(make_random(4))
TYPED = CODE.replace(" ", "")


def problem_of(text: str) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        read_recovery_code(text)
    return caught.value


def named_groups(text: str) -> list[int]:
    """Return the groups that the refusal of a code names, from 1."""
    problem = problem_of(text)
    assert problem.code == "recovery-code-wrong"
    return [int(detail.en.removeprefix("group ")) for detail in problem.details]


def groups_of(*places: int) -> list[int]:
    return sorted({place // 4 + 1 for place in places})


def with_errors(source: random.Random, places: tuple[int, ...], code: str = TYPED) -> str:
    characters = list(code)
    for place in places:
        characters[place] = source.choice(ALPHABET.replace(characters[place], ""))
    return "".join(characters)


def test_every_single_wrong_character_is_found_in_its_group() -> None:
    for place in range(LENGTH):
        for character in ALPHABET.replace(TYPED[place], ""):
            wrong = TYPED[:place] + character + TYPED[place + 1 :]
            assert named_groups(wrong) == groups_of(place), (place, character)


def test_every_swap_of_two_neighbours_is_found_in_its_groups() -> None:
    """The code is linear: a swap shows as the difference of its two characters, and every difference is tried."""
    seen = set()
    for seed in range(400):
        code = make_recovery_code(make_random(seed)).replace(" ", "")
        for place in range(LENGTH - 1):
            first, second = code[place], code[place + 1]
            difference = ALPHABET.index(first) ^ ALPHABET.index(second)
            if not difference or (place, difference) in seen:
                continue
            seen.add((place, difference))
            swapped = code[:place] + second + first + code[place + 2 :]
            assert named_groups(swapped) == groups_of(place, place + 1), (seed, place)
    assert len(seen) == (LENGTH - 1) * 31


def test_two_wrong_characters_anywhere_are_found_in_exactly_their_groups() -> None:
    source = random.Random(1)
    for places in combinations(range(LENGTH), 2):
        assert named_groups(with_errors(source, places)) == groups_of(*places), places


def test_a_group_that_is_wrong_throughout_is_named() -> None:
    source = random.Random(2)
    for start in range(0, LENGTH, 4):
        for _ in range(20):
            wrong = with_errors(source, tuple(range(start, start + 4)))
            assert start // 4 + 1 in named_groups(wrong)


def test_three_to_six_wrong_characters_are_never_taken_for_a_code() -> None:
    source = random.Random(3)
    for count in (3, 4, 5, 6):
        for _ in range(50):
            places = tuple(sorted(source.sample(range(LENGTH), count)))
            assert problem_of(with_errors(source, places)).code == "recovery-code-wrong"


def test_two_groups_in_the_wrong_order_are_found() -> None:
    groups = CODE.split()
    for first, second in combinations(range(8), 2):
        moved = list(groups)
        moved[first], moved[second] = moved[second], moved[first]
        assert problem_of(" ".join(moved)).code == "recovery-code-wrong"


def test_what_was_made_is_read_and_no_two_are_alike() -> None:
    codes = [make_recovery_code() for _ in range(50)]
    assert [read_recovery_code(code) for code in codes] == codes
    assert len(set(codes)) == 50
    assert all([len(group) for group in code.split(" ")] == [4] * 8 for code in codes)


def test_each_of_130_random_bits_changes_the_code() -> None:
    codes = {make_recovery_code(lambda count, bit=bit: (1 << bit + 6).to_bytes(count)) for bit in range(130)}  # type: ignore[misc]
    codes.add(make_recovery_code(bytes))
    assert len(codes) == 131
    assert all(read_recovery_code(code) == code for code in codes)


@pytest.mark.parametrize(
    "text",
    [
        CODE.lower(),
        TYPED,
        f"  {CODE.replace(' ', '-')}\n",
        CODE.replace(" ", "ー"),
        CODE.replace(" ", "\u3000"),
        "\ufeff" + CODE.replace(" ", " – "),
        "".join(chr(ord(character) + 0xFEE0) if character != " " else "　" for character in CODE),
    ],
)
def test_a_code_is_read_as_people_type_it(text: str) -> None:
    assert read_recovery_code(text) == CODE


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    code = next(code for code in (make_recovery_code(make_random(seed)) for seed in range(50)) if {"0", "1"} <= {*code})
    for zero, one in (("O", "I"), ("o", "l"), ("Ｏ", "Ｌ"), ("ｏ", "i")):
        assert read_recovery_code(code.replace("0", zero).replace("1", one)) == code


@pytest.mark.parametrize("missing", [1, 2, 31, 32])
def test_an_incomplete_code_says_how_many_characters_are_missing(missing: int) -> None:
    problem = problem_of(TYPED[: LENGTH - missing])
    assert problem.code == "recovery-code-incomplete"
    assert f"{missing} character" in problem.sentence
    assert f"{missing}文字" in problem.details[0].ja


def test_a_code_that_is_too_long_says_by_how_many_characters() -> None:
    problem = problem_of(CODE + " 7K")
    assert problem.code == "recovery-code-too-long"
    assert "2 characters too many" in problem.sentence


def test_a_character_that_no_code_has_is_named_by_its_group_before_the_code_is_complete() -> None:
    assert named_groups("K7RM 2QXU") == [2]
    assert named_groups(TYPED[:8] + "あ" + TYPED[9:]) == [3]
    assert named_groups("\ud800") == [1]


def test_no_sentence_holds_a_part_of_the_code() -> None:
    for text in (CODE[:-1], CODE + "7", CODE[:-1] + "U", with_errors(random.Random(5), (3,))):
        problem = problem_of(text)
        said = problem.sentence + "".join(detail.en + detail.ja for detail in problem.details)
        assert not [group for group in text.split() if group in said]


def test_a_vault_is_known_by_eight_characters() -> None:
    assert short_vault_id("3f2a91c0-77b1-4c55-9d0e-5f5f5f5f5f5f") == "3F2A-91C0"
