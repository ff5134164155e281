"""The visit of a window: opened, shown where the person was, and judged anew when what it is judged by changes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.consultation.withdrawal import with_kept_withdrawals
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.background_keeper import BackgroundKeeper
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.patients.chart import Visit, load_visit
from stemsup_desktop.ui.palette.recent import RecentNoter
from stemsup_desktop.ui.place import NOWHERE, Place, go_to_place, read_place
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.turns import iter_until, run_in_turns, take_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """Where the person was, to come back there after unlocking."""

    patient_id: str
    consultation_id: str
    page_id: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class VisitSources:
    """Where visits come from, and what is told of one that is opened."""

    access: VaultAccess
    checklists: ChecklistLibrary
    forms: FormLibrary
    background: BackgroundKeeper
    recent: RecentNoter


class WindowVisits:
    """One for each window; `is_left` is whether it is locked or gone, `say` tells of what failed.

    `physician` is whom papers name of a visit on which no physician has worked yet.
    """

    def __init__(
        self,
        window: MainWindow,
        context: PageContext,
        sources: VisitSources,
        clinic: Clinic,
        physician: Physician,
        is_left: Callable[[], bool],
        say: Callable[[Problem], None],
        owner: QObject,
    ) -> None:
        self._window = window
        self._context = context
        self._session = context.session
        self._sources = sources
        self._is_left = is_left
        self._say = say
        self._owner = owner
        self._clinic = clinic
        self._physician = physician
        self._going_to: OpenVisit | None = None
        """The visit whose page is not on screen yet."""

    @property
    def clinic(self) -> Clinic:
        """The clinic as its settings are now."""
        return self._clinic

    @property
    def open_visit(self) -> OpenVisit | None:
        """The visit on screen or about to come, and its page, or None."""
        if self._going_to is not None:
            return self._going_to
        if not self._session.has_visit:
            return None
        state, stack = self._session.state, self._window.stack
        page = stack.current_page
        place = read_place(page, self._window.focusWidget()) if page is not None else NOWHERE
        return OpenVisit(state.patient.patient_id, state.consultation.consultation_id, stack.current_id, place)

    def expect(self, visit: OpenVisit | None) -> None:
        """Take a visit for the one about to come, before it is loaded."""
        self._going_to = visit

    def open(self, visit: Visit, page_id: str = "step-1", place: Place = NOWHERE) -> None:
        """Open a visit that was loaded, and show a page of it in turns."""
        patient, consultation = visit.patient, visit.consultation
        physician = visit.physician or self._physician
        unsaved = self._session.find_unsaved(consultation.consultation_id)
        if unsaved is not None:
            consultation = with_kept_withdrawals(consultation, unsaved)
        self._going_to = OpenVisit(patient.patient_id, consultation.consultation_id, page_id, place)
        self._sources.recent.note(patient.patient_id)
        self._sources.background.note_loaded(visit.consultation)
        self._session.open_visit(
            patient, consultation, self._clinic, physician, visit.clinical, visit.earlier, visit.texts, visit.background
        )
        # The frame, the page's first view and the page on screen each take a turn of their own.
        stack = self._window.stack
        pieces = iter_until(self._is_left, chain(stack.iter_ready(page_id), self._window.iter_frame_ready()))
        show = partial(self._show_page, page_id, stack.moves, place)
        take_in_turns(self._owner, pieces, partial(run_in_turns, self._owner, show))

    def _show_page(self, page_id: str, moves: int, place: Place) -> None:
        """Show the page of a visit that was opened, unless the person has gone on from where they were by then."""
        if self._is_left():
            return
        self._going_to = None
        stack = self._window.stack
        if stack.moves == moves:
            self._window.go_to(page_id)
            page = stack.current_page
            if page is not None:
                go_to_place(page, place)
        stack.warm_up()

    def load(self, visit: OpenVisit) -> None:
        """Load a visit and open it where the person was."""
        self._going_to = visit

        def on_result(result: Ok[Visit] | Err) -> None:
            match result:
                case Ok(found):
                    self.open(found, visit.page_id, visit.place)
                case Err(problem):
                    self._going_to = None
                    self._say(problem)

        checklists, forms = self._sources.checklists, self._sources.forms
        session, now = self._session, self._context.clock()

        def load(vault: Vault) -> Visit:
            found = load_visit(vault, visit.consultation_id, checklists, forms)
            session.judge_ahead(found.patient, found.consultation, found.clinical, found.background, now)
            return found

        self._sources.access.run(load, on_result)

    def set_patient(self, patient: Patient) -> None:
        """Show the open visit with its patient as they were saved; of another patient do nothing."""
        if self._session.has_visit and self._session.state.patient.patient_id == patient.patient_id:
            self._session.set_patient(patient)

    def set_clinic(self, clinic: Clinic) -> None:
        """Take the clinic's new details."""
        self._clinic = clinic
        self._refresh()

    def set_physician(self, physician: Physician) -> None:
        """Take the physician's new details."""
        self._physician = physician
        self._refresh()

    def _refresh(self) -> None:
        """Show the open visit with the clinic's new details; its history of undo begins anew."""
        if not self._session.has_visit:
            return
        state, session = self._session.state, self._session
        session.open_visit(
            state.patient,
            state.consultation,
            self._clinic,
            self._physician if state.may_decide and not state.is_closed else state.physician,
            session.clinical,
            session.earlier,
            state.texts,
            state.background,
        )

    def judge_by_new_form(self) -> None:
        """Judge the open visit by the consent form that is in force now."""
        if not self._session.has_visit:
            return
        state, forms = self._session.state, self._sources.forms
        patient_id, visit = state.patient.patient_id, state.consultation

        def on_result(result: Ok[VisitTexts] | Err) -> None:
            match result:
                case Ok(texts) if self._session.has_visit:
                    if self._session.state.consultation.consultation_id == visit.consultation_id:
                        self._session.set_texts(texts)
                case Err(problem):
                    self._say(problem)

        self._sources.access.run(lambda vault: forms.load_for_visit(vault, patient_id, visit), on_result)
