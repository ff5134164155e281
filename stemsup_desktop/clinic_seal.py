"""The clinic's seal between vault and documents: its certificate when there is none, and a look at files."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.seal_model import KnownSeals, SealReport
from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

MOST_PDF_BYTES = 200_000_000
"""The longest file that is looked at; a sealed document has far less than one hundredth of it."""


def give_seal_key(vault: "Vault", now: datetime) -> bool:
    """Make a certificate for a clinic that has none, if whoever opened the vault may; tell whether one was made."""
    if not vault.author.may(Right.ADMINISTER) or vault.has_seal_key():
        return False
    from stemsup_desktop.documents.sealing.certificates import make_clinic_key

    vault.save_seal_key(make_clinic_key(vault.load_clinic().name, now))
    return True


def verify_file(path: Path, load_known: Callable[[str], KnownSeals], now: datetime) -> SealReport:
    """Return whether a file is what it claims to be; `load_known` is asked what is known of the document it names.

    Raises `InputProblem` verify-unreadable, verify-too-large, and what `load_known` raises.
    """
    from stemsup_desktop.documents.sealing.verification import find_document_number, verify_pdf

    pdf = read_pdf(path)
    return verify_pdf(pdf, load_known(find_document_number(pdf)), now)


def read_pdf(path: Path) -> bytes:
    """Return a file that is to be looked at; raises `InputProblem` verify-unreadable, verify-too-large."""
    try:
        return read_bounded(path, MOST_PDF_BYTES)
    except OversizeError as error:
        raise InputProblem(
            "verify-too-large", "This file is far larger than any document of the clinic, so it was not looked at."
        ) from error
    except (OSError, ValueError):
        # Not chained: the system's message holds the name of the file.
        raise InputProblem(
            "verify-unreadable", "The file cannot be read. Check that it is there and that you may open it."
        ) from None
