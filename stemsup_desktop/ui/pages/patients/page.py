"""The page of patients: search and list at the left, the chosen patient or the form at the right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.content import Content
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.courses.desk import make_ask
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.laying_out import iter_getting_ready, paint_in_next_turn
from stemsup_desktop.ui.page import LIST_PX, Page
from stemsup_desktop.ui.pages.patients.care_desk import CareDesk, has_treatment
from stemsup_desktop.ui.pages.patients.chart import Chart, load_chart
from stemsup_desktop.ui.pages.patients.chart_pane import ChartPane
from stemsup_desktop.ui.pages.patients.course_link import ChartCourse
from stemsup_desktop.ui.pages.patients.find_pane import FindPane
from stemsup_desktop.ui.pages.patients.form_desk import FormDesk
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.reminder_pane import ReminderPane
from stemsup_desktop.ui.pages.patients.view import MOST_HITS, Found, PatientsView, derive_patients
from stemsup_desktop.ui.pages.patients.visit_opener import VisitOpener
from stemsup_desktop.ui.photographs.desk import PhotographDesk
from stemsup_desktop.ui.tab_order import set_tab_order
from stemsup_desktop.ui.turns import take_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")

DEBOUNCE_MS = 60
_SIDE_BY_SIDE_PX = 1000
"""Width of the page from which what a chart says stands side by side."""


@dataclass(frozen=True, slots=True)
class _Note:
    """A sentence above the page, with what its link does."""

    state: TagState
    sentence: str
    link: str = ""
    on_followed: Callable[[], None] = lambda: None


class PatientsPage(Page[PatientsView]):
    """Finds, shows, adds and edits patients, and starts or opens their consultations.

    `memory` keeps search, choice and unfinished form when the page is made anew; the composition root owns it.
    """

    visit_requested = Signal(object)
    """The `Visit` to open; a closed one is for reading."""
    patient_saved = Signal(object)
    chart_shown = Signal(str)
    """The id of the patient whose chart came on screen."""
    event_kept = Signal()
    document_requested = Signal(str)
    recall_requested = Signal(str)
    """The number of a lot."""
    history_requested = Signal(str)
    """The id of the patient."""

    needs_visit = False

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        library: ChecklistLibrary,
        memory: PatientsMemory | None = None,
        forms: FormLibrary | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("patients")
        self._content = content
        self._access = access
        self._memory = memory or PatientsMemory()
        self._found: Found | None = None
        self._chart: Chart | None = None
        self._note: _Note | None = None
        self._look_up_control: JobControl | None = None
        self._chart_control: JobControl | None = None
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(DEBOUNCE_MS)
        self._debounce.timeout.connect(self._look_up)
        self._strip = InlineMessage(self.theme, is_strip=True)
        self._strip.setObjectName("note")
        self.add_strip(self._strip)
        self.build(self._iter_parts(library, forms))

    def _iter_parts(self, library: ChecklistLibrary, forms: FormLibrary | None) -> Iterator[None]:
        context, content, access, words = self.context, self._content, self._access, self.words
        self._finder = FindPane(self.theme, words, self._memory.query)
        yield
        self._chart_pane = ChartPane(self.theme, words)
        yield
        self._reminders = ReminderPane(self.theme, words)
        self._care = CareDesk(self, access, content, self)
        self.photographs = PhotographDesk(context, access, content, self)
        self._to_do = QuietButton(self.theme, words("events.today"), icon_name="list")
        self._to_do.setObjectName("show_reminders")
        self.header.add_control(self._to_do)
        yield
        self._desk = FormDesk(self, self._memory, self)
        yield
        self._opener = VisitOpener(self, library, forms, self)
        self._course = ChartCourse(context, self._chart_pane.course, make_ask(self, access), self._find_course, self)
        self._right = QStackedWidget()
        for widget in (self._reminders, self._chart_pane, self._desk.form):
            yield
            self._right.addWidget(widget)
        self.add_left(self._finder, LIST_PX)
        yield
        self.set_body(self._right)
        self._connect()

    # Derive and show

    def derive(self) -> PatientsView:
        return derive_patients(
            self._found,
            self._chart,
            self.words,
            self.context.clock(),
            self._content.clinical.name_symptom,
            self._say_why_not(),
            self._care.derive_care(self._chart),
            self._care.derive_lines(),
        )

    def _say_why_not(self) -> str:
        """Say why a course cannot be stopped by whoever signed in; empty where it can."""
        may_decide = self.context.session.may(Right.DECIDE)
        return "" if may_decide else REASONS[ReservedAct.PLAN].in_language(self.words.language)

    def show_view(self, view: PatientsView) -> None:
        self.header.show_text(self.words("patients.title"))
        self._finder.show_list(view.list, self._memory.chosen_id)
        self.photographs.keep_to(self.shown_patient_id)
        self._show_note()
        self._reminders.show_lines(view.reminders or ())
        set_shown(self._to_do, view.chart is not None and self._memory.entry is None)
        if self._memory.entry is not None:
            self._desk.show()
            self._bring(self._desk.form)
        elif view.chart is not None:
            self._chart_pane.show_view(view.chart)
            self._bring(self._chart_pane)
        else:
            self._bring(self._reminders)

    def _bring(self, pane: QWidget) -> None:
        if pane is not self._right.currentWidget():
            paint_in_next_turn(self._right)
            self._right.setCurrentWidget(pane)

    def page_actions(self) -> PageActions:
        words = self.words
        if self._memory.entry is not None:
            return self._form_actions(words("patients.form_discard"))
        add = Action(words("patients.add"), self.add_patient, icon="plus", name="add_patient")
        if self._chart is None:
            return PageActions(primary=replace(add, key_hint="Ctrl+Enter"))
        edit = Action(words("patients.edit"), self._on_edit, icon="pencil", name="edit_patient")
        key = "continue" if self._chart.open_consultation is not None else "start"
        begin = Action(words(f"patients.{key}"), self._on_begin, key_hint="Ctrl+Enter", name="start_consultation")
        return PageActions(secondary=(add, edit), primary=begin)

    @property
    def own_steps(self) -> Steps | None:
        return None if self._memory.entry is None else self._desk.steps

    def jump_to(self, target: str) -> None:
        if target == "search":
            self._finder.focus_search()
        elif self._memory.entry is not None:
            self._desk.form.focus_field(target)
        else:
            super().jump_to(target)

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._finder.setFixedWidth(self.measure_list(width))
        self._chart_pane.set_narrow(width < _SIDE_BY_SIDE_PX)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_up()
        self._care.load()
        if self._memory.chosen_id:
            self._load_chart(self._memory.chosen_id)
        if self._memory.entry is not None:
            self._desk.form.focus_first()
        else:
            self._finder.focus_search()

    # What the window may ask of it

    def add_patient(self) -> None:
        """Open the form for a new patient, or go on with the one under way; takes over what was searched for."""
        query = self._finder.search.text() if self._found is not None and not self._found.hits else ""
        self._desk.begin_new(query)
        self._note = None
        self._show_form()

    def edit_patient(self, patient_id: str, target: str = "") -> None:
        """Open the form for a patient, with the cursor in a field such as "allergies"."""

        def on_result(result: Ok[Chart] | Err) -> None:
            if isinstance(result, Err):
                self._on_failed(result.problem)
                return
            self._memory.chosen_id = patient_id
            self._chart = result.value
            self._on_edit()
            if target:
                self._desk.form.focus_field(target)

        self.ask(lambda vault: load_chart(vault, patient_id), on_result, busy=self.words("patients.reading_chart"))

    def show_chart(self, patient_id: str) -> None:
        """Show the chart of a patient, whatever was searched for."""
        self._on_other_requested(patient_id)

    @property
    def shown_patient_id(self) -> str:
        """The patient whose chart is shown, or empty."""
        return self._chart.patient.patient_id if self._chart is not None and self._memory.entry is None else ""

    def ask(
        self, work: Callable[[Vault], T], on_result: Callable[[Ok[T] | Err], None], *, busy: str = ""
    ) -> JobControl:
        """Do something with the open vault on its own thread; the answer is dropped if the page is gone."""
        return self.run_job(lambda: work(self._access.get_vault()), on_result, lane=Lane.VAULT, busy=busy)

    # Search

    def _on_query_changed(self, text: str) -> None:
        self._memory.query = text
        self._drop(self._look_up_control)
        self._debounce.start()

    def _look_up(self) -> None:
        self._debounce.stop()
        self._drop(self._look_up_control)
        query = self._memory.query

        def on_result(result: Ok[Found] | Err) -> None:
            if isinstance(result, Err):
                self._on_failed(result.problem)
                return
            self._found = result.value
            self._leave_if_not_found(result.value)
            self.refresh()

        self._look_up_control = self.ask(lambda vault: Found(query, vault.find_patients(query, MOST_HITS)), on_result)

    def _leave_if_not_found(self, found: Found) -> None:
        """Let go of the chosen patient when somebody else is being looked for: no button acts on one out of sight."""
        is_there = any(hit.patient_id == self._memory.chosen_id for hit in found.hits)
        if found.query.strip() and not is_there and self._memory.entry is None:
            self._memory.chosen_id = ""
            self._chart = None

    def _clear_search(self) -> None:
        self._memory.query = ""
        self._finder.search.set_text("")
        self._look_up()

    def _on_entered(self) -> None:
        """Enter in the search line opens the first of those found, once they are those of what was typed."""
        if self._found is None or self._found.query != self._finder.search.text():
            self._look_up()
        elif self._found.hits:
            self._finder.list.enter()
            self._on_opened(self._finder.list.chosen_id())
        elif self._found.query.strip():
            self.add_patient()

    # Choosing

    def _on_chosen(self, patient_id: str) -> None:
        self._memory.chosen_id = patient_id
        self._note = None
        self._desk.close()
        self._load_chart(patient_id)

    def _on_opened(self, patient_id: str) -> None:
        """Go from the list to the main action of the patient."""
        if patient_id != self._memory.chosen_id:
            self._on_chosen(patient_id)
        self._desk.close()
        self.refresh()
        self._focus_main_action()

    def _focus_main_action(self) -> None:
        """Put the focus on the main action, once its button is on screen: Qt shows new buttons a moment later."""
        QTimer.singleShot(0, self, self._focus_shown_action)

    def _focus_shown_action(self) -> None:
        for button in self.action_bar.findChildren(QWidget, "start_consultation"):
            if button.isVisible():
                button.setFocus()

    def _load_chart(self, patient_id: str) -> None:
        self._drop(self._chart_control)
        if self._chart is not None and self._chart.patient.patient_id != patient_id:
            self._chart = None

        def on_result(result: Ok[Chart] | Err) -> None:
            if isinstance(result, Err):
                self._on_failed(result.problem)
                return
            self._chart = chart = result.value
            if self._chart_pane.isVisible() or not (self.isVisible() and self.context.is_ahead):
                self._on_chart_ready(chart)
            else:
                take_in_turns(self, self._iter_chart_ready(), partial(self._on_chart_ready, chart))

        self._chart_control = self.ask(
            lambda vault: load_chart(vault, patient_id), on_result, busy=self.words("patients.reading_chart")
        )

    def _iter_chart_ready(self) -> Iterator[None]:
        """Put the chart on its pane and lay that out before it takes the place of the reminders."""
        view = self.derive().chart
        if view is not None:
            self._chart_pane.show_view(view)
            yield
            yield from iter_getting_ready(self._chart_pane, self._right.size())

    def _on_chart_ready(self, chart: Chart) -> None:
        if self._chart is chart:  # nobody was chosen in its place meanwhile
            self.refresh()
            self.chart_shown.emit(chart.patient.patient_id)

    # The form

    def _on_edit(self) -> None:
        if self._chart is not None:
            self._desk.begin_edit(self._chart)
            self._note = None
            self._show_form()

    def _show_form(self) -> None:
        self.refresh()
        self._desk.form.focus_first()

    def _form_actions(self, discard_text: str) -> PageActions:
        words = self.words
        entry = self._memory.entry
        is_touched = entry is not None and entry.is_unfinished
        discard = (Action(discard_text, self._on_discard, name="discard_entries"),) if is_touched else ()
        return PageActions(
            back=Action(words("patients.form_back"), self._on_form_left, name="leave_form"),
            secondary=discard,
            primary=Action(
                words("patients.form_save"),
                self._desk.save,
                key_hint="Ctrl+Enter",
                name="save_patient",
                reason=self._desk.fault,
            ),
        )

    def _on_form_left(self) -> None:
        self._desk.close()
        self.refresh()
        self._finder.focus_search()

    def _on_discard(self) -> None:
        self._desk.discard()
        self._note = _Note(
            TagState.INFORMATION, self.words("patients.discarded"), self.words("common.undo"), self._on_undo_discard
        )
        self.refresh()
        self._finder.focus_search()

    def _on_undo_discard(self) -> None:
        self._desk.restore()
        self._note = None
        self._show_form()

    def _on_saved(self, chart: Chart) -> None:
        patient = chart.patient
        self._chart = chart
        self._memory.chosen_id = patient.patient_id
        self._note = _Note(TagState.CLEAR, self.words("patients.saved", name=patient.name))
        self.patient_saved.emit(patient)
        self._clear_search()
        self.refresh()
        self._focus_main_action()

    def _on_record_changed(self) -> None:
        """Offer the newer record; what was typed can be had back."""
        self._say(
            TagState.STOP, self.words("patients.record_changed"), self.words("patients.open_again"), self._on_open_again
        )

    def _on_open_again(self) -> None:
        entry = self._memory.entry
        self._on_discard()
        if entry is not None:
            self._memory.chosen_id = entry.draft.patient_id
            self._load_chart(entry.draft.patient_id)

    # Consultations

    def _on_begin(self) -> None:
        if self._chart is not None:
            self._opener.begin(self._chart)

    def _on_consultation_requested(self, consultation_id: str) -> None:
        if self._chart is not None:
            self._opener.open(self._chart.patient, consultation_id)

    def _find_course(self) -> Course | None:
        return self._chart.courses[-1] if self._chart is not None and self._chart.courses else None

    def _on_course_changed(self, course: Course) -> None:
        if self._chart is not None and self._chart.patient.patient_id == course.patient_id:
            kept = tuple(course if one.course_id == course.course_id else one for one in self._chart.courses)
            self._chart = replace(self._chart, courses=kept)
            self.refresh()

    def _on_visit_wanted(self, session: SessionRef) -> None:
        if self._chart is not None:
            self._opener.begin(self._chart, session)

    # Wiring and notes

    def _connect(self) -> None:
        self._finder.query_changed.connect(self._on_query_changed)
        self._finder.query_entered.connect(self._on_entered)
        self._finder.patient_chosen.connect(self._on_chosen)
        self._finder.patient_opened.connect(self._on_opened)
        self._finder.add_requested.connect(self.add_patient)
        self._strip.link_followed.connect(self._on_link_followed)
        self._chart_pane.consultation_requested.connect(self._on_consultation_requested)
        self._chart_pane.document_requested.connect(self.document_requested)
        self._chart_pane.history_requested.connect(lambda: self.history_requested.emit(self.shown_patient_id))
        self._chart_pane.course.parts_added.connect(
            lambda: set_tab_order((self._finder, self._chart_pane, self.action_bar))
        )
        self._course.course_changed.connect(self._on_course_changed)
        self._course.visit_wanted.connect(self._on_visit_wanted)
        self._desk.saved.connect(self._on_saved)
        self._desk.record_changed.connect(self._on_record_changed)
        self._desk.failed.connect(self._on_failed)
        self._desk.other_requested.connect(self._on_other_requested)
        self._desk.changed.connect(self.refresh_actions)
        self._care.failed.connect(self._on_failed)
        self._care.events.event_kept.connect(lambda _: self.event_kept.emit())
        self._care.changed.connect(self.refresh)
        self._care.kept.connect(self._on_care_kept)
        self._care.chart_requested.connect(self._on_other_requested)
        self._care.recall_requested.connect(self.recall_requested)
        self._care.connect_part(self._chart_pane.care, lambda: self._chart)
        self._reminders.reminder_opened.connect(self._care.open_reminder)
        self._to_do.clicked.connect(self._on_to_do)
        self._chart_pane.photographs_requested.connect(self.open_photographs)
        self.bind("reminder.first", self._reminders.open_first)
        self.bind("event.new", self._on_new_event, self._say_no_event)
        self.bind("photographs", self.open_photographs, self._say_no_chart)
        self._opener.failed.connect(self._on_failed)
        self._opener.visit_opened.connect(self.visit_requested)

    # Events and reminders

    def _say_no_event(self) -> str:
        if self._chart is None or has_treatment(self._chart):
            return self._say_no_chart()
        return self.words("actions.why_no_treatment")

    def _say_no_chart(self) -> str:
        return "" if self.shown_patient_id else self.words("actions.why_no_chart")

    def _on_new_event(self) -> None:
        if self._chart is not None and self._memory.entry is None:
            self._care.ask_new(self._chart)

    def open_photographs(self) -> None:
        """Open the photographs of the patient whose chart is shown."""
        if self._chart is not None and self._memory.entry is None:
            under_way = self._chart.open_consultation
            self.photographs.open_for(self._chart.patient, "" if under_way is None else under_way.consultation_id)

    def _on_to_do(self) -> None:
        """Let go of the patient and show what waits."""
        self._memory.chosen_id = ""
        self._chart = None
        self._note = None
        self._care.load()
        self.refresh()
        self._finder.focus_search()

    def _on_care_kept(self, key: str) -> None:
        self._note = _Note(TagState.CLEAR, self.words(key))
        if self._memory.chosen_id:
            self._load_chart(self._memory.chosen_id)
        self.refresh()

    def _on_failed(self, problem: Problem) -> None:
        self._say(TagState.STOP, self.words.sentence_of(problem))

    def _on_other_requested(self, patient_id: str) -> None:
        self._on_chosen(patient_id)
        self._clear_search()

    def _show_note(self) -> None:
        note = self._note or self._derive_unfinished()
        if note is None:
            self._strip.show_message(TagState.INFORMATION, "")
        else:
            self._strip.show_message(note.state, note.sentence, note.link)

    def _derive_unfinished(self) -> _Note | None:
        entry = self._memory.find_unfinished()
        if entry is None or self._memory.form_id is not None:
            return None
        words = self.words
        patient_id = entry.draft.patient_id
        new = words("patients.unfinished_new")
        sentence = new if entry.draft.is_new else words("patients.unfinished_edit", name=entry.before.name)
        return _Note(TagState.CAUTION, sentence, words("patients.go_on"), lambda: self._on_go_on(patient_id))

    def _on_go_on(self, patient_id: str) -> None:
        self._desk.go_on(patient_id)
        self._show_form()

    def _on_link_followed(self) -> None:
        note = self._note or self._derive_unfinished()
        if note is not None:
            note.on_followed()

    def _say(
        self, state: TagState, sentence: str, link: str = "", on_followed: Callable[[], None] | None = None
    ) -> None:
        self._note = _Note(state, sentence, link, on_followed or (lambda: None))
        self._show_note()

    def _drop(self, control: JobControl | None) -> None:
        if control is not None:
            control.cancel()
