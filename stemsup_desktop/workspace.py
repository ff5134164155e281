"""The window on an open vault: makes every page, hands each what it needs, and joins what pages say to what follows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.visit_texts import VisitTexts
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
from stemsup_desktop.ui.day_keeper import DayKeeper
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, JobRunner, Ok
from stemsup_desktop.ui.key_paper import KeyPaper
from stemsup_desktop.ui.laying_out import hold_back_styles, iter_getting_ready
from stemsup_desktop.ui.lots.book_keeper import LotBookKeeper
from stemsup_desktop.ui.notice_strip import make_notice_strip
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.documents.page import DocumentsPage, DocumentsPlace
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.explain.page import ExplainPage
from stemsup_desktop.ui.pages.forms.page import FormsPage
from stemsup_desktop.ui.pages.history.page import HistoryPage
from stemsup_desktop.ui.pages.history.place import Subject
from stemsup_desktop.ui.pages.lots.page import LotsPage
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.people.page import PeoplePage
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.reason.page import ReasonPage
from stemsup_desktop.ui.pages.recall.page import RecallPage
from stemsup_desktop.ui.pages.recall.place import RecallPlace
from stemsup_desktop.ui.pages.reference.page import ReferencePage, ReferencePlace
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.summary.page import SummaryPage
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.palette.desk import PaletteDesk, PaletteWays
from stemsup_desktop.ui.palette.recent import RecentNoter
from stemsup_desktop.ui.paper_desk import PaperDesk
from stemsup_desktop.ui.patient_desk.desk import PatientDesk
from stemsup_desktop.ui.patient_desk.room import PatientRoom
from stemsup_desktop.ui.patient_desk.strip import PatientStrip
from stemsup_desktop.ui.printing import let_print_on
from stemsup_desktop.ui.scan_desk import ScanDesk, ScanNotice, ScanWays
from stemsup_desktop.ui.scanner import Scanner
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.signing_acts import SigningActs
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.turns import iter_until, run_in_turns, take_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.window_drafts import NOTHING_UNWRITTEN, KeptDrafts, WindowDrafts, load_kept_drafts
from stemsup_desktop.window_drops import WindowDrops
from stemsup_desktop.window_papers import WindowPapers
from stemsup_desktop.window_visits import OpenVisit, VisitSources, WindowVisits
from stemsup_desktop.window_ways import WindowWays


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
class House:
    """Who signed in, to which clinic, and what is under way there.

    `physician` is whom papers name of a visit on which no physician has worked yet.
    """

    author: Author
    clinic: Clinic
    physician: Physician
    kept: KeptDrafts
    notices: tuple[Notice, ...] = ()


def load_house(vault: Vault) -> House:
    """Return what a workspace begins with."""
    kept, notices = load_kept_drafts(vault), vault.list_notices()
    return House(vault.author, vault.load_clinic(), vault.load_physician(), kept, notices)


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

    def __init__(self, parts: WorkspaceParts, house: House, unwritten: Mapping[str, Any] = NOTHING_UNWRITTEN) -> None:
        """`unwritten` are drafts that an earlier window could not write, as `take_unwritten` returns them."""
        super().__init__()
        self._parts = parts
        self._author = house.author
        self._notices = house.notices
        self._is_left = False
        self._reference_place = ReferencePlace()
        texts = VisitTexts(parts.content.consent)
        self.session = make_session(parts.content.clinical, parts.runner, self._save, parts.clock, house.author, texts)
        self.drafts = WindowDrafts(house.kept, self.session, parts.content, parts.access, self, unwritten)
        self._background_keeper = BackgroundKeeper(self.session, parts.access, self._say, self)
        self._day_keeper = DayKeeper(self.session, parts.clock, self)
        self._lot_book = LotBookKeeper(self.session, parts.access, self._say, self)
        self._library = ChecklistLibrary(parts.content.clinical)
        self._forms = FormLibrary(parts.content.consent, parts.clock)
        self._context = PageContext(parts.theme, parts.language, self.session, parts.runner, parts.clock)
        self._ahead = replace(self._context, is_ahead=True)
        self._documents_place = DocumentsPlace()
        self._recall_place = RecallPlace()
        self.house_desk = HouseDesk(self._context, parts.access)
        self._recent = RecentNoter(parts.access, self)
        self.window = MainWindow(self._context, parts.application, SourceNames(parts.content.reference, parts.language))
        self.drafts.keep(self.window, self)
        self._ways = WindowWays(self.window, self._context, parts.content.reference)
        self._papers = WindowPapers(self.window, self._context, parts.access, self._get_left, self._say, self)
        sources = VisitSources(parts.access, self._library, self._forms, self._background_keeper, self._recent)
        self._visits = WindowVisits(
            self.window, self._context, sources, house.clinic, house.physician, self._get_left, self._say, self
        )
        self._key_paper = KeyPaper(self._context, parts.fonts, self._papers.print, self._say)
        self.idle_watch = IdleWatch(parts.application, parts.awake_clock, lambda: parts.runner.is_busy, self)
        self._lead_window()
        self._drops = WindowDrops(self.window, self._context, self._get_left, self._say_scan, self._papers.check_files)
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
        ways = ScanWays(
            self._find_scanned_page,
            self._ways.show_lot,
            self._ways.add_scanned_lot,
            self._ways.add_scanned_product,
            self._say_scan,
        )
        self._scan_desk = ScanDesk(self._context, parts.access, ways, self)
        self._scanner = Scanner(parts.application, self)
        self._scanner.scanned.connect(self.take_scan)
        if self._author.may(Right.PATIENTS):
            self._register_steps()
        self._register_pages()

    def _get_left(self) -> bool:
        return self._is_left

    def _lead_window(self) -> None:
        """Let the window's own signals lead where they should, and lock it when nobody touches it."""
        window, idle_watch = self.window, self.idle_watch
        self.session.clinical_changed.connect(lambda: window.stack.make_anew("step-2"))
        window.lock_requested.connect(self.lock_requested)
        window.history_requested.connect(self._ways.open_shown_history)
        window.text_size_chosen.connect(self.text_size_chosen)
        window.source_requested.connect(self._ways.open_reference)
        window.tour_requested.connect(self.start_tour)
        window.keys_print_requested.connect(self._print_keys)
        idle_watch.counted_down.connect(window.lock_strip.show_seconds)
        idle_watch.stayed.connect(window.lock_strip.hide)
        idle_watch.idle.connect(self.lock_requested)
        window.lock_strip.stay_requested.connect(idle_watch.stay)
        self.session.change_made.connect(idle_watch.take_touch)

    @property
    def _home(self) -> str:
        """The page one begins at: the patients, or for whoever may not see them the settings."""
        return "patients" if self._author.may(Right.PATIENTS) else "settings"

    @property
    def open_visit(self) -> OpenVisit | None:
        """The visit on screen or about to come, and its page, or None."""
        return self._visits.open_visit

    def come(self, reopen: OpenVisit | None, on_ready: Callable[[], None]) -> None:
        """Lay out the window and its first page in turns, and show that; then the window is ready to be seen."""
        hold_back_styles()
        self._visits.expect(reopen)
        stack, home = self.window.stack, self._home
        pieces = chain(iter_getting_ready(self.window, self.window.size()), stack.iter_ready(home))
        acts = partial(self.start, reopen), on_ready
        rest = tuple(partial(self._do_unless_left, act) for act in acts)
        take_in_turns(self, iter_until(self._get_left, pieces), partial(run_in_turns, self, *rest))

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
            self._visits.load(reopen)
        self.window.stack.warm_up()

    def leave(self) -> None:
        """Write what is unwritten and take the window off the screen, its texts out of the clipboard; keep it."""
        self._is_left = True
        self.patient_room.leave()  # before anything else: nothing of a patient stays on a display of its own
        self._scanner.stop()
        self.idle_watch.stop()
        self._day_keeper.stop()
        self.window.stack.stop_warming_up()
        self._palette.forget()
        self.drafts.close()
        self.house_desk.flush()
        let_print_on(self.window, self._parts.application)
        self._papers.leave()
        self.window.close()  # first of all: a page that is not seen shows nothing when the visit goes
        self.session.close_visit()
        clear_clipboard(self._parts.application.clipboard())

    def stop_trying(self) -> None:
        """Write nothing more, as another person may have the vault open from now on."""
        self.session.stop_trying()
        self.house_desk.stop_trying()

    def drop(self, on_dropped: Callable[[], None]) -> None:
        """Let go of a window that was left, page by page: all of them at once would hold the next window up."""
        self.window.destroyed.connect(on_dropped)
        self.window.stack.emptied.connect(self.window.deleteLater)
        self.window.stack.drop_pages()

    def _save(self, snapshot: ConsultationFile) -> None:
        """Write a draft; runs on the vault lane."""
        vault = self._parts.access.get_vault()
        vault.save_consultation(snapshot.consultation, snapshot.patient.patient_id)

    def refresh_background(self) -> None:
        """Judge the open visit by what the vault holds beside it now; to be called after any act on the lot book."""
        self._background_keeper.refresh()

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
        page.patient_edit_requested.connect(self._ways.edit_patient)
        return page

    def _make_patients(self) -> Page[Any]:
        page = PatientsPage(
            self._ahead, self._parts.content, self._parts.access, self._library, self.drafts.patients, self._forms
        )
        page.visit_requested.connect(self._visits.open)
        page.patient_saved.connect(self._visits.set_patient)
        page.chart_shown.connect(self._recent.note)
        page.event_kept.connect(self._background_keeper.refresh)
        page.document_requested.connect(self._ways.open_document)
        page.recall_requested.connect(self._ways.open_recall)
        strip = BackupStrip(self._parts.theme, self._context.words, self._parts.backups)
        strip.settings_requested.connect(lambda: self.window.go_to("settings"))
        page.add_strip(strip)
        for notice in self._notices:
            page.add_strip(make_notice_strip(notice, self._parts.theme, self._context.words))
        page.history_requested.connect(lambda patient_id: self._ways.open_history(Subject(patient_id)))
        return page

    def _make_reference(self) -> Page[Any]:
        page = ReferencePage(self._context, self._parts.content, self._parts.fonts, self._lot_book)
        page.restore(self._reference_place)
        page.place_changed.connect(self._on_place_changed)
        page.print_requested.connect(self._papers.print)
        return page

    def _make_lots(self) -> Page[Any]:
        page = LotsPage(self._ahead, self._parts.content, self._parts.access, self.drafts.lots)
        page.lots_changed.connect(self.refresh_background)
        page.lots_changed.connect(self._lot_book.refresh)
        page.recall_requested.connect(self._ways.open_recall)
        return page

    def _make_recall(self) -> Page[Any]:
        parts = self._parts
        page = RecallPage(
            self._ahead, parts.content, parts.access, parts.fonts, self._papers.outgoing, self._recall_place
        )
        page.chart_requested.connect(self._ways.show_chart)
        page.letter_requested.connect(self._ways.open_document)
        page.print_requested.connect(self._papers.print_and_tell)
        return page

    def _make_explain(self) -> Page[Any]:
        page = ExplainPage(self._context, self._parts.content)
        page.reference_requested.connect(self._ways.open_reference)
        page.text_shown.connect(self._keep_text)
        return page

    def _make_plan(self) -> Page[Any]:
        content = self._parts.content
        page = PlanPage(self._ahead, content, content.drawings, self._parts.access, self._lot_book)
        page.lot_page_requested.connect(self._ways.show_lot)
        return page

    def _make_consent(self) -> Page[Any]:
        parts = self._parts
        page = ConsentPage(self._ahead, parts.content, parts.access, parts.fonts, self.drafts.signings)
        self.drafts.signing_keeper.kept_changed.connect(page.show_kept)
        page.show_kept(self.drafts.signing_keeper.problem)
        page.document_requested.connect(self._ways.open_document)
        page.signer_added.connect(lambda role: self.patient_desk.add_signer(SignerRole(role)))
        page.print_requested.connect(self._papers.print)
        page.save_requested.connect(self._papers.save)
        return page

    def _make_treatment(self) -> Page[Any]:
        parts = self._parts
        page = TreatmentPage(self._ahead, parts.content, parts.content.drawings, parts.access, self._lot_book)
        page.event_chart_requested.connect(self._ways.show_chart)
        page.recall_requested.connect(self._ways.open_recall)
        page.problem_met.connect(self._say)
        page.event_kept.connect(self._background_keeper.refresh)
        desk = PaperDesk(Paper.SELF_ADMINISTRATION, self._context, parts.content, parts.access, parts.fonts, page)
        page.sheet_requested.connect(lambda: self._papers.print_home_sheet(desk))
        return page

    def _make_summary(self) -> Page[Any]:
        parts = self._parts
        page = SummaryPage(self._ahead, parts.content, parts.access, parts.fonts, self.drafts.measures)
        page.print_requested.connect(self._papers.print)
        page.save_requested.connect(self._papers.save)
        return page

    def _make_documents(self) -> Page[Any]:
        parts = self._parts
        follow = FollowDesk(self._context, parts.access, parts.content, parts.fonts, self.window)
        page = DocumentsPage(self._ahead, parts.access, self._documents_place, self._papers.outgoing, follow)
        page.check_requested.connect(self._papers.choose_files_to_check)
        return page

    def _make_history(self) -> Page[Any]:
        parts = self._parts
        return HistoryPage(self._ahead, parts.content, parts.access, self._library, self._ways.history_place)

    def _make_forms(self) -> Page[Any]:
        parts = self._parts
        page = FormsPage(self._ahead, parts.content, parts.access, self._forms, parts.fonts, self.drafts.form)
        page.form_published.connect(self._visits.judge_by_new_form)
        return page

    def _make_settings(self) -> Page[Any]:
        parts = self._parts
        page = SettingsPage(
            self._ahead,
            parts.content,
            parts.access,
            self._library,
            self.house_desk,
            backups=parts.backups,
            displays=self.patient_room.displays,
        )
        page.restore_requested.connect(self.restore_requested)
        page.clinic_changed.connect(self._visits.set_clinic)
        page.physician_changed.connect(self._visits.set_physician)
        page.language_chosen.connect(self._parts.language.set_language)
        page.scheme_chosen.connect(self.scheme_chosen)
        page.motion_chosen.connect(self.motion_chosen)
        page.text_size_chosen.connect(self.text_size_chosen, Qt.ConnectionType.QueuedConnection)
        page.lock_minutes_saved.connect(self.idle_watch.set_minutes)
        page.check_requested.connect(self._papers.choose_files_to_check)
        page.tour_requested.connect(self.start_tour)
        page.whole_history_requested.connect(lambda: self._ways.open_history(Subject(is_whole=True)))
        return page

    # The palette

    def _make_palette(self) -> PaletteDesk:
        parts = self._parts
        ways = PaletteWays(self._ways.show_chart, self._ways.open_reference, self._ways.show_setting)
        words_of = parts.language.words_in
        acts = self.window.acts
        acts.bind("check", self._papers.choose_files_to_check)
        if self._author.may(Right.PATIENTS):
            acts.bind("patient.new", self._ways.add_patient)
        return PaletteDesk(self.window, self._context, parts.access, parts.content.reference, ways, words_of, self)

    # Scans and keys

    def take_scan(self, text: str) -> None:
        """Do what a scanned code stands for."""
        self.idle_watch.stay()
        self._scan_desk.take(text)

    def _find_scanned_page(self) -> Page[Any] | None:
        return None if self._is_left or self.window.has_sheet else self.window.stack.current_page

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
            self._key_paper.print_all(page, self._visits.clinic)

    # The patient screen

    def _lead_patient_screen(self) -> None:
        """Put the strip and the keys that lead the patient screen into the window."""
        desk, window = self.patient_desk, self.window
        strip = PatientStrip(self._context, desk)
        strip.show_requested.connect(lambda: desk.show_this(self._ways.find_shown_key()))
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
        acts.bind("screen.show", lambda: desk.show_or_go_on(self._ways.find_shown_key()), acts.say_no_visit)
        acts.bind("screen.back", desk.go_back, acts.say_no_visit)
        acts.bind("screen.cover", desk.cover, acts.say_no_visit)

    # Reference and documents

    def _on_place_changed(self, place: ReferencePlace) -> None:
        self._reference_place = place

    def _keep_text(self, data: bytes) -> None:
        def on_result(result: Ok[str] | Err) -> None:
            if isinstance(result, Err):
                self._say(result.problem)

        self._parts.access.run(lambda vault: vault.save_text(data), on_result)

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
