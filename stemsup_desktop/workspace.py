"""The window on an open vault: makes every page, hands each what it needs, and joins what pages say to what follows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.steps import STEP_TITLES
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.notices import Notice
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.auto_lock import IdleWatch, read_awake_clock
from stemsup_desktop.ui.backup_keeper import BackupKeeper
from stemsup_desktop.ui.backup_strip import BackupStrip
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.curtain import clear_clipboard
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.jobs import Err, JobRunner, Ok
from stemsup_desktop.ui.notice_strip import make_notice_strip
from stemsup_desktop.ui.outgoing import OutgoingDocuments
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.consent.keeper import load_kept as load_kept_signings
from stemsup_desktop.ui.pages.consent.keeper import make_signing_keeper
from stemsup_desktop.ui.pages.consent.memory import KeptSignings, SigningMemory
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.documents.page import DocumentsPage, DocumentsPlace
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.explain.page import ExplainPage
from stemsup_desktop.ui.pages.history.page import HistoryPage
from stemsup_desktop.ui.pages.history.place import EVERY_VISIT, HistoryPlace, Subject
from stemsup_desktop.ui.pages.patients.chart import Visit, load_visit
from stemsup_desktop.ui.pages.patients.keeper import KeptForms, make_form_keeper
from stemsup_desktop.ui.pages.patients.keeper import load_kept as load_kept_forms
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.people.page import PeoplePage
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.reason.page import ReasonPage
from stemsup_desktop.ui.pages.reference.page import ReferencePage, ReferencePlace
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.summary.page import SummaryPage
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.place import NOWHERE, Place, go_to_place, read_place
from stemsup_desktop.ui.printing import choose_save_path, let_print_on, print_pdf
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.shell.gate_texts import SETTING, KeptTexts
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.site_map.drawing import read_drawings
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage


@dataclass(frozen=True, slots=True)
class WorkspaceParts:
    """What outlives one workspace."""

    application: QApplication
    theme: Theme
    language: WindowLanguage
    runner: JobRunner
    access: VaultAccess
    clock: Callable[[], datetime]
    content: Content
    fonts: FontFolder
    backups: BackupKeeper
    awake_clock: Callable[[], float] = read_awake_clock
    """Seconds by which it is told how long nobody has touched the program."""


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """What was typed before and is no record yet."""

    forms: KeptForms
    signings: KeptSignings
    gate_texts: KeptTexts


@dataclass(frozen=True, slots=True)
class House:
    """Who signed in, to which clinic, and what is under way there.

    `physician` is whom papers name of a visit on which no physician has worked yet.
    """

    author: Author
    clinic: Clinic
    physician: Physician
    kept: KeptDrafts
    notices: tuple[Notice, ...] = ()


def load_kept_drafts(vault: Vault) -> KeptDrafts:
    """Return what the vault keeps of what is under way; nothing for whoever may not see patients."""
    if not vault.author.may(Right.PATIENTS):
        return KeptDrafts(KeptForms(), KeptSignings(), KeptTexts())
    gate_texts = load_kept_record(vault, SETTING, KeptTexts)
    return KeptDrafts(load_kept_forms(vault), load_kept_signings(vault), gate_texts)


def load_house(vault: Vault) -> House:
    """Return what a workspace begins with."""
    kept, notices = load_kept_drafts(vault), vault.list_notices()
    return House(vault.author, vault.load_clinic(), vault.load_physician(), kept, notices)


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """Where the person was, to come back there after unlocking."""

    patient_id: str
    consultation_id: str
    page_id: str
    place: Place = NOWHERE


class SourceNames(Mapping[str, str]):
    """The citations by source id, in the window's language of the moment."""

    def __init__(self, library: ReferenceLibrary, language: WindowLanguage) -> None:
        self._library = library
        self._language = language

    def __getitem__(self, source_id: str) -> str:
        return self._library.sources[source_id].citation.in_language(self._language.language)

    def __iter__(self) -> Iterator[str]:
        return iter(self._library.sources)

    def __len__(self) -> int:
        return len(self._library.sources)


class Workspace(QObject):
    """One unlocked window. Pages reach each other only through here."""

    lock_requested = Signal()
    restore_requested = Signal(object)
    """The path of a backup that is to take the vault's place."""
    scheme_chosen = Signal(object)

    def __init__(self, parts: WorkspaceParts, house: House) -> None:
        super().__init__()
        self._parts = parts
        self._author = house.author
        self._clinic = house.clinic
        self._physician = house.physician
        self._notices = house.notices
        self._is_left = False
        self._going_to: OpenVisit | None = None
        """The visit whose page is not on screen yet."""
        self._patients_memory = PatientsMemory()
        self._form_keeper = make_form_keeper(self._patients_memory, house.kept.forms, parts.access, self)
        self._signing_memory = SigningMemory()
        self._reference_place = ReferencePlace()
        self.session = make_session(parts.content.clinical, parts.runner, self._save, parts.clock, house.author)
        self._signing_keeper = make_signing_keeper(
            self._signing_memory, house.kept.signings, self.session, parts.access, self
        )
        self._library = ChecklistLibrary(parts.content.clinical)
        self._context = PageContext(parts.theme, parts.language, self.session, parts.runner, parts.clock)
        self._documents_place = DocumentsPlace()
        self._history_place = HistoryPlace()
        self._outgoing = OutgoingDocuments(parts.runner, parts.access, self)
        self._house_desk = HouseDesk(self._context, parts.access)
        sources = SourceNames(parts.content.reference, parts.language)
        self.window = MainWindow(self._context, parts.application, sources)
        self.window.read_gate_texts().restore(house.kept.gate_texts)
        self._gate_keeper = DraftKeeper(SETTING, self._derive_gate_texts, parts.access, self)
        self._gate_keeper.start(house.kept.gate_texts)
        self.session.clinical_changed.connect(lambda: self.window.stack.make_anew("step-2"))
        self.window.lock_requested.connect(self.lock_requested)
        self.window.history_requested.connect(self._on_history_requested)
        self.window.source_requested.connect(self._on_reference_requested)
        self.idle_watch = IdleWatch(parts.application, parts.awake_clock, lambda: parts.runner.is_busy, self)
        self.idle_watch.counted_down.connect(self.window.lock_strip.show_seconds)
        self.idle_watch.stayed.connect(self.window.lock_strip.hide)
        self.idle_watch.idle.connect(self.lock_requested)
        self.window.lock_strip.stay_requested.connect(self.idle_watch.stay)
        if self._author.may(Right.PATIENTS):
            self._register_steps()
        self._register_pages()

    @property
    def _home(self) -> str:
        """The page one begins at: the patients, or for whoever may not see them the settings."""
        return "patients" if self._author.may(Right.PATIENTS) else "settings"

    @property
    def open_visit(self) -> OpenVisit | None:
        """The visit on screen or about to come, and its page, or None."""
        if self._going_to is not None:
            return self._going_to
        if not self.session.has_visit:
            return None
        state, page = self.session.state, self.window.stack.current_page
        place = read_place(page, self.window.focusWidget()) if page is not None else NOWHERE
        return OpenVisit(
            state.patient.patient_id, state.consultation.consultation_id, self.window.stack.current_id, place
        )

    def come(self, reopen: OpenVisit | None, on_ready: Callable[[], None]) -> None:
        """Make the first page, show it and style it, each in a turn of its own; then the window is ready to be seen."""
        self._going_to = reopen
        stack, home = self.window.stack, self._home
        first = partial(stack.make_ahead, home), partial(stack.prepare, home)
        acts = (*first, partial(self.start, reopen), self.window.ensurePolished, on_ready)
        run_in_turns(self, *(partial(self._do_unless_left, act) for act in acts))

    def _do_unless_left(self, act: Callable[[], object]) -> None:
        """Do what was queued, unless the window was locked or ended since."""
        if not self._is_left:
            act()

    def start(self, reopen: OpenVisit | None) -> None:
        """Show the patients, or the visit that was open before the window was locked."""
        self.window.go_to(self._home)
        if reopen is not None and self._author.may(Right.PATIENTS):
            self._load_visit(reopen)
        self.window.stack.warm_up()

    def close(self) -> None:
        """Write what is unwritten, take the window off the screen and let go of it."""
        self.leave()
        self.window.deleteLater()

    def leave(self) -> None:
        """Write what is unwritten and take the window off the screen, its texts out of the clipboard; keep it."""
        self._is_left = True
        self.idle_watch.stop()
        self.window.stack.stop_warming_up()
        self._form_keeper.close()
        self._signing_keeper.close()
        self._gate_keeper.close()
        self._house_desk.flush()
        let_print_on(self.window, self._parts.application)
        self._outgoing.leave()
        self.window.close()  # first of all: a page that is not seen shows nothing when the visit goes
        self.session.close_visit()
        clear_clipboard(self._parts.application.clipboard())

    def drop(self, on_dropped: Callable[[], None]) -> None:
        """Let go of a window that was left, page by page: all of them at once would hold the next window up."""
        self.window.destroyed.connect(on_dropped)
        self.window.stack.emptied.connect(self.window.deleteLater)
        self.window.stack.drop_pages()

    def _derive_gate_texts(self) -> KeptTexts:
        return self.window.read_gate_texts().derive_kept()

    def _save(self, snapshot: ConsultationFile) -> None:
        """Write a draft; runs on the vault lane."""
        vault = self._parts.access.get_vault()
        vault.save_consultation(snapshot.consultation, snapshot.patient.patient_id)

    # Pages

    def _register_steps(self) -> None:
        register, context, content = self.window.register_step, self._context, self._parts.content
        drawings = read_drawings(find_resources() / "sites" / "site-map.json")
        register(1, self._make_reason)
        register(2, lambda: ExaminationPage(context, context.session.clinical, self._parts.access))
        register(3, self._make_explain)
        register(4, lambda: PlanPage(context, content, drawings))
        register(5, self._make_consent)
        register(6, lambda: TreatmentPage(context, content))
        register(7, self._make_summary)

    def _register_pages(self) -> None:
        register = self.window.register_page
        sees_patients = self._author.may(Right.PATIENTS)
        if sees_patients:
            register("patients", self._make_patients, RailEntry("patients", "workspace.patients"))
        register("reference", self._make_reference, RailEntry("reference", "workspace.reference"))
        if sees_patients:
            register("documents", self._make_documents, RailEntry("docs", "workspace.documents"))
        register("settings", self._make_settings, RailEntry("settings", "workspace.settings"))
        register("people", lambda: PeoplePage(self._context, self._parts.access))
        if sees_patients or self._author.may(Right.ADMINISTER):
            register("history", self._make_history)

    def _make_reason(self) -> Page[Any]:
        page = ReasonPage(self._context, self._parts.content.reference)
        page.patient_edit_requested.connect(self._on_patient_edit_requested)
        return page

    def _make_patients(self) -> Page[Any]:
        page = PatientsPage(
            self._context, self._parts.content, self._parts.access, self._library, self._patients_memory
        )
        page.visit_requested.connect(self._on_visit_requested)
        page.patient_saved.connect(self._on_patient_saved)
        page.document_requested.connect(self._on_document_requested)
        strip = BackupStrip(self._parts.theme, self._context.words, self._parts.backups)
        strip.settings_requested.connect(lambda: self.window.go_to("settings"))
        page.add_strip(strip)
        for notice in self._notices:
            page.add_strip(make_notice_strip(notice, self._parts.theme, self._context.words))
        page.history_requested.connect(lambda patient_id: self._open_history(Subject(patient_id)))
        return page

    def _make_reference(self) -> Page[Any]:
        page = ReferencePage(self._context, self._parts.content, self._parts.fonts)
        page.restore(self._reference_place)
        page.place_changed.connect(self._on_place_changed)
        page.print_requested.connect(self._print)
        return page

    def _make_explain(self) -> Page[Any]:
        page = ExplainPage(self._context, self._parts.content)
        page.reference_requested.connect(self._on_reference_requested)
        page.text_shown.connect(self._keep_text)
        return page

    def _make_consent(self) -> Page[Any]:
        parts = self._parts
        page = ConsentPage(self._context, parts.content, parts.access, parts.fonts, self._signing_memory)
        self._signing_keeper.kept_changed.connect(page.show_kept)
        page.show_kept(self._signing_keeper.problem)
        page.print_requested.connect(self._print)
        page.save_requested.connect(self._save_file)
        return page

    def _make_summary(self) -> Page[Any]:
        parts = self._parts
        page = SummaryPage(self._context, parts.content, parts.access, parts.fonts)
        page.print_requested.connect(self._print)
        page.save_requested.connect(self._save_file)
        return page

    def _make_documents(self) -> Page[Any]:
        return DocumentsPage(self._context, self._parts.access, self._documents_place, self._outgoing)

    def _make_history(self) -> Page[Any]:
        parts = self._parts
        return HistoryPage(self._context, parts.content, parts.access, self._library, self._history_place)

    def _make_settings(self) -> Page[Any]:
        parts = self._parts
        page = SettingsPage(
            self._context, parts.content, parts.access, self._library, self._house_desk, backups=parts.backups
        )
        page.restore_requested.connect(self.restore_requested)
        page.clinic_changed.connect(self._on_clinic_changed)
        page.physician_changed.connect(self._on_physician_changed)
        page.language_chosen.connect(self._parts.language.set_language)
        page.scheme_chosen.connect(self.scheme_chosen)
        page.lock_minutes_saved.connect(self.idle_watch.set_minutes)
        page.whole_history_requested.connect(lambda: self._open_history(Subject(is_whole=True)))
        return page

    # Visits

    def _on_visit_requested(self, visit: Visit) -> None:
        self._open(visit, page_id="step-1")

    def _open(self, visit: Visit, page_id: str, place: Place = NOWHERE) -> None:
        patient, consultation = visit.patient, visit.consultation
        physician = visit.physician or self._physician
        consultation = self.session.find_unsaved(consultation.consultation_id) or consultation
        self._going_to = OpenVisit(patient.patient_id, consultation.consultation_id, page_id, place)
        self.session.open_visit(patient, consultation, self._clinic, physician, visit.clinical, visit.earlier)
        # The frame, the page's first view and the page on screen each take a turn of their own.
        left = self.window.stack.current_id
        run_in_turns(self, partial(self._prepare_page, page_id), partial(self._show_page, page_id, left, place))

    def _prepare_page(self, page_id: str) -> None:
        if self._is_left:
            return  # locked or ended between two turns
        if self.window.stack.has(page_id):
            for _ in self.window.stack.prepare(page_id).warm_up():
                continue

    def _show_page(self, page_id: str, left: str, place: Place) -> None:
        """Show the page of a visit that was opened, unless the person has gone on from where they were by then."""
        if self._is_left:
            return
        self._going_to = None
        if self.window.stack.current_id == left:
            self.window.go_to(page_id)
            page = self.window.stack.current_page
            if page is not None:
                go_to_place(page, place)
        self.window.stack.warm_up()

    def _load_visit(self, visit: OpenVisit) -> None:
        self._going_to = visit

        def on_result(result: Ok[Visit] | Err) -> None:
            match result:
                case Ok(found):
                    self._open(found, visit.page_id, visit.place)
                case Err(problem):
                    self._going_to = None
                    self._say(problem)

        library = self._library
        self._parts.access.run(lambda vault: load_visit(vault, visit.consultation_id, library), on_result)

    def _on_patient_edit_requested(self, field: str) -> None:
        patient_id = self.session.state.patient.patient_id
        self.window.go_to("patients")
        page = self.window.stack.current_page
        if isinstance(page, PatientsPage):
            page.edit_patient(patient_id, field)

    def _on_patient_saved(self, patient: Patient) -> None:
        if self.session.has_visit and self.session.state.patient.patient_id == patient.patient_id:
            self.session.set_patient(patient)

    def _on_clinic_changed(self, clinic: Clinic) -> None:
        self._clinic = clinic
        self._refresh_visit()

    def _on_physician_changed(self, physician: Physician) -> None:
        self._physician = physician
        self._refresh_visit()

    def _refresh_visit(self) -> None:
        """Show the open visit with the clinic's new details; its history of undo begins anew."""
        if self.session.has_visit:
            state = self.session.state
            clinical, earlier = self.session.clinical, self.session.earlier
            physician = self._physician if state.may_decide and not state.is_closed else state.physician
            self.session.open_visit(state.patient, state.consultation, self._clinic, physician, clinical, earlier)

    # Reference and documents

    def _on_place_changed(self, place: ReferencePlace) -> None:
        self._reference_place = place

    def _on_reference_requested(self, page_id: str) -> None:
        back = self.window.stack.current_id
        self.window.go_to("reference")
        page = self.window.stack.current_page
        if isinstance(page, ReferencePage):
            page.open_page(page_id)
            if back != "reference":  # a link followed within the reference leaves the way back as it was
                page.set_return(back, self._title_of(back))

    def _title_of(self, page_id: str) -> str:
        words = self._context.words
        number = self.window.stack.step_of(page_id)
        if not number:
            return ""
        title = STEP_TITLES[number - 1].in_language(words.language)
        return words("workspace.back_to_step", number=number, title=title)

    def _on_document_requested(self, number: str) -> None:
        self.window.go_to("documents")
        page = self.window.stack.current_page
        if isinstance(page, DocumentsPage):
            page.open_document(number)

    def _on_history_requested(self) -> None:
        """Open the history of the patient whose chart is shown, or of the open visit; without either do nothing."""
        page = self.window.stack.current_page
        shown = page.shown_patient_id if isinstance(page, PatientsPage) else ""
        if shown:
            self._open_history(Subject(shown))
        elif self.session.has_visit:
            state = self.session.state
            self._open_history(Subject(state.patient.patient_id), state.consultation.consultation_id)

    def _open_history(self, subject: Subject, visit: str = EVERY_VISIT) -> None:
        back = self.window.stack.current_id
        page = self.window.stack.prepare("history")
        if isinstance(page, HistoryPage):
            page.open_history(subject, visit, self._history_place.back if back == "history" else back)
        self.window.go_to("history")

    def _keep_text(self, data: bytes) -> None:
        def on_result(result: Ok[str] | Err) -> None:
            if isinstance(result, Err):
                self._say(result.problem)

        self._parts.access.run(lambda vault: vault.save_text(data), on_result)

    def _print(self, pdf: bytes, title: str, kept_number: str = "") -> None:
        try:
            run = print_pdf(pdf, self.window, title)
        except Problem as problem:
            self._say(problem)
            return
        if kept_number:
            self._outgoing.watch_print(run, kept_number, self._say)
        run.ended.connect(lambda problem: None if problem is None else self._say(problem))

    def _save_file(self, pdf: bytes, suggested_name: str, kept_number: str = "") -> None:
        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Err):
                self._say(result.problem)

        def save(path: Path) -> None:
            self._outgoing.save_copy(pdf, path, kept_number, on_result)

        choose_save_path(self.window, suggested_name, self._context.words("workspace.save_title"), save)

    def _say(self, problem: Problem) -> None:
        """Say in a sheet what failed and what to do, unless the window is gone meanwhile."""
        if self._is_left:
            return
        words = self._context.words
        host = self.window.centralWidget()
        if isinstance(host, QWidget):
            sheet = Sheet(
                self._parts.theme,
                host,
                words("workspace.problem_title"),
                accept_text=words("common.close"),
                dismiss_text="",
            )
            sheet.add_text(words.sentence_of(problem))
            sheet.accepted.connect(sheet.dismiss)
            self.window.show_sheet(sheet)
