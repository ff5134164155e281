"""Files dropped anywhere on the window: says beforehand what will become of them, then takes them where they belong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.dropped_files import MOST_FILES, DropKind, judge_drop
from stemsup_desktop.ui.scan_desk import ScanNotice
from stemsup_desktop.ui.view_parts import TagState

Take = Callable[[tuple[Path, ...]], bool]
"""Takes files, and returns whether it could."""

_RIGHTS = {
    DropKind.PICTURES: Right.PATIENTS,
    DropKind.SCANS: Right.PATIENTS,
    DropKind.CERTIFICATE: Right.PATIENTS,
    DropKind.CHECKLIST: Right.ADMINISTER,
    DropKind.BACKUP: Right.ADMINISTER,
}


@dataclass(frozen=True, slots=True)
class DropWays:
    """Where files go. `find_obstacle` is whether none can be taken now, as under an open sheet.

    `shows_papers` is whether the page on show is that of the documents: pictures are pages that come back there.
    """

    takers: Mapping[DropKind, Take]
    find_obstacle: Callable[[], bool]
    say: Callable[[ScanNotice], None]
    shows_papers: Callable[[], bool]


class DropDesk:
    """One for each window. File names are neither read nor shown: a name may be that of a patient."""

    def __init__(self, context: PageContext, ways: DropWays) -> None:
        self._context = context
        self._ways = ways

    def foretell(self, paths: tuple[Path, ...]) -> ScanNotice:
        """Say what will become of files that hang over the window."""
        kind = self._judge(paths)
        refusal = self._refuse(kind)
        if refusal:
            return ScanNotice(TagState.CAUTION, refusal)
        key = f"drops.will_{kind.value}"
        return ScanNotice(TagState.INFORMATION, self._context.words(key, count=len(paths)))

    def take(self, paths: tuple[Path, ...]) -> None:
        """Take files where they belong, or say in a sentence why not."""
        kind = self._judge(paths)
        refusal = self._refuse(kind)
        if not refusal and not self._ways.takers[kind](paths):
            refusal = self._context.words(f"drops.first_{kind.value}")
        if refusal:
            self._ways.say(ScanNotice(TagState.CAUTION, refusal))

    def _judge(self, paths: tuple[Path, ...]) -> DropKind:
        return judge_drop(paths, are_papers_shown=self._ways.shows_papers())

    def _refuse(self, kind: DropKind) -> str:
        words, session = self._context.words, self._context.session
        if self._ways.find_obstacle():
            return words("drops.sheet_open")
        if kind not in self._ways.takers:
            return words(f"drops.not_{kind.value.replace('-', '_')}", most=MOST_FILES)
        right = _RIGHTS.get(kind)
        if right is not None and not session.may(right):
            return words(f"drops.right_{'patients' if right is Right.PATIENTS else 'administer'}")
        if kind is DropKind.PICTURES and not session.has_visit:
            return words("drops.first_pictures")
        return ""
