"""The letters in a person's circle."""

import pytest
from hostile_strings import HOSTILE

from stemsup_desktop.ui.initials import derive_initials


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Aoki Ken", "AK"),
        ("aoki", "A"),
        ("Dr. María José Ito", "DM"),
        ("青木 健", "青"),
        ("ささき ゆい", "さ"),
        ("キム ミナ", "キ"),
        ("(Ken) Aoki", "KA"),
        ("", "?"),
        ("12 -", "?"),
    ],
)
def test_a_name_gives_its_initials(name: str, initials: str) -> None:
    assert derive_initials(name) == initials


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_name_gives_at_most_two_letters(name: str) -> None:
    assert 1 <= len(derive_initials(name)) <= 3
