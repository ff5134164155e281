"""What a vault holds that a backup does not, so that it can be said in words before the backup takes its place."""

from datetime import datetime, tzinfo
from enum import StrEnum

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditHead
from stemsup_desktop.consultation.formats import format_datetime
from stemsup_desktop.language import Language, Text
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.backup.manifest import Manifest
from stemsup_desktop.store.records import decode_moment

NO_CHANGE = frozenset(
    {
        *(AuditAct.VAULT_OPENED, AuditAct.VAULT_LOCKED, AuditAct.VAULT_CLOSED, AuditAct.VAULT_MIGRATED),
        *(AuditAct.UNLOCK_FAILED, AuditAct.REFUSED, AuditAct.RECOVERY_SHEET_USED),
        *(AuditAct.PATIENT_VIEWED, AuditAct.CONSULTATION_VIEWED, AuditAct.ATTACHMENT_VIEWED),
        *(AuditAct.DOCUMENT_VIEWED, AuditAct.DOCUMENT_PRINTED, AuditAct.DOCUMENT_SAVED),
        *(AuditAct.EXPORTED, AuditAct.RECALL_LISTED, AuditAct.HISTORY_VIEWED, AuditAct.TRAIL_VERIFIED),
        *(AuditAct.BACKUP_MADE, AuditAct.BACKUP_TESTED, AuditAct.BACKUP_FAILED, AuditAct.RESTORED),
    }
)
"""Acts that leave every record as it was: nobody misses them after a restore."""


class Kinship(StrEnum):
    """How a backup is related to the vault that it would replace.

    `EARLIER` is the vault as it was once; `APART` the same vault, but with a history of its own since.
    """

    EARLIER = "earlier"
    APART = "apart"
    ANOTHER = "another"


class RestoreLoss(msgspec.Struct, frozen=True):
    """What would no longer be in the vault: what came since an earlier backup, else all that the vault holds.

    `head` is the last row of the vault's history; `changes` counts the acts of which it is the record.
    """

    kinship: Kinship
    made_at: datetime
    head: AuditHead
    patients: int
    visits: int
    documents: int
    changes: int
    last_change_at: datetime | None = None


def read_loss(db: Database, vault_id: str, manifest: Manifest) -> RestoreLoss:
    """Compare an open vault with the manifest of a backup."""
    kinship = _find_kinship(db, vault_id, manifest)
    archived = manifest.facts.audit_head
    since = archived.sequence if archived is not None and kinship is Kinship.EARLIER else 0
    counted: dict[AuditAct, int] = {}
    last = ""
    query = "select act, count(*), max(at) from audit_trail where sequence > ? group by act"
    for act, count, at in db.execute(query, [since]).fetchall():
        if AuditAct(act) not in NO_CHANGE:
            counted[AuditAct(act)] = int(count)
            last = max(last, str(at))
    if kinship is Kinship.EARLIER:
        new = (AuditAct.PATIENT_CREATED, AuditAct.CONSULTATION_STARTED, AuditAct.DOCUMENT_SEALED)
        patients, visits, documents = (counted.get(act, 0) for act in new)
    else:
        patients, visits, documents = (_count(db, table) for table in ("patients", "consultations", "documents"))
    return RestoreLoss(
        kinship=kinship,
        made_at=manifest.created_at,
        head=read_head(db),
        patients=patients,
        visits=visits,
        documents=documents,
        changes=sum(counted.values()),
        last_change_at=decode_moment(last) if last else None,
    )


def say_loss(loss: RestoreLoss, zone: tzinfo | None) -> Text:
    """Return in a sentence or two what would be lost, moments as the clock of `zone` shows them."""
    made = _say_moment(loss.made_at, zone)
    held = Text(
        f"{_say_count(loss.patients, 'patient')}, {_say_count(loss.visits, 'visit')} "
        f"and {_say_count(loss.documents, 'document')}",
        f"患者{loss.patients:,}名、診察{loss.visits:,}件、書類{loss.documents:,}件",
    )
    last = None if loss.last_change_at is None else _say_moment(loss.last_change_at, zone)
    match loss.kinship:
        case Kinship.ANOTHER:
            return Text(
                f"This backup, of {made.en}, is of another vault. The one that lies here holds {held.en}.",
                f"{made.ja}のこのバックアップは別の保管庫のものです。今ここにある保管庫には、{held.ja}があります。",
            )
        case Kinship.APART:
            return Text(
                f"This backup, of {made.en}, is of the same vault, but each has gone its own way since. "
                f"The one that lies here holds {held.en}.",
                f"{made.ja}のこのバックアップは同じ保管庫のものですが、その後の記録が互いに異なります。"
                f"今ここにある保管庫には、{held.ja}があります。",
            )
        case Kinship.EARLIER if last is None:
            return Text(
                f"Nothing was changed in the vault since this backup was made, {made.en}.",
                f"このバックアップの作成日時（{made.ja}）以降、保管庫に変更はありません。",
            )
        case Kinship.EARLIER:
            return Text(
                f"Since this backup was made, {made.en}, the vault took {_say_count(loss.changes, 'change')}, the last "
                f"{last.en}. New in it: {held.en}. None of this is in the backup.",
                f"このバックアップの作成日時（{made.ja}）以降、保管庫には{loss.changes:,}件の変更があり、"
                f"最後の変更は{last.ja}です。新しい記録は{held.ja}です。これらはバックアップに含まれていません。",
            )


def _find_kinship(db: Database, vault_id: str, manifest: Manifest) -> Kinship:
    if manifest.vault_id != vault_id:
        return Kinship.ANOTHER
    head = manifest.facts.audit_head
    if head is None:
        return Kinship.APART
    row = db.execute("select hash from audit_trail where sequence = ?", [head.sequence]).fetchone()
    return Kinship.EARLIER if row is not None and bytes(row[0]).hex() == head.hash else Kinship.APART


def _count(db: Database, table: str) -> int:
    return int(db.execute(f"select count(*) from {table}").fetchone()[0])


def _say_moment(moment: datetime, zone: tzinfo | None) -> Text:
    local = moment.astimezone(zone)
    return Text(format_datetime(local, Language.EN), format_datetime(local, Language.JA))


def _say_count(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
