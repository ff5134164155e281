"""What stands behind a finding, opened in place inside its card."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Hairline, Label
from stemsup_desktop.ui.shell.why_view import GivenView, WhyView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_BREAKS = "./():"
"""Behind these characters an expression may go on in the next line."""


class WhyPane(QWidget):
    """Shows a `WhyView`; made anew for each view, for it is opened seldom."""

    source_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, rule_id: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self.setObjectName(f"why_pane_{rule_id}")
        self._view: WhyView | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, sizes.XXS, 0, sizes.XXS)
        self._rows.setSpacing(sizes.XXS)

    def show_view(self, view: WhyView) -> None:
        """Show what stands behind a finding."""
        if view == self._view:
            return
        self._view = view
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fill(view)

    def _fill(self, view: WhyView) -> None:
        words = self._words
        self._rows.addWidget(Hairline(self._theme))
        self._add(view.rule, tone="text-3")
        if view.given:
            self._head(words("gate.why_given"))
            for given in view.given:
                self._add_given(given)
        if view.heading:
            self._head(view.heading)
            for condition in view.conditions:
                self._add(f"· {condition}")
        if view.unknown:
            self._add(view.unknown, tone="text-3")
        if view.clinic:
            self._head(view.clinic[0])
            for line in view.clinic[1:]:
                self._add(line)
        if view.sources:
            self._head(words("gate.why_sources"))
            for source_id, citation in view.sources:
                self._add_source(source_id, citation)
        self._head(words("gate.why_expression"))
        self._add(_breakable(view.expression) or "-", tone="text-3")

    def _add_given(self, given: GivenView) -> None:
        """Add a question, its answer and who gave it, nearer to one another than to the next."""
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self._make(given.question))
        rows.addWidget(self._make(given.answer, tone="text", weight=700))
        if given.when:
            rows.addWidget(self._make(given.when, tone="text-3"))
        self._put(rows)

    def _add_source(self, source_id: str, citation: str) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self._make(citation))
        link = LinkLabel(self._theme, self._words("gate.why_open_source", source=source_id), role="small")
        link.setObjectName(f"source_{source_id}")
        link.setAccessibleName(f"{link.text()}, {citation}")
        link.clicked.connect(lambda: self.source_requested.emit(source_id))
        rows.addWidget(link)
        self._put(rows)

    def _put(self, rows: QVBoxLayout) -> None:
        """Put what belongs together below what is there."""
        together = QWidget()
        rows.setContentsMargins(0, 0, 0, sizes.XXS)
        together.setLayout(rows)
        self._rows.addWidget(together)

    def _head(self, text: str) -> None:
        self._rows.addSpacing(sizes.XXS)
        self._add(text, tone="text", weight=500)

    def _add(self, text: str, *, tone: str = "text-2", weight: int = 400) -> None:
        self._rows.addWidget(self._make(text, tone=tone, weight=weight))

    def _make(self, text: str, *, tone: str = "text-2", weight: int = 400) -> Label:
        return Label(self._theme, text, role="small", tone=tone, weight=weight, wraps=True)


def _breakable(expression: str) -> str:
    """Let a line of the expression end behind dots, slashes and brackets, where it has no spaces."""
    return "".join(f"{character}\u200b" if character in _BREAKS else character for character in expression)
