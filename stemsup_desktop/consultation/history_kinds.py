"""What kinds of act a history can be narrowed down to."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from stemsup_desktop.consultation.audit import AuditAct


class HistoryKind(StrEnum):
    """What somebody who reads a history looks for."""

    LOOKED = "looked"
    CHANGED = "changed"
    DECIDED = "decided"
    PAPERS = "papers"
    HOUSE = "house"
    """People, keys, backups and the history itself: nothing of a patient."""


_K, _A = HistoryKind, AuditAct
KINDS: Mapping[AuditAct, tuple[HistoryKind, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                _A.PATIENT_VIEWED,
                _A.CONSULTATION_VIEWED,
                _A.ATTACHMENT_VIEWED,
                _A.PHOTOGRAPH_VIEWED,
                _A.HISTORY_VIEWED,
                _A.RECALL_LISTED,
                _A.CONSENTS_LISTED,
                _A.RETENTION_LISTED,
            ),
            (_K.LOOKED,),
        ),
        **dict.fromkeys(
            (
                *(_A.PATIENT_CREATED, _A.PATIENT_CHANGED, _A.CONSULTATION_STARTED, _A.CONSULTATION_CHANGED),
                *(_A.ATTACHMENT_ADDED, _A.CLINIC_CHANGED, _A.PHYSICIAN_CHANGED, _A.SETTINGS_CHANGED),
                *(_A.FORM_ENTERED, _A.FORM_PUBLISHED),
                *(_A.COURSE_CHANGED, _A.SESSION_GIVEN),
                *(_A.PHOTOGRAPH_ADDED, _A.PHOTOGRAPH_MEASURED, _A.PHOTOGRAPH_REMOVED),
                *(_A.EVENT_RECORDED, _A.EVENT_CHANGED, _A.CONTACT_RECORDED),
                *(_A.CHECKLIST_ADDED, _A.RETENTION_CHANGED, _A.RETENTION_DELETED),
                *(_A.PRODUCT_SAVED, _A.LOT_ADDED, _A.LOT_CHANGED, _A.LOT_FILE_ADDED, _A.LOT_DELETED),
                *(_A.CERTIFICATE_ENTERED, _A.LOT_RECALLED),
                *(_A.VIAL_TAKEN, _A.VIAL_RELEASED, _A.VIAL_DISCARDED, _A.VIAL_RESTORED),
            ),
            (_K.CHANGED,),
        ),
        **dict.fromkeys(
            (
                *(_A.OPINION_RECORDED, _A.STOP_LIFTED, _A.CONSULTATION_CLOSED),
                *(_A.COURSE_BEGUN, _A.COURSE_STOPPED),
                *(_A.EVENT_CLOSED, _A.EVENT_REOPENED),
            ),
            (_K.DECIDED,),
        ),
        **dict.fromkeys((_A.CERTIFICATE_CHECKED, _A.RECALL_LIFTED), (_K.DECIDED, _K.CHANGED)),
        **dict.fromkeys((_A.DOCUMENT_SIGNED, _A.CONSENT_WITHDRAWN, _A.SEAL_ADDED), (_K.DECIDED, _K.PAPERS)),
        **dict.fromkeys((_A.DOCUMENT_VIEWED, _A.SCAN_VIEWED), (_K.PAPERS, _K.LOOKED)),
        _A.SCANS_FILED: (_K.PAPERS, _K.CHANGED),
        **dict.fromkeys(
            (
                *(_A.DOCUMENT_NUMBER_TAKEN, _A.DOCUMENT_SEALED, _A.DOCUMENT_PRINTED, _A.DOCUMENT_SAVED),
                *(_A.EXPORTED, _A.RECALL_EXPORTED, _A.TEXT_KEPT),
            ),
            (_K.PAPERS,),
        ),
        **dict.fromkeys(
            (
                *(_A.VAULT_CREATED, _A.VAULT_OPENED, _A.VAULT_LOCKED, _A.VAULT_CLOSED, _A.VAULT_MIGRATED),
                *(_A.UNLOCK_FAILED, _A.REFUSED, _A.ACCOUNT_ADDED, _A.ACCOUNT_CHANGED, _A.ACCOUNT_REMOVED),
                *(_A.PASSPHRASE_CHANGED, _A.PASSPHRASE_RESET, _A.RECOVERY_SHEET_MADE, _A.RECOVERY_SHEET_USED),
                *(
                    _A.REKEYED,
                    _A.SEAL_KEY_SAVED,
                    _A.SCREEN_PIN_SET,
                    _A.SCREEN_PIN_REMOVED,
                    _A.SCREEN_PIN_WRONG,
                    _A.TRAIL_VERIFIED,
                    _A.BACKUP_MADE,
                    _A.BACKUP_TESTED,
                    _A.BACKUP_FAILED,
                    _A.RESTORED,
                ),
            ),
            (_K.HOUSE,),
        ),
    }
)
"""The kinds of every act, the one it is shown as first."""
