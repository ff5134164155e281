"""The editor of one clause: its texts side by side, when it is printed, initials, and what it covers."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_clauses import Applies, Situation
from stemsup_desktop.consultation.form_coverage import SYMPTOM_IDS
from stemsup_desktop.consultation.form_editing import CHOICES
from stemsup_desktop.consultation.form_words import CELL_SOURCE_WORDS, ROUTE_WORDS, SITUATION_WORDS
from stemsup_desktop.language import Text
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.flow_row import FlowRow
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.forms.text_pair import TextPair
from stemsup_desktop.ui.pages.forms.view import ClauseView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.words import Words

_IN_ONE_COLUMN_FROM = 5
_LARGE_TEXT = 130
"""The size of text, in percent, from which two boxes have no room beside each other."""
_AT_ONCE, _A_TURN = 3, 2
"""Texts that are shown in the turn in which a clause is chosen, and in each turn after it."""


class ClauseForm(QWidget):
    """Reports what the person did; the page changes the form and shows it again.

    `parts` are what a clause may cover, by id and title. Its fields and boxes are made by whoever takes `iter_making`.
    """

    typed = Signal(object, object, str)
    removal_requested = Signal(object)
    item_requested = Signal(int)
    block_requested = Signal(str)
    initials_changed = Signal(bool)
    applies_changed = Signal(object)
    covering_changed = Signal(str, bool)

    def __init__(
        self, theme: Theme, words: Words, symptoms: dict[str, Text], parts: tuple[tuple[str, Text], ...]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._symptoms = symptoms
        self._parts = parts
        self._view: ClauseView | None = None
        self._locked = ""
        self._pairs: list[TextPair] = []
        self._boxes: dict[tuple[str, str], CheckBox] = {}
        self._covers: dict[str, CheckBox] = {}
        self._next = 0
        self._title = Label(theme, role="section", wraps=True)
        self._title.setObjectName("clause_title")
        self._note = Label(theme, role="compact", tone="text-3", wraps=True)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(sizes.S)
        self._adds = QWidget()
        self._initials = CheckBox(theme, words("forms.wants_initials"))
        self._initials.setObjectName("wants_initials")
        self._initials.toggled.connect(self.initials_changed)
        self._conditions = QVBoxLayout()
        self._conditions.setSpacing(sizes.XS)
        self._applies_words = Label(theme, role="compact", tone="text-2", wraps=True)
        self._pane = ScrollPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XXXL), spacing=sizes.S)
        self._lay_out()

    def iter_making(self) -> Iterator[None]:
        """Make the first texts and every box piece by piece, before a clause is shown."""
        for _ in range(_AT_ONCE):
            set_shown(self._add_pair(), False)
            yield
        yield from self._iter_conditions()
        yield from self._iter_covers()

    def show_view(self, view: ClauseView, locked: str) -> None:
        """Show a clause; what the person just typed stays as typed."""
        is_other = self._view is None or self._view.clause_id != view.clause_id
        self._view, self._locked = view, locked
        self._title.setText(view.title)
        self._note.setText(view.note)
        self._show_texts(_AT_ONCE if is_other else max(_AT_ONCE, self._next))
        set_shown(self._adds, not locked)
        self._initials.set_value(view.wants_initials)
        self._initials.set_locked(locked)
        self._applies_words.setText(self._words("forms.printed_for", case=view.applies_words))
        if is_other:
            run_in_turns(self, self._show_conditions)
        else:
            self._show_conditions()
        if is_other:
            self._pane.verticalScrollBar().setValue(0)

    def make_whole(self) -> None:
        """Make at once what is not made yet; it is for whoever needs to find a field."""
        self._show_texts(0 if self._view is None else len(self._view.rows))
        self._show_conditions()

    # Texts

    def _show_texts(self, first: int) -> None:
        """Show the first few texts now and the others in turns of their own, making what there is no widget for yet."""
        view = self._view
        if view is None:
            return
        for number in range(min(first, len(view.rows))):
            self._show_pair(number)
        for pair in self._pairs[len(view.rows) :]:
            set_shown(pair, False)
        self._next = first
        if first < len(view.rows):
            run_in_turns(self, self._show_next)

    def _show_next(self) -> None:
        view = self._view
        if view is None or self._next >= len(view.rows):
            return
        for number in range(self._next, min(self._next + _A_TURN, len(view.rows))):
            self._show_pair(number)
        self._next += _A_TURN
        run_in_turns(self, self._show_next)

    def _show_pair(self, number: int) -> None:
        if self._view is None:
            return
        pair = self._pairs[number] if number < len(self._pairs) else self._add_pair()
        pair.show_row(self._view.rows[number], self._locked, number + 1)
        set_shown(pair, True)

    def _add_pair(self) -> TextPair:
        pair = TextPair(self._theme, self._words)
        pair.typed.connect(self.typed)
        pair.removal_requested.connect(self.removal_requested)
        pair.item_requested.connect(self.item_requested)
        self._pairs.append(pair)
        self._texts.addWidget(pair)
        return pair

    # Conditions and covering

    def _iter_conditions(self) -> Iterator[None]:
        groups: tuple[tuple[str, tuple[tuple[str, Text], ...]], ...] = (
            ("routes", tuple((one.value, ROUTE_WORDS[one]) for one in Route)),
            ("symptoms", tuple((one, self._symptoms.get(one, Text(one, one))) for one in SYMPTOM_IDS)),
            ("cell_sources", tuple((one.value, CELL_SOURCE_WORDS[one]) for one in CellSource)),
            ("situations", tuple((one.value, SITUATION_WORDS[one]) for one in Situation)),
        )
        for group, options in groups:
            self._conditions.addWidget(
                Label(self._theme, self._words(f"forms.condition_{group}"), role="compact", tone="text-2")
            )
            yield from self._iter_grid(
                [(f"applies:{group}:{code}", text, partial(self._on_condition, group, code)) for code, text in options]
            )

    def _iter_covers(self) -> Iterator[None]:
        self._conditions.addWidget(
            SectionHeading(self._theme, self._words("forms.covers"), self._words("forms.covers_note"))
        )
        yield from self._iter_grid(
            [
                (f"covers:{part_id}", title, partial(self.covering_changed.emit, part_id))
                for part_id, title in self._parts
            ]
        )

    def _iter_grid(self, options: Sequence[tuple[str, Text, Callable[[bool], None]]]) -> Iterator[None]:
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.M)
        grid.setVerticalSpacing(sizes.TIGHT)
        is_large = self._theme.grown(100) >= _LARGE_TEXT
        columns = 2 if len(options) < _IN_ONE_COLUMN_FROM and not is_large else 1
        grid.setColumnStretch(columns - 1, 1)
        self._conditions.addLayout(grid)
        for number, (name, text, on_toggled) in enumerate(options):
            box = CheckBox(self._theme, text.in_language(self._words.language))
            box.setObjectName(name)
            box.toggled.connect(on_toggled)
            grid.addWidget(box, number // columns, number % columns)
            kind, _, rest = name.partition(":")
            if kind == "covers":
                self._covers[rest] = box
            else:
                group, _, code = rest.partition(":")
                self._boxes[group, code] = box
            yield

    def _show_conditions(self) -> None:
        view = self._view
        if view is None:
            return
        for (group, code), box in self._boxes.items():
            box.set_value(code in getattr(view.applies, group))
            box.set_locked(self._locked)
        for part_id, _, is_covering in view.covers:
            self._covers[part_id].set_value(is_covering)
            self._covers[part_id].set_locked(self._locked)

    def _on_condition(self, group: str, code: str, is_on: bool) -> None:
        view = self._view
        if view is None:
            return
        every = {
            "symptoms": SYMPTOM_IDS,
            "routes": tuple(Route),
            "cell_sources": tuple(CellSource),
            "situations": tuple(Situation),
        }[group]
        kept = {str(one) for one in getattr(view.applies, group)}
        wanted = kept | {code} if is_on else kept - {code}
        changed: Applies = msgspec.structs.replace(
            view.applies, **{group: tuple(one for one in every if str(one) in wanted)}
        )
        self.applies_changed.emit(changed)

    def _lay_out(self) -> None:
        words, theme = self._words, self._theme
        adds = QVBoxLayout(self._adds)
        adds.setContentsMargins(0, 0, 0, 0)
        adds.setSpacing(sizes.XS)
        kinds = [(kind, words(f"forms.add_{kind}")) for kind in ("paragraph", "bullets")]
        choices = [(one, words(f"consent.choice_{one}")) for one in CHOICES]
        texts_row, choices_row = (FlowRow(gap=sizes.XS, line_gap=sizes.XS) for _ in range(2))
        label = Label(theme, words("forms.add_choice"), role="compact", tone="text-2")
        for row, options in ((texts_row, kinds), (choices_row, choices)):
            if options is choices:
                adds.addWidget(label)  # on a line of its own: beside three buttons it is wider than the column
            for kind, text in options:
                button = SecondaryButton(theme, text)
                button.setObjectName(f"add_{kind}")
                button.clicked.connect(partial(self.block_requested.emit, kind))
                row.add(button)
            adds.addWidget(row)
        texts = QWidget()
        texts.setLayout(self._texts)
        self._texts.setContentsMargins(0, 0, 0, 0)
        conditions = QWidget()
        conditions.setLayout(self._conditions)
        self._conditions.setContentsMargins(0, 0, 0, 0)
        self._pane.add(self._title)
        self._pane.add(self._note)
        self._pane.add(texts)
        self._pane.add(self._adds)
        self._pane.add(self._initials)
        self._pane.add(SectionHeading(theme, words("forms.conditions"), words("forms.conditions_note")))
        self._pane.add(self._applies_words)
        self._pane.add(conditions)
        self._pane.add_stretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pane)
