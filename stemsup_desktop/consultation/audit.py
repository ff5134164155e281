"""What is recorded of every act on the records: who, when, what, on which record, and the hash of the row before."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.record_changes import FieldChange


class AuditAct(StrEnum):
    """Every act that leaves a row. A code never changes its meaning; a new one comes with a migration of the vault."""

    VAULT_CREATED = "vault-created"
    VAULT_OPENED = "vault-opened"
    VAULT_LOCKED = "vault-locked"
    VAULT_CLOSED = "vault-closed"
    VAULT_MIGRATED = "vault-migrated"
    UNLOCK_FAILED = "unlock-failed"
    REFUSED = "refused"

    ACCOUNT_ADDED = "account-added"
    ACCOUNT_CHANGED = "account-changed"
    ACCOUNT_REMOVED = "account-removed"
    PASSPHRASE_CHANGED = "passphrase-changed"
    PASSPHRASE_RESET = "passphrase-reset"
    RECOVERY_SHEET_MADE = "recovery-sheet-made"
    RECOVERY_SHEET_USED = "recovery-sheet-used"
    REKEYED = "rekeyed"

    CLINIC_CHANGED = "clinic-changed"
    PHYSICIAN_CHANGED = "physician-changed"
    SETTINGS_CHANGED = "settings-changed"
    SCREEN_PIN_SET = "screen-pin-set"
    SCREEN_PIN_REMOVED = "screen-pin-removed"
    SCREEN_PIN_WRONG = "screen-pin-wrong"
    CHECKLIST_ADDED = "checklist-added"
    TEXT_KEPT = "text-kept"
    FORM_ENTERED = "form-entered"
    FORM_PUBLISHED = "form-published"

    PATIENT_CREATED = "patient-created"
    PATIENT_CHANGED = "patient-changed"
    PATIENT_VIEWED = "patient-viewed"

    CONSULTATION_STARTED = "consultation-started"
    CONSULTATION_CHANGED = "consultation-changed"
    CONSULTATION_VIEWED = "consultation-viewed"
    CONSULTATION_CLOSED = "consultation-closed"
    OPINION_RECORDED = "opinion-recorded"
    STOP_LIFTED = "stop-lifted"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    COURSE_BEGUN = "course-begun"
    COURSE_CHANGED = "course-changed"
    COURSE_STOPPED = "course-stopped"
    SESSION_GIVEN = "session-given"
    EVENT_RECORDED = "event-recorded"
    EVENT_CHANGED = "event-changed"
    EVENT_CLOSED = "event-closed"
    EVENT_REOPENED = "event-reopened"
    CONTACT_RECORDED = "contact-recorded"
    ATTACHMENT_ADDED = "attachment-added"
    ATTACHMENT_VIEWED = "attachment-viewed"
    PHOTOGRAPH_ADDED = "photograph-added"
    PHOTOGRAPH_VIEWED = "photograph-viewed"
    PHOTOGRAPH_MEASURED = "photograph-measured"
    PHOTOGRAPH_REMOVED = "photograph-removed"

    DOCUMENT_NUMBER_TAKEN = "document-number-taken"
    DOCUMENT_SEALED = "document-sealed"
    DOCUMENT_SIGNED = "document-signed"
    DOCUMENT_VIEWED = "document-viewed"
    DOCUMENT_PRINTED = "document-printed"
    DOCUMENT_SAVED = "document-saved"
    SEAL_KEY_SAVED = "seal-key-saved"
    SEAL_ADDED = "seal-added"
    SCANS_FILED = "scans-filed"
    SCAN_VIEWED = "scan-viewed"

    PRODUCT_SAVED = "product-saved"
    LOT_ADDED = "lot-added"
    LOT_CHANGED = "lot-changed"
    LOT_FILE_ADDED = "lot-file-added"
    CERTIFICATE_ENTERED = "certificate-entered"
    CERTIFICATE_CHECKED = "certificate-checked"
    LOT_RECALLED = "lot-recalled"
    RECALL_LIFTED = "recall-lifted"
    LOT_DELETED = "lot-deleted"
    VIAL_TAKEN = "vial-taken"
    VIAL_RELEASED = "vial-released"
    VIAL_DISCARDED = "vial-discarded"
    VIAL_RESTORED = "vial-restored"

    EXPORTED = "exported"
    RECALL_LISTED = "recall-listed"
    RECALL_EXPORTED = "recall-exported"
    CONSENTS_LISTED = "consents-listed"
    HISTORY_VIEWED = "history-viewed"
    TRAIL_VERIFIED = "trail-verified"

    BACKUP_MADE = "backup-made"
    BACKUP_TESTED = "backup-tested"
    BACKUP_FAILED = "backup-failed"
    RESTORED = "restored"
    RETENTION_CHANGED = "retention-changed"
    RETENTION_LISTED = "retention-listed"
    RETENTION_DELETED = "retention-deleted"


class AuditEvent(msgspec.Struct, frozen=True):
    """What is to be recorded of one act.

    `subject` names the thing by number, code or hash (a document number, an account id), never a patient by name.
    `details` are old and new values, or facts with a new value alone; only they may hold what stood in a chart, and
    they can be erased with the chart.
    """

    act: AuditAct
    patient_id: str = ""
    consultation_id: str = ""
    subject: str = ""
    details: tuple[FieldChange, ...] = ()


class AuditRow(msgspec.Struct, frozen=True):
    """One row of the trail; hashes are SHA-256 in hexadecimal.

    `account_id` is empty where nobody had signed in. `details` is None where they were erased by a retention deletion,
    or, with `is_withheld`, where the reader may not see them.
    """

    sequence: int
    at: datetime
    account_id: str
    account_name: str
    act: AuditAct
    patient_id: str
    consultation_id: str
    subject: str
    details: tuple[FieldChange, ...] | None
    previous_hash: str
    hash: str
    is_withheld: bool = False


class AuditHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last row of the trail at some moment: it stands for every row up to it. `sequence` 0 is an empty trail."""

    sequence: int
    hash: str


class Anchor(msgspec.Struct, frozen=True):
    """A head that was signed into something outside the trail; `where` names it, such as a document's number."""

    where: str
    head: AuditHead


def make_facts(facts: Mapping[str, object]) -> tuple[FieldChange, ...]:
    """Return facts about an act, such as a reason or a count, as details; values are plain JSON."""
    return tuple(FieldChange((name,), None, value) for name, value in facts.items())


def without_chart(row: AuditRow) -> AuditRow:
    """Return a row without what stood in a chart: who did what remains, but not which finding was judged."""
    if not row.patient_id:
        return row
    subject = "" if row.act in (AuditAct.OPINION_RECORDED, AuditAct.STOP_LIFTED) else row.subject
    if not row.details:
        return msgspec.structs.replace(row, subject=subject)
    return msgspec.structs.replace(row, subject=subject, details=None, is_withheld=True)
