"""A questionnaire as read: items with everything that asking, enabling and checking them needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer, CodingAnswer
from stemsup_desktop.questionnaire.compare import Operator, is_equal
from stemsup_desktop.questionnaire.fhirpath import Expression, Weights
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.memo import Memo

UNANSWERABLE = frozenset({ItemType.GROUP, ItemType.DISPLAY})
"""Types that hold or show and ask nothing."""

UNSUPPORTED_TYPES = frozenset({ItemType.UNRECOGNISED})
"""Types that cannot be answered in the window; such an item stays visible, says so, and keeps what it was given."""


@dataclass(frozen=True, slots=True)
class EnableWhen:
    """One condition of an item. `operator` or `answer` is None where the file's could not be read (see `issues`)."""

    question: str
    operator: Operator | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One permitted answer with the words that stand for it. An exclusive one rules out every other."""

    value: Answer
    text: Text
    is_initially_selected: bool = False
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number: the words shown, and the code (mostly UCUM) behind them."""

    text: str
    code: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class PlausibleRange:
    """Values outside are possible, so they warn; `min_value` and `max_value` of the item refuse."""

    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SupportLink:
    """An address with more about a question; nothing opens it by itself."""

    url: str
    label: Text


@dataclass(frozen=True, slots=True)
class Variable:
    """A named expression that others of the same item, and of items below it, may read as %name."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition that answers have to meet; an unmet error counts as missing, an unmet warning is shown."""

    key: str
    severity: Literal["error", "warning"]
    human: Text
    expression: Expression


@dataclass(frozen=True, slots=True)
class Expressions:
    """The FHIRPath expressions of one item, or of the questionnaire itself, by what they are for."""

    variables: tuple[Variable, ...] = ()
    enable_when: Expression | None = None
    calculated: Expression | None = None
    initial: Expression | None = None
    answer: Expression | None = None
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item with its children, in the terms of FHIR R4, its standard extensions and those of SDC.

    `text` is None where the file gives none. `unit` is of extension questionnaire-unit, `item_control` its code.
    `content_types` (of extension mimeType) and `max_size_mb` (maxSize, one MB being 1,000,000 bytes) are for files.
    """

    link_id: str
    type: ItemType
    type_code: str = ""
    text: Text | None = None
    prefix: str = ""
    is_required: bool = False
    repeats: bool = False
    is_read_only: bool = False
    is_hidden: bool = False
    is_physician_only: bool = False
    max_length: int | None = None
    min_length: int | None = None
    pattern: str = ""
    min_occurs: int | None = None
    max_occurs: int | None = None
    max_decimal_places: int | None = None
    min_value: Answer | None = None
    max_value: Answer | None = None
    plausible: PlausibleRange | None = None
    unit: Unit | None = None
    unit_options: tuple[Unit, ...] = ()
    item_control: str = ""
    display_category: str = ""
    choice_orientation: str = ""
    slider_step: Decimal | None = None
    support_links: tuple[SupportLink, ...] = ()
    entry_format: Text | None = None
    content_types: tuple[str, ...] = ()
    max_size_mb: Decimal | None = None
    markdown: Text | None = None
    initial: tuple[Answer, ...] = ()
    answer_options: tuple[AnswerOption, ...] = ()
    enable_when: tuple[EnableWhen, ...] = ()
    enable_behavior: Literal["all", "any"] = "any"
    expressions: Expressions = Expressions()
    children: tuple["Item", ...] = ()

    @property
    def label(self) -> Text:
        """Return the text, or what can stand for it."""
        if self.text is not None:
            return self.text
        name = self.prefix.strip() or self.link_id.strip()
        return Text(name, name) if name else Text("Item without a text", "文のない項目")

    @property
    def is_question(self) -> bool:
        """Say whether the item asks for an answer at all."""
        return self.type not in UNANSWERABLE

    @property
    def is_supported(self) -> bool:
        """Say whether the program can take an answer to the item."""
        return self.type not in UNSUPPORTED_TYPES

    @property
    def is_yes_no_unknown(self) -> bool:
        """Say whether the item is a choice of exactly yes, no and unknown (HL7 v2 table 0532)."""
        return (
            self.type is ItemType.CHOICE
            and not self.repeats
            and len(self.answer_options) == 3
            and all(self.find_option(answer) is not None for answer in (YES, NO, UNKNOWN))
        )

    def find_option(self, answer: Answer) -> AnswerOption | None:
        """Find the option that an answer chooses."""
        return next((option for option in self.answer_options if is_equal(answer, option.value)), None)

    def find_option_by_code(self, code: str) -> AnswerOption | None:
        """Find the option of a code, whatever its system."""
        for option in self.answer_options:
            if isinstance(option.value, CodingAnswer) and option.value.code == code:
                return option
        return None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong in a questionnaire that does not keep it from being used; `code` is stable."""

    code: str
    link_id: str
    message: Text


Kind = Literal["type", "control", "extension", "expression", "field", "value"]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something in a questionnaire that this program does not do; `name` is the type, extension, control or field."""

    kind: Kind
    link_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression at its place in a questionnaire, with all that it reads, through its variables too.

    `key` tells it from every other. `variables` are evaluated one after the other before it. `link_ids` are the items
    it reads, without those that would go round in a circle. `owner` is the position of its item, None for the
    questionnaire.
    """

    key: int
    expression: Expression
    owner: int | None
    variables: tuple[tuple[str, "Formula"], ...]
    link_ids: frozenset[str]
    reads_everything: bool
    is_volatile: bool


@dataclass(frozen=True, slots=True)
class Node:
    """An item at its place: positions count all items in document order, `parent` is None at the top.

    `sources` has, per condition of the item, the positions of the items that the condition reads; it is empty where
    the question does not exist or where reading it would go round in a circle. `axes` are the positions of what can
    occur more than once round the item, outermost first: one number of an answer's `place` each.
    """

    item: Item
    parent: int | None
    sources: tuple[tuple[int, ...], ...] = ()
    axes: tuple[int, ...] = ()
    children: tuple[int, ...] = ()
    enable_formula: Formula | None = None
    calculated_formula: Formula | None = None
    initial_formula: Formula | None = None
    answer_formula: Formula | None = None
    constraint_formulas: tuple[tuple[Constraint, Formula], ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire with everything derived from it once, when it was read.

    `untranslated` lists link ids of texts that lack one of the two languages; the other stands in for it.
    `evaluation_order` holds positions so that what an item depends on comes before it.
    """

    url: str
    version: str
    title: Text
    items: tuple[Item, ...]
    nodes: tuple[Node, ...] = field(repr=False)
    evaluation_order: tuple[int, ...] = field(repr=False)
    index: Mapping[str, Item] = field(repr=False, compare=False)
    positions: Mapping[str, tuple[int, ...]] = field(repr=False, compare=False)
    constraint_formulas: tuple[tuple[Constraint, Formula], ...] = ()
    issues: tuple[Issue, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    untranslated: tuple[str, ...] = ()
    weights: Weights = field(default_factory=dict, repr=False, compare=False)
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)
    judged: Memo = field(default_factory=Memo, repr=False, compare=False)
    """What the rules said of its forms, apart from what the forms say themselves."""

    @property
    def canonical(self) -> str:
        """Return "url|version", as kept by a consultation that began with it."""
        return f"{self.url}|{self.version}" if self.version else self.url

    @property
    def has_repeats(self) -> bool:
        """Say whether anything round an item can occur more than once."""
        known = self.memo.find("repeats", None)
        if not isinstance(known, bool):
            known = any(node.axes for node in self.nodes)
            self.memo.put("repeats", None, known)
        return known

    def find_item(self, link_id: str) -> Item | None:
        """Find an item by its link id; the first one where the file gives an id twice."""
        return self.index.get(link_id)

    def iter_items(self) -> Iterator[Item]:
        """Go through all items in document order, groups before what they hold."""
        return (node.item for node in self.nodes)
