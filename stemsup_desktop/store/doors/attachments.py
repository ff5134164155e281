"""Files that were given as answers."""

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.authority_words import make_author_refusal
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import attachment_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import Attachment, AttachmentSource


class AttachmentDoor(Door):
    """Files that were given as answers."""

    def add_attachment(self, data: bytes, source: AttachmentSource) -> Attachment:
        """Keep a file for good. The same bytes once more change nothing: what was known of them first stays.

        Raises `InputProblem` attachment-empty, attachment-too-large, consultation-unknown, consultation-of-another,
        consultation-closed; author-not-own if someone who is no physician adds it in the name of another.
        """
        with self._writing(Right.PATIENTS) as db:
            if source.added_by != self.author.name and not self.author.may(Right.DECIDE):
                raise make_author_refusal()
            now = self._clock()
            kept = attachment_shelf.add_attachment(db, data, source, now)
            if kept.added_at == now and kept.source == source:
                self._note(_make_event(AuditAct.ATTACHMENT_ADDED, kept))
            return kept

    def get_attachment(self, sha256: str) -> tuple[Attachment, bytes]:
        """Return a file; raises attachment-unknown, or attachment-damaged if it is not what was added."""
        with self._reading(Right.PATIENTS) as db:
            kept, data = attachment_shelf.get_attachment(db, sha256)
            self._note_view(_make_event(AuditAct.ATTACHMENT_VIEWED, kept))
            return kept, data


def _make_event(act: AuditAct, kept: Attachment) -> AuditEvent:
    return AuditEvent(act, kept.source.patient_id, kept.source.consultation_id, kept.sha256)
