"""One file that was given as an answer: its picture, name, kind and size, and what can be done with it."""

from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.answers import AttachmentAnswer
from stemsup_desktop.questionnaire.attachments import find_sha256
from stemsup_desktop.questionnaire.file_kinds import say_kind
from stemsup_desktop.sizes import say_size
from stemsup_desktop.ui.components.buttons import IconButton, QuietButton
from stemsup_desktop.ui.components.labels import ElidedLabel, IconLabel, Label
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.image_preview import has_preview
from stemsup_desktop.ui.theme import sizes

PREVIEW_PX = 72


class FileLine(QWidget):
    """Shows one answer, which never changes; asks once for its picture when it is first seen."""

    copy_requested = Signal()
    remove_requested = Signal()
    preview_requested = Signal()

    def __init__(self, answer: AttachmentAnswer, context: PageContext, name: str, question: str, *, is_cell: bool):
        super().__init__()
        self.answer = answer
        theme, words = context.theme, context.words
        self._wants_preview = find_sha256(answer) is not None and has_preview(answer.content_type) and not is_cell
        self._picture = QLabel()
        self._picture.setFixedSize(PREVIEW_PX, PREVIEW_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setObjectName(f"{name}_picture")
        self._picture.hide()
        self._icon = IconLabel(theme, "camera" if self._wants_preview else "docs", "text-3", 20)
        self._note = Label(theme, role="small", tone="text-2", wraps=True)
        self._note.hide()
        self._title = _Title(theme, answer.title or words("examination.file_unnamed"))
        self._title.setMinimumWidth(0)
        copy = words("examination.save_copy")
        self.copy = IconButton(theme, "down", copy) if is_cell else QuietButton(theme, copy, icon_name="down")
        self.copy.setAccessibleName(f"{words('examination.save_copy')}: {self._title.text()}")
        self.copy.setObjectName(f"{name}_copy")
        self.copy.clicked.connect(self.copy_requested)
        self.copy.setVisible(find_sha256(answer) is not None)
        self.remove = IconButton(theme, "close", words("examination.remove_answer", question=question))
        self.remove.setAccessibleName(words("examination.remove_answer", question=self._title.text()))
        self.remove.setObjectName(f"{name}_remove")
        self.remove.clicked.connect(self.remove_requested)
        self._lay_out(Label(theme, _describe(answer, context), role="small", tone="text-3", wraps=True))

    def show_preview(self, image: QImage) -> None:
        """Show the picture; a null one leaves the icon."""
        if image.isNull():
            return
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._picture.setAccessibleName(self._title.text())
        set_stacked(self._picture, True)
        set_stacked(self._icon, False)

    def show_note(self, sentence: str) -> None:
        """Say what became of what was asked for."""
        self._note.setText(sentence)
        set_stacked(self._note, bool(sentence))

    def preview_size(self) -> int:
        """Return how many pixels of the screen the picture takes each way."""
        return round(PREVIEW_PX * self.devicePixelRatioF())

    def set_removable(self, is_removable: bool) -> None:
        """Offer to take the answer back, or not."""
        set_stacked(self.remove, is_removable)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wants_preview:
            self._wants_preview = False
            self.preview_requested.emit()

    def _lay_out(self, about: Label) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        for label in (self._title, about, self._note):
            texts.addWidget(label)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, sizes.XXS)
        row.setSpacing(sizes.XS)
        row.addWidget(self._picture)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        row.addWidget(self.copy)
        row.addWidget(self.remove)


class _Title(ElidedLabel):
    """The name as chosen. Qt takes a tooltip for rich text if it looks like that; this one is shown as it is."""

    def sizeHint(self) -> QSize:
        return QSize(120, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def setToolTip(self, text: str) -> None:
        super().setToolTip(f"<qt>{escape(text)}</qt>" if text else "")


def _describe(answer: AttachmentAnswer, context: PageContext) -> str:
    language = context.words.language
    parts = [say_kind(answer.content_type).in_language(language)]
    if answer.size_bytes is not None:
        parts.append(say_size(answer.size_bytes).in_language(language))
    if find_sha256(answer) is None:
        parts.append(context.words("examination.file_elsewhere"))
    return " · ".join(parts)
