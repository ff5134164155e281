"""A whole consultation through the running program, by keyboard alone."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from driver import Keyboard, RunningClock, running
from printed_text import list_page_texts
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from visit import (
    PASSPHRASE,
    Person,
    add_patient,
    consent,
    examine,
    explain,
    look_up,
    plan,
    read_model,
    record_of,
    set_up,
    summarise,
    tell_reason,
    treat,
    workspace_of,
)

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.vault_access import VaultAccess


class _Printed(QObject):
    """Stands for a run of the printer that ended well."""

    ended = Signal(object)
    sent = Signal()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What reached the sheet that asks how to print."""
    papers: list[bytes] = []

    def take(pdf: bytes, parent: QWidget, title: str, copy_note: str = "", **look: object) -> _Printed:
        papers.append(pdf)
        return _Printed(parent)

    monkeypatch.setattr("stemsup_desktop.window_papers.print_pdf", take)
    return papers


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the program puts into the temporary folder lies where the walk looks afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))


@pytest.fixture
def keys(qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Keyboard]:
    """The keyboard of the program on an empty folder, in the language the test names."""
    language = getattr(request, "param", Language.JA)
    save_preferences(tmp_path, Preferences(language, Scheme.LIGHT))
    with running(qapp, tmp_path, RunningClock()) as made:
        yield made


def say(pdf: bytes) -> str:
    """Return the text of a document, without blanks."""
    return "".join("".join(list_page_texts(pdf)).split())


@pytest.mark.parametrize("keys", list(Language), indirect=True)
def test_first_run_new_patient_and_reason_need_no_mouse(keys: Keyboard) -> None:
    model, person = read_model(), Person()
    set_up(keys)
    add_patient(keys, person)
    tell_reason(keys, model)
    assert workspace_of(keys).session.state.patient.name == person.name
    assert record_of(keys).reason.complaints == model.reason.complaints
    assert record_of(keys).reason.goal == model.reason.goal
    assert keys.titles <= {"", "StemSup Desktop"}  # an open list is a window without a title


@pytest.mark.parametrize("keys", list(Language), indirect=True)
def test_a_whole_consultation_needs_no_mouse(
    keys: Keyboard, printed: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, person = read_model(), Person()
    set_up(keys)
    add_patient(keys, person)
    tell_reason(keys, model)
    assert examine(keys, model) > 60
    keys.step(3)
    assert "vegf" in look_up(keys)
    explain(keys)
    plan(keys, model)
    gate = workspace_of(keys).session.state.gate
    assert gate.missing == ()
    assert gate.verdict in (Verdict.CLEAR, Verdict.CONDITIONS)
    consent(keys, printed)
    treat(keys)
    summarise(keys, printed)
    with capsys.disabled():
        print("\n" + keys.report())
    record = record_of(keys)
    keys.desktop.close()
    assert len(printed) == 2
    for paper in printed:
        assert person.name.replace(" ", "") in say(paper)
        assert "DRAFT" not in say(paper)
        assert "下書き" not in say(paper)
    with open_vault(tmp_path, PASSPHRASE, clock=RunningClock()) as vault:
        assert vault.load_seal_key().certificate
        patient_id = vault.find_patients(person.name)[0].patient_id
        kept = vault.list_documents(patient_id)
        assert vault.load_consultation(record.consultation_id) == record
        assert {vault.load_copy(one.number).pdf for one in kept} == set(printed)
    assert find_in_bytes(tmp_path, person.name, person.kana, record.reason.goal) == []


def find_in_bytes(folder: Path, *sentinels: str) -> list[str]:
    """Return the files under a folder that hold one of the texts in plain bytes."""
    needles = [text.encode(code) for text in sentinels for code in ("utf-8", "utf-16-le", "utf-16-be", "shift_jis")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "the walk wrote nothing at all"
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]
