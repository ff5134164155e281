"""Pictures of events: what waits today, a patient's events and calls, the sheets, and who else received the lot."""

from datetime import timedelta

import msgspec
from picture_tools import PAGE_MS, ask_vault, choose_scheme, list_schemes, take, wait
from PySide6.QtWidgets import QPushButton, QWidget

from stemsup_desktop.consultation.events.event_model import AdverseEvent, ContactPurpose, EventNote
from stemsup_desktop.consultation.events.treated import TreatedVisit
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

WORDS = {
    Language.EN: ("referred to a dermatologist", "7 mm, firm, not tender"),
    Language.JA: ("皮膚科に紹介", "7 mm、硬い、圧痛なし"),
}


def take_events(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the start screen, a chart with an event, and each sheet; the event stays in the throw-away vault."""
    event = _keep_event(workspace, language, clock)
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        _take_all(workspace, event, f"{scheme}-{language}")
    choose_scheme(workspace, Scheme.LIGHT)


def _take_all(workspace: Workspace, event: AdverseEvent, name: str) -> None:
    window = workspace.window
    window.go_to("patients")
    page = window.stack.current_page
    if not isinstance(page, PatientsPage):
        raise TypeError("the page of patients is another one")
    _press(page, "show_reminders")
    take(window, f"events-today-{name}")
    page.show_chart(event.patient_id)
    wait(PAGE_MS)
    page._chart_pane.ensureWidgetVisible(page._chart_pane.care)
    take(window, f"events-chart-{name}")
    desk = page._care.events
    desk.ask_event(event.event_id)
    _take_sheet(page, f"events-event-{name}")
    desk.ask_contact(event.patient_id, ContactPurpose.EVENT, event.consultation_id, event.event_id)
    _take_sheet(page, f"events-contact-{name}")
    desk.ask_others(event.lot_numbers[0], event.patient_id)
    _take_sheet(page, f"events-lot-{name}")


def _take_sheet(page: PatientsPage, name: str) -> None:
    wait(PAGE_MS)
    take(page.window(), name)
    sheet = page._care.events.sheet
    if sheet is None:
        raise LookupError(f"no sheet was opened for {name}")
    sheet.dismiss()


def _press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    if button is not None and button.isVisible():
        button.click()
        wait(PAGE_MS)


def _keep_event(workspace: Workspace, language: Language, clock: Clock) -> AdverseEvent:
    """Keep a granuloma of the first example patient who was treated by injection."""
    action, words = WORDS[language]

    def keep(vault: Vault) -> AdverseEvent:
        patient_id, treated = _find_treated(vault)
        now = clock()
        site = treated.treatment.sites[0].site_id
        new = AdverseEvent(
            event_id="",
            patient_id=patient_id,
            consultation_id=treated.consultation_id,
            kind="granuloma",
            grade=2,
            recorded_at=now,
            recorded_by="",
            onset_on=(now - timedelta(days=1)).date(),
            site_id=site,
            lot_numbers=treated.lot_numbers,
            action=action,
        )
        return vault.save_event(msgspec.structs.replace(new, notes=(EventNote(words, "", now),)))

    return ask_vault(workspace, keep)


def _find_treated(vault: Vault) -> tuple[str, TreatedVisit]:
    for hit in vault.find_patients(""):
        for treated in vault.list_treated_visits(hit.patient_id):
            if treated.treatment.sites and treated.lot_numbers:
                return hit.patient_id, treated
    raise LookupError("no example patient was treated by injection")
