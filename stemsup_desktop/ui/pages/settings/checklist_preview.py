"""A checklist before it is added: what it is, its first items to look at, and the report of what is wrong in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from stemsup_desktop.ui.components.buttons import PrimaryButton, QuietButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Card, Hairline, Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.pages.settings.checklists_view import Part, PreviewLine, PreviewView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_INDENT_PX = 20
_MOST_INDENT = 6
_STATES = {"not_judged": TagState.CAUTION, "unsupported": TagState.CAUTION}


@spoken_as(Role.Grouping)
class ChecklistPreview(Card):
    """Shows one `PreviewView`; `accepted` and `cancelled` say what the person decided."""

    accepted = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._theme = theme
        self._shown: PreviewView | None = None
        self.setObjectName("checklist_preview")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words("checklists.preview"))
        self.rows.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.S)
        self.rows.setSpacing(sizes.S)
        self._title = Label(theme, role="title", wraps=True)
        self._title.setObjectName("preview_title")
        self.rows.addWidget(self._title)
        self._body = QVBoxLayout()
        self._body.setSpacing(sizes.XS)
        self.rows.addLayout(self._body)
        accept, cancel = (
            PrimaryButton(theme, words("checklists.accept")),
            SecondaryButton(theme, words("checklists.cancel")),
        )
        accept.setObjectName("add_checklist")
        cancel.setObjectName("cancel_checklist")
        accept.clicked.connect(self.accepted)
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.S)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(accept)
        self.rows.addLayout(buttons)

    def show_view(self, view: PreviewView) -> None:
        """Show another checklist."""
        if view == self._shown:
            return
        self._shown = view
        self._clear()
        self._title.setText(view.title)
        self._add_facts(view.facts)
        self._body.addWidget(Hairline(self._theme))
        for line in view.lines:
            self._add_line(line)
        if view.more:
            self._body.addWidget(Label(self._theme, view.more, role="small", tone="text-2", wraps=True))
        self._body.addWidget(Hairline(self._theme))
        if view.verdict:
            self._body.addWidget(InlineMessage(self._theme, TagState.CLEAR, view.verdict))
        for part in view.parts:
            self._add_part(part)

    def _add_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.XL)
        grid.setVerticalSpacing(sizes.XXS)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts):
            grid.addWidget(Label(self._theme, name, role="compact", tone="text-3"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(self._theme, value, role="compact", wraps=True), row, 1)
        self._body.addLayout(grid)

    def _add_line(self, line: PreviewLine) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(_INDENT_PX * min(line.level, _MOST_INDENT), 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(Label(self._theme, line.text, role="compact", wraps=True), 1)
        kind = Label(self._theme, line.kind, role="small", tone="text-3")
        kind.setMinimumHeight(self._theme.line_height("compact"))  # as high as the first line of what it is the kind of
        row.addWidget(kind, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(row)

    def _add_part(self, part: Part) -> None:
        heading = InlineMessage(self._theme, _STATES.get(part.name, TagState.INFORMATION), part.heading)
        heading.setObjectName(f"report_{part.name}")
        self._body.addWidget(heading)
        for line in part.first:
            self._add_small(line)
        if part.show_all:
            self._offer_all(part)

    def _offer_all(self, part: Part) -> None:
        """Put a button in the place of the lines that are not seen at first."""
        button = QuietButton(self._theme, part.show_all)
        button.setObjectName(f"show_all_{part.name}")
        rest = QVBoxLayout()
        rest.setSpacing(sizes.XS)

        def show_all() -> None:
            for line in part.lines[len(part.first) :]:
                rest.addWidget(self._make_small(line))
            button.hide()

        button.clicked.connect(show_all)
        across = QHBoxLayout()
        across.setContentsMargins(sizes.S, 0, 0, 0)  # with the padding of the button, its words stand under the lines
        across.addWidget(button)
        across.addStretch(1)
        self._body.addLayout(across)
        self._body.addLayout(rest)

    def _add_small(self, text: str) -> None:
        self._body.addWidget(self._make_small(text))

    def _make_small(self, text: str) -> Label:
        label = Label(self._theme, text, role="small", tone="text-2", wraps=True)
        label.setContentsMargins(sizes.XL, 0, 0, 0)
        return label

    def _clear(self) -> None:
        _empty(self._body)


def _empty(layout: QVBoxLayout | QGridLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (entry := layout.takeAt(0)) is not None:
        widget, inner = entry.widget(), entry.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QGridLayout | QHBoxLayout):
            _empty(inner)
            inner.deleteLater()
