"""The page of the lot book on a real vault: products, lots, certificates, vials, papers and recalls."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from lot_samples import COMPLETE, LOT, PRODUCT
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault, make_consultation, make_patient

from stemsup_desktop.consultation.lots.lot_model import ItemState, LotEntry, MeasuredState
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.plan_model import Plan, Product
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.lots.book_list import BookList
from stemsup_desktop.ui.pages.lots.memory import LotFilter, LotsMemory
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.lots.vial_table import VialTable
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
Open = Callable[[], LotsPage]
HEADER = "kind,name,form,state,value,unit,method,limit\n"
GOOD = HEADER + "item,Mycoplasma,,passed,negative,,PCR,\nfactor,VEGF,,measured,500,pg/mL,ELISA,\n"
MEASURED = GOOD + "factor,EGF,,measured,7,pg/mL,ELISA,\n"


@pytest.fixture
def memory() -> LotsMemory:
    return LotsMemory()


@pytest.fixture
def open_page(context: PageContext, content: Content, stepped: SteppedVault, memory: LotsMemory, shown: Show) -> Open:
    def make() -> LotsPage:
        page = LotsPage(context, content, stepped.access, memory)
        shown(page, 1200, 800)
        stepped.executor.run_all()
        return page

    return make


@pytest.fixture
def entry(stepped: SteppedVault) -> LotEntry:
    """A lot with a certificate that nobody has checked yet."""
    product = stepped.vault.save_product(msgspec.structs.replace(PRODUCT, product_id=""))
    new = msgspec.structs.replace(LOT, lot_id="", product_id=product.product_id, certificate=None)
    kept = stepped.vault.save_lot(new)
    return stepped.vault.save_certificate(kept.lot.lot_id, COMPLETE)


def open_lot(page: LotsPage, stepped: SteppedVault, entry: LotEntry) -> None:
    page.findChild(BookList).choose(f"lot:{entry.lot.lot_id}")
    stepped.executor.run_all()
    page.reveal("certificate")


def settle() -> None:
    """Let what Qt does a moment later be done: buttons are shown, what was made anew is gone."""
    QApplication.sendPostedEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def find(page: QWidget, name: str) -> QWidget:
    settle()
    found = [widget for widget in page.window().findChildren(QWidget, name) if not widget.isHidden()]
    assert found, name
    return found[-1]


def sign_in_as(stepped: SteppedVault, role: Role) -> None:
    own, theirs = "correct horse battery", "another horse battery staple"
    stepped.vault.change_own_passphrase(own, own, "aoki")
    stepped.vault.add_account(Account("", "Sato", (role,), "sato"), theirs)
    stepped.access.open(theirs, lambda _: None, "sato")
    stepped.executor.run_all()


def click(page: QWidget, stepped: SteppedVault, name: str) -> None:
    button = find(page, name)
    assert button.isEnabled(), name
    button.click()  # type: ignore[attr-defined]
    stepped.executor.run_all()


def fill(page: QWidget, **texts: str) -> None:
    for name, text in texts.items():
        found = find(page, name)
        assert isinstance(found, TextField), name
        found.setText(text)


def note(page: QWidget) -> str:
    strip = page.findChild(QWidget, "note")
    return "" if strip.isHidden() else strip._sentence.text()  # type: ignore[attr-defined]


def undo(page: LotsPage, stepped: SteppedVault) -> None:
    page._strip.link_followed.emit()
    stepped.executor.run_all()


def give_reason(page: QWidget, text: str) -> None:
    find(page, "reason").text_edit.setPlainText(text)  # type: ignore[attr-defined]


# Entering


def test_a_clinic_begins_with_a_product_and_its_first_lot(open_page: Open, stepped: SteppedVault) -> None:
    page = open_page()
    assert find(page, "empty_action").isVisible()
    click(page, stepped, "empty_action")
    click(page, stepped, "save_form")
    assert find(page, "name_ja").error
    fill(page, name_ja="臍帯上清", vial_ml="2,0")
    find(page, "route_intradermal").click()  # type: ignore[attr-defined]
    click(page, stepped, "add_gtin")
    fill(page, **{"gtins.0": "4569999001017"})
    click(page, stepped, "save_form")
    product = stepped.vault.list_products()[0]
    assert (product.name_ja, str(product.vial_ml), product.gtins) == ("臍帯上清", "2.0", ("04569999001017",))
    click(page, stepped, "add_lot")
    fill(page, number="UC-9", vials_received="12")
    find(page, "expires_on").line_edit.setText("20270308")  # type: ignore[attr-defined]
    find(page, "temperature_none").click()  # type: ignore[attr-defined]
    click(page, stepped, "save_form")
    lot = stepped.vault.list_lots()[0].lot
    assert (lot.number, lot.vials_received, lot.product_id) == ("UC-9", 12, product.product_id)
    assert lot.temperature.had_excursion is False
    assert lot.temperature.checked_by == stepped.vault.author.name
    assert page.findChild(QWidget, "lot_number").text() == "UC-9"  # type: ignore[attr-defined]


def test_what_was_saved_can_be_taken_back(open_page: Open, stepped: SteppedVault, entry: LotEntry) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "edit_lot")
    fill(page, storage_place="freezer B")
    click(page, stepped, "save_form")
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.storage_place == "freezer B"
    undo(page, stepped)
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.storage_place == ""


def test_a_form_that_is_left_waits_and_one_that_is_discarded_comes_back(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, memory: LotsMemory
) -> None:
    page = open_page()
    click(page, stepped, "add_product")
    fill(page, name_en="Half")
    click(page, stepped, "leave_form")
    assert find(page, "unfinished").isVisible()
    find(page, "unfinished").link_followed.emit()  # type: ignore[attr-defined]
    assert find(page, "name_en").text() == "Half"
    click(page, stepped, "discard_entries")
    assert not memory.entries
    undo(page, stepped)
    assert find(page, "name_en").text() == "Half"


def test_a_form_on_top_of_a_record_that_changed_meanwhile_is_not_saved(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "edit_lot")
    fill(page, storage_place="mine")
    stepped.vault.save_lot(msgspec.structs.replace(entry.lot, storage_place="theirs"))
    click(page, stepped, "save_form")
    assert note(page)
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.storage_place == "theirs"
    assert find(page, "storage_place").text() == "mine"


def test_what_the_vault_refuses_is_said_and_stays_in_the_form(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    page = open_page()
    click(page, stepped, "add_lot")
    fill(page, number=entry.lot.number, vials_received="1")
    click(page, stepped, "save_form")
    assert note(page)
    assert find(page, "number").text() == entry.lot.number
    assert len(stepped.vault.list_lots()) == 1


# Certificate


def test_a_certificate_is_entered_item_by_item(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, qtbot: QtBot
) -> None:
    bare = stepped.vault.save_lot(msgspec.structs.replace(entry.lot, lot_id="", number="UC-0")).lot.lot_id
    page = open_page()
    page.show_lot(bare)
    stepped.executor.run_all()
    page.reveal("certificate")
    click(page, stepped, "edit_certificate")
    form = page._forms.form
    qtbot.waitUntil(lambda: form.is_made)  # type: ignore[union-attr]
    sterility = next(row for row in form._items if row.item_id == "sterility")  # type: ignore[union-attr]
    sterility.state.choose("passed")
    sterility.fields["method"].setText("direct")
    find(page, "add_factor").click()  # type: ignore[attr-defined]
    fill(page, **{"factors.0.factor_id": "TGF-β1", "factors.0.amount": "６２０", "factors.0.method": "ELISA"})
    find(page, "absent.penicillin").click()  # type: ignore[attr-defined]
    click(page, stepped, "save_form")
    made = stepped.vault.get_lot(bare).lot.certificate
    assert made is not None
    assert [(item.item_id, item.state, item.method) for item in made.items] == [
        ("sterility", ItemState.PASSED, "direct")
    ]
    assert [(one.factor_id, one.form, str(one.value)) for one in made.factors] == [("tgf-beta", "β1", "620")]
    assert made.shown_absent == ("penicillin",)
    undo(page, stepped)
    assert not stepped.vault.get_lot(bare).lot.certificate.items  # type: ignore[union-attr]


def test_a_long_certificate_is_shown_bit_by_bit_and_saved_unchanged(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, qtbot: QtBot
) -> None:
    stepped.vault.check_certificate(entry.lot.lot_id)
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "edit_certificate")
    qtbot.waitUntil(lambda: page._forms.form.is_made)  # type: ignore[union-attr]
    click(page, stepped, "save_form")
    assert page._memory.entry is None
    kept = stepped.vault.get_lot(entry.lot.lot_id).lot.certificate
    assert kept is not None
    assert kept.checked_by, "nothing changed, so the check stands"
    assert kept.factors[1].state is MeasuredState.BELOW_LIMIT


def test_a_physician_checks_a_certificate_and_a_change_takes_that_back(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, qtbot: QtBot
) -> None:
    page = open_page()
    heard: list[None] = []
    page.lots_changed.connect(lambda: heard.append(None))
    open_lot(page, stepped, entry)
    click(page, stepped, "check_certificate")
    click(page, stepped, "sheet_accept")
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.certificate.checked_at  # type: ignore[union-attr]
    assert heard == [None]
    click(page, stepped, "edit_certificate")
    fill(page, reference="COA-2")
    click(page, stepped, "save_form")
    assert not stepped.vault.get_lot(entry.lot.lot_id).lot.certificate.checked_at  # type: ignore[union-attr]
    assert page.words("lots.check_again") in note(page)


# CSV


def drop(area: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    area.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier))


def test_a_file_with_a_bad_row_is_shown_and_nothing_of_it_is_imported(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, tmp_path: Path
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "import_certificate")
    assert not find(page, "import_items").isEnabled()
    path = tmp_path / "coa.csv"
    path.write_text(GOOD + "factor,HGF,,measured,much,pg/mL,ELISA,\n", encoding="utf-8")
    drop(find(page, "drop_csv"), path)
    stepped.executor.run_all()
    view = page._imports.pane.preview._shown
    assert view is not None
    assert [line.name for line in view.lines] == ["HGF", "Mycoplasma", "VEGF"]
    assert "much\u00a0· pg/mL" in view.lines[0].written  # no line begins with a dot
    assert not find(page, "import_items").isEnabled()
    page.do_main_action()
    stepped.executor.run_all()
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.certificate == entry.lot.certificate


def test_a_good_file_is_imported_by_its_own_act_and_can_be_taken_back(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, tmp_path: Path
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "import_certificate")
    path = tmp_path / "coa.csv"
    path.write_text(MEASURED, encoding="utf-8")
    drop(find(page, "drop_csv"), path)
    stepped.executor.run_all()
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.certificate == entry.lot.certificate
    click(page, stepped, "import_items")
    factors = stepped.vault.get_lot(entry.lot.lot_id).lot.certificate.factors  # type: ignore[union-attr]
    assert {str(one.value) for one in factors if one.factor_id == "vegf"} == {"500"}
    assert [one.state for one in factors if one.factor_id == "egf"] == [MeasuredState.MEASURED]
    undo(page, stepped)
    again = stepped.vault.get_lot(entry.lot.lot_id).lot.certificate
    assert again is not None
    assert again.factors == COMPLETE.factors


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"x;y\n1;2\n", HEADER.encode()])
def test_a_file_that_is_no_certificate_gives_a_sentence(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, tmp_path: Path, data: bytes
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "import_certificate")
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    drop(find(page, "drop_csv"), path)
    stepped.executor.run_all()
    assert find(page, "import_problem")._sentence.text()  # type: ignore[attr-defined]
    click(page, stepped, "leave_import")
    assert page.findChild(QWidget, "lot_number").isVisible()


# Vials, papers, recalls


def test_a_vial_is_discarded_with_a_reason_and_restored(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "discard_vial")
    assert not find(page, "sheet_accept").isEnabled()
    fill(page, vial="2")
    give_reason(page, "broken")
    click(page, stepped, "sheet_accept")
    assert [(vial.vial, vial.reason) for vial in stepped.vault.list_vials(entry.lot.lot_id)] == [("2", "broken")]
    undo(page, stepped)
    assert not stepped.vault.list_vials(entry.lot.lot_id)


def test_vials_are_listed_by_chart_number_and_never_by_name(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    patient = make_patient(1)
    stepped.vault.save_patient(patient)
    stepped.vault.start_consultation(patient.patient_id, make_consultation("c1"))
    stepped.vault.take_vial(entry.lot.lot_id, "1", "c1")
    page = open_page()
    open_lot(page, stepped, entry)
    lines = page._lot_pane.vials._shown.lines  # type: ignore[union-attr]
    assert patient.chart_number in lines[0].of
    table = get_table(page)
    texts = " ".join([*(widget.accessibleName() for widget in page.findChildren(QWidget)), *list_said(table)])
    assert patient.chart_number in texts
    assert patient.name not in texts
    assert patient.romaji not in texts


def test_a_paper_is_kept_with_the_lot_and_saved_as_a_copy(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, tmp_path: Path
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    path = tmp_path / "coa.pdf"
    path.write_bytes(b"%PDF-1.7 maker")
    drop(find(page, "file_maker"), path)
    stepped.executor.run_all()
    file = stepped.vault.get_lot(entry.lot.lot_id).lot.certificate.file  # type: ignore[union-attr]
    assert file is not None
    assert (file.name, file.media_type) == ("coa.pdf", "application/pdf")
    click(page, stepped, "copy_maker")
    dialog = page.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "lot-paper.pdf"
    dialog.fileSelected.emit(str(tmp_path / "copy.pdf"))
    dialog.close()
    stepped.executor.run_all()
    assert (tmp_path / "copy.pdf").read_bytes() == b"%PDF-1.7 maker"
    undo_path = tmp_path / "log.csv"
    undo_path.write_text("t,c\n1,-20\n")
    drop(find(page, "file_log"), undo_path)
    stepped.executor.run_all()
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.temperature.file is not None
    undo(page, stepped)
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.temperature.file is None


def test_an_empty_paper_is_refused_with_a_sentence(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, tmp_path: Path
) -> None:
    page = open_page()
    open_lot(page, stepped, entry)
    path = tmp_path / "none.pdf"
    path.write_bytes(b"")
    drop(find(page, "file_maker"), path)
    stepped.executor.run_all()
    assert note(page)
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.certificate == entry.lot.certificate


def test_a_recall_names_the_lot_and_says_how_far_it_has_come(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    patient = make_patient(1)
    stepped.vault.save_patient(patient)
    planned = Plan(product=Product(lot_id=entry.lot.lot_id, lot_number=entry.lot.number))
    visit = msgspec.structs.replace(make_consultation("c1"), plan=planned)
    stepped.vault.start_consultation(patient.patient_id, visit)
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "recall_lot")
    sheet = find(page, "sheet")
    assert entry.lot.number in sheet.accessibleName()
    assert page.words("lots.reach_plans", count=1) in [
        label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text") and callable(label.text)
    ]
    give_reason(page, "particles")
    fill(page, source="maker's letter")
    click(page, stepped, "sheet_accept")
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.is_recalled
    click(page, stepped, "lift_recall")
    give_reason(page, "another lot was meant")
    click(page, stepped, "sheet_accept")
    lot = stepped.vault.get_lot(entry.lot.lot_id).lot
    assert not lot.is_recalled
    assert (lot.recalls[0].source, lot.recalls[0].lifted_reason) == ("maker's letter", "another lot was meant")


# Who sees it, and how it is walked


def test_whoever_only_administers_sees_why_not(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, runner: JobRunner
) -> None:
    sign_in_as(stepped, Role.ADMINISTRATOR)
    page = open_page()
    assert page._finder.isHidden()
    assert page.words("lots.refusal") in [
        label.text() for label in page._nothing.findChildren(type(page._nothing._sentence))
    ]
    assert page.page_actions().primary is None


def test_staff_can_recall_a_lot_and_neither_check_nor_lift(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    sign_in_as(stepped, Role.STAFF)
    page = open_page()
    open_lot(page, stepped, entry)
    assert page.findChild(QWidget, "check_certificate") is None
    click(page, stepped, "recall_lot")
    give_reason(page, "particles")
    click(page, stepped, "sheet_accept")
    assert stepped.vault.get_lot(entry.lot.lot_id).lot.is_recalled
    settle()
    assert page.findChild(QWidget, "lift_recall") is None


def test_search_and_filter_narrow_the_list_and_keys_walk_it(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, memory: LotsMemory, qtbot: QtBot
) -> None:
    page = open_page()
    lines = page.findChild(BookList)
    QAbstractItemModelTester(lines.book_model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    qtbot.keyClick(page._finder.search.line_edit, Qt.Key.Key_Down)
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    stepped.executor.run_all()
    assert memory.chosen == f"lot:{entry.lot.lot_id}"
    page._finder.filter.choose(LotFilter.RECALLED.value)
    assert lines.book_model.rowCount() == 0
    click(page, stepped, "empty_action")
    assert lines.book_model.rowCount() == 2


def test_a_long_list_of_vials_is_shown_bit_by_bit(open_page: Open, stepped: SteppedVault, entry: LotEntry) -> None:
    lot_id = entry.lot.lot_id
    stepped.vault.save_lot(msgspec.structs.replace(entry.lot, vials_received=60))
    for number in range(45):
        stepped.vault.discard_vial(lot_id, str(number + 1), "test")
    page = open_page()
    open_lot(page, stepped, entry)
    click(page, stepped, "more_vials")
    settle()
    assert page.findChild(QWidget, "more_vials") is None


def test_a_lot_comes_in_turns_and_another_one_chosen_meanwhile_is_not_mixed_with_it(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, qtbot: QtBot
) -> None:
    other = msgspec.structs.replace(LOT, lot_id="", number="B-2", product_id=entry.product.product_id, certificate=None)
    later = stepped.vault.save_lot(other)
    page = open_page()
    pane = page._lot_pane
    for one in (entry, later):
        page.findChild(BookList).choose(f"lot:{one.lot.lot_id}")
        stepped.executor.run_all()
        assert pane._number.text() == one.lot.number
        assert not pane.is_whole
        assert pane.certificate.isHidden()
    qtbot.waitUntil(lambda: pane.is_whole)
    assert pane.findChild(QWidget, "edit_certificate").text() == page.words("lots.enter")
    assert not any(part.isHidden() for part in (pane.certificate, pane.vials, pane.files, pane.recalls))


def fill_vials(stepped: SteppedVault, entry: LotEntry, count: int) -> None:
    stepped.vault.save_lot(msgspec.structs.replace(entry.lot, vials_received=count + 15))
    for number in range(count):
        stepped.vault.discard_vial(entry.lot.lot_id, f"S{number + 1}", "the freezer failed and stayed off overnight")


def get_table(page: LotsPage) -> VialTable:
    page._lot_pane.make_whole()
    for _ in range(4):  # the pane is given its room, then what is in it
        settle()
    table = page.findChild(VialTable)
    assert table is not None
    return table


def open_vials(open_page: Open, stepped: SteppedVault, entry: LotEntry, count: int) -> tuple[LotsPage, VialTable]:
    """Return the page with a lot of so many vials open, and the table of them."""
    fill_vials(stepped, entry, count)
    page = open_page()
    open_lot(page, stepped, entry)
    return page, get_table(page)


def list_said(table: VialTable) -> list[str]:
    """Return what assistive technology is told of each heading and each cell that says anything."""
    voice = QAccessible.queryAccessibleInterface(table)
    every = (voice.child(number).text(QAccessible.Text.Name) for number in range(voice.childCount()))
    return [text for text in every if text]


def test_the_last_vials_take_the_focus_of_what_brought_them(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    page, table = open_vials(open_page, stepped, entry, 45)
    assert table.vials_model.rowCount() == 40
    more = page.findChild(QWidget, "more_vials")
    assert more is not None
    more.setFocus()
    click(page, stepped, "more_vials")
    assert table.hasFocus()
    assert (table.vials_model.rowCount(), table.currentIndex().row()) == (45, 40)


def test_vials_are_walked_by_keys_and_the_pane_follows(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, qtbot: QtBot
) -> None:
    page, table = open_vials(open_page, stepped, entry, 40)
    pane = page._lot_pane
    table.setFocus()
    assert table.selectionModel().selectedRows()[0].row() == 0
    for _ in range(39):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        row = table.visualRect(table.currentIndex())
        top = table.viewport().mapTo(pane.viewport(), row.topLeft()).y()
        assert 0 <= top <= pane.viewport().height() - row.height()
    assert table.currentIndex().row() == 39


def test_assistive_technology_reads_the_vials_cell_by_cell(
    open_page: Open, stepped: SteppedVault, entry: LotEntry, english: Words
) -> None:
    page, table = open_vials(open_page, stepped, entry, 3)
    QAbstractItemModelTester(table.vials_model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    voice = QAccessible.queryAccessibleInterface(table)
    said = list_said(table)
    assert voice.text(QAccessible.Text.Name) == english("lots.vials")
    assert said[:5] == list(table.vials_model.titles)
    assert [said[at : at + 2] for at in (5, 10, 15)] == [[f"S{n}", english("lots.fate_discarded")] for n in (3, 2, 1)]


def test_a_narrow_table_of_vials_is_higher_and_shows_every_line_whole(
    open_page: Open, stepped: SteppedVault, entry: LotEntry
) -> None:
    _, table = open_vials(open_page, stepped, entry, 3)
    assert table.heightForWidth(420) > table.heightForWidth(1200)
    assert table.height() == table.heightForWidth(table.width())
    last = table.vials_model.index(2, 4)
    assert table.viewport().rect().contains(table.visualRect(last))
