"""What changed against the version in force: words taken out struck through, words put in underlined."""

from html import escape

from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from stemsup_desktop.consultation.form_changes import ClauseChange, FormChanges
from stemsup_desktop.consultation.word_changes import Span, SpanKind
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class ChangesPane(QWidget):
    """Reads like a page; every word of it is escaped before it meets Qt's markup."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._shown: FormChanges | None = None
        self._legend = Label(
            theme, words("forms.changes_legend"), role="compact", tone="text-2", wraps=True, keeps_phrases=True
        )
        self._reading = QTextEdit()
        self._reading.setObjectName("changes")
        self._reading.setReadOnly(True)
        self._reading.setAccessibleName(words("forms.view_changes"))
        self._reading.setFrameShape(QFrame.Shape.NoFrame)
        self._reading.setTabChangesFocus(True)
        self._reading.document().setDocumentMargin(0)
        self._reading.setFont(theme.font("body"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XL, sizes.M, sizes.XL, sizes.M)
        rows.setSpacing(sizes.XS)
        rows.addWidget(self._legend)
        rows.addWidget(self._reading, 1)
        theme.theme_changed.connect(self._show)

    def show_changes(self, changes: FormChanges) -> None:
        """Show every change, clause by clause."""
        if changes != self._shown:
            self._shown = changes
            self._show()

    def text(self) -> str:
        """Return what is shown as plain text."""
        return self._reading.toPlainText()

    def _show(self) -> None:
        """Write it in the colours of now: those of a text do not follow the theme by themselves."""
        if self._shown is not None:
            self._reading.setHtml("".join(self._write(self._shown)))

    def _write(self, changes: FormChanges) -> list[str]:
        language = self._words.language
        if not changes:
            return [f"<p>{escape(self._words('forms.no_changes'))}</p>"]
        parts = [f"<p>• {escape(one.in_language(language))}</p>" for one in changes.others]
        for change in changes.clauses:
            parts.append(self._write_clause(change))
        return parts

    def _write_clause(self, change: ClauseChange) -> str:
        language = self._words.language
        kind = escape(self._words(f"forms.change_{change.kind.value}"))
        head = f"<h4>{escape(change.title.in_language(language))} — {kind}</h4>"
        settings = "".join(f"<p>• {escape(one.in_language(language))}</p>" for one in change.settings)
        ordered = (language, *(one for one in Language if one is not language))
        texts = "".join(
            f"<p><small>{escape(self._words(f'forms.language_{one.value}'))}</small><br>{self._draw(change.words[one])}</p>"
            for one in ordered
        )
        return head + settings + texts

    def _draw(self, spans: tuple[Span, ...]) -> str:
        added, removed = self._theme.colour("clear").name(), self._theme.colour("stop").name()
        drawn = []
        for span in spans:
            words = escape(span.words).replace("\n", "<br>")
            match span.kind:
                case SpanKind.SAME:
                    drawn.append(words)
                case SpanKind.ADDED:
                    drawn.append(f'<u style="color:{added}">{words}</u>')
                case SpanKind.REMOVED:
                    drawn.append(f'<s style="color:{removed}">{words}</s>')
        return "".join(drawn)
