"""Step 1 in the window: symptoms at the left, what is entered about each at the right, the goal beneath."""

from collections.abc import Iterator

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Reason
from stemsup_desktop.consultation.scores.before_session import find_visit_before, with_symptoms_of
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.laying_out import iter_styling, paint_in_next_turn
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.reason.complaint_card import ComplaintCard
from stemsup_desktop.ui.pages.reason.symptom_list import SymptomList
from stemsup_desktop.ui.pages.reason.view import (
    CodeChoice,
    ComplaintView,
    ReasonView,
    derive_reason,
    with_code,
    with_complaint,
    with_symptom,
)
from stemsup_desktop.ui.tab_order import TabOrder
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.turns import iter_until

PATIENT_FIELDS = "patient."
SPARE_CODES = 2
"""Suggested codes that a card made ahead has room for: no symptom has more, and one that had would get its own."""


class ReasonPage(Page[ReasonView]):
    """Which symptoms, since what score, to what end."""

    wants_gate = True

    patient_edit_requested = Signal(str)
    """Asks for the patient's record, with the focus on a field of it."""

    def __init__(self, context: PageContext, library: ReferenceLibrary) -> None:
        super().__init__(context)
        self._library = library
        self._cards: dict[str, ComplaintCard] = {}
        self._spare: ComplaintCard | None = None
        """The card of the symptom that is chosen next: one takes long to make, and to be styled."""
        self._ordered: tuple[str, ...] | None = None
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        yield
        self._symptoms = SymptomList(self.theme)
        self._symptoms.symptom_toggled.connect(self._on_symptom_toggled)
        self._why_not = ReasonLine(self.theme)
        self._why_not.setObjectName("why_not")
        self._before = InlineMessage(self.theme)
        self._before.setObjectName("before_session")
        self._before.link_followed.connect(self._on_taken_over)
        self._nothing = Label(self.theme, self.words("reason.nothing_chosen"), tone="text-3", wraps=True)
        yield
        self._goal = MultiLineField(self.theme, self.words, self.words("reason.goal"), is_required=True)
        self._goal.setObjectName("goal")
        self._note = MultiLineField(self.theme, self.words, self.words("reason.note"))
        self._note.setObjectName("note")
        self._goal.value_changed.connect(lambda text: self._on_text_changed("goal", str(text)))
        self._note.value_changed.connect(lambda text: self._on_text_changed("note", str(text)))
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(sizes.S)
        yield
        self._body = self._make_body()
        self.set_body(self._body)
        self._tabs = TabOrder(self, lambda: (self.header, self._body, self.action_bar))

    def derive(self) -> ReasonView:
        why_not = self.context.session.state.say_why_not(ReservedAct.DIAGNOSIS, self.words.language)
        return derive_reason(self._reason, self._library, self.words, why_not, self.context.session.state.file)

    def show_view(self, view: ReasonView) -> None:
        self.header.show_text(self.words("reason.title"), view.subtitle)
        self._symptoms.show_choices(view.choices)
        set_shown(self._nothing, not view.complaints)
        # A visit begins with a symptom; once there is one, with the first thing that is open.
        self.setFocusProxy(None if view.complaints else self._symptoms)  # type: ignore[arg-type] # None frees it
        self._why_not.show_reason(view.locked if view.complaints else "")
        link = self.words("scores.take_over") if view.can_take_over else ""
        self._before.show_message(TagState.INFORMATION, view.before, link)
        self._show_cards(view)
        self._order_tabs(view.complaints)
        self._goal.set_value(view.goal)
        self._note.set_value(view.note)

    def warm_up(self) -> Iterator[None]:
        """Make ready, too, what a symptom that is chosen next has to show."""
        yield from super().warm_up()
        yield from self._iter_spare()

    def page_actions(self) -> PageActions:
        return PageActions(
            primary=Action(
                self.words("reason.continue"),
                lambda: self.page_requested.emit("step-2"),
                key_hint="Ctrl+Enter",
                name="continue",
            )
        )

    def jump_to(self, target: str) -> None:
        """Put the focus on a field; what belongs to the patient's record is edited there."""
        if target.startswith(PATIENT_FIELDS):
            self.patient_edit_requested.emit(target.removeprefix(PATIENT_FIELDS))
        else:
            super().jump_to(target)

    # Layout

    def _make_body(self) -> QWidget:
        left = ScrollPane(margins=(sizes.XL, sizes.M, sizes.M, sizes.XL), spacing=sizes.XS)
        heading = SectionHeading(self.theme, self.words("reason.symptoms"), self.words("reason.symptoms_note"))
        left.add(heading)
        left.add(self._symptoms)
        left.add_stretch()
        right = self._right = ScrollPane(margins=(sizes.M, sizes.M, sizes.XL, sizes.XL), spacing=sizes.S)
        right.add(SectionHeading(self.theme, self.words("reason.details"), self.words("reason.details_note")))
        right.add(self._why_not)
        right.add(self._before)
        right.add(self._nothing)
        right.rows.addLayout(self._card_column)
        right.add(self._goal)
        right.add(self._note)
        right.add_stretch()
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 4)
        row.addWidget(right, 5)
        return body

    def _order_tabs(self, complaints: tuple[ComplaintView, ...]) -> None:
        """Tab goes through symptoms, cards, goal and actions as the eye does; a card made later stands in its place."""
        chosen = tuple(complaint.symptom_id for complaint in complaints)
        if chosen != self._ordered:
            self._ordered = chosen
            self._tabs.order_soon()

    def _show_cards(self, view: ReasonView) -> None:
        complaints = view.complaints
        wanted = [complaint.symptom_id for complaint in complaints]
        for symptom_id in [known for known in self._cards if known not in wanted]:
            card = self._cards.pop(symptom_id)
            self._card_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for complaint in complaints:
            if complaint.symptom_id not in self._cards:
                self._cards[complaint.symptom_id] = self._add_card(complaint)
            self._cards[complaint.symptom_id].show_view(complaint, view.locked)

    def _add_card(self, complaint: ComplaintView) -> ComplaintCard:
        card, self._spare = self._spare or self._make_card(), None
        card.take(complaint)
        if self.isVisible():
            paint_in_next_turn(self.window())  # its layout takes this one
        self._card_column.addWidget(card)
        set_shown(card, True)
        return card

    def _make_card(self) -> ComplaintCard:
        card = ComplaintCard(self.theme, self.words)
        card.diagnosis_changed.connect(self._on_diagnosis_changed)
        card.icd10_changed.connect(self._on_icd10_changed)
        card.code_chosen.connect(self._on_code_chosen)
        card.score_changed.connect(self._on_score_changed)
        return card

    def _iter_spare(self) -> Iterator[None]:
        """Make a card ahead, in pieces, where it will stand."""
        if self._spare is None:
            card = self._make_card()
            card.make_codes(SPARE_CODES)
            card.setParent(self._right.content)
            card.hide()
            self._spare = card
            yield
        card = self._spare
        if card is not None:
            yield from iter_until(lambda: self._spare is not card, iter_styling(card))

    # What the person does

    @property
    def _reason(self) -> Reason:
        return self.context.session.state.consultation.reason

    def _change(self, what: str, reason: Reason, merge: str = "") -> None:
        consultation = msgspec.structs.replace(self.context.session.state.consultation, reason=reason)
        self.context.session.change(self.words(f"reason.change_{what}"), consultation, merge=merge)

    def _on_symptom_toggled(self, symptom_id: str, is_chosen: bool) -> None:
        self._change("symptom", with_symptom(self._reason, symptom_id, is_chosen=is_chosen))

    def _on_taken_over(self) -> None:
        state = self.context.session.state
        before = find_visit_before(state.file, derive_trend(state.file))
        if before is not None:
            reason = with_symptoms_of(self._reason, before, with_diagnoses=state.may_decide)
            visit = msgspec.structs.replace(state.consultation, reason=reason)
            self.context.session.change(self.words("scores.change_take_over"), visit)

    def _on_diagnosis_changed(self, symptom_id: str, text: str) -> None:
        reason = with_complaint(self._reason, symptom_id, diagnosis=normalise_text(text))
        self._change("diagnosis", reason, merge=f"reason.{symptom_id}.diagnosis")

    def _on_icd10_changed(self, symptom_id: str, text: str) -> None:
        reason = with_complaint(self._reason, symptom_id, icd10=normalise_text(text))
        self._change("diagnosis", reason, merge=f"reason.{symptom_id}.icd10")

    def _on_code_chosen(self, symptom_id: str, code: CodeChoice) -> None:
        self._change("diagnosis", with_code(self._reason, symptom_id, code))

    def _on_score_changed(self, symptom_id: str, score: int | None) -> None:
        self._change("score", with_complaint(self._reason, symptom_id, baseline_nrs=score))

    def _on_text_changed(self, field: str, text: str) -> None:
        changed = normalise_text(text)
        reason = (
            msgspec.structs.replace(self._reason, goal=changed)
            if field == "goal"
            else msgspec.structs.replace(self._reason, note=changed)
        )
        self._change(field, reason, merge=f"reason.{field}")
