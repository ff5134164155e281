"""What the page shows of a signing on screen: each mark with its box, and the one that is in hand. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.ui.paper_view import Requirement
from stemsup_desktop.ui.view_parts import TagState


class MarkKind(StrEnum):
    """What is wanted: initials at a clause, an answer, a look at the separate choices, a signature."""

    INITIAL = "initial"
    ANSWER = "answer"
    CHOICES = "choices"
    SIGNATURE = "signature"


class MarkLook(StrEnum):
    """How the box of a mark looks; IN_HAND is the one that is being made."""

    MISSING = "missing"
    IN_HAND = "in-hand"
    DONE = "done"
    VOID = "void"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class MarkKey:
    """Which mark: `id` is that of the clause, the question or the role."""

    kind: MarkKind
    id: str

    @property
    def name(self) -> str:
        """The object name of its box."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One box with what stands beside it; `box` is what it says without ink, `spoken` the whole for the ear."""

    key: MarkKey
    number: str
    title: str
    detail: str
    look: MarkLook
    box: str
    spoken: str
    ink: Ink | None = None
    name: str = ""
    """Who signs."""


@dataclass(frozen=True, slots=True)
class TickLine:
    """A box that somebody ticks if its sentence is true, with the number of its clause."""

    tick_id: str
    number: str
    text: str
    is_ticked: bool

    @property
    def spoken(self) -> str:
        """Number and sentence."""
        return f"{self.number}  {self.text}".strip()


@dataclass(frozen=True, slots=True)
class ExtraField:
    """What a signer says beside the name: the interpreter's language, the guardian's relation."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """The mark in hand, in the language of the form: who signs on this screen reads it.

    `box` is the printed box in hundredths of a millimetre, None where a question is answered. `kept` is ink that is
    there already. `name` is who signs; with `is_name_typed` it is entered here.
    """

    key: MarkKey
    step: str
    heading: str
    passage: tuple[str, ...]
    note_state: TagState = TagState.INFORMATION
    note: str = ""
    box: tuple[int, int] | None = None
    pad_name: str = ""
    instruction: str = ""
    """What is to be done with the pad."""
    options: tuple[tuple[str, str], ...] = ()
    ticks: tuple[TickLine, ...] = ()
    """The boxes of the clause, without its number."""
    kept: Ink | None = None
    name: str = ""
    is_name_typed: bool = False
    extra: ExtraField | None = None


@dataclass(frozen=True, slots=True)
class VoidView:
    """What no longer counts and why; `first` is what to sign again first."""

    sentence: str
    first: MarkKey


@dataclass(frozen=True, slots=True)
class SealedView:
    """The consent as it was given and sealed."""

    sentence: str
    facts: tuple[tuple[str, str], ...]
    number: str


@dataclass(frozen=True, slots=True)
class MarksView:
    """All marks of a signing on screen; `seal_reason` says what keeps it from being sealed, or is empty."""

    clauses: tuple[MarkLine, ...]
    ticks: tuple[TickLine, ...]
    questions: tuple[MarkLine, ...]
    choices: MarkLine | None
    signers: tuple[MarkLine, ...]
    addable: tuple[tuple[str, str], ...]
    """Roles that may sign as well, with what the button that adds them says."""
    desk: DeskView | None
    void: VoidView | None
    waits_for: str
    """What keeps the form from being signed though nothing can be marked now, or empty."""
    requirements: tuple[Requirement, ...]
    seal_reason: str
