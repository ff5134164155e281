"""Consultations with everything that a record can hold, and what every record must be by FHIR's own rules."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from consultation.signing_builders import NAME_INK, SHI_INK
from documents.document_builders import NAMES
from fhir.resources.R4B.bundle import Bundle
from hypothesis import strategies as st
from shipped import get_content

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.fhir_record_model import RecordedDocument, RecordedKind, RecordSource
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile, GivenConsent
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.consultation.signing_hashes import derive_signed_parts, hash_choices, hash_clause, list_clauses
from stemsup_desktop.consultation.signing_model import (
    AgreedClause,
    AgreedPart,
    EarlierConsent,
    HandSignature,
    Initial,
    Ink,
    InkPoint,
    SignerRole,
    TeachBackAnswer,
    Withdrawal,
)
from stemsup_desktop.consultation.signing_roles import get_read_languages
from stemsup_desktop.consultation.teach_back import draw_questions
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language

TOKYO = timezone(timedelta(hours=9))
NOON = datetime(2026, 11, 17, 12, 0, 30, 250_000, TOKYO)
HEAD = AuditHead(2**40, "ab" * 32)


@cache
def shipped() -> Content:
    """Read what ships once for all tests."""
    return get_content()


def make_document(kind: RecordedKind = RecordedKind.CONSENT, *languages: Language, **fields: Any) -> RecordedDocument:
    """Return the document that carries a record."""
    number = {RecordedKind.CONSENT: "CNS-2026-00418", RecordedKind.SUMMARY: "SUM-2026-00731"}.get(kind, "X-1")
    made = RecordedDocument(number, kind, languages or (Language.JA,), NOON, history_head=HEAD)
    return msgspec.structs.replace(made, **fields)


def make_source(file: ConsultationFile, gate: Gate, *languages: Language, names: Names = NAMES) -> RecordSource:
    """Return what a record is made from; with languages, the consent forms in them."""
    content = shipped()
    consents = {one: derive_consent(file, gate, content.consent, names, one) for one in languages}
    return RecordSource(file, gate, content.clinical.questionnaire, names, content.consent, consents)


def with_consent(source: RecordSource, **fields: Any) -> RecordSource:
    """Return the source with fields of its consent replaced; the forms stay as they are."""
    visit = source.file.consultation
    consent = msgspec.structs.replace(visit.consent, **fields)
    changed = msgspec.structs.replace(visit, consent=consent)
    return replace(source, file=msgspec.structs.replace(source.file, consultation=changed))


def with_marks(source: RecordSource, words: str = "") -> RecordSource:
    """Return the source signed on screen by everyone, in the language in which its form is read.

    Every clause is initialled, every question answered, once wrongly; `words` are in what is typed with a signature.
    """
    (language,) = get_read_languages(source.file)
    form, file = source.consents[language], source.file
    names = {SignerRole.PATIENT: file.patient.name, SignerRole.PHYSICIAN: file.physician.name}
    initials = tuple(
        Initial(clause.clause_id, clause.version, hash_clause(clause), language, NOON, SHI_INK)
        for clause in list_clauses(form)
        if clause.wants_initials
    )
    answers = tuple(
        TeachBackAnswer(question.id, question.version, question.clause.id, option, language, at)
        for question in draw_questions(source.text, file)
        for option, at in (("not that", NOON - timedelta(minutes=1)), (question.right, NOON + timedelta(minutes=1)))
    )
    signatures = tuple(
        HandSignature(
            role,
            names.get(role, f"{role.value} {words}".strip()),
            NOON + timedelta(minutes=number),
            language,
            form.text_sha256,
            form.basis_sha256,
            NAME_INK,
            f"ko {words}" if role is SignerRole.INTERPRETER else "",
            f"mother {words}" if role is SignerRole.GUARDIAN else "",
            derive_signed_parts(file, source.gate, source.text),
        )
        for number, role in enumerate(SignerRole, 2)
    )
    seen = hash_choices(form)
    return with_consent(source, initials=initials, signatures=signatures, teach_back=answers, choices_seen_sha256=seen)


WORDS = st.sampled_from(
    ["", "warm", "髙橋 𠮷男", "<b>&amp;", "a\nb", "a\x00b\x0c", "\u3000", "  two  ends ", "x" * 300]
)
SOME_WORDS = WORDS.filter(bool)
MOMENTS = st.builds(
    lambda seconds, minutes: datetime.fromtimestamp(seconds, UTC).astimezone(timezone(timedelta(minutes=minutes))),
    st.floats(10**9, 2 * 10**9).map(lambda second: round(second, 6)),
    st.sampled_from([0, 540, -210, 345]),
)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
HASHES = st.sampled_from(["0" * 64, "ab" * 32])
NUMBERS = st.decimals("0", "9999", places=3) | st.sampled_from([Decimal("0.10"), Decimal(5), Decimal("7.0")])
STROKES = st.lists(
    st.builds(InkPoint, st.integers(0, 8000), st.integers(0, 1900), st.integers(0, 10**6), st.integers(0, 1000)),
    max_size=3,
).map(tuple)
INKS = st.builds(
    lambda width, height, strokes: Ink(width, height, (*NAME_INK.strokes, *strokes)),
    *(st.integers(NAME_INK.width, 100_000), st.integers(NAME_INK.height, 100_000)),
    st.lists(STROKES, max_size=2),
)
"""A readable name, and anything behind it."""
LANGUAGES = st.sampled_from(list(Language))
TAKEN_BACK_BY = st.sampled_from([SignerRole.PATIENT, SignerRole.GUARDIAN])


def several(one: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return tuples of a few."""
    return st.lists(one, max_size=most).map(tuple)


SCREENS = st.builds(
    ScreenRecord,
    several(
        st.builds(
            SeenPage,
            *(WORDS, SOME_WORDS, LANGUAGES, HASHES, MOMENTS, MOMENTS),
            *(st.integers(0, 2**31 - 1), st.integers(1, 99)),
        )
    ),
    several(st.builds(ScreenAnswer, WORDS, SOME_WORDS, WORDS, SOME_WORDS, LANGUAGES, HASHES, MOMENTS)),
)
TEACH_BACKS = several(st.builds(TeachBackAnswer, *[SOME_WORDS] * 4, LANGUAGES, MOMENTS), 5)
WITHDRAWALS = several(
    st.builds(
        Withdrawal,
        st.sampled_from(["CNS-2026-00001", "CNS-2026-00002"]),
        MOMENTS,
        TAKEN_BACK_BY,
        WORDS,
        several(st.sampled_from(["photographs", "teaching", "risk-drip"]), 2),
        WORDS,
        WORDS,
        WORDS,
        st.none() | INKS,
    )
)
PARTS = several(st.builds(AgreedPart, st.sampled_from(["text", "lot", "cost"]), HASHES))
CLAUSES = several(st.builds(AgreedClause, SOME_WORDS, WORDS, HASHES))
GIVEN = st.builds(
    GivenConsent,
    *(SOME_WORDS, DAYS, WORDS, WORDS, st.booleans(), HASHES, WORDS, WORDS, WORDS),
    *(st.none() | MOMENTS, PARTS, st.sampled_from(["paper", "screen"]), WORDS, CLAUSES),
)
EARLIER = st.builds(EarlierConsent, WORDS, SOME_WORDS, DAYS, WORDS, HASHES, PARTS, CLAUSES, WITHDRAWALS)


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CODE = re.compile(r"\S+( \S+)*")


def find_faults(data: bytes) -> list[str]:
    """Return what in a record is not as FHIR R4 wants it, beside what the validator refuses by raising."""
    Bundle.model_validate_json(data)
    bundle = json.loads(data)
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    faults = [] if len(set(addresses)) == len(addresses) else ["an address twice"]
    for key, value in iter_values(bundle):
        if value in ("", [], {}) or value is None:
            faults.append(f"{key} is empty")
        elif isinstance(value, str) and _FORBIDDEN.search(value):
            faults.append(f"{key} has a control character")
        elif key in ("code", "contentType", "valueCode") and isinstance(value, str) and not _CODE.fullmatch(value):
            faults.append(f"{key} is no code")
        elif key == "reference" and isinstance(value, str) and value.startswith("urn:uuid:") and value not in addresses:
            faults.append(f"{value} leads nowhere")
    return faults


def iter_values(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Go through everything in JSON, each with the key that it stands under."""
    yield key, value
    match value:
        case dict():
            for name, one in value.items():
                yield from iter_values(one, name)
        case list():
            for one in value:
                # A list of texts has a place for each of them in the list beside it.
                if one is not None or not key.startswith("_"):
                    yield from iter_values(one, key)
