"""Seals a file with a time stamp, and without one where the service does not answer, which is then said."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.errors import EnvironmentProblem, Problem
from stemsup_desktop.language import Language
from stemsup_desktop.store.entries import SealedFile
from stemsup_desktop.ui.words import Words

FIELD = "ClinicSeal"
STAMP_FAILED = "time-stamp-failed"


@dataclass(frozen=True, slots=True)
class StampedFile:
    """A sealed file; `stamp_problem` says why it has no time stamp though the clinic has a service."""

    sealed: SealedFile
    stamp_problem: Problem | None = None


def seal_file(pdf: bytes, key: SealKey, reason: str, at: datetime, time_stamp_url: str | None) -> StampedFile:
    """Seal a whole file, for the work lane. A patient is not asked to come again because a network was down."""
    from stemsup_desktop.documents.sealing.sealing import SealRequest, seal_pdf  # late: half a second of imports

    request = SealRequest(FIELD, reason, at, is_last=True, time_stamp_url=time_stamp_url)
    problem: Problem | None = None
    try:
        sealed = seal_pdf(pdf, key, request)
    except EnvironmentProblem as error:
        if error.code != STAMP_FAILED:
            raise
        problem = error
        sealed = seal_pdf(pdf, key, msgspec.structs.replace(request, time_stamp_url=None))
    return StampedFile(SealedFile(sealed, key.fingerprint, at), problem)


def say_stamp(problem: Problem | None, words: Words) -> str:
    """Return what is said of a seal that has no time stamp; empty where nothing failed."""
    return "" if problem is None else words("paper.no_time_stamp")


def join_sentences(first: str, second: str, words: Words) -> str:
    """Return two sentences one after the other, as the language writes them; an empty one leaves nothing behind."""
    space = "" if words.language is Language.JA else " "
    return space.join(one for one in (first, second) if one)
