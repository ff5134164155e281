"""The fields by which documents are found: who or which number, kind, state, days, and whose."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui.components.buttons import IconButton, LinkLabel
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.documents.finding import Filters
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_TYPING_MS = 250


class FilterPane(QWidget):
    """`filters_changed` comes a moment after typing, at once for a choice; `sought` with Enter or the button."""

    filters_changed = Signal(object)
    sought = Signal(str)
    scope_followed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._filters = Filters()
        self._text = TextField(theme, words, words("documents.find_text"), placeholder=words("documents.find_hint"))
        self._text.setObjectName("number")
        self._find = IconButton(theme, "search", words("documents.find"))
        self._find.setObjectName("find_document")
        kinds = tuple((kind.value, words(f"documents.kind_{kind.value.replace('-', '_')}")) for kind in DocumentKind)
        states = tuple((one.value, words(f"documents.state_{one.value.replace('-', '_')}")) for one in DocumentState)
        self._kind = ChoiceField(theme, words, words("documents.kind"), kinds, none_text=words("documents.any"))
        self._kind.setObjectName("filter.kind")
        self._state = ChoiceField(theme, words, words("documents.state"), states, none_text=words("documents.any"))
        self._state.setObjectName("filter.state")
        self._since = DateField(theme, words, words("documents.since"))
        self._since.setObjectName("filter.since")
        self._until = DateField(theme, words, words("documents.until"))
        self._until.setObjectName("filter.until")
        self._scope = LinkLabel(theme)
        self._scope.setObjectName("scope")
        self._clear = LinkLabel(theme, words("documents.clear_filters"))
        self._clear.setObjectName("clear_filters")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._tell)
        self._lay_out()
        self._connect()

    def show_filters(self, filters: Filters, scope: str) -> None:
        """Show what is looked for, reporting nothing, and the link that widens or narrows whose."""
        self._filters = filters
        self._text.set_value(filters.text)
        self._kind.set_value(None if filters.kind is None else filters.kind.value)
        self._state.set_value(None if filters.state is None else filters.state.value)
        self._since.set_value(filters.since)
        self._until.set_value(filters.until)
        self._scope.setText(scope)
        set_shown(self._scope, bool(scope))
        set_shown(self._clear, filters.is_narrowed)

    def read(self) -> Filters:
        """Return what is looked for as the fields say it."""
        kind, state = self._kind.value(), self._state.value()
        return replace(
            self._filters,
            text=self._text.text(),
            kind=None if kind is None else DocumentKind(kind),
            state=None if state is None else DocumentState(state),
            since=self._since.value(),
            until=self._until.value(),
        )

    def _lay_out(self) -> None:
        find = QHBoxLayout()
        find.setSpacing(sizes.XXS)
        find.addWidget(self._text, 1)
        find.addWidget(self._find, 0, Qt.AlignmentFlag.AlignBottom)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        # Over the button too: in large text the name of the field is longer than the field.
        self._text.hide_label()
        rows.addWidget(
            Label(self._theme, self._words("documents.find_text"), role="compact", tone="text-2", wraps=True)
        )
        rows.addLayout(find)
        for pair in ((self._kind, self._state), (self._since, self._until), (self._scope, self._clear)):
            row = QHBoxLayout()
            row.setSpacing(sizes.XS)
            for widget in pair:
                row.addWidget(widget, 1)
            rows.addLayout(row)

    def _connect(self) -> None:
        self._text.value_changed.connect(lambda _: self._typing.start())
        for field in (self._kind, self._state, self._since, self._until):
            field.value_changed.connect(lambda _: self._tell())
        self._text.line_edit.returnPressed.connect(self._on_find)
        self._find.clicked.connect(self._on_find)
        self._scope.clicked.connect(self.scope_followed)
        self._clear.clicked.connect(lambda: self.filters_changed.emit(Filters(patient_id=self._filters.patient_id)))

    def _on_find(self) -> None:
        self._typing.stop()
        self.sought.emit(self._text.text())

    def _tell(self) -> None:
        self._typing.stop()
        filters = self.read()
        if filters != self._filters:
            self._filters = filters
            self.filters_changed.emit(filters)
