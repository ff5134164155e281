"""Events and contacts from the question to the vault: which sheet is opened, with what, and what comes of it."""

from collections.abc import Callable
from datetime import datetime

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.events.event_model import AdverseEvent, Contact, ContactPurpose
from stemsup_desktop.consultation.events.event_words import say_event
from stemsup_desktop.consultation.events.reactions import begin_following
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.content import Content
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.events.contact_sheet import ContactSheet, ContactSubject
from stemsup_desktop.ui.events.event_sheet import EventSheet, EventSubject
from stemsup_desktop.ui.events.lot_people import load_lot_people
from stemsup_desktop.ui.events.lot_sheet import LotPeople, LotSheet
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.vault_access import VaultAccess


class EventDesk(QObject):
    """One for each page that offers it."""

    event_kept = Signal(object)
    """The `AdverseEvent` as it is kept."""
    contact_kept = Signal(object)
    """The `Contact` as it is kept."""
    chart_requested = Signal(str)
    """The id of a patient whose chart is asked for."""
    recall_requested = Signal(str)
    """The number of a lot whose recipients are asked for."""
    failed = Signal(object)
    """The `Problem` of something that could not be begun."""

    def __init__(
        self, context: PageContext, access: VaultAccess, content: Content, host: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent or host)
        self._context = context
        self._access = access
        self._content = content
        self._host = host
        self._is_asking = False
        self._sheet: Sheet | None = None

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is open, if one is."""
        sheet = self._sheet
        return sheet if sheet is not None and shiboken6.isValid(sheet) and not sheet.isHidden() else None

    def ask_new(self, patient_id: str) -> None:
        """Open the sheet for a new event of a patient."""
        self._ask(lambda vault: _load_subject(vault, patient_id), self._open_event)

    def ask_event(self, event_id: str) -> None:
        """Open the sheet of an event."""

        def load(vault: Vault) -> EventSubject:
            event = vault.get_event(event_id)
            return _load_subject(vault, event.patient_id, event)

        self._ask(load, self._open_event)

    def ask_following(self, patient_id: str, consultation_id: str, place: int) -> None:
        """Open the sheet for an event that follows a reaction, with all that was entered of it."""
        events = self._content.events

        def load(vault: Vault) -> EventSubject:
            subject = _load_subject(vault, patient_id)
            visit = next(one.visit for one in subject.treated if one.consultation_id == consultation_id)
            event = begin_following(visit, place, patient_id, events)
            return EventSubject(subject.patient_id, subject.patient_name, subject.treated, event)

        self._ask(load, self._open_event)

    def ask_contact(
        self, patient_id: str, purpose: ContactPurpose, consultation_id: str = "", subject: str = "", about: str = ""
    ) -> None:
        """Open the sheet for a contact with a patient."""

        def on_loaded(patient: Patient) -> None:
            words, theme = self._context.words, self._context.theme
            asked = ContactSubject(patient_id, patient.name, patient.phone, purpose, consultation_id, subject, about)
            sheet = ContactSheet(theme, words, self._host, asked, self._now())
            sheet.submitted.connect(lambda: self._keep_contact(sheet))
            self._show(sheet, sheet.first)

        self._ask(lambda vault: vault.get_patient(patient_id), on_loaded)

    def ask_others(self, lot_number: str, patient_id: str) -> None:
        """Open the list of everybody else who received a lot."""
        self._ask(self._make_loader(lot_number, patient_id), self._open_people)

    def _open_event(self, subject: EventSubject) -> None:
        context, content = self._context, self._content
        sheet = EventSheet(
            context.theme, context.words, self._host, subject, content.events, content.names, self._now()
        )
        sheet.submitted.connect(lambda: self._keep_event(sheet))
        sheet.others_requested.connect(lambda lot_number: self._on_others_requested(sheet, lot_number))
        self._show(sheet, sheet.first)

    def _on_others_requested(self, sheet: EventSheet, lot_number: str) -> None:
        """Leave the sheet for the list, unless something in it is not kept yet."""
        if sheet.is_touched:
            sheet.say_keep_first()
            return
        patient_id = sheet.subject.patient_id
        sheet.end()
        self.ask_others(lot_number, patient_id)

    def _keep_event(self, sheet: EventSheet) -> None:
        event, is_new = sheet.take(), sheet.subject.is_new
        sheet.show_busy(self._context.words("events.keeping"))

        def on_kept(result: Ok[AdverseEvent] | Err) -> None:
            match result:
                case _ if not (shiboken6.isValid(self) and shiboken6.isValid(sheet)):
                    return  # locked meanwhile: what was kept is kept
                case Ok(kept):
                    sheet.end()
                    self.event_kept.emit(kept)
                    if is_new and kept.lot_numbers:
                        self._offer_others(kept)
                case Err(problem):
                    sheet.show_problem(problem)

        self._access.run(lambda vault: vault.save_event(event), on_kept)

    def _keep_contact(self, sheet: ContactSheet) -> None:
        contact = sheet.take()
        sheet.show_busy(self._context.words("events.keeping"))

        def on_kept(result: Ok[Contact] | Err) -> None:
            match result:
                case _ if not (shiboken6.isValid(self) and shiboken6.isValid(sheet)):
                    return  # locked meanwhile: what was kept is kept
                case Ok(kept):
                    sheet.end()
                    self.contact_kept.emit(kept)
                case Err(problem):
                    sheet.show_problem(problem)

        self._access.run(lambda vault: vault.add_contact(contact), on_kept)

    def _offer_others(self, event: AdverseEvent) -> None:
        """Show who else received the lot of a new event, where there is anybody."""

        def on_loaded(people: LotPeople) -> None:
            if people.count:
                self._open_people(people)

        self._ask(self._make_loader(event.lot_numbers[0], event.patient_id), on_loaded)

    def _open_people(self, people: LotPeople) -> None:
        sheet = LotSheet(self._context.theme, self._context.words, self._host, people)
        sheet.chart_requested.connect(self.chart_requested)
        sheet.recall_requested.connect(self.recall_requested)
        self._show(sheet, sheet.accept_button)

    def _make_loader(self, lot_number: str, patient_id: str) -> Callable[[Vault], LotPeople]:
        words, names, now = self._context.words, self._content.names, self._now()
        return lambda vault: load_lot_people(vault, lot_number, patient_id, names, words, now)

    def _show(self, sheet: FormSheet | LotSheet, first: QWidget) -> None:
        self._sheet = sheet
        sheet.open(first)

    def _ask(self, load: Callable[[Vault], object], on_loaded: Callable[..., None]) -> None:
        """Load what a sheet needs, one at a time; what is still being written is written first."""
        if self._is_asking or self.sheet is not None:
            return
        self._is_asking = True
        self._context.session.flush()

        def on_result(result: Ok[object] | Err) -> None:
            if not (shiboken6.isValid(self) and shiboken6.isValid(self._host)):
                return  # locked meanwhile
            self._is_asking = False
            match result:
                case Ok(value):
                    on_loaded(value)
                case Err(problem):
                    self.failed.emit(problem)

        self._access.run(load, on_result)

    def _now(self) -> datetime:
        return self._context.clock()


def say_about(event: AdverseEvent, content: Content, context: PageContext) -> str:
    """Return what a contact about an event is about."""
    return say_event(event, content.names.events).in_language(context.words.language)


def _load_subject(vault: Vault, patient_id: str, event: AdverseEvent | None = None) -> EventSubject:
    return EventSubject(patient_id, vault.get_patient(patient_id).name, vault.list_treated_visits(patient_id), event)
