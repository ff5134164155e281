"""Text on the patient screen: plain, painted in the screen's own type, broken by phrase, read out as it was given."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.theme.patient_theme import PatientTheme

_WIDEST_PX = 900


class ScreenText(WrapLabel):
    """A text of a page; empty, it takes no room."""

    def __init__(
        self,
        theme: PatientTheme,
        text: str,
        role: str = "body",
        *,
        tone: str = "text",
        weight: int | None = None,
        is_centred: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(theme, role=role, tone=tone, weight=weight, is_centred=is_centred)
        self.plain = ""
        self._widest = theme.px(_WIDEST_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # as high as it is at its width: its hint is of a narrow one
        self.setSizePolicy(policy)
        self.setObjectName(name)
        self.show_text(text)

    def sizeHint(self) -> QSize:
        """Return the text on one line, as far as that goes: lines are broken only for the width that it is given."""
        longest = max(self.plain.split("\n"), key=len)
        width = min(QFontMetrics(self._font).horizontalAdvance(longest) + 2, self._widest)
        return QSize(width, self._line_height)

    def show_text(self, text: str) -> None:
        """Show a text; what is read out has none of the marks that keep its phrases whole."""
        self.plain = text
        self.setText(keep_phrases(text))
        self.setAccessibleName(text)


def find_texts(widget: QWidget) -> tuple[str, ...]:
    """Return the texts that a part shows, in the order in which they were made."""
    return tuple(one.plain for one in widget.findChildren(ScreenText) if one.plain)
