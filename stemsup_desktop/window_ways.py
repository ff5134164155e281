"""The ways from page to page: each leads to a page of the window and has it show what was asked for."""

from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.consultation.steps import STEP_TITLES
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.pages.explain.page import ExplainPage
from stemsup_desktop.ui.pages.history.page import HistoryPage
from stemsup_desktop.ui.pages.history.place import EVERY_VISIT, HistoryPlace, Subject
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.recall.page import RecallPage
from stemsup_desktop.ui.pages.reference.page import ReferencePage
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.patient_desk.desk import CONSENT
from stemsup_desktop.ui.patient_desk.explain_pages import get_key
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.ways import go_to_page


class WindowWays:
    """One for each window."""

    def __init__(self, window: MainWindow, context: PageContext, library: ReferenceLibrary) -> None:
        self._window = window
        self._context = context
        self._session = context.session
        self._library = library
        self.history_place = HistoryPlace()

    # Patients

    def show_chart(self, patient_id: str) -> None:
        """Show the chart of a patient."""
        page = go_to_page(self._window, "patients", PatientsPage)
        if page is not None:
            page.show_chart(patient_id)

    def add_patient(self) -> None:
        """Begin a new patient."""
        page = go_to_page(self._window, "patients", PatientsPage)
        if page is not None:
            page.add_patient()

    def edit_patient(self, field: str) -> None:
        """Edit the patient of the open visit, at a field."""
        patient_id = self._session.state.patient.patient_id
        page = go_to_page(self._window, "patients", PatientsPage)
        if page is not None:
            page.edit_patient(patient_id, field)

    # Lots

    def show_lot(self, lot_id: str) -> None:
        """Show a lot in the lot book, or where none is named the whole of it."""
        page = go_to_page(self._window, "lots", LotsPage)
        if page is not None and lot_id:
            page.show_lot(lot_id)

    def add_scanned_lot(self, match: ScanMatch) -> None:
        """Begin a new lot of what was scanned."""
        page = go_to_page(self._window, "lots", LotsPage)
        if page is not None:
            page.add_scanned_lot(match)

    def add_scanned_product(self, match: ScanMatch) -> None:
        """Begin a new product of what was scanned."""
        page = go_to_page(self._window, "lots", LotsPage)
        if page is not None:
            page.add_scanned_product(match.code.gtin)

    def open_recall(self, lot_number: str, lot_id: str = "") -> None:
        """Show who received a lot, with the way back to the page on show."""
        back = self._window.stack.current_id
        page = self._window.stack.prepare("recall")
        if isinstance(page, RecallPage):
            page.open_lot(lot_number, lot_id, back)
        self._window.go_to("recall")

    # Reference, documents and settings

    def open_reference(self, page_id: str) -> None:
        """Open a page of the reference, with the way back to the step on show."""
        back = self._window.stack.current_id
        page = go_to_page(self._window, "reference", ReferencePage)
        if page is not None:
            page.open_page(page_id)
            if back != "reference":  # a link followed within the reference leaves the way back as it was
                page.set_return(back, self._title_of(back))

    def _title_of(self, page_id: str) -> str:
        words = self._context.words
        number = self._window.stack.step_of(page_id)
        if not number:
            return ""
        title = STEP_TITLES[number - 1].in_language(words.language)
        return words("workspace.back_to_step", number=number, title=title)

    def open_document(self, number: str) -> None:
        """Show a kept document."""
        page = go_to_page(self._window, "documents", DocumentsPage)
        if page is not None:
            page.open_document(number)

    def show_setting(self, part: str) -> None:
        """Show a part of the settings."""
        page = go_to_page(self._window, "settings", SettingsPage)
        if page is not None:
            page.show_part(part)

    def find_shown_key(self) -> str:
        """Return what the page on show looks at, as the patient screen knows it; empty for what it does not show."""
        page = self._window.stack.current_page
        if isinstance(page, ExplainPage):
            found = self._library.find_page(page.current_id)
            return "" if found is None else get_key(found)
        return CONSENT if isinstance(page, ConsentPage) else ""

    # History

    def open_shown_history(self) -> None:
        """Open the history of the patient whose chart is shown, or of the open visit; without either do nothing."""
        page = self._window.stack.current_page
        shown = page.shown_patient_id if isinstance(page, PatientsPage) else ""
        if shown:
            self.open_history(Subject(shown))
        elif self._session.has_visit:
            state = self._session.state
            self.open_history(Subject(state.patient.patient_id), state.consultation.consultation_id)

    def open_history(self, subject: Subject, visit: str = EVERY_VISIT) -> None:
        """Open the history of a subject, with the way back to the page on show."""
        back = self._window.stack.current_id
        page = self._window.stack.prepare("history")
        if isinstance(page, HistoryPage):
            page.open_history(subject, visit, self.history_place.back if back == "history" else back)
        self._window.go_to("history")
