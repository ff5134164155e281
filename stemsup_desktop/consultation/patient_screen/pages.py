"""The pages of the patient screen: finished text in one language, and plain data for ink. No record reaches a page."""

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

import msgspec

from stemsup_desktop.consultation.signing_model import Ink


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement; `note` says beneath it what it rests on."""

    text: str
    note: str = ""


class ColumnKind(StrEnum):
    """What a column holds; its icon follows from it."""

    REPORTED = "reported"
    UNKNOWN = "unknown"
    HARM = "harm"
    OTHER = "other"


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading and its statements; all columns of a page are set alike."""

    kind: ColumnKind
    title: str
    lines: tuple[Line, ...]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to press."""

    id: str
    text: str


class Tick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A box that the patient ticks if its sentence is true."""

    id: str
    text: str
    is_ticked: bool


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field that a signer fills in beside the signature."""

    label: str
    value: str = ""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a page is in its part of the whole: "Consent 4 / 14"."""

    name: str
    number: int
    count: int


NOWHERE = Place("", 0, 0)
Box = tuple[float, float, float, float]


class PictureLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label of a picture, its places in the units of the drawing."""

    text: str
    anchor: tuple[float, float]
    mark: tuple[float, float]
    room: Box
    faces: Literal["left", "right", "above", "below"]
    has_leader: bool


class ScreenPicture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An explaining picture: a drawing without a word in it, its labels, and what it shows for who cannot see it.

    `palette` has the token of every colour in `svg`.
    """

    id: str
    title: str
    caption: str
    note: str
    alternative: str
    svg: str
    palette: tuple[tuple[str, str], ...]
    width: float
    height: float
    focus: Box
    labels: tuple[PictureLabel, ...]


class WelcomePage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """The clinic's name and a greeting; nothing about anybody. Without a greeting it is the cover."""

    clinic: str
    greeting: str = ""
    key: str = "welcome"


class ReferenceScreen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """A reference page in large type, with the pictures that explain it."""

    key: str
    subject: str
    clinic: str
    over: str
    title: str
    columns: tuple[Column, ...]
    summary: str = ""
    summary_note: str = ""
    foot: str = ""
    pictures: tuple[ScreenPicture, ...] = ()
    place: Place = NOWHERE


class KnownScreen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """What is known, not known and harmful for one symptom; `badge` says in words how much is known."""

    key: str
    subject: str
    clinic: str
    over: str
    title: str
    columns: tuple[Column, ...]
    badge_title: str = ""
    badge: str = ""
    foot: str = ""
    pictures: tuple[ScreenPicture, ...] = ()
    place: Place = NOWHERE


class Wants(StrEnum):
    """What a clause asks of the patient."""

    NOTHING = "nothing"
    INITIALS = "initials"
    CHOICE = "choice"


class ClauseScreen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """One clause. `note` says, in neutral words, why it is read once more; `kept` is ink that counts already.

    With `Wants.CHOICE` one of `options` is pressed, and `chosen` is the id of what holds now.
    """

    key: str
    subject: str
    clinic: str
    over: str
    title: str
    passage: tuple[str, ...]
    wants: Wants = Wants.NOTHING
    ask: str = ""
    note: str = ""
    pad_name: str = ""
    box: tuple[int, int] = (0, 0)
    kept: Ink | None = None
    options: tuple[Option, ...] = ()
    chosen: str = ""
    ticks: tuple[Tick, ...] = ()
    why_not: str = ""
    foot: str = ""
    place: Place = NOWHERE


class QuestionScreen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """A question on understanding; `clause_key` is the page to read again. `is_settled`: it was answered and fits."""

    key: str
    subject: str
    clinic: str
    over: str
    question: str
    hint: str
    options: tuple[Option, ...]
    clause_key: str
    note: str = ""
    is_settled: bool = False
    why_not: str = ""
    foot: str = ""
    place: Place = NOWHERE


class SignatureScreen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """Who signs in which role, and the sentence that they sign; `why_not` says what comes before it."""

    key: str
    subject: str
    clinic: str
    over: str
    role: str
    role_title: str
    name: str
    statement: str
    ask: str
    pad_name: str
    box: tuple[int, int]
    name_entry: Entry | None = None
    extra_entry: Entry | None = None
    note: str = ""
    kept: Ink | None = None
    why_not: str = ""
    foot: str = ""
    place: Place = NOWHERE


ScreenPage = WelcomePage | ReferenceScreen | KnownScreen | ClauseScreen | QuestionScreen | SignatureScreen
PAGE_TYPES: tuple[type[ScreenPage], ...] = (
    WelcomePage,
    ReferenceScreen,
    KnownScreen,
    ClauseScreen,
    QuestionScreen,
    SignatureScreen,
)
ConsentPages = ClauseScreen | QuestionScreen | SignatureScreen

KEY_KINDS: dict[type[msgspec.Struct], tuple[str, ...]] = {
    WelcomePage: ("welcome", "cover"),
    ReferenceScreen: ("reference",),
    KnownScreen: ("known",),
    ClauseScreen: ("clause", "choice", "choices"),
    QuestionScreen: ("question",),
    SignatureScreen: ("signature",),
}
"""How the key of a page begins: what stands before the colon."""


def list_texts(page: ScreenPage) -> tuple[str, ...]:
    """Return every text that a page shows, in reading order, without what only leads through the pages."""
    return tuple(text for text in _walk(page) if text)


def page_bytes(page: ScreenPage) -> bytes:
    """Return the exact text of a page, as it is kept under its hash."""
    return "\n".join(list_texts(page)).encode("utf-8", "replace")


def page_sha256(page: ScreenPage) -> str:
    """Return the hash of the exact text of a page; neither ink nor what was chosen or typed is part of it."""
    return hashlib.sha256(page_bytes(page)).hexdigest()


def get_title(page: ScreenPage) -> str:
    """Return what a page is called on the physician's side: its heading, question or role."""
    match page:
        case WelcomePage(clinic=clinic):
            return clinic
        case QuestionScreen(question=question):
            return question
        case SignatureScreen(role_title=role, name=name):
            return f"{role} {name}".strip()
        case _:
            return page.title


def _walk(page: ScreenPage) -> Iterator[str]:
    match page:
        case WelcomePage():
            yield from (page.clinic, page.greeting)
        case ReferenceScreen():
            yield from (page.over, page.title, page.summary, page.summary_note)
            yield from _walk_pictures(page.pictures)
            yield from _walk_columns(page.columns)
            yield page.foot
        case KnownScreen():
            yield from (page.over, page.title, page.badge_title, page.badge)
            yield from _walk_pictures(page.pictures)
            yield from _walk_columns(page.columns)
            yield page.foot
        case ClauseScreen():
            yield from (page.over, page.title, page.note)
            yield from page.passage
            yield from (tick.text for tick in page.ticks)
            yield page.ask
            yield from (option.text for option in page.options)
            yield page.foot
        case QuestionScreen():
            yield from (page.over, page.note, page.question, page.hint)
            yield from (option.text for option in page.options)
            yield page.foot
        case SignatureScreen():
            yield from (page.over, page.role_title, page.name, page.statement, page.note, page.ask)
            yield from (entry.label for entry in (page.name_entry, page.extra_entry) if entry is not None)
            yield page.foot


def _walk_pictures(pictures: tuple[ScreenPicture, ...]) -> Iterator[str]:
    for picture in pictures:
        yield picture.title
        yield from (label.text for label in picture.labels)
        yield from (picture.caption, picture.note, picture.alternative)


def _walk_columns(columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        yield column.title
        for line in column.lines:
            yield line.text
            yield line.note
