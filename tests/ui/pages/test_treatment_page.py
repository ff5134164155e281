"""Step 6 in the window."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hostile_strings import HOSTILE
from plan_samples import DAY_OF_TREATMENT, JAPAN, plan_of, read_example, ready_to_treat, with_parts
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import SteppedClock

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, derive_agreed_parts
from stemsup_desktop.consultation.events.event_model import Seriousness
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.record import Consent, Consultation, ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.consultation.treatment_model import Dispensed, NasalRecord, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.buttons import Button, LinkLabel
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def page(context: PageContext, content: Content, shown: Show, clock: SteppedClock) -> TreatmentPage:
    clock.now = DAY_OF_TREATMENT
    open_file(context, ready_to_treat())
    made = TreatmentPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"))
    made.set_room(1440, 900)
    shown(made, 992, 772)
    return made


def open_file(context: PageContext, file: ConsultationFile) -> None:
    context.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)


def treatment_of(page: TreatmentPage) -> Treatment:
    return page.context.session.state.consultation.treatment


def field(page: TreatmentPage, name: str) -> TextField:
    found = page.findChild(TextField, name)
    assert isinstance(found, TextField), name
    return found


def press(page: TreatmentPage, name: str) -> None:
    found = page.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    found.click()


def is_shown(page: TreatmentPage, name: str) -> bool:
    found = page.findChild(InlineMessage, name)
    assert found is not None
    return found.isVisible()


def test_nothing_is_filled_in_before_a_person_enters_it(page: TreatmentPage) -> None:
    filled = {one.objectName() for one in page.findChildren(TextField) if one.text()}
    assert filled == {"treatment_day"}
    assert treatment_of(page) == Treatment()


def test_the_planned_lot_is_taken_over_with_one_key(page: TreatmentPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    treatment = treatment_of(page)
    assert (treatment.lot_number, treatment.lot_expires) == ("HK-260914", date(2030, 3, 31))
    page.context.session.undo()
    press(page, "take_over_lot")
    assert treatment_of(page) == treatment


def test_an_expired_lot_locks_at_once_and_can_be_put_right(page: TreatmentPage) -> None:
    press(page, "take_over_lot")
    field(page, "lot_expires").setText("2020-01-01")
    assert is_shown(page, "lock")
    assert field(page, "operator").line_edit.isReadOnly()
    assert not field(page, "lot_expires").line_edit.isReadOnly()
    field(page, "lot_expires").setText("2030-03-31")
    assert not is_shown(page, "lock")
    assert not field(page, "operator").line_edit.isReadOnly()


def test_volumes_keep_every_digit_that_was_entered(page: TreatmentPage) -> None:
    field(page, "drawn_up_ml").setText("1,50")
    field(page, "volume_ml:forehead-c").setText("0.0500")
    field(page, "points:forehead-c").setText("10")
    treatment = treatment_of(page)
    assert str(treatment.drawn_up_ml) == "1.50"
    assert str(treatment.sites[0].volume_ml) == "0.0500"
    assert treatment.sites[0].points == 10


@pytest.mark.parametrize("typed", ["-0.1", "10000.1", "0.00001", "1/2", "NaN", "1e3"])
def test_what_is_no_volume_is_refused_and_not_kept(page: TreatmentPage, typed: str) -> None:
    field(page, "volume_ml:forehead-c").setText("0.5")
    field(page, "volume_ml:forehead-c").setText(typed)
    assert treatment_of(page).sites == ()


def test_a_typed_time_lies_on_the_day_of_treatment_in_the_zone_of_the_clock(page: TreatmentPage) -> None:
    field(page, "treatment_day").setText("2026-11-18")
    field(page, "started_at").setText("1520")
    assert treatment_of(page).started_at == datetime(2026, 11, 18, 15, 20, tzinfo=JAPAN)
    press(page, "ended_at_now")
    assert treatment_of(page).ended_at == datetime(2026, 11, 18, 15, 44, tzinfo=JAPAN)
    field(page, "treatment_day").setText("2026-11-19")
    assert treatment_of(page).started_at == datetime(2026, 11, 19, 15, 20, tzinfo=JAPAN)
    field(page, "started_at").setText("25:00")
    assert treatment_of(page).started_at is None


def test_vital_signs_are_added_measured_and_removed(page: TreatmentPage) -> None:
    press(page, "add_vitals:after")
    press(page, "add_vitals:before")
    field(page, "temperature_c:0").setText("36.5")
    field(page, "systolic_mmhg:0").setText("116")
    field(page, "taken_at:0").setText("15:10")
    before, after = treatment_of(page).vitals
    assert (before.moment, before.temperature_c, before.systolic_mmhg) == ("before", Decimal("36.5"), 116)
    assert before.taken_at == datetime(2026, 11, 19, 15, 10, tzinfo=JAPAN)
    assert after.taken_at == DAY_OF_TREATMENT
    assert after.temperature_c is None
    field(page, "taken_at:0").setText("")
    assert treatment_of(page).vitals[0].taken_at == before.taken_at
    field(page, "pulse_per_min:1").setText("400")
    assert treatment_of(page).vitals[1].pulse_per_min is None
    press(page, "remove_vitals:0")
    assert treatment_of(page).vitals == (after,)


def test_a_reaction_and_none_observed_exclude_each_other(page: TreatmentPage) -> None:
    none = page.findChild(CheckBox, "no_reaction_observed")
    assert none is not None
    none.click()
    assert treatment_of(page).no_reaction_observed
    press(page, "add_reaction:2")
    assert not treatment_of(page).no_reaction_observed
    assert not none.isEnabled()
    suggestion = page.findChild(ChoiceField, "suggestion:0")
    assert suggestion is not None
    suggestion.choose("Redness")
    suggestion.choose("Bruising")
    field(page, "onset_at:0").setText("15:29")
    field(page, "action:0").setText("Pressure for 5 minutes")
    grade = page.findChild(ChoiceField, "grade:0")
    assert grade is not None
    grade.choose("1")
    reaction = treatment_of(page).reactions[0]
    assert (reaction.kind, reaction.grade, reaction.action) == ("Redness, Bruising", 1, "Pressure for 5 minutes")
    assert reaction.onset_at == datetime(2026, 11, 19, 15, 29, tzinfo=JAPAN)
    press(page, "remove_reaction:0")
    assert treatment_of(page).reactions == ()
    assert none.isEnabled()
    assert not none.isChecked()


def test_a_reaction_says_its_site_its_point_and_why_it_is_serious(page: TreatmentPage) -> None:
    field(page, "points:forehead-c").setText("3")
    press(page, "add_reaction:2")
    site, point = (page.findChild(ChoiceField, f"reaction_{name}:0") for name in ("site", "point"))
    death, stay = (page.findChild(CheckBox, f"reaction_serious_{name}:0") for name in ("death", "hospitalisation"))
    assert site is not None
    assert point is not None
    assert death is not None
    assert stay is not None
    assert point.isHidden()
    site.choose("forehead-c")
    point.choose("3")
    assert not death.isVisibleTo(page)
    link = page.findChild(LinkLabel, "reaction_serious:0")
    assert link is not None
    link.clicked.emit()
    assert death.isVisibleTo(page)
    stay.click()
    reaction = treatment_of(page).reactions[0]
    assert (reaction.site_id, reaction.point) == ("forehead-c", 3)
    assert reaction.seriousness == (Seriousness.HOSPITALISATION,)
    site.choose(None)
    assert (treatment_of(page).reactions[0].site_id, treatment_of(page).reactions[0].point) == ("", None)


def test_a_vial_is_recorded_by_its_number_as_it_was_typed(page: TreatmentPage) -> None:
    wanted: dict[str, None] = {}
    serial = field(page, "vial_serial")
    for text in HOSTILE.values():
        if len(text) <= 60:
            serial.setText(text)
            wanted |= {normalise_text(serial.text()).strip(): None}
            press(page, "open_vial")
    wanted.pop("")
    assert len(wanted) > 50
    assert [vial.vial for vial in treatment_of(page).vials] == list(wanted)


def test_drip_and_spray_are_recorded_for_their_routes(page: TreatmentPage) -> None:
    # Two more routes would leave the signature behind, so the drip's record opens its part instead.
    assert not field(page, "drip.rate").isVisible()
    assert not field(page, "nasal.volume_ml").isVisible()
    field(page, "drip.rate").setText("40 drops/min")
    field(page, "nasal.sprays_per_nostril").setText("2")
    press(page, "nasal.teach_back_done")
    treatment = treatment_of(page)
    assert treatment.drip is not None
    assert treatment.nasal is not None
    assert (treatment.drip.rate, treatment.drip.volume_ml) == ("40 drops/min", None)
    assert (treatment.nasal.sprays_per_nostril, treatment.nasal.teach_back_done) == (2, True)
    assert field(page, "drip.rate").isVisible()


def test_a_locked_page_shows_what_is_recorded_and_takes_nothing(page: TreatmentPage) -> None:
    file = read_example("treated")
    open_file(page.context, with_parts(file, consent=Consent()))
    before = page.context.session.state.consultation
    assert is_shown(page, "lock")
    assert field(page, "volume_ml:forehead-c").text() == "0.5"
    assert all(one.line_edit.isReadOnly() for one in page.findChildren(TextField))
    for name in ("take_over_lot", "add_vitals:before", "add_reaction:1", "remove_reaction:0", "started_at_now"):
        button = page.findChild(Button, name)
        assert button is not None
        assert not button.isEnabled()
    field(page, "operator").setText("somebody")
    note = page.findChild(MultiLineField, "note")
    assert note is not None
    note.setText("late")
    assert page.context.session.state.consultation is before


def test_the_lock_leads_to_the_step_that_mends_it(page: TreatmentPage, qtbot: QtBot) -> None:
    open_file(page.context, with_parts(ready_to_treat(), consent=Consent()))
    lock = page.findChild(InlineMessage, "lock")
    assert lock is not None
    with qtbot.waitSignal(page.page_requested) as asked:
        lock.link_followed.emit()
    assert asked.args == ["step-5"]


def test_every_entry_can_be_undone(page: TreatmentPage) -> None:
    press(page, "take_over_lot")
    field(page, "operator").setText("森 直人")
    field(page, "needle").setText("30G")
    press(page, "add_vitals:before")
    press(page, "add_reaction:1")
    field(page, "volume_ml:forehead-c").setText("0.5")
    session = page.context.session
    while session.undo_description:
        session.undo()
    assert treatment_of(page) == Treatment()
    assert field(page, "operator").text() == ""
    while session.redo_description:
        session.redo()
    assert treatment_of(page).operator == "森 直人"


@pytest.mark.parametrize("name", ["operator", "needle", "lot_number", "site_note:forehead-c"])
def test_hostile_text_is_kept_as_typed(page: TreatmentPage, name: str) -> None:
    for text in HOSTILE.values():
        field(page, name).setText("")
        field(page, name).setText(text)
        shown = field(page, name).text()
        treatment = treatment_of(page)
        if name.startswith("site_note"):
            kept = treatment.sites[0].note if treatment.sites else ""
        else:
            kept = getattr(treatment, name) or ""
        kept.encode("utf-8")
        assert kept == normalise_text(shown)


def test_showing_a_record_reports_no_edit(page: TreatmentPage) -> None:
    open_file(page.context, read_example("treated"))
    before = page.context.session.state.consultation
    page.refresh()
    assert page.context.session.state.consultation is before
    assert page.context.session.undo_description == ""


def test_down_walks_a_column_of_the_table(page: TreatmentPage, qtbot: QtBot) -> None:
    first = field(page, "volume_ml:periorbital-l")
    first.setFocus()
    qtbot.keyClick(first.line_edit, Qt.Key.Key_Down)
    assert page.focusWidget() is field(page, "volume_ml:periorbital-r").line_edit
    qtbot.keyClick(field(page, "volume_ml:periorbital-r").line_edit, Qt.Key.Key_Up)
    assert page.focusWidget() is first.line_edit


def test_sites_that_are_planned_anew_get_their_rows(page: TreatmentPage) -> None:
    file = ready_to_treat()
    plan = plan_of(file, sites=(PlannedSite("nose"), PlannedSite("other", "<b>ear</b>")), routes=(Route.INTRADERMAL,))
    open_file(page.context, with_parts(file, plan=plan))
    assert page.findChild(TextField, "volume_ml:forehead-c") is None
    assert field(page, "volume_ml:other").line_edit.accessibleName().startswith("Other (describe): <b>ear</b>")


def test_fields_of_a_site_stay_as_another_site_is_planned(page: TreatmentPage) -> None:
    kept = field(page, "site_note:periorbital-l")
    file = ready_to_treat()
    plan = plan_of(file, sites=(PlannedSite("periorbital-l"), PlannedSite("nose")), routes=(Route.INTRADERMAL,))
    open_file(page.context, with_parts(file, plan=plan))
    assert field(page, "site_note:periorbital-l") is kept
    assert page.findChild(TextField, "volume_ml:forehead-c") is None


def test_tab_goes_down_the_page_also_through_rows_that_were_added(page: TreatmentPage, qtbot: QtBot) -> None:
    press(page, "add_reaction:1")
    press(page, "add_vitals:before")
    wanted = [
        *("take_over_lot", "lot_number_editor", "started_at_editor", "volume_ml:forehead-c_editor"),
        *("temperature_c:0_editor", "add_vitals:before", "kind:0_editor", "outcome:0_editor", "add_reaction:1"),
        *("note_editor", "continue"),
    ]
    qtbot.waitUntil(lambda: [name for name in tab_stops(page) if name in wanted] == wanted)


def tab_stops(page: QWidget) -> list[str]:
    """Return the names of everything that Tab stops at, in its order."""
    names: list[str] = []
    widget = page.nextInFocusChain()
    while widget is not page:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            names.append(widget.objectName())
        widget = widget.nextInFocusChain()
    return names


def test_the_page_that_stays_open_past_midnight_takes_the_new_day(page: TreatmentPage, clock: SteppedClock) -> None:
    clock.advance(days=1)
    page.refresh()
    press(page, "started_at_now")
    assert treatment_of(page).started_at == DAY_OF_TREATMENT + timedelta(days=1)
    assert field(page, "treatment_day").error == ""


def move_to(page: TreatmentPage, clock: SteppedClock, file: ConsultationFile) -> None:
    """Show a visit on a computer whose clock is nine hours behind."""
    clock.now = DAY_OF_TREATMENT.astimezone(UTC)
    open_file(page.context, file)


def test_times_recorded_in_another_zone_are_shown_as_on_paper_and_say_so(
    page: TreatmentPage, clock: SteppedClock
) -> None:
    move_to(page, clock, read_example("treated"))
    started = field(page, "started_at")
    assert started.text() == "15:20"
    assert started.sentence == "As recorded, at UTC+09:00."
    assert field(page, "onset_at:0").text() == "15:29"
    assert field(page, "treatment_day").text() == "19 Nov 2026"


def test_times_recorded_on_this_clock_need_no_note(page: TreatmentPage) -> None:
    open_file(page.context, read_example("treated"))
    assert field(page, "started_at").text() == "15:20"
    assert field(page, "started_at").sentence == ""


def test_a_time_corrected_in_another_zone_stays_on_the_clock_of_its_record(
    page: TreatmentPage, clock: SteppedClock
) -> None:
    file = read_example("treated")
    treatment = Treatment(started_at=file.consultation.treatment.started_at)
    move_to(page, clock, with_parts(ready_to_treat(), treatment=treatment))
    for text in ("15:2", "15", "", "15:2", "15:25"):
        field(page, "started_at").setText(text)
    assert treatment_of(page).started_at == datetime(2026, 11, 19, 15, 25, tzinfo=JAPAN)
    field(page, "ended_at").setText("15:40")
    assert treatment_of(page).ended_at == datetime(2026, 11, 19, 15, 40, tzinfo=JAPAN)
    press(page, "observed_until_now")
    assert treatment_of(page).observed_until == DAY_OF_TREATMENT.replace(second=0, microsecond=0)


def test_a_part_does_not_go_while_its_only_entry_is_being_changed(page: TreatmentPage) -> None:
    file = with_parts(ready_to_treat(), treatment=Treatment(nasal=NasalRecord(None, 1)))
    open_file(page.context, file)
    sprays = field(page, "nasal.sprays_per_nostril")
    sprays.setFocus()
    sprays.setText("")
    assert treatment_of(page).nasal is None
    assert sprays.isVisible()
    sprays.setText("2")
    assert treatment_of(page).nasal == NasalRecord(None, 2)


def open_with_spray(page: TreatmentPage) -> None:
    file = ready_to_treat()
    plan = msgspec.structs.replace(plan_of(file), routes=(*plan_of(file).routes, Route.INTRANASAL))
    consultation = msgspec.structs.replace(file.consultation, plan=plan, treatment=Treatment(nasal=NasalRecord()))
    page.context.session.open_visit(
        file.patient, with_own_signature(file, consultation, page), file.clinic, file.physician
    )


def with_own_signature(file: ConsultationFile, consultation: Consultation, page: TreatmentPage) -> Consultation:
    """Sign for the plan as it is now, so that the treatment is open."""
    text = page._content.consent
    changed = msgspec.structs.replace(file, consultation=consultation)
    signature = consultation.consent.signature
    assert signature is not None
    covered = msgspec.structs.replace(
        signature, basis_sha256=consent_basis_sha256(changed, text), agreed_parts=derive_agreed_parts(changed, text)
    )
    return msgspec.structs.replace(
        consultation, consent=msgspec.structs.replace(consultation.consent, signature=covered)
    )


def nasal_of(page: TreatmentPage) -> NasalRecord:
    nasal = treatment_of(page).nasal
    assert nasal is not None
    return nasal


def test_units_for_home_are_entered_with_their_day_lot_and_label(page: TreatmentPage) -> None:
    open_with_spray(page)
    press(page, "dispense")
    assert nasal_of(page).dispensed == (Dispensed(1, DAY_OF_TREATMENT.date()),)
    field(page, "dispensed.units:0").setText("3")
    field(page, "dispensed.lot_number:0").setText("L-9")
    field(page, "dispensed.use_by:0").setText("2026-12-24")
    assert nasal_of(page).dispensed == (Dispensed(3, DAY_OF_TREATMENT.date(), "L-9", date(2026, 12, 24)),)
    for wrong in ("", "0", "-1", "many", "100000"):
        field(page, "dispensed.units:0").setText(wrong)
        assert nasal_of(page).dispensed[0].units == 3, "what is no count replaces none"
    field(page, "dispensed.dispensed_on:0").setText("yesterday")
    assert nasal_of(page).dispensed[0].dispensed_on == DAY_OF_TREATMENT.date()
    press(page, "remove_dispensed:0")
    assert treatment_of(page).nasal is None


def test_every_answer_on_use_at_home_is_kept_and_a_wrong_one_leads_back_to_its_section(page: TreatmentPage) -> None:
    open_with_spray(page)
    question = page._content.sheets.self_administration.questions[0]
    asked = page.findChild(ChoiceField, f"use.{question.id}")
    said = page.findChild(QWidget, f"use_said.{question.id}")
    wrong = next(option.id for option in question.options if option.id != question.right)
    asked.choose(wrong)
    section = page._content.sheets.self_administration.form.get_section(question.section)
    assert section.heading.en in said.text()
    asked.choose(question.right)
    assert section.heading.en not in said.text()
    assert [answer.option_id for answer in nasal_of(page).answers] == [wrong, question.right]
    asked.choose(None)
    assert len(nasal_of(page).answers) == 2


def test_after_consent_was_taken_back_nothing_can_be_begun_and_what_was_begun_is_still_recorded(
    page: TreatmentPage,
) -> None:
    state = page.context.session.state
    signature = state.consultation.consent.signature
    assert signature is not None
    withdrawal = Withdrawal(signature.document_number, DAY_OF_TREATMENT, SignerRole.PATIENT, state.patient.name)
    field(page, "lot_number").setText("UC-1")
    begun = page.context.session.state.consultation
    page.context.session.take_in_withdrawal(begun.consultation_id, withdrawal)
    assert is_shown(page, "lock")
    note = page.findChild(MultiLineField, "note")
    note.setText("stopped at once")
    assert treatment_of(page).note == "stopped at once"
    file = ready_to_treat()
    consent = msgspec.structs.replace(file.consultation.consent, withdrawals=(withdrawal,))
    untouched = msgspec.structs.replace(file.consultation, consent=consent)
    page.context.session.open_visit(file.patient, untouched, file.clinic, file.physician)
    assert page.derive().is_locked
    assert "withdrawn" in page.derive().locks[0].sentence
