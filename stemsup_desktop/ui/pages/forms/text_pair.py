"""One text of a clause in both languages side by side, with what is to say of it under each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.wording import ClausePlace
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.pages.forms.view import InsertRow, TextRow
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_ORDER = tuple(Language)


@spoken_as(Role.Grouping)
class TextPair(QWidget):
    """`typed` carries place, language and words; an emptied field says so and keeps the last words in the form."""

    typed = Signal(object, object, str)
    removal_requested = Signal(object)
    item_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._place = ClausePlace(-1, 0)
        self._kind = Label(theme, role="compact", weight=500, tone="text-2", wraps=True)
        self._add = QuietButton(theme, words("forms.add_item"))
        self._add.clicked.connect(lambda: self.item_requested.emit(self._place.block))
        self._remove = QuietButton(theme, words("forms.remove_text"))
        self._remove.clicked.connect(lambda: self.removal_requested.emit(self._place))
        self.fields = {language: self._make_field(theme, language) for language in _ORDER}
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        head.addWidget(self._kind, 1)
        head.addWidget(self._add)
        head.addWidget(self._remove)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(sizes.S)
        for language in _ORDER:
            self._sides.addWidget(self.fields[language], 1, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.TIGHT)
        rows.addLayout(head)
        rows.addLayout(self._sides)

    def show_row(self, row: TextRow | InsertRow, locked: str, number: int) -> None:
        """Show the text of this number in the clause, or the name of the facts that are printed in its place."""
        is_text = isinstance(row, TextRow)
        for field in self.fields.values():
            set_shown(field, is_text)
        set_shown(self._remove, is_text and row.can_go and not locked if isinstance(row, TextRow) else False)
        set_shown(self._add, is_text and row.can_grow and not locked if isinstance(row, TextRow) else False)
        if isinstance(row, InsertRow):
            self._kind.setText(row.label)
            self.setAccessibleName(row.label)
            self.setObjectName("")
            return
        self._kind.setText(row.kind)
        self.setAccessibleName(f"{row.kind} {number}")
        is_other = row.place != self._place
        self._place = row.place
        self.setObjectName(f"text:{row.place.block}:{row.place.index}")
        self._remove.setAccessibleName(f"{self._words('forms.remove_text')}, {row.kind}")
        for language, warning in zip(_ORDER, row.warnings, strict=True):
            field = self.fields[language]
            field.setObjectName(f"text:{row.place.block}:{row.place.index}:{language.value}")
            field.set_label(self._words(f"forms.language_{language.value}"))
            field.set_locked(locked)
            stored = row.texts.in_language(language)
            if is_other or field.value().strip() or not field.error:
                field.set_value(stored if is_other or field.value() != stored else field.value())
                field.set_error(row.fault)
            field.set_warning("" if field.error else warning)

    def _make_field(self, theme: Theme, language: Language) -> MultiLineField:
        field = MultiLineField(
            theme, self._words, self._words(f"forms.language_{language.value}"), min_lines=1, max_lines=14
        )
        field.value_changed.connect(lambda text: self._on_typed(language, str(text)))
        field.left.connect(lambda: self._on_left(language))
        return field

    def _on_typed(self, language: Language, text: str) -> None:
        field = self.fields[language]
        if not text.strip():
            field.set_error(self._words("forms.not_empty"))
            return
        field.set_error("")
        self.typed.emit(self._place, language, text)

    def _on_left(self, language: Language) -> None:
        """An emptied field shows the words again that stay in the form."""
        field = self.fields[language]
        if not field.value().strip():
            field.set_error("")
            self.typed.emit(self._place, language, "")
