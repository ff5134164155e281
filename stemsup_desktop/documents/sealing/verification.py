"""Whether a file is still what the clinic sealed, in words.

What a certificate says of itself is never believed: a seal is the clinic's where its certificate is one that the vault,
or an exported certificate file, knows byte for byte. A file is unchanged only where two independent looks agree: the
bytes against the last seal (`seal_reading`), and pyHanko's validator on every seal and what came between them.
"""

import asyncio
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from stemsup_desktop.consultation.seal_model import (
    KnownSeals,
    Seal,
    SealReport,
    SealState,
    StandingKind,
    TimeStamp,
)
from stemsup_desktop.documents.sealing import report_words as words
from stemsup_desktop.documents.sealing.certificates import describe_certificate
from stemsup_desktop.documents.sealing.differences import UNREADABLE_PDF, find_damage, find_differences, say_bytes
from stemsup_desktop.documents.sealing.seal_reading import (
    FoundSeal,
    find_seals,
    find_stray_certificates,
    has_trace_of_seal,
)
from stemsup_desktop.documents.sealing.time_stamps import UNREADABLE
from stemsup_desktop.language import Text

_NUMBER = re.compile(r"\b(?:CNS|SUM|SAS|WDS|ADD)-\d{4}-\d{5,}\b")
_HOSTILE = (
    *UNREADABLE,
    *UNREADABLE_PDF,
    PdfError,
    ValidationError,
    PathError,
    AssertionError,
    NotImplementedError,
)
"""What the libraries raise of a file that was made to confuse them."""

_ONLY_SEALS = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys={"/AcroForm", "/DSS", "/Extensions"}),
        *(rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in (XrefStreamRule(), ObjectStreamRule())),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldModificationRule()]),
)
"""What may come between two seals: the seal in a field that was there. pyHanko would allow another title besides."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The file, what it is compared with, the seals in it, and the last one that counts."""

    pdf: bytes
    known: KnownSeals
    now: datetime
    seals: tuple[FoundSeal, ...]
    last: FoundSeal
    number: str
    reasons: Mapping[int, str] = field(default_factory=dict)
    """Why each seal was made, by the end of what it covers."""


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What pyHanko found in a file in which nothing is wrong: fields without a seal, and why each seal was made."""

    has_empty_field: bool
    reasons: Mapping[int, str]


def verify_pdf(pdf: bytes, known: KnownSeals, now: datetime) -> SealReport:
    """Return whether a file is what it claims to be, at the moment `now`; no file makes this raise anything."""
    found = find_seals(pdf)
    readable = tuple(one for one in found if one.certificate)
    certificates = {one.certificate for one in known.certificates}
    ours = tuple(one for one in readable if one.certificate in certificates) if certificates else readable
    if not ours:
        return _report_stranger(pdf, found, known)
    look = _Look(pdf, known, now, found, ours[-1], find_document_number(pdf[: ours[-1].place.covers]))
    if not look.last.is_whole or look.last.place.covers < len(pdf) or found[-1] is not look.last:
        return _report(look, SealState.CHANGED, _find_changes(look))
    opinion = _ask_second_opinion(look)
    if opinion is None:
        return _report(look, SealState.CHANGED, (words.ODD_STRUCTURE,))
    look = replace(look, reasons=opinion.reasons)
    if opinion.has_empty_field:
        return _report(look, SealState.UNFINISHED)
    original = known.sealed.get(look.number)
    if original is None or original == pdf:
        return _judge_certificate(look)
    if _without_seal(original, look.last) == _without_seal(pdf, look.last):
        return _report(look, SealState.CHANGED, (words.DAMAGED_SEAL, words.ORIGINAL_KEPT))
    return _judge_certificate(look, (words.SEAL_OF_ANOTHER_COPY,))


def find_document_number(pdf: bytes) -> str:
    """Return the number of a document, as its title names it; empty where there is none or the file is damaged."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            title = str(opened.docinfo.get("/Title", ""))
    except UNREADABLE_PDF:
        return ""
    numbers = _NUMBER.findall(title)
    return str(numbers[-1]) if numbers else ""


def _judge_certificate(look: _Look, lines: tuple[Text, ...] = ()) -> SealReport:
    """Say of an unchanged file whose certificate it was sealed with, and what became of certificate and document."""
    last, facts = look.last, describe_certificate(look.last.certificate)
    own = next((one for one in look.known.certificates if one.certificate == last.certificate), None)
    if own is None:
        return _report(look, SealState.UNCONFIRMED, lines, words.say_unconfirmed(facts.name))
    stamp = _read_stamp(last, look.known)
    sealed_at = stamp.at if stamp is not None and stamp.is_known else last.sealed_at
    lines = (*lines, words.say_valid(facts.not_before, facts.not_after))
    if own.retired_at is not None:
        lines = (*lines, words.say_retired(own.retired_at))
        if sealed_at is None or sealed_at > own.retired_at:
            return _report(look, SealState.NOT_OURS, lines, words.AFTER_RETIREMENT)
    if sealed_at is None or not facts.not_before <= sealed_at <= facts.not_after:
        return _report(look, SealState.EXPIRED, lines, words.OUTSIDE_VALIDITY)
    if (standing := look.known.standings.get(look.number)) is not None:
        lines = (words.say_standing(standing), *lines)
        if standing.kind is StandingKind.SUPERSEDED:
            return _report(look, SealState.SUPERSEDED, lines)
        headline = words.WITHDRAWN_IN_PART if standing.is_partial else None
        return _report(look, SealState.WITHDRAWN, lines, headline)
    if own.retired_at is not None:
        return _report(look, SealState.REPLACED, lines)
    return _report(look, SealState.EXPIRED if look.now > facts.not_after else SealState.GENUINE, lines)


def _find_changes(look: _Look) -> tuple[Text, ...]:
    """Say where a file was changed: against the original where the vault has it, else against what a seal covers."""
    pdf, last = look.pdf, look.last
    if (original := look.known.sealed.get(look.number)) is not None:
        shown = find_differences(original, pdf) or (words.NOTHING_SHOWN,)
        return (say_bytes(original, pdf), *shown, words.ORIGINAL_KEPT)
    whole = [one for one in look.seals if one.is_whole and one.place.covers < len(pdf) and one.certificate]
    base = whole[-1] if whole else None
    lines: tuple[Text, ...] = ()
    if last.place.covers > len(pdf):
        lines = (words.CUT_SHORT,)
    elif not last.is_well_formed:
        lines = (words.DAMAGED_SEAL,)
    if base is None:
        damage = find_damage(pdf)
        return (*lines, *damage) if lines or damage else (words.ANYWHERE,)
    lines = (words.ADDED_LATER,) if base is last else (*lines, words.say_covered(base.place.covers, base.sealed_at))
    before = pdf[: base.place.covers]
    shown = find_differences(before, pdf) or (words.NOTHING_SHOWN,)
    return (*lines, say_bytes(before, pdf), *shown)


def _report_stranger(pdf: bytes, found: tuple[FoundSeal, ...], known: KnownSeals) -> SealReport:
    """Say of a file without a seal of the clinic why it is none of the clinic's, or what is left of a seal."""
    certificates = {one.certificate for one in known.certificates}
    readable = tuple(one for one in found if one.certificate)
    if not readable:
        left = find_stray_certificates(pdf)
        if (
            any(one in certificates for one in left)
            or (not certificates and left)
            or (has_trace_of_seal(pdf) and not left)
        ):
            lines = (words.DAMAGED_SEAL, *find_damage(pdf))
            return SealReport(SealState.CHANGED, words.HEADLINES[SealState.CHANGED], lines, find_document_number(pdf))
        if left:
            return SealReport(SealState.NOT_OURS, words.UNKNOWN_CERTIFICATE)
        return SealReport(SealState.NOT_OURS, words.NO_SEAL if b"%PDF-" in pdf[:1024] else words.NO_PDF)
    names = {describe_certificate(one).name for one in certificates}
    last = readable[-1]
    lines = (words.say_seal(last.name, last.sealed_at, ""),)
    if last.name in names:
        lines = (*lines, words.SAME_NAME)
    seals = tuple(_describe(one, known, {}) for one in readable)
    return SealReport(SealState.NOT_OURS, words.UNKNOWN_CERTIFICATE, lines, seals=seals)


def _report(look: _Look, state: SealState, lines: tuple[Text, ...] = (), headline: Text | None = None) -> SealReport:
    """Put together what is said: where a change is, then who sealed what and when."""
    seals = tuple(_describe(one, look.known, look.reasons) for one in look.seals if one.certificate)
    said = [words.say_document(look.number)] if look.number else []
    if state is not SealState.CHANGED or look.last.is_whole:
        for one in seals:
            said.append(words.say_seal(one.name, one.sealed_at, one.reason))
            if one.time_stamp is not None:
                said.append(words.say_stamp(one.time_stamp))
    every = (*lines, *said) if state is SealState.CHANGED else (*said, *lines)
    return SealReport(state, headline or words.HEADLINES[state], every, look.number, seals)


def _describe(seal: FoundSeal, known: KnownSeals, reasons: Mapping[int, str]) -> Seal:
    covers = seal.place.covers
    return Seal(seal.name, seal.fingerprint, seal.sealed_at, reasons.get(covers, ""), covers, _read_stamp(seal, known))


def _read_stamp(seal: FoundSeal, known: KnownSeals) -> TimeStamp | None:
    stamp = seal.time_stamp
    if stamp is None:
        return None
    is_known = stamp.certificate in known.time_stamp_certificates
    return TimeStamp(stamp.at, describe_certificate(stamp.certificate).name, is_known)


def _without_seal(pdf: bytes, seal: FoundSeal) -> tuple[bytes, bytes]:
    return pdf[: seal.place.start], pdf[seal.place.end :]


def _ask_second_opinion(look: _Look) -> _Opinion | None:
    """Return what pyHanko finds, or None where it finds anything wrong with any seal or between two of them."""
    try:
        return asyncio.run(_validate(look))
    except _HOSTILE:
        return None


async def _validate(look: _Look) -> _Opinion | None:
    reader = PdfFileReader(io.BytesIO(look.pdf), strict=True)
    embedded = reader.embedded_signatures
    if len(embedded) != len(look.seals):
        return None
    reasons: dict[int, str] = {}
    for one, found in zip(embedded, look.seals, strict=True):
        _, start, end, length = (int(part) for part in one.byte_range)
        if (start, end, end + length) != (found.place.start, found.place.end, found.place.covers):
            return None
        own = x509.Certificate.load(found.certificate)
        # Whether the certificate is the clinic's was asked before; here it stands for itself.
        context = ValidationContext(trust_roots=[own], allow_fetching=False, moment=look.now)
        status = await async_validate_pdf_signature(
            one, context, diff_policy=_ONLY_SEALS, key_usage_settings=KeyUsageConstraints()
        )
        is_last = found is look.last
        wanted = SignatureCoverageLevel.ENTIRE_FILE if is_last else SignatureCoverageLevel.ENTIRE_REVISION
        if not (status.intact and status.valid and status.docmdp_ok and status.coverage == wanted):
            return None
        reasons[found.place.covers] = _clean(str(one.sig_object.get("/Reason", "")))
    empty = any(True for _ in enumerate_sig_fields(reader, filled_status=False))
    return _Opinion(empty, MappingProxyType(reasons))


def _clean(text: str) -> str:
    return "".join(one if one.isprintable() else "\ufffd" for one in " ".join(text.split()))[:200]
