"""The work at the patient form: applies edits to the entry, asks for likely duplicates, saves."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.consultation.patient_check import FieldProblem, normalise_text
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.store.entries import PatientHit
from stemsup_desktop.ui.jobs import Err, JobControl, Ok
from stemsup_desktop.ui.pages.patients.asker import Asker
from stemsup_desktop.ui.pages.patients.chart import Chart, SaveOutcome, save_patient
from stemsup_desktop.ui.pages.patients.draft import (
    LineField,
    PatientDraft,
    derive_patient,
    make_draft,
    make_draft_from_query,
    with_line,
    with_line_folded,
    with_none_known,
)
from stemsup_desktop.ui.pages.patients.form import PatientForm
from stemsup_desktop.ui.pages.patients.form_steps import FormSteps
from stemsup_desktop.ui.pages.patients.form_view import count_faults, derive_errors, derive_form
from stemsup_desktop.ui.pages.patients.kana_reading import Composed, derive_reading
from stemsup_desktop.ui.pages.patients.memory import FormEntry, PatientsMemory

DUPLICATES_MS = 250
_NAMING = frozenset({"name", "kana", "romaji", "phone"})
_LINES = frozenset(LineField)
_CHART_NUMBER_TAKEN = Text(
    "Another patient already has this chart number.", "この診察券番号は別の患者に使われています。"
)


class FormDesk(QObject):
    """Owns the form and the entry in `memory`; says when a patient was saved and when another one is wanted."""

    saved = Signal(object)
    """The `Chart` as it was kept."""
    failed = Signal(object)
    record_changed = Signal()
    other_requested = Signal(str)
    changed = Signal()

    def __init__(self, page: Asker, memory: PatientsMemory, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._memory = memory
        self._context = page.context
        self._is_saving = False
        self._composed: tuple[Composed, ...] = ()
        self._proposed = ""
        self._duplicates_control: JobControl | None = None
        self.form = PatientForm(self._context.theme, self._context.words)
        self.steps = FormSteps(memory, self._context.words, self._put)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(DUPLICATES_MS)
        self._look.timeout.connect(self._look_for_duplicates)
        self._connect()

    @property
    def fault(self) -> str:
        """Why the form cannot be saved, once that was tried; else empty."""
        entry = self._memory.entry
        if entry is None or not entry.is_save_tried:
            return ""
        count = count_faults(entry, self._context.clock())
        return self._context.words("patients.form_mend", count=count) if count else ""

    def begin_new(self, query: str) -> None:
        """Open the form for a new patient; one under way is gone on with."""
        self._begin("", FormEntry(make_draft_from_query(query), PatientDraft()))

    def begin_edit(self, chart: Chart) -> None:
        """Open the form for a patient; changes under way are gone on with."""
        draft = make_draft(chart.patient, chart.version)
        self._begin(chart.patient.patient_id, FormEntry(draft, draft))

    def go_on(self, patient_id: str) -> None:
        """Open a form that was left unfinished."""
        self._memory.form_id = patient_id

    def close(self) -> None:
        """Leave the form; what was typed stays, a form without entries goes."""
        entry, self._memory.form_id = self._memory.entry, None
        if entry is not None and not entry.is_unfinished:
            self._memory.forget(entry.draft.patient_id)

    def discard(self) -> None:
        """Let go of what was typed; `restore` brings it back."""
        entry, self._memory.form_id = self._memory.entry, None
        if entry is not None:
            self._memory.forget(entry.draft.patient_id)
            self._memory.discarded = entry

    def restore(self) -> None:
        """Take back the last discarding."""
        entry, self._memory.discarded = self._memory.discarded, None
        if entry is not None:
            self._memory.keep(entry)
            self._memory.form_id = entry.draft.patient_id

    def show(self) -> None:
        """Show the entry under way."""
        if self._memory.entry is not None:
            self.form.show_view(derive_form(self._memory.entry, self._context.words, self._context.clock()))
            is_proposed = bool(self._proposed) and self._memory.entry.draft.kana == self._proposed
            hint = self._context.words("names.kana_proposed") if is_proposed else ""
            self.form.lines[LineField.KANA].set_hint(hint)

    def save(self) -> None:
        """Keep the patient, or say at each field what is wrong and at the top who it may be."""
        if self._memory.entry is None or self._is_saving:
            return
        entry = replace(self._memory.entry, is_save_tried=True)
        self._memory.keep(entry)
        patient = derive_patient(entry.draft)
        errors = derive_errors(entry, self._context.words, self._context.clock())
        if patient is None or errors:
            self._show_changed()
            self.form.focus_field(next(iter(errors), "birth_date"))
            return
        self._is_saving = True
        self._page.ask(
            lambda vault: save_patient(vault, patient, entry.draft.version, entry.accepted),
            lambda result: self._on_save_result(entry, result),
            busy=self._context.words("patients.saving"),
        )

    def _begin(self, patient_id: str, fresh: FormEntry) -> None:
        known = self._memory.entries.get(patient_id)
        if known is None or not known.is_unfinished:
            self._memory.keep(fresh)
        self._memory.form_id = patient_id
        self._composed, self._proposed = (), ""
        self._look.start()

    # Edits

    def _connect(self) -> None:
        form = self.form
        form.line_edited.connect(self._on_line_edited)
        form.name_composed.connect(self._on_name_composed)
        form.birth_date_edited.connect(self._on_birth_date_edited)
        form.sex_chosen.connect(lambda sex: self._change(lambda draft: _with_sex(draft, sex)))
        form.language_chosen.connect(lambda language: self._change(lambda draft: _with_language(draft, language)))
        form.none_known_toggled.connect(self._on_none_known_toggled)
        form.edited.connect(self._change)
        form.field_left.connect(self._on_field_left)
        form.patient_opened.connect(self.other_requested)
        form.duplicates_accepted.connect(self._on_duplicates_accepted)

    def _on_line_edited(self, name: str, text: str) -> None:
        field = LineField(name)
        self._change(lambda draft: with_line(draft, field, text), refusals_of=name)
        if name in _NAMING:
            self._look.start()

    def _on_name_composed(self, text: str, reading: str) -> None:
        """Propose the kana of the name, as long as nobody wrote other kana."""
        entry = self._memory.entry
        if entry is None or entry.draft.kana not in ("", self._proposed):
            return
        self._composed = (*self._composed, Composed(text, reading))
        proposed = derive_reading(entry.draft.name, self._composed)
        if proposed:
            self._proposed = proposed
            self._change(lambda draft: with_line(draft, LineField.KANA, proposed), refusals_of=LineField.KANA.value)

    def _on_birth_date_edited(self, text: str) -> None:
        self._change(lambda draft: replace(draft, birth_date=normalise_text(text)))
        self._look.start()

    def _on_none_known_toggled(self, is_asked: bool) -> None:
        today = self._context.clock().date()
        self._change(lambda draft: with_none_known(draft, today, is_asked=is_asked))

    def _on_field_left(self, name: str) -> None:
        """Fold what was typed to one width, and find fault with it from now on."""
        entry = self._memory.entry
        if entry is None:
            return
        draft = with_line_folded(entry.draft, LineField(name)) if name in _LINES else entry.draft
        self.steps.note(entry.draft, draft)
        self._memory.keep(replace(entry, draft=draft, left=entry.left | {name}))
        self._show_changed()

    def _change(self, edit: Callable[[PatientDraft], PatientDraft], *, refusals_of: str = "") -> None:
        entry = self._memory.entry
        if entry is None:
            return
        refusals = tuple(refusal for refusal in entry.refusals if refusal.field != refusals_of)
        draft = edit(entry.draft)
        self.steps.note(entry.draft, draft)
        self._memory.keep(replace(entry, draft=draft, refusals=refusals))
        self._show_changed()

    def _put(self, draft: PatientDraft, path: str) -> None:
        """Show the open form as it was before a step, or after it, where the change is seen."""
        if self._memory.entry is not None:
            self._memory.keep(replace(self._memory.entry, draft=draft))
            self._show_changed()
            self._look.start()
            self.form.bring_into_view(path)

    def _show_changed(self) -> None:
        self.show()
        self.changed.emit()

    # Likely duplicates

    def _look_for_duplicates(self) -> None:
        """Ask who it may be; an answer about what was typed before is dropped."""
        if self._duplicates_control is not None:
            self._duplicates_control.cancel()
        entry = self._memory.entry
        patient = None if entry is None else derive_patient(entry.draft)
        if entry is None:
            return
        if patient is None:
            self._on_duplicates(entry.draft.patient_id, ())
            return

        def on_result(result: Ok[tuple[PatientHit, ...]] | Err) -> None:
            if isinstance(result, Err):
                self.failed.emit(result.problem)
            else:
                self._on_duplicates(patient.patient_id, result.value)

        self._duplicates_control = self._page.ask(lambda vault: vault.find_likely_duplicates(patient), on_result)

    def _on_duplicates(self, patient_id: str, hits: tuple[PatientHit, ...]) -> None:
        entry = self._memory.entries.get(patient_id)
        if entry is not None and hits != entry.duplicates:
            self._memory.keep(replace(entry, duplicates=hits))
            self._show_changed()

    def _on_duplicates_accepted(self) -> None:
        entry = self._memory.entry
        if entry is not None:
            accepted = entry.accepted | {hit.patient_id for hit in entry.duplicates}
            self._memory.keep(replace(entry, accepted=accepted))
            self.save()

    # Saved or not

    def _on_save_result(self, entry: FormEntry, result: Ok[SaveOutcome] | Err) -> None:
        self._is_saving = False
        patient_id = entry.draft.patient_id
        if isinstance(result, Err):
            self._on_refused(patient_id, result.problem)
            return
        if result.value.chart is None:
            self._on_duplicates(patient_id, result.value.duplicates)
            self.form.verticalScrollBar().setValue(0)
            QTimer.singleShot(0, self.form, self.form.duplicates.focus_first)  # Qt shows new buttons a moment later
            return
        now = self._memory.entries.get(patient_id)
        if now is not None and now.draft == entry.draft:
            self._memory.forget(patient_id)
            if self._memory.form_id == patient_id:
                self._memory.form_id = None
        elif now is not None:
            self._keep_typing(now, result.value.chart)
        self.saved.emit(result.value.chart)

    def _keep_typing(self, entry: FormEntry, chart: Chart) -> None:
        """Go on with what was typed while the patient was being saved, on top of the saved record."""
        saved = make_draft(chart.patient, chart.version)
        draft = replace(entry.draft, patient_id=saved.patient_id, version=saved.version)
        self._memory.forget(entry.draft.patient_id)
        self._memory.keep(replace(entry, draft=draft, before=saved))
        if self._memory.form_id == entry.draft.patient_id:
            self._memory.form_id = saved.patient_id

    def _on_refused(self, patient_id: str, problem: Problem) -> None:
        entry = self._memory.entries.get(patient_id)
        if problem.code == "chart-number-taken" and entry is not None:
            refusal = FieldProblem(LineField.CHART_NUMBER.value, _CHART_NUMBER_TAKEN)
            self._memory.keep(replace(entry, refusals=(refusal,)))
            self._show_changed()
            self.form.focus_field(LineField.CHART_NUMBER.value)
        elif problem.code == "record-changed":
            self.record_changed.emit()
        else:
            self.failed.emit(problem)


def _with_sex(draft: PatientDraft, sex: Sex) -> PatientDraft:
    return replace(draft, sex=sex)


def _with_language(draft: PatientDraft, language: Language) -> PatientDraft:
    return replace(draft, language=language)
