"""One person in the list: who it is, what they are, and what an administrator can do about them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.avatar import Avatar
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import ElidedLabel, Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import PlainTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.people.view import PersonView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_AVATAR_PX = 36

_TEXT_PX = 360
"""What avatar, name and roles want beside the buttons."""


@spoken_as(Role.Grouping)
class PersonLine(QWidget):
    """Avatar, name with the roles as tags, and a quiet line; `row` takes what stands at the right."""

    def __init__(self, theme: Theme, words: Words, view: PersonView, size: int = _AVATAR_PX) -> None:
        super().__init__()
        is_large = size > _AVATAR_PX
        name = ElidedLabel(theme, view.name, role="heading" if is_large else "body", weight=700 if is_large else 500)
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        head.addWidget(name)
        if view.is_own and not is_large:
            head.addWidget(PlainTag(theme, words("people.you"), is_faint=True))
        for role in view.roles:
            head.addWidget(PlainTag(theme, role))
        head.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(sizes.TIGHT)
        texts.addLayout(head)
        texts.addWidget(WrapLabel(theme, view.note, role="compact", tone="text-3", keeps_phrases=True))
        if view.warning:
            texts.addWidget(InlineMessage(theme, TagState.CAUTION, view.warning))
        left = QHBoxLayout()
        left.setSpacing(sizes.S)
        avatar = Avatar(theme, view.initials, size, is_own=view.is_own)
        left.addWidget(avatar, 0, Qt.AlignmentFlag.AlignVCenter)
        left.addLayout(texts, 1)
        across = FoldingRow(left, least_px=theme.grown(_TEXT_PX))
        self.row = across.side
        self.row.setSpacing(sizes.S)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, sizes.XS, 0, sizes.XS)
        outer.addWidget(across)
        self.setAccessibleName(", ".join((view.name, *view.roles)))


class PersonRow(PersonLine):
    """A person with what can be done; each signal carries the account's id."""

    edit_requested = Signal(str)
    reset_requested = Signal(str)
    removal_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, view: PersonView) -> None:
        super().__init__(theme, words, view)
        self.setObjectName(f"person_{view.account_id}")
        acts = [("edit", "people.edit", self.edit_requested)]
        if not view.is_own:
            acts.append(("reset", "people.reset", self.reset_requested))
            acts.append(("remove", "people.remove", self.removal_requested))
        for name, word, signal in acts:
            button = QuietButton(theme, words(word))
            button.setObjectName(f"{name}_{view.account_id}")
            button.setAccessibleName(f"{words(word)}, {view.name}")
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(view.account_id))
            self.row.addWidget(button)
        if view.why_kept:
            self.row.addWidget(Label(theme, view.why_kept, role="small", tone="text-3"))
