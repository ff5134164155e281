"""Oneself: who is signed in, what they may do here and what not, and the way to a new passphrase."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import IconLabel, Label, SectionHeading, set_shown
from stemsup_desktop.ui.pages.people.person_row import PersonLine
from stemsup_desktop.ui.pages.people.view import PeopleView, RoleLine
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_TITLE_PX = 96

_AVATAR_PX = 48


class OwnPart(QWidget):
    """Shown to everyone."""

    change_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._shown: PeopleView | None = None
        self.button = SecondaryButton(theme, words("people.own_change"), icon_name="key")
        self.button.setObjectName("change_own")
        self.button.clicked.connect(self.change_requested)
        self._refusal = Label(theme, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._refusal.setObjectName("refusal")
        self._body = QWidget()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(sizes.S)
        self._lines.addWidget(SectionHeading(theme, words("people.own"), words("people.own_heading_note")))
        self._lines.addWidget(self._body)
        self._lines.addWidget(self._refusal)

    def show_view(self, view: PeopleView) -> None:
        """Show who is signed in."""
        if self._shown is not None and (view.own, view.role_lines) == (self._shown.own, self._shown.role_lines):
            return
        self._shown = view
        has_focus = self.button.hasFocus()
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        line = PersonLine(self._theme, self._words, view.own, _AVATAR_PX)
        line.setObjectName("own")
        line.row.addWidget(self.button)
        rows.addWidget(line)
        for role in view.role_lines:
            rows.addLayout(self._make_role(role))
        self._lines.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        if has_focus:
            self.button.setFocus()
        self._refusal.setText(view.refusal)
        set_shown(self._refusal, bool(view.refusal))

    def _make_role(self, line: RoleLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_AVATAR_PX + 12, 0, 0, 0)
        row.setSpacing(sizes.XS)
        token = "clear" if line.is_held else "text-3"
        icon = IconLabel(self._theme, "check" if line.is_held else "lock", token, 16, line="compact")
        title = Label(self._theme, line.title, role="compact", tone="text" if line.is_held else "text-3", weight=500)
        title.setFixedWidth(self._theme.grown(_TITLE_PX))
        sentence = Label(
            self._theme,
            line.sentence,
            role="compact",
            tone="text-2" if line.is_held else "text-3",
            wraps=True,
            keeps_phrases=True,
        )
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(sentence, 1)
        return row
