"""What the settings say of the clinic's certificate and its time-stamp service. No Qt."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.seal_model import group_fingerprint
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.documents.sealing.certificates import CertificateFacts


@dataclass(frozen=True, slots=True)
class SealSettings:
    """What the vault holds: the certificate in use, how many were retired, and the service's address."""

    certificate: "CertificateFacts | None"
    retired: int
    service_url: str


@dataclass(frozen=True, slots=True)
class SealView:
    """Rows of name and value, and whether there is anything to pass on or to replace."""

    rows: tuple[tuple[str, str], ...]
    has_certificate: bool


def load_seal_settings(vault: Vault) -> SealSettings:
    """Return what is shown; for the vault lane."""
    from stemsup_desktop.documents.sealing.certificates import describe_certificate

    known = vault.list_seal_certificates()
    current = next((one for one in known if one.retired_at is None), None)
    return SealSettings(
        None if current is None else describe_certificate(current.certificate),
        sum(one.retired_at is not None for one in known),
        vault.load_time_stamp_service().url,
    )


def derive_seal(settings: SealSettings, now: datetime, words: Words) -> SealView:
    """Return how it is shown."""
    facts = settings.certificate
    if facts is None:
        return SealView(((words("seal.certificate"), words("seal.none")),), has_certificate=False)
    until = format_date(facts.not_after.astimezone(now.tzinfo).date(), words.language)
    issuer = words("seal.own") if facts.is_self_signed else facts.issuer
    rows = [
        (words("seal.name"), facts.name),
        (words("seal.issuer"), issuer),
        (words("seal.valid_until"), words("seal.expired", day=until) if facts.not_after <= now else until),
        (words("seal.fingerprint"), group_fingerprint(facts.fingerprint)),
    ]
    if settings.retired:
        rows.append((words("seal.retired"), words("seal.retired_count", count=settings.retired)))
    return SealView(tuple(rows), has_certificate=True)
