"""The clinic's certificate, what seals documents, and their sealed files."""

from datetime import datetime

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.consultation.seal_model import KnownCertificate, KnownSeals, SealKey
from stemsup_desktop.store import document_shelf, seal_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.house_records import find_house_record, save_house_record
from stemsup_desktop.store.seal_shelf import SealEntry, TimeStampService

TIME_STAMPS = "time-stamp-service"


def right_to_seal(kind: DocumentKind) -> Right:
    """Return what sealing a document needs: a consent is the physician's, other papers anybody's who may print them."""
    return Right.DECIDE if kind is DocumentKind.CONSENT else Right.PATIENTS


class SealDoor(Door):
    """The clinic's certificate, what seals documents, and their sealed files."""

    def has_seal_key(self) -> bool:
        """Tell whether the clinic has a certificate to seal with; a vault from before there were seals has none."""
        with self._reading(Right.SIGN_IN) as db:
            return any(one.retired_at is None for one in seal_shelf.list_certificates(db))

    def save_seal_key(self, key: SealKey) -> None:
        """Let a key be what documents are sealed with from now on; the one before never seals again.

        Raises `InputProblem` seal-key-known for a certificate that was in use before.
        """
        with self._writing(Right.ADMINISTER) as db:
            before = [one for one in seal_shelf.list_certificates(db) if one.retired_at is None]
            seal_shelf.save_key(db, key, self._clock())
            facts = make_facts({"replaced": bool(before), "issued": bool(key.chain)})
            self._note(AuditEvent(AuditAct.SEAL_KEY_SAVED, subject=key.fingerprint, details=facts))

    def load_seal_key(self, kind: DocumentKind = DocumentKind.CONSENT) -> SealKey:
        """Return what documents of a kind are sealed with; raises `InputProblem` seal-key-missing."""
        with self._reading(right_to_seal(kind)) as db:
            return seal_shelf.load_key(db)

    def list_seal_certificates(self) -> tuple[KnownCertificate, ...]:
        """Return every certificate of the clinic, the one in use first, without any private key."""
        with self._reading(Right.SIGN_IN) as db:
            return seal_shelf.list_certificates(db)

    def load_known_seals(self, number: str = "") -> KnownSeals:
        """Return what a file is compared with: certificates, and of this document its sealed file and its standing.

        Of the document nothing is returned to whoever may not see patients.
        """
        with self._reading(Right.SIGN_IN) as db:
            service = find_house_record(db, TIME_STAMPS, TimeStampService) or TimeStampService()
            certificates = seal_shelf.list_certificates(db)
            if not number or not self.author.may(Right.PATIENTS):
                return KnownSeals(certificates, time_stamp_certificates=service.certificates)
            is_sealed = seal_shelf.find_seal(db, number) is not None
            standing = seal_shelf.find_standing(db, number)
            return KnownSeals(
                certificates,
                {number: seal_shelf.load_sealed(db, number)} if is_sealed else {},
                {} if standing is None else {number: standing},
                service.certificates,
            )

    def save_seal(self, number: str, sealed_pdf: bytes, certificate_sha256: str, sealed_at: datetime) -> None:
        """Keep the sealed file of a document for good; it begins with the document as it was kept.

        Raises `InputProblem` document-unknown, document-sealed, seal-key-missing; ValueError for a file that does not
        begin with the document.
        """
        with self._reading(Right.PATIENTS) as db:
            entry = document_shelf.get_document_entry(db, number)
        with self._writing(right_to_seal(entry.kind)) as db:
            seal_shelf.save_seal(db, number, sealed_pdf, certificate_sha256, sealed_at, self._clock())
            facts = make_facts({"certificate": certificate_sha256})
            self._note(AuditEvent(AuditAct.SEAL_ADDED, entry.patient_id, entry.consultation_id, number, details=facts))

    def find_seal(self, number: str) -> SealEntry | None:
        """Find what is known of a document's seal."""
        with self._reading(Right.PATIENTS) as db:
            return seal_shelf.find_seal(db, number)

    def load_sealed(self, number: str) -> bytes:
        """Return the sealed file of a document.

        Raises `InputProblem` document-unknown, document-not-sealed; `EnvironmentProblem` document-damaged.
        """
        with self._reading(Right.PATIENTS) as db:
            sealed = seal_shelf.load_sealed(db, number)
            entry = document_shelf.get_document_entry(db, number)
            self._note_view(AuditEvent(AuditAct.DOCUMENT_VIEWED, entry.patient_id, entry.consultation_id, entry.number))
            return sealed

    def load_time_stamp_service(self) -> TimeStampService:
        """Return the clinic's time-stamp service; one without an address is none."""
        with self._reading(Right.SIGN_IN) as db:
            return find_house_record(db, TIME_STAMPS, TimeStampService) or TimeStampService()

    def save_time_stamp_service(self, service: TimeStampService) -> None:
        """Replace the clinic's time-stamp service; an empty address is none."""
        with self._writing(Right.ADMINISTER) as db:
            before = find_house_record(db, TIME_STAMPS, TimeStampService) or TimeStampService()
            save_house_record(db, TIME_STAMPS, service, self._clock())
            if changes := derive_changes(before, service):
                self._note(AuditEvent(AuditAct.SETTINGS_CHANGED, subject=TIME_STAMPS, details=changes))
