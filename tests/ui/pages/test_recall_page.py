"""The page of a recall on a real vault: who received a lot, contacts in place, what leaves, and letters."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pikepdf
import pytest
from lot_samples import LOT, PRODUCT
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_fonts
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import NOW, SteppedClock

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import ContactWay
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui.components.check_box import CheckBox, RadioGroup
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.events.desk import EventDesk
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.pages.lots.memory import LotsMemory
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.recall.page import RecallPage
from stemsup_desktop.ui.pages.recall.people_list import PeopleList
from stemsup_desktop.ui.pages.recall.place import RecallPlace
from stemsup_desktop.ui.pages.recall.sheets import ExportForm, LettersDoneSheet, LetterSheet
from stemsup_desktop.ui.view_parts import TagState

Show = Callable[[QWidget, int, int], QWidget]
Open = Callable[[], RecallPage]


@pytest.fixture
def entry(stepped: SteppedVault) -> LotEntry:
    """A lot that is in the book and in nobody yet."""
    product = stepped.vault.save_product(msgspec.structs.replace(PRODUCT, product_id=""))
    lot = msgspec.structs.replace(LOT, lot_id="", product_id=product.product_id, certificate=None)
    return stepped.vault.save_lot(lot)


@pytest.fixture
def recalled(stepped: SteppedVault, entry: LotEntry) -> LotEntry:
    """The same lot in three patients, and recalled."""
    vault, lot = stepped.vault, entry.lot
    for number in (1, 2, 3):
        spoken = Language.EN if number == 2 else Language.JA
        vault.save_patient(make_patient(number, name=f"患者 {number}", kana="", romaji="", language=spoken))
        point = SitePoint("scalp-top/2", Decimal(1), Decimal(2), volume_ml=Decimal("0.10"))
        vials = (VialUsed(lot.number, f"{number}", Route.INTRADERMAL, lot.lot_id, drawn_up_ml=Decimal("1.00")),)
        done = Treatment(started_at=NOW + timedelta(minutes=number), sites=(SiteTreated("vertex", marked=(point,)),))
        visit = make_consultation(f"visit-{number}")
        done = msgspec.structs.replace(done, vials=vials)
        vault.start_consultation(f"patient-{number}", msgspec.structs.replace(visit, treatment=done))
    return vault.recall_lot(lot.lot_id, "Particles in two vials", "Letter of the maker")


@pytest.fixture
def place() -> RecallPlace:
    return RecallPlace()


@pytest.fixture
def open_page(
    context: PageContext, content: Content, stepped: SteppedVault, place: RecallPlace, shown: Show, entry: LotEntry
) -> Open:
    fonts = get_fonts()

    def make() -> RecallPage:
        outgoing = OutgoingDocuments(context.runner, stepped.access)
        page = RecallPage(context, content, stepped.access, fonts, outgoing, place)
        outgoing.setParent(page)
        page.open_lot(entry.lot.number, entry.lot.lot_id, "lots")
        shown(page, 1200, 800)
        stepped.executor.run_all()
        return page

    return make


def find(page: QWidget, name: str) -> QWidget:
    QApplication.sendPostedEvents()
    found = [widget for widget in page.window().findChildren(QWidget, name) if not widget.isHidden()]
    assert found, name
    return found[-1]


def click(page: QWidget, stepped: SteppedVault, name: str) -> None:
    button = find(page, name)
    assert button.isEnabled(), name
    button.click()  # type: ignore[attr-defined]
    stepped.executor.run_all()


def list_states(page: RecallPage) -> list[tuple[str, TagState]]:
    return [(line.title, line.state) for line in people(page).people_model.lines]


def people(page: RecallPage) -> PeopleList:
    found = page.findChild(PeopleList)
    assert isinstance(found, PeopleList)
    return found


def said(page: RecallPage) -> str:
    return "" if page._note.isHidden() else page._note._sentence.text()


def enter(page: RecallPage, way: ContactWay, reached: str, note: str = "") -> None:
    form = page._person.form
    for group, code in ((form.way, way.value), (form.reached, reached)):
        assert isinstance(group, RadioGroup)
        group.findChildren(QWidget, f"option_{code}")[0].click()  # type: ignore[attr-defined]
    form.note.setText(note)


def test_everyone_who_received_the_lot_is_listed_and_the_first_is_shown(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    QAbstractItemModelTester(people(page).people_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert list_states(page) == [(f"患者 {number}", TagState.OPEN) for number in (1, 2, 3)]
    view = page.derive()
    assert (view.progress, view.person is not None and view.person.text.chart_number) == ("0 of 3 reached", "A-0001")
    assert people(page).hasFocus()
    QTest.keyClick(people(page), Qt.Key.Key_Down)
    assert page._person._name.text() == "患者 2"
    assert page.derive().person.text.uses[0].sites[0] == ("Vertex", "1", "0.10", "0.10")  # type: ignore[union-attr]


def test_a_contact_is_recorded_in_place_by_keys_alone(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    page.do_main_action()
    assert find(page, "contact_open")._sentence.text() == "Still open: how, whether the patient was reached"  # type: ignore[attr-defined]
    people(page).setFocus()
    QTest.keyClick(people(page), Qt.Key.Key_Return)
    phone = page.window().focusWidget()
    assert phone.objectName() == "option_phone"
    QTest.keyClick(phone, Qt.Key.Key_Space)
    enter(page, ContactWay.PHONE, "yes", "feels well")
    page.do_main_action()
    stepped.executor.run_all()
    (contact,) = stepped.vault.list_contacts("patient-1")
    assert (contact.subject, contact.was_reached, contact.note, contact.at) == (
        recalled.lot.lot_id,
        True,
        "feels well",
        NOW,
    )
    assert list_states(page)[0] == ("患者 1", TagState.CLEAR)
    assert page.derive().progress == "1 of 3 reached"
    assert said(page) == "The contact with 患者 1 is kept."
    assert page._person.form.list_open() != ()
    assert people(page).hasFocus()


def test_who_is_reached_leaves_the_list_of_the_others_and_the_next_is_chosen(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    only = find(page, "only_left")
    assert isinstance(only, CheckBox)
    only.setChecked(True)
    people(page).choose("patient-2")
    enter(page, ContactWay.VISIT, "yes")
    page.do_main_action()
    stepped.executor.run_all()
    assert [title for title, _ in list_states(page)] == ["患者 1", "患者 3"]
    assert page._person._name.text() == "患者 3"
    for _ in range(2):
        enter(page, ContactWay.PHONE, "yes")
        page.do_main_action()
        stepped.executor.run_all()
    assert page.derive().empty == "Everybody was reached."
    assert page.window().focusWidget().objectName() == "show_everybody"
    click(page, stepped, "show_everybody")
    assert len(list_states(page)) == 3


def test_a_contact_under_way_is_there_again_after_looking_at_another_patient(
    open_page: Open, recalled: LotEntry
) -> None:
    page = open_page()
    enter(page, ContactWay.LETTER, "no", "sent on Monday")
    people(page).choose("patient-2")
    assert page._person.form.note.value() == ""
    people(page).choose("patient-1")
    draft = page._person.form.read_draft()
    assert (draft.way, draft.reached, draft.note) == ("letter", "no", "sent on Monday")


def test_a_contact_that_the_vault_refuses_stays_in_the_form_and_says_why(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry, clock: SteppedClock
) -> None:
    page = open_page()
    enter(page, ContactWay.PHONE, "no", "busy")
    stepped.access.lock(lambda _: None)
    page.do_main_action()
    stepped.executor.run_all()
    assert page._person.form.note.value() == "busy"
    assert said(page).startswith("The records are locked")
    stepped.access.open("correct horse battery", lambda _: None)
    stepped.executor.run_all()


def test_a_search_narrows_the_list_and_finds_nobody_in_words(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    for query, titles in (("a-0003", ["患者 3"]), ("患者 2", ["患者 2"]), ("nobody", [])):
        page._place.query = query
        page.refresh()
        assert [title for title, _ in list_states(page)] == titles
    assert page.derive().empty == "No patient fits this search. Try part of the name, its kana or the chart number."


def test_a_lot_in_nobody_and_no_lot_at_all_say_so(open_page: Open, stepped: SteppedVault) -> None:
    page = open_page()
    view = page.derive()
    assert (view.title, view.empty) == ("Who received lot UC-1", "Nobody received this lot.")
    asked: list[str] = []
    page.page_requested.connect(asked.append)
    page.action_bar.trigger_back()
    page.open_lot("", "", "")
    assert not page._nothing.button.isHidden()
    page._nothing.button.click()
    assert asked == ["lots", "lots"]


def test_letters_wait_for_a_recall_that_says_why(open_page: Open, stepped: SteppedVault, recalled: LotEntry) -> None:
    stepped.vault.lift_recall(recalled.lot.lot_id, "mistaken")
    page = open_page()
    letters = find(page, "write_letters")
    assert (letters.isEnabled(), letters.toolTip()) == (
        False,
        "Mark the lot as recalled first: the letter says why.",
    )


# What leaves


def exports(stepped: SteppedVault) -> list[str]:
    return [row.subject for row in stepped.vault.list_whole_history() if row.act is AuditAct.RECALL_EXPORTED]


@pytest.mark.parametrize(("form", "start"), [(ExportForm.CSV, b"\xef\xbb\xbfLot,"), (ExportForm.PDF, b"%PDF-1.7")])
def test_the_list_is_written_whole_and_its_leaving_is_a_row(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry, tmp_path: Path, form: ExportForm, start: bytes
) -> None:
    page, path = open_page(), tmp_path / f"list.{form}"
    page._place.is_only_left = True
    page._export.write(page._recall, form, path)  # type: ignore[arg-type]
    stepped.executor.run_all()
    assert path.read_bytes().startswith(start)
    assert said(page) == f"The list of 3 patients was saved: {path}"
    assert len(exports(stepped)) == 1
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


def test_a_list_that_cannot_be_written_leaves_nothing_and_no_row(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry, tmp_path: Path
) -> None:
    page = open_page()
    page._export.write(page._recall, ExportForm.CSV, tmp_path / "gone" / "list.csv")  # type: ignore[arg-type]
    stepped.executor.run_all()
    assert "does not exist" in said(page)
    assert exports(stepped) == []


def test_a_list_that_is_given_up_is_not_written(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry, tmp_path: Path
) -> None:
    page, path = open_page(), tmp_path / "list.csv"
    page._export.write(page._recall, ExportForm.CSV, path)  # type: ignore[arg-type]
    stepped.executor.step()
    page.busy.cancel_requested.emit()
    stepped.executor.run_all()
    assert (path.exists(), exports(stepped), page.busy.isHidden()) == (False, [], True)


def test_a_printed_list_is_a_row_once_it_went_to_the_printer(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    asked: list[tuple[bytes, str, Callable[[], None]]] = []
    page.print_requested.connect(lambda pdf, title, on_sent: asked.append((pdf, title, on_sent)))
    click(page, stepped, "export_recall")
    assert not find(page, "sheet_accept").isEnabled()
    find(page, "option_print").click()  # type: ignore[attr-defined]
    click(page, stepped, "sheet_accept")
    ((pdf, title, on_sent),) = asked
    assert (pdf[:5], title) == (b"%PDF-", "RECALL-UC-1-20260908-1044")
    assert exports(stepped) == []
    on_sent()
    stepped.executor.run_all()
    assert len(exports(stepped)) == 1


# Letters


def test_each_patient_gets_a_letter_and_all_of_them_are_one_file_for_the_printer(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry, tmp_path: Path
) -> None:
    page = open_page()
    click(page, stepped, "write_letters")
    click(page, stepped, "sheet_accept")
    entries = [stepped.vault.list_documents(f"patient-{number}") for number in (1, 2, 3)]
    assert [(one.kind, one.language.value) for (one,) in entries] == [
        (DocumentKind.RECALL_LETTER, language) for language in ("ja", "en", "ja")
    ]
    sheet = page._desk.sheet
    assert isinstance(sheet, LettersDoneSheet)
    page._letters.save([one.number for (one,) in entries], tmp_path / "letters.pdf")
    stepped.executor.run_all()
    with pikepdf.open(tmp_path / "letters.pdf") as joined:
        assert len(joined.pages) % 2 == 0
    acts = [row.act for row in stepped.vault.list_whole_history()]
    assert acts.count(AuditAct.DOCUMENT_SAVED) == 3
    click(page, stepped, "letters_sent")
    (contact,) = stepped.vault.list_contacts("patient-2")
    assert (contact.way, contact.was_reached, contact.note) == (
        ContactWay.LETTER,
        False,
        f"Letter {entries[1][0].number}",
    )
    assert [state for _, state in list_states(page)] == [TagState.CAUTION] * 3
    assert said(page) == "A letter to each of 3 patients is recorded."


def test_letters_that_are_there_already_are_not_written_again(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    for _ in range(2):
        click(page, stepped, "write_letters")
        click(page, stepped, "sheet_accept")
        assert isinstance(page._desk.sheet, LettersDoneSheet)
        page.close_top()
    assert [len(stepped.vault.list_documents(f"patient-{number}")) for number in (1, 2, 3)] == [1, 1, 1]
    assert page.derive().person.letters == ("RCL-2026-00001",)  # type: ignore[union-attr]


def test_stopping_keeps_whole_letters_and_the_next_try_writes_the_others(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    click(page, stepped, "write_letters")
    sheet = page._desk.sheet
    assert isinstance(sheet, LetterSheet)
    find(page, "sheet_accept").click()  # type: ignore[attr-defined]
    while not stepped.vault.list_documents("patient-1"):
        stepped.executor.step()
    sheet.dismiss()
    stepped.executor.run_all()
    counts = [len(stepped.vault.list_documents(f"patient-{number}")) for number in (1, 2, 3)]
    assert counts in ([1, 0, 0], [1, 1, 0])
    assert said(page).startswith("Stopped.")
    click(page, stepped, "write_letters")
    click(page, stepped, "sheet_accept")
    assert [len(stepped.vault.list_documents(f"patient-{number}")) for number in (1, 2, 3)] == [1, 1, 1]


def test_a_letter_that_fails_says_why_and_keeps_those_before(
    open_page: Open, stepped: SteppedVault, recalled: LotEntry
) -> None:
    page = open_page()
    click(page, stepped, "write_letters")
    find(page, "sheet_accept").click()  # type: ignore[attr-defined]
    while not stepped.vault.list_documents("patient-1"):
        stepped.executor.step()
    vault = stepped.vault
    vault.lift_recall(recalled.lot.lot_id, "mistaken")
    stepped.access.lock(lambda _: None)
    stepped.executor.run_all()
    assert said(page).startswith("The records are locked")
    stepped.access.open("correct horse battery", lambda _: None)
    stepped.executor.run_all()
    assert [len(stepped.vault.list_documents(f"patient-{number}")) for number in (1, 2, 3)].count(1) >= 1


# The ways to it


def test_the_lot_book_and_the_list_of_others_lead_to_the_recall(
    context: PageContext, content: Content, stepped: SteppedVault, shown: Show, recalled: LotEntry, qtbot: QtBot
) -> None:
    page = LotsPage(context, content, stepped.access, LotsMemory(chosen=f"lot:{recalled.lot.lot_id}"))
    shown(page, 1200, 800)
    stepped.executor.run_all()
    asked: list[tuple[str, ...]] = []
    page.recall_requested.connect(lambda number, lot_id: asked.append((number, lot_id)))
    # The parts of a lot come a few a turn.
    qtbot.waitUntil(lambda: any(not one.isHidden() for one in page.findChildren(QWidget, "who_received")))
    click(page, stepped, "who_received")
    desk = EventDesk(context, stepped.access, content, page)
    desk.recall_requested.connect(lambda number: asked.append((number,)))
    desk.ask_others(recalled.lot.number, "patient-1")
    stepped.executor.run_all()
    click(page, stepped, "open_recall")
    assert asked == [("UC-1", recalled.lot.lot_id), ("UC-1",)]
