"""Files dropped on the running program: each kind goes where it belongs, and what cannot be taken is said."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from driver import Keyboard, RunningClock, running
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from visit import set_up, workspace_of

from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.sheet import find_top_sheet
from stemsup_desktop.ui.pages.settings.checklist_preview import ChecklistPreview
from stemsup_desktop.ui.preferences import Preferences, read_preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.verify_sheet import VerifySheet


@pytest.fixture
def keys(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))
    save_preferences(tmp_path, Preferences(Language.EN, Scheme.LIGHT))
    with running(qapp, tmp_path, RunningClock()) as made:
        yield made


def test_each_kind_of_file_goes_where_it_belongs(keys: Keyboard, tmp_path: Path) -> None:
    set_up(keys)
    assert read_preferences(tmp_path).has_toured, "the tour was shown, and is not shown again"
    workspace = workspace_of(keys)
    window, words = workspace.window, workspace._context.words

    def drop(path: Path) -> str:
        window.scan_strip.clear()
        window.files_dropped.emit((path,))
        return window.scan_strip._sentence.text() if window.scan_strip.isVisible() else ""

    assert drop(tmp_path) == words("drops.not_unknown", most=100)
    assert drop(tmp_path / "photo.jpg") == words("drops.first_pictures")
    assert drop(tmp_path / "certificate.csv") == words("drops.first_certificate")
    assert window.stack.current_id == "lots"
    [checklist, *_] = sorted((find_resources() / "questionnaires").glob("*.json"))
    assert drop(checklist) == ""
    assert window.stack.current_id == "settings"
    page = window.stack.current_page
    assert page is not None
    keys.until(lambda: any(one.isVisible() for one in page.findChildren(ChecklistPreview)), "what is in the checklist")
    assert drop(tmp_path / "scan.tif") == words("drops.first_scans")
    window.go_to("documents")
    assert drop(tmp_path / "photo.jpg") == words("drops.first_scans")
    assert window.stack.current_id == "documents", "no paper is open, and nobody is led away"
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7 no document")
    assert drop(paper) == ""
    assert isinstance(find_top_sheet(window.centralWidget()), VerifySheet)
    assert drop(paper) == words("drops.sheet_open")
    keys.press(Qt.Key.Key_Escape)
    assert find_top_sheet(window.centralWidget()) is None
