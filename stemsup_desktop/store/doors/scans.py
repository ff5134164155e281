"""The signed pages of documents that came back as scans or photographs."""

from collections.abc import Sequence

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import document_shelf, scan_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import KeptScan, ScanToKeep
from stemsup_desktop.store.problems import make_input_problem


class ScanDoor(Door):
    """The signed pages of documents that came back as scans or photographs."""

    def save_scans(self, number: str, pages: Sequence[ScanToKeep], *, patient_id: str) -> None:
        """Keep all pages of a document in one act, in the order of the document; pages kept before stay beside them.

        `patient_id` is whose document the person who files takes it for. Raises `InputProblem` document-unknown,
        document-of-another, scans-incomplete, scan-not-kept, scan-page-too-large.
        """
        with self._writing(Right.PATIENTS) as db:
            document = document_shelf.get_document_entry(db, number)
            if document.patient_id != patient_id:
                raise make_input_problem("document-of-another")
            scan_shelf.save_scans(db, number, pages, self.author.name, self._clock())
            facts = make_facts(
                {"page_count": len(pages), "placed_by_hand": [one.page for one in pages if one.is_by_hand]}
            )
            event = AuditEvent(AuditAct.SCANS_FILED, patient_id, document.consultation_id, number, facts)
            self._note(event)

    def list_scans(self, number: str) -> tuple[KeptScan, ...]:
        """Return the kept pages of a document without their bytes, the last filing first; none if it has none."""
        with self._reading(Right.PATIENTS) as db:
            return scan_shelf.list_scans(db, number)

    def load_scan(self, number: str, page: int, filing: int | None = None) -> tuple[KeptScan, bytes]:
        """Return a page of the last filing, or of the one given.

        Raises scan-unknown, or attachment-damaged if it is not what was filed.
        """
        with self._reading(Right.PATIENTS) as db:
            found = scan_shelf.load_scan(db, number, page, filing)
            document = document_shelf.get_document_entry(db, number)
            event = AuditEvent(AuditAct.SCAN_VIEWED, document.patient_id, document.consultation_id, number)
            self._note_view(event)
            return found
