"""Events, contacts and reminders in the window, on a real vault: nothing preselected, nothing lost, one key to open."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from store.faults import fill_disk, free_disk
from vault_samples import SteppedVault, make_patient
from visit_samples import NOW, PATIENT

from stemsup_desktop.consultation.events.event_model import (
    AdverseEvent,
    Contact,
    ContactPurpose,
    ContactWay,
    EventOutcome,
)
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.treatment_model import Reaction, SiteTreated, Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.events.contact_sheet import ContactSheet
from stemsup_desktop.ui.events.event_sheet import EventSheet
from stemsup_desktop.ui.events.lot_sheet import LotSheet
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.treatment.following import Following

Show = Callable[[QWidget, int, int], QWidget]
BRUISE = Reaction("Bruise", 1, NOW - timedelta(days=2), "cooled", "fading", "cheek-l", 2)


def make_visit(visit_id: str, *reactions: Reaction, days_ago: int = 2, is_closed: bool = True) -> Consultation:
    at = NOW - timedelta(days=days_ago)
    treatment = Treatment(
        lot_number="LOT-7",
        operator="青木 誠",
        started_at=at,
        sites=(SiteTreated("cheek-l", 4, Decimal("0.40")),),
        reactions=reactions,
    )
    closed_at = at + timedelta(hours=1) if is_closed else None
    return Consultation(visit_id, at, treatment=treatment, summary=Summary(closed_at=closed_at))


@pytest.fixture
def patient_id(stepped: SteppedVault) -> str:
    own, other = (stepped.vault.save_patient(make_patient(number)).patient_id for number in (1, 2))
    stepped.vault.start_consultation(own, make_visit("v1", BRUISE))
    stepped.vault.start_consultation(other, make_visit("v2", days_ago=200))
    return own


@pytest.fixture
def page(context: PageContext, content: Content, stepped: SteppedVault, patient_id: str, shown: Show) -> PatientsPage:
    made = PatientsPage(context, content, stepped.access, ChecklistLibrary(content.clinical))
    shown(made, 1280, 800)
    stepped.executor.run_all()
    return made


def press(page: QWidget, stepped: SteppedVault, name: str) -> None:
    found = [one for one in page.window().findChildren(QAbstractButton, name) if not one.isHidden()]
    assert found, name
    assert found[0].isEnabled(), name
    found[0].click()
    stepped.executor.run_all()


def sheet_of(page: PatientsPage) -> EventSheet:
    sheet = page._care.events.sheet
    assert isinstance(sheet, EventSheet)
    return sheet


def fill(sheet: EventSheet, kind: str = "bruise", grade: str = "1") -> None:
    sheet._kind.choose(kind)
    sheet._grade.choose(grade)


def test_what_waits_is_on_the_start_screen_and_one_key_opens_it(
    page: PatientsPage, stepped: SteppedVault, patient_id: str, qtbot: QtBot
) -> None:
    assert page._right.currentWidget() is page._reminders
    (line,) = page.derive().reminders or ()
    assert (line.name, line.words) == ("髙橋 花子", "Call-back on days 1 to 3 after 6 Sep 2026")
    qtbot.keyClick(page._finder.search.line_edit, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    stepped.executor.run_all()
    sheet = page._care.events.sheet
    assert isinstance(sheet, ContactSheet)
    assert page.shown_patient_id == patient_id
    assert not sheet.accept_button.isEnabled()
    sheet._way._group.button(0).click()
    sheet._reached._group.button(0).click()
    sheet._note.setText("feels well")
    sheet.submit()
    stepped.executor.run_all()
    (contact,) = stepped.vault.list_contacts(patient_id)
    assert (contact.purpose, contact.way, contact.was_reached) == (
        ContactPurpose.DAYS_1_TO_3,
        ContactWay.PHONE,
        True,
    )
    assert contact.note == "feels well"
    press(page, stepped, "show_reminders")
    assert page.derive().reminders == ()
    assert page._reminders._nothing.isVisible()


def test_a_new_event_begins_with_nothing_chosen_and_says_what_is_missing(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    page._on_chosen(patient_id)
    stepped.executor.run_all()
    press(page, stepped, "new_event")
    sheet = sheet_of(page)
    assert (sheet._kind.value(), sheet._grade.value(), sheet._outcome.value()) == (None, None, None)
    assert sheet.list_open() == ("what happened", "the grade")
    sheet._kind.choose("other")
    assert "a description" in sheet.list_open()
    sheet._kind.choose("fever")
    assert "blood culture" in sheet._same_day._sentence.text()
    sheet._grade.choose("5")
    assert any("Grade 5" in one for one in sheet.list_open())
    sheet._grade.choose("2")
    sheet._day.setText("2020-01-01")
    assert not sheet._doubt.isHidden()
    sheet._day.setText("2026-09-07")
    assert sheet._doubt.isHidden()
    sheet._site.choose("cheek-l")
    assert sheet._point.combo.count() == 5
    sheet._point.choose("4")
    sheet.submit()
    stepped.executor.run_all()
    kept = next(one for one in stepped.vault.list_events(patient_id) if one.event_id)
    assert (kept.kind, kept.grade, kept.site_id, kept.point) == ("fever", 2, "cheek-l", 4)
    assert kept.lot_numbers == ("LOT-7",)
    assert page.derive().chart is not None
    assert page._chart is not None
    assert kept in page._chart.care.events


def test_a_new_event_shows_who_else_received_the_lot_and_leads_to_the_chart(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    page._on_chosen(patient_id)
    stepped.executor.run_all()
    press(page, stepped, "new_event")
    fill(sheet_of(page))
    sheet_of(page).submit()
    stepped.executor.run_all()
    sheet = page._care.events.sheet
    assert isinstance(sheet, LotSheet)
    (other,) = {one.patient_id for one in stepped.vault.find_patients("")} - {patient_id}
    press(page, stepped, f"open_chart:{other}")
    assert page.shown_patient_id == other


def test_an_event_is_followed_and_closed_with_an_outcome(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    event = stepped.vault.save_event(AdverseEvent("", patient_id, "v1", "granuloma", 2, NOW, ""))
    page._care.events.ask_event(event.event_id)
    stepped.executor.run_all()
    sheet = sheet_of(page)
    assert not sheet.is_touched
    sheet._note.setText("gone")
    sheet._closed.click()
    assert any("outcome" in one for one in sheet.list_open())
    assert sheet.is_touched
    sheet._outcome.choose("recovered")
    sheet.submit()
    stepped.executor.run_all()
    kept = stepped.vault.get_event(event.event_id)
    assert (kept.is_open, kept.outcome, kept.notes[0].text) == (False, EventOutcome.RECOVERED, "gone")


def test_a_reaction_of_a_closed_visit_is_followed_from_the_chart(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    page._on_chosen(patient_id)
    stepped.executor.run_all()
    press(page, stepped, "follow:v1:0")
    sheet = sheet_of(page)
    assert (sheet._kind.value(), sheet._grade.value(), sheet._action.text()) == ("bruise", "1", "cooled")
    sheet.submit()
    stepped.executor.run_all()
    (event,) = stepped.vault.list_events(patient_id)
    assert (event.reaction, event.notes[0].text, event.point) == (0, "fading", 2)


def test_a_reaction_of_the_open_visit_names_the_event_that_follows_it(
    context: PageContext, content: Content, stepped: SteppedVault, shown: Show
) -> None:
    stepped.vault.save_patient(PATIENT)
    visit = make_visit("v9", BRUISE, is_closed=False)
    stepped.vault.start_consultation(PATIENT.patient_id, visit)
    state = context.session.state
    context.session.open_visit(PATIENT, visit, state.clinic, state.physician)
    host = QWidget()
    shown(host, 1000, 800)
    following = Following(context, stepped.access, content, host)
    following.follow(0)
    stepped.executor.run_all()
    sheet = following.desk.sheet
    assert isinstance(sheet, EventSheet)
    sheet.submit()
    stepped.executor.run_all()
    (event,) = [one for one in stepped.vault.list_open_events() if one.consultation_id == "v9"]
    assert context.session.state.consultation.treatment.reactions[0].event_id == event.event_id
    following.follow(0)
    stepped.executor.run_all()
    opened = following.desk.sheet
    assert isinstance(opened, EventSheet)
    assert opened.subject.event == event
    opened.dismiss()


def test_what_the_vault_refuses_is_said_in_the_sheet_and_nothing_typed_is_lost(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    page._care.events.ask_new(patient_id)
    stepped.executor.run_all()
    sheet = sheet_of(page)
    fill(sheet)
    sheet._action.setText("x" * 3000)
    fill_disk(stepped.vault._database)
    sheet.submit()
    stepped.executor.run_all()
    assert not sheet._problem.isHidden()
    assert sheet._action.text() == "x" * 3000
    free_disk(stepped.vault._database)
    sheet.submit()
    stepped.executor.run_all()
    assert len([one for one in stepped.vault.list_events(patient_id) if one.event_id]) == 1


def test_a_sheet_is_not_left_for_the_lot_s_other_patients_while_something_is_not_kept(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    made = AdverseEvent("", patient_id, "v1", "granuloma", 2, NOW, "", lot_numbers=("LOT-7",))
    event = stepped.vault.save_event(made)
    page._care.events.ask_event(event.event_id)
    stepped.executor.run_all()
    sheet = sheet_of(page)
    sheet._action.setText("biopsy")
    press(page, stepped, "event.others.LOT-7")
    assert page._care.events.sheet is sheet
    assert not sheet._doubt.isHidden()
    sheet._action.setText("")
    press(page, stepped, "event.others.LOT-7")
    assert isinstance(page._care.events.sheet, LotSheet)


def test_a_patient_without_a_treatment_has_no_event_to_record(page: PatientsPage, stepped: SteppedVault) -> None:
    untreated = stepped.vault.save_patient(make_patient(3)).patient_id
    page._on_chosen(untreated)
    stepped.executor.run_all()
    view = page.derive().chart
    assert view is not None
    assert not view.care.can_record
    page._on_new_event()
    stepped.executor.run_all()
    assert page._care.events.sheet is None


def test_an_open_event_that_is_pressing_comes_before_calls(
    page: PatientsPage, stepped: SteppedVault, patient_id: str
) -> None:
    stepped.vault.save_event(AdverseEvent("", patient_id, "v1", "fever", 1, NOW, ""))
    contact = Contact("", patient_id, ContactPurpose.DAYS_1_TO_3, ContactWay.PHONE, False, NOW, "", "v1")
    stepped.vault.add_contact(contact)
    page._care.load()
    stepped.executor.run_all()
    lines = page.derive().reminders or ()
    assert [line.tag[1] for line in lines] == ["At once", "Today"]
    assert "not reached once" in lines[1].words
    page._reminders.open_first()
    stepped.executor.run_all()
    assert sheet_of(page).subject.patient_id == patient_id


def test_every_line_is_said_in_japanese(
    context: PageContext, content: Content, stepped: SteppedVault, patient_id: str, shown: Show
) -> None:
    context.language.set_language(Language.JA)
    made = PatientsPage(context, content, stepped.access, ChecklistLibrary(content.clinical))
    shown(made, 1024, 768)
    stepped.executor.run_all()
    (line,) = made.derive().reminders or ()
    assert line.words == "1〜3日目の確認連絡（2026年9月6日の治療）"
    made._on_chosen(patient_id)
    stepped.executor.run_all()
    view = made.derive().chart
    assert view is not None
    assert [one.title for one in view.care.calls] == ["1〜3日目の確認連絡"]
    assert msgspec.structs.asdict(line.reminder)["patient_id"] == patient_id
