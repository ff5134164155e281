"""Step 5 on a real vault: numbers, drafts, copies, signatures and refusals."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hostile_strings import HOSTILE
from paper_samples import NOW, Room, read_example, with_consultation, without_opinions
from printed_text import list_page_texts
from pypdf import PdfReader
from PySide6.QtWidgets import QPushButton, QWidget
from shipped import get_content, get_fonts

from stemsup_desktop.consultation.audit import Anchor
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Language
from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.ui.components.answer_segments import Segments, ViewSwitch
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.jobs import Err
from stemsup_desktop.ui.pages.consent.memory import SigningMemory
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue, Words

Show = Callable[..., QWidget]
Open = Callable[..., tuple[Room, ConsentPage]]


@pytest.fixture
def open_page(tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Show) -> Iterator[Open]:
    rooms: list[Room] = []

    def open_it(file: ConsultationFile, language: Language = Language.EN) -> tuple[Room, ConsentPage]:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, file, language)
        rooms.append(room)
        page = ConsentPage(room.context, get_content(), room.access, get_fonts())
        room.wire(page)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        room.settle(page)
        return room, page

    yield open_it
    for room in rooms:
        room.close()


def find(page: QWidget, kind: type[QWidget], name: str) -> QWidget:
    widget = page.findChild(kind, name)
    assert isinstance(widget, kind), name
    return widget


def fill_and_record(room: Room, page: ConsentPage) -> None:
    find(page, DateField, "consent.signed_on").setText("2026-12-01")  # type: ignore[attr-defined]
    find(page, CheckBox, "consent.all_initials_present").setChecked(True)  # type: ignore[attr-defined]
    find(page, QPushButton, "consent.record").click()  # type: ignore[attr-defined]
    room.settle(page)


def text_of(pdf: bytes) -> str:
    return "\n".join(list_page_texts(pdf))


@pytest.mark.parametrize("language", list(Language))
def test_opening_the_page_shows_the_form_and_changes_nothing(language: Language, open_page: Open) -> None:
    room, page = open_page(read_example("clear"), language)
    assert page.pane.preview.page_count > 5
    assert room.session.undo_description == ""
    assert room.documents() == ()


def test_nothing_can_be_printed_while_a_stop_stands(open_page: Open) -> None:
    room, page = open_page(read_example("stop"))
    results: list[object] = []
    page.print_page()
    page.save_page()
    page.desk.produce(results.append)
    room.settle(page)
    assert (room.printed, room.saved, room.documents()) == ([], [], ())
    assert not find(page, QPushButton, "print").isEnabled()
    assert page.pane.preview.page_count == 0
    assert isinstance(results[0], Err)
    assert results[0].problem.code == "stop-stands"


def test_the_stop_is_named_with_a_way_to_it(open_page: Open) -> None:
    room, page = open_page(read_example("stop"))
    jumps: list[tuple[int, str]] = []
    page.jump_requested.connect(lambda step, target: jumps.append((step, target)))
    finding = next(one for one in room.session.state.gate.findings if one.link_ids)
    find(page, QPushButton, f"jump:2:{finding.link_ids[0]}").click()  # type: ignore[attr-defined]
    assert jumps == [(2, finding.link_ids[0])]


def test_a_draft_is_printed_with_its_mark_but_takes_no_number_and_is_not_kept(open_page: Open) -> None:
    room, page = open_page(without_opinions(read_example("opinion")))
    page.print_page()
    room.settle(page)
    [(pdf, number)] = room.printed
    assert all("DRAFT" in text for text in list_page_texts(pdf))
    assert number.startswith("CNS-FILE-")
    assert room.kept == [""]
    assert room.documents() == ()
    assert room.in_vault(lambda vault: vault.next_document_number("consent", 2026)) == "CNS-2026-00001"


def test_printing_again_gives_the_same_document_and_takes_no_number(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    for _ in range(2):
        page.print_page()
        room.settle(page)
    page.save_page()
    room.settle(page)
    assert room.kept == ["CNS-2026-00001"] * 3
    assert room.printed[0] == room.printed[1]
    assert room.saved == [(room.printed[0][0], "CNS-2026-00001.pdf")]
    [kept] = room.documents()
    assert room.in_vault(lambda vault: vault.load_document(kept.number))[1] == room.printed[0][0]


def test_a_kept_form_carries_the_head_of_the_history_as_the_command_line_asks_for_it(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    [kept] = room.documents()
    assert kept.audit_head is not None
    info = PdfReader(io.BytesIO(room.printed[0][0])).metadata
    assert info is not None
    assert info["/Keywords"] == f"history {kept.audit_head.sequence}:{kept.audit_head.hash}"
    report = room.in_vault(lambda vault: vault.verify_history((Anchor("paper", kept.audit_head),)))
    assert report.fault is None


def test_a_changed_plan_takes_a_new_number_and_keeps_both(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    room.change_fee(99_000)
    room.settle(page)
    page.print_page()
    room.settle(page)
    assert [number for _, number in room.printed] == ["CNS-2026-00001", "CNS-2026-00002"]
    assert "99,000" in text_of(room.printed[1][0])
    assert len(room.documents()) == 2


def test_the_kept_snapshot_is_the_record_it_was_printed_from(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    record, _ = room.in_vault(lambda vault: vault.load_document("CNS-2026-00001"))
    snapshot = msgspec.json.decode(record.snapshot, type=ConsultationFile)
    assert snapshot.patient == room.file.patient
    assert snapshot.consultation.plan == room.file.consultation.plan


def test_the_file_name_names_nobody(open_page: Open) -> None:
    for name in ("clear", "opinion"):
        room, page = open_page(without_opinions(read_example(name)))
        page.save_page()
        room.settle(page)
        patient = room.file.patient
        assert all(part not in room.saved[0][1] for part in (patient.name, patient.chart_number, patient.kana))
        assert room.saved[0][1].endswith(".pdf")


def test_a_signature_is_recorded_in_the_visit_and_at_the_kept_document(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    fill_and_record(room, page)
    signature = room.session.state.consultation.consent.signature
    assert signature is not None
    assert signature.document_number == "CNS-2026-00001"
    [kept] = room.documents()
    assert b"CNS-2026-00001" in kept.signatures[0].signature
    assert "Signed on paper" in page.derive().standing_text
    page.print_page()
    room.settle(page)
    assert room.printed[1] == room.printed[0]
    room.session.undo()
    assert room.session.state.consultation.consent.signature is None


def test_without_a_print_nothing_can_be_recorded_and_the_reason_is_read(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    fill_and_record(room, page)
    assert room.session.state.consultation.consent.signature is None
    assert "The document number is missing." in find(page, Label, "consent.missing").text()  # type: ignore[attr-defined]


def test_a_signed_consent_whose_plan_changed_asks_for_a_new_print_and_signature(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    fill_and_record(room, page)
    room.change_fee(99_000)
    room.settle(page)
    assert "The cost has changed." in page.derive().standing_text
    page.print_page()
    room.settle(page)
    fill_and_record(room, page)
    signature = room.session.state.consultation.consent.signature
    assert signature is not None
    assert signature.document_number == "CNS-2026-00002"
    assert page.derive().standing_text.startswith("Signed on paper")


def test_declining_is_recorded_with_date_and_note_and_can_be_undone(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.refresh_actions()
    find(page, QPushButton, "decline").click()  # type: ignore[attr-defined]
    find(page, MultiLineField, "consent.decline_note").setText("<b>later</b>\nperhaps")  # type: ignore[attr-defined]
    find(page, QPushButton, "sheet_accept").click()  # type: ignore[attr-defined]
    declined = room.session.state.consultation.consent.declined
    assert declined is not None
    assert (declined.declined_on, declined.note) == (NOW.date(), "<b>later</b>\nperhaps")
    room.session.undo()
    assert room.session.state.consultation.consent.declined is None


def test_leaving_the_sheet_declines_nothing(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    find(page, QPushButton, "decline").click()  # type: ignore[attr-defined]
    assert page.close_top()
    assert not page.close_top()
    assert room.session.state.consultation.consent.declined is None


def test_a_refusal_can_be_taken_back(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    find(page, QPushButton, "decline").click()  # type: ignore[attr-defined]
    page.do_main_action()
    assert room.session.state.consultation.consent.declined is not None
    find(page, QPushButton, "consent.take_back").click()  # type: ignore[attr-defined]
    assert room.session.state.consultation.consent.declined is None


def test_language_choices_and_time_to_think_are_one_step_of_undo_each(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    find(page, ViewSwitch, "consent.language").choose("en")  # type: ignore[attr-defined]
    find(page, Segments, "consent.choices.teaching").choose("Y")  # type: ignore[attr-defined]
    find(page, DateField, "consent.thinking_until").setText("2026-12-15")  # type: ignore[attr-defined]
    consent = room.session.state.consultation.consent
    assert (consent.language, consent.choices.teaching) == (Language.EN, True)
    assert str(consent.thinking_until) == "2026-12-15"
    for _ in range(3):
        room.session.undo()
    assert room.session.state.consultation.consent == room.file.consultation.consent


def test_the_old_page_stays_until_the_new_one_is_there(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    before = page.desk.state.rendered
    room.change_fee(99_000)
    assert page.pane.preview.page_count > 5
    assert page.desk.state.rendered is before
    room.settle(page)
    after = page.desk.state.rendered
    assert before is not None
    assert after is not None
    assert after.sha256 != before.sha256


def test_a_locked_vault_is_named_and_nothing_is_handed_out(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    room.access.close(lambda _: None)
    page.print_page()
    room.settle(page)
    assert room.printed == []
    message = find(page, QWidget, "print_problem")
    assert message.isVisibleTo(page)
    assert find(page, QPushButton, "print").isEnabled()
    fill_and_record(room, page)
    assert room.session.state.consultation.consent.signature is None


def test_characters_without_a_glyph_are_named_on_the_page(open_page: Open) -> None:
    file = read_example("clear")
    reason = msgspec.structs.replace(file.consultation.reason, goal="better \U0001f600")
    _, page = open_page(with_consultation(file, reason=reason))
    message = find(page, QWidget, "missing_characters")
    assert message.isVisibleTo(page)
    assert any("U+1F600" in label.text() for label in message.findChildren(Label))


def test_hostile_names_stay_in_their_field_as_typed(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    field = find(page, TextField, "consent.patient_name")
    for text in HOSTILE.values():
        field.setText(text)  # type: ignore[attr-defined]
        shown_text = field.text()  # type: ignore[attr-defined]
        assert shown_text == text or not text.isprintable()
        assert bool(field.error) is (len(shown_text) > 200)  # type: ignore[attr-defined]
        signing = page.derive().signing
        assert signing is not None
        assert signing.draft.patient_name == normalise_text(shown_text)
        assert ("A name is longer than 200 characters." in signing.missing) is (len(shown_text) > 200)


def test_another_patients_visit_takes_over_nothing_that_was_entered(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    find(page, TextField, "consent.patient_name").setText("Somebody")  # type: ignore[attr-defined]
    other = read_example("opinion")
    room.in_vault(lambda vault: vault.save_patient(other.patient))
    room.in_vault(lambda vault: vault.start_consultation(other.patient.patient_id, other.consultation))
    room.session.open_visit(other.patient, other.consultation, other.clinic, other.physician)
    room.settle(page)
    find(page, ViewSwitch, "consent.way").choose("paper")  # type: ignore[attr-defined]
    assert find(page, TextField, "consent.patient_name").text() == other.patient.name  # type: ignore[attr-defined]


def open_again(room: Room, memory: SigningMemory, shown: Show) -> ConsentPage:
    """The page made anew on the same memory, as after a switch of language or an unlock."""
    page = ConsentPage(room.context, get_content(), room.access, get_fonts(), memory)
    page.set_room(1440, 900)
    shown(page, 1360, 772)
    room.settle(page)
    return page


def shown_text(page: QWidget, name: str) -> str:
    return str(find(page, TextField, name).text())  # type: ignore[attr-defined]


def type_form(page: ConsentPage) -> None:
    find(page, TextField, "consent.witness_name").setText("看護 佐藤")  # type: ignore[attr-defined]
    find(page, DateField, "consent.signed_on").setText("2026-12-01")  # type: ignore[attr-defined]
    find(page, CheckBox, "consent.all_initials_present").setChecked(True)  # type: ignore[attr-defined]


def test_what_stands_in_the_form_is_there_again_when_the_page_is_made_anew(open_page: Open, shown: Show) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    type_form(page)
    again = open_again(room, page._paper._memory, shown)
    assert shown_text(again, "consent.witness_name") == "看護 佐藤"
    assert find(again, CheckBox, "consent.all_initials_present").isChecked()  # type: ignore[attr-defined]
    find(again, QPushButton, "consent.record").click()  # type: ignore[attr-defined]
    room.settle(again)
    signature = room.session.state.consultation.consent.signature
    assert signature is not None
    assert (signature.witness_name, str(signature.signed_on)) == ("看護 佐藤", "2026-12-01")
    assert page._paper._memory == SigningMemory()


def test_entries_about_another_plan_do_not_count_and_say_so_until_the_plan_is_back(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    type_form(page)
    note = find(page, QWidget, "consent.entries_note")
    assert not note.isVisibleTo(page)
    room.change_fee(99_000)
    assert note.isVisibleTo(page)
    assert shown_text(page, "consent.witness_name") == ""
    assert not find(page, CheckBox, "consent.all_initials_present").isChecked()  # type: ignore[attr-defined]
    room.session.undo()
    assert not note.isVisibleTo(page)
    assert shown_text(page, "consent.witness_name") == "看護 佐藤"
    room.session.redo()
    find(page, TextField, "consent.witness_name").setText("another")  # type: ignore[attr-defined]
    assert not note.isVisibleTo(page)
    room.session.undo()
    assert note.isVisibleTo(page)


def test_discarded_entries_can_be_brought_back_until_something_is_typed(open_page: Open) -> None:
    _, page = open_page(read_example("clear"))
    discard, back = (find(page, QPushButton, f"consent.{name}") for name in ("discard", "bring_back"))
    assert not discard.isVisibleTo(page)
    type_form(page)
    discard.click()  # type: ignore[attr-defined]
    assert shown_text(page, "consent.witness_name") == ""
    assert page._paper._memory.forms == {}
    assert not discard.isVisibleTo(page)
    back.click()  # type: ignore[attr-defined]
    assert shown_text(page, "consent.witness_name") == "看護 佐藤"
    discard.click()  # type: ignore[attr-defined]
    find(page, TextField, "consent.witness_name").setText("x")  # type: ignore[attr-defined]
    assert not back.isVisibleTo(page)


def test_asking_for_another_signature_can_be_thought_better_of(open_page: Open) -> None:
    room, page = open_page(read_example("clear"))
    page.print_page()
    room.settle(page)
    fill_and_record(room, page)
    find(page, QPushButton, "consent.sign_again").click()  # type: ignore[attr-defined]
    assert find(page, QWidget, "consent.witness_name").isVisibleTo(page)
    find(page, QPushButton, "consent.discard").click()  # type: ignore[attr-defined]
    assert not find(page, QWidget, "consent.witness_name").isVisibleTo(page)
    assert room.session.state.consultation.consent.signature is not None


def test_entries_that_cannot_be_written_are_said_to_be_unsaved(open_page: Open, words: Words) -> None:
    _, page = open_page(read_example("clear"), words.language)
    problem = make_environment_problem("vault-disk-full")
    find(page, ViewSwitch, "consent.way").choose("paper")  # type: ignore[attr-defined]
    page.show_kept(problem)
    message = find(page, QWidget, "consent.entries_not_kept")
    assert message.isVisibleTo(page)
    assert any(words.sentence_of(problem) in label.text() for label in message.findChildren(Label))
    page.show_kept(None)
    assert not message.isVisibleTo(page)


@pytest.mark.parametrize(("width", "is_narrow"), [(1440, False), (1280, False), (1024, True), (960, True)])
def test_page_and_entries_are_two_tabs_on_narrow_windows(width: int, is_narrow: bool, open_page: Open) -> None:
    _, page = open_page(read_example("clear"))
    page.set_room(width, 768)
    switch = find(page, ViewSwitch, "pane_switch")
    assert switch.isVisibleTo(page) is is_narrow
    assert page.pane.isVisibleTo(page) is not is_narrow
    switch.choose("page")  # type: ignore[attr-defined]
    assert page.pane.isVisibleTo(page)
    assert find(page, DateField, "consent.thinking_until").isVisibleTo(page) is not is_narrow


def test_a_jump_brings_the_entries_back_on_narrow_windows(open_page: Open) -> None:
    _, page = open_page(read_example("clear"))
    page.set_room(1024, 768)
    find(page, ViewSwitch, "pane_switch").choose("page")  # type: ignore[attr-defined]
    page.jump_to("consent.thinking_until")
    assert find(page, DateField, "consent.thinking_until").isVisibleTo(page)
