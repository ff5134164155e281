"""The PIN that leads from the patient screen back to the records where both share one display.

Only its Argon2id hash is kept, in the vault. It guards the records against a patient who is alone with the screen for
a while, not against a thief: nobody gets here who has not opened the vault. Wrong tries are counted as long as the
vault is open; signing in again begins the count anew.
"""

import hmac
import unicodedata
from datetime import datetime
from itertools import pairwise

import msgspec
from sqlite_utils import Database

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.store.keys import Credentials, KdfParameters, derived_key, make_salt
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import encode_moment
from stemsup_desktop.store.tries import WrongTries

SHORTEST, LONGEST = 4, 8
MOST_TRIES = 10
"""After so many wrong ones nothing helps but signing in again."""
PIN_KDF = KdfParameters(memory_kib=65_536, passes=3, lanes=4)
"""RFC 9106's second recommended option: the vault is open already, and a patient waits for the answer."""

SCREEN_PIN_TABLES = (
    """
    create table screen_pin (
        only_one integer primary key check (only_one = 1),
        salt blob not null,
        hash blob not null,
        memory_kib integer not null,
        passes integer not null,
        lanes integer not null,
        set_at text not null,
        set_by text not null
    ) strict
    """,
)
"""As migration 0016 makes them; what has shipped is never edited."""


class PinTries(msgspec.Struct, frozen=True):
    """The wrong tries in a row since the vault was opened, at most `MOST_TRIES`."""

    tries: WrongTries = WrongTries()

    def refuse_too_early(self, now: datetime) -> None:
        """Raise `InputProblem` screen-pin-locked after the last try, screen-pin-wait while the next one must wait."""
        if self.tries.count >= MOST_TRIES:
            raise make_input_problem("screen-pin-locked")
        wait_s = self.tries.derive_wait_s(now)
        if wait_s:
            unit = "second" if wait_s == 1 else "seconds"
            raise make_input_problem("screen-pin-wait", (Text(f"{wait_s} {unit}", f"{wait_s}秒"),))

    def with_wrong(self, now: datetime) -> "PinTries":
        """Return it with one wrong try more."""
        return PinTries(WrongTries(self.tries.count + 1, (*self.tries.times, now)))


def fold_pin(pin: str) -> str:
    """Return a PIN as plain digits: an input method may give full-width ones."""
    return unicodedata.normalize("NFKC", pin).strip()


def check_new_pin(pin: str) -> str:
    """Return a new PIN as plain digits; raises `InputProblem` screen-pin-digits, screen-pin-easy."""
    digits = fold_pin(pin)
    if not (digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
        raise make_input_problem("screen-pin-digits")
    steps = {int(after) - int(before) for before, after in pairwise(digits)}
    if steps in ({0}, {1}, {-1}):
        raise make_input_problem("screen-pin-easy")
    return digits


def save_pin(db: Database, pin: str, kdf: KdfParameters, account_id: str, now: datetime) -> None:
    """Let a PIN be the one that counts, in place of any before; raises `InputProblem` as `check_new_pin`."""
    digits, salt = check_new_pin(pin), make_salt()
    with derived_key(Credentials(digits), salt, kdf, is_named=False) as key:
        values = {
            "only_one": 1,
            "salt": salt,
            "hash": bytes(key),
            "memory_kib": kdf.memory_kib,
            "passes": kdf.passes,
            "lanes": kdf.lanes,
            "set_at": encode_moment(now),
            "set_by": account_id,
        }
        db.table("screen_pin").upsert(values, pk="only_one")


def remove_pin(db: Database) -> bool:
    """Let there be no PIN; return whether there was one."""
    had = has_pin(db)
    db.execute("delete from screen_pin")
    return had


def has_pin(db: Database) -> bool:
    """Tell whether there is a PIN."""
    return db.execute("select 1 from screen_pin").fetchone() is not None


def is_right_pin(db: Database, pin: str) -> bool:
    """Tell whether a PIN is the one that counts; raises `InputProblem` screen-pin-missing where there is none."""
    row = db.execute("select salt, hash, memory_kib, passes, lanes from screen_pin").fetchone()
    if row is None:
        raise make_input_problem("screen-pin-missing")
    digits = fold_pin(pin)
    if not digits:
        return False
    kdf = KdfParameters(int(row[2]), int(row[3]), int(row[4]))
    with derived_key(Credentials(digits), bytes(row[0]), kdf, is_named=False) as key:
        return hmac.compare_digest(bytes(key), bytes(row[1]))


def make_wrong_problem(tries: PinTries, now: datetime) -> InputProblem:
    """Return what is said after a wrong try: that it was wrong, how long to wait, or that it was the last one."""
    try:
        tries.refuse_too_early(now)
    except InputProblem as problem:
        return problem
    return make_input_problem("screen-pin-wrong")
