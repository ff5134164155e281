"""Small frozen parts that views are made of: states, verdicts, steps, rail entries. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.gate_model import Verdict


class TagState(StrEnum):
    """The states of gate and documents, by the tokens that colour them."""

    STOP = "stop"
    SPECIALIST = "spec"
    CAUTION = "caut"
    INFORMATION = "info"
    CLEAR = "clear"
    OPEN = "open"


ICONS = {
    TagState.STOP: "stop",
    TagState.SPECIALIST: "specialist",
    TagState.CAUTION: "caution",
    TagState.INFORMATION: "info",
    TagState.CLEAR: "clear",
    TagState.OPEN: "unanswered",
}

VERDICT_TAGS = {
    Verdict.STOP: TagState.STOP,
    Verdict.SPECIALIST: TagState.SPECIALIST,
    Verdict.NOT_COMPLETE: TagState.OPEN,
    Verdict.CONDITIONS: TagState.CAUTION,
    Verdict.CLEAR: TagState.CLEAR,
}


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What a verdict says."""

    verdict: Verdict
    title: str
    sentence: str


class StepMark(StrEnum):
    """What the ring of a step shows."""

    OPEN = "open"
    DONE = "done"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class StepView:
    """One step. A locked step can be looked at; `caption` then says why it is locked."""

    number: int
    title: str
    caption: str
    mark: StepMark = StepMark.OPEN
    is_current: bool = False
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class RailView:
    """One entry of the rail; `page_id` is what it opens."""

    page_id: str
    icon: str
    title: str
    key: str
    is_current: bool = False
    glyph: str = ""
    """Drawn in place of the icon, as the letter of a language."""
    is_person: bool = False
    """Whether the entry is who signed in: the glyph stands in a filled circle."""
    tip: str = ""
    """What the tooltip and a screen reader say, where the title is not enough."""
    is_act: bool = False
    """Whether it does something at once instead of leading to a page."""
