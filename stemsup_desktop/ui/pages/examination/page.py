"""Step 2 in the window: the section index, the checklist, and the keys that make it quick."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.answer_notes import get_notes
from stemsup_desktop.consultation.authority import find_reserved_items
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.questionnaire.answers import Answer, AttachmentAnswer
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import EmptyState
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.examination.answering import PICKED, Recorder
from stemsup_desktop.ui.pages.examination.board import Board, find_visible
from stemsup_desktop.ui.pages.examination.carry_view import Beside, derive_offers, derive_waiting
from stemsup_desktop.ui.pages.examination.editors.attachments import AttachmentEditor
from stemsup_desktop.ui.pages.examination.file_desk import FileDesk
from stemsup_desktop.ui.pages.examination.locks import NO_LOCKS, derive_locks
from stemsup_desktop.ui.pages.examination.notices import NoticeList
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.section_index import SectionIndex, SectionMenu
from stemsup_desktop.ui.pages.examination.view import ExaminationView, derive_examination
from stemsup_desktop.ui.pages.examination.view_model import Key, RowKind, RowView
from stemsup_desktop.ui.pages.examination.walking import (
    find_editable,
    find_first_in,
    find_question_above,
    find_row,
    iter_answerable,
    iter_open,
)
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.turns import TURN_MS, in_pieces, iter_painting, run_in_turns, take_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess

INDEX_PX = 232
INDEX_FROM_PX = 1360
MENU_FROM_PX = 760
"""With less room, as beside the open gate on a small window, header and filter do without menu and key."""
FILTER_KEY = key_of("question.only_open")
BELOW_TOP_PX = 40
BUILD_SLICE_MS = 6
ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class ExaminationPage(Page[ExaminationView]):
    """The checklist. Rows are built one after the other, so that the first can be answered at once."""

    wants_gate = True
    shows_ahead = False  # its rows come in slices of their own, and are laid out as they come

    def __init__(self, context: PageContext, clinical: ClinicalContent, access: VaultAccess) -> None:
        super().__init__(context)
        self._questionnaire = clinical.questionnaire
        self._reserved = find_reserved_items(clinical.questionnaire)
        self._recorder = Recorder(context, clinical)
        self._files = FileDesk(context, access, self._recorder, self.busy)
        self._view: ExaminationView | None = None
        self._only_open = False
        self._current: Key | None = None
        self._follows_focus = False
        self._anchor: Key | None = None
        self._last_key: Key | None = None
        """The row that had the focus last."""
        self._is_to_be_painted = False
        self._pane = ScrollPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XL), spacing=sizes.S)
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        context = self.context
        yield
        self._build_header()
        yield
        nothing, show_all = self.words("examination.nothing_open"), self.words("examination.show_all")
        self._done = EmptyState(self.theme, "clear", nothing, show_all)
        self._done.action_requested.connect(lambda: self._filter.setChecked(False))
        self._done.hide()
        self._notices = NoticeList(context)
        self._board = Board(context, self._questionnaire)
        self._board.wishes.answered.connect(self._on_answered)
        self._board.wishes.add_requested.connect(self._on_add)
        self._board.wishes.remove_requested.connect(self._on_remove)
        self._board.wishes.confirm_requested.connect(self._on_confirm)
        self._board.wishes.note_written.connect(self._on_note)
        self._board.carry_requested.connect(self._recorder.carry)
        self._board.missing_requested.connect(self._go_to)
        self._connect_files()
        self._pane.installEventFilter(self)
        for part in (self._done, self._notices, self._board):
            self._pane.add(part)
        self._pane.add_stretch()
        self._pane.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.set_body(self._pane)
        self._builder = QTimer(self)
        self._builder.setSingleShot(True)  # started anew after each piece, so that input comes in between
        self._builder.setInterval(TURN_MS)
        self._builder.timeout.connect(self._build_next)

    def _connect_files(self) -> None:
        wishes, files = self._board.wishes, self._files
        wishes.files_chosen.connect(self._on_files_chosen)
        wishes.copy_requested.connect(self._on_copy_requested)
        wishes.preview_requested.connect(files.preview)
        files.refused.connect(self._on_file_refused)
        files.copied.connect(self._on_copied)
        files.previewed.connect(self._on_previewed)

    def _build_header(self) -> None:
        self._index = SectionIndex(self.theme, self.words)
        self._index.section_requested.connect(self._go_to_section)
        self.add_left(self._index, INDEX_PX)
        self._menu = SectionMenu(self.theme, self.words)
        self._menu.section_requested.connect(self._go_to_section)
        self._filter = SecondaryButton(
            self.theme, self.words("examination.unanswered_only"), icon_name="unanswered", key_hint=FILTER_KEY
        )
        self._filter.setCheckable(True)
        self._filter.setObjectName("unanswered_only")
        self.bind("question.only_open", self._filter.toggle)
        self.bind("question.next_open", self.go_to_next_open)
        self._filter.toggled.connect(self._on_filter_toggled)
        self.header.add_control(self._menu)
        self.header.add_control(self._filter)

    def derive(self) -> ExaminationView:
        state = self.context.session.state
        surroundings = derive_surroundings(state.patient, self.context.clock().date())
        examination = state.consultation.examination
        form = derive_form(self._questionnaire, examination.responses, surroundings)
        notes = get_notes(examination)
        locks = NO_LOCKS
        if not state.may_decide:
            locks = derive_locks(self._questionnaire, self._reserved, examination, self.words)
        if state.is_closed:
            return derive_examination(form, state.gate, self.words, self._view, Beside(notes=notes, locks=locks))
        beside = Beside(derive_waiting(form, examination, self.words), notes, locks)
        view = derive_examination(form, state.gate, self.words, self._view, beside)
        offers = derive_offers(form, examination, self.context.session.earlier, view.plan, self.words, locks)
        return replace(view, offers=offers)

    def show_view(self, view: ExaminationView) -> None:
        focused = self._focused_key()
        order = list(self._view.rows) if self._view is not None and focused is not None else []
        self._view = view
        was_seen = self._board.was_seen
        self.header.show_text(self.words("examination.title"), view.subtitle)
        self._notices.show_notices(view.notices)
        self._board.show_view(view, find_visible(view, focused) if self._only_open else None)
        set_shown(self._done, self._only_open and not view.open_keys)
        self._show_index()
        if focused is not None and not self._board.is_on_show(focused):
            self._focus_after(focused, order)
        if not self._board.is_complete and not self._builder.isActive():
            self._is_to_be_painted = not was_seen
            self._builder.start()

    def warm_up(self) -> Iterator[None]:
        """Make the index and the first rows ahead; the others come when the page is seen."""
        if not self._board.was_seen:
            yield from self.show_ahead(self._show_index_ahead)
            yield from self._iter_rows_ahead()
        yield from super().warm_up()

    def _iter_rows_ahead(self) -> Iterator[None]:
        if self.context.session.has_visit and not self.isVisible():
            self._view = self.derive()  # rows that are the same when the page is seen stay as they are
            yield from self._board.iter_ahead(self._view)

    def _show_index_ahead(self, view: ExaminationView) -> None:
        self._index.show_sections(view.sections, view.sections[0].key if view.sections else None)

    def page_actions(self) -> PageActions:
        next_open = Action(
            self.words("examination.next_unanswered"), self.go_to_next_open, key_hint="Ctrl+↓", name="next_unanswered"
        )
        return PageActions(
            back=Action(self.words("examination.back"), lambda: self.page_requested.emit("step-1"), name="back"),
            secondary=(next_open,),
            primary=Action(
                self.words("examination.continue"),
                lambda: self.page_requested.emit("step-3"),
                key_hint="Ctrl+Enter",
                name="continue",
            ),
            keys=("Y", "N", "U"),
            keys_note=self.words("examination.keys"),
        )

    def find_start(self) -> QWidget | None:
        found = next(((key, editor) for key, editor in self._board.iter_editors() if editor.isEnabled()), None)
        if found is None:
            return None
        self._board.build_part(found[0])
        return found[1]

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        has_index = width >= INDEX_FROM_PX
        self._index.setVisible(has_index)
        self._menu.set_room(width)
        self._menu.setVisible(MENU_FROM_PX <= width < INDEX_FROM_PX)
        self._filter.set_key_hint(FILTER_KEY if width >= MENU_FROM_PX else "")

    def jump_to(self, target: str) -> None:
        """Put the focus on an item by its link id, with its place where it occurs more than once ("x@0.1")."""
        if self._view is None:
            return
        found = find_row(self._view, target)
        if found is not None and self._go_to(found):
            return
        section = next((one for one in self._view.sections if one.link_id == target), None)
        if section is not None:
            self._go_to_section(section.key)
        elif self._view.notices:
            self._pane.verticalScrollBar().setValue(0)

    def reveal(self, name: str) -> None:
        found = find_row(self._view, name) if self._view is not None else None
        if found is not None:
            self._go_to(found)

    @property
    def is_built(self) -> bool:
        """Whether everything that is asked stands on the page."""
        return self._view is not None and self._board.is_complete

    def find_part(self, key: Key) -> Part | None:
        """Find what shows a row, if it is built."""
        return self._board.find_part(key)

    # Building

    def _build_next(self) -> None:
        """Build rows for a few milliseconds; the rest follows when the window has nothing else to do."""
        if self._anchor is not None and self._anchor == self._focused_key():
            part = self._board.find_part(self._anchor)
            if part is not None:
                self._pane.show_widget(part)
        if self._board.is_complete:
            self._anchor = None
            return
        if self._is_to_be_painted:  # in the next turn: what is made in this one would be styled and laid out in that
            self._is_to_be_painted = False
        else:
            self._board.build(BUILD_SLICE_MS)
        self._builder.start()

    # What the person does

    def _on_answered(self, key: Key, answers: tuple[Answer, ...]) -> None:
        row = self._find_free_row(key)
        if row is None:
            return
        sentence = self._recorder.record(row, answers)
        part = self._board.find_part(key)
        is_typed = row.item.type not in PICKED and not row.item.answer_options
        if part is not None and (self.context.session.state.is_closed or (sentence and not is_typed)):
            part.show_refusal(sentence)

    def _on_files_chosen(self, key: Key, paths: tuple[Path, ...]) -> None:
        row = self._find_free_row(key)
        if row is not None and not self.context.session.state.is_closed:
            self._files.add(row, paths)

    def _on_copy_requested(self, key: Key, answer: AttachmentAnswer) -> None:
        if self._view is not None and key in self._view.rows:
            self._files.save_copy(self._view.rows[key], answer, self)

    def _on_file_refused(self, key: Key, sentence: str) -> None:
        part = self._board.find_part(key)
        if part is not None:
            part.show_refusal(sentence)

    def _on_copied(self, key: Key, answer: AttachmentAnswer) -> None:
        editor = self._find_file_editor(key)
        if editor is not None:
            editor.show_note(answer, self.words("examination.copy_saved"))

    def _on_previewed(self, key: Key, answer: AttachmentAnswer, image: QImage) -> None:
        editor = self._find_file_editor(key)
        if editor is not None:
            editor.show_preview(answer, image)

    def _find_file_editor(self, key: Key) -> AttachmentEditor | None:
        part = self._board.find_part(key)
        return part.editor if part is not None and isinstance(part.editor, AttachmentEditor) else None

    def _on_add(self, key: Key) -> None:
        row = self._find_free_row(key)
        if row is not None:
            self._go_to(self._recorder.add(row))

    def _on_remove(self, key: Key) -> None:
        row = self._find_free_row(key)
        if row is not None and self._view is not None:
            self._recorder.remove(row)
            still = key if key in self._view.rows else (key[0], (*key[1][:-1], key[1][-1] - 1))
            self._go_to(still)

    def _on_confirm(self, key: Key) -> None:
        row = self._find_free_row(key)
        if row is not None:
            sentence, part = self._recorder.confirm(row), self._board.find_part(key)
            self._go_to(key)
            if sentence and part is not None:
                part.show_refusal(sentence)

    def _on_note(self, key: Key, text: str) -> None:
        row = self._find_free_row(key)
        if row is not None:
            self._recorder.note(row, text)

    def _find_free_row(self, key: Key) -> RowView | None:
        """Find a row that can be changed here; one that cannot shows its record again, and why."""
        row = self._view.rows.get(key) if self._view is not None else None
        if row is None or not row.locked:
            return row
        part = self._board.find_part(key)
        if part is not None:
            part.show_refusal(row.locked)
        return None

    def _on_filter_toggled(self, is_on: bool) -> None:
        self._only_open = is_on
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The scroll area would take the arrow keys that a question left alone.
        if (
            watched is self._pane
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in ARROWS
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not has_control and self._enter_follow_up():
                pass
            case _:
                super().keyPressEvent(event)

    def go_to_next_open(self) -> None:
        """Put the focus on the next item without an answer, from where the focus is, round the end."""
        for key in iter_open(self._view, self._focused_key()) if self._view is not None else ():
            if self._go_to(key):
                return

    def close_top(self) -> bool:
        """Go back from a note to the answer beside it, or from a follow-up to its question."""
        here, focused = self._focused_key(), QApplication.focusWidget()
        part = self._board.find_part(here) if here is not None else None
        if part is not None and part.editor is not None and focused is not None:
            is_beside = not (part.editor is focused or part.editor.isAncestorOf(focused))
            if is_beside and here is not None:
                return self._go_to(here)
        above = find_question_above(self._view, here) if self._view is not None and here is not None else None
        return above is not None and self._go_to(above)

    def _enter_follow_up(self) -> bool:
        """Go from a question into what hangs below it; return False if nothing does."""
        here = self._focused_key()
        inside = find_first_in(self._view, here) if self._view is not None and here is not None else None
        return inside is not None and self._go_to(inside)

    def _move(self, by: int) -> None:
        """Go to the question above or below, which is made now if it is not there yet."""
        keys = list(iter_answerable(self._view, self._board.is_on_show)) if self._view is not None else []
        here = self._focused_key()
        index = keys.index(here) + by if here in keys else 0
        if 0 <= index < len(keys):
            self._go_to(keys[index])

    # The focus

    def _go_to(self, key: Key) -> bool:
        """Put the focus on a row, or on the first editor in it; return False if nothing in it takes the focus."""
        if self._view is None or key not in self._view.rows:
            return False
        if self._only_open and not self._board.is_on_show(key):
            self._filter.setChecked(False)
        target = find_editable(self._view, key)
        part = self._board.build_part(target) if target is not None else None
        if part is None or part.editor is None:
            return False
        part.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pane.show_widget(part.editor)
        self._anchor = target
        return True

    def _focus_after(self, gone: Key, order: list[Key]) -> None:
        """Put the focus on the row after one that is no longer asked, or on the last one before it."""
        at = order.index(gone) if gone in order else 0
        for key in (*order[at:], *reversed(order[:at])):
            if self._board.is_on_show(key) and self._go_to(key):
                return

    def _focused_key(self) -> Key | None:
        return self._key_of(QApplication.focusWidget())

    def _key_of(self, inside: QObject | None) -> Key | None:
        """Return the row that something stands in."""
        widget = inside
        while isinstance(widget, QWidget) and widget is not self:
            if isinstance(widget, Part) and widget.editor is not None:
                return widget.key
            widget = widget.parentWidget()
        return None

    # The index

    def _go_to_section(self, key: Key) -> None:
        """Go to what is missing in a section, or to its first question."""
        section = next((one for one in self._view.sections if one.key == key), None) if self._view is not None else None
        if section is None:
            return
        targets = (section.first_open, *(row.key for row in section.rows if row.kind is RowKind.QUESTION))
        for target in targets:
            if target is not None and self._go_to(target):
                break
        panel = next((panel for panel in self._board.panels if panel.key == key), None)
        if panel is not None and section.first_open is None:
            self._pane.verticalScrollBar().setValue(self._board.y() + panel.y() - 8)
        self._set_current(key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.window().windowHandle()
        if not self._follows_focus and handle is not None:
            self._follows_focus = True
            handle.focusObjectChanged.connect(self._on_focus_moved)
        take_in_turns(self, self._iter_waking(), lambda: None)

    def _iter_waking(self) -> Iterator[None]:
        """Wake what is out of sight, from the turn on after that in which the page is painted."""
        yield from iter_painting()
        yield from in_pieces(self._board.iter_waking())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        run_in_turns(self, self._put_to_sleep)

    def _put_to_sleep(self) -> None:
        """Have what is out of sight come in turns of its own when the page is seen again: all of it takes Qt long."""
        if not self.isVisible():
            last = self._board.find_part(self._last_key) if self._last_key is not None else None
            self._board.sleep(self._seen, last)

    @property
    def _seen(self) -> range:
        """What is in sight of the board, in its own heights."""
        top = self._pane.verticalScrollBar().value() - self._board.y()
        return range(top, top + self._pane.viewport().height())

    def _on_focus_moved(self, focused: QObject | None) -> None:
        key = self._key_of(focused)
        self._last_key = key or self._last_key
        section = self._section_of(key)
        if section is not None:
            self._set_current(section)

    def _section_of(self, key: Key | None) -> Key | None:
        """Return the section that a row stands in."""
        if key is None or self._view is None or key not in self._view.rows:
            return None
        plan = self._view.plan
        return (plan.sections[plan.spots[key[0]].section].position, ())

    def _on_scrolled(self) -> None:
        self._board.wake_within(self._seen)
        focused = self._focused_key()
        part = self._board.find_part(focused) if focused is not None else None
        if part is not None and not part.visibleRegion().isEmpty():
            self._on_focus_moved(QApplication.focusWidget())
            return
        top = self._pane.verticalScrollBar().value() + BELOW_TOP_PX - self._board.y()
        for panel in self._board.panels:
            if panel.y() <= top < panel.y() + panel.height():
                self._set_current(panel.key)
                return

    def _set_current(self, key: Key) -> None:
        if key != self._current:
            self._current = key
            self._show_index()

    def _show_index(self) -> None:
        if self._view is None:
            return
        sections = self._view.sections
        self._current = self._current or (sections[0].key if sections else None)
        self._index.show_sections(sections, self._current)
        self._menu.show_sections(sections, self._current)
