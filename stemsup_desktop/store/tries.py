"""Wrong tries at the vault: counted on disk, so that starting anew does not help, and slowed down from the fifth.

The file holds moments and nothing else: neither what was typed nor for whom. It slows down someone at this computer;
someone with a copy of the folder meets Argon2id alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.store.files import write_durably
from stemsup_desktop.store.problems import translating_file_errors

TRIES_NAME = "vault-tries.json"
FREE_TRIES = 5
FIRST_WAIT_S = 5
LONGEST_WAIT_S = 300
MOST_REMEMBERED = 100
MOST_BYTES = 64_000


class WrongTries(msgspec.Struct, frozen=True):
    """The wrong tries since the vault was last opened; `times` keeps the last hundred, `count` all."""

    count: int = 0
    times: tuple[datetime, ...] = ()

    def derive_wait_s(self, now: datetime) -> int:
        """Return how many seconds must pass before the next try, 0 for none.

        A clock that was set back makes the wait begin anew, never longer than it was.
        """
        if self.count < FREE_TRIES or not self.times:
            return 0
        wait_s = min(FIRST_WAIT_S * 2 ** min(self.count - FREE_TRIES, 16), LONGEST_WAIT_S)
        passed_s = (now - self.times[-1]).total_seconds()
        return 0 if passed_s >= wait_s else min(wait_s, int(wait_s - passed_s) + 1)


def read_wrong_tries(folder: Path) -> WrongTries:
    """Return the wrong tries; a file that is none counts as no tries, for it must never keep the right person out."""
    path = folder / TRIES_NAME
    with translating_file_errors():
        try:
            data = read_bounded(path, MOST_BYTES) if path.is_file() else b"{}"
        except OversizeError:
            return WrongTries()
    try:
        tries = msgspec.json.decode(data, type=WrongTries)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return WrongTries()
    aware = tuple(moment for moment in tries.times if moment.tzinfo is not None)
    return WrongTries(max(tries.count, 0), aware[-MOST_REMEMBERED:])


def require_patience(folder: Path, now: datetime) -> None:
    """Raise `InputProblem` vault-wait while the next try must wait; it names the seconds."""
    tries = read_wrong_tries(folder)
    wait_s = tries.derive_wait_s(now)
    if not wait_s:
        return
    if now < tries.times[-1]:
        # The clock was set back: from now on it is counted from here.
        _write(folder, msgspec.structs.replace(tries, times=(*tries.times[:-1], now)))
    raise make_wait_problem(wait_s)


def make_wait_problem(wait_s: int) -> InputProblem:
    """Return the problem that names how many seconds to wait."""
    unit = "second" if wait_s == 1 else "seconds"
    sentence = f"There were too many wrong tries. Wait {wait_s} {unit}, then try again."
    return InputProblem("vault-wait", sentence, (Text(f"{wait_s} {unit}", f"{wait_s}秒"),))


@contextmanager
def counting_wrong_tries(folder: Path, clock: Callable[[], datetime]) -> Iterator[None]:
    """Take one try, unless it comes too early, and count it if it is wrong; every way in goes through here.

    Raises `InputProblem` vault-wait. Where there is no folder yet there is nothing to keep anybody out of.
    """
    require_patience(folder, clock())
    try:
        yield
    except InputProblem as problem:
        if problem.code == "vault-wrong-passphrase" and folder.is_dir():
            note_wrong_try(folder, clock())
        raise


def note_wrong_try(folder: Path, now: datetime) -> None:
    """Count one wrong try."""
    tries = read_wrong_tries(folder)
    _write(folder, WrongTries(tries.count + 1, (*tries.times, now)[-MOST_REMEMBERED:]))


def clear_wrong_tries(folder: Path) -> None:
    """Begin counting anew, after the vault was opened and the tries are in its history."""
    with translating_file_errors():
        (folder / TRIES_NAME).unlink(missing_ok=True)


def _write(folder: Path, tries: WrongTries) -> None:
    with translating_file_errors():
        write_durably(folder / TRIES_NAME, msgspec.json.encode(tries))
