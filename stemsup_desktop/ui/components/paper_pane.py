"""The pane with a document: its page, why it is a draft, or in its place what keeps it from being made."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.paper_view import JumpLink, PaneView
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.words import Words


class _Links(QWidget):
    """A list of links into other steps, made anew only when it says something else."""

    followed = Signal(int, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[JumpLink, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.XXS)

    def show_links(self, links: tuple[JumpLink, ...]) -> None:
        if links == self._shown:
            return
        self._shown = links
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for link in links:
            self._rows.addWidget(self._make(link))
        set_shown(self, bool(links))

    def _make(self, link: JumpLink) -> QWidget:
        if not link.step:
            return Label(self._theme, link.text, role="compact", tone="text-2")
        made = WrappedLink(self._theme, link.text)
        made.setObjectName(f"jump:{link.step}:{link.target}")
        made.setAccessibleName(link.text)
        made.clicked.connect(partial(self.followed.emit, link.step, link.target))
        return made


class PaperPane(QWidget):
    """`jump_requested` carries the step and the place in it that a link names."""

    jump_requested = Signal(int, str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._shown_sha256 = ""
        self.preview = PagePreview(theme, words)
        self.preview.setObjectName("page_preview")
        self._waiting = EmptyState(theme, "docs", words("paper.preparing"))
        self._waiting.setProperty("surface", "desk")
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._problem = InlineMessage(theme, is_strip=True)
        self._strip = QFrame()
        self._strip_icon = IconLabel(theme, size=20)
        self._strip_sentence = Label(theme, role="compact", weight=700, wraps=True)
        self._strip_links = _Links(theme)
        self._refusal = QWidget()
        self._refusal_icon = IconLabel(theme, "stop", "stop", 36)
        self._refusal_sentence = Label(theme, role="section", wraps=True)
        self._refusal_sentence.setObjectName("paper_refused")
        self._refusal_links = _Links(theme)
        self._strip_links.followed.connect(self.jump_requested)
        self._refusal_links.followed.connect(self.jump_requested)
        self._lay_out(theme)

    def show_view(self, view: PaneView) -> None:
        """Show a page, or why there is none; a page stays on screen until its successor is there."""
        problem = view.problem
        rendered = view.rendered
        if rendered is None:
            self._shown_sha256 = ""
            self.preview.clear()
        elif rendered.sha256 != self._shown_sha256:
            self._shown_sha256 = rendered.sha256
            try:
                self.preview.show_pdf(rendered.pdf)
            except EnvironmentProblem as unreadable:
                problem = self._words.sentence_of(unreadable)
        has_page = rendered is not None
        set_shown(self._refusal, view.is_refused)
        set_shown(self.preview, has_page)
        set_shown(self._waiting, not has_page and not view.is_refused and not problem)
        self._problem.show_message(TagState.STOP, problem)
        self._refusal_sentence.setText(view.sentence if view.is_refused else "")
        self._refusal_links.show_links(view.links if view.is_refused else ())
        self._strip_sentence.setText(view.sentence if view.is_draft else "")
        self._strip_links.show_links(view.links if view.is_draft else ())
        set_shown(self._strip, view.is_draft)

    def _lay_out(self, theme: Theme) -> None:
        self._strip_icon.set_icon("unanswered", "open")
        set_look(self._strip, strip="open")
        texts = QVBoxLayout()
        texts.setSpacing(sizes.XXS)
        texts.addWidget(self._strip_sentence)
        texts.addWidget(self._strip_links)
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(sizes.M, sizes.XS, sizes.M, sizes.XS)
        row.setSpacing(sizes.XS)
        row.addWidget(self._strip_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        reasons = ScrollPane(margins=(sizes.XL, sizes.XXXL, sizes.XL, sizes.XL), spacing=sizes.S)
        reasons.add(self._refusal_icon)
        reasons.add(self._refusal_sentence)
        reasons.add(Hairline(theme))
        reasons.add(self._refusal_links)
        reasons.add_stretch()
        inside = QVBoxLayout(self._refusal)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(reasons)
        self._refusal.setProperty("surface", "sunken")
        self._refusal.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._strip)
        outer.addWidget(self._problem)
        outer.addWidget(self._refusal, 1)
        outer.addWidget(self._waiting, 1)
        outer.addWidget(self.preview, 1)
        for part in (self._strip, self._refusal, self.preview):
            part.hide()
