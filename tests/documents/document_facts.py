"""Which facts of a record a document must hold, found by walking the record and not by asking the code under test."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import msgspec
from documents.document_builders import NAMES

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.formats import format_date, format_number, format_time
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Language

# Not facts for a reader: keys, hashes, codes of the program. Answers reach the summary as labelled answers, which have
# a test of their own; what the patient agreed to about harm and cancelling stands on the consent form.
_NOT_IN_SUMMARY = frozenset(
    {
        "patient_id",
        "consultation_id",
        "format",
        "questionnaire",
        "responses",
        "stops_raised",
        "rule_version",
        "answers_sha256",
        "basis_sha256",
        "content_sha256",
        "agreed_parts",
        "moment",
        "medium",
        "closed_at",
        "allergies_asked_on",
        "harm_policy",
        "cancellation_policy",
        "name_en",
        "answers",
        "drawing",
        "x",
        "y",
    }
)
_NOT_ON_CONSENT = frozenset({"tick_id", "clause_id", "version", "choice_id", "text_sha256", "basis_sha256"})


def facts_of(file: ConsultationFile, language: Language) -> tuple[str, ...]:
    """Return, as printed words, every recorded fact of a consultation that its treatment summary must hold."""
    return tuple(dict.fromkeys(_walk(file, language, _NOT_IN_SUMMARY)))


def facts_of_consent(consent: AssembledConsent) -> tuple[str, ...]:
    """Return every text of an assembled consent form."""
    return tuple(dict.fromkeys(_walk(consent, consent.language, _NOT_ON_CONSENT)))


def _walk(value: object, language: Language, left_out: frozenset[str]) -> Iterator[str]:
    match value:
        case None | bool():
            return
        case msgspec.Struct():
            for name in value.__struct_fields__:
                if name not in left_out:
                    yield from _walk_field(name, getattr(value, name), language, left_out)
        case tuple():
            for item in value:
                yield from _walk(item, language, left_out)
        case Route() | CellSource():
            names = NAMES.routes if isinstance(value, Route) else NAMES.cell_sources
            yield names[value].in_language(language)  # type: ignore[index]
        case Enum():
            return
        case str():
            if value.strip():
                yield value
        case datetime():
            yield format_time(value, language)
        case date():
            yield format_date(value, language)
        case int() | Decimal():
            yield format_number(value)


def _walk_field(name: str, value: object, language: Language, left_out: frozenset[str]) -> Iterator[str]:
    if name == "site_id" and not value:
        return  # a reaction at no site
    if name in {"symptom_id", "site_id"}:
        names = NAMES.symptoms if name == "symptom_id" else NAMES.sites
        yield names[str(value)].in_language(language)
    elif name in {"aftercare_ids", "aftercare_given_ids"}:
        for item in value if isinstance(value, tuple) else ():
            yield NAMES.aftercare[item].in_language(language)
    elif name == "year":
        yield f"{value}"
    elif (name == "extra_fees_yen" and value == 0) or name == "right_aligned":
        return
    else:
        yield from _walk(value, language, left_out)
