"""The PIN of the patient screen: only its hash is kept, wrong tries are slowed, and signing in again leads back."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store.builders import START, make_vault, reopen
from store.faults import fill_disk, free_disk
from store.three_people import SignIn, make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.screen_pin import MOST_TRIES, PIN_KDF, PinTries, check_new_pin, fold_pin
from stemsup_desktop.store.tries import FREE_TRIES
from stemsup_desktop.store.vault import Vault

CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
PIN = "4711"


class HandClock:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> object:
        return self.now


@pytest.fixture
def hand_clock(vault: Vault) -> HandClock:
    clock = HandClock()
    vault._clock = clock  # type: ignore[assignment]
    vault.save_screen_pin(PIN, CHEAP)
    return clock


@pytest.fixture
def sign_in(tmp_path: Path) -> Iterator[SignIn]:
    with make_three_people(tmp_path / "three") as enter:
        yield enter


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


def acts_of(vault: Vault) -> list[AuditAct]:
    return [row.act for row in vault.list_whole_history()]


def test_the_pin_leads_back_and_no_other_does(vault: Vault) -> None:
    assert not vault.has_screen_pin()
    assert refuse(lambda: vault.check_screen_pin(PIN)) == "screen-pin-missing"
    vault.save_screen_pin(PIN, CHEAP)
    assert vault.has_screen_pin()
    vault.check_screen_pin(PIN)
    vault.check_screen_pin("４７１１ ")  # as an input method may type it
    for wrong in ("4712", "471", "47110", "", "abcd", "1174"):
        vault.save_screen_pin(PIN, CHEAP)
        assert refuse(lambda wrong=wrong: vault.check_screen_pin(wrong)) == "screen-pin-wrong"


def test_it_is_kept_over_a_restart_and_replaced_by_the_next(tmp_path: Path) -> None:
    with make_vault(tmp_path / "clinic") as vault:
        vault.save_screen_pin(PIN, CHEAP)
    with reopen(tmp_path / "clinic") as vault:
        vault.check_screen_pin(PIN)
        vault.save_screen_pin("90210", CHEAP)
        assert refuse(lambda: vault.check_screen_pin(PIN)) == "screen-pin-wrong"
        vault.check_screen_pin("90210")
        vault.remove_screen_pin()
        assert not vault.has_screen_pin()
        vault.remove_screen_pin()
        assert [act for act in acts_of(vault) if act is AuditAct.SCREEN_PIN_REMOVED] == [AuditAct.SCREEN_PIN_REMOVED]


def test_only_a_salted_hash_of_the_usual_cost_lies_in_the_vault(vault: Vault) -> None:
    def read_row() -> tuple[object, ...]:
        with vault._reading(Right.SIGN_IN) as db:
            return tuple(db.execute("select * from screen_pin").fetchone())

    vault.save_screen_pin("472839")
    first = read_row()
    assert first[3:6] == (PIN_KDF.memory_kib, PIN_KDF.passes, PIN_KDF.lanes)
    assert all(b"472839" not in (one if isinstance(one, bytes) else str(one).encode()) for one in first)
    vault.check_screen_pin("472839")
    vault.save_screen_pin("472839", CHEAP)
    assert read_row()[1:3] != first[1:3]
    told = [str(row) for row in vault.list_whole_history()]
    assert not any("472839" in row for row in told)


@pytest.mark.parametrize(
    "pin", ["", "123", "123456789", "12a4", "12 34", "-123", "１２３", "12.4", "¹²³⁴⁵⁶⁷⁸⁹", "٤٧١١"]
)
def test_a_new_pin_is_four_to_eight_digits(vault: Vault, pin: str) -> None:
    assert refuse(lambda: vault.save_screen_pin(pin, CHEAP)) == "screen-pin-digits"
    assert not vault.has_screen_pin()


@pytest.mark.parametrize("pin", ["0000", "77777777", "1234", "5678", "9876", "３４５６"])
def test_a_pin_that_everybody_tries_first_is_refused(pin: str) -> None:
    assert refuse(lambda: check_new_pin(pin)) == "screen-pin-easy"


@given(st.text() | st.from_regex("[0-9０-９]{3,9}", fullmatch=True))
def test_whatever_is_typed_is_a_pin_of_plain_digits_or_is_refused(typed: str) -> None:
    is_pin = re.fullmatch("[0-9]{4,8}", fold_pin(typed)) is not None
    if not is_pin:
        assert refuse(lambda: check_new_pin(typed)) == "screen-pin-digits"
    elif any(fold_pin(typed) in row for row in ("0123456789", "9876543210")) or len(set(fold_pin(typed))) == 1:
        assert refuse(lambda: check_new_pin(typed)) == "screen-pin-easy"
    else:
        assert check_new_pin(typed) == fold_pin(typed)


def test_wrong_tries_are_slowed_and_the_right_pin_must_wait_too(vault: Vault, hand_clock: HandClock) -> None:
    for _ in range(FREE_TRIES - 1):
        assert refuse(lambda: vault.check_screen_pin("0001")) == "screen-pin-wrong"
    assert refuse(lambda: vault.check_screen_pin("0001")) == "screen-pin-wait"
    assert refuse(lambda: vault.check_screen_pin(PIN)) == "screen-pin-wait"
    hand_clock.now += timedelta(seconds=5)
    vault.check_screen_pin(PIN)
    assert refuse(lambda: vault.check_screen_pin("0001")) == "screen-pin-wrong"  # and it is counted anew


def test_after_the_last_try_only_signing_in_again_helps(vault: Vault, hand_clock: HandClock, tmp_path: Path) -> None:
    codes = []
    for _ in range(MOST_TRIES):
        hand_clock.now += timedelta(minutes=10)
        codes.append(refuse(lambda: vault.check_screen_pin("0001")))
    assert codes[-1] == "screen-pin-locked"
    hand_clock.now += timedelta(days=9)
    assert refuse(lambda: vault.check_screen_pin(PIN)) == "screen-pin-locked"
    assert acts_of(vault).count(AuditAct.SCREEN_PIN_WRONG) == MOST_TRIES
    vault.close()
    with reopen(tmp_path / "clinic") as again:
        again.check_screen_pin(PIN)


def test_a_clock_that_was_set_back_makes_the_wait_no_longer_than_it_was(hand_clock: HandClock, vault: Vault) -> None:
    tries = PinTries()
    for _ in range(FREE_TRIES):
        tries = tries.with_wrong(START)
    with pytest.raises(InputProblem) as caught:
        tries.refuse_too_early(START - timedelta(days=3))
    assert caught.value.details[0].en == "5 seconds"


def test_a_physician_and_an_administrator_set_it_and_staff_only_use_it(sign_in: SignIn) -> None:
    sign_in("office").save_screen_pin("4711", CHEAP)
    sign_in("doctor").save_screen_pin("4712", CHEAP)
    nurse = sign_in("nurse")
    nurse.check_screen_pin("4712")
    assert refuse(lambda: nurse.save_screen_pin("4713", CHEAP)) == "physician-only"
    assert refuse(nurse.remove_screen_pin) == "physician-only"
    nurse.check_screen_pin("4712")


def test_a_full_disk_leaves_the_pin_as_it_was(vault: Vault) -> None:
    fill_disk(vault._database)
    kept = []

    def go_on() -> None:
        for number in range(50_000, 60_000):
            vault.save_screen_pin(f"{number}7", CHEAP)
            kept.append(f"{number}7")

    with pytest.raises(EnvironmentProblem) as caught:
        go_on()
    assert caught.value.code == "vault-disk-full"
    free_disk(vault._database)
    vault.check_screen_pin(kept[-1])
