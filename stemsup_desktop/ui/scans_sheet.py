"""The sheet in which signed pages come back: files are chosen or dropped, read, looked at, and attached together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.documents.scans.matching import ExpectedPages
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.labels import SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import BusyStrip, InlineMessage
from stemsup_desktop.ui.components.scan_tile import TILE_PX, ScanTile
from stemsup_desktop.ui.components.scrolling_sheet import REACH, ScrollingSheet
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.jobs import Err, JobControl, Ok
from stemsup_desktop.ui.scan_reading import PaperDocument, ReadFiles, load_paper_document, read_expected, read_files
from stemsup_desktop.ui.scans_outside import OutsideRow
from stemsup_desktop.ui.scans_view import (
    OutsideView,
    ScansState,
    TileView,
    derive_scans,
    list_pages_to_keep,
    with_files,
    with_page_placed,
    with_page_preferred,
    with_page_taken_off,
)
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_COLUMNS = 6
_WIDTH_PX = _COLUMNS * (TILE_PX + 4) + 72
_LEAST_PX = 140


@dataclass(frozen=True, slots=True)
class _Ready:
    document: PaperDocument
    expected: ExpectedPages


class ScansSheet(ScrollingSheet):
    """Takes in the signed pages of the document `number`; `filed` carries the number once the vault has them.

    `start` opens the sheet. Nothing is kept before "attach"; to dismiss the sheet forgets what was read.
    """

    filed = Signal(str)

    def __init__(self, theme: Theme, words: Words, host: QWidget, access: VaultAccess, number: str) -> None:
        super().__init__(
            theme,
            host,
            words("scans.title", number=number),
            accept_text=words("scans.attach", count=0),
            dismiss_text=words("common.cancel"),
            width=_WIDTH_PX,
            least_px=_LEAST_PX,
        )
        self.setObjectName("scans_sheet")
        self._words = words
        self._access = access
        self._number = number
        self._ready: _Ready | None = None
        self._state: ScansState | None = None
        self._control: JobControl | None = None
        self._waiting: list[tuple[tuple[Path, ...], int]] = []
        self._tiles: list[ScanTile] = []
        self._rows: list[OutsideRow] = []
        self._choose = SecondaryButton(theme, words("scans.choose"))
        self._choose.setObjectName("choose_scans")
        self._drop = DropArea(theme, words("scans.drop"), self._choose, takes_several=True)
        self._drop.setObjectName("scans_drop")
        self._busy = BusyStrip(theme, words)
        self._kept = InlineMessage(theme)
        self._kept.setObjectName("kept_before")
        self._headline = InlineMessage(theme)
        self._headline.setObjectName("scans_headline")
        self._problem = InlineMessage(theme)
        self._problem.setObjectName("scans_problem")
        self._faults = QVBoxLayout()
        self._faults.setSpacing(sizes.XXS)
        self._grid = QGridLayout()
        self._grid.setSpacing(sizes.XXS)
        self._outside_heading = SectionHeading(theme, words("scans.not_taken"))
        self._outside = QVBoxLayout()
        self._outside.setSpacing(sizes.S)
        self._lay_out()
        self._connect()
        self._enable()

    def start(self) -> None:
        """Open the sheet and find out what the pages of the document say."""
        self.open(self._choose)
        self._busy.start(self._words("scans.preparing"))
        number = self._number
        self._access.run(lambda vault: load_paper_document(vault, number), self._on_loaded)

    # Work

    def read(self, paths: Sequence[Path], page: int = 0) -> None:
        """Read files beside what was read before, after what is being read; for one `page` if one is given."""
        if not paths:
            return
        if self._state is None or self._control is not None:
            self._waiting.append((tuple(paths), page))
            return
        self._problem.show_message(TagState.STOP, "")
        control = self._control = JobControl()
        self._busy.start(self._words("scans.reading"), can_cancel=True)
        self._enable()
        chosen = tuple(paths)
        self._access.runner.run(
            lambda: read_files(chosen, control.report),
            partial(self._on_read, page),
            control=control,
            on_progress=self._busy.show_progress,
        )

    def cancel_reading(self) -> None:
        """Stop reading; what was read of these files is dropped, and what waited is not begun."""
        if self._control is not None and self._ready is not None:
            self._control.cancel()
            self._waiting.clear()
            self._rest()
            self._problem.show_message(TagState.INFORMATION, self._words("scans.cancelled"))

    def attach(self) -> None:
        """Hand all pages to the vault, in the order of the document."""
        state, ready = self._state, self._ready
        if state is None or ready is None or self._control is not None or not state.match.is_complete:
            return
        pages, document = list_pages_to_keep(state), ready.document
        self._control = JobControl()
        self._busy.start(self._words("scans.filing"))
        self._enable()
        self._access.run(
            lambda vault: vault.save_scans(document.number, pages, patient_id=document.patient_id), self._on_filed
        )

    def _on_loaded(self, result: Ok[PaperDocument] | Err) -> None:
        if not shiboken6.isValid(self):
            return
        if isinstance(result, Err):
            self._fail(result.problem)
            return
        document = result.value
        self._access.runner.run(lambda: _Ready(document, read_expected(document)), self._on_ready)

    def _on_ready(self, result: Ok[_Ready] | Err) -> None:
        if not shiboken6.isValid(self):
            return
        if isinstance(result, Err):
            self._fail(result.problem)
            return
        self._ready = result.value
        self._make_tiles(result.value.expected.page_count)
        self._say_kept(result.value.document)
        self._rest()
        self._change(ScansState(result.value.expected))
        self._read_on()

    def _read_on(self) -> None:
        if self._waiting:
            self.read(*self._waiting.pop(0))

    def _on_read(self, page: int, result: Ok[ReadFiles] | Err) -> None:
        if not shiboken6.isValid(self):
            return
        self._rest()
        if isinstance(result, Err):
            self._fail(result.problem)
        elif self._state is not None:
            self._change(with_files(self._state, result.value, self._words, page))
        self._read_on()

    def _on_filed(self, result: Ok[None] | Err) -> None:
        if not shiboken6.isValid(self):
            return
        self._rest()
        if isinstance(result, Err):
            self._fail(result.problem)
            return
        self.close_sheet()
        self.filed.emit(self._number)
        self.deleteLater()

    # Showing

    def _change(self, state: ScansState) -> None:
        self._state = state
        view = derive_scans(state, self._words)
        self._headline.show_message(view.headline_state, view.headline)
        for tile, one in zip(self._tiles, view.tiles, strict=True):
            tile.show_page(one.title, one.state, one.word, one.thumbnail, one.action, one.action_name)
        self._show_faults(view.faults)
        self._show_outside(view.outside)
        self.accept_button.setText(self._words("scans.attach", count=len(view.tiles)))
        self._enable()
        self.refit()

    def _show_outside(self, views: Sequence[OutsideView]) -> None:
        had_focus = any(row.isAncestorOf(self.window().focusWidget()) for row in self._rows if self.focusWidget())
        for row in self._rows:
            self._outside.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for view in views:
            row = OutsideRow(self._theme, self._words, view)
            row.placed.connect(self._on_placed)
            row.preferred.connect(self._on_preferred)
            self._outside.addWidget(row)
            row.show()  # Qt would show it a turn later, and the focus could not go there yet
            self._rows.append(row)
        set_shown(self._outside_heading, bool(views))
        if had_focus:
            first = next((row.first for row in self._rows if row.first is not None), self._choose)
            first.setFocus()

    def _show_faults(self, faults: Sequence[tuple[str, str]]) -> None:
        while (item := self._faults.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name, sentence in faults:
            self._faults.addWidget(InlineMessage(self._theme, TagState.STOP, f"{name}: {sentence}"))

    def _say_kept(self, document: PaperDocument) -> None:
        if not document.kept:
            return
        latest = document.kept[0]
        count = sum(one.filing == latest.filing for one in document.kept)
        day = latest.added_at.astimezone(self._access.clock().tzinfo).date()
        date = format_date(day, self._words.language)
        sentence = self._words("scans.kept_before", count=count, date=date, name=latest.added_by)
        self._kept.show_message(TagState.INFORMATION, sentence)

    def _make_tiles(self, count: int) -> None:
        for page in range(1, count + 1):
            tile = ScanTile(self._theme, page)
            tile.action_requested.connect(partial(self._on_tile, page))
            self._grid.addWidget(tile, *divmod(page - 1, _COLUMNS), Qt.AlignmentFlag.AlignLeft)
            self._tiles.append(tile)

    def _rest(self) -> None:
        self._control = None
        self._busy.stop()
        self._enable()
        self.refit()

    def _enable(self) -> None:
        is_complete = self._state is not None and self._state.match.is_complete
        self.accept_button.setEnabled(is_complete and self._control is None)

    def _fail(self, problem: Problem) -> None:
        self._rest()
        self._problem.show_message(TagState.STOP, self._words.sentence_of(problem))
        self.refit()

    # What the person does

    def _on_choose(self) -> None:
        choose_files(self.window(), self._words("scans.choose_title"), self.read, takes_several=True)

    def _on_tile(self, page: int) -> None:
        if self._state is None:
            return
        tile = derive_scans(self._state, self._words).tiles[page - 1]
        if tile.is_by_hand and tile.scan is not None:
            self._change(with_page_taken_off(self._state, tile.scan))
            return
        self._ask_for(tile)

    def _ask_for(self, tile: TileView) -> None:
        title = self._words("scans.choose_page_title", page=tile.page)
        choose_files(self.window(), title, partial(self.read, page=tile.page), takes_several=False)

    def _on_placed(self, scan: int, page: int) -> None:
        if self._state is not None:
            self._change(with_page_placed(self._state, scan, page))

    def _on_preferred(self, scan: int) -> None:
        if self._state is not None:
            self._change(with_page_preferred(self._state, scan))

    def _on_dismissed(self) -> None:
        if self._control is not None:
            self._control.cancel()
        self.deleteLater()

    # Layout and wiring

    def _lay_out(self) -> None:
        self.title.setContentsMargins(REACH, 0, REACH, 0)
        self.buttons.setContentsMargins(REACH, 0, REACH, 0)
        above = QVBoxLayout()
        above.setContentsMargins(REACH, 0, REACH, 0)
        above.setSpacing(sizes.S)
        for part in (self._drop, self._busy, self._kept, self._headline, self._problem):
            above.addWidget(part)
        self.body.addLayout(above)
        self.pane.rows.addLayout(self._faults)
        self.pane.rows.addLayout(self._grid)
        self.pane.rows.addWidget(self._outside_heading)
        self.pane.rows.addLayout(self._outside)
        self.pane.add_stretch()
        set_shown(self._outside_heading, False)
        self.body.addWidget(self.pane)

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose)
        self._drop.files_dropped.connect(self.read)
        self._busy.cancel_requested.connect(self.cancel_reading)
        self.accepted.connect(self.attach)
        self.dismissed.connect(self._on_dismissed)
