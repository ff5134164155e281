"""All parts of the checklist: made in slices, in step with the view, and only what changed is touched."""

import time
from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.ui.components.stack import Stack, set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor
from stemsup_desktop.ui.pages.examination.parts.box import Box
from stemsup_desktop.ui.pages.examination.parts.making import make_part
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.sections import SectionPanel
from stemsup_desktop.ui.pages.examination.view import ExaminationView
from stemsup_desktop.ui.pages.examination.view_model import Key, RowKind, RowView

_AT_ONCE = 2
"""Rows that are made at once, however long it takes: a follow-up is there when its question is answered."""
_AT_FIRST = 4
"""Rows that a page which has none yet is seen with: the rest follows in the next turns, below them."""
_PLAIN_HOLDERS = (RowKind.GROUP, RowKind.REPEAT)


class Board(Stack):
    """Holds the sections one below the other. `show_view` shows; `build` makes what is not there yet."""

    missing_requested = Signal(object)
    carry_requested = Signal(object)

    def __init__(self, context: PageContext, questionnaire: Questionnaire) -> None:
        super().__init__(12)
        self._context = context
        self._nodes = questionnaire.nodes
        self._view: ExaminationView | None = None
        self._visible: frozenset[Key] | None = None
        self._parts: dict[Key, Part] = {}
        self._panels: dict[Key, SectionPanel] = {}
        self.was_seen = False
        """Whether rows were shown while the page was seen."""
        self._waiting: deque[Key] = deque()
        self._dirty: dict[Box, None] = {}
        self._touched: dict[Part, None] = {}
        self.wishes = Wishes()

    @property
    def is_complete(self) -> bool:
        """Whether every row has its part."""
        return not self._waiting

    @property
    def panels(self) -> tuple[SectionPanel, ...]:
        """The sections made so far that are on show, in order."""
        return tuple(self._panels[key] for key in sorted(self._panels) if self.is_standing(self._panels[key]))

    def find_part(self, key: Key) -> Part | None:
        """Find the part of a row, if it is made."""
        return self._parts.get(key)

    def is_on_show(self, key: Key) -> bool:
        """Say whether a row is asked and not left out by the filter."""
        view = self._view
        return view is not None and key in view.rows and (self._visible is None or key in self._visible)

    def iter_editors(self) -> Iterator[tuple[Key, Editor]]:
        """Go through the editors on show that can be answered here, in document order."""
        for key in self._view.rows if self._view is not None else ():
            part = self._parts.get(key)
            if part is not None and part.editor is not None and not part.row.locked and self.is_on_show(key):
                yield key, part.editor

    def show_view(self, view: ExaminationView, visible: frozenset[Key] | None) -> None:
        """Show a view, or with `visible` only some rows of it; rows without a part are noted for `build`."""
        self._take(view, visible)
        if self._waiting:
            self._build_rows(0, _AT_ONCE if self.was_seen else _AT_FIRST - len(self._parts))
        self.was_seen = self.was_seen or self.isVisible()
        self._settle()
        self._show_sections(view)

    def iter_ahead(self, view: ExaminationView) -> Iterator[None]:
        """Make the rows that the page is seen with, one in a piece, as long as it is not.

        The others come once it is: Qt would show all of them in one turn.
        """
        self._take(view, None)
        yield
        while self._waiting and len(self._parts) < _AT_FIRST and not self.isVisible():
            self.build(0)
            yield

    def _take(self, view: ExaminationView, visible: frozenset[Key] | None) -> None:
        """Show what there is of a view, and note the rows that have no part."""
        self._view, self._visible = view, visible
        self._waiting.clear()
        for key, row in view.rows.items():
            part = self._parts.get(key)
            if part is None:
                self._waiting.append(key)
                continue
            if part.row is not row:
                part.show_row(row)
                self._touched[part] = None
            self._show_part(part, visible is None or key in visible)
        if len(self._parts) + len(self._waiting) > len(view.rows):
            for key, part in self._parts.items():
                if key not in view.rows:
                    self._show_part(part, False)

    def build(self, budget_ms: int) -> None:
        """Make parts for some milliseconds of processor time, at least one; what begins a section is made by itself."""
        if not self._begin_section():
            self._build_rows(budget_ms, 1)
        self._settle()
        if self._view is not None:
            self._show_sections(self._view)

    def _begin_section(self) -> bool:
        """Make the section of the next row, if that is the first in it; return whether it was made."""
        row = self._view.rows.get(self._waiting[0]) if self._view is not None and self._waiting else None
        before = len(self._panels)
        if row is not None and row.parent is None:
            self._find_panel(row)
        return len(self._panels) > before

    def build_part(self, key: Key) -> Part | None:
        """Make one part now, with all that holds it, and wake its section; return None if there is no such row."""
        part = self._make(key)
        if part is not None:
            self.wake_part(part)
        self._settle()
        if self._view is not None:
            self._show_sections(self._view)
        return part

    def _build_rows(self, budget_ms: int, at_least: int) -> None:
        begin_s, made = time.thread_time(), 0
        while self._waiting and (made < at_least or time.thread_time() - begin_s < budget_ms / 1000):
            self._make(self._waiting.popleft())
            made += 1

    def _make(self, key: Key) -> Part | None:
        known = self._parts.get(key)
        row = self._view.rows.get(key) if self._view is not None else None
        if known is not None or row is None:
            return known
        holder = self._make(row.parent) if row.parent is not None else None
        box = holder.box if holder is not None else self._find_panel(row).box
        if box is None:
            return None
        part = make_part(row, holder, box, self._nodes, self._context, self.wishes)
        self._parts[key] = part
        box.put(part)
        self._dirty[box] = None
        self._touched[part] = None
        self._show_part(part, self.is_on_show(key))
        return part

    def _find_panel(self, row: RowView) -> SectionPanel:
        assert self._view is not None
        planned = self._view.plan.sections[self._view.plan.spots[row.key[0]].section]
        key: Key = (planned.position, ())
        panel = self._panels.get(key)
        if panel is None:
            section = next(section for section in self._view.sections if section.key == key)
            panel = SectionPanel(section, planned.group, self._context)
            panel.missing_requested.connect(self.missing_requested)
            panel.carry_requested.connect(self.carry_requested)
            index = sum(other < key for other in self._panels)
            self._panels[key] = panel
            panel.hide()  # until something stands in it
            self.insert(index, panel)
        return panel

    def _show_part(self, part: Part, is_asked: bool) -> None:
        if part.set_asked(is_asked):
            self._touched[part] = None
            box = self._box_of(part)
            if box is not None:
                self._dirty[box] = None

    def _box_of(self, part: Part) -> Box | None:
        holder = self._holder_of(part)
        if holder is not None:
            return holder.box
        return self._find_panel(part.row).box

    def _holder_of(self, part: Part) -> Part | None:
        return self._parts.get(part.row.parent) if part.row.parent is not None else None

    def _settle(self) -> None:
        """Arrange the boxes whose parts came or went, and show the marks above what changed."""
        if not self._touched:
            return
        for box in self._dirty:
            box.arrange()
        self._dirty.clear()
        above: dict[Part, None] = {}
        for part in self._touched:
            holder = self._holder_of(part)
            while holder is not None and holder not in above:
                above[holder] = None
                holder = self._holder_of(holder)
        self._touched.clear()
        for part in above:
            part.refresh_mark()

    def _show_sections(self, view: ExaminationView) -> None:
        asked = {section.key: section for section in view.sections}
        for key, panel in self._panels.items():
            section = asked.get(key)
            if section is not None:
                panel.show_view(section)
                panel.show_offer(view.offers.get(key))
            is_wanted = section is not None and not panel.box.is_empty
            if is_wanted and not self.is_standing(panel):
                set_stacked(panel, True)
            elif not is_wanted and self.is_standing(panel):
                self.take_out(panel)

    # Out of sight

    def sleep(self, seen: range, kept: QWidget | None) -> None:
        """Put the sections to sleep that do not stand between two heights, but for the one that something is in."""
        for panel in self.panels:
            is_kept = kept is not None and panel.isAncestorOf(kept)
            if not is_kept and not _is_within(panel, seen):
                self.put_to_sleep(panel)

    def wake_within(self, seen: range) -> None:
        """Wake the sections that stand between two heights."""
        for panel in self.panels:
            if panel.isHidden() and _is_within(panel, seen):
                self.wake(panel)

    def iter_waking(self) -> Iterator[None]:
        """Wake every section, as long as the board is seen, one in a step."""
        for panel in self.panels:
            if not self.isVisible():
                return
            if panel.isHidden():
                self.wake(panel)
                yield

    def wake_part(self, part: Part) -> None:
        """Wake the section that a part stands in: nothing else in it takes the focus."""
        for panel in self.panels:
            if panel.isAncestorOf(part):
                self.wake(panel)


def _is_within(panel: SectionPanel, seen: range) -> bool:
    return panel.y() < seen.stop and panel.y() + panel.height() > seen.start


def find_visible(view: ExaminationView, kept: Key | None) -> frozenset[Key]:
    """Return the rows to show when only what is open is wanted: these, what holds them, and their whole question.

    `kept` is the row that has the focus: what is being typed into does not go away.
    """
    families: set[Key] = set()
    wanted: set[Key] = set()
    for key in (*view.open_keys, *((kept,) if kept in view.rows else ())):
        at: Key | None = key
        while at is not None:
            wanted.add(at)
            row = view.rows[at]
            if row.parent is None or view.rows[row.parent].kind in _PLAIN_HOLDERS:
                families.add(at)
            at = row.parent
    families = {key for key in families if view.rows[key].kind not in _PLAIN_HOLDERS}
    for key, row in view.rows.items():
        if row.parent in families:
            families.add(key)
    return frozenset(wanted | families)
