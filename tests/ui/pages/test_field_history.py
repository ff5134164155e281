"""Undo of a form that is no step of a visit: field by field, said in words, and never over what came from elsewhere."""

import dataclasses
from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lot_samples import COMPLETE, LOT, PRODUCT
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from staff_samples import NURSE
from vault_samples import SteppedVault
from visit_samples import NOW, PATIENT, SteppedClock

from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import MOST_STEPS, FieldHistory
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.lots.draft import CertificateDraft, ItemDraft, LotDraft, ProductDraft
from stemsup_desktop.ui.pages.lots.form_view import CODE_READ, name_field
from stemsup_desktop.ui.pages.lots.memory import LotsMemory
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.patients.chart import load_chart
from stemsup_desktop.ui.pages.patients.draft import AllergyDraft, PatientDraft
from stemsup_desktop.ui.pages.patients.form_steps import find_path, name_path
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.words import Words

CONTROL = Qt.KeyboardModifier.ControlModifier

# The history by itself: a form is a pair of texts


Form = tuple[str, str]
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from((0, 1)), st.text("ab", max_size=3), st.booleans()), st.sampled_from(("undo", "redo"))
    ),
    max_size=20,
)


@given(CHANGES)
def test_whatever_was_changed_undone_in_full_is_as_it_began_and_done_again_as_it_was(changes: list[object]) -> None:
    history: FieldHistory[Form] = FieldHistory()
    now: Form = ("", "")
    for change in changes:
        if change == "undo":
            step = history.undo(now)
            now = now if step is None else step.before
        elif change == "redo":
            step = history.redo(now)
            now = now if step is None else step.after
        else:
            place, text, is_typed = change  # type: ignore[misc]
            after = (text, now[1]) if place == 0 else (now[0], text)
            history.note(f"{place}", now, after, is_typed=is_typed)
            now = after
    while history.redo_path:
        now = history.redo(now).after  # type: ignore[union-attr]
    last, taken = now, 0
    while history.undo_path:
        now, taken = history.undo(now).before, taken + 1  # type: ignore[union-attr]
    assert now == ("", "")
    for _ in range(taken):
        now = history.redo(now).after  # type: ignore[union-attr]
    assert now == last


def test_keystrokes_in_one_field_are_one_step_and_another_field_begins_another() -> None:
    history: FieldHistory[Form] = FieldHistory()
    for before, after in ((("", ""), ("a", "")), (("a", ""), ("ab", ""))):
        history.note("0", before, after, is_typed=True)
    history.note("1", ("ab", ""), ("ab", "x"), is_typed=True)
    assert history.undo(("ab", "x")).before == ("ab", "")  # type: ignore[union-attr]
    assert history.undo(("ab", "")).before == ("", "")  # type: ignore[union-attr]
    assert (history.undo_path, history.redo_path) == ("", "0")


def test_two_choices_in_a_row_are_two_steps() -> None:
    history: FieldHistory[Form] = FieldHistory()
    history.note("0", ("", ""), ("a", ""), is_typed=False)
    history.note("0", ("a", ""), ("b", ""), is_typed=False)
    assert history.undo(("b", "")).before == ("a", "")  # type: ignore[union-attr]


def test_what_a_field_took_back_itself_is_no_step() -> None:
    history: FieldHistory[Form] = FieldHistory()
    history.note("0", ("", ""), ("a", ""), is_typed=True)
    history.note("0", ("a", ""), ("", ""), is_typed=True)
    assert history.undo_path == ""


def test_a_form_that_was_changed_from_elsewhere_is_never_put_back_over_that() -> None:
    history: FieldHistory[Form] = FieldHistory()
    history.note("0", ("", ""), ("a", ""), is_typed=True)
    assert history.undo(("a", "from elsewhere")) is None
    assert history.undo_path == ""
    history.note("0", ("", ""), ("a", ""), is_typed=True)
    history.note("1", ("a", "from elsewhere"), ("a", "x"), is_typed=True)
    assert history.undo(("a", "x")).before == ("a", "from elsewhere")  # type: ignore[union-attr]
    assert history.undo_path == ""


def test_a_long_day_of_typing_is_remembered_up_to_a_bound() -> None:
    history: FieldHistory[int] = FieldHistory()
    for number in range(3 * MOST_STEPS):
        history.note(f"{number}", number, number + 1, is_typed=True)
    now, taken = 3 * MOST_STEPS, 0
    while history.undo_path:
        now, taken = history.undo(now).before, taken + 1  # type: ignore[union-attr]
    assert (taken, now) == (MOST_STEPS, 2 * MOST_STEPS)


# What the fields are called


@pytest.mark.parametrize("draft", [ProductDraft(), LotDraft(), CertificateDraft()])
def test_every_field_of_a_form_has_a_name(words: Words, draft: ProductDraft | LotDraft | CertificateDraft) -> None:
    not_fields = (
        {"product_id", "lot_id", "gtins", "items", "factors"} if not isinstance(draft, LotDraft) else {"lot_id"}
    )
    for path in {*draft.__struct_fields__, CODE_READ} - not_fields:
        assert name_field(path, draft, words).strip(), path


def test_a_row_is_named_by_what_it_is_of(english: Words) -> None:
    draft = CertificateDraft(items=(ItemDraft("mycoplasma"),))
    assert name_field("items.0", draft, english) == "Mycoplasma"
    assert name_field("items.0.method", draft, english) == "Mycoplasma: Method"
    assert name_field("factors.1.amount", draft, english) == "Measured factor 2: Value"
    assert name_field("factors.1", draft, english) == "Measured factor 2"
    assert name_field("gtins.0", ProductDraft(), english) == "GTIN 1"
    assert name_field("items.7", draft, english) == "Items"


# In the window


@pytest.fixture
def window(
    context: PageContext, content: Content, stepped: SteppedVault, qapp: QApplication, shown: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    desk, memory = HouseDesk(context, stepped.access), LotsMemory()
    library = ChecklistLibrary(content.clinical)
    made = MainWindow(context, qapp)
    made.register_page(
        "settings",
        lambda: SettingsPage(context, content, stepped.access, library, desk),
        RailEntry("settings", "workspace.settings"),
    )
    made.register_page(
        "lots", lambda: LotsPage(context, content, stepped.access, memory), RailEntry("vial", "lots.rail")
    )
    shown(made, 1280, 800)
    yield made
    stepped.executor.run_all()
    made.focus_ring.deleteLater()


def go_to(window: MainWindow, stepped: SteppedVault, page_id: str) -> None:
    window.go_to(page_id)
    stepped.executor.run_all()


def editor(window: MainWindow, path: str) -> QLineEdit:
    page = window.stack.current_page
    found = None if page is None else page.findChild(TextField, path)
    assert isinstance(found, TextField), path
    return found.line_edit


def type_into(window: MainWindow, path: str, text: str) -> None:
    line = editor(window, path)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def press(window: MainWindow, key: Qt.Key) -> None:
    """Press a key on the window itself: a field with the focus would take what is its own first."""
    window.rail.setFocus()
    QTest.keyClick(window.focusWidget() or window, key, CONTROL)


def said(window: MainWindow) -> str:
    return window.undo_bar.accessibleName() if window.undo_bar.isVisible() else ""


def test_in_the_settings_each_field_is_undone_by_itself_and_said(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    before = editor(window, "clinic.phone").text(), editor(window, "physician.name").text()
    type_into(window, "clinic.phone", "1234")
    type_into(window, "physician.name", "Mori")
    press(window, Qt.Key.Key_Z)
    assert (editor(window, "clinic.phone").text(), editor(window, "physician.name").text()) == ("1234", before[1])
    assert said(window) == "Undone: Name (Physician)"
    press(window, Qt.Key.Key_Z)
    assert editor(window, "clinic.phone").text() == before[0]
    press(window, Qt.Key.Key_Z)  # nothing is left, and nothing is said of it
    assert said(window) == "Undone: Telephone (Clinic)"
    press(window, Qt.Key.Key_Y)
    assert editor(window, "clinic.phone").text() == "1234"
    assert said(window) == "Done again: Telephone (Clinic)"


def test_what_was_undone_in_the_settings_is_what_the_vault_keeps(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    before = stepped.vault.load_clinic()
    type_into(window, "clinic.phone", "1234")
    go_to(window, stepped, "lots")  # which writes it
    assert stepped.vault.load_clinic().phone == "1234"
    go_to(window, stepped, "settings")
    press(window, Qt.Key.Key_Z)
    go_to(window, stepped, "lots")
    assert stepped.vault.load_clinic() == before


def test_what_another_window_changed_in_the_settings_is_not_undone(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    type_into(window, "clinic.phone", "1234")
    go_to(window, stepped, "lots")
    changed = msgspec.structs.replace(stepped.vault.load_clinic(), address="Elsewhere 1")
    stepped.vault.save_clinic(changed)
    go_to(window, stepped, "settings")
    press(window, Qt.Key.Key_Z)
    assert editor(window, "clinic.address").text() == "Elsewhere 1"
    assert editor(window, "clinic.phone").text() == "1234"


def test_an_emptied_name_is_shown_again_as_it_stays(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    before = editor(window, "clinic.name").text()
    type_into(window, "clinic.name", "New")
    line = editor(window, "clinic.name")
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    press(window, Qt.Key.Key_Z)
    assert editor(window, "clinic.name").text() == before
    field = window.findChild(TextField, "clinic.name")
    assert isinstance(field, TextField)
    assert field.error == ""


def test_behind_a_sheet_of_the_page_nothing_is_undone(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    type_into(window, "clinic.phone", "1234")
    sheet = Sheet(window._context.theme, window.centralWidget(), "Restore", accept_text="Restore", dismiss_text="No")
    sheet.open()
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert (editor(window, "clinic.phone").text(), said(window)) == ("1234", "")
    sheet.dismiss()
    press(window, Qt.Key.Key_Z)
    assert said(window) == "Undone: Telephone (Clinic)"
    sheet.deleteLater()


def test_undo_in_the_settings_outlives_a_switch_of_language(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    before = editor(window, "clinic.phone").text()
    type_into(window, "clinic.phone", "1234")
    window._context.language.set_language(Language.JA)
    stepped.executor.run_all()
    press(window, Qt.Key.Key_Z)
    assert editor(window, "clinic.phone").text() == before
    assert said(window) == "元に戻しました：電話番号（クリニック）"


def test_nobody_undoes_what_they_may_not_type(
    context: PageContext, content: Content, runner: JobRunner, stepped: SteppedVault, clock: SteppedClock
) -> None:
    session = make_session(content.clinical, runner, lambda _: None, clock, NURSE)
    desk = HouseDesk(PageContext(context.theme, context.language, session, runner, clock), stepped.access)
    desk.load()
    stepped.executor.run_all()
    assert desk.house is not None
    clinic = msgspec.structs.replace(desk.house.clinic, phone="1234")
    desk.change(type(desk.house)(clinic, desk.house.physician), "clinic.phone")
    assert desk.undo_description == ""


def test_in_the_lot_book_a_form_is_undone_field_by_field(window: MainWindow, stepped: SteppedVault) -> None:
    stepped.vault.save_product(msgspec.structs.replace(PRODUCT, product_id=""))
    go_to(window, stepped, "lots")
    page = window.stack.current_page
    assert isinstance(page, LotsPage)
    page.add_product()
    type_into(window, "name_ja", "abc")
    box = window.findChild(QAbstractButton, "route_intradermal")
    assert isinstance(box, QAbstractButton)
    box.click()
    type_into(window, "maker", "Maker")
    for sentence in ("Undone: Maker", "Undone: Routes", "Undone: Name, Japanese"):
        press(window, Qt.Key.Key_Z)
        assert said(window) == sentence
    assert (editor(window, "maker").text(), box.isChecked(), editor(window, "name_ja").text()) == ("", False, "")
    for _ in range(3):
        press(window, Qt.Key.Key_Y)
    assert (editor(window, "maker").text(), box.isChecked(), editor(window, "name_ja").text()) == ("Maker", True, "abc")


def test_rows_of_a_form_come_back_with_what_stood_in_them(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "lots")
    page = window.stack.current_page
    assert isinstance(page, LotsPage)
    page.add_product()
    for name in ("add_gtin", "add_gtin"):
        window.findChild(QAbstractButton, name).click()
    type_into(window, "gtins.0", "4569999001017")
    window.findChild(QAbstractButton, "remove_gtin.0").click()
    assert window.findChild(TextField, "gtins.1") is None
    press(window, Qt.Key.Key_Z)
    assert said(window) == "Undone: GTIN 1"
    assert editor(window, "gtins.0").text() == "4569999001017"


def test_each_form_has_a_history_of_its_own_which_ends_with_it(window: MainWindow, stepped: SteppedVault) -> None:
    product = stepped.vault.save_product(msgspec.structs.replace(PRODUCT, product_id=""))
    new = msgspec.structs.replace(LOT, lot_id="", product_id=product.product_id, certificate=None)
    entry = stepped.vault.save_certificate(stepped.vault.save_lot(new).lot.lot_id, COMPLETE)
    go_to(window, stepped, "lots")
    page = window.stack.current_page
    assert isinstance(page, LotsPage)
    page.add_product()
    type_into(window, "maker", "Maker")
    page.show_lot(entry.lot.lot_id)
    stepped.executor.run_all()
    assert page.own_steps is None
    page._on_edit_lot()
    press(window, Qt.Key.Key_Z)
    assert said(window) == ""
    page.show_lot("")
    page._on_go_on()
    assert editor(window, "maker").text() == "Maker"
    press(window, Qt.Key.Key_Z)
    assert editor(window, "maker").text() == ""
    page._on_form_left()
    assert page._memory.histories == {} or "product:" not in page._memory.histories


def test_the_palette_names_what_it_would_undo(window: MainWindow, stepped: SteppedVault) -> None:
    go_to(window, stepped, "settings")
    type_into(window, "clinic.phone", "1234")
    (offer,) = [one for one in window.acts.list_offers("settings") if one.offer_id == "undo"]
    assert (offer.title, offer.reason) == ("Undo: Telephone (Clinic)", "")
    go_to(window, stepped, "lots")
    (offer,) = [one for one in window.acts.list_offers("lots") if one.offer_id == "undo"]
    assert offer.reason == window._context.words("actions.why_no_step")


# The form of a patient


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        (PatientDraft(), PatientDraft(phone="1"), "phone"),
        (PatientDraft(), PatientDraft(sex=Sex.FEMALE), "sex"),
        (PatientDraft(), PatientDraft(allergies=(AllergyDraft(),)), "allergies"),
        (
            PatientDraft(allergies=(AllergyDraft("a"), AllergyDraft("b"))),
            PatientDraft(allergies=(AllergyDraft("a"), AllergyDraft("b", year="2"))),
            "allergies.1.year",
        ),
        (PatientDraft(alerts=("a",)), PatientDraft(alerts=("b",)), "alerts.0"),
        (PatientDraft(alerts=("a",)), PatientDraft(), "alerts"),
        (PatientDraft(), PatientDraft(allergies_asked_on=NOW.date()), "allergies_asked_on"),
        (PatientDraft(), PatientDraft(), ""),
    ],
)
def test_what_was_changed_is_told_from_the_form_before_and_after(
    words: Words, before: PatientDraft, after: PatientDraft, path: str
) -> None:
    assert find_path(before, after) == path
    if path:
        assert name_path(path, words).strip()


def test_every_field_of_a_patient_has_a_name(words: Words) -> None:
    for one in dataclasses.fields(PatientDraft):
        if one.name not in ("patient_id", "version"):
            assert name_path(one.name, words)


def open_patients(context: PageContext, content: Content, stepped: SteppedVault, window: MainWindow) -> PatientsPage:
    memory, library = PatientsMemory(), ChecklistLibrary(content.clinical)
    window.register_page(
        "patients",
        lambda: PatientsPage(context, content, stepped.access, library, memory),
        RailEntry("patients", "workspace.patients"),
    )
    go_to(window, stepped, "patients")
    page = window.stack.current_page
    assert isinstance(page, PatientsPage)
    return page


def test_a_patient_s_form_is_undone_field_by_field(
    context: PageContext, content: Content, stepped: SteppedVault, window: MainWindow
) -> None:
    page = open_patients(context, content, stepped, window)
    assert page.own_steps is None
    page.add_patient()
    type_into(window, "name", "abc")
    type_into(window, "phone", "1234")  # which folds the name that is left
    adds = page.findChild(QAbstractButton, "add:allergies")
    assert isinstance(adds, QAbstractButton)
    adds.click()
    type_into(window, "allergies.0.substance", "nuts")
    expected = ("Allergies: Substance", "Allergies", "Telephone", "Name as written")
    for name in expected:
        press(window, Qt.Key.Key_Z)
        assert said(window) == f"Undone: {name}"
    assert (editor(window, "name").text(), editor(window, "phone").text()) == ("", "")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert page.findChild(TextField, "allergies.0.substance") is None
    for name in reversed(expected):
        press(window, Qt.Key.Key_Y)
        assert said(window) == f"Done again: {name}"
    assert editor(window, "allergies.0.substance").text() == "nuts"
    page._on_discard()
    assert page.own_steps is None
    assert page._memory.histories == {}


def test_what_was_undone_in_a_patient_s_form_is_what_is_saved(
    context: PageContext, content: Content, stepped: SteppedVault, window: MainWindow
) -> None:
    stepped.vault.save_patients((PATIENT,))
    page = open_patients(context, content, stepped, window)
    page.edit_patient(PATIENT.patient_id)
    stepped.executor.run_all()
    type_into(window, "phone", "1234")
    type_into(window, "address", "Elsewhere 1")
    press(window, Qt.Key.Key_Z)
    assert said(window) == "Undone: Address"
    page._desk.save()
    stepped.executor.run_all()
    kept = load_chart(stepped.vault, PATIENT.patient_id).patient
    assert (kept.phone, kept.address) == ("1234", PATIENT.address)
