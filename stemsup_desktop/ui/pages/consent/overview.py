"""Everything that is wanted of a signing on screen, in the order of the form: clauses, questions, choices, signers."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.pages.consent.mark_grid import MarkGrid
from stemsup_desktop.ui.pages.consent.mark_row import MarkRow
from stemsup_desktop.ui.pages.consent.marks import MarksView
from stemsup_desktop.ui.pages.consent.signer_box import SignerBox
from stemsup_desktop.ui.pages.consent.tick_list import TickList
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class MarksOverview(QObject):
    """Shows how each mark stands, in three parts; pressing one takes it in hand. None of it is written on."""

    chosen = Signal(object)
    """The `MarkKey` of what was pressed."""
    ticked = Signal(str, bool)
    """A box of the form, and whether it is ticked."""
    signer_added = Signal(str)
    """The role that is to sign as well."""

    def __init__(self, theme: Theme, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clauses = MarkGrid(lambda: MarkRow(theme), runs_down=True, gaps=(24, 0))
        self._questions = MarkGrid(lambda: MarkRow(theme), runs_down=False, gaps=(24, 0))
        self._signers = MarkGrid(lambda: SignerBox(theme), runs_down=False, gaps=(24, 16))
        self.choices = MarkRow(theme)
        self._ticks = TickList(theme, "tick")
        self._ticks.ticked.connect(self.ticked)
        self._adds: list[LinkLabel] = []
        self._roles: tuple[tuple[str, str], ...] = ()
        self._add_row = QHBoxLayout()
        self._add_row.setSpacing(sizes.L)
        self._add_row.addStretch(1)
        questions = _stack(
            SectionHeading(theme, words("consent.questions_heading"), words("consent.questions_note")), self._questions
        )
        self._question_part = questions
        self._tick_part = _stack(
            SectionHeading(theme, words("consent.ticks_heading"), words("consent.ticks_note")), self._ticks
        )
        self.reading = _stack(
            SectionHeading(theme, words("consent.clauses_heading"), words("consent.clauses_note")),
            self._clauses,
            self._tick_part,
            questions,
        )
        note = Label(theme, words("consent.signers_note"), role="small", tone="text-3", wraps=True)
        self.signing = _stack(
            SectionHeading(theme, words("consent.signers_heading")), self._signers, self._add_row, note
        )
        for grid in (self._clauses, self._questions, self._signers):
            grid.chosen.connect(self.chosen)
        self.choices.clicked.connect(self._on_choices_pressed)

    def show_view(self, view: MarksView | None, locked: str) -> None:
        """Show all marks, or hide them; `locked` says why nobody here may make one."""
        for show in self.shows:
            show(view, locked)

    @property
    def shows(self) -> tuple[Callable[[MarksView | None, str], None], ...]:
        """What showing all marks consists of, from top to bottom."""
        return self._show_clauses, self._show_questions, self._show_signers

    def _show_clauses(self, view: MarksView | None, locked: str) -> None:
        if view is not None:
            self._clauses.show_lines(view.clauses, locked)
        set_shown(self.reading, view is not None)

    def _show_questions(self, view: MarksView | None, locked: str) -> None:
        if view is not None:
            self._ticks.show_ticks(view.ticks, locked)
            self._questions.show_lines(view.questions, locked)
            set_shown(self._tick_part, bool(view.ticks))
            set_shown(self._question_part, bool(view.questions))

    def _show_signers(self, view: MarksView | None, locked: str) -> None:
        if view is not None:
            self._signers.show_lines(view.signers, locked)
            self._show_addable(view.addable)
        if view is not None and view.choices is not None:
            self.choices.show_line(view.choices, locked)
        set_shown(self.choices, view is not None and view.choices is not None)
        set_shown(self.signing, view is not None)

    def _on_choices_pressed(self) -> None:
        if self.choices.line is not None:
            self.chosen.emit(self.choices.line.key)

    def _show_addable(self, roles: tuple[tuple[str, str], ...]) -> None:
        self._roles = roles
        while len(self._adds) < len(roles):
            index = len(self._adds)
            link = LinkLabel(self._theme)
            link.clicked.connect(lambda _=False, index=index: self.signer_added.emit(self._roles[index][0]))
            self._adds.append(link)
            self._add_row.insertWidget(index, link)
        for index, link in enumerate(self._adds):
            set_shown(link, index < len(roles))
            if index < len(roles):
                role, text = roles[index]
                link.setObjectName(f"consent.add:{role}")
                link.setText(text)
                link.setAccessibleName(text)


def _stack(*parts: QWidget | QHBoxLayout) -> QWidget:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(sizes.XS)
    for part in parts:
        if isinstance(part, QWidget):
            rows.addWidget(part)
        else:
            rows.addLayout(part)
    return holder
