"""One page in large type, to turn the screen to the patient."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_screen.reading import Reading
from stemsup_desktop.ui.components.explaining_picture import PictureFigure, PictureType
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.picture_layout import PictureView
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.theme import Theme, sizes

_WIDEST_PX = 860


class ReadingPane(ScrollPane):
    """Title and summary first, then every section in the same type; nothing in it can be operated."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(margins=(sizes.XXL, sizes.M, sizes.XXL, sizes.XXL), spacing=sizes.S)
        self._theme = theme
        self._shown: tuple[Reading | None, tuple[PictureView, ...]] = (None, ())
        self._title = Label(theme, role="display", wraps=True)
        self._title.setObjectName("reading_title")
        self._summary = Label(theme, role="title", weight=400, wraps=True, keeps_phrases=True)
        self._summary.setObjectName("reading_summary")
        self._note = Label(theme, role="compact", tone="text-3", wraps=True)
        self._sections: QWidget | None = None
        for label in (self._title, self._summary, self._note):
            self.add(label)
        self.add_stretch()

    def show_reading(self, reading: Reading | None, pictures: tuple[PictureView, ...] = ()) -> None:
        """Show another page from its top; the same page stays where it was scrolled to."""
        if (reading, pictures) == self._shown:
            return
        self._shown = (reading, pictures)
        set_shown(self.content, reading is not None)
        if reading is None:
            return
        self._title.setText(reading.title)
        self._summary.setText(reading.summary)
        self._note.setText(reading.summary_note)
        set_shown(self._note, bool(reading.summary_note))
        self._replace_sections(reading, pictures)
        self.verticalScrollBar().setValue(0)

    def _replace_sections(self, reading: Reading, pictures: tuple[PictureView, ...]) -> None:
        if self._sections is not None:
            self.rows.removeWidget(self._sections)
            self._sections.hide()
            self._sections.deleteLater()
        self._sections = QWidget()
        column = QVBoxLayout(self._sections)
        column.setContentsMargins(0, sizes.XXS, 0, 0)
        column.setSpacing(sizes.S)
        for picture in pictures:
            column.addWidget(self._make_figure(picture))
        for section in reading.sections:
            column.addSpacing(sizes.XS)
            column.addWidget(Label(self._theme, section.title, role="title", wraps=True))
            column.addWidget(Hairline(self._theme, token="line-strong"))
            for line in section.lines:
                text = Label(self._theme, line.text, role="title", weight=400, wraps=True, keeps_phrases=True)
                column.addWidget(text)
                if line.note:
                    column.addWidget(Label(self._theme, line.note, role="body", tone="text-2", wraps=True))
                column.addSpacing(sizes.TIGHT)
        self.rows.insertWidget(3, self._sections)

    def _make_figure(self, picture: PictureView) -> PictureFigure:
        written = PictureType(self._theme.font("heading", 400), self._theme.line_height("heading"))
        return PictureFigure(self._theme, picture, "title", "body", widest=_WIDEST_PX, written=written)
