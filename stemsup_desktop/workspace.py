"""The window on an open vault: makes every page, hands each what it needs, and joins what pages say to what follows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.steps import STEP_TITLES
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.consultation.withdrawal import with_kept_withdrawals
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.store.notices import Notice
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.auto_lock import IdleWatch, read_awake_clock
from stemsup_desktop.ui.background_keeper import BackgroundKeeper
from stemsup_desktop.ui.backup_keeper import BackupKeeper
from stemsup_desktop.ui.backup_strip import BackupStrip
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.curtain import clear_clipboard
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.file_checker import FileChecker
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, JobRunner, Ok
from stemsup_desktop.ui.key_paper import KeyPaper
from stemsup_desktop.ui.laying_out import hold_back_styles, iter_getting_ready
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
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
from stemsup_desktop.ui.pages.forms.keeper import make_form_draft_keeper
from stemsup_desktop.ui.pages.forms.memory import FormsMemory, read_stored_form
from stemsup_desktop.ui.pages.forms.page import FormsPage
from stemsup_desktop.ui.pages.history.page import HistoryPage
from stemsup_desktop.ui.pages.history.place import EVERY_VISIT, HistoryPlace, Subject
from stemsup_desktop.ui.pages.lots.keeper import KeptLotForms, make_lot_form_keeper
from stemsup_desktop.ui.pages.lots.keeper import load_kept as load_kept_lot_forms
from stemsup_desktop.ui.pages.lots.memory import LotsMemory
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.patients.chart import Visit, load_visit
from stemsup_desktop.ui.pages.patients.keeper import KeptForms, make_form_keeper
from stemsup_desktop.ui.pages.patients.keeper import load_kept as load_kept_forms
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.people.page import PeoplePage
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.reason.page import ReasonPage
from stemsup_desktop.ui.pages.recall.page import RecallPage
from stemsup_desktop.ui.pages.recall.place import RecallPlace
from stemsup_desktop.ui.pages.reference.page import ReferencePage, ReferencePlace
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.summary.measure_memory import KeptMeasures, MeasureMemory, make_measure_keeper
from stemsup_desktop.ui.pages.summary.measure_memory import load_kept as load_kept_measures
from stemsup_desktop.ui.pages.summary.page import SummaryPage
from stemsup_desktop.ui.pages.summary.view import get_summary_form
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.palette.desk import PaletteDesk, PaletteWays
from stemsup_desktop.ui.palette.recent import RecentNoter
from stemsup_desktop.ui.paper_desk import PaperDesk, Produced
from stemsup_desktop.ui.patient_desk.desk import CONSENT, PatientDesk
from stemsup_desktop.ui.patient_desk.explain_pages import get_key
from stemsup_desktop.ui.patient_desk.room import PatientRoom
from stemsup_desktop.ui.patient_desk.seen_keeper import NOTHING_SEEN, KeptSeen, load_kept_seen
from stemsup_desktop.ui.patient_desk.strip import PatientStrip
from stemsup_desktop.ui.place import NOWHERE, Place, go_to_place, read_place
from stemsup_desktop.ui.print_sheet import print_pdf
from stemsup_desktop.ui.printing import PrintRun, choose_save_path, let_print_on
from stemsup_desktop.ui.scan_desk import ScanDesk, ScanNotice, ScanWays
from stemsup_desktop.ui.scanner import Scanner
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.shell.gate_texts import SETTING, KeptTexts
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.signing_acts import SigningActs
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.turns import run_in_turns, take_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.verify_sheet import VerifySheet
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.window_drops import WindowDrops


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
    lot_forms: KeptLotForms
    measures: KeptMeasures
    form: str = ""
    """The consent form that is being edited, as the vault keeps it."""
    seen: KeptSeen = NOTHING_SEEN


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
    form = vault.load_form_draft() if vault.author.may(Right.ADMINISTER) else ""
    if not vault.author.may(Right.PATIENTS):
        return KeptDrafts(KeptForms(), KeptSignings(), KeptTexts(), KeptLotForms(), KeptMeasures(), form)
    gate_texts = load_kept_record(vault, SETTING, KeptTexts)
    lot_forms = load_kept_lot_forms(vault)
    measures = load_kept_measures(vault)
    forms, signings, seen = load_kept_forms(vault), load_kept_signings(vault), load_kept_seen(vault)
    return KeptDrafts(forms, signings, gate_texts, lot_forms, measures, form, seen)


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
    motion_chosen = Signal(bool)
    text_size_chosen = Signal(int)
    """In percent of the type scale."""

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
        self._lots_memory = LotsMemory()
        self._lot_form_keeper = make_lot_form_keeper(self._lots_memory, house.kept.lot_forms, parts.access, self)
        self._measure_memory = MeasureMemory()
        self._signing_memory = SigningMemory()
        self._reference_place = ReferencePlace()
        texts = VisitTexts(parts.content.consent)
        self.session = make_session(parts.content.clinical, parts.runner, self._save, parts.clock, house.author, texts)
        self._measure_keeper = make_measure_keeper(
            self._measure_memory, house.kept.measures, self.session, parts.access, self
        )
        self._signing_keeper = make_signing_keeper(
            self._signing_memory, house.kept.signings, self.session, parts.access, self
        )
        self._background_keeper = BackgroundKeeper(self.session, parts.access, self._say, self)
        self._lot_book = LotBookKeeper(self.session, parts.access, self._say, self)
        self._library = ChecklistLibrary(parts.content.clinical)
        self._forms = FormLibrary(parts.content.consent, parts.clock)
        self._context = PageContext(parts.theme, parts.language, self.session, parts.runner, parts.clock)
        self._ahead = replace(self._context, is_ahead=True)
        self._form_memory = FormsMemory()
        kept_form = read_stored_form(house.kept.form, parts.content.consent.coverage)
        self._form_memory.restore(kept_form)
        self._form_draft_keeper = (
            make_form_draft_keeper(self._form_memory, kept_form, parts.access, self)
            if self._author.may(Right.ADMINISTER)
            else None
        )
        self._documents_place = DocumentsPlace()
        self._history_place = HistoryPlace()
        self._recall_place = RecallPlace()
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
        self.window.text_size_chosen.connect(self.text_size_chosen)
        self.window.source_requested.connect(self._on_reference_requested)
        self.window.tour_requested.connect(self.start_tour)
        self._key_paper = KeyPaper(self._context, parts.fonts, self._print, self._say)
        self.window.keys_print_requested.connect(self._print_keys)
        self._file_checker = FileChecker(parts.access, self)
        self._drops = WindowDrops(self.window, self._context, lambda: self._is_left, self._say_scan, self.check_files)
        self.idle_watch = IdleWatch(parts.application, parts.awake_clock, lambda: parts.runner.is_busy, self)
        self.idle_watch.counted_down.connect(self.window.lock_strip.show_seconds)
        self.idle_watch.stayed.connect(self.window.lock_strip.hide)
        self.idle_watch.idle.connect(self.lock_requested)
        self.window.lock_strip.stay_requested.connect(self.idle_watch.stay)
        self.session.change_made.connect(self.idle_watch.take_touch)
        ways = ScanWays(
            self._find_scanned_page, self._show_lot, self._add_scanned_lot, self._add_scanned_product, self._say_scan
        )
        self._recent = RecentNoter(parts.access, self)
        self._palette = self._make_palette()
        self._signing_acts = SigningActs(self._context, parts.content)
        self.patient_desk = PatientDesk(
            self._context, parts.content, self._signing_acts, parts.application, self.window
        )
        self.patient_room = PatientRoom(
            self.patient_desk, self._context, parts.access, parts.application, house.kept.seen, self.window
        )
        self.patient_desk.takes_turns = self.patient_room.seen.takes_turns = True
        self._lead_patient_screen()
        self._scan_desk = ScanDesk(self._context, parts.access, ways, self)
        self._scanner = Scanner(parts.application, self)
        self._scanner.scanned.connect(self.take_scan)
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
        """Lay out the window and its first page in turns, and show that; then the window is ready to be seen."""
        hold_back_styles()
        self._going_to = reopen
        stack, home = self.window.stack, self._home
        pieces = chain(iter_getting_ready(self.window, self.window.size()), stack.iter_ready(home))
        acts = partial(self.start, reopen), on_ready
        rest = tuple(partial(self._do_unless_left, act) for act in acts)
        take_in_turns(self, self._iter_unless_left(pieces), partial(run_in_turns, self, *rest))

    def _iter_unless_left(self, pieces: Iterator[None]) -> Iterator[None]:
        """Take pieces of what was queued, until the window is locked or ends."""
        while not self._is_left and next(pieces, False) is None:
            yield

    def _do_unless_left(self, act: Callable[[], object]) -> None:
        """Do what was queued, unless the window was locked or ended since."""
        if not self._is_left:
            act()

    def start(self, reopen: OpenVisit | None) -> None:
        """Show the patients, or the visit that was open before the window was locked."""
        self.window.go_to(self._home)
        self._lot_book.refresh()
        self._scanner.start()
        if reopen is not None and self._author.may(Right.PATIENTS):
            self._load_visit(reopen)
        self.window.stack.warm_up()

    def leave(self) -> None:
        """Write what is unwritten and take the window off the screen, its texts out of the clipboard; keep it."""
        self._is_left = True
        self.patient_room.leave()  # before anything else: nothing of a patient stays on a display of its own
        self._scanner.stop()
        self.idle_watch.stop()
        self.window.stack.stop_warming_up()
        self._palette.forget()
        self._form_keeper.close()
        self._lot_form_keeper.close()
        self._signing_keeper.close()
        self._measure_keeper.close()
        self._gate_keeper.close()
        if self._form_draft_keeper is not None:
            self._form_draft_keeper.close()
        self._house_desk.flush()
        self._file_checker.stop()
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
        register, context = self.window.register_step, self._context
        register(1, self._make_reason)
        register(2, lambda: ExaminationPage(self._ahead, context.session.clinical, self._parts.access))
        register(3, self._make_explain)
        register(4, self._make_plan)
        register(5, self._make_consent)
        register(6, self._make_treatment)
        register(7, self._make_summary)

    def _register_pages(self) -> None:
        register = self.window.register_page
        sees_patients = self._author.may(Right.PATIENTS)
        if sees_patients:
            register("patients", self._make_patients, RailEntry("patients", "workspace.patients"))
        register("reference", self._make_reference, RailEntry("reference", "workspace.reference"))
        register("lots", self._make_lots, RailEntry("vial", "lots.rail"))
        if sees_patients:
            register("documents", self._make_documents, RailEntry("docs", "workspace.documents"))
            register("recall", self._make_recall)
        register("settings", self._make_settings, RailEntry("settings", "workspace.settings"))
        register("forms", self._make_forms)
        register("people", lambda: PeoplePage(self._context, self._parts.access))
        if sees_patients or self._author.may(Right.ADMINISTER):
            register("history", self._make_history)

    def _make_reason(self) -> Page[Any]:
        page = ReasonPage(self._ahead, self._parts.content.reference)
        page.patient_edit_requested.connect(self._on_patient_edit_requested)
        return page

    def _make_patients(self) -> Page[Any]:
        page = PatientsPage(
            self._ahead, self._parts.content, self._parts.access, self._library, self._patients_memory, self._forms
        )
        page.visit_requested.connect(self._on_visit_requested)
        page.patient_saved.connect(self._on_patient_saved)
        page.chart_shown.connect(self._recent.note)
        page.event_kept.connect(self._background_keeper.refresh)
        page.document_requested.connect(self._on_document_requested)
        page.recall_requested.connect(self._open_recall)
        strip = BackupStrip(self._parts.theme, self._context.words, self._parts.backups)
        strip.settings_requested.connect(lambda: self.window.go_to("settings"))
        page.add_strip(strip)
        for notice in self._notices:
            page.add_strip(make_notice_strip(notice, self._parts.theme, self._context.words))
        page.history_requested.connect(lambda patient_id: self._open_history(Subject(patient_id)))
        return page

    def _make_reference(self) -> Page[Any]:
        page = ReferencePage(self._context, self._parts.content, self._parts.fonts, self._lot_book)
        page.restore(self._reference_place)
        page.place_changed.connect(self._on_place_changed)
        page.print_requested.connect(self._print)
        return page

    def _make_lots(self) -> Page[Any]:
        page = LotsPage(self._ahead, self._parts.content, self._parts.access, self._lots_memory)
        page.lots_changed.connect(self.refresh_background)
        page.lots_changed.connect(self._lot_book.refresh)
        page.recall_requested.connect(self._open_recall)
        return page

    def _make_recall(self) -> Page[Any]:
        parts = self._parts
        page = RecallPage(self._ahead, parts.content, parts.access, parts.fonts, self._outgoing, self._recall_place)
        page.chart_requested.connect(self._show_chart)
        page.letter_requested.connect(self._on_document_requested)
        page.print_requested.connect(self._print_and_tell)
        return page

    def _make_explain(self) -> Page[Any]:
        page = ExplainPage(self._context, self._parts.content)
        page.reference_requested.connect(self._on_reference_requested)
        page.text_shown.connect(self._keep_text)
        return page

    def _make_plan(self) -> Page[Any]:
        content = self._parts.content
        page = PlanPage(self._ahead, content, content.drawings, self._parts.access, self._lot_book)
        page.lot_page_requested.connect(self._show_lot)
        return page

    def _make_consent(self) -> Page[Any]:
        parts = self._parts
        page = ConsentPage(self._ahead, parts.content, parts.access, parts.fonts, self._signing_memory)
        self._signing_keeper.kept_changed.connect(page.show_kept)
        page.show_kept(self._signing_keeper.problem)
        page.document_requested.connect(self._on_document_requested)
        page.signer_added.connect(lambda role: self.patient_desk.add_signer(SignerRole(role)))
        page.print_requested.connect(self._print)
        page.save_requested.connect(self._save_file)
        return page

    def _make_treatment(self) -> Page[Any]:
        parts = self._parts
        page = TreatmentPage(self._ahead, parts.content, parts.content.drawings, parts.access, self._lot_book)
        page.event_chart_requested.connect(self._show_chart)
        page.recall_requested.connect(self._open_recall)
        page.problem_met.connect(self._say)
        page.event_kept.connect(self._background_keeper.refresh)
        desk = PaperDesk(Paper.SELF_ADMINISTRATION, self._context, parts.content, parts.access, parts.fonts, page)
        page.sheet_requested.connect(lambda: self._print_home_sheet(desk))
        return page

    def _print_home_sheet(self, desk: PaperDesk) -> None:
        """Make the sheet for use at home of the open visit, keep it and print it; a draft is not kept."""
        state = self.session.state

        def on_produced(result: Ok[Produced] | Err) -> None:
            match result:
                case Ok(produced):
                    self._print(produced.pdf, produced.number, produced.kept_number)
                case Err(problem):
                    self._say(problem)

        desk.look(state.file, state.gate, get_summary_form(state))
        desk.produce(on_produced)

    def _make_summary(self) -> Page[Any]:
        parts = self._parts
        page = SummaryPage(self._ahead, parts.content, parts.access, parts.fonts, self._measure_memory)
        page.print_requested.connect(self._print)
        page.save_requested.connect(self._save_file)
        return page

    def _make_documents(self) -> Page[Any]:
        parts = self._parts
        follow = FollowDesk(self._context, parts.access, parts.content, parts.fonts, self.window)
        page = DocumentsPage(self._ahead, parts.access, self._documents_place, self._outgoing, follow)
        page.check_requested.connect(self.choose_files_to_check)
        return page

    def _make_history(self) -> Page[Any]:
        parts = self._parts
        return HistoryPage(self._ahead, parts.content, parts.access, self._library, self._history_place)

    def _make_forms(self) -> Page[Any]:
        parts = self._parts
        page = FormsPage(self._ahead, parts.content, parts.access, self._forms, parts.fonts, self._form_memory)
        page.form_published.connect(self._on_form_published)
        return page

    def _make_settings(self) -> Page[Any]:
        parts = self._parts
        page = SettingsPage(
            self._ahead,
            parts.content,
            parts.access,
            self._library,
            self._house_desk,
            backups=parts.backups,
            displays=self.patient_room.displays,
        )
        page.restore_requested.connect(self.restore_requested)
        page.clinic_changed.connect(self._on_clinic_changed)
        page.physician_changed.connect(self._on_physician_changed)
        page.language_chosen.connect(self._parts.language.set_language)
        page.scheme_chosen.connect(self.scheme_chosen)
        page.motion_chosen.connect(self.motion_chosen)
        page.text_size_chosen.connect(self.text_size_chosen, Qt.ConnectionType.QueuedConnection)
        page.lock_minutes_saved.connect(self.idle_watch.set_minutes)
        page.check_requested.connect(self.choose_files_to_check)
        page.tour_requested.connect(self.start_tour)
        page.whole_history_requested.connect(lambda: self._open_history(Subject(is_whole=True)))
        return page

    # The palette

    def _make_palette(self) -> PaletteDesk:
        parts = self._parts
        ways = PaletteWays(self._show_chart, self._on_reference_requested, self._show_setting)
        words_of = parts.language.words_in
        acts = self.window.acts
        acts.bind("check", self.choose_files_to_check)
        if self._author.may(Right.PATIENTS):
            acts.bind("patient.new", self._add_patient)
        return PaletteDesk(self.window, self._context, parts.access, parts.content.reference, ways, words_of, self)

    def _show_setting(self, part: str) -> None:
        self.window.go_to("settings")
        page = self.window.stack.current_page
        if isinstance(page, SettingsPage):
            page.show_part(part)

    def _add_patient(self) -> None:
        self.window.go_to("patients")
        page = self.window.stack.current_page
        if isinstance(page, PatientsPage):
            page.add_patient()

    # Visits

    def _on_visit_requested(self, visit: Visit) -> None:
        self._open(visit, page_id="step-1")

    def _open(self, visit: Visit, page_id: str, place: Place = NOWHERE) -> None:
        patient, consultation = visit.patient, visit.consultation
        physician = visit.physician or self._physician
        unsaved = self.session.find_unsaved(consultation.consultation_id)
        if unsaved is not None:
            consultation = with_kept_withdrawals(consultation, unsaved)
        self._going_to = OpenVisit(patient.patient_id, consultation.consultation_id, page_id, place)
        self._recent.note(patient.patient_id)
        self._background_keeper.note_loaded(visit.consultation)
        self.session.open_visit(
            patient, consultation, self._clinic, physician, visit.clinical, visit.earlier, visit.texts, visit.background
        )
        # The frame, the page's first view and the page on screen each take a turn of their own.
        left = self.window.stack.current_id
        pieces = self._iter_unless_left(chain(self.window.stack.iter_ready(page_id), self.window.iter_frame_ready()))
        take_in_turns(self, pieces, partial(run_in_turns, self, partial(self._show_page, page_id, left, place)))

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

        library, forms, session, now = self._library, self._forms, self.session, self._context.clock()

        def load(vault: Vault) -> Visit:
            found = load_visit(vault, visit.consultation_id, library, forms)
            session.judge_ahead(found.patient, found.consultation, found.clinical, found.background, now)
            return found

        self._parts.access.run(load, on_result)

    def _on_patient_edit_requested(self, field: str) -> None:
        patient_id = self.session.state.patient.patient_id
        self.window.go_to("patients")
        page = self.window.stack.current_page
        if isinstance(page, PatientsPage):
            page.edit_patient(patient_id, field)

    def _show_lot(self, lot_id: str) -> None:
        """Show a lot in the lot book, or where none is named the whole of it."""
        self.window.go_to("lots")
        page = self.window.stack.current_page
        if isinstance(page, LotsPage) and lot_id:
            page.show_lot(lot_id)

    # Scans

    def take_scan(self, text: str) -> None:
        """Do what a scanned code stands for."""
        self.idle_watch.stay()
        self._scan_desk.take(text)

    def _find_scanned_page(self) -> Page[Any] | None:
        return None if self._is_left or self.window.has_sheet else self.window.stack.current_page

    def _add_scanned_lot(self, match: ScanMatch) -> None:
        self.window.go_to("lots")
        page = self.window.stack.current_page
        if isinstance(page, LotsPage):
            page.add_scanned_lot(match)

    def _add_scanned_product(self, match: ScanMatch) -> None:
        self.window.go_to("lots")
        page = self.window.stack.current_page
        if isinstance(page, LotsPage):
            page.add_scanned_product(match.code.gtin)

    def _say_scan(self, notice: ScanNotice) -> None:
        if not self._is_left:
            self.window.scan_strip.show_notice(notice)

    def start_tour(self) -> None:
        """Show what is where, on the page that one begins at; it ends there too."""
        if not self._is_left:
            self.window.go_to(self._home)
            self.window.start_tour()

    def _print_keys(self) -> None:
        page = self.window.stack.current_page
        if page is not None and not self._is_left:
            self._key_paper.print_all(page, self._clinic)

    def _show_chart(self, patient_id: str) -> None:
        self.window.go_to("patients")
        page = self.window.stack.current_page
        if isinstance(page, PatientsPage):
            page.show_chart(patient_id)

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
            self.session.open_visit(
                state.patient,
                state.consultation,
                self._clinic,
                physician,
                clinical,
                earlier,
                state.texts,
                state.background,
            )

    def refresh_background(self) -> None:
        """Judge the open visit by what the vault holds beside it now; to be called after any act on the lot book."""
        self._background_keeper.refresh()

    def _on_form_published(self) -> None:
        """Judge the open visit by what is in force now."""
        if not self.session.has_visit:
            return
        state, forms = self.session.state, self._forms
        patient_id, visit = state.patient.patient_id, state.consultation

        def on_result(result: Ok[VisitTexts] | Err) -> None:
            match result:
                case Ok(texts) if self.session.has_visit:
                    if self.session.state.consultation.consultation_id == visit.consultation_id:
                        self.session.set_texts(texts)
                case Err(problem):
                    self._say(problem)

        self._parts.access.run(lambda vault: forms.load_for_visit(vault, patient_id, visit), on_result)

    # The patient screen

    def _lead_patient_screen(self) -> None:
        """Put the strip and the keys that lead the patient screen into the window."""
        desk, window = self.patient_desk, self.window
        strip = PatientStrip(self._context, desk)
        strip.show_requested.connect(lambda: desk.show_this(self._find_shown_key()))
        window.add_strip(strip)
        window.stack.page_coming.connect(strip.set_page)
        window.closing.connect(desk.leave)
        desk.text_shown.connect(self._keep_text)
        room = self.patient_room
        window.add_strip(room.strip)
        room.sign_in_requested.connect(self.lock_requested)
        room.displays.not_kept.connect(self._say)
        desk.problem_met.connect(self._say)
        acts = window.acts
        acts.bind("screen.show", lambda: desk.show_or_go_on(self._find_shown_key()), acts.say_no_visit)
        acts.bind("screen.back", desk.go_back, acts.say_no_visit)
        acts.bind("screen.cover", desk.cover, acts.say_no_visit)

    def _find_shown_key(self) -> str:
        """Return what the page on show looks at, as the patient screen knows it."""
        page = self.window.stack.current_page
        if isinstance(page, ExplainPage):
            found = self._parts.content.reference.find_page(page.current_id)
            return "" if found is None else get_key(found)
        return CONSENT if isinstance(page, ConsentPage) else ""

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

    def _open_recall(self, lot_number: str, lot_id: str = "") -> None:
        """Show who received a lot, with the way back to the page on show."""
        back = self.window.stack.current_id
        page = self.window.stack.prepare("recall")
        if isinstance(page, RecallPage):
            page.open_lot(lot_number, lot_id, back)
        self.window.go_to("recall")

    def _keep_text(self, data: bytes) -> None:
        def on_result(result: Ok[str] | Err) -> None:
            if isinstance(result, Err):
                self._say(result.problem)

        self._parts.access.run(lambda vault: vault.save_text(data), on_result)

    def _print(self, pdf: bytes, title: str, kept_number: str = "", copy_note: str = "") -> None:
        run = self._ask_how_to_print(pdf, title, copy_note)
        if run is None:
            return
        if kept_number:
            self._outgoing.watch_print(run, kept_number, self._say)
        run.ended.connect(lambda problem: None if problem is None else self._say(problem))

    def _print_and_tell(self, pdf: bytes, title: str, on_sent: Callable[[], None]) -> None:
        """Print what is no kept document, and say when it went to the printer."""
        run = self._ask_how_to_print(pdf, title)
        if run is None:
            return
        run.sent.connect(on_sent)
        run.ended.connect(lambda problem: None if problem is None else self._say(problem))

    def _ask_how_to_print(self, pdf: bytes, title: str, copy_note: str = "") -> PrintRun | None:
        parts, words = self._parts, self._context.words
        try:
            return print_pdf(pdf, self.window, title, copy_note, theme=parts.theme, words=words, runner=parts.runner)
        except Problem as problem:
            self._say(problem)
            return None

    def _save_file(self, pdf: bytes, suggested_name: str, kept_number: str = "") -> None:
        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Err):
                self._say(result.problem)

        def save(path: Path) -> None:
            self._outgoing.save_copy(pdf, path, kept_number, on_result)

        choose_save_path(self.window, suggested_name, self._context.words("workspace.save_title"), save)

    def choose_files_to_check(self) -> None:
        """Ask for files and say whether they are genuine and unchanged."""
        choose_files(self.window, self._context.words("verify.title"), self.check_files, takes_several=True)

    def check_files(self, paths: tuple[Path, ...]) -> None:
        """Say in a sheet of each file whether it is genuine and unchanged."""
        host = self.window.centralWidget()
        if self._is_left or not paths or not isinstance(host, QWidget):
            return
        sheet = VerifySheet(self._parts.theme, self._context.words, host, len(paths))
        sheet.dismissed.connect(self._file_checker.stop)
        self.window.show_sheet(sheet)
        self._file_checker.check(paths, sheet.show_answer)

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
