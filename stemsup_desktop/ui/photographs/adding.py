"""Photographs that were read and are to be kept: of each the day, the site, from where, and a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.painting import start_painting
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.photographs.reading import FileFault, ReadFile
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_PICTURE = QSize(148, 132)
LONGEST_NOTE = 2_000
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """A read file with what was entered of it."""

    file: ReadFile
    taken_on: date
    site_id: str
    view: str
    note: str


class _Picture(QWidget):
    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        self.setFixedSize(_PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(
            (self.rect().adjusted(0, 0, size.width() - self.width(), size.height() - self.height())), self._image
        )
        painter.end()


class AddedRow(QWidget):
    """One photograph that is to be kept. The day that its file names is proposed beside the field, never filled in."""

    changed = Signal()
    left_out = Signal()

    def __init__(self, theme: Theme, words: Words, file: ReadFile, today: date, sites: Options, views: Options) -> None:
        super().__init__()
        self.file = file
        self._proposed = file.clean.taken_on if file.clean.taken_on and file.clean.taken_on <= today else None
        self.day = DateField(theme, words, words("photographs.day"), latest=today, is_required=True)
        self.day.setObjectName("taken_on")
        self._propose = LinkLabel(theme)
        self._propose.setObjectName("take_proposed_day")
        if self._proposed is not None:
            day = format_date(self._proposed, words.language)
            self._propose.setText(words("photographs.proposed", day=day))
        self._propose.clicked.connect(self.take_proposed)
        self._unknown = Label(theme, words("photographs.no_day"), role="small", tone="text-3", wraps=True)
        self.site = ChoiceField(theme, words, words("photographs.site"), sites, none_text=words("photographs.no_site"))
        self.site.setObjectName("site")
        self.view = ChoiceField(theme, words, words("photographs.view"), views, none_text=words("photographs.no_view"))
        self.view.setObjectName("view")
        self.note = TextField(theme, words, words("photographs.note"), max_length=LONGEST_NOTE)
        self.note.setObjectName("note")
        self._drop = LinkLabel(theme, words("photographs.leave_out"))
        self._drop.setObjectName("leave_out")
        self._drop.clicked.connect(self.left_out)
        for field in (self.day, self.note):
            field.value_changed.connect(lambda _: self._on_changed())
        self._lay_out(theme)
        self._on_changed()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.day.value() is not None and len(self.note.text()) <= LONGEST_NOTE

    @property
    def has_proposal(self) -> bool:
        """Whether the file names a day that was not taken yet."""
        return self._proposed is not None and self.day.value() is None

    def take_proposed(self) -> None:
        """Take the day that the file names: the person says that it is right."""
        if self._proposed is not None:
            self.day.set_value(self._proposed)
            self._on_changed()

    def take(self) -> Entered:
        """Return what was entered; raises ValueError while the day is missing."""
        day = self.day.value()
        if day is None:
            raise ValueError("the day is missing")
        return Entered(self.file, day, self.site.value() or "", self.view.value() or "", self.note.text().strip())

    def _on_changed(self) -> None:
        set_shown(self._propose, self.has_proposal)
        set_shown(self._unknown, self._proposed is None and self.day.value() is None)
        self.changed.emit()

    def _lay_out(self, theme: Theme) -> None:
        days = QVBoxLayout()
        days.setSpacing(sizes.TIGHT)
        days.addWidget(self.day)
        days.addWidget(self._propose, 0, Qt.AlignmentFlag.AlignLeft)
        days.addWidget(self._unknown)
        fields = QGridLayout()
        fields.setHorizontalSpacing(sizes.S)
        fields.setVerticalSpacing(sizes.XS)
        fields.addLayout(days, 0, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.site, 0, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.view, 0, 2, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.note, 1, 0, 1, 3)
        for column in range(3):
            fields.setColumnStretch(column, 1)
        side = QVBoxLayout()
        side.setSpacing(sizes.XXS)
        side.addWidget(_Picture(self.file.thumbnail))
        side.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addLayout(side)
        row.addLayout(fields, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.S)
        outer.addLayout(row)
        outer.addWidget(Hairline(theme))


class Adding(QWidget):
    """The rows, and above them what could not be read; `changed` says that more or less is complete."""

    changed = Signal()

    def __init__(self, theme: Theme, words: Words, today: date, sites: Options, views: Options) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._today = today
        self._options = sites, views
        self.rows: list[AddedRow] = []
        self._faults = QVBoxLayout()
        self._faults.setSpacing(sizes.XXS)
        self._take_all = LinkLabel(theme, words("photographs.take_all_days"))
        self._take_all.setObjectName("take_all_days")
        self._take_all.clicked.connect(self._on_take_all)
        note = Label(
            theme, words("photographs.stripped"), role="compact", tone="text-3", wraps=True, keeps_phrases=True
        )
        self.pane = ScrollPane(margins=(sizes.XXS, sizes.XXS, sizes.XXS, sizes.XXS), spacing=sizes.S)
        self.pane.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.S)
        column.addWidget(note)
        column.addLayout(self._faults)
        column.addWidget(self._take_all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.pane, 1)

    @property
    def is_complete(self) -> bool:
        """Whether there is something to keep, and nothing is missing of it."""
        return bool(self.rows) and all(row.is_complete for row in self.rows)

    def add_files(self, files: Sequence[ReadFile], site_id: str) -> None:
        """Put read files below those that are there, each at a site if one is given."""
        for file in files:
            row = AddedRow(self._theme, self._words, file, self._today, *self._options)
            if site_id:
                row.site.set_value(site_id)
            row.changed.connect(self._on_changed)
            row.left_out.connect(lambda row=row: self.drop_row(row))
            self.rows.append(row)
            self.pane.rows.insertWidget(len(self.rows) - 1, row)
        self._on_changed()

    def show_faults(self, faults: Sequence[FileFault]) -> None:
        """Say of which files no photograph was taken."""
        while (item := self._faults.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for fault in faults:
            sentence = f"{fault.file_name}: {self._words.sentence_of(fault.problem)}"
            self._faults.addWidget(InlineMessage(self._theme, TagState.STOP, sentence))

    def drop_row(self, row: AddedRow) -> None:
        """Take a photograph out, because it was kept or is not wanted."""
        place = self.rows.index(row)
        self.rows.remove(row)
        self.pane.rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].day.line_edit.setFocus()
        self._on_changed()

    def clear(self) -> None:
        """Forget every photograph that was not kept."""
        for row in self.rows:
            self.pane.rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self.show_faults(())

    def _on_take_all(self) -> None:
        for row in self.rows:
            if row.has_proposal:
                row.take_proposed()

    def _on_changed(self) -> None:
        set_shown(self._take_all, sum(row.has_proposal for row in self.rows) > 1)
        self.changed.emit()
