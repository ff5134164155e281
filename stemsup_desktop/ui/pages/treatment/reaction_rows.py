"""Reactions of step 6: one card per reaction, and the statement that there was none."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.ui.components.buttons import IconButton, LinkLabel, SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.treatment.fields import TimeField
from stemsup_desktop.ui.pages.treatment.reaction_where import ReactionWhere
from stemsup_desktop.ui.pages.treatment.view import TreatmentView
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

GRADES = (1, 2, 3, 4, 5)


class _ReactionCard(Card):
    """One reaction."""

    changed = Signal(int, str, object)
    remove_requested = Signal(int)
    following_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words, position: int, clock: Callable[[], datetime]) -> None:
        super().__init__(theme)
        self._position = position
        self._words = words
        grades = tuple((str(grade), words(f"treatment.grade_{grade}")) for grade in GRADES)
        self._grade = ChoiceField(theme, words, words("treatment.grade"), grades, allows_none=False)
        self._grade.value_changed.connect(lambda code: self.changed.emit(position, "grade", int(str(code))))
        self._kind = TextField(theme, words, words("treatment.kind"), is_required=True)
        self._suggestion = ChoiceField(theme, words, words("treatment.suggestion"))
        self._suggestion.value_changed.connect(self._on_suggestion_chosen)
        self._onset = TimeField(theme, words, words("treatment.onset_at"), clock)
        self._onset.value_changed.connect(lambda moment: self.changed.emit(position, "onset_at", moment))
        self._action = TextField(theme, words, words("treatment.action"))
        self._outcome = TextField(theme, words, words("treatment.outcome"))
        self._texts = {"kind": self._kind, "action": self._action, "outcome": self._outcome}
        for name, field in self._texts.items():
            field.value_changed.connect(lambda text, name=name: self._report(name, str(text)))
            field.setObjectName(f"{name}:{position}")
        self._grade.setObjectName(f"grade:{position}")
        self._suggestion.setObjectName(f"suggestion:{position}")
        self._onset.setObjectName(f"onset_at:{position}")
        self._where = ReactionWhere(theme, words, position)
        self._where.changed.connect(lambda name, value: self.changed.emit(position, name, value))
        self._remove = IconButton(theme, "close", words("treatment.remove_reaction"))
        self._remove.setObjectName(f"remove_reaction:{position}")
        self._remove.clicked.connect(lambda: self.remove_requested.emit(position))
        self._follow = LinkLabel(theme)
        self._follow.setObjectName(f"follow_reaction:{position}")
        self._follow.clicked.connect(lambda: self.following_requested.emit(position))
        self._lay_out()

    def show_view(self, reaction: Reaction, view: TreatmentView) -> None:
        """Show one reaction; reports nothing."""
        self._grade.set_value(str(reaction.grade))
        for name, field in self._texts.items():
            field.set_value(getattr(reaction, name))
        self._onset.set_day(view.day, view.zone)
        self._onset.set_value(reaction.onset_at)
        options = tuple((text, text) for text in view.suggestions)
        if options != self._offered:
            self._offered = options
            self._suggestion.set_options(options)
        set_shown(self._suggestion, bool(options) and not view.is_locked)
        for each in (self._grade, self._onset, *self._texts.values()):
            each.set_read_only(view.is_locked)
        self._where.show_view(reaction, view)
        # What is followed under an event stays where the event says it was.
        self._remove.setEnabled(not view.is_locked and not reaction.event_id)
        self._follow.setText(self._words("events.open_followed" if reaction.event_id else "events.follow"))
        set_shown(self._follow, view.can_follow and not is_blank(reaction.kind))

    _offered: tuple[tuple[str, str], ...] = ()

    def focus_first(self) -> None:
        """Put the focus on what happened."""
        self._kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(sizes.S)
        first.addWidget(self._kind, 4, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._suggestion, 2, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._grade, 2, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(sizes.S)
        second.addWidget(self._onset, 2, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self._action, 3, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self._outcome, 3, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(first)
        self.rows.addLayout(second)
        self.rows.addWidget(self._where)
        self.rows.addWidget(self._follow, 0, Qt.AlignmentFlag.AlignLeft)

    def _report(self, name: str, text: str) -> None:
        self.changed.emit(self._position, name, normalise_text(text))

    def _on_suggestion_chosen(self, text: object) -> None:
        """Write a common reaction into the text, behind what is there; it stays free text."""
        if not isinstance(text, str):
            return
        with signals_blocked(self._suggestion):
            self._suggestion.set_value(None)
        before = self._kind.text().strip()
        self._kind.setText(self._words.listed((before, text)) if before else text)


class ReactionsPart(QWidget):
    """`changed` carries position, the record's field and its value; a grade adds a reaction."""

    changed = Signal(int, str, object)
    add_requested = Signal(int)
    remove_requested = Signal(int)
    following_requested = Signal(int)
    none_changed = Signal(bool)

    def __init__(self, theme: Theme, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._make: Callable[[int], _ReactionCard] = lambda position: _ReactionCard(theme, words, position, clock)
        self._cards: list[_ReactionCard] = []
        self._none = CheckBox(theme, words("treatment.no_reaction"))
        self._none.setObjectName("no_reaction_observed")
        self._none.toggled.connect(self.none_changed)
        self._excluded = Label(theme, words("treatment.no_reaction_excluded"), role="small", tone="text-3")
        self._column = QVBoxLayout()
        self._column.setSpacing(sizes.XS)
        self._buttons = [self._make_button(theme, words, grade) for grade in GRADES]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        none = QHBoxLayout()
        none.setSpacing(sizes.S)
        none.addWidget(self._none)
        none.addWidget(self._excluded, 1)
        outer.addLayout(none)
        outer.addLayout(self._column)
        outer.addWidget(Label(theme, words("treatment.add_reaction"), role="compact", tone="text-2"))
        row = QHBoxLayout()
        row.setSpacing(sizes.XS)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        outer.addLayout(row)

    def show_view(self, view: TreatmentView) -> None:
        """Show every reaction; reports nothing."""
        reactions = view.treatment.reactions
        self.make_cards(len(reactions))
        for position, card in enumerate(self._cards):
            set_shown(card, position < len(reactions))
            if position < len(reactions):
                card.show_view(reactions[position], view)
        self._none.set_value(view.treatment.no_reaction_observed)
        self._none.setEnabled(not view.is_locked and not reactions)
        self._none.setAccessibleDescription(self._excluded.text() if reactions else "")
        set_shown(self._excluded, bool(reactions))
        for button in self._buttons:
            button.setEnabled(not view.is_locked)

    def make_cards(self, count: int) -> None:
        """Have at least so many cards ready."""
        while len(self._cards) < count:
            card = self._make(len(self._cards))
            card.changed.connect(self.changed)
            card.remove_requested.connect(self.remove_requested)
            card.following_requested.connect(self.following_requested)
            card.hide()
            self._column.addWidget(card)
            self._cards.append(card)

    def focus_card(self, position: int) -> None:
        """Put the focus into one reaction."""
        if 0 <= position < len(self._cards):
            self._cards[position].focus_first()

    def _make_button(self, theme: Theme, words: Words, grade: int) -> SecondaryButton:
        button = SecondaryButton(theme, words(f"treatment.grade_{grade}"), icon_name="plus")
        button.setObjectName(f"add_reaction:{grade}")
        button.clicked.connect(lambda: self.add_requested.emit(grade))
        return button
