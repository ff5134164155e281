"""What the scripted person does while the disk fails. To add a scenario: write its script, and put it into SCENARIOS.

`setting_up` runs first and undisturbed; `script` is what is disturbed. Both work through a `Desk`. `program` is entered
around the script and around every restart, for a script that needs another version of the program. `afterwards` is done
after a restart, where it shows that something else goes on than saving.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from crashes.desk import Desk, Expected
from sqlite_utils import Database
from store.builders import PASSPHRASE, make_older_vault

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store import opening
from stemsup_desktop.store.schema import STEPS, make_migrations
from stemsup_desktop.store.vault import Vault

OTHER_PASSPHRASE = "another horse 電池 staple"


@dataclass(frozen=True)
class Scenario:
    """A name, what was there before, what is done, and by which version of the program."""

    name: str
    script: Callable[[Desk], None]
    setting_up: Callable[[Desk], None] = lambda desk: None
    program: Callable[[], AbstractContextManager[None]] = nullcontext
    afterwards: Callable[[Vault], None] = lambda vault: None


def furnish(desk: Desk) -> None:
    """A vault with a patient, a visit, a document and a file, closed as it should be."""
    fill(desk)
    desk.close()


def leave_open(desk: Desk) -> None:
    """The same, but the program dies: the last changes are in the WAL only."""
    fill(desk)
    desk.draft("still in the WAL")


def fill(desk: Desk) -> None:
    desk.make()
    desk.patient()
    desk.start()
    desk.sign(desk.document())
    desk.attach("first.pdf", 3000)
    desk.setting("language", "ja")


def make_first_vault(desk: Desk) -> None:
    desk.make()
    desk.setting("language", "en")
    desk.patient()
    desk.start()
    desk.close()


def edit_drafts(desk: Desk) -> None:
    desk.open()
    for turn in range(1, 6):
        desk.draft(str(turn))
    desk.patient(name="髙橋 花")
    desk.patient("A-0013", "鈴木 一郎")
    desk.start("visit-2", "second")
    desk.setting("language", "en")
    desk.draft("6")
    desk.close()


def edit_a_long_day(desk: Desk) -> None:
    desk.open()
    desk.checkpoint_often()
    for turn in range(1, 15):
        desk.draft(str(turn) * 400)
    desk.attach("large.pdf", 60_000)
    for turn in range(15, 20):
        desk.draft(str(turn) * 400)
    desk.close()


def seal(desk: Desk) -> None:
    desk.open()
    number = desk.document(size=20_000)
    desk.sign(number)
    desk.sign(number, 2)
    desk.checkpoint_often()
    desk.sign(desk.document(size=70_000))
    desk.document(size=100)
    desk.close()


def furnish_with_certificate(desk: Desk) -> None:
    fill(desk)
    desk.seal_key()
    desk.close()


def seal_consents(desk: Desk) -> None:
    desk.open()
    desk.seal_consent("0", size=20_000)
    desk.start("visit-2", "second")
    desk.checkpoint_often()
    desk.seal_consent("second", size=60_000, visit="visit-2")
    desk.close()


def file_scans(desk: Desk) -> None:
    desk.open()
    desk.file_scans(desk.document(size=500), 30_000)
    desk.checkpoint_often()
    desk.file_scans(desk.document(size=500), 2_000, pages=9)
    desk.close()


def withdraw(desk: Desk) -> None:
    desk.open()
    desk.withdraw("CNS-2026-00001", "photographs", minute=1)
    desk.close_visit("closed meanwhile")
    desk.withdraw("CNS-2026-00001", minute=2)
    desk.close()


def publish(desk: Desk) -> None:
    desk.open()
    desk.enter_form()
    desk.publish(1)
    desk.checkpoint_often()
    desk.publish(2)
    desk.close()


def attach_files(desk: Desk) -> None:
    desk.open()
    for name, size in (("one.pdf", 1), ("two.pdf", 5_000), ("three.pdf", 90_000)):
        desk.attach(name, size)
    desk.close()


def close_visit(desk: Desk) -> None:
    desk.open()
    desk.draft("nearly done")
    desk.close_visit("done")
    desk.close()
    desk.open()
    desk.start("visit-2")
    desk.close()


def go_on_after_a_crash(desk: Desk) -> None:
    desk.open()
    desk.draft("after the crash")
    desk.attach("later.pdf", 9_000)
    desk.close()


def open_only(desk: Desk) -> None:
    desk.open()
    desk.close()


def change_passphrase(desk: Desk) -> None:
    desk.open()
    desk.change_own_passphrase(PASSPHRASE, OTHER_PASSPHRASE)
    desk.draft("with the new passphrase")
    desk.close()


def keep_accounts(desk: Desk) -> None:
    desk.open()
    desk.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
    nurse = desk.add_account("sato", "the nurse's own words, 看護師")
    desk.add_account("ito", "reception's own words, 受付")
    desk.remove_account(nurse, "sato")
    desk.close()


def rekey(desk: Desk) -> None:
    desk.open()
    desk.draft("before the new key")
    desk.rekey()
    desk.draft("with the new key")
    desk.close()


def furnish_with_stick(desk: Desk) -> None:
    furnish(desk)
    desk.stick.mkdir()


def back_up(desk: Desk) -> None:
    desk.open()
    desk.draft("before the backup")
    desk.back_up("1")
    desk.draft("after the backup")
    desk.close()


def furnish_with_backup(desk: Desk) -> None:
    """A vault with a backup of yesterday, and what was entered since."""
    furnish_with_stick(desk)
    back_up(desk)


def restore(desk: Desk) -> None:
    desk.restore("before the backup")
    desk.open()
    desk.draft("restored")
    desk.close()


def furnish_in_first_format(desk: Desk) -> None:
    """A vault as the first version made it: three migrations, one key slot, no accounts."""
    setting = ("insert into settings (name, value) values (?, ?)", ("language", "ja"))
    desk.do("vault", "", "whole", lambda: make_older_vault(desk.folder, 3, [setting]))
    desk.do("setting", "language", "ja", lambda: None)


def bring_up_to_date(desk: Desk) -> None:
    desk.open()
    desk.patient()
    desk.start()
    desk.close()


def restart(desk: Desk, expected: Expected) -> None:
    """What a person does after a crash: opens the vault, changes something, closes it."""
    for credentials in expected.credentials():
        try:
            desk.open(credentials)
        except InputProblem:
            continue
        desk.setting("language", "restarted")
        desk.close()
        return
    raise AssertionError("no passphrase opens the vault")


@contextmanager
def newer_program() -> Iterator[None]:
    """The next version: its last migration fills a table, adds an index and changes every patient."""

    def migrate(db: Database) -> None:
        db.execute("create table later (id text primary key, data blob not null) strict")
        db.execute("insert into later select sha256, randomblob(30000) from attachments")
        db.execute("create index documents_by_language on documents (language)")
        db.execute("update patients set version = version + 1, search_text = search_text || ' '")

    before = opening.migrations
    opening.migrations = make_migrations((*STEPS, ("9999_later", migrate)))
    try:
        yield
    finally:
        opening.migrations = before


SCENARIOS = (
    Scenario("first vault", make_first_vault),
    Scenario("drafts", edit_drafts, furnish),
    Scenario("long day", edit_a_long_day, furnish),
    Scenario("sealing", seal, furnish),
    Scenario("sealed consent", seal_consents, furnish_with_certificate),
    Scenario("scans", file_scans, furnish),
    Scenario("withdrawal", withdraw, furnish),
    Scenario("form version", publish, furnish),
    Scenario("files", attach_files, furnish),
    Scenario("closing", close_visit, furnish),
    Scenario("after a crash", go_on_after_a_crash, leave_open),
    Scenario("migration", open_only, furnish, newer_program),
    Scenario("migration after a crash", open_only, leave_open, newer_program),
    Scenario("first format", bring_up_to_date, furnish_in_first_format),
    Scenario("passphrase", change_passphrase, furnish),
    Scenario("accounts", keep_accounts, furnish),
    Scenario("backup", back_up, furnish_with_stick),
    Scenario("restore", restore, furnish_with_backup),
    Scenario("re-key", rekey, furnish, afterwards=Vault.rekey),
    Scenario("re-key after a crash", rekey, leave_open, afterwards=Vault.rekey),
)
