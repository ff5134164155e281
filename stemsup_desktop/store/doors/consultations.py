"""Consultations: drafts, and those that were closed."""

from datetime import timedelta

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.authority import find_reserved_changes
from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import make_author_refusal, make_refusal
from stemsup_desktop.consultation.authorship import find_forged_authors
from stemsup_desktop.consultation.checklists import read_checklist
from stemsup_desktop.consultation.clinic import Physician
from stemsup_desktop.consultation.courses.acts import Stamp
from stemsup_desktop.consultation.earlier_consent import with_earlier_consent
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Background, Consultation
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.consultation.screen_record import carry_screen, join_screens, with_screen
from stemsup_desktop.consultation.signing_seal import with_kept_consent
from stemsup_desktop.consultation.withdrawal import with_kept_withdrawals
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.store import consultations
from stemsup_desktop.store.accounts import find_account
from stemsup_desktop.store.background import load_background
from stemsup_desktop.store.checklist_shelf import find_checklist, load_checklist
from stemsup_desktop.store.course_shelf import keep_courses_of_visit
from stemsup_desktop.store.door import Door, Opened
from stemsup_desktop.store.entries import ConsultationEntry, OpenConsultation, Saved
from stemsup_desktop.store.lot_uses import keep_lot_uses
from stemsup_desktop.store.patient_consents import find_last_given_consent, keep_patient_consent
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.seal_shelf import find_seal
from stemsup_desktop.store.treatment_shelf import keep_treatment
from stemsup_desktop.store.vial_shelf import keep_vials
from stemsup_desktop.store.withdrawal_shelf import add_withdrawals

_CLOCKS_DIFFER_BY = timedelta(minutes=10)
"""How far a clock that is set right between two acts may jump back."""


class ConsultationDoor(Door):
    """Consultations: drafts, and those that were closed.

    Whoever is no physician saves what staff may change; anything else in the same save is refused with all of it.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._checklists: dict[str, Questionnaire | None] = {}
        self._found: dict[str, Consultation | None] = {}

    def start_consultation(self, patient_id: str, consultation: Consultation) -> Saved:
        """Keep a new consultation, which begins with the last consent that the patient gave in an earlier one.

        That consent is the vault's to put there, whoever begins the visit, in place of any that came with it.
        Raises `InputProblem` patient-unknown, physician-only, or record-changed if its id is in use.
        """
        with self._writing(Right.PATIENTS) as db:
            return self._save_visit(db, consultation, patient_id, 0, is_new=True)

    def save_consultation(
        self, consultation: Consultation, patient_id: str, *, expected_version: int | None = None
    ) -> Saved:
        """Keep the last state of a draft. The state with `summary.closed_at` is the last one that is taken.

        Saving the same state again changes nothing, and a state that does not know of a withdrawal loses none. Raises
        `InputProblem` patient-unknown, consultation-of-another, consultation-closed, withdrawal-kept, physician-only
        with each act by name, record-changed if `expected_version` is not the version in the vault, vial-used and
        vial-discarded with the vial of the lot book that the treatment names and that is not left, or what a course
        refuses of the session that the visit names.
        """
        with self._writing(Right.PATIENTS) as db:
            return self._save_visit(db, consultation, patient_id, expected_version)

    def keep_screen(self, consultation_id: str, screen: ScreenRecord) -> None:
        """Add what was seen and answered on the patient screen of a visit, as after the program was killed.

        Nothing that is kept is counted twice. What a closed visit was not told in time it is not told any more; a visit
        that was deleted is nobody's.
        """
        with self._writing(Right.PATIENTS) as db:
            visit = consultations.find_consultation(db, consultation_id)
            if visit is None or visit.summary.closed_at is not None:
                return
            patient_id = consultations.load_consultation(db, consultation_id)[1]
            joined = join_screens(visit.explanation.screen, screen)
            self._save_visit(db, with_screen(visit, joined), patient_id, None)

    def load_consultation(self, consultation_id: str) -> Consultation:
        """Return a consultation; raises `InputProblem` consultation-unknown."""
        with self._reading(Right.PATIENTS) as db:
            consultation, patient_id, _ = consultations.load_consultation(db, consultation_id)
            self._note_view(AuditEvent(AuditAct.CONSULTATION_VIEWED, patient_id, consultation_id))
            return consultation

    def find_earlier_consultation(self, consultation_id: str) -> Consultation | None:
        """Find the latest consultation of the same patient before this one in which anything was answered."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.find_earlier_consultation(db, consultation_id)

    def load_background(self, consultation_id: str, unsaved: Consultation | None = None) -> Background:
        """Return what the vault holds beside a consultation: the lots that it names, the patient's visits before it.

        `unsaved` is its last state where that is not in the vault yet. It is no view of the chart; raises
        `InputProblem` consultation-unknown.
        """
        with self._reading(Right.PATIENTS) as db:
            return load_background(db, consultation_id, unsaved)

    def get_consultation_patient_id(self, consultation_id: str) -> str:
        """Return the id of a consultation's patient; raises `InputProblem` consultation-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.load_consultation(db, consultation_id)[1]

    def find_visit_checklist(self, consultation_id: str) -> str | None:
        """Find the canonical name of a consultation's checklist, empty before any answer; it is no view of the chart.

        None where the consultation was deleted.
        """
        with self._reading(Right.PATIENTS) as db:
            found = consultations.find_consultation(db, consultation_id)
            return None if found is None else found.examination.questionnaire

    def list_consultations(self, patient_id: str) -> tuple[ConsultationEntry, ...]:
        """Return a patient's consultations with their documents, the latest first."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.list_consultations(db, patient_id)

    def open_consultations(self) -> tuple[OpenConsultation, ...]:
        """Return consultations that are not closed, the last edited first."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.list_open_consultations(db)

    def find_visit_physician(self, consultation_id: str) -> Physician | None:
        """Find the physician whom papers of a consultation name: who closed it, else the author, else who last decided.

        None where no physician has worked on it yet.
        """
        with self._reading(Right.PATIENTS) as db:
            physician_id, is_closed = consultations.find_physician_id(db, consultation_id)
            own = find_account(db, self.author.account_id)
            if own is not None and own.physician is not None and not (is_closed and physician_id):
                return own.physician
            last = find_account(db, physician_id) if physician_id else None
            return last.physician if last is not None else None

    def _save_visit(
        self,
        db: Database,
        consultation: Consultation,
        patient_id: str,
        expected_version: int | None,
        *,
        is_new: bool = False,
    ) -> Saved:
        before = consultations.find_consultation(db, consultation.consultation_id)
        consultation = with_kept_consent(before, with_kept_withdrawals(before, consultation), _find_sealed(db, before))
        consultation = carry_screen(before, consultation)
        is_physician = self.author.may(Right.DECIDE)
        # Not by ==: moments that are equal in two zones are other bytes.
        is_same = before is not None and encode_record(consultation) == encode_record(before)
        if not is_physician and not is_same:
            self._refuse_ahead(before, consultation)
            self._refuse_reserved(db, before, consultation)
            self._refuse_forged(db, before, consultation)
        if is_new and before is None:
            # After the questions of whose act it is: what the program brings along is no act of a person.
            earlier = find_last_given_consent(db, patient_id, consultation.started_at)
            consultation = with_earlier_consent(consultation, earlier)
        self._refuse_unsealed(db, before, consultation)
        by = self.author.account_id if is_physician else ""
        now = self._clock()
        saved = consultations.save_consultation(db, consultation, patient_id, now, expected_version, by)
        known = () if before is None else before.consent.withdrawals
        added = consultation.consent.withdrawals[len(known) :]
        add_withdrawals(db, consultation.consultation_id, added, self.author.account_id, now)
        if not is_same:
            keep_treatment(db, consultation, patient_id)
            keep_lot_uses(db, consultation, patient_id)
            keep_vials(db, consultation, patient_id, self.author.name, now)
            self._note_change(before, consultation, patient_id)
            for event in keep_courses_of_visit(db, before, consultation, patient_id, Stamp(self.author.name, now)):
                self._note(event)
        if before is None or before.consent != consultation.consent:
            keep_patient_consent(db, patient_id)
        return saved

    def _note_change(self, before: Consultation | None, after: Consultation, patient_id: str) -> None:
        """Keep what was changed, and each decision besides as an act of its own."""
        visit_id = after.consultation_id
        blank = Consultation(visit_id, after.started_at, after.visit_number)
        if before is None:
            self._note(AuditEvent(AuditAct.CONSULTATION_STARTED, patient_id, visit_id))
        base = before or blank
        if changes := derive_changes(base, after):
            self._note(AuditEvent(AuditAct.CONSULTATION_CHANGED, patient_id, visit_id, details=changes))
        for opinion in after.examination.opinions:
            if opinion not in base.examination.opinions:
                self._note(AuditEvent(AuditAct.OPINION_RECORDED, patient_id, visit_id, opinion.rule_id))
        for lifted in after.examination.stops_lifted:
            if lifted not in base.examination.stops_lifted:
                self._note(AuditEvent(AuditAct.STOP_LIFTED, patient_id, visit_id, lifted.rule_id))
        if after.summary.closed_at is not None and base.summary.closed_at is None:
            self._note(AuditEvent(AuditAct.CONSULTATION_CLOSED, patient_id, visit_id))

    def _refuse_ahead(self, before: Consultation | None, after: Consultation) -> None:
        """Refuse a new visit that begins later than now: ages and expiries are judged on no day before it began."""
        if before is None and after.started_at > self._clock() + _CLOCKS_DIFFER_BY:
            raise make_refusal((ReservedAct.VISIT,))

    def _refuse_forged(self, db: Database, before: Consultation | None, after: Consultation) -> None:
        """Refuse what staff newly say in another's name; what they found may come back, as by undo.

        A physician may bring in what others said, as from another vault; the history says who brought it.
        """
        found = self._found.setdefault(after.consultation_id, before)
        earlier = () if found is None else (found,)
        if find_forged_authors(before, after, self.author.name, self._find_named(db, before, after), earlier):
            raise make_author_refusal()

    def _refuse_unsealed(self, db: Database, before: Consultation | None, after: Consultation) -> None:
        """Refuse a consent on screen without its sealed document; it comes with it, by `keep_sealed_consent`."""
        given = after.consent.signature
        if given is None or given.medium != "screen":
            return
        is_known = before is not None and before.consent.signature == given
        if not is_known and find_seal(db, given.document_number) is None:
            raise make_input_problem("consent-not-sealed")

    def _refuse_reserved(self, db: Database, before: Consultation | None, after: Consultation) -> None:
        acts = find_reserved_changes(before, after, self._find_named(db, before, after))
        if acts:
            raise make_refusal(acts)

    def _find_named(self, db: Database, before: Consultation | None, after: Consultation) -> Questionnaire | None:
        named = (before.examination.questionnaire if before else "") or after.examination.questionnaire
        return self._find_checklist(db, named) if named else None

    def _find_checklist(self, db: Database, canonical: str) -> Questionnaire | None:
        """Find the checklist of a name, read once; None where the vault lacks it or it can no longer be read."""
        if canonical not in self._checklists:
            entry = find_checklist(db, canonical)
            if entry is None:
                return None  # it may be kept later
            try:
                read = read_checklist(load_checklist(db, canonical), entry.name.title.en)
                self._checklists[canonical] = read.questionnaire
            except InputProblem:
                self._checklists[canonical] = None
        return self._checklists[canonical]


def _find_sealed(db: Database, visit: Consultation | None) -> tuple[str, ...]:
    """Find the number of the visit's consent if its document is sealed."""
    given = None if visit is None else visit.consent.signature
    return () if given is None or find_seal(db, given.document_number) is None else (given.document_number,)
