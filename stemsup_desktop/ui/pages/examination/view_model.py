"""What step 2 shows, as frozen records. No Qt."""

from enum import StrEnum

import msgspec

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.form_paths import name_occurrence
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.questionnaire.occurrences import Place

Key = tuple[int, Place]
"""One row: the position of its item in the questionnaire, and the place where it occurs."""

BEFORE_ALL, AFTER_ALL = -1, 1_000_000
"""Numbers in a place for what stands before the first and after the last occurrence of a group."""


class RowMark(StrEnum):
    """What stands at the left of a row: the worst finding on it, or that it is open."""

    NONE = ""
    OPEN = "open"
    INFORMATION = "info"
    CAUTION = "caut"
    SPECIALIST = "spec"
    STOP = "stop"


class RowKind(StrEnum):
    """What a row is.

    ANSWER is one answer of a question that repeats, for what lies under it; REPEAT one occurrence of a group, ADD the
    offer of one more. A TABLE has a TABLE_ROW per occurrence with questions as cells. In a MATRIX every question is a
    row and every option a column.
    """

    QUESTION = "question"
    ANSWER = "answer"
    DISPLAY = "display"
    GROUP = "group"
    REPEAT = "repeat"
    ADD = "add"
    TABLE = "table"
    TABLE_ROW = "table-row"
    MATRIX = "matrix"


class RowView(msgspec.Struct, frozen=True):
    """One thing that is asked or said now, inside another row (`parent`) or directly in its section.

    `problem` says what is wrong with its answer, `doubt` what to check. `options` stand in place of the item's own.
    `notes` are the displays that belong to it: help, instructions, the ends of a scale. `can_change` says whether an
    occurrence may be removed or one more added. `carried` says what was answered at an earlier visit and waits to be
    confirmed, `note` what stands beside the answer. `locked` says why it cannot be changed here. `basis` is all that it
    was derived from.
    """

    key: Key
    parent: Key | None
    kind: RowKind
    item: Item
    basis: tuple[object, ...] = ()
    answers: tuple[Answer, ...] = ()
    mark: RowMark = RowMark.NONE
    is_open: bool = False
    problem: str = ""
    doubt: str = ""
    is_calculated: bool = False
    options: tuple[AnswerOption, ...] | None = None
    notes: tuple[Item, ...] = ()
    title: str = ""
    can_change: bool = True
    carried: str = ""
    note: str = ""
    takes_note: bool = False
    locked: str = ""

    @property
    def link_id(self) -> str:
        """Return the link id of the item."""
        return self.item.link_id

    @property
    def place(self) -> Place:
        """Return where the item occurs."""
        return self.key[1]

    @property
    def name(self) -> str:
        """Return the name that its control is found by."""
        return name_occurrence(self.item.link_id, self.key[1])


class SectionView(msgspec.Struct, frozen=True):
    """One section: how many of its required items are answered, and its worst mark.

    `missing_locked` are among the missing and somebody else's to answer; `locked` says whose, and why.
    """

    key: Key
    link_id: str
    title: str
    mark: RowMark
    answered: int
    required: int
    rows: tuple[RowView, ...]
    notes: tuple[Item, ...] = ()
    first_open: Key | None = None
    missing_locked: int = 0
    locked: str = ""

    @property
    def count(self) -> str:
        """Answered of required, as "5/6"; empty where nothing is required."""
        return f"{self.answered}/{self.required}" if self.required else ""

    @property
    def missing(self) -> int:
        """Return how many answers are still wanted."""
        return self.required - self.answered


class FormNotice(msgspec.Struct, frozen=True):
    """Something about the form as a whole that keeps it from being complete, or should be checked."""

    is_error: bool
    sentence: str


class Spot(msgspec.Struct, frozen=True):
    """Where an item of the questionnaire is shown: its kind of row (None: no row of its own), and what holds it.

    `holder` is the position of the nearest item above it that has a row, None directly in its section. `notes` are the
    positions of the displays that belong to it.
    """

    kind: RowKind | None
    section: int
    holder: int | None
    notes: tuple[int, ...] = ()


class SectionPlan(msgspec.Struct, frozen=True):
    """A section to be: the group that it is, or the first of several items that stand in no group."""

    position: int
    group: Item | None
    title: Text
    notes: tuple[int, ...] = ()
