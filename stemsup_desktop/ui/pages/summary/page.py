"""Step 7 in the window: what happened, scores, aftercare, the next visit, the summary as it prints, and the end."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Summary
from stemsup_desktop.consultation.score_model import Measures
from stemsup_desktop.consultation.scores.measure_entry import Measure, is_recorded, with_measure, without_measure
from stemsup_desktop.consultation.scores.trend import get_visit_day
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.requirement_line import RequirementLine
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.language_forms import list_forms
from stemsup_desktop.ui.pages.summary.advice_list import AdviceList
from stemsup_desktop.ui.pages.summary.lists import DocumentList, FactList
from stemsup_desktop.ui.pages.summary.measure_memory import MeasureMemory
from stemsup_desktop.ui.pages.summary.measures_part import MeasuresPart
from stemsup_desktop.ui.pages.summary.score_rows import ScoreRows
from stemsup_desktop.ui.pages.summary.score_view import with_score
from stemsup_desktop.ui.pages.summary.trend_panel import TrendPanel
from stemsup_desktop.ui.pages.summary.view import (
    SummaryView,
    derive_summary_view,
    with_advice,
    with_closed,
)
from stemsup_desktop.ui.paper_page import PaperPage
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import SaveKind

_NEXT_PX = 200


class SummaryPage(PaperPage[SummaryView]):
    """What the patient takes home."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        fonts: FontFolder,
        memory: MeasureMemory | None = None,
    ) -> None:
        super().__init__(context, Paper.SUMMARY, content, access, fonts)
        self.build(self._iter_parts(memory or MeasureMemory()))

    def _iter_parts(self, memory: MeasureMemory) -> Iterator[None]:
        theme, words = self.theme, self.words
        self._is_closed = False
        self._planned: tuple[str, ...] = ()
        self._beside: tuple[str, tuple[str, ...]] = ("", ())
        self._stops: list[QWidget] = []
        self._requirements = RequirementLine(
            theme, words("summary.to_finish"), words("summary.done"), words("summary.open")
        )
        self._trend = TrendPanel(theme, words)
        self._measures = MeasuresPart(theme, words, memory)
        self._measures.measure_given.connect(self._on_measure_given)
        self._measures.remove_requested.connect(self._on_measure_removed)
        self._facts = FactList(theme)
        yield
        self._scores = ScoreRows(theme, words)
        self._scores.score_changed.connect(self._on_score_changed)
        self._scores.symptom_wanted.connect(self._on_symptom_wanted)
        self._no_scores = Label(theme, words("summary.no_scores"), role="compact", tone="text-3", wraps=True)
        self._caution = InlineMessage(theme)
        self._advice = AdviceList(theme, words)
        self._advice.advice_toggled.connect(self._on_advice_toggled)
        self._tick_planned = SecondaryButton(theme, "", icon_name="check")
        self._tick_planned.setObjectName("summary.tick_planned")
        self._tick_planned.clicked.connect(self._on_planned_ticked)
        yield
        self._next_visit = DateField(theme, words, words("summary.next_visit"))
        self._next_visit.setObjectName("summary.next_visit_on")
        self._next_visit.value_changed.connect(self._on_next_visit_changed)
        self._note = MultiLineField(theme, words, words("summary.note"))
        self._note.setObjectName("summary.note")
        self._note.value_changed.connect(self._on_note_changed)
        languages = list_forms(words)
        self._language = ViewSwitch(theme, words("paper.language"), languages)
        self._language.setObjectName("summary.language")
        self._language.value_changed.connect(self._on_language_changed)
        self._documents = DocumentList(theme, words("summary.no_documents"))
        yield
        entries = self._make_entries()
        yield
        self.set_entries(entries)
        self.context.session.save_state_changed.connect(self.refresh_actions)

    def derive(self) -> SummaryView:
        state = self.context.session.state
        visit, beside = self._beside
        wanted = beside if visit == state.consultation.consultation_id else ()
        return derive_summary_view(state, self.content, self.desk.state, self.context.clock(), self.words, wanted)

    def show_view(self, view: SummaryView) -> None:
        state = self.context.session.state
        self.desk.look(state.file, state.gate, view.language)
        self._is_closed = view.is_closed
        self._planned = view.planned_not_given
        words = self.words
        self.header.show_text(words("summary.title"), view.subtitle)
        self._requirements.show_requirements(view.requirements)
        self.show_paper(view.pane, view.printing)
        self._trend.show_view(view.trend)
        self._facts.show_facts(view.facts)
        self._measures.show_view(view.measures)
        self._scores.show_rows(view.scores, is_closed=self._is_closed)
        self._scores.offer(view.others)
        set_shown(self._no_scores, not view.scores)
        self._caution.show_message(TagState.INFORMATION, view.scores_caution if view.scores else "")
        self._advice.show_groups(view.advice, is_closed=self._is_closed)
        self._tick_planned.setText(words("summary.tick_planned", count=len(view.planned_not_given)))
        set_shown(self._tick_planned, bool(view.planned_not_given) and not self._is_closed)
        self._next_visit.set_value(view.next_visit_on)
        self._note.set_value(view.note)
        self._language.set_value(view.language.value)
        for field in (self._next_visit, self._note, self._language):
            field.set_read_only(self._is_closed)
        self._documents.show_documents(view.documents)
        self._order_stops()

    def warm_up(self) -> Iterator[None]:
        """Make the rows ahead of time; the rest of the view waits, since it sets the press going."""
        yield from self._measures.iter_filling()
        yield from self.show_ahead(
            lambda view: self._requirements.show_requirements(view.requirements),
            lambda view: self._facts.show_facts(view.facts),
            lambda view: self._trend.show_view(view.trend),
            lambda view: self._scores.show_rows(view.scores, is_closed=view.is_closed),
            lambda view: self._measures.show_view(view.measures),
            lambda view: self._advice.show_groups(view.advice, is_closed=view.is_closed),
        )
        yield from super().warm_up()

    def page_actions(self) -> PageActions:
        words = self.words
        back = Action(words("summary.back"), lambda: self.page_requested.emit("step-6"), name="back")
        is_unsaved = self.context.session.save_state.kind is SaveKind.NOT_SAVED
        reason = words("summary.close_not_saved") if is_unsaved else ""
        if self.context.session.has_visit:
            reason = self.context.session.state.say_why_not(ReservedAct.CLOSING, words.language) or reason
        close = Action(
            words("summary.close"), self._on_close_requested, key_hint="Ctrl+Enter", reason=reason, name="close_visit"
        )
        return PageActions(back=back, primary=None if self._is_closed else close)

    def find_start(self) -> QWidget | None:
        """Begin in the entries: the paper beside them may still be that of another visit, and goes."""
        return next((stop for stop in self._stops if stop.isVisibleTo(self) and stop.isEnabled()), None)

    # Layout

    def _make_entries(self) -> QWidget:
        theme, words = self.theme, self.words
        pane = ScrollPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XL), spacing=sizes.S)
        pane.add(self._trend)
        pane.add(SectionHeading(theme, words("summary.facts_heading")))
        pane.add(self._facts)
        pane.add(SectionHeading(theme, words("summary.scores_heading"), words("summary.scores_note")))
        for widget in (self._no_scores, self._scores, self._caution):
            pane.add(widget)
        pane.add(SectionHeading(theme, words("scores.measures_heading"), words("scores.measures_intro")))
        pane.add(self._measures)
        pane.add(SectionHeading(theme, words("summary.aftercare_heading"), words("summary.aftercare_note")))
        tick = QHBoxLayout()
        tick.addWidget(self._tick_planned)
        tick.addStretch(1)
        pane.rows.addLayout(tick)
        pane.add(self._advice)
        pane.add(SectionHeading(theme, words("summary.next_heading")))
        pane.rows.addLayout(self._make_next_row())
        pane.add(self._note)
        pane.add(SectionHeading(theme, words("summary.print_heading")))
        pane.rows.addLayout(self.make_print_rows())
        pane.add(SectionHeading(theme, words("summary.documents_heading")))
        pane.add(self._documents)
        pane.add_stretch()
        entries = QWidget()
        column = QVBoxLayout(entries)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._requirements)
        column.addWidget(pane, 1)
        return entries

    def _make_next_row(self) -> QHBoxLayout:
        language = QVBoxLayout()
        language.setSpacing(sizes.XXS)
        language.addWidget(Label(self.theme, self.words("paper.language"), role="compact", tone="text-2"))
        language.addWidget(self._language)
        language.addStretch(1)
        self._next_visit.setFixedWidth(self.theme.grown(_NEXT_PX))
        row = QHBoxLayout()
        row.setSpacing(sizes.XL)
        row.addWidget(self._next_visit)
        row.addLayout(language)
        row.addStretch(1)
        return row

    def _order_stops(self) -> None:
        """Let Tab go in reading order also after scores or advice were made anew, which Qt puts last."""
        stops = [
            *self._trend.stops(),
            *self._scores.stops(),
            *self._measures.stops(),
            self._tick_planned,
            *self._advice.stops(),
            self._next_visit.line_edit,
            *self._language.buttons,
            self._note.text_edit,
            self.print_button,
            self.save_button,
        ]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    # What the person does

    @property
    def _summary(self) -> Summary:
        return self.context.session.state.consultation.summary

    def _change(self, what: str, summary: Summary, merge: str = "") -> None:
        consultation = msgspec.structs.replace(self.context.session.state.consultation, summary=summary)
        self.context.session.change(self.words(f"summary.change_{what}"), consultation, merge=merge)

    def _on_score_changed(self, symptom_id: str, nrs: int | None) -> None:
        self._change("score", with_score(self._summary, symptom_id, nrs))

    def _on_symptom_wanted(self, symptom_id: str) -> None:
        """Show a score to ask for; it is in the record when somebody has answered."""
        visit, beside = self._beside
        here = self.context.session.state.consultation.consultation_id
        self._beside = (here, (*(beside if visit == here else ()), symptom_id))
        self.refresh()

    def _on_measure_given(self, measure: Measure) -> None:
        visit = self.context.session.state.consultation
        if is_recorded(visit.measures, measure, get_visit_day(visit)):
            self._measures.say_already()
            return
        self._change_measures("add", with_measure(visit.measures, measure))
        self._measures.clear()

    def _on_measure_removed(self, at: int) -> None:
        self._change_measures("remove", without_measure(self.context.session.state.consultation.measures, at))

    def _change_measures(self, what: str, measures: Measures) -> None:
        visit = msgspec.structs.replace(self.context.session.state.consultation, measures=measures)
        self.context.session.change(self.words(f"scores.change_{what}"), visit)

    def _on_advice_toggled(self, item_id: str, is_given: bool) -> None:
        self._change("aftercare", with_advice(self._summary, (item_id,), is_given=is_given))

    def _on_planned_ticked(self) -> None:
        self._change("aftercare", with_advice(self._summary, self._planned, is_given=True))

    def _on_next_visit_changed(self, day: date | None) -> None:
        self._change("next_visit", msgspec.structs.replace(self._summary, next_visit_on=day))

    def _on_note_changed(self, text: str) -> None:
        self._change("note", msgspec.structs.replace(self._summary, note=normalise_text(text)), merge="summary.note")

    def _on_language_changed(self, code: str) -> None:
        self._change("language", msgspec.structs.replace(self._summary, language=LanguageForm(code)))

    # The end of the visit

    def _on_close_requested(self) -> None:
        if not self.accept_sheet():
            self._ask_close()

    def _ask_close(self) -> None:
        state, words = self.context.session.state, self.words
        title = words("summary.close_title", number=state.consultation.visit_number, patient=state.patient.name)
        accept, dismiss = words("summary.close_accept"), words("summary.close_dismiss")
        sheet = Sheet(self.theme, self, title, accept_text=accept, dismiss_text=dismiss, width=520)
        sheet.add_text(words("summary.close_text"))
        still_open = [one.text for one in self.derive().requirements if not one.is_done]
        if still_open:
            sheet.add_text(words("summary.close_open", things=words.listed(still_open)))
        self.open_sheet(sheet, self._close_visit)

    def _close_visit(self) -> None:
        session = self.context.session
        closed = with_closed(session.state.consultation, self.context.clock())
        session.change(self.words("summary.change_closed"), closed)
        if not session.state.is_closed:
            return  # refused, and the window says why
        # The vault takes nothing after this state, so there is nothing to undo either: the history starts anew.
        state = session.state
        session.open_visit(
            state.patient,
            state.consultation,
            state.clinic,
            state.physician,
            session.clinical,
            session.earlier,
            state.texts,
            state.background,
        )
