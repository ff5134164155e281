"""How hard a passphrase is to guess is said in words, whatever is typed."""

import pytest

from stemsup_desktop.store.passphrase import derive_strength


@pytest.mark.parametrize("passphrase", ["", "a", "password", "12345678"])
def test_an_obvious_passphrase_is_very_easy_to_guess(passphrase: str) -> None:
    assert derive_strength(passphrase).score == 0


@pytest.mark.parametrize("passphrase", ["correct horse 電池 staple", "x" * 5 + " harbour lantern seventeen moss " * 20])
def test_several_unrelated_words_are_very_hard_to_guess(passphrase: str) -> None:
    assert derive_strength(passphrase).score == 4


def test_the_clinics_own_name_is_worth_little() -> None:
    assert derive_strength("minatoclinic", ("minatoclinic",)).score < derive_strength("minatoclinic").score


def test_each_score_has_its_own_words_in_both_languages() -> None:
    passphrases = ("password", "minato1", "minatoclinic", "harbourlantern7", "correct horse 電池 staple")
    words = {derive_strength(passphrase).score: derive_strength(passphrase).words for passphrase in passphrases}
    assert len({text.en for text in words.values()}) == len(words) == len({text.ja for text in words.values()}) >= 3


@pytest.mark.parametrize("passphrase", ["\ud800", "\0", "🎌" * 100, "あ"])
def test_any_characters_are_judged(passphrase: str) -> None:
    assert 0 <= derive_strength(passphrase).score <= 4
