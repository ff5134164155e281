"""What the scripted person does while the disk fails. To add a scenario: write its script, and put it into SCENARIOS.

`setting_up` runs first and undisturbed; `script` is what is disturbed. Both work through a `Desk`. `program` is entered
around the script and around every restart, for a script that needs another version of the program.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from sqlite_utils import Database, Migrations
from store.builders import CHEAP_KDF, PASSPHRASE

from faults.desk import Desk
from stemsup_desktop.store import vault as vault_module
from stemsup_desktop.store.header import VaultHeader, read_vault_header, write_vault_header
from stemsup_desktop.store.keys import unwrap_key, wrap_key
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import translating_file_errors
from stemsup_desktop.store.schema import migrations

OTHER_PASSPHRASE = "another horse 電池 staple"
PASSPHRASES = (PASSPHRASE, OTHER_PASSPHRASE)


@dataclass(frozen=True)
class Scenario:
    """A name, what was there before, what is done, and by which version of the program."""

    name: str
    script: Callable[[Desk], None]
    setting_up: Callable[[Desk], None] = lambda desk: None
    program: Callable[[], AbstractContextManager[None]] = nullcontext


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
    old, new = PASSPHRASES
    header = read_vault_header(desk.folder)
    key = unwrap_key(header.slots[0], old, header.vault_id)
    changed = VaultHeader(vault_id=header.vault_id, slots=(wrap_key(key, new, CHEAP_KDF, header.vault_id),))

    def act() -> None:
        with translating_file_errors():
            write_vault_header(desk.folder / VAULT_FOLDER, changed)

    desk.do("passphrase", "", new, act)


@contextmanager
def newer_program() -> Iterator[None]:
    """The next version: its last migration rewrites every consultation and adds an index and a table."""
    newer = Migrations(migrations.name)
    with Database(memory=True) as empty:
        for step in migrations.pending(empty):
            newer(name=step.name)(step.fn)

    @newer(name="9999_later")
    def _(db: Database) -> None:
        db.execute("create table later (id text primary key, data blob not null) strict")
        db.execute("insert into later select sha256, randomblob(30000) from attachments")
        db.execute("update documents set record = record where 0")
        db.execute("create index documents_by_language on documents (language)")
        db.execute("update patients set version = version + 1, search_text = search_text || ' '")

    before = vault_module.migrations
    vault_module.migrations = newer
    try:
        yield
    finally:
        vault_module.migrations = before


SCENARIOS = (
    Scenario("first vault", make_first_vault),
    Scenario("drafts", edit_drafts, furnish),
    Scenario("long day", edit_a_long_day, furnish),
    Scenario("sealing", seal, furnish),
    Scenario("files", attach_files, furnish),
    Scenario("closing", close_visit, furnish),
    Scenario("after a crash", go_on_after_a_crash, leave_open),
    Scenario("migration", open_only, furnish, newer_program),
    Scenario("migration after a crash", open_only, leave_open, newer_program),
    Scenario("passphrase", change_passphrase, furnish),
)
