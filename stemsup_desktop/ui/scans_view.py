"""What the sheet of signed pages shows, derived from what was read and what the person said. No Qt."""

from dataclasses import dataclass, field, replace

from stemsup_desktop.documents.scans.matching import ExpectedPages, PageMatch, match_pages
from stemsup_desktop.documents.scans.words import UNCODED, say_missing, say_refusal
from stemsup_desktop.store.entries import ScanToKeep
from stemsup_desktop.ui.scan_reading import PilePage, ReadFiles
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class ScansState:
    """The pile of read pages. `placed` and `preferred` are the person's, by the index of a page in the pile."""

    expected: ExpectedPages
    pile: tuple[PilePage, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    """File and sentence."""
    placed: dict[int, int] = field(default_factory=dict)
    preferred: tuple[int, ...] = ()

    @property
    def match(self) -> PageMatch:
        """Which page is which."""
        return match_pages(self.expected, [one.page.found for one in self.pile], self.placed, self.preferred)


@dataclass(frozen=True, slots=True)
class TileView:
    """One page of the document; `thumbnail` is a PNG, empty while the page is missing."""

    page: int
    state: TagState
    title: str
    word: str
    action: str
    action_name: str
    thumbnail: bytes = b""
    scan: int | None = None
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class OutsideView:
    """A read page that is not taken, and what can be done about it: say which page it is, or use it after all."""

    scan: int
    title: str
    sentence: str
    state: TagState
    thumbnail: bytes
    options: tuple[tuple[str, str], ...] = ()
    use: str = ""
    use_name: str = ""


@dataclass(frozen=True, slots=True)
class ScansView:
    """The sheet: where it stands, every page of the document, and what is not taken."""

    headline: str
    headline_state: TagState
    tiles: tuple[TileView, ...]
    outside: tuple[OutsideView, ...]
    faults: tuple[tuple[str, str], ...]
    can_attach: bool


def with_files(state: ScansState, read: ReadFiles, words: Words, page: int = 0) -> ScansState:
    """Add what was read. Read for one `page`, it is taken for it: by its code, or by hand where it has none."""
    first = len(state.pile)
    faults = (*state.faults, *((one.file_name, words.sentence_of(one.problem)) for one in read.faults))
    state = replace(state, pile=(*state.pile, *read.pages), faults=faults)
    if not page:
        return state
    placed, preferred = dict(state.placed), state.preferred
    for scan, one in enumerate(read.pages, first):
        codes = one.page.found.codes
        if not codes and len(read.pages) == 1:
            placed[scan] = page
            preferred = (*preferred, scan)
        elif any(code.page == page for code in codes):
            preferred = (*preferred, scan)
    return replace(state, placed=placed, preferred=preferred)


def with_page_placed(state: ScansState, scan: int, page: int) -> ScansState:
    """Say which page a read page without a code is."""
    return replace(state, placed={**state.placed, scan: page})


def with_page_taken_off(state: ScansState, scan: int) -> ScansState:
    """Take back where a page was placed by hand."""
    placed = {one: page for one, page in state.placed.items() if one != scan}
    return replace(state, placed=placed, preferred=tuple(one for one in state.preferred if one != scan))


def with_page_preferred(state: ScansState, scan: int) -> ScansState:
    """Use a read page in place of the one that is taken for the same page."""
    return replace(state, preferred=(*(one for one in state.preferred if one != scan), scan))


def list_pages_to_keep(state: ScansState) -> tuple[ScanToKeep, ...]:
    """Return what the vault is to keep, in the order of the document."""
    return tuple(
        ScanToKeep(one.page, state.pile[one.scan].page.media_type, state.pile[one.scan].page.data, one.is_by_hand)
        for one in state.match.pages
    )


def derive_scans(state: ScansState, words: Words) -> ScansView:
    """Derive the sheet."""
    match, expected = state.match, state.expected
    if not state.pile:
        headline, headline_state = words("scans.nothing_yet", count=expected.page_count), TagState.OPEN
        if not expected.content:
            headline = f"{headline} {UNCODED.in_language(words.language)}"
    else:
        headline = say_missing(match, expected).in_language(words.language)
        headline_state = TagState.CLEAR if match.is_complete else TagState.OPEN
    return ScansView(
        headline=headline,
        headline_state=headline_state,
        tiles=_derive_tiles(state, match, words),
        outside=_derive_outside(state, match, words),
        faults=state.faults,
        can_attach=match.is_complete,
    )


def _derive_tiles(state: ScansState, match: PageMatch, words: Words) -> tuple[TileView, ...]:
    taken = {one.page: one for one in match.pages}
    tiles = []
    for page in range(1, state.expected.page_count + 1):
        title, one = words("scans.page", page=page), taken.get(page)
        if one is None:
            kind, tag, word = "add_page", TagState.OPEN, "is_missing"
        elif one.is_by_hand:
            kind, tag, word = "take_off", TagState.INFORMATION, "is_by_hand"
        else:
            kind, tag, word = "replace_page", TagState.CLEAR, "is_there"
        tiles.append(
            TileView(
                page=page,
                state=tag,
                title=title,
                word=words(f"scans.{word}"),
                action=words(f"scans.{kind}"),
                action_name=words(f"scans.{kind}_name", page=page),
                thumbnail=b"" if one is None else state.pile[one.scan].page.thumbnail,
                scan=None if one is None else one.scan,
                is_by_hand=one is not None and one.is_by_hand,
            )
        )
    return tuple(tiles)


def _derive_outside(state: ScansState, match: PageMatch, words: Words) -> tuple[OutsideView, ...]:
    def make(scan: int, sentence: str, tag: TagState) -> OutsideView:
        one = state.pile[scan]
        title = words("scans.place", name=one.file_name, page=one.page.place)
        return OutsideView(scan, title, sentence, tag, one.page.thumbnail)

    views = [make(one.scan, say_refusal(one).in_language(words.language), TagState.STOP) for one in match.refused]
    options = tuple((str(page), words("scans.page", page=page)) for page in match.missing)
    for scan in match.unplaced:
        unread = make(scan, words("scans.unread" if options else "scans.unread_full"), TagState.OPEN)
        views.append(replace(unread, options=options))
    for spare in match.spare:
        was_chosen = any(one.page == spare.page and one.scan in state.preferred for one in match.pages)
        sentence = words("scans.spare_chosen" if was_chosen else "scans.spare", page=spare.page)
        use = words("scans.use_this"), words("scans.use_this_name", page=spare.page)
        views.append(replace(make(spare.scan, sentence, TagState.INFORMATION), use=use[0], use_name=use[1]))
    return tuple(sorted(views, key=lambda view: view.scan))
