"""The patient screen shows this patient and nobody else: every way that we know to make it do otherwise."""

from collections.abc import Iterator

import msgspec
import pytest
from consultation.signing_builders import NAME_INK, SHI_INK
from patient_samples import OTHER, OTHER_NAME, SECRETS, Room, read_clear
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QWidget

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    KnownScreen,
    QuestionScreen,
    ReferenceScreen,
    SignatureScreen,
    Wants,
    WelcomePage,
)
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.patient_desk.desk import CONSENT
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue


@pytest.fixture
def room(qapp: QApplication, theme: Theme, catalogue: Catalogue) -> Iterator[Room]:
    made = Room(theme, catalogue, qapp)
    yield made.open()
    made.close()


def says_a_secret(room: Room) -> list[str]:
    """Return what of the other patient stands anywhere on the patient screen."""
    texts = room.texts()
    return [one for one in SECRETS if one in texts]


def first_initial(room: Room) -> str:
    room.show("welcome")
    return room.first(ClauseScreen, lambda one: isinstance(one, ClauseScreen) and one.wants is Wants.INITIALS)


# Another patient


def test_opening_another_chart_covers_the_screen_in_the_same_breath(room: Room) -> None:
    room.show(CONSENT)
    seen: list[bool] = []
    room.session.state_changed.connect(lambda _: seen.append(room.screen.is_covered))
    room.open_other()
    assert seen[0]
    assert room.desk.is_covered


def test_nothing_of_the_patient_before_is_left_when_another_chart_is_open(room: Room) -> None:
    room.show(CONSENT)
    name = room.session.state.patient.name
    assert name in room.texts()
    room.open_other()
    assert name not in room.texts()
    room.show(CONSENT)
    assert name not in room.texts()
    assert OTHER_NAME in room.texts()


def test_nothing_of_the_other_patient_stays_when_the_first_comes_back(room: Room) -> None:
    room.open_other().show(CONSENT)
    assert says_a_secret(room) == [OTHER_NAME]
    room.open()
    assert not says_a_secret(room)
    for page in (*room.show("welcome").desk.pages,):
        room.show(page.key)
        assert not says_a_secret(room), page.key


def test_a_page_that_was_covered_is_not_brought_back_for_another_patient(room: Room) -> None:
    room.show(CONSENT)
    room.desk.cover()
    room.open_other()
    room.desk.go_on()
    assert isinstance(room.page, WelcomePage)


def test_a_visit_of_the_same_patient_is_another_visit(room: Room) -> None:
    room.show(CONSENT)
    other = msgspec.structs.replace(room.file.consultation, consultation_id="c-later")
    room.open(msgspec.structs.replace(room.file, consultation=other))
    assert room.desk.is_covered


def test_closing_the_chart_covers_the_screen(room: Room) -> None:
    room.show(CONSENT)
    room.session.close_visit()
    assert room.screen.is_covered
    assert room.session.has_visit is False
    assert room.file.patient.name not in room.texts()


def test_what_was_done_last_is_forgotten_with_the_visit(room: Room) -> None:
    key = first_initial(room)
    room.show(key)
    room.screen.initialed.emit(key, SHI_INK)
    assert room.desk.given is not None
    room.open_other()
    assert room.desk.given is None


def test_ink_that_was_not_confirmed_is_gone_with_its_patient(room: Room) -> None:
    key = first_initial(room)
    room.show(key)
    view = room.screen.view
    assert view is not None
    assert view.hand is not None
    view.hand.pad.set_ink(SHI_INK)
    room.open_other()
    room.show(key)
    view = room.screen.view
    assert view is not None
    assert view.hand is not None
    assert view.hand.pad.is_empty


def test_a_name_that_was_typed_is_gone_with_its_patient(room: Room) -> None:
    from stemsup_desktop.consultation.signing_model import SignerRole

    room.show("welcome")
    room.desk.add_signer(SignerRole.WITNESS)
    room.initial_all().answer_all().show("signature:patient").sign()
    room.show("signature:witness")
    view = room.screen.view
    assert view is not None
    view.entries[0].line.setText("見本 看子")
    room.open_other()
    assert "見本 看子" not in room.texts()


def test_the_name_of_a_patient_whom_the_program_had_open_is_shown_to_nobody_else(room: Room) -> None:
    room.open_other().show("welcome")
    goal = msgspec.structs.replace(room.file.consultation.reason, goal=f"{OTHER_NAME}さんのようになりたい")
    consultation = msgspec.structs.replace(room.file.consultation, reason=goal)
    room.open(msgspec.structs.replace(room.file, consultation=consultation))
    for key in [page.key for page in room.show("welcome").desk.pages]:
        room.show(key)
        assert OTHER_NAME not in room.texts(), key
    assert {problem.code for problem in room.problems if isinstance(problem, InputProblem)} == {"page-not-showable"}
    assert room.problems


def test_a_page_made_for_another_patient_does_not_pass(room: Room) -> None:
    room.open_other().show(CONSENT)
    foreign = room.page
    room.open().show("welcome")
    room.desk._put(foreign)
    assert room.desk.is_covered
    assert not says_a_secret(room)
    assert room.problems


@pytest.mark.parametrize("kind", [WelcomePage, KnownScreen, ReferenceScreen])
def test_the_patient_is_named_on_no_page_before_the_consent(kind: type, room: Room) -> None:
    room.show("welcome")
    for page in room.desk.pages:
        if isinstance(page, kind):
            assert room.file.patient.name not in room.show(page.key).texts(), page.key


def test_no_page_shows_number_birth_date_alert_or_contact(room: Room) -> None:
    patient = msgspec.structs.replace(
        room.file.patient,
        chart_number="CHART-771",
        phone="03-7171-7171",
        address="東京都見本区7-7-7",
        alerts=("警告七",),
    )
    room.open(msgspec.structs.replace(room.file, patient=patient))
    hidden = (patient.chart_number, patient.phone, patient.address, *patient.alerts, patient.birth_date.isoformat())
    for page in (*room.show("welcome").desk.pages,):
        texts = room.show(page.key).texts()
        assert not [one for one in hidden if one in texts], page.key
    assert not room.problems


def test_a_chart_number_in_a_text_of_the_patient_does_not_pass(room: Room) -> None:
    number = room.file.patient.chart_number
    goal = msgspec.structs.replace(room.file.consultation.reason, goal=f"番号は {number} です")
    consultation = msgspec.structs.replace(room.file.consultation, reason=goal)
    room.open(msgspec.structs.replace(room.file, consultation=consultation))
    for page in (*room.show("welcome").desk.pages,):
        assert number not in room.show(page.key).texts(), page.key


# Late, crafted and repeated


def test_an_answer_to_a_page_that_is_no_longer_shown_does_nothing(room: Room) -> None:
    key = first_initial(room)
    room.show(key).show("welcome")
    room.screen.initialed.emit(key, SHI_INK)
    assert room.record.consent.initials == ()
    assert room.given == []


def test_what_comes_after_the_cover_does_nothing(room: Room) -> None:
    key = first_initial(room)
    room.show(key).desk.cover()
    room.screen.initialed.emit(key, SHI_INK)
    room.screen.chosen.emit("choices:seen", "seen")
    room.screen.signed.emit("patient", NAME_INK, "", "")
    assert room.record.consent == room.file.consultation.consent


def test_what_comes_after_another_chart_was_opened_is_written_into_neither(room: Room) -> None:
    key = first_initial(room)
    room.show(key).open_other()
    room.screen.initialed.emit(key, SHI_INK)
    assert room.record.consent.initials == ()
    room.open()
    assert room.record.consent.initials == ()


def test_what_comes_after_the_screen_was_closed_does_nothing(room: Room) -> None:
    key = first_initial(room)
    room.show(key)
    screen = room.screen
    room.desk.take_down()
    screen.initialed.emit(key, SHI_INK)
    assert room.record.consent.initials == ()


def test_the_page_of_the_patient_before_answers_into_nothing(room: Room) -> None:
    key = first_initial(room)
    room.show(key)
    view = room.screen.view
    assert view is not None
    room.open_other().show(key)
    view.initialed.emit(SHI_INK)  # a late event of a widget that is on its way out, with the same key
    assert room.record.consent.initials == ()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "clause:",
        "clause:nothing",
        "choices:seen",
        "signature:physician",
        "../../vault",
        "question:x" * 200,
        "clause:\n",
    ],
)
def test_a_crafted_key_does_nothing(key: str, room: Room) -> None:
    room.show(first_initial(room))
    before = room.record
    room.screen.initialed.emit(key, SHI_INK)
    room.screen.chosen.emit(key, "yes")
    room.screen.answered.emit(key, "a")
    room.screen.ticked.emit(key, "a", True)
    room.screen.again_pressed.emit(key)
    room.screen.asked.emit(key)
    assert room.record == before
    assert room.given == []


def test_a_key_that_nobody_has_shows_the_welcome_and_nothing_of_a_record(room: Room) -> None:
    room.show("patient:p1")
    assert isinstance(room.page, WelcomePage)


def test_an_option_that_the_page_does_not_have_is_no_answer(room: Room) -> None:
    room.initial_all().show(room.first(QuestionScreen))
    room.screen.answered.emit(room.page.key, "right")
    assert room.record.consent.teach_back == ()


def test_ink_that_is_no_mark_is_none_whoever_sends_it(room: Room) -> None:
    key = first_initial(room)
    room.show(key)
    room.screen.initialed.emit(key, msgspec.structs.replace(SHI_INK, strokes=()))
    room.screen.initialed.emit(key, "ink")
    assert room.record.consent.initials == ()


def test_a_second_press_in_quick_succession_counts_once(room: Room) -> None:
    key = first_initial(room)
    room.show(key)
    room.screen.initialed.emit(key, SHI_INK)
    room.screen.initialed.emit(key, SHI_INK)
    assert len(room.record.consent.initials) == 1


def test_nobody_signs_before_their_turn(room: Room) -> None:
    room.show("signature:physician")
    room.screen.signed.emit("physician", NAME_INK, "", "")
    room.show("signature:patient").screen.signed.emit("patient", NAME_INK, "", "")
    assert room.record.consent.signatures == ()


def test_a_patient_does_not_sign_under_another_name(room: Room) -> None:
    room.initial_all().answer_all().show("signature:patient")
    room.screen.signed.emit("patient", NAME_INK, OTHER_NAME, "")
    assert [one.name for one in room.record.consent.signatures] == [room.file.patient.name]


def test_a_question_is_not_answered_a_second_time(room: Room) -> None:
    room.initial_all().show(room.first(QuestionScreen))
    key = room.page.key
    room.answer()
    room.show(key)
    room.answer(is_right=False)
    assert len(room.record.consent.teach_back) == 1


# The window


def test_no_window_has_a_title_that_says_anything_of_a_patient(room: Room, qapp: QApplication) -> None:
    for page in (*room.show("welcome").desk.pages,):
        room.show(page.key)
        titles = [one.windowTitle() for one in qapp.topLevelWidgets() if one.isVisible()]
        assert all(room.file.patient.name not in title for title in titles)
        assert room.screen.windowTitle() == ""
        assert room.screen.windowIconText() == ""


def test_there_is_no_list_on_the_patient_screen_and_nothing_pops_up(room: Room) -> None:
    for page in (*room.show("welcome").desk.pages,):
        room.show(page.key)
        assert room.screen.findChildren(QAbstractItemView) == []
        assert all(not one.isWindow() for one in room.screen.findChildren(QWidget))
        assert all(not one.toolTip() for one in room.screen.findChildren(QWidget)), page.key


def test_the_keys_of_the_main_window_do_nothing_on_the_patient_screen(room: Room) -> None:
    main = QMainWindow()
    pressed: list[str] = []
    for keys in ("F1", "Ctrl+K", "Ctrl+L", "Ctrl+P", "Ctrl+H", "Ctrl+1", "Alt+1", "Esc", "F6", "Ctrl+Z", "Ctrl+S"):
        QShortcut(QKeySequence(keys), main).activated.connect(lambda keys=keys: pressed.append(keys))
    main.show()
    room.show(CONSENT)
    room.screen.activateWindow()
    before = room.page
    for keys in ("F1", "Ctrl+K", "Ctrl+L", "Ctrl+P", "Ctrl+H", "Ctrl+1", "Alt+1", "Esc", "F6", "Ctrl+Z", "Ctrl+S"):
        QTest.keySequence(room.screen, QKeySequence(keys))
    assert pressed == []
    assert room.page == before
    main.close()
    main.deleteLater()


def test_a_notification_of_the_program_is_not_on_the_patient_screen(room: Room) -> None:
    room.show(CONSENT)
    before = room.texts()
    room.session.change_made.emit(f"「{OTHER_NAME}」を削除しました")
    room.session.change_refused.emit(InputProblem("physician-only", OTHER_NAME))
    room.desk.problem_met.emit(InputProblem("anything", OTHER_NAME))
    assert room.texts() == before


def test_nobody_closes_the_only_display_from_the_outside(room: Room) -> None:
    room.show(CONSENT)
    room.screen.set_alone(True)
    asked: list[None] = []
    room.screen.leave_pressed.connect(lambda: asked.append(None))
    room.desk.guard = lambda leave: None

    class FromOutside(QCloseEvent):
        def spontaneous(self) -> bool:
            return True

    event = FromOutside()
    room.screen.closeEvent(event)
    assert not event.isAccepted()
    assert asked == [None]
    assert room.desk.is_up


def test_the_way_back_to_the_records_goes_through_the_guard(room: Room) -> None:
    room.show(CONSENT)
    let_by: list[object] = []
    room.desk.guard = let_by.append
    room.screen.leave_pressed.emit()
    assert room.desk.is_up
    assert len(let_by) == 1
    let_by[0]()  # type: ignore[operator]
    assert not room.desk.is_up


def test_leaving_the_workspace_covers_first_and_takes_the_window_away(room: Room) -> None:
    room.show(CONSENT)
    screen = room.screen
    hidden_while_covered: list[bool] = []

    class Watch(QWidget):
        def eventFilter(self, watched: object, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Hide:
                hidden_while_covered.append(screen.is_covered)
            return False

    watch = Watch()
    screen.installEventFilter(watch)
    room.desk.leave()
    assert hidden_while_covered == [True]
    assert not screen.isVisible()
    screen.removeEventFilter(watch)
    watch.deleteLater()


def test_after_it_was_left_nothing_brings_it_back(room: Room) -> None:
    room.show(CONSENT)
    room.desk.leave()
    room.desk.show_this(CONSENT)
    room.desk.go_on()
    room.desk.cover()
    assert not room.desk.is_up


def test_a_window_that_closes_and_a_program_that_ends_both_leave_it(room: Room) -> None:
    room.show(CONSENT)
    room.desk.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    room.desk.leave()
    assert not room.desk.is_up


def test_a_stop_that_is_raised_meanwhile_takes_the_consent_off_the_screen(room: Room) -> None:
    room.show(CONSENT)
    assert isinstance(room.page, ClauseScreen)
    declined = msgspec.structs.replace(
        room.record.consent, declined=msgspec.structs.replace(_declined(), note="いまは決めない")
    )
    room.session.change("declined", msgspec.structs.replace(room.record, consent=declined))
    assert room.desk.is_covered
    assert not any(isinstance(one, ClauseScreen | SignatureScreen) for one in room.show("welcome").desk.pages)


def _declined() -> msgspec.Struct:
    from stemsup_desktop.consultation.record import Declined

    return Declined(room_day())


def room_day():  # type: ignore[no-untyped-def]
    from patient_samples import START

    return START.date()


def test_the_language_of_another_patient_is_not_carried_over(room: Room) -> None:
    room.show("welcome")
    key = room.first(KnownScreen)
    room.show(key)
    other = Language.EN if room.screen.language is Language.JA else Language.JA
    before = room.screen.language
    room.screen.language_chosen.emit(other)
    assert room.screen.language is other
    room.open_other()
    room.open().show(key)
    assert room.screen.language is before


def test_a_patient_changes_into_no_language_that_the_form_is_not_in(room: Room) -> None:
    room.show(CONSENT)
    before = room.screen.language
    other = Language.EN if before is Language.JA else Language.JA
    room.screen.language_chosen.emit(other)
    assert room.screen.language is before


def test_the_other_patient_is_in_no_text_that_is_kept(room: Room) -> None:
    room.open_other().show(CONSENT)
    room.kept.clear()
    room.open()
    for page in (*room.show("welcome").desk.pages,):
        room.show(page.key)
    kept = b"\n".join(room.kept).decode()
    assert not [one for one in SECRETS if one in kept]
    assert read_clear().patient.name in kept


def test_a_mother_who_is_a_patient_herself_may_sign_for_her_child(room: Room) -> None:
    room.open_other().show("welcome")
    room.open()
    from stemsup_desktop.consultation.signing_model import SignerRole

    room.show("welcome").desk.add_signer(SignerRole.GUARDIAN)
    room.initial_all().answer_all().show("signature:patient").sign()
    room.show("signature:guardian")
    room.screen.signed.emit("guardian", NAME_INK, OTHER.name, "母")
    assert OTHER.name in [one.name for one in room.record.consent.signatures]
    room.show("signature:guardian")
    assert isinstance(room.page, SignatureScreen)
    assert room.page.name == OTHER.name


def test_the_copy_in_the_physicians_window_is_covered_with_the_screen(room: Room, qapp: QApplication) -> None:
    room.strip.set_page("step-5")
    room.window.show()
    room.show(CONSENT)
    qapp.processEvents()
    room.screen.look_changed.emit()
    shown = room.strip.copy.picture.toImage()
    assert not shown.isNull()
    room.desk.cover()
    assert room.strip.copy.picture.isNull()
    qapp.processEvents()
    room.screen.look_changed.emit()
    covered = room.strip.copy.picture.toImage()
    assert covered != shown
    room.open_other()
    qapp.processEvents()
    room.screen.look_changed.emit()
    assert room.strip.copy.picture.toImage() == covered
    assert room.file.patient.name not in room.strip.copy.accessibleName()


def test_keyboard_reading_moves_the_page_and_nothing_else(room: Room) -> None:
    room.show(CONSENT)
    before = room.page
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_A, Qt.Key.Key_F5, Qt.Key.Key_Menu):
        QTest.keyClick(room.screen, key)
    assert room.page == before
    assert room.record == room.file.consultation or room.record.consent == room.file.consultation.consent
