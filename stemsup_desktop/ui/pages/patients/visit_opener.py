"""Starting, continuing and opening consultations: asks first while the visit of somebody else is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.patients.asker import Asker
from stemsup_desktop.ui.pages.patients.chart import Chart, Visit, load_visit, start_visit


class VisitOpener(QObject):
    """`visit_opened` carries the `Visit`, `failed` a `Problem`."""

    visit_opened = Signal(object)
    failed = Signal(object)

    def __init__(self, page: Asker, library: ChecklistLibrary, forms: FormLibrary | None, host: QWidget) -> None:
        super().__init__(host)
        self._library = library
        self._forms = forms
        self._page = page
        self._host = host
        self._is_opening = False
        self._sheet: Sheet | None = None

    def begin(self, chart: Chart, session: SessionRef | None = None) -> None:
        """Go on with the patient's open consultation, or start one, as a session of the course where one is named."""
        entry, patient_id, now = chart.open_consultation, chart.patient.patient_id, self._page.context.clock()
        library, forms = self._library, self._forms
        self._open(
            chart.patient,
            entry.consultation_id if entry is not None else "",
            lambda vault: start_visit(vault, patient_id, now, library, forms, session),
        )

    def open(self, patient: Patient, consultation_id: str) -> None:
        """Open an earlier consultation."""
        library, forms = self._library, self._forms
        self._open(patient, consultation_id, lambda vault: load_visit(vault, consultation_id, library, forms))

    def _open(self, patient: Patient, consultation_id: str, work: Callable[[Vault], Visit]) -> None:
        """Open a consultation; one that is open already is newer in the window than in the vault."""
        session = self._page.context.session
        if session.has_visit:
            state = session.state
            if state.consultation.consultation_id == consultation_id:
                here = Visit(
                    state.patient,
                    state.consultation,
                    session.clinical,
                    session.earlier,
                    texts=state.texts,
                    background=state.background,
                )
                self.visit_opened.emit(here)
                return
            if state.consultation.summary.closed_at is None:
                self._confirm(state.patient, patient, work)
                return
        self._load(work)

    def _confirm(self, current: Patient, other: Patient, work: Callable[[Vault], Visit]) -> None:
        words = self._page.context.words
        if self._sheet is not None:
            self._sheet.deleteLater()
        sheet = Sheet(
            self._page.context.theme,
            self._host,
            words("patients.other_open_title"),
            accept_text=words("patients.other_open_accept", name=_shorten(other.name)),
            dismiss_text=words("patients.other_open_dismiss", name=_shorten(current.name)),
            width=560,
        )
        sheet.add_text(words("patients.other_open", name=current.name))

        def on_accepted() -> None:
            sheet.close_sheet()
            self._load(work)

        sheet.accepted.connect(on_accepted)
        self._sheet = sheet
        sheet.open()

    def _load(self, work: Callable[[Vault], Visit]) -> None:
        if self._is_opening:
            return
        self._is_opening = True
        session, now = self._page.context.session, self._page.context.clock()

        def load(vault: Vault) -> Visit:
            visit = work(vault)
            session.judge_ahead(visit.patient, visit.consultation, visit.clinical, visit.background, now)
            return visit

        def on_result(result: Ok[Visit] | Err) -> None:
            self._is_opening = False
            if isinstance(result, Err):
                self.failed.emit(result.problem)
            else:
                self.visit_opened.emit(result.value)

        self._page.ask(load, on_result, busy=self._page.context.words("patients.opening"))


def _shorten(name: str) -> str:
    """Return a name that fits on a button; the sentence above has all of it."""
    return name if len(name) <= 24 else f"{name[:23]}…"
