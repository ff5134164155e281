"""The one frozen state of the open visit, its history, and its continuous saving."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.consultation.authority import find_reserved_changes
from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import make_refusal
from stemsup_desktop.consultation.carry_over import Earlier
from stemsup_desktop.consultation.changes import carry_stops, with_checklist_kept, with_recorded_stops
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.content import ClinicalContent, with_lots
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.lots.plan_standing import with_lot_standing
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.consultation.record import NO_BACKGROUND, Background, Consultation, ConsultationFile
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.consultation.screen_record import carry_screen, join_screens, with_screen
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.consultation.signing_seal import (
    carry_sealed_consent,
    without_returning_signatures,
)
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.consultation.withdrawal import carry_withdrawals, with_withdrawal
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok
from stemsup_desktop.ui.visit_state import NOT_ALLOWED, SaveKind, SaveState, VisitState

__all__ = ["SaveKind", "SaveState", "Session", "VisitState", "make_session"]

DEBOUNCE_MS = 300
LONGEST_WAIT_MS = 700
"""From the first unsaved change to the start of its write: leaves time for the write within one second."""
RETRY_MS = 3000


@dataclass(frozen=True, slots=True)
class _Step:
    """One entry of the history: what was done, and the consultation before and after it."""

    description: str
    merge: str
    before: Consultation
    after: Consultation


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A visit that the disk did not take, and as it lay there before; None where that is not known."""

    file: ConsultationFile
    on_disk: Consultation | None


class Session(QObject):
    """Holds the open visit. `change` is the sole mutator; every write goes through the job runner's vault lane.

    `carry_stops(from, to)` returns `to` with the stop history of both, so that undo never forgets a stop.
    `record_stops` returns a consultation with every stop recorded that holds now; it is applied to every change.
    `clinical` is what visits are judged by that are opened without content of their own.
    """

    state_changed = Signal(object)
    """The new `VisitState`, or None when the visit was closed."""
    save_state_changed = Signal(object)
    history_changed = Signal()
    change_made = Signal(str)
    """The description of a change that was announced, for the undo bar."""
    change_refused = Signal(object)
    """The `InputProblem` that says whose act a change would have been; the state is as it was."""
    clinical_changed = Signal()
    """The visit that was opened is judged by other content than the one before; comes before `state_changed`."""

    def __init__(
        self,
        clinical: ClinicalContent,
        runner: JobRunner,
        save: Callable[[ConsultationFile], None],
        derive_gate: Callable[[Patient, Consultation, ClinicalContent, datetime], Gate],
        carry_stops: Callable[[Consultation, Consultation], Consultation],
        clock: Callable[[], datetime],
        record_stops: Callable[[Patient, Consultation, ClinicalContent, datetime], Consultation] | None = None,
        author: Author | None = None,
        texts: VisitTexts | None = None,
    ) -> None:
        super().__init__()
        self._default_texts = texts
        self._default_clinical = clinical
        self._clinical = self._of_checklist = clinical
        self._earlier: Earlier | None = None
        self._record_stops = record_stops
        self._author = author
        self._runner = runner
        self._save = save
        self._derive_gate = derive_gate
        self._carry_stops = carry_stops
        self._clock = clock
        self._state: VisitState | None = None
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._unsaved: dict[str, ConsultationFile] = {}
        self._on_disk: dict[str, Consultation] = {}
        """By visit, what was last read from the disk or written to it."""
        self._sealed: set[str] = set()
        self._under_way: list[ConsultationFile] = []
        self._save_state = SaveState(SaveKind.SAVED, clock())
        self._is_left = False
        self._debounce = self._make_timer(DEBOUNCE_MS)
        self._limit = self._make_timer(LONGEST_WAIT_MS)
        self._retry = self._make_timer(RETRY_MS)

    @property
    def author(self) -> Author | None:
        """Who signed in, or None for the physician of each visit."""
        return self._author

    def may(self, right: Right) -> bool:
        """Tell whether whoever signed in holds a right."""
        return self._author is None or self._author.may(right)

    @property
    def has_visit(self) -> bool:
        """Whether a visit is open."""
        return self._state is not None

    @property
    def state(self) -> VisitState:
        """The state of the open visit; raises LookupError if none is open."""
        if self._state is None:
            raise LookupError("no visit is open")
        return self._state

    @property
    def clinical(self) -> ClinicalContent:
        """The checklist and the rules that the open visit is judged by."""
        return self._clinical

    @property
    def earlier(self) -> Earlier | None:
        """The answers of the patient's visit before this one, if any can be carried over."""
        return self._earlier

    @property
    def save_state(self) -> SaveState:
        """How the draft stands on disk."""
        return self._save_state

    @property
    def is_saved(self) -> bool:
        """Whether the latest change is on disk."""
        return not self._unsaved

    @property
    def undo_description(self) -> str:
        """What undo would take back, or empty."""
        return self._undo[-1].description if self._undo else ""

    @property
    def redo_description(self) -> str:
        """What redo would do again, or empty."""
        return self._redo[-1].description if self._redo else ""

    def judge_ahead(
        self,
        patient: Patient,
        consultation: Consultation,
        clinical: ClinicalContent | None,
        background: Background,
        now: datetime,
    ) -> None:
        """Judge a visit that is about to be opened, on whichever thread loads it: what the rules say of it is kept."""
        content = with_lots(clinical or self._default_clinical, background.lots)
        self._derive_gate(patient, consultation, content, now)

    def open_visit(
        self,
        patient: Patient,
        consultation: Consultation,
        clinic: Clinic,
        physician: Physician,
        clinical: ClinicalContent | None = None,
        earlier: Earlier | None = None,
        texts: VisitTexts | None = None,
        background: Background = NO_BACKGROUND,
    ) -> None:
        """Show a visit as it lies in the vault, with an empty history; the visit before it is written first.

        `clinical` is the content of the checklist it began with, `earlier` what can be carried over into it,
        `texts` the versions of the consent text that count for it, `background` what the vault holds beside it.
        """
        self.flush()
        if consultation.consultation_id not in self._unsaved:
            self._on_disk[consultation.consultation_id] = consultation
        self._earlier = earlier
        before, self._of_checklist = self._of_checklist, clinical or self._default_clinical
        self._clinical = with_lots(self._of_checklist, background.lots)
        self._undo.clear()
        self._redo.clear()
        if self.is_saved:
            self._set_save_state(SaveKind.SAVED)
        gate = self._derive(patient, consultation)
        texts = texts or self._default_texts
        self._state = VisitState(patient, consultation, clinic, physician, gate, self._author, texts, background)
        if self._of_checklist is not before:
            self.clinical_changed.emit()
        self._set_state(self._state)
        self.history_changed.emit()
        up_to_book = self._with_lots(consultation)
        if up_to_book != consultation:
            self._replace_consultation(up_to_book)

    def set_background(self, consultation_id: str, background: Background) -> None:
        """Judge the open visit by what the vault holds now beside it; nothing happens if another visit is open."""
        state = self._state
        if state is None or state.consultation.consultation_id != consultation_id or state.background == background:
            return
        self._clinical = with_lots(self._of_checklist, background.lots)
        consultation = state.consultation if state.is_closed else self._with_stops(state.patient, state.consultation)
        self._state = state = replace(state, background=background)
        if consultation != state.consultation:
            self._replace_consultation(consultation)
        else:
            self._set_state(replace(state, gate=self._derive(state.patient, consultation)))

    def close_visit(self) -> None:
        """Write what is unwritten and let go of the visit."""
        self.flush()
        self._undo.clear()
        self._redo.clear()
        self._set_state(None)
        self.history_changed.emit()

    def change(
        self, description: str, consultation: Consultation, *, merge: str = "", is_announced: bool = False
    ) -> None:
        """Make a new state. Changes in a row with the same `merge` are one step of undo, as keystrokes in a field.

        An announced change (something was removed) is offered to undo in a bar of its own. A closed visit is not
        changed, nor is anything that only the physician may change by anybody else: the state is announced again, so
        that every widget shows the record. Closing has no way back.
        """
        before = self.state.consultation
        if consultation == before and is_same(consultation, before):  # 0.10 mL is equal to 0.1 mL, and not the same
            return
        if self.state.is_closed:
            self._set_state(self.state)
            return
        consultation = carry_screen(before, self._with_stops(self.state.patient, consultation))
        acts = self._find_refused(consultation)
        if acts:
            self._refuse(acts)
            return
        last = self._undo[-1] if self._undo else None
        if merge and last is not None and last.merge == merge and last.after == before:
            self._merge(last, consultation)
        else:
            self._undo.append(_Step(description, merge, before, consultation))
        self._redo.clear()
        if consultation.summary.closed_at is not None:
            self._undo.clear()
        self._replace_consultation(consultation)
        if is_announced:
            self.change_made.emit(description)

    def _merge(self, last: _Step, consultation: Consultation) -> None:
        """Let a step go on; one that has come back to where it began, as by a field's own undo, is none any more."""
        if is_same(last.before, consultation):
            self._undo.pop()
        else:
            self._undo[-1] = replace(last, after=consultation)

    def undo(self) -> None:
        """Take the last change back; a stop that was raised, or a withdrawal recorded, in between stays recorded."""
        if self._undo:
            self._travel(self._undo, self._redo, lambda step: step.before)

    def redo(self) -> None:
        """Do the last undone change again."""
        if self._redo:
            self._travel(self._redo, self._undo, lambda step: step.after)

    def set_patient(self, patient: Patient) -> None:
        """Take over the patient's record after it was edited and saved elsewhere; not a step of undo."""
        state = self.state
        consultation = state.consultation if state.is_closed else self._with_stops(patient, state.consultation)
        self._state = replace(state, patient=patient)
        if consultation != state.consultation:
            self._replace_consultation(consultation)
        else:
            self._set_state(replace(self._state, gate=self._derive(patient, consultation)))

    def take_in_withdrawal(self, consultation_id: str, withdrawal: Withdrawal) -> None:
        """Take over a withdrawal that the vault has recorded, of the open visit or of the consent that it rests on.

        No step of undo, and no change of the draft: the vault keeps withdrawals apart from it.
        """
        if self._state is None:
            return
        state = self._state
        consultation = with_withdrawal(state.consultation, consultation_id, withdrawal)
        if consultation != state.consultation:
            gate = self._derive(state.patient, consultation)
            self._set_state(replace(state, consultation=consultation, gate=gate))

    def take_in_consent(self, sealed: Consultation) -> None:
        """Take over the consent of the open visit as the vault has sealed and recorded it; no step of undo.

        Its marks, choices and language are those that were sealed, whatever was done to them in that moment.
        """
        if self._state is None or self.state.consultation.consent.signature == sealed.consent.signature:
            return
        self._replace_consultation(carry_sealed_consent(sealed, self.state.consultation))
        self.flush()

    def take_in_screen(self, consultation_id: str, screen: ScreenRecord) -> bool:
        """Take over what was seen and answered on the patient screen of a visit; no step of undo, and none undoes it.

        Return whether it is that visit which is open and can still change.
        """
        if self._state is None or self.state.is_closed or self.state.consultation.consultation_id != consultation_id:
            return False
        before = self.state.consultation
        joined = join_screens(before.explanation.screen, screen)
        if joined != before.explanation.screen:
            after = with_screen(before, joined)
            if self._undo and self._undo[-1].after == before:  # so that what is being typed stays one step
                self._undo[-1] = replace(self._undo[-1], after=after)
            self._replace_consultation(after)
        return True

    def note_sealed(self, number: str) -> None:
        """Remember that a document is sealed: undo takes the consent that it holds out of no visit."""
        self._sealed.add(number)

    def set_texts(self, texts: VisitTexts) -> None:
        """Take over which versions of the consent text count, after one was published; not a step of undo."""
        self._set_state(replace(self.state, texts=texts))

    def derive_again(self) -> None:
        """Derive the gate anew, as after midnight, when a lot may have expired, and let all show the day of now."""
        state = self.state
        self._set_state(replace(state, gate=self._derive(state.patient, state.consultation)))

    def flush(self) -> None:
        """Queue a write of everything unwritten now, behind any write under way; does not wait."""
        for snapshot in self._unsaved.values():
            self._write(snapshot)

    def try_again(self) -> None:
        """Write now, as the person asked after a failed save."""
        self._write_next()

    def stop_trying(self) -> None:
        """Write nothing more: whoever signs in next has the vault open, and it would be in their name.

        What the disk did not take waits to be taken over.
        """
        self._is_left = True
        self._stop_waiting()

    def _travel(self, source: list[_Step], target: list[_Step], there: Callable[[_Step], Consultation]) -> None:
        """Go one step of the history back or on; a step to a state that is not allowed is forgotten."""
        step, here = source.pop(), self.state.consultation
        consultation = carry_withdrawals(here, self._carry_stops(here, there(step)))
        consultation = carry_screen(here, carry_sealed_consent(here, consultation, self._sealed))
        consultation = without_returning_signatures(here, consultation)
        if not self.may(Right.DECIDE):
            consultation = with_checklist_kept(here, consultation)
        acts = self._find_refused(consultation)
        if acts:
            self.history_changed.emit()
            self._refuse(acts)
            return
        target.append(step)
        self._replace_consultation(self._with_lots(consultation))

    def _find_refused(self, consultation: Consultation) -> tuple[ReservedAct, ...]:
        """Return what the vault would refuse to save of a change by whoever signed in."""
        if self.may(Right.DECIDE):
            return ()
        return find_reserved_changes(self.state.consultation, consultation, self._clinical.questionnaire)

    def _refuse(self, acts: tuple[ReservedAct, ...]) -> None:
        """Refuse here what no page should let come so far, so that no draft waits for ever to be saved."""
        self._set_state(self.state)
        self.change_refused.emit(make_refusal(acts))

    def list_unwritten(self) -> tuple[Unwritten, ...]:
        """Return what is not on disk yet."""
        return tuple(Unwritten(file, self._on_disk.get(visit_id)) for visit_id, file in self._unsaved.items())

    def give_up_unsaved(self) -> tuple[Unwritten, ...]:
        """Hand over what could not be written to whoever can; this session tries no more."""
        unwritten = self.list_unwritten()
        self._unsaved.clear()
        self._stop_waiting()
        return unwritten

    def take_over_unsaved(self, unwritten: Iterable[Unwritten]) -> None:
        """Write what another session could not, and go on from it when its visit is opened."""
        for one in unwritten:
            visit_id = one.file.consultation.consultation_id
            self._unsaved[visit_id] = one.file
            if one.on_disk is not None:
                self._on_disk[visit_id] = one.on_disk
        self._write_next()

    def find_unsaved(self, consultation_id: str) -> Consultation | None:
        """Find a visit as it is and is not on disk yet."""
        file = self._unsaved.get(consultation_id)
        return None if file is None else file.consultation

    def _replace_consultation(self, consultation: Consultation) -> None:
        state = self.state
        gate = self._derive(state.patient, consultation)
        self._note_unsaved()
        new_state = replace(state, consultation=consultation, gate=gate)
        self._unsaved[consultation.consultation_id] = new_state.file
        self._set_state(new_state)
        self.history_changed.emit()

    def _with_lots(self, consultation: Consultation) -> Consultation:
        """Return the plan with what the lot book says; whoever may not decide leaves it as the physician saw it."""
        return with_lot_standing(consultation, self._clinical.lots) if self.may(Right.DECIDE) else consultation

    def _with_stops(self, patient: Patient, consultation: Consultation) -> Consultation:
        consultation = self._with_lots(consultation)
        if self._record_stops is None:
            return consultation
        return self._record_stops(patient, consultation, self._clinical, self._clock())

    def _derive(self, patient: Patient, consultation: Consultation) -> Gate:
        return self._derive_gate(patient, consultation, self._clinical, self._clock())

    def _note_unsaved(self) -> None:
        self._debounce.start()
        if not self._limit.isActive():
            self._limit.start()
        if self._save_state.kind is SaveKind.SAVED:
            self._set_save_state(SaveKind.SAVING, self._save_state.at)

    def _set_state(self, state: VisitState | None) -> None:
        self._state = state
        self.state_changed.emit(state)

    def _make_timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self._write_next)
        return timer

    def _stop_waiting(self) -> None:
        for timer in (self._debounce, self._limit, self._retry):
            timer.stop()

    def _write_next(self) -> None:
        """Write the oldest unwritten snapshot, unless a write is under way: its end comes back here."""
        self._stop_waiting()
        if self._unsaved and not self._under_way:
            self._write(next(iter(self._unsaved.values())))

    def _write(self, snapshot: ConsultationFile) -> None:
        if self._is_left or any(snapshot is other for other in self._under_way):
            return
        self._under_way.append(snapshot)
        save = self._save

        def on_result(result: Ok[None] | Err) -> None:
            self._on_written(snapshot, result)

        self._runner.run(lambda: save(snapshot), on_result, lane=Lane.VAULT)

    def _on_written(self, snapshot: ConsultationFile, result: Ok[None] | Err) -> None:
        self._under_way = [other for other in self._under_way if other is not snapshot]
        match result:
            case Ok():
                key = snapshot.consultation.consultation_id
                self._on_disk[key] = snapshot.consultation
                if self._unsaved.get(key) is snapshot:
                    del self._unsaved[key]
                self._set_save_state(SaveKind.SAVED if self.is_saved else SaveKind.SAVING)
                if not self.is_saved and not self._limit.isActive():
                    # The limit passed during this write: what came meanwhile has waited long enough.
                    self._write_next()
            case Err(problem):
                self._set_save_state(SaveKind.NOT_SAVED, self._save_state.at, problem)
                if problem.code not in NOT_ALLOWED and not self._is_left:
                    self._retry.start()

    def _set_save_state(self, kind: SaveKind, at: datetime | None = None, problem: Problem | None = None) -> None:
        self._save_state = SaveState(kind, at or self._clock(), problem)
        self.save_state_changed.emit(self._save_state)


def make_session(
    content: ClinicalContent,
    runner: JobRunner,
    save: Callable[[ConsultationFile], None],
    clock: Callable[[], datetime],
    author: Author | None = None,
    texts: VisitTexts | None = None,
) -> Session:
    """Return a session that judges by this content unless a visit has its own; `clock` gives the aware local time.

    `author` is who signed in; None stands for the physician of each visit. `texts` are for visits without their own.
    """
    return Session(
        content,
        runner,
        save,
        lambda patient, consultation, clinical, now: derive_gate(patient, consultation, clinical, now.date()),
        carry_stops,
        clock,
        lambda patient, consultation, clinical, now: with_recorded_stops(consultation, clinical, patient, now),
        author,
        texts,
    )
