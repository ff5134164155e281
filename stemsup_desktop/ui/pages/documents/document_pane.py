"""The open document at the right: what became of it, and its pages as they print."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.messages import EmptyState
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.pages.documents.detail_bar import DetailBar
from stemsup_desktop.ui.pages.documents.view import DocumentsView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class DocumentPane(QStackedWidget):
    """Says what to do while no document is open."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.detail = DetailBar(theme, words)
        self.preview = PagePreview(theme, words)
        self.preview.setObjectName("preview")
        self._nothing = EmptyState(theme, "docs", words("documents.choose_one"))
        shown = QWidget()
        rows = QVBoxLayout(shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.detail)
        rows.addWidget(self.preview, 1)
        self.addWidget(self._nothing)
        self.addWidget(shown)

    def show_view(self, view: DocumentsView) -> None:
        """Show what became of the open document, or that none is open."""
        self._nothing.show_text("docs", self._words("documents.choose_one" if view.lines else "documents.shown_here"))
        if view.detail is not None:
            self.detail.show_view(view.detail)
        self.setCurrentIndex(0 if view.detail is None else 1)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a document from its first page; raises `EnvironmentProblem` if it is none."""
        self.setCurrentIndex(1)  # first, for the pages are fitted to the room it has
        self.preview.show_page(0)
        self.preview.show_pdf(pdf)
