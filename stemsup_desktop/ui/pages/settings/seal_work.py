"""What the settings do with certificates and the time-stamp service, away from the GUI thread. No Qt."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.seal_shelf import TimeStampService
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.pages.settings.seal_view import SealSettings, load_seal_settings


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: in whose name, and when by its clock; nothing where no service is wanted."""

    service: TimeStampService
    name: str = ""
    at: datetime | None = None


def make_certificate(vault: Vault, now: datetime) -> SealSettings:
    """Make a new certificate in the clinic's name and take it into use."""
    from stemsup_desktop.documents.sealing.certificates import make_clinic_key

    vault.save_seal_key(make_clinic_key(vault.load_clinic().name, now))
    return load_seal_settings(vault)


def import_certificate(vault: Vault, path: Path, passphrase: str, now: datetime) -> SealSettings:
    """Take the key of a PKCS #12 file into use; raises `InputProblem` as `read_pkcs12` and `save_seal_key`."""
    from stemsup_desktop.documents.sealing.certificates import MOST_PKCS12_BYTES, read_pkcs12

    try:
        data = read_bounded(path, MOST_PKCS12_BYTES)
    except (OSError, ValueError, OversizeError):
        # Not chained: the system's message holds the name of the file.
        raise InputProblem(
            "seal-file-unreadable",
            "This file is no PKCS #12 file, or is damaged. Choose the file with the key, usually named .p12 or .pfx.",
        ) from None
    vault.save_seal_key(read_pkcs12(data, passphrase, now))
    return load_seal_settings(vault)


def write_known(vault: Vault) -> bytes:
    """Return every certificate of the clinic as a file for others."""
    from stemsup_desktop.documents.sealing.certificates import write_certificates

    return write_certificates(vault.list_seal_certificates())


def save_file(data: bytes, path: Path) -> None:
    """Write a file whole or not at all; raises `EnvironmentProblem` save-folder-missing, save-failed."""
    from stemsup_desktop.documents.files import save_document

    save_document(data, path)


def try_service(url: str) -> Answer:
    """Ask a service for a time stamp; raises time-stamp-address, time-stamp-failed. An empty address is no service."""
    from stemsup_desktop.documents.sealing.certificates import describe_certificate
    from stemsup_desktop.documents.sealing.time_stamps import ask_for_time_stamp

    if not url.strip():
        return Answer(TimeStampService())
    stamp = ask_for_time_stamp(url)
    service = TimeStampService(url.strip(), (stamp.certificate, *stamp.others))
    return Answer(service, describe_certificate(stamp.certificate).name, stamp.at)


def keep_service(vault: Vault, answer: Answer) -> SealSettings:
    """Keep the service that answered, with the certificates that its time stamps are known by."""
    known = vault.load_time_stamp_service().certificates
    every = tuple(dict.fromkeys((*answer.service.certificates, *known)))
    vault.save_time_stamp_service(TimeStampService(answer.service.url, every))
    return load_seal_settings(vault)
