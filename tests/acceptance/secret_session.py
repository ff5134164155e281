"""A whole consultation about one sentinel, with faults on the way; `secret_session.py DATA LOGS` runs it once.

What goes wrong: the disk is full for a while, a job raises an exception that carries the sentinel, and a document is
saved where no folder is. Every sentence that a person would be shown is written to standard output.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from acceptance.scripted_visit import (  # noqa: E402
    STARTED,
    Typist,
    close_room,
    make_room,
    open_or_create,
    raise_problem,
    well_patient,
    write_script,
)
from PySide6.QtCore import QTimer  # noqa: E402
from store.faults import fill_disk, free_disk  # noqa: E402

from stemsup_desktop.consultation.record import Consultation  # noqa: E402
from stemsup_desktop.documents.files import save_document, suggested_file_name  # noqa: E402
from stemsup_desktop.errors import EnvironmentProblem  # noqa: E402
from stemsup_desktop.logs import start_log, stop_log  # noqa: E402
from stemsup_desktop.ui.jobs import Err, Ok  # noqa: E402
from stemsup_desktop.ui.paper_desk import Produced  # noqa: E402
from stemsup_desktop.ui.session import SaveKind, SaveState  # noqa: E402

SENTINEL = "Sentinelle Vierzehnheiligen"
GIVE_UP_MS = 90_000


def run_session(data: Path, logs: Path) -> None:
    """Type, fail, recover, print and save; raise what goes wrong unasked."""
    start_log(logs)
    began = time.monotonic()
    room = make_room(data, lambda: STARTED + timedelta(seconds=time.monotonic() - began))
    patient, seen = well_patient(SENTINEL), set[str]()

    def on_save_state(state: SaveState) -> None:
        if state.kind is SaveKind.NOT_SAVED and state.problem is not None and "full" not in seen:
            seen.add("full")
            print("not saved:", state.problem, state.problem.sentence)
            room.access.run(lambda vault: free_disk(vault._database), raise_problem)

    def on_bug(result: Ok[None] | Err) -> None:
        assert isinstance(result, Err)
        seen.add("bug")
        print("bug:", result.problem, result.problem.sentence)

    def raise_sentinel() -> None:
        raise ValueError(f"{SENTINEL} {patient!r}")

    def on_document(document: Produced) -> None:
        seen.add(document.number)
        print("document:", suggested_file_name(document.number))
        try:
            save_document(document.pdf, data / "missing" / suggested_file_name(document.number))
        except EnvironmentProblem as problem:
            print("save:", problem, problem.sentence)

    def begin(_: object) -> None:
        room.context.runner.run(raise_sentinel, on_bug)
        room.access.run(lambda vault: raise_sentinel(), on_bug)
        typist.start(patient, Consultation("visit-1", STARTED))
        room.access.run(lambda vault: fill_disk(vault._database), raise_problem)

    def on_done() -> None:
        if "full" not in seen:
            QTimer.singleShot(200, on_done)
            return
        assert "bug" in seen, seen
        close_room(room)
        print("done")
        room.application.quit()

    typist = Typist(room, write_script(room.content, SENTINEL), lambda: 2, on_done, on_document=on_document)
    room.session.save_state_changed.connect(on_save_state)

    def fail(kind: type[BaseException], error: BaseException, trace: object) -> None:
        sys.__excepthook__(kind, error, error.__traceback__)
        os._exit(3)

    sys.excepthook = fail
    QTimer.singleShot(GIVE_UP_MS, lambda: os._exit(4))
    open_or_create(room, True, lambda: room.access.run(lambda vault: vault.save_patient(patient), begin) and None)
    room.application.exec()
    stop_log()


if __name__ == "__main__":
    run_session(Path(sys.argv[1]), Path(sys.argv[2]))
