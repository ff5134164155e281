"""The window judges by the clinic's content pack in its data folder; the demo's invented patients by what ships."""

import gc
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.ui.vault_access import VaultAccess

WAIT_MS = 60_000
PACK = {
    "version": "2026-1",
    "dated": "2026-10-01",
    "rules": [{"id": "X20", "version": "1.0", "severity": "information"}],
}


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))
    (tmp_path / "content" / "rules").mkdir(parents=True)
    (tmp_path / "content" / "rules" / "rules.json").write_text(json.dumps(PACK), encoding="utf-8")
    made = Desktop(qapp, tmp_path, lambda: datetime(2026, 11, 23, 10, tzinfo=UTC))
    made.show_entry()
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_window_reads_the_content_pack_of_its_folder_and_the_demo_does_not(desktop: Desktop, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desktop._content is not None, timeout=WAIT_MS)
    assert desktop._content is not None
    clinic = desktop._content.clinical.clinic
    assert clinic is not None
    assert [change.rule_id for change in clinic.changes] == ["X20"]

    desktop.start_demo()
    qtbot.waitUntil(lambda: desktop.workspace is not None, timeout=WAIT_MS)
    assert desktop._content.clinical.clinic is None
    assert desktop.workspace is not None
    desktop.workspace.window.close()


def test_nothing_is_collected_on_another_thread_however_often_content_is_read(desktop: Desktop, qtbot: QtBot) -> None:
    """Reading makes thousands of objects on its thread, where what died of a window must not be torn down."""
    threads: set[int] = set()

    def note(phase: str, details: dict[str, int]) -> None:
        threads.add(threading.get_ident())

    gc.callbacks.append(note)
    try:
        qtbot.waitUntil(lambda: desktop._content is not None, timeout=WAIT_MS)
        desktop.start_demo()
        qtbot.waitUntil(lambda: desktop.workspace is not None, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: bool(threads), timeout=WAIT_MS)
    finally:
        gc.callbacks.remove(note)
    assert threads == {threading.get_ident()}
    assert not gc.isenabled()
    desktop.window.close()
