"""What is kept of a signing on screen: ink, initials, signatures, teach-back, withdrawal."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.language import Language

MOST_UNITS = 100_000
MOST_STROKES = 400
MOST_POINTS = 20_000
"""Of one ink, over all strokes: more than a minute of the fastest pen."""

Units = Annotated[int, Meta(ge=0, le=MOST_UNITS)]
"""A length on the pad, in hundredths of a millimetre of the box that the ink is printed in; y grows downwards."""


class SignerRole(StrEnum):
    """Who may sign a consent, in the order of signing: the physician is last."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    INTERPRETER = "interpreter"
    WITNESS = "witness"
    PHYSICIAN = "physician"


class InkPoint(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where the pen was: `t_ms` since the first point, `pressure` from 0 to 1000 (500 where none is known)."""

    x: Units
    y: Units
    t_ms: Annotated[int, Meta(ge=0)]
    pressure: Annotated[int, Meta(ge=0, le=1000)]


Stroke = tuple[InkPoint, ...]


class Ink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Vector strokes as they were drawn, on a pad of `width` by `height` units, whatever the screen was."""

    width: Units
    height: Units
    strokes: Annotated[tuple[Stroke, ...], Meta(max_length=MOST_STROKES)] = ()

    def __post_init__(self) -> None:
        if sum(map(len, self.strokes)) > MOST_POINTS:
            raise ValueError(f"ink has at most {MOST_POINTS} points")


class AgreedClause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause version that was agreed to; `sha256` is of its text in both languages, before facts are put in."""

    clause_id: str
    version: str
    sha256: str


class Initial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The patient's initials beside one clause, bound to its text in the language that was read."""

    clause_id: str
    clause_version: str
    clause_sha256: str
    language: Language
    made_at: datetime
    ink: Ink


class HandSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signature on screen, bound to the text that was read and to what it agrees to.

    `spoken_language` is the interpreter's; `relation` is the guardian's to the patient. `agreed_parts` says which part
    of the text and of what is agreed to moved, once the hashes no longer fit.
    """

    role: SignerRole
    name: str
    signed_at: datetime
    language: Language
    text_sha256: str
    basis_sha256: str
    ink: Ink
    spoken_language: str = ""
    relation: str = ""
    agreed_parts: tuple["AgreedPart", ...] = ()


class TeachBackAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a question of the teach-back; every attempt is kept, none is counted against the patient."""

    question_id: str
    question_version: str
    clause_id: str
    option_id: str
    language: Language
    answered_at: datetime


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Consent taken back, wholly or for some clauses and choices; never removed once recorded.

    `scope` empty means the whole consent, otherwise ids of clauses or of choices. `document_number` is the consent that
    is withdrawn, `slip_number` the slip that was printed or signed, empty while there is none.
    """

    document_number: str
    withdrawn_at: datetime
    by_role: SignerRole
    by_name: str
    scope: tuple[str, ...] = ()
    reason: str = ""
    recorded_by: str = ""
    slip_number: str = ""
    ink: Ink | None = None

    def __post_init__(self) -> None:
        if self.by_role not in (SignerRole.PATIENT, SignerRole.GUARDIAN):
            raise ValueError("consent is taken back by the patient or the guardian")


PartName = Literal[
    "text",
    "clauses",
    "symptoms",
    "product",
    "lot",
    "routes",
    "sites",
    "sessions",
    "cost",
    "people",
    "choices",
    "findings",
    "explanation",
    "details",
]
"""The parts of what is agreed to; those from `people` on are of what a form prints besides."""


class AgreedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hash of one part of what was agreed to, so that a later change can be named."""

    name: PartName
    sha256: str


class EarlierConsent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A consent of an earlier visit, as it stands when this visit begins."""

    consultation_id: str
    document_number: str
    signed_on: date
    form_version: str
    basis_sha256: str
    agreed_parts: tuple[AgreedPart, ...] = ()
    agreed_clauses: tuple[AgreedClause, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
