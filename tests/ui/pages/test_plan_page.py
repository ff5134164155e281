"""Step 4 in the window."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from hostile_strings import HOSTILE
from plan_samples import DAY_OF_TREATMENT, read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import SteppedClock

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedSite
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.answer_segments import AnswerSegments, ViewSwitch
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.plan.site_row import SiteRow
from stemsup_desktop.ui.site_map.canvas import SiteCanvas

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def page(context: PageContext, content: Content, shown: Show, clock: SteppedClock) -> PlanPage:
    clock.now = DAY_OF_TREATMENT
    made = PlanPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"))
    made.set_room(1440, 900)
    shown(made, 1360, 772)
    return made


def plan_of(page: PlanPage) -> Plan:
    return page.context.session.state.consultation.plan


def open_example(page: PlanPage, name: str) -> None:
    file = read_example(name)
    page.context.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)


def field(page: PlanPage, name: str) -> TextField:
    found = page.findChild(TextField, name)
    assert isinstance(found, TextField)
    return found


def box(page: PlanPage, name: str) -> CheckBox:
    found = page.findChild(CheckBox, name)
    assert isinstance(found, CheckBox)
    return found


def test_everything_of_the_plan_can_be_entered_and_undone(page: PlanPage) -> None:
    session = page.context.session
    field(page, "product.name").setText("SH-CM")
    source = page.findChild(ChoiceField, "product.cell_source")
    assert source is not None
    source.choose(CellSource.DENTAL_PULP.value)
    field(page, "product.lot_number").setText("L-1")
    field(page, "product.expires").setText("2027-01-31")
    for question, answer in (
        ("certificate.is_on_file", "Y"),
        ("certificate.is_complete", "Y"),
        ("certificate.has_failed_item", "N"),
        ("certificate.is_research_use_only", "N"),
        ("is_recalled", "N"),
        ("had_temperature_excursion", "N"),
    ):
        segments = page.findChild(AnswerSegments, f"product.{question}")
        assert segments is not None
        segments.choose(answer)
    box(page, "shown_absent:penicillin").click()
    box(page, "route:intradermal").click()
    field(page, "sessions").setText("4")
    field(page, "interval_days").setText("28")
    field(page, "fee_per_session_yen").setText("66,000")
    field(page, "first_session_on").setText("2026-11-20")
    box(page, "alternatives_explained").click()
    plan = plan_of(page)
    assert plan.product.certificate == Certificate(True, True, ("penicillin",), False, False)
    assert (plan.product.is_recalled, plan.product.had_temperature_excursion) == (False, False)
    assert (plan.product.lot_number, plan.product.expires) == ("L-1", date(2027, 1, 31))
    assert plan.product.cell_source is CellSource.DENTAL_PULP
    assert plan.routes == (Route.INTRADERMAL,)
    assert (plan.sessions, plan.interval_days, plan.fee_per_session_yen) == (4, 28, 66_000)
    assert plan.alternatives_explained
    assert not [missing for missing in session.state.gate.missing if missing.step == 4 and missing.target != "sites"]
    while session.undo_description:
        session.undo()
    assert plan_of(page) == Plan()
    assert field(page, "product.name").text() == ""
    assert not box(page, "route:intradermal").isChecked()


@pytest.mark.parametrize("typed", ["66,000", "66000", "６６，０００"])
def test_a_comma_in_yen_is_never_a_decimal_sign(page: PlanPage, typed: str) -> None:
    field(page, "fee_per_session_yen").setText(typed)
    assert plan_of(page).fee_per_session_yen == 66_000


@pytest.mark.parametrize("typed", ["66,0", "66.5", "-1", "100000001", "many"])
def test_what_is_no_sum_in_yen_is_refused_and_not_kept(page: PlanPage, typed: str) -> None:
    field(page, "fee_per_session_yen").setText("66000")
    field(page, "fee_per_session_yen").setText(typed)
    assert plan_of(page).fee_per_session_yen is None
    assert field(page, "fee_per_session_yen").text() == typed


@pytest.mark.parametrize("name", ["product.name", "product.maker", "product.approval_status", "product.procurement"])
def test_hostile_text_is_kept_as_typed(page: PlanPage, name: str) -> None:
    for text in HOSTILE.values():
        field(page, name).setText(text)
        kept = getattr(plan_of(page).product, name.removeprefix("product."))
        assert kept == normalise_text(field(page, name).text())


def test_hostile_notes_come_back_as_they_were(page: PlanPage) -> None:
    note = page.findChild(MultiLineField, "note")
    assert note is not None
    for text in HOSTILE.values():
        note.setText(text)
        plan_of(page).note.encode("utf-8")
        assert page.derive().plan.note == plan_of(page).note


def test_showing_a_plan_reports_no_edit(page: PlanPage) -> None:
    open_example(page, "treated")
    before = page.context.session.state.consultation
    page.refresh()
    assert page.context.session.state.consultation is before
    assert page.context.session.undo_description == ""


def test_a_zone_on_the_map_and_the_list_are_the_same_site(page: PlanPage, qtbot: QtBot) -> None:
    scalp = page.findChild(SiteCanvas, "site-map-scalp-top")
    assert scalp is not None
    middle = scalp.centre_of("vertex").toPoint()
    qtbot.mouseClick(scalp, Qt.MouseButton.LeftButton, pos=middle)
    box(page, "site_box:other").click()
    assert plan_of(page).sites == (PlannedSite("vertex"), PlannedSite("other"))
    row = page.findChild(SiteRow, "site:vertex")
    assert row is not None
    QApplication.sendPostedEvents()
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert plan_of(page).sites == (PlannedSite("other"),)
    left = page.findChild(SiteRow, "site:other")
    assert left is not None
    assert page.focusWidget() is left


def test_brackets_walk_the_zones_of_both_drawings_and_space_chooses(page: PlanPage, qtbot: QtBot) -> None:
    canvases = [page.findChild(SiteCanvas, f"site-map-{view}") for view in ("scalp-top", "face-front")]
    count = sum(len(canvas.zone_ids) for canvas in canvases if canvas is not None)
    page.setFocus()
    for _ in range(count):
        qtbot.keyClick(page.focusWidget() or page, Qt.Key.Key_BracketRight)
        focused = page.focusWidget()
        assert isinstance(focused, SiteCanvas)
        qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert len(plan_of(page).sites) == count == 30


def test_the_site_that_no_list_names_is_described_in_words(page: PlanPage) -> None:
    assert not field(page, "site_other").isVisible()
    box(page, "site_box:other").click()
    field(page, "site_other").setText("behind the ear")
    assert plan_of(page).sites == (PlannedSite("other", "behind the ear"),)


def test_no_aftercare_is_taken_until_someone_takes_it(page: PlanPage) -> None:
    box(page, "route:intranasal").click()
    assert plan_of(page).aftercare_ids == ()
    button = page.findChild(QWidget, "take_all_aftercare")
    assert button is not None
    button.click()
    taken = plan_of(page).aftercare_ids
    assert len(taken) > 3
    box(page, f"aftercare:{taken[0]}").click()
    assert plan_of(page).aftercare_ids == taken[1:]


def test_a_click_on_the_words_of_a_row_ticks_its_box_once(page: PlanPage, qtbot: QtBot) -> None:
    row = box(page, "route:intravenous").parentWidget()
    label = row.findChild(QLabel)
    assert label is not None
    qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    assert plan_of(page).routes == (Route.INTRAVENOUS,)
    qtbot.mouseClick(box(page, "route:intravenous"), Qt.MouseButton.LeftButton)
    assert plan_of(page).routes == ()


def test_a_site_removed_and_undone_is_in_the_list_once_with_its_letter(page: PlanPage) -> None:
    open_example(page, "treated")
    row, remove = page.findChild(SiteRow, "site:periorbital-l"), page.findChild(QuietButton, "remove_site")
    assert row is not None
    assert remove is not None
    row.setFocus()
    remove.click()
    page.context.session.undo()
    assert len(page.findChildren(SiteRow, "site:periorbital-l")) == 1
    assert page.derive().sites[0].letter == "A"
    assert plan_of(page).sites[0].site_id == "periorbital-l"


def test_another_lot_number_makes_its_certificate_unseen(page: PlanPage) -> None:
    open_example(page, "treated")
    lot = field(page, "product.lot_number")
    lot.setText("HK-999999")
    assert plan_of(page).product.certificate.is_on_file is True
    lot.left.emit()
    assert plan_of(page).product.certificate == Certificate()
    assert (plan_of(page).product.is_recalled, plan_of(page).product.had_temperature_excursion) == (None, None)
    page.context.session.undo()
    assert plan_of(page).product.lot_number == "HK-260914"
    assert plan_of(page).product.certificate.is_on_file is True


def test_a_typed_lot_number_is_no_longer_the_chosen_lot_of_the_book(page: PlanPage) -> None:
    open_example(page, "treated")
    session = page.context.session
    product = msgspec.structs.replace(plan_of(page).product, lot_id="lot-1")
    plan = msgspec.structs.replace(plan_of(page), product=product)
    session.change("lot", msgspec.structs.replace(session.state.consultation, plan=plan))
    field(page, "product.lot_number").setText("HK-260914B")
    assert plan_of(page).product.lot_id == ""
    session.undo()
    assert plan_of(page).product.lot_id == "lot-1"


@pytest.mark.parametrize("question", ["is_recalled", "had_temperature_excursion", "certificate.has_failed_item"])
def test_a_yes_to_a_question_about_the_lot_closes_the_gate(page: PlanPage, question: str) -> None:
    open_example(page, "clear")
    segments = page.findChild(AnswerSegments, f"product.{question}")
    assert segments is not None
    segments.choose("Y")
    assert page.context.session.state.gate.verdict is Verdict.STOP
    assert any(line.state is TagState.STOP for line in page.derive().lot_lines)
    segments.choose("N")
    assert page.context.session.state.gate.verdict is Verdict.CLEAR


def test_the_first_lot_number_leaves_the_certificate_alone(page: PlanPage) -> None:
    segments = page.findChild(AnswerSegments, "product.certificate.is_on_file")
    assert segments is not None
    segments.choose("Y")
    field(page, "product.lot_number").setText("L-1")
    field(page, "product.lot_number").left.emit()
    assert plan_of(page).product.certificate.is_on_file is True


def test_narrow_windows_have_two_tabs_and_a_jump_brings_the_right_one(page: PlanPage) -> None:
    page.resize(968, 640)
    switch = page.findChild(ViewSwitch, "plan_view")
    assert switch is not None
    assert switch.isVisible()
    assert not field(page, "sessions").isVisible()
    page.jump_to("sessions")
    assert field(page, "sessions").isVisible()
    assert field(page, "sessions").line_edit.hasFocus()
    page.jump_to("sites")
    assert not field(page, "sessions").isVisible()
    assert isinstance(page.focusWidget(), SiteCanvas)
    page.resize(1360, 772)
    assert field(page, "sessions").isVisible()
    assert not switch.isVisible()


def test_a_low_window_scrolls_the_map_and_never_cuts_it(page: PlanPage) -> None:
    page.resize(900, 330)
    page.jump_to("sites")
    canvas = page.focusWidget()
    assert isinstance(canvas, SiteCanvas)
    assert canvas.height() >= canvas.minimumHeight()
    holder = canvas.parentWidget()
    assert holder is not None
    assert holder.rect().contains(canvas.geometry())
    assert not canvas.visibleRegion().isEmpty()


def test_every_target_of_the_gate_can_be_jumped_to(page: PlanPage) -> None:
    targets = [missing.target for missing in page.context.session.state.gate.missing if missing.step == 4]
    assert "product.certificate.is_on_file" in targets
    for target in targets:
        page.jump_to(target)
        focused = page.focusWidget()
        assert focused is not None
        wanted = page.findChild(QWidget, target)
        if target != "sites":
            assert wanted is not None
            assert wanted.isAncestorOf(focused) or wanted is focused


def test_another_visit_starts_from_its_own_plan(page: PlanPage) -> None:
    open_example(page, "treated")
    assert field(page, "product.lot_number").text() == "HK-260914"
    file = read_example("treated")
    empty = Consultation("c2", DAY_OF_TREATMENT)
    page.context.session.open_visit(file.patient, empty, file.clinic, file.physician)
    assert field(page, "product.lot_number").text() == ""
    assert page.findChild(SiteRow, "site:forehead-c") is None or not box(page, "route:intradermal").isChecked()


def test_tab_goes_through_product_map_and_sites_as_the_eye_does(page: PlanPage, qtbot: QtBot) -> None:
    open_example(page, "treated")
    wanted = [
        *("product.name_editor", "route:intradermal", "product.maker_editor"),
        *("site-map-scalp-top", "site-map-face-front", "site:forehead-c", "sessions_editor"),
        *("alternatives_explained", "aftercare:general-keep-sheet", "note_editor", "continue"),
    ]
    qtbot.waitUntil(lambda: [name for name in tab_stops(page) if name in wanted] == wanted)


def tab_stops(page: QWidget) -> list[str]:
    """Return the names of everything that Tab stops at, in its order."""
    QApplication.sendPostedEvents()
    names: list[str] = []
    widget = page.nextInFocusChain()
    while widget is not page:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            names.append(widget.objectName())
        widget = widget.nextInFocusChain()
    return names
