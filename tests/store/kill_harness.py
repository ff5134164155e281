"""Writes drafts and signed documents without a pause, acknowledging each on standard output, until it is killed.

`kill_harness.py FOLDER` goes on where the last one ended. `kill_harness.py --kills 200 FOLDER` is the other side: it
starts itself, kills it at random moments, and checks the vault after each; see `run_kills`.
"""

import hashlib
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from forked_children import FORK, Nursery, fork_children, open_nursery  # noqa: E402
from store.builders import START, make_consultation, make_document, make_patient, make_vault, reopen  # noqa: E402

from stemsup_desktop.store.entries import AttachmentSource  # noqa: E402
from stemsup_desktop.store.header import vault_exists  # noqa: E402

EVERY_DOCUMENT = 8
LONGEST_RUN_S = 0.25


class Outcome(msgspec.Struct, frozen=True):
    """What was acknowledged over all kills, all of it found again."""

    kills: int
    drafts: int
    documents: int
    files: int


def make_pdf(number: str) -> bytes:
    return hashlib.sha512(number.encode()).digest() * random.Random(number).randrange(1, 3000)


def write_until_killed(folder: Path) -> None:
    vault = reopen(folder)
    print("open", flush=True)
    turn = int(vault.load_consultation("visit-1").reason.goal)
    while True:
        turn += 1
        vault.save_consultation(make_consultation(goal=str(turn)), "patient-A-0012")
        print("draft", turn, flush=True)
        if turn % EVERY_DOCUMENT == 0:
            number = vault.next_document_number("consent", 2026)
            vault.save_document(make_document(number, make_pdf(number)), make_pdf(number))
            vault.mark_document_signed(number, b'{"signed":true}', START)
            print("signed", number, flush=True)
            source = AttachmentSource("scan.pdf", "application/pdf", "patient-A-0012", "visit-1", "Dr. A")
            print("file", vault.add_attachment(make_pdf(f"file {turn}"), source).sha256, flush=True)


def run_kills(folder: Path, kills: int, seed: int) -> Outcome:
    """Kill the writer `kills` times with SIGKILL at random moments; raise AssertionError if anything is lost."""
    if not vault_exists(folder):
        with make_vault(folder) as vault:
            vault.save_patient(make_patient())
            vault.start_consultation("patient-A-0012", make_consultation(goal="0"))
    chance, draft, drafts, documents, files = random.Random(seed), 0, 0, set[str](), set[str]()
    with open_nursery(Path(__file__)) as nursery:
        for _ in range(kills):
            for kind, value in _kill_one_writer(nursery, folder, chance.uniform(0, LONGEST_RUN_S)):
                if kind == "draft":
                    draft, drafts = int(value), drafts + 1
                elif kind == "signed":
                    documents.add(value)
                elif kind == "file":
                    files.add(value)
            _check(folder, draft, documents, files)
    return Outcome(kills, drafts, len(documents), len(files))


def _kill_one_writer(nursery: Nursery, folder: Path, after_s: float) -> Iterator[list[str]]:
    with nursery.child(str(folder)) as writer:
        first = writer.stdout.readline()
        assert first == "open\n", writer.stderr.read()
        # The moment of the kill is the thing tested; nothing is waited for.
        time.sleep(after_s)
        writer.kill()
        rest, errors = writer.stdout.read(), writer.stderr.read()
    assert (writer.returncode, errors) == (-signal.SIGKILL, "")
    # A line that was cut off by the kill was not acknowledged.
    yield from (line.split() for line in rest.split("\n")[:-1])


def _check(folder: Path, draft: int, documents: set[str], files: set[str]) -> None:
    with reopen(folder) as vault:
        assert int(vault.load_consultation("visit-1").reason.goal) >= draft
        listed = {entry.number: entry for entry in vault.list_documents("patient-A-0012")}
        assert documents <= {number for number, entry in listed.items() if entry.signatures}
        for sha256 in files:
            assert hashlib.sha256(vault.get_attachment(sha256)[1]).hexdigest() == sha256
        for number in listed:
            assert vault.load_document(number)[1] == make_pdf(number)
        assert vault._database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert vault._database.execute("pragma cipher_integrity_check").fetchall() == []


if __name__ == "__main__":
    if sys.argv[1] == "--kills":
        print(run_kills(Path(sys.argv[3]), int(sys.argv[2]), int(os.environ.get("STEMSUP_SEED", "1"))))
    elif sys.argv[1] == FORK:
        fork_children(int(sys.argv[2]), lambda arguments: write_until_killed(Path(arguments[0])))
    else:
        write_until_killed(Path(sys.argv[1]))
