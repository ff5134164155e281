"""The lines of the palette and their order, derived from what is typed and what was found. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from stemsup_desktop.ui.palette.matching import Forms, find_places, rank
from stemsup_desktop.ui.words import Words


class Kind(StrEnum):
    """What a line leads to; the groups stand in this order."""

    PATIENT = "patients"
    PAGE = "pages"
    ACTION = "actions"
    SETTING = "settings"
    REFERENCE = "reference"


MOST = {Kind.PATIENT: 6, Kind.PAGE: 5, Kind.ACTION: 6, Kind.SETTING: 4, Kind.REFERENCE: 6}
"""How many lines of a group are shown for what is typed."""

MOST_RECENT_PATIENTS, MOST_RECENT_PAGES, MOST_FIRST_ACTIONS = 6, 4, 6


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that can be opened or done; `reason` says why it cannot be now."""

    kind: Kind
    target: str
    title: str
    detail: str = ""
    icon: str = ""
    key_hint: str = ""
    reason: str = ""
    places: tuple[tuple[int, int], ...] = ()
    """Which letters of the title matched."""

    @property
    def spoken(self) -> str:
        """The line as it is read aloud."""
        return ". ".join(part for part in (self.title, self.detail, self.reason, self.key_hint) if part)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a group."""

    text: str


Row = Heading | Line


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of the window's own with what it can be found by."""

    line: Line
    forms: Forms


@dataclass(frozen=True, slots=True)
class Found:
    """What was found elsewhere for what is typed: patients by the vault, entries by the reference."""

    patients: tuple[Line, ...] = ()
    entries: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Recent:
    """What is offered before anything is typed."""

    patients: tuple[Line, ...] = ()
    pages: tuple[str, ...] = field(default=())
    """The ids of the pages seen last, the latest first."""


@dataclass(frozen=True, slots=True)
class PaletteView:
    """The rows, or the sentence that says what can be found."""

    rows: tuple[Row, ...]
    nothing: str = ""


def derive_palette(
    query: str, candidates: tuple[Candidate, ...], found: Found, recent: Recent, words: Words, *, sees_patients: bool
) -> PaletteView:
    """Derive what is shown for what is typed; nothing typed shows what was last in use."""
    if not query.strip():
        return PaletteView(_derive_first(candidates, recent, words))
    groups = {
        Kind.PATIENT: found.patients,
        Kind.REFERENCE: found.entries,
        **{kind: _find(candidates, kind, query) for kind in (Kind.PAGE, Kind.ACTION, Kind.SETTING)},
    }
    rows = tuple(
        row
        for kind in Kind
        for row in _make_group(
            words(f"palette.group_{kind}"), (_mark(line, query) for line in groups[kind][: MOST[kind]])
        )
    )
    key = "palette.nothing" if sees_patients else "palette.nothing_office"
    return PaletteView(rows, "" if rows else words(key, query=query.strip()))


def _derive_first(candidates: tuple[Candidate, ...], recent: Recent, words: Words) -> tuple[Row, ...]:
    lines = [candidate.line for candidate in candidates]
    pages = {line.target: line for line in lines if line.kind is Kind.PAGE}
    seen = [pages[page_id] for page_id in recent.pages if page_id in pages][:MOST_RECENT_PAGES]
    acts = [line for line in lines if line.kind is Kind.ACTION and not line.reason][:MOST_FIRST_ACTIONS]
    return (
        *_make_group(words("palette.recent_patients"), recent.patients[:MOST_RECENT_PATIENTS]),
        *_make_group(words("palette.recent_pages"), seen or tuple(pages.values())[:MOST_RECENT_PAGES]),
        *_make_group(words("palette.group_actions"), acts),
    )


def _make_group(heading: str, lines: Iterable[Line]) -> tuple[Row, ...]:
    made = tuple(lines)
    return (Heading(heading), *made) if made else ()


def _find(candidates: tuple[Candidate, ...], kind: Kind, query: str) -> tuple[Line, ...]:
    """Return the lines of a kind that match, the best first, what can be done before what cannot."""
    ranked = [
        (place, bool(candidate.line.reason), candidate.line)
        for candidate in candidates
        if candidate.line.kind is kind and (place := rank(candidate.forms, query)) is not None
    ]
    return tuple(line for _, _, line in sorted(ranked, key=lambda one: one[:2]))


def _mark(line: Line, query: str) -> Line:
    return Line(
        line.kind,
        line.target,
        line.title,
        line.detail,
        line.icon,
        line.key_hint,
        line.reason,
        find_places(line.title, query),
    )
