"""Step 5 signed on screen, by events on the page: order, locks, teach-back, void marks, and the ways beside it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hostile_strings import HOSTILE
from paper_samples import NOW, Room, read_example, with_consultation, with_fee
from printed_text import list_page_texts
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_content, get_fonts
from signing_samples import Hand, WalkingClock, with_reading
from staff_samples import NURSE

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.record import Consent, Consultation, ConsultationFile, Declined
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.ui.components.answer_segments import Segments, ViewSwitch
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.consent.choices import SeparateChoices
from stemsup_desktop.ui.pages.consent.entries import ConsentEntries
from stemsup_desktop.ui.pages.consent.mark_row import MarkRow
from stemsup_desktop.ui.pages.consent.marks import MarkKind, MarkLook
from stemsup_desktop.ui.pages.consent.memory import SigningMemory
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.consent.signer_box import SignerBox
from stemsup_desktop.ui.paper_view import find_band
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue

Open = Callable[..., tuple[Room, ConsentPage, Hand]]
BEFORE = NOW - timedelta(minutes=5)
READ = with_reading(read_example("clear"), BEFORE)
READING = (MarkKind.INITIAL, MarkKind.ANSWER, MarkKind.CHOICES)


@pytest.fixture
def open_page(
    tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Callable[..., QWidget], qtbot: QtBot
) -> Iterator[Open]:
    rooms: list[Room] = []

    def open_it(
        file: ConsultationFile | None = None, language: Language = Language.EN, author: Author | None = None
    ) -> tuple[Room, ConsentPage, Hand]:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, file or read_example("clear"), language, author)
        rooms.append(room)
        context = replace(room.context, clock=WalkingClock(NOW))
        page = ConsentPage(context, get_content(), room.access, get_fonts())
        room.wire(page)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        qtbot.waitUntil(lambda: not page._screen._makes_boxes)
        return room, page, Hand(page)

    yield open_it
    for room in rooms:
        room.close()


def find(page: QWidget, kind: type[Any], name: str) -> Any:
    widget = page.findChild(kind, name)
    assert isinstance(widget, kind), name
    return widget


def action(page: ConsentPage, name: str) -> QAbstractButton:
    """The button of the action bar; those that were there before wait to be deleted."""
    QApplication.processEvents()  # a button that was just made is shown in the next turn
    return next(one for one in page.findChildren(QAbstractButton, name) if one.isVisibleTo(page))


def consent_of(room: Room) -> Consent:
    return room.session.state.consultation.consent


def consultation_of(room: Room) -> Consultation:
    return room.session.state.consultation


def look_of(page: ConsentPage, name: str) -> MarkLook:
    box = page.findChild(MarkRow, name) or page.findChild(SignerBox, name)
    assert isinstance(box, MarkRow | SignerBox)
    assert box._line is not None
    return box._line.look


def marks_of(page: ConsentPage) -> Any:
    view = page.derive().marks
    assert view is not None
    return view


@pytest.mark.parametrize("language", list(Language))
def test_marks_are_made_in_order_and_lie_in_the_record_with_their_ink(language: Language, open_page: Open) -> None:
    room, page, hand = open_page(language=language)
    assert hand.in_hand == f"initial:{marks_of(page).clauses[0].key.id}"
    assert not action(page, "seal").isEnabled()
    hand.do_all(MarkKind.INITIAL)
    consent = consent_of(room)
    assert len(consent.initials) == len(marks_of(page).clauses) == 17
    assert all(one.ink.strokes for one in consent.initials)
    hand.do_all(MarkKind.ANSWER, MarkKind.CHOICES)
    assert hand.in_hand == "signature:patient"
    hand.mark()
    assert hand.in_hand == "signature:physician"
    hand.mark()
    assert [one.role for one in consent_of(room).signatures] == [SignerRole.PATIENT, SignerRole.PHYSICIAN]
    assert [one.name for one in consent_of(room).signatures] == [room.file.patient.name, room.file.physician.name]
    assert hand.in_hand == ""
    assert action(page, "seal").isEnabled()
    assert {one.name for one in page.derive().requirements if not one.is_done} == {"ticks"}


def test_the_clause_in_hand_is_outlined_where_a_new_setting_of_the_form_has_it(open_page: Open) -> None:
    room, page, _ = open_page()
    room.settle(page)
    part = marks_of(page).clauses[0].key.id
    page.turn_to(part)
    before = page.pane.preview._band
    goal = msgspec.structs.replace(consultation_of(room).reason, goal="A long goal, in own words. " * 20)
    room.session.change("goal", msgspec.structs.replace(consultation_of(room), reason=goal))
    room.settle(page)
    rendered = page.desk.state.rendered
    assert rendered is not None
    band = page.pane.preview._band
    assert before is not None
    assert band == find_band(rendered.places, part)
    assert band != before


def test_a_mark_made_while_the_boxes_come_in_turns_stands_in_those_that_are_there(
    tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    room = Room(tmp_path, theme, catalogue, read_example("clear"), Language.EN, None)
    page = ConsentPage(replace(room.context, clock=WalkingClock(NOW)), get_content(), room.access, get_fonts())
    room.wire(page)
    page.set_room(1440, 900)
    page._screen._show_next_part = lambda: None  # type: ignore[method-assign]
    shown(page, 1360, 772)
    del page._screen._show_next_part
    qtbot.waitUntil(lambda: page._screen._to_show[0] is not None)
    hand, first = Hand(page), marks_of(page).clauses[0].key
    page._screen._show_next_part()
    assert look_of(page, first.name) is MarkLook.IN_HAND
    assert page.findChild(SignerBox) is None
    hand.mark()
    assert look_of(page, first.name) is MarkLook.DONE
    qtbot.waitUntil(lambda: page.findChild(SignerBox, "signature:patient") is not None)
    room.close()


@pytest.mark.parametrize("language", list(Language))
def test_the_desk_and_the_list_are_scrolled_as_one_only_where_they_have_no_room(
    language: Language, open_page: Open
) -> None:
    room, page, _ = open_page(language=language)
    room.settle(page)
    whole = page.findChildren(ConsentEntries)[0]._whole
    bar, scrolled = whole.verticalScrollBar(), []
    for height in range(560, 900, 20):
        page.resize(1360, height)
        page.grab()
        is_too_low = whole.content.heightForWidth(whole.viewport().width()) > whole.viewport().height()
        assert (bar.maximum() > 0) is is_too_low
        scrolled.append(is_too_low)
    assert set(scrolled) == {True, False}


@pytest.mark.parametrize(("percent", "across"), [(100, 3), (150, 1)])
def test_the_choices_stand_side_by_side_also_beside_a_scroll_bar_and_below_one_another_in_larger_text(
    percent: int, across: int, open_page: Open, theme: Theme, request: pytest.FixtureRequest
) -> None:
    theme.turn_to_text_percent(percent)
    request.addfinalizer(lambda: theme.turn_to_text_percent(100))
    _, page, _ = open_page(language=Language.JA)
    choices = page.findChildren(SeparateChoices)[0]
    choices.resize(750, choices.height())
    QApplication.processEvents()
    assert choices._columns == across


def test_nobody_signs_before_their_turn_and_the_box_says_why(open_page: Open) -> None:
    _, page, hand = open_page()
    patient, physician = (find(page, SignerBox, f"signature:{role}") for role in ("patient", "physician"))
    assert not patient.isEnabled()
    assert "initials" in patient.accessibleDescription()
    hand.do_all(*READING)
    assert patient.isEnabled()
    assert not physician.isEnabled()
    assert (
        physician.accessibleDescription() == "The patient signs first." or "last" in physician.accessibleDescription()
    )


def test_a_slip_of_the_pen_is_no_mark_and_is_named_with_what_to_do(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.write((((0.5, 0.5),),))
    hand.confirm()
    fault = find(page, QWidget, "desk.initials_fault")
    assert fault.isVisibleTo(page)
    assert page._screen.desk.initials.pad.fault
    assert consent_of(room).initials == ()
    hand.press("desk.initials_clear")
    assert not page._screen.desk.initials.pad.fault
    hand.mark()
    assert len(consent_of(room).initials) == 1
    assert not fault.isVisibleTo(page)


def test_a_wrong_answer_shows_its_clause_again_without_blame_and_the_way_goes_on_from_there(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.do_all(MarkKind.INITIAL)
    forms = page._screen.forms
    assert forms is not None
    asked = next(
        one.question
        for one in forms.signing.questions
        if one.question.clause.id in {clause.clause_id for clause in forms.signing.clauses}
    )
    hand.press(f"answer:{asked.id}")
    hand.answer(is_right=False)
    assert hand.in_hand == f"initial:{asked.clause.id}"
    assert look_of(page, f"initial:{asked.clause.id}") is MarkLook.IN_HAND
    note = find(page, QWidget, "desk.note")
    assert next(label.text() for label in note.findChildren(Label) if label.text()) == asked.explanation.in_language(
        Language.JA
    )
    assert not find(page, QWidget, "consent.void").isVisibleTo(page)
    hand.mark()
    hand.do_all(MarkKind.ANSWER)
    assert len([one for one in consent_of(room).teach_back if one.question_id == asked.id]) == 2
    row = find(page, MarkRow, f"answer:{asked.id}")
    assert "2 attempts" in row.line.detail


def test_a_change_of_the_plan_voids_what_it_touches_and_one_press_signs_again(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    hand.do_all(MarkKind.SIGNATURE)
    room.change_fee(99_000)
    room.settle(page)
    void = find(page, QWidget, "consent.void")
    assert void.isVisibleTo(page)
    assert any("The cost has changed." in label.text() for label in void.findChildren(Label))
    assert look_of(page, "signature:physician") is MarkLook.VOID
    assert not action(page, "seal").isEnabled()
    page._screen.void.link_followed.emit()
    assert hand.in_hand == "signature:patient"
    hand.do_all(*READING, MarkKind.SIGNATURE)
    assert not void.isVisibleTo(page)
    assert action(page, "seal").isEnabled()


def test_a_changed_choice_is_confirmed_again_before_anybody_signs_again(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    hand.do_all(MarkKind.SIGNATURE)
    find(page, Segments, "consent.choices.teaching").choose("Y")
    assert hand.in_hand == "choices:choices"
    assert look_of(page, "signature:patient") is MarkLook.VOID
    hand.do_all(*READING, MarkKind.SIGNATURE)
    assert consent_of(room).choices.teaching
    assert marks_of(page).seal_reason == ""


def test_every_mark_is_one_step_of_undo(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.mark()
    hand.mark()
    room.session.undo()
    assert len(consent_of(room).initials) == 1
    assert hand.in_hand == f"initial:{marks_of(page).clauses[1].key.id}"
    room.session.undo()
    assert consent_of(room).initials == ()


def test_a_mark_that_was_made_is_shown_and_can_be_made_anew(open_page: Open) -> None:
    room, page, hand = open_page()
    first = hand.in_hand
    hand.mark()
    before = consent_of(room).initials[0]
    hand.press(first)
    assert page._screen.desk.initials.pad.ink() == before.ink
    hand.press("desk.initials_clear")
    assert hand.in_hand == first
    assert consent_of(room).initials == ()
    hand.mark()
    assert consent_of(room).initials[0].made_at > before.made_at


def test_whoever_has_a_question_puts_the_form_off_and_goes_on_later(open_page: Open) -> None:
    _, page, hand = open_page()
    hand.mark()
    second = hand.in_hand
    hand.press("desk.later")
    assert hand.in_hand == ""
    assert not page._screen.desk.isVisibleTo(page)
    hand.press("go_on_signing")
    assert hand.in_hand == second
    assert page._screen.desk.isVisibleTo(page)


def test_a_person_without_pen_or_mouse_is_led_to_the_paper(open_page: Open) -> None:
    room, page, hand = open_page()
    assert "「紙」" in page._screen.desk.initials.pad.accessibleDescription()
    hand.press("desk.paper")
    assert find(page, QWidget, "consent.witness_name").isVisibleTo(page)
    assert not page._screen.desk.isVisibleTo(page)
    find(page, ViewSwitch, "consent.way").choose("screen")
    hand.press("print_for_ink")
    room.settle(page)
    assert len(room.printed) == 1
    assert find(page, QWidget, "consent.witness_name").isVisibleTo(page)


def test_a_form_printed_before_anything_was_signed_on_screen_is_signed_on_paper(open_page: Open) -> None:
    room, page, hand = open_page()
    page.print_page()
    room.settle(page)
    assert find(page, QWidget, "consent.signed_on").isVisibleTo(page)
    find(page, ViewSwitch, "consent.way").choose("screen")
    hand.mark()
    page._chosen_way = None
    page.refresh()
    assert page._screen.desk.isVisibleTo(page)


def test_a_guardian_can_be_added_and_says_name_and_relation(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    hand.mark()
    hand.press("consent.add:guardian")
    hand.write()
    assert not find(page, QAbstractButton, "desk.signature_confirm").isEnabled()
    find(page, TextField, "desk.name").setText("白石 花")
    page._screen.desk.signature.pad.confirm_requested.emit()
    assert hand.in_hand == "signature:guardian"
    assert page.window().focusWidget() is find(page, TextField, "desk.extra").line_edit
    find(page, TextField, "desk.extra").setText("母")
    hand.confirm()
    guardian = consent_of(room).signatures[-1]
    assert (guardian.role, guardian.name, guardian.relation) == (SignerRole.GUARDIAN, "白石 花", "母")


def test_another_language_wants_an_interpreter_who_says_which(open_page: Open) -> None:
    file = read_example("clear")
    consent = msgspec.structs.replace(file.consultation.consent, language=LanguageForm.EN)
    room, page, hand = open_page(with_reading(with_consultation(file, consent=consent), BEFORE))
    assert page._screen.desk.later.text() == "I have a question, not yet"
    hand.mark()
    assert hand.in_hand == "signature:interpreter"
    find(page, TextField, "desk.name").setText("Tanaka")
    find(page, TextField, "desk.extra").setText("Japanese")
    hand.mark()
    interpreter = consent_of(room).signatures[-1]
    assert (interpreter.name, interpreter.spoken_language) == ("Tanaka", "Japanese")
    assert hand.in_hand == "signature:physician"


def test_a_witness_can_be_added_where_nobody_asks_for_one(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    hand.mark()
    hand.press("consent.add:witness")
    assert hand.in_hand == "signature:witness"
    find(page, TextField, "desk.name").setText("佐藤")
    hand.mark()
    assert consent_of(room).signatures[-1].role is SignerRole.WITNESS
    assert hand.in_hand == "signature:physician"


@pytest.mark.parametrize("language", list(Language))
def test_the_desk_speaks_the_language_of_the_form_and_the_list_that_of_the_window(
    language: Language, open_page: Open
) -> None:
    room, page, hand = open_page(language=language)
    words = room.context.language.words_in(Language.JA)
    assert page._screen.desk.later.text() == words("desk.later")
    assert page._screen.desk.initials.pad.accessibleDescription() == words("pad.what_to_do")
    row = find(page, MarkRow, hand.in_hand)
    assert room.context.words("consent.box_waiting") == row.line.box


def test_everything_but_the_ink_is_done_by_keyboard(open_page: Open) -> None:
    _, page, hand = open_page()
    page._screen.take_in_hand()
    while hand.in_hand.startswith("initial"):
        hand.write()
        hand.key(Qt.Key.Key_Return)
    while hand.in_hand.startswith("answer"):
        forms, view = page._screen.forms, page._screen.desk.view
        assert forms is not None
        assert view is not None
        question = next(one.question for one in forms.signing.questions if one.question.id == view.key.id)
        for option, _ in view.options:
            if option == question.right:
                break
            hand.key(Qt.Key.Key_Down)
        hand.key(Qt.Key.Key_Space)
    hand.key(Qt.Key.Key_Return)
    assert hand.in_hand == "signature:patient"
    for _ in range(2):
        hand.write()
        hand.key(Qt.Key.Key_Return)
    assert hand.in_hand == ""
    assert hand.counts["presses"] == 0


def test_declining_takes_the_form_away_and_taking_it_back_brings_the_marks_again(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.mark()
    hand.press("decline")
    page.do_main_action()
    assert isinstance(consent_of(room).declined, Declined)
    assert not page._screen.desk.isVisibleTo(page)
    hand.press("consent.take_back")
    assert page._screen.desk.isVisibleTo(page)
    assert len(consent_of(room).initials) == 1


def test_staff_see_every_mark_and_make_none(open_page: Open) -> None:
    room, page, hand = open_page(author=NURSE)
    assert hand.in_hand == ""
    assert not page._screen.desk.isVisibleTo(page)
    rows = page.findChildren(MarkRow)
    assert len(rows) > 17
    assert not any(row.isEnabled() for row in rows)
    assert not action(page, "seal").isEnabled()
    assert action(page, "print_for_ink").isEnabled()
    assert consent_of(room) == room.file.consultation.consent


def test_while_a_stop_stands_nothing_lies_on_the_desk(open_page: Open) -> None:
    _, page, hand = open_page(read_example("stop"))
    assert hand.in_hand == ""
    assert not action(page, "seal").isEnabled()
    assert not action(page, "print_for_ink").isEnabled()


def test_another_visit_begins_with_its_own_first_mark(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.mark()
    hand.press("desk.later")
    other = read_example("opinion")
    room.in_vault(lambda vault: vault.save_patient(other.patient))
    room.in_vault(lambda vault: vault.start_consultation(other.patient.patient_id, other.consultation))
    room.session.open_visit(other.patient, other.consultation, other.clinic, other.physician)
    room.settle(page)
    assert hand.in_hand == f"initial:{marks_of(page).clauses[0].key.id}"
    assert page._screen.desk.initials.pad.is_empty


def test_what_was_written_stays_while_the_page_is_derived_anew_and_goes_with_the_mark(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.write()
    room.session.derive_again()
    page.refresh()
    assert not page._screen.desk.initials.pad.is_empty
    hand.press(f"initial:{marks_of(page).clauses[3].key.id}")
    assert page._screen.desk.initials.pad.is_empty


def test_a_fee_that_is_changed_and_changed_back_leaves_the_signatures_as_they_were(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    hand.do_all(MarkKind.SIGNATURE)
    fee = room.session.state.consultation.plan.fee_per_session_yen
    assert fee is not None
    room.change_fee(fee + 1)
    assert marks_of(page).seal_reason
    room.change_fee(fee)
    assert with_fee(room.session.state.file, fee) == room.session.state.file
    assert marks_of(page).seal_reason == ""


def test_sealing_names_thing_and_person_and_leaves_a_read_only_consent_with_its_ways_on(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
    hand.do_all(MarkKind.SIGNATURE)
    hand.press("seal")
    sheet = page.window().findChild(Sheet)
    assert isinstance(sheet, Sheet)
    assert room.file.patient.name in sheet.title.text()
    assert page.close_top()
    room.settle(page)
    assert consent_of(room).signature is None
    page.do_main_action()
    page.do_main_action()
    assert not action(page, "seal").isEnabled()
    room.settle(page)
    given = consent_of(room).signature
    assert given is not None, page._seals.state.problem
    assert (given.medium, given.document_number) == ("screen", "CNS-2026-00001")
    room.settle(page)
    sealed = page.derive().sealed
    assert sealed is not None
    assert dict(sealed.facts)["Document"] == "CNS-2026-00001"
    assert len(dict(sealed.facts)["Certificate"].replace(" ", "")) == 16
    assert page.derive().mark_text == "Sealed"
    assert not page._screen.desk.isVisibleTo(page)
    find(page, Segments, "consent.choices.teaching").choose("Y")
    assert not consent_of(room).choices.teaching
    hand.press("consent.print_copy")
    room.settle(page)
    assert room.kept == ["CNS-2026-00001"]
    wanted: list[str] = []
    page.page_requested.connect(wanted.append)
    hand.press("consent.open_documents")
    page.do_main_action()
    assert wanted == ["documents", "step-6"]


def test_without_a_certificate_nothing_is_sealed_and_the_marks_stay(open_page: Open) -> None:
    room, page, hand = open_page(READ)
    hand.do_all(MarkKind.SIGNATURE)
    page.do_main_action()
    page.do_main_action()
    room.settle(page)
    if consent_of(room).signature is not None:
        pytest.fail("a vault of the tests has a certificate by now: take it away here")
    problem = find(page, QWidget, "consent.mark_problem")
    assert problem.isVisibleTo(page)
    assert len(consent_of(room).signatures) == 2
    assert action(page, "seal").isEnabled()


def test_what_keeps_the_patient_from_signing_is_named_when_nothing_else_is_open(open_page: Open) -> None:
    thinking = msgspec.structs.replace(READ.consultation.consent, thinking_until=NOW.date() + timedelta(days=3))
    file = with_reading(with_consultation(READ, consent=thinking), BEFORE)
    _, page, hand = open_page(file)
    assert hand.in_hand == ""
    waits = find(page, QWidget, "consent.waits_for")
    assert waits.isVisibleTo(page)
    assert any("time to think is not over" in label.text() for label in waits.findChildren(Label))


def test_after_the_last_signature_the_keyboard_goes_on_at_the_seal(open_page: Open, qtbot: QtBot) -> None:
    _, page, hand = open_page(READ)
    page._screen.take_in_hand()
    for _ in range(2):
        hand.write()
        hand.key(Qt.Key.Key_Return)
    assert hand.in_hand == ""
    qtbot.waitUntil(lambda: page.window().focusWidget() is action(page, "seal"))


def test_a_name_beside_the_pad_is_recorded_as_typed_or_the_field_says_why_not(open_page: Open) -> None:
    """One witness after the other on one page, each taken back before the next."""
    room, page, hand = open_page(READ)
    hand.mark()
    hand.press("consent.add:witness")
    for name, text in HOSTILE.items():
        before = consent_of(room).signatures
        hand.press("signature:witness")
        field = find(page, TextField, "desk.name")
        field.setText(text)
        typed, is_too_long = normalise_text(field.text()), len(field.text()) > 200
        hand.write()
        page._screen.desk.signature.pad.confirm_requested.emit()
        given = [one.name for one in consent_of(room).signatures if one.role is SignerRole.WITNESS]
        assert given == ([] if is_blank(typed) or field.error else [typed]), name
        assert bool(field.error) is is_too_long, name
        if not given:  # the witness still waits, and signs under another name
            field.setText("another")
            page._screen.desk.signature.pad.confirm_requested.emit()
        while consent_of(room).signatures != before:
            room.session.undo()


def test_a_box_is_ticked_beside_its_clause_before_it_is_initialled_and_what_was_written_stays(open_page: Open) -> None:
    room, page, hand = open_page()
    hand.press("initial:cost-cooling-off")
    hand.write()
    ink = page._screen.desk.initials.pad.ink()
    boxes = [find(page, CheckBox, f"desk.tick:cost-cooling-off/{number}") for number in (1, 2)]
    boxes[0].click()
    assert consent_of(room).ticks == ("cost-cooling-off/1",)
    assert (hand.in_hand, page._screen.desk.initials.pad.ink()) == ("initial:cost-cooling-off", ink)
    assert find(page, CheckBox, "tick:cost-cooling-off/1").isChecked()
    hand.confirm()
    assert look_of(page, "initial:cost-cooling-off") is MarkLook.DONE
    find(page, CheckBox, "tick:cost-cooling-off/2").click()
    assert look_of(page, "initial:cost-cooling-off") is MarkLook.VOID
    room.session.undo()
    assert look_of(page, "initial:cost-cooling-off") is MarkLook.DONE


def test_boxes_that_stay_empty_are_named_before_the_form_is_sealed_and_ticked_ones_are_sealed_ticked(
    open_page: Open,
) -> None:
    room, page, hand = open_page(READ)
    room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
    for name in ("free-time-and-questions/3", "free-copy/1"):
        find(page, CheckBox, f"tick:{name}").click()
    hand.do_all(MarkKind.SIGNATURE)
    wanted = {one.name: one for one in page.derive().requirements}["ticks"]
    assert (wanted.text, wanted.is_done) == ("Boxes 2 of 6", False)
    hand.press("seal")
    assert find(page.window(), QWidget, "seal.unticked")._sentence.text().startswith("No box is ticked in 12c.")
    page.accept_sheet()
    room.settle(page)
    given = consent_of(room).signature
    assert given is not None, page._seals.state.problem
    assert set(consent_of(room).ticks) == {"free-time-and-questions/3", "free-copy/1"}
    sealed = room.in_vault(lambda vault: vault.load_sealed(given.document_number))
    text = "".join(list_page_texts(sealed))
    assert re.search(r"医師が説明した見通し\s*–", text)  # nobody can write on a sealed line by hand


def test_staff_see_the_boxes_and_tick_none(open_page: Open) -> None:
    room, page, _ = open_page(author=NURSE)
    box = find(page, CheckBox, "tick:free-copy/1")
    box.click()
    assert not box.isChecked()
    assert consent_of(room).ticks == ()


def test_ink_that_is_not_confirmed_outlives_another_language_of_the_window(
    open_page: Open, shown: Callable[..., QWidget]
) -> None:
    room, _, _ = open_page()
    memory, clock = SigningMemory(), WalkingClock(NOW)

    def make(language: Language) -> ConsentPage:
        context = replace(room.context, clock=clock, language=WindowLanguage(room.catalogue, language))
        page = ConsentPage(context, get_content(), room.access, get_fonts(), memory)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        return page

    page = make(Language.EN)
    hand = Hand(page)
    third = f"initial:{marks_of(page).clauses[2].key.id}"
    hand.press(third)
    hand.write()
    ink = page._screen.desk.initials.pad.ink()
    page.close()

    page = make(Language.JA)
    hand = Hand(page)
    assert hand.in_hand == third
    assert page._screen.desk.initials.pad.ink() == ink
    hand.confirm()
    assert [one.ink for one in consent_of(room).initials] == [ink]
    assert memory.unmade is None
    page.close()

    page = make(Language.EN)
    assert page._screen.desk.initials.pad.is_empty
    Hand(page).write()
    Hand(page).press("desk.initials_clear")
    assert memory.unmade is None
