"""A document that is produced and sealed in one act, with the consent that was given by it."""

import msgspec

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_seal import with_screen_consent
from stemsup_desktop.store import consultations, document_shelf, seal_shelf
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.doors.consultations import ConsultationDoor
from stemsup_desktop.store.doors.seals import right_to_seal
from stemsup_desktop.store.entries import DocumentRecord, SealedFile
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import encode_record


class SealingDoor(ConsultationDoor):
    """A document, its seal and the consent given by it: all of it is kept, or nothing."""

    def keep_sealed_document(self, record: DocumentRecord, pdf: bytes, sealed: SealedFile) -> None:
        """Keep a document with its sealed file; of a consent that is the physician's.

        Raises what `save_document` and `save_seal` raise; nothing is kept then.
        """
        with self._writing(right_to_seal(record.kind)):
            self._keep(record, pdf, sealed)

    def keep_sealed_consent(
        self, record: DocumentRecord, pdf: bytes, sealed: SealedFile, signed: Consultation, after: Consultation
    ) -> None:
        """Keep a consent that was signed on screen, its sealed file, and the visit as it is `after` it was given.

        `signed` is the visit as it was signed. Raises `InputProblem` record-changed where the vault holds another state
        of it by now, and what `save_document` and `save_seal` raise; nothing is kept then, the document neither.
        """
        with self._writing(Right.DECIDE) as db:
            given = after.consent.signature
            if given is None or given.document_number != record.number or with_screen_consent(signed, given) != after:
                raise ValueError("the visit after the consent is not the visit that was signed")
            before = consultations.find_consultation(db, signed.consultation_id)
            if before is None or encode_record(before) != encode_record(signed):
                raise make_input_problem("record-changed")
            self._keep(record, pdf, sealed)
            self._save_visit(db, after, record.patient_id, None)
            signature = msgspec.json.encode(given)
            document_shelf.save_signature(db, record.number, signature, sealed.sealed_at, self._clock())
            self._note(AuditEvent(AuditAct.DOCUMENT_SIGNED, record.patient_id, record.consultation_id, record.number))

    def _keep(self, record: DocumentRecord, pdf: bytes, sealed: SealedFile) -> None:
        db, number = self._database, record.number
        document_shelf.save_document(db, record, pdf, read_head(db))
        self._note(AuditEvent(AuditAct.DOCUMENT_SEALED, record.patient_id, record.consultation_id, number))
        seal_shelf.save_seal(db, number, sealed.pdf, sealed.certificate_sha256, sealed.sealed_at, self._clock())
        facts = make_facts({"certificate": sealed.certificate_sha256})
        self._note(AuditEvent(AuditAct.SEAL_ADDED, record.patient_id, record.consultation_id, number, details=facts))
