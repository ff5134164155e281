"""The recovery code: 130 random bits in eight groups of four, with checks that name the group that was mistyped.

The alphabet is Crockford's base 32, without I, L, O and U. A code is a word of the Reed-Solomon code of length 32,
dimension 26 and distance 7 over GF(32): 26 random symbols are the coefficients of a polynomial, and the character at
place p is its value at the field's element p. What that distance guarantees:

- up to six wrong characters are always found; more, or a text that was never a code, all but once in 2^30;
- up to two wrong characters, wherever they stand, are named with exactly their groups. So is a swap of any two;
- if all that is wrong stands in one group, that group is named; in fewer than one case in a hundred, and only with
  three or four wrong characters, beside another group that could be at fault instead;
- anything else names no group, or, in about one case in a hundred, another group than those at fault.

Nothing is mended: the person looks at the sheet again.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import combinations

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

GROUPS = 8
GROUP_LENGTH = 4
LENGTH = GROUPS * GROUP_LENGTH
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: the value of a character is its place here."""

_RANDOM_SYMBOLS = 26
_CHECKS = LENGTH - _RANDOM_SYMBOLS
_BITS = 5
_RANDOM_BYTES = -(-_RANDOM_SYMBOLS * _BITS // 8)
_MODULUS = 0b100101
"""x^5 + x^2 + 1, a primitive polynomial: what GF(32) is reckoned by."""
_READ_AS = str.maketrans("OIL", "011")
# Every dash, the minus sign, and the long vowel mark that a Japanese input method writes for a hyphen.
_BETWEEN = re.compile("[\\s\\-\u2010-\u2015\u2212\u30fc_.,\u3001\u3002\u00b7\u30fb\u200b-\u200f\u2060\ufeff]+")


def make_recovery_code(random: Callable[[int], bytes] = os.urandom) -> str:
    """Return a new code of 130 random bits, such as "K7RM 2QXD 9FTA HV4C 6ZNP W3TE 8BGY 5JVS" in shape."""
    number = int.from_bytes(random(_RANDOM_BYTES)) >> (_RANDOM_BYTES * 8 - _RANDOM_SYMBOLS * _BITS)
    coefficients = [number >> _BITS * index & 31 for index in range(_RANDOM_SYMBOLS)]
    return group_recovery_code("".join(ALPHABET[_value_at(coefficients, place)] for place in range(LENGTH)))


def read_recovery_code(text: str) -> str:
    """Return a typed, pasted or scanned code as `make_recovery_code` writes it.

    Small and full-width letters, any spaces and hyphens are accepted; O is read as 0, I and L as 1.
    Raises `InputProblem`, whose details name how many characters or which groups: recovery-code-wrong,
    recovery-code-incomplete, recovery-code-too-long. No sentence holds a character of the code.
    """
    typed = fold_recovery_code(text)
    groups = find_wrong_groups(typed)
    if groups:
        raise _wrong(groups)
    if len(typed) < LENGTH:
        raise _incomplete(LENGTH - len(typed))
    if len(typed) > LENGTH:
        raise _too_long(len(typed) - LENGTH)
    if any(_syndromes(typed)):
        raise _wrong(())
    return group_recovery_code(typed)


def find_wrong_groups(text: str) -> tuple[int, ...]:
    """Return the groups, from 1, that hold a character of no code or, once the code is complete, a mistake.

    Empty where nothing is wrong, and also where too much is wrong to tell the groups.
    """
    typed = fold_recovery_code(text)
    unknown = {place // GROUP_LENGTH for place, character in enumerate(typed[:LENGTH]) if character not in ALPHABET}
    if unknown or len(typed) != LENGTH:
        return tuple(group + 1 for group in sorted(unknown))
    syndromes = _syndromes(typed)
    return tuple(group + 1 for group in _groups_at_fault(syndromes)) if any(syndromes) else ()


def fold_recovery_code(text: str) -> str:
    """Return the characters of a code that is still being typed, without what stands between them; none is judged."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_READ_AS)


def group_recovery_code(text: str) -> str:
    """Return the same characters folded, with a space after every fourth."""
    characters = fold_recovery_code(text)
    return " ".join(characters[start : start + GROUP_LENGTH] for start in range(0, len(characters), GROUP_LENGTH))


def short_vault_id(vault_id: str) -> str:
    """Return the eight characters by which a sheet and its vault are matched, such as "3F2A-91C0"."""
    letters = vault_id.replace("-", "")[:8].upper()
    return f"{letters[:4]}-{letters[4:]}"


def _times(left: int, right: int) -> int:
    """Multiply in GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left > 31:
            left ^= _MODULUS
        right >>= 1
    return product


_PRODUCTS = tuple(tuple(_times(left, right) for right in range(32)) for left in range(32))


def _value_at(coefficients: Sequence[int], element: int) -> int:
    """Return the value of a polynomial, constant term first."""
    value = 0
    for coefficient in reversed(coefficients):
        value = _PRODUCTS[value][element] ^ coefficient
    return value


def _syndromes(code: str) -> list[int]:
    """Return the sums of symbol times place to the power of 0 to 5; all are 0 for a code, and only for a code.

    Over the whole field the powers below 31 sum up to 0, and the polynomial has degree 25.
    """
    sums = [0] * _CHECKS
    for place, character in enumerate(code):
        symbol = ALPHABET.index(character)
        for power in range(_CHECKS):
            sums[power] ^= symbol
            symbol = _PRODUCTS[symbol][place]
    return sums


def _groups_at_fault(syndromes: Sequence[int]) -> list[int]:
    """Return every group that alone can be at fault, else the groups of the two characters that can be, else none."""
    starts = range(0, LENGTH, GROUP_LENGTH)
    alone = [start // GROUP_LENGTH for start in starts if _fits(syndromes, range(start, start + GROUP_LENGTH))]
    if alone:
        return alone
    for pair in combinations(range(LENGTH), 2):
        if _fits(syndromes, pair):
            return sorted({place // GROUP_LENGTH for place in pair})
    return []


def _fits(syndromes: Sequence[int], places: Sequence[int]) -> bool:
    """Tell whether errors at these places, and at no other, can give these syndromes.

    They can if the polynomial whose roots are the places annuls the syndromes as a recurrence (Peterson, 1960).
    """
    locator = [1]
    for place in places:
        shifted = [0, *locator]
        locator = [high ^ _PRODUCTS[low][place] for high, low in zip(shifted, [*locator, 0], strict=True)]
    for start in range(_CHECKS - len(places)):
        total = 0
        for factor, syndrome in zip(locator, syndromes[start:], strict=False):
            total ^= _PRODUCTS[factor][syndrome]
        if total:
            return False
    return True


def _wrong(groups: Sequence[int]) -> InputProblem:
    names = tuple(Text(f"group {group}", f"グループ{group}") for group in groups)
    where = " and ".join(name.en for name in names) or "all eight groups"
    return InputProblem(
        "recovery-code-wrong", f"The recovery code is not right. Compare {where} with the sheet.", names
    )


def _incomplete(count: int) -> InputProblem:
    missing = Text(f"{count} {'character is' if count == 1 else 'characters are'} missing", f"あと{count}文字必要です")
    sentence = f"The recovery code is not complete: {missing.en}. It has eight groups of four."
    return InputProblem("recovery-code-incomplete", sentence, (missing,))


def _too_long(count: int) -> InputProblem:
    extra = Text(f"{count} {'character' if count == 1 else 'characters'} too many", f"{count}文字多く入力されています")
    sentence = f"The recovery code is too long: {extra.en}. It has eight groups of four."
    return InputProblem("recovery-code-too-long", sentence, (extra,))
