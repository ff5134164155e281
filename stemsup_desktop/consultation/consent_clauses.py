"""The records of a consent text: clauses under version, their blocks and conditions, and the form that lists them."""

import re
from enum import StrEnum
from typing import Literal

import msgspec

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Text

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Placeholder(StrEnum):
    """A fact that a clause may name in a sentence, written `{name}`."""

    ROUTES = "routes"
    CLINIC_NAME = "clinic_name"
    CLINIC_PHONE = "clinic_phone"
    EMERGENCY_PHONE = "emergency_phone"
    EMERGENCY_HOSPITAL = "emergency_hospital"
    PHYSICIAN_NAME = "physician_name"
    PRODUCT_NAME = "product_name"
    CELL_SOURCE = "cell_source"
    LOT_NUMBER = "lot_number"
    SESSIONS = "sessions"
    FEE_PER_SESSION = "fee_per_session"
    TOTAL_FEE = "total_fee"


class Situation(StrEnum):
    """A circumstance of the consultation that decides whether a clause applies."""

    SEVERAL_ROUTES = "several-routes"
    CERTIFICATE_NOT_ON_FILE = "certificate-not-on-file"
    RESEARCH_USE_ONLY = "research-use-only"
    HARM_POLICY_GIVEN = "harm-policy-given"
    HARM_POLICY_NOT_GIVEN = "harm-policy-not-given"
    CANCELLATION_POLICY_GIVEN = "cancellation-policy-given"
    CANCELLATION_POLICY_NOT_GIVEN = "cancellation-policy-not-given"


class Insert(StrEnum):
    """Facts of the consultation that a clause prints as a block of their own."""

    COMPLAINTS = "complaints"
    GOAL = "goal"
    PRODUCT = "product"
    PRODUCT_ORIGIN = "product-origin"
    COURSE = "course"
    CONDITIONS = "conditions"
    OPINIONS = "opinions"
    AFTERCARE = "aftercare"
    CONTACTS = "contacts"
    COST = "cost"
    CANCELLATION_POLICY = "cancellation-policy"
    HARM_POLICY = "harm-policy"
    QUESTIONS = "questions"
    DATES = "dates"
    FORM_SIGNED = "form-signed"


class TickedBy(StrEnum):
    """What in the record ticks a box; `nobody` leaves it to be ticked in ink."""

    NOBODY = "nobody"
    ALTERNATIVES_EXPLAINED = "alternatives-explained"


class ParagraphText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="paragraph"):
    """Running text."""

    text: Text
    is_strong: bool = False


class BulletsText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="bullets"):
    """A list."""

    items: tuple[Text, ...]


class TickText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="tick"):
    """A sentence with a box."""

    text: Text
    ticked_by: TickedBy = TickedBy.NOBODY


class ChoiceText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="choice"):
    """A separate yes or no, named as in the record's choices."""

    choice: Literal["photographs", "teaching", "publication"]
    text: Text


class WriteLineText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="write-line"):
    """A line to write on by hand."""

    label: Text


class InsertText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block", tag="insert"):
    """A place for facts of the consultation."""

    facts: Insert


BlockText = ParagraphText | BulletsText | TickText | ChoiceText | WriteLineText | InsertText


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a clause applies: every list that is not empty must be met, each by at least one of its members."""

    symptoms: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    cell_sources: tuple[CellSource, ...] = ()
    situations: tuple[Situation, ...] = ()


class ClauseText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clause under version.

    `covers` names required parts of a consent (see `Coverage`) that the clause answers for.
    `sources` are ids of the reference's sources. `status` says how far the wording has been reviewed.
    """

    id: str
    version: str
    title: Text
    blocks: tuple[BlockText, ...]
    status: Literal["proposal", "verified"]
    wants_initials: bool = False
    applies: Applies = Applies()
    covers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class ClauseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One content file of clauses."""

    clauses: tuple[ClauseText, ...]


class ClauseReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause in exactly this version."""

    id: str
    version: str


class SectionText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of the form: heading and clauses in reading order."""

    id: str
    heading: Text
    clauses: tuple[ClauseReference, ...]
    note: Text | None = None


class SignatureText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentence that one role signs."""

    role: SignerRole
    name: Text
    statement: Text
    covers: tuple[str, ...] = ()


class FormText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form version: the exact list of clause versions, in order."""

    id: str
    version: str
    title: Text
    subtitle: Text
    key_points_heading: Text
    key_points: tuple[ClauseReference, ...]
    sections: tuple[SectionText, ...]
    signatures_heading: Text
    signatures: tuple[SignatureText, ...]
    withdrawal: SectionText
    covers: tuple[str, ...] = ()


class RequiredPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a valid consent must hold, by id, on every form to which `applies` fits.

    With `each`, every symptom or route has a clause of its own for it, one that names it among its conditions.
    """

    id: str
    title: Text
    applies: Applies = Applies()
    each: Literal["", "symptoms", "routes"] = ""


class Coverage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sections and elements that the form must cover."""

    sections: tuple[RequiredPart, ...]
    elements: tuple[RequiredPart, ...]


def list_references(form: FormText) -> tuple[ClauseReference, ...]:
    """Return every clause version of the form in reading order."""
    in_sections = tuple(reference for section in form.sections for reference in section.clauses)
    return form.key_points + in_sections + form.withdrawal.clauses


def list_texts(block: BlockText) -> tuple[Text, ...]:
    """Return every text of a block."""
    match block:
        case ParagraphText(text=text) | TickText(text=text) | ChoiceText(text=text):
            return (text,)
        case BulletsText(items=items):
            return items
        case WriteLineText(label=label):
            return (label,)
        case InsertText():
            return ()
