"""Steps 5 and 7 as staff see them: they print and enter, and neither record a consent nor close the visit."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from paper_samples import NOW, Room, read_example, with_consultation
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from shipped import get_content, get_fonts
from staff_samples import NURSE

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.consent_basis import consent_basis_sha256
from stemsup_desktop.consultation.record import Consent, ConsultationFile, Declined
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.answer_segments import Segments, ViewSwitch
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.pages.consent.memory import SigningEntries, SigningMemory
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.summary.page import SummaryPage
from stemsup_desktop.ui.paper_page import PaperPage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

Open = Callable[..., tuple[Room, Any]]
TREATED = read_example("treated")
SUMMARY = msgspec.structs.replace(TREATED.consultation.summary, closed_at=None)
SIGNED = with_consultation(TREATED, summary=SUMMARY)
UNSIGNED = with_consultation(TREATED, summary=SUMMARY, consent=Consent())
DECLINED = with_consultation(TREATED, summary=SUMMARY, consent=Consent(declined=Declined(NOW.date(), "later")))


@pytest.fixture
def open_page(tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Callable[..., QWidget]) -> Iterator[Open]:
    """Open step 5 or 7 as staff; whatever was refused fails the test."""
    rooms: list[Room] = []
    refused: list[object] = []

    def open_it(
        kind: type[PaperPage[Any]],
        file: ConsultationFile,
        memory: SigningMemory | None = None,
        language: Language = Language.EN,
    ) -> tuple[Room, Any]:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, file, language, NURSE)
        rooms.append(room)
        room.session.change_refused.connect(refused.append)
        given = (room.context, get_content(), room.access, get_fonts())
        page: Any = ConsentPage(*given, memory) if kind is ConsentPage else SummaryPage(*given)
        room.wire(page)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        room.settle(page)
        return room, page

    yield open_it
    assert refused == []
    for room in rooms:
        room.close()


def find(page: QWidget, kind: type[Any], name: str) -> Any:
    widget = page.findChild(kind, name)
    assert isinstance(widget, kind), name
    return widget


def reasons(page: QWidget) -> list[str]:
    return [line.sentence for line in page.findChildren(ReasonLine) if line.isVisible()]


def use_all(page: QWidget) -> None:
    """Press and type wherever the focus can go, but for the way to printer, file and other pages."""
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or widget.objectName() in ("print", "save_pdf", "continue", "back"):
            continue
        if isinstance(widget, QAbstractButton):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
            QTest.keyClick(widget, Qt.Key.Key_Space)
        elif isinstance(widget, QLineEdit):
            QTest.keyClicks(widget, "2026-12-01")


@pytest.mark.parametrize("language", list(Language))
def test_why_staff_record_no_consent_stands_there_once(open_page: Open, language: Language) -> None:
    room, page = open_page(ConsentPage, UNSIGNED, language=language)
    assert reasons(page) == [REASONS[ReservedAct.CONSENT].in_language(language)]
    decline = find(page, QAbstractButton, "decline")
    assert not decline.isEnabled()
    assert decline.toolTip() == room.context.words("consent.decline_reason_locked")


@pytest.mark.parametrize("file", [UNSIGNED, SIGNED, DECLINED])
def test_no_choice_no_signature_and_no_refusal_is_recorded_by_any_way(open_page: Open, file: ConsultationFile) -> None:
    room, page = open_page(ConsentPage, file)
    before = room.session.state.consultation.consent
    use_all(page)
    page._paper._record()
    page.action_bar.trigger_back()
    assert not any(sheet.isVisible() for sheet in page.findChildren(Sheet))
    after = room.session.state.consultation.consent
    assert msgspec.structs.replace(after, language=before.language) == before
    if file is not UNSIGNED:
        assert after.language == before.language
    assert page._paper._memory.forms == {}
    assert all(not entry.signatures for entry in room.documents())


def test_staff_print_a_clean_form_in_either_language_and_the_vault_takes_it(open_page: Open) -> None:
    room, page = open_page(ConsentPage, UNSIGNED)
    for language in (Language.EN, Language.JA):
        find(page, ViewSwitch, "consent.language").choose(language.value)
        room.settle(page)
        find(page, QAbstractButton, "print").click()
        room.settle(page)
    assert [entry.language for entry in room.documents()] == [Language.JA, Language.EN]
    assert len(room.printed) == 2
    room.session.flush()
    room.executor.run_all()
    assert room.session.is_saved
    consent = room.session.state.consultation.consent
    assert msgspec.structs.replace(consent, language=None) == Consent()


def test_what_the_physician_has_begun_to_enter_is_read_and_stays(open_page: Open) -> None:
    memory = SigningMemory()
    basis = consent_basis_sha256(UNSIGNED, get_content().consent)
    begun = SigningEntries(witness_name="小林", all_initials_present=True)
    memory.put(UNSIGNED.consultation.consultation_id, basis, begun)
    _, page = open_page(ConsentPage, UNSIGNED, memory)
    assert find(page, CheckBox, "consent.all_initials_present").isChecked()
    use_all(page)
    assert [form.entries for form in memory.forms.values()] == [begun]
    assert memory.discarded == {}


def test_what_is_locked_is_reached_by_keyboard_and_says_why(open_page: Open) -> None:
    _, page = open_page(ConsentPage, UNSIGNED)
    reason = REASONS[ReservedAct.CONSENT].en
    find(page, ViewSwitch, "consent.way").choose("paper")
    for frame in page._paper.form.findChildren(FieldFrame):
        editor = frame.focusProxy()
        assert isinstance(editor, QWidget)
        assert editor.isEnabled()
        assert reason in editor.accessibleDescription()
    choices = [one for one in page.findChildren(Segments) if one.objectName().startswith("consent.choices.")]
    assert len(choices) == 3
    assert all(button.accessibleDescription() == reason for one in choices for button in one.buttons)
    assert find(page, QAbstractButton, "consent.record").accessibleDescription() == reason


# Step 7


@pytest.mark.parametrize("language", list(Language))
def test_closing_is_shown_with_its_reason_and_no_key_does_it(open_page: Open, language: Language) -> None:
    room, page = open_page(SummaryPage, SIGNED, language=language)
    reason = REASONS[ReservedAct.CLOSING].in_language(language)
    close = find(page, QAbstractButton, "close_visit")
    assert (close.isEnabled(), close.toolTip()) == (False, reason)
    assert any(label.text() == reason for label in page.action_bar._made if hasattr(label, "text"))
    page.action_bar.trigger_primary()
    QTest.keyClick(close, Qt.Key.Key_Return)
    assert not any(sheet.isVisible() for sheet in page.findChildren(Sheet))
    assert not room.session.state.is_closed


def test_everything_else_of_the_summary_is_everybodys(open_page: Open) -> None:
    room, page = open_page(SummaryPage, SIGNED)
    find(page, MultiLineField, "summary.note").setText("calls on Monday")
    find(page, DateField, "summary.next_visit_on").setText("2026-12-20")
    find(page, ViewSwitch, "summary.language").choose("en")
    find(page, QAbstractButton, "print").click()
    room.settle(page)
    room.session.flush()
    room.executor.run_all()
    assert room.session.is_saved
    summary = room.in_vault(lambda vault: vault.load_consultation(SIGNED.consultation.consultation_id)).summary
    assert (summary.note, summary.closed_at) == ("calls on Monday", None)
    assert len(room.printed) == 1


def test_a_closing_that_is_refused_keeps_the_visit_open_with_its_history(
    tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Callable[..., QWidget]
) -> None:
    room = Room(tmp_path / "vault", theme, catalogue, SIGNED, Language.EN, NURSE)
    page = SummaryPage(room.context, get_content(), room.access, get_fonts())
    shown(page, 1360, 772)
    room.settle(page)
    find(page, MultiLineField, "summary.note").setText("calls")
    heard: list[object] = []
    room.session.change_refused.connect(heard.append)
    page._close_visit()
    assert len(heard) == 1
    assert not room.session.state.is_closed
    assert room.session.undo_description != ""
    room.close()
