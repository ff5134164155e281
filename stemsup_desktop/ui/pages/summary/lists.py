"""Two quiet lists of step 7: what happened, and the documents of the visit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.tags import StateTag, TagState
from stemsup_desktop.ui.pages.summary.view import DocumentRow
from stemsup_desktop.ui.theme import Theme, sizes


class FactList(QWidget):
    """Label and value pairs; lines are made once and reused."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: list[tuple[Label, Label]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.M)
        self._grid.setVerticalSpacing(sizes.XXS)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show the pairs."""
        while len(self._lines) < len(facts):
            label = Label(self._theme, role="compact", tone="text-3")
            value = Label(self._theme, role="compact", wraps=True)
            row = len(self._lines)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._lines.append((label, value))
        for index, (label, value) in enumerate(self._lines):
            is_shown = index < len(facts)
            set_shown(label, is_shown)
            set_shown(value, is_shown)
            if is_shown:
                label.setText(facts[index][0])
                value.setText(facts[index][1])
                value.setAccessibleName(f"{facts[index][0]}: {facts[index][1]}")


class _Document(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = Label(theme, weight=500)
        self._note = Label(theme, role="small", tone="text-3")
        self._tag = StateTag(theme, TagState.OPEN, "")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addWidget(IconLabel(theme, "docs", "text-2", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.XXS, 0, 0)
        column.setSpacing(sizes.XS)
        column.addLayout(row)
        column.addWidget(Hairline(theme))

    def show_document(self, view: DocumentRow) -> None:
        self.setObjectName(f"document:{view.number}")
        self._title.setText(view.title)
        self._note.setText(view.note)
        self._tag.show_state(view.state, view.state_text)


class DocumentList(QWidget):
    """The kept documents, or the sentence that there is none."""

    def __init__(self, theme: Theme, nothing: str) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[_Document] = []
        self._nothing = Label(theme, nothing, role="compact", tone="text-3", wraps=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.XXS)
        self._column.addWidget(self._nothing)

    def show_documents(self, documents: tuple[DocumentRow, ...]) -> None:
        """Show the documents of the visit."""
        set_shown(self._nothing, not documents)
        while len(self._rows) < len(documents):
            row = _Document(self._theme)
            self._rows.append(row)
            self._column.addWidget(row)
        for index, row in enumerate(self._rows):
            set_shown(row, index < len(documents))
            if index < len(documents):
                row.show_document(documents[index])
