"""The sheet that says of dropped or chosen files whether they are genuine and unchanged."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Card, IconLabel, Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.verify_view import AnswerView, FileAnswer, derive_answer
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_WIDTH_PX = 680
_LEAST_LIST_PX = 120
_OTHERS_PX = 290
"""What of the window the sheet's title, sentences, button and margins take."""


class VerifySheet(Sheet):
    """Opens at once and fills as files have been looked at."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, count: int) -> None:
        super().__init__(
            theme,
            host,
            words("verify.title"),
            accept_text=words("common.close"),
            dismiss_text="",
            width=_WIDTH_PX,
        )
        self._words = words
        self._left = count
        self._waiting = InlineMessage(theme, TagState.INFORMATION, words("verify.looking", count=count))
        self._waiting.setObjectName("verify_waiting")
        self._pane = ScrollPane(margins=(0, 0, 0, 0), spacing=sizes.S)
        self._pane.setObjectName("verify_answers")
        self._pane.setMinimumHeight(_LEAST_LIST_PX)
        self._pane.add_stretch()
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._pane)
        self.add_text(words("verify.note"))
        self.accepted.connect(self.dismiss)

    def show_answer(self, answer: FileAnswer) -> None:
        """Add what was found of one file."""
        view = derive_answer(answer, self._words)
        self._left -= 1
        text = self._words("verify.looking", count=self._left) if self._left else ""
        self._waiting.show_message(TagState.INFORMATION, text)
        card = _AnswerCard(self._theme, view)
        self._pane.rows.insertWidget(self._pane.rows.count() - 1, card)
        card.show()  # now: what is not shown yet has no height
        needed = self._pane.rows.totalHeightForWidth(self.card.width() - 48)
        room = self.height() - _OTHERS_PX
        self._pane.setMinimumHeight(max(_LEAST_LIST_PX, min(needed, room)))
        self.body.invalidate()  # or it goes on with the heights from before
        self._fit()


@spoken_as(Role.Grouping)
class _AnswerCard(Card):
    """One file: its icon, name and answer, and below what else can be said."""

    def __init__(self, theme: Theme, view: AnswerView) -> None:
        super().__init__(theme, flag=view.tone.value)
        self.setObjectName("verify_answer")
        self.rows.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.S)
        head = QHBoxLayout()
        head.setSpacing(sizes.S)
        icon = IconLabel(theme, size=20, line="body")
        icon.set_icon(view.icon, view.tone.value)
        texts = QVBoxLayout()
        texts.setSpacing(sizes.XXS)
        texts.addWidget(Label(theme, view.name, role="compact", tone="text-2", wraps=True))
        headline = Label(theme, view.headline, weight=700, wraps=True, keeps_phrases=True)
        headline.setObjectName("verify_headline")
        texts.addWidget(headline)
        for line in view.lines:
            texts.addWidget(Label(theme, line, role="compact", tone="text-2", wraps=True))
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        self.rows.addLayout(head)
        self.setAccessibleName(f"{view.name}: {view.headline}")
