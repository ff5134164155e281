"""Step 2 in the window: the section index, the checklist, and the keys that make it quick."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import EmptyState
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.examination.editors import Editor
from stemsup_desktop.ui.pages.examination.sections import SectionIndex, SectionPanel
from stemsup_desktop.ui.pages.examination.view import ExaminationView, SectionView, derive_examination, iter_items
from stemsup_desktop.ui.signals import signals_blocked

INDEX_PX = 184
INDEX_FROM_PX = 1360
MENU_FROM_PX = 760
"""With less room, as beside the open gate on a small window, header and filter do without menu and key."""
FILTER_KEY = "Ctrl+U"
BELOW_TOP_PX = 40
BUILD_SLICE_MS = 12
ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class ExaminationPage(Page[ExaminationView]):
    """The checklist. Sections are built one after the other, so that the first can be answered at once."""

    wants_gate = True
    shows_ahead = False  # its rows come in slices of their own, and are laid out as they come

    def __init__(self, context: PageContext, clinical: ClinicalContent) -> None:
        super().__init__(context)
        self._clinical = clinical
        self._questionnaire = clinical.questionnaire
        self._panels: dict[str, SectionPanel] = {}
        self._view: ExaminationView | None = None
        self._offered: tuple[tuple[str, str], ...] = ()
        self._only_open = False
        self._current = ""
        self._waiting: list[Item] = list(self._questionnaire.items)
        self._jump_target = ""
        self._index = SectionIndex(self.theme, self.words("examination.sections"))
        self._index.section_requested.connect(self._go_to_section)
        self.add_left(self._index, INDEX_PX)
        self._menu = ChoiceField(self.theme, self.words, "", allows_none=False)
        self._menu.combo.setAccessibleName(self.words("examination.sections"))
        self._menu.setObjectName("section_menu")
        self._menu.setMinimumWidth(200)
        self._menu.value_changed.connect(lambda link_id: self._go_to_section(str(link_id)))
        self._filter = SecondaryButton(
            self.theme, self.words("examination.unanswered_only"), icon_name="unanswered", key_hint=FILTER_KEY
        )
        self._filter.setCheckable(True)
        self._filter.setObjectName("unanswered_only")
        self._filter.toggled.connect(self._on_filter_toggled)
        self.header.add_control(self._menu)
        self.header.add_control(self._filter)
        self._pane = ScrollPane(margins=(24, 16, 24, 24), spacing=12)
        nothing, show_all = self.words("examination.nothing_open"), self.words("examination.show_all")
        self._done = EmptyState(self.theme, "clear", nothing, show_all)
        self._done.action_requested.connect(lambda: self._filter.setChecked(False))
        self._done.hide()
        self._pane.installEventFilter(self)
        self._pane.add(self._done)
        self._pane.add_stretch()
        self._pane.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.set_body(self._pane)
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_next)

    def derive(self) -> ExaminationView:
        state = self.context.session.state
        return derive_examination(state.consultation.examination, self._questionnaire, state.gate, self.words)

    def show_view(self, view: ExaminationView) -> None:
        self._view = view
        self.header.show_text(self.words("examination.title"), view.subtitle)
        if self._waiting and not self._panels:
            self._build_next()
        for section in view.sections:
            panel = self._panels.get(section.link_id)
            if panel is not None:
                panel.show_view(section, self._only)
        asked = {section.link_id for section in view.sections}
        for link_id, panel in self._panels.items():
            if link_id not in asked:
                panel.hide()
        set_shown(self._done, self._only_open and not view.open_link_ids)
        self._show_index()
        if self._waiting:
            self._builder.start()

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

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        has_index = width >= INDEX_FROM_PX
        self._index.setVisible(has_index)
        self._menu.setVisible(MENU_FROM_PX <= width < INDEX_FROM_PX)
        self._filter.set_key_hint(FILTER_KEY if width >= MENU_FROM_PX else "")

    def jump_to(self, target: str) -> None:
        """Put the focus on an item, building the checklist up to it first if it is not built yet."""
        if self._only_open and self._view is not None and target not in self._view.open_link_ids:
            self._filter.setChecked(False)
        editor = self._find_editor(target)
        if editor is not None:
            self._focus(editor)
        elif self._waiting:
            self._jump_target = target
            self._builder.start()

    # Building

    def _build_next(self) -> None:
        """Build rows for a few milliseconds; the rest follows when the window has nothing else to do."""
        clock = QElapsedTimer()
        clock.start()
        while self._waiting and clock.elapsed() < BUILD_SLICE_MS:
            self._build_one()
        if not self._waiting:
            self._builder.stop()
        if self._jump_target and self._find_editor(self._jump_target) is not None:
            target, self._jump_target = self._jump_target, ""
            self.jump_to(target)

    def _build_one(self) -> None:
        group = self._waiting[0]
        panel = self._panels.get(group.link_id)
        if panel is None:
            panel = SectionPanel(group, self.context)
            panel.answered.connect(self._on_answered)
            self._panels[group.link_id] = panel
            self._pane.rows.insertWidget(self._pane.rows.count() - 1, panel)
        elif panel.unbuilt:
            panel.build_row(panel.unbuilt[0])
        if not panel.unbuilt:
            self._waiting.pop(0)
        section = self._find_section(group.link_id)
        if section is None:
            panel.hide()
        else:
            panel.show_view(section, self._only)

    def _find_section(self, link_id: str) -> SectionView | None:
        sections = self._view.sections if self._view is not None else ()
        return next((section for section in sections if section.link_id == link_id), None)

    @property
    def _only(self) -> frozenset[str] | None:
        if not self._only_open or self._view is None:
            return None
        return frozenset(self._view.open_link_ids)

    # What the person does

    def _on_answered(self, link_id: str, answers: tuple[Answer, ...]) -> None:
        state = self.context.session.state
        item = self._questionnaire.find_item(link_id)
        label = item.label.in_language(self.words.language) if item is not None else link_id
        try:
            consultation = with_answers(
                state.consultation,
                self._clinical,
                state.patient,
                link_id,
                answers,
                state.physician.name,
                self.context.clock(),
            )
        except InputProblem:
            # An impossible answer counts as none; the field says so and keeps what was typed.
            consultation = with_answers(
                state.consultation,
                self._clinical,
                state.patient,
                link_id,
                (),
                state.physician.name,
                self.context.clock(),
            )
        merge = f"examination.{link_id}" if item is not None and not item.answer_options else ""
        self.context.session.change(self.words("examination.change", question=label), consultation, merge=merge)

    def _on_filter_toggled(self, is_on: bool) -> None:
        self._only_open = is_on
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The scroll area would take the arrow keys that a question left alone.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ARROWS:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Down if has_control:
                self.go_to_next_open()
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_U if has_control:
                self._filter.toggle()
            case _:
                super().keyPressEvent(event)

    def go_to_next_open(self) -> None:
        """Put the focus on the next item without an answer, from where the focus is, round the end."""
        if self._view is None or not self._view.open_link_ids:
            return
        order = [row.link_id for section in self._view.sections for row in section.rows]
        here = self._focused_link_id()
        start = order.index(here) + 1 if here in order else 0
        for link_id in (*order[start:], *order[:start]):
            if link_id in self._view.open_link_ids:
                self.jump_to(link_id)
                return

    def _move(self, by: int) -> None:
        editors = [editor for panel in self._panels.values() if not panel.isHidden() for editor in panel.editors]
        if not editors:
            return
        link_ids = [editor.item.link_id for editor in editors]
        here = self._focused_link_id()
        index = link_ids.index(here) + by if here in link_ids else 0
        if 0 <= index < len(editors):
            self._focus(editors[index])

    def _focused_link_id(self) -> str:
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, Editor):
                return widget.item.link_id
            widget = widget.parentWidget()
        return ""

    def _find_editor(self, link_id: str) -> Editor | None:
        for panel in self._panels.values():
            for editor in panel.editors:
                if editor.item.link_id == link_id:
                    return editor
        return None

    def _focus(self, editor: Editor) -> None:
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pane.show_widget(editor)

    # The index

    def _go_to_section(self, link_id: str) -> None:
        panel = self._panels.get(link_id)
        if panel is None:
            group = self._questionnaire.find_item(link_id)
            first = next((item for item in iter_items(group) if item.is_question), None) if group is not None else None
            if first is not None:
                self.jump_to(first.link_id)
            return
        self._pane.verticalScrollBar().setValue(panel.y() - 8)
        if panel.editors:
            panel.editors[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_current(link_id)

    def _on_scrolled(self) -> None:
        top = self._pane.verticalScrollBar().value() + BELOW_TOP_PX
        for link_id, panel in self._panels.items():
            if not panel.isHidden() and panel.y() <= top < panel.y() + panel.height():
                self._set_current(link_id)
                return

    def _set_current(self, link_id: str) -> None:
        if link_id != self._current:
            self._current = link_id
            self._show_index()

    def _show_index(self) -> None:
        if self._view is None:
            return
        sections = self._view.sections
        self._current = self._current or (sections[0].link_id if sections else "")
        self._index.show_sections(sections, self._current)
        offered = tuple((one.link_id, f"{one.title}  {one.count}") for one in sections)
        with signals_blocked(self._menu):
            if offered != self._offered:
                self._offered = offered
                self._menu.set_options(offered)
            self._menu.set_value(self._current)
