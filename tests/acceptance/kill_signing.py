"""Types into the form of a signature without a pause, until it is killed: it is no part of the visit yet.

`kill_signing.py FOLDER SEED` is the child: page, keeper, job threads and vault. `kill_while_signing` is the other side.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from acceptance.scripted_visit import STARTED, make_room, open_or_create, raise_problem  # noqa: E402
from forked_children import FORK, Nursery, fork_children, open_nursery  # noqa: E402
from PySide6.QtCore import QObject, QTimer  # noqa: E402
from shipped import get_content, get_fonts  # noqa: E402
from store.builders import reopen  # noqa: E402

from stemsup_desktop.consultation.record import ConsultationFile  # noqa: E402
from stemsup_desktop.resources import find_resources  # noqa: E402
from stemsup_desktop.store.header import vault_exists  # noqa: E402
from stemsup_desktop.store.vault import Vault  # noqa: E402
from stemsup_desktop.ui.components.text_field import TextField  # noqa: E402
from stemsup_desktop.ui.pages.consent.keeper import load_kept, make_signing_keeper  # noqa: E402
from stemsup_desktop.ui.pages.consent.memory import KeptSignings, SigningMemory  # noqa: E402
from stemsup_desktop.ui.pages.consent.page import ConsentPage  # noqa: E402

SHORTEST_MS, LONGEST_MS = 20, 60
LONGEST_RUN_S = 2.5


def type_until_killed(folder: Path, seed: int) -> None:
    """Open step 5 of an example's visit and type a longer and longer name, saying each change on standard output."""
    chance, began = random.Random(seed), time.monotonic()
    room = make_room(folder, lambda: STARTED + timedelta(seconds=time.monotonic() - began))
    example = (find_resources() / "examples" / "clear.json").read_bytes()
    file = msgspec.json.decode(example, type=ConsultationFile)
    memory, parent = SigningMemory(), QObject()
    kept: list[object] = [parent]

    def put_in(vault: Vault) -> KeptSignings:
        vault.save_patient(file.patient)
        vault.save_consultation(file.consultation, file.patient.patient_id)
        return load_kept(vault)

    def on_open() -> None:
        room.access.run(put_in, lambda result: start(raise_problem(result)))

    def start(forms: KeptSignings) -> None:
        room.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)
        kept.append(make_signing_keeper(memory, forms, room.session, room.access, parent))
        page = ConsentPage(room.context, room.content, room.access, room.fonts, memory)
        kept.append(page)
        page.resize(1360, 772)
        page.show()
        field = page.findChild(TextField, "consent.witness_name")
        assert isinstance(field, TextField)
        print("ready", field.text(), flush=True)
        type_next(field, 0)

    def type_next(field: TextField, number: int) -> None:
        at_ns = time.monotonic_ns()
        field.setText(f"看護{number}")
        print("change", at_ns, f"看護{number}", flush=True)
        QTimer.singleShot(chance.randint(SHORTEST_MS, LONGEST_MS), lambda: type_next(field, number + 1))

    def fail(kind: type[BaseException], error: BaseException, trace: object) -> None:
        sys.__excepthook__(kind, error, None)
        os._exit(3)

    sys.excepthook = fail
    open_or_create(room, not vault_exists(folder), on_open)
    room.application.exec()


def kill_while_signing(folder: Path, kills: int, seed: int) -> list[float]:
    """Kill a typing child `kills` times; return how many ms before each kill the oldest lost keystroke was made.

    Raises AssertionError if the form does not come up again as it was stored.
    """
    with open_nursery(Path(__file__)) as nursery:
        return list(_iter_losses(nursery, folder, kills, random.Random(seed)))


def _iter_losses(nursery: Nursery, folder: Path, kills: int, chance: random.Random) -> Iterator[float]:
    stored = ""
    for _ in range(kills):
        restored, changes, killed_ns = _kill_one(nursery, folder, chance)
        assert restored == stored, "the form did not come up as it was stored"
        with reopen(folder) as vault:
            [form] = load_kept(vault).forms or [None]
        stored = form.entries.witness_name if form is not None else ""
        texts = [text for _, text in changes]
        first_lost = texts.index(stored) + 1 if stored in texts else 0
        yield (killed_ns - changes[first_lost][0]) / 1e6 if first_lost < len(changes) else 0.0


def _kill_one(nursery: Nursery, folder: Path, chance: random.Random) -> tuple[str, list[tuple[int, str]], int]:
    with nursery.child(str(folder), str(chance.randrange(2**32))) as child:
        ready = child.stdout.readline()
        assert ready.startswith("ready"), child.stderr.read()
        # The moment of the kill is the thing tested; nothing is waited for.
        time.sleep(chance.uniform(0.1, LONGEST_RUN_S))
        killed_ns = time.monotonic_ns()
        child.kill()
        rest, errors = child.stdout.read(), child.stderr.read()
    assert child.returncode == -signal.SIGKILL, errors
    # A line that was cut off by the kill was not acknowledged.
    lines = [line.split() for line in rest.split("\n")[:-1]]
    return ready.removeprefix("ready").strip(), [(int(at_ns), text) for _, at_ns, text in lines], killed_ns


if __name__ == "__main__":
    if sys.argv[1] == FORK:
        get_content(), get_fonts()
        fork_children(int(sys.argv[2]), lambda given: type_until_killed(Path(given[0]), int(given[1])))
    else:
        type_until_killed(Path(sys.argv[1]), int(sys.argv[2]))
