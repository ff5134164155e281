"""One widget for each kind of page: what is read in the middle, what is done in the band below."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    Column,
    ColumnKind,
    KnownScreen,
    QuestionScreen,
    ReferenceScreen,
    ScreenPage,
    SignatureScreen,
    Wants,
    WelcomePage,
)
from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.ui.components.labels import Hairline, IconLabel
from stemsup_desktop.ui.components.line_breaks import list_phrases
from stemsup_desktop.ui.patient_screen.buttons import GAP_PX, Look, ScreenButton
from stemsup_desktop.ui.patient_screen.fields import ScreenField
from stemsup_desktop.ui.patient_screen.frame import MARGIN_PX
from stemsup_desktop.ui.patient_screen.hand import Hand
from stemsup_desktop.ui.patient_screen.pictures import make_figure
from stemsup_desktop.ui.patient_screen.reading import ReadingArea
from stemsup_desktop.ui.patient_screen.texts import ScreenText
from stemsup_desktop.ui.patient_screen.ticks import ScreenTick
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.words import Words

_ICONS = {ColumnKind.REPORTED: "reference", ColumnKind.UNKNOWN: "unanswered", ColumnKind.HARM: "caution"}
_COLUMNS_FROM_PX, _MOST_COLUMNS = 300, 3
"""Columns stand side by side where each has this width, drawn for 1080 lines; else one below the other."""
_BETWEEN_COLUMNS_PX = 56
_ICON_PX, _AFTER_ICON_PX = 36, 16
"""The icon of a column stands before its heading, or above it where a phrase of it would be broken otherwise."""


class PageView(QWidget):
    """Shows one page. What is done on it is reported without its key: the window knows what it shows."""

    answered = Signal(str)
    chosen = Signal(str)
    ticked = Signal(str, bool)
    initialed = Signal(object)
    signed = Signal(object, str, str)
    again_pressed = Signal()
    asked = Signal()

    def __init__(self, theme: PatientTheme, words: Words, page: ScreenPage, width: int) -> None:
        """`width` is that of the window: columns are laid out for it at once."""
        super().__init__()
        self._room = width - 2 * theme.px(MARGIN_PX)
        self.theme = theme
        self.words = words
        self.hand: Hand | None = None
        self.reading: ReadingArea | None = None
        self.entries: list[ScreenField] = []
        self.first: QWidget | None = None
        """Where the keyboard begins."""
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._fill(page)

    def _fill(self, page: ScreenPage) -> None:
        match page:
            case WelcomePage():
                self._fill_welcome(page)
            case ReferenceScreen():
                self._fill_reference(page)
            case KnownScreen():
                self._fill_known(page)
            case ClauseScreen():
                self._fill_clause(page)
            case QuestionScreen():
                self._fill_question(page)
            case SignatureScreen():
                self._fill_signature(page)
            case _:
                assert_never(page)

    # What is read

    def _fill_welcome(self, page: WelcomePage) -> None:
        margin = self.theme.px(MARGIN_PX)
        middle = QVBoxLayout()
        middle.setContentsMargins(margin, margin, margin, margin)
        middle.setSpacing(self.theme.px(24))
        middle.addStretch(1)
        middle.addWidget(self._text(page.clinic, "title", name="screen.title", is_centred=True))
        if page.greeting:
            middle.addWidget(self._text(page.greeting, "body", tone="text-2", name="screen.greeting", is_centred=True))
        middle.addStretch(2)
        self._rows.addLayout(middle, 1)

    def _fill_reference(self, page: ReferenceScreen) -> None:
        self._add_head(page.over, page.title)
        area = self._add_reading()
        if page.summary:
            area.add(self._text(page.summary, "body", name="screen.summary"))
        if page.summary_note:
            area.add(self._text(page.summary_note, "meta", tone="text-2"))
        for picture in page.pictures:
            area.add(make_figure(self.theme, picture))
        area.add(_Columns(self.theme, page.columns, self._room))
        area.add_stretch()

    def _fill_known(self, page: KnownScreen) -> None:
        self._add_head(page.over, page.title, page.badge_title, page.badge)
        area = self._add_reading()
        for picture in page.pictures:
            area.add(make_figure(self.theme, picture))
        area.add(_Columns(self.theme, page.columns, self._room))
        area.add_stretch()

    def _fill_clause(self, page: ClauseScreen) -> None:
        self._add_head(page.over, page.title)
        area = self._add_reading()
        if page.note:
            area.add(self._make_note(page.note))
        for line in page.passage:
            area.add(self._text(line, "body"))
        for tick in page.ticks:
            box = ScreenTick(self.theme, tick)
            box.ticked.connect(self.ticked)
            area.add(box)
        area.add_stretch()
        match page.wants:
            case Wants.INITIALS:
                band = self._add_band(page.ask, page.why_not)
                if not page.why_not:
                    band.addWidget(self._make_hand(page.pad_name, page.box, page.kept, for_initials=True))
            case Wants.CHOICE:
                band = self._add_band(page.ask, page.why_not)
                band.addLayout(self._make_options(page, self.chosen.emit, is_open=not page.why_not))
            case Wants.NOTHING:
                return

    def _fill_question(self, page: QuestionScreen) -> None:
        self._add_head(page.over, page.question, role="question")
        area = self._add_reading()
        if page.note:
            area.add(self._make_note(page.note))
        area.add(self._text(page.hint, "detail", tone="text-2"))
        area.add_stretch()
        is_open = not page.is_settled and not page.why_not
        band = self._add_band("", page.why_not)
        band.addLayout(self._make_options(page, self.answered.emit, is_open=is_open))
        again = ScreenButton(self.theme, self.words("patient_screen.hear_again"), Look.LINK, name="screen.asked")
        again.clicked.connect(self.asked)
        band.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill_signature(self, page: SignatureScreen) -> None:
        self._add_head(page.over, f"{page.role_title}  {page.name}".strip(), role="question")
        area = self._add_reading()
        if page.note:
            area.add(self._make_note(page.note))
        area.add(self._text(page.statement, "statement", name="screen.statement"))
        area.add_stretch()
        band = self._add_band(page.ask, page.why_not)
        if page.why_not:
            return
        fields = QHBoxLayout()
        fields.setSpacing(self.theme.px(24))
        for entry, name in ((page.name_entry, "screen.name"), (page.extra_entry, "screen.extra")):
            if entry is not None:
                field = ScreenField(self.theme, entry.label, entry.value, name)
                field.changed.connect(self._refresh_ready)
                fields.addWidget(field, 1)
                self.entries.append(field)
        band.addLayout(fields)
        band.addWidget(self._make_hand(page.pad_name, page.box, page.kept, for_initials=False))
        self._refresh_ready()
        self.first = next((one.line for one in self.entries if not one.text()), self.first)

    # Parts

    def _text(
        self,
        text: str,
        role: str,
        *,
        tone: str = "text",
        weight: int | None = None,
        name: str = "",
        is_centred: bool = False,
    ) -> ScreenText:
        return ScreenText(self.theme, text, role, tone=tone, weight=weight, name=name, is_centred=is_centred)

    def _add_head(self, over: str, title: str, badge_title: str = "", badge: str = "", role: str = "title") -> None:
        margin, theme = self.theme.px(MARGIN_PX), self.theme
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._text(over, "meta", tone="text-2", name="screen.over"))
        texts.addWidget(self._text(title, role, name="screen.title"))
        row = QHBoxLayout()
        row.setContentsMargins(margin, theme.px(20), margin, theme.px(12))
        row.setSpacing(theme.px(40))
        row.addLayout(texts, 3)
        if badge:
            row.addWidget(_Badge(theme, badge_title, badge), 1, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addLayout(row)

    def _add_reading(self) -> ReadingArea:
        area = ReadingArea(self.theme, self.words, self.theme.px(MARGIN_PX))
        self._rows.addWidget(area, 1)
        self.reading = area
        return area

    def _make_note(self, note: str) -> QWidget:
        """Return why something is read once more, in colours that hold nothing against anybody."""
        holder = QWidget()
        holder.setProperty("surface", "tint")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(holder)
        inset = self.theme.px(20)
        rows.setContentsMargins(inset, inset // 2, inset, inset // 2)
        rows.addWidget(self._text(note, "detail", name="screen.note"))
        return holder

    def _add_band(self, ask: str, why_not: str) -> QVBoxLayout:
        """Add the band in which something is done, or which says why it cannot be done yet."""
        theme = self.theme
        band = QWidget()
        band.setObjectName("screen.band")
        band.setProperty("surface", "tint")
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(band)
        margin = theme.px(MARGIN_PX)
        rows.setContentsMargins(margin, theme.px(18), margin, theme.px(18))
        rows.setSpacing(theme.px(12))
        if why_not:
            rows.addWidget(self._text(why_not, "detail", name="screen.why_not"))
        elif ask:
            rows.addWidget(self._text(ask, "body", weight=700, name="screen.ask"))
        self._rows.addWidget(Hairline(theme, token="tint-2"))
        self._rows.addWidget(band)
        return rows

    def _make_options(
        self, page: ClauseScreen | QuestionScreen, act: Callable[[str], object], *, is_open: bool
    ) -> QGridLayout:
        """Return the answers side by side where their words are short, else one below the other; none stands out."""
        chosen = page.chosen if isinstance(page, ClauseScreen) else ""
        buttons = []
        for option in page.options:
            button = ScreenButton(self.theme, option.text, name=f"screen.option:{option.id}")
            button.setEnabled(is_open)
            button.setAccessibleDescription("" if is_open else page.why_not or self.words("spoken.answered"))
            button.set_chosen(option.id == chosen)
            button.clicked.connect(lambda _=False, option_id=option.id: act(option_id))
            buttons.append(button)
        grid = QGridLayout()
        grid.setSpacing(self.theme.px(GAP_PX))
        is_short = all(button.sizeHint().width() < self.theme.px(480) for button in buttons)
        for index, button in enumerate(buttons):
            grid.addWidget(button, *((0, index) if is_short else (index, 0)))
        return grid

    def _make_hand(self, name: str, box: tuple[int, int], kept: Ink | None, *, for_initials: bool) -> Hand:
        hand = Hand(self.theme, self.words, name, box, kept, for_initials=for_initials)
        hand.confirmed.connect(self._on_confirmed)
        hand.again_pressed.connect(self.again_pressed)
        hand.later_pressed.connect(self.asked)
        self._for_initials = for_initials
        self.hand = hand
        self.first = hand.clear if kept is not None else hand.pad
        return hand

    def _on_confirmed(self, ink: object) -> None:
        if self._for_initials:
            self.initialed.emit(ink)
        else:
            self.signed.emit(ink, self.read_entry("screen.name"), self.read_entry("screen.extra"))

    def read_entry(self, name: str) -> str:
        """Return what stands in a field, or nothing where there is no such field."""
        return next((one.text() for one in self.entries if one.name == name), "")

    def _refresh_ready(self) -> None:
        if self.hand is not None:
            self.hand.set_ready(all(one.text().strip() for one in self.entries))


class _Badge(QWidget):
    """How much is known, in words in a box."""

    def __init__(self, theme: PatientTheme, title: str, badge: str) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
        rows.setSpacing(0)
        rows.addWidget(ScreenText(theme, title, "note", tone="text-2"))
        rows.addWidget(ScreenText(theme, badge, "detail", weight=700, name="screen.badge"))
        self.setObjectName("screen.badge_box")
        self.setProperty("edge", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class _Columns(QWidget):
    """Columns of equal width and equal type; where they have no room, one below the other."""

    def __init__(self, theme: PatientTheme, columns: tuple[Column, ...], room: int) -> None:
        super().__init__()
        self._theme = theme
        self._across = 0
        self._beside = 0
        self._titles: list[QHBoxLayout] = []
        self._heads = [self._make_head(column) for column in columns]
        self._bodies = [self._make_body(column) for column in columns]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(_BETWEEN_COLUMNS_PX))
        self._grid.setVerticalSpacing(theme.px(14))
        self._fit(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        count = len(self._bodies)
        fits = width >= self._theme.px(_COLUMNS_FROM_PX) * count + 2 * self._theme.px(_BETWEEN_COLUMNS_PX)
        across = count if fits and count <= _MOST_COLUMNS else 1
        self._place(across)
        column = (width - self._theme.px(_BETWEEN_COLUMNS_PX) * (across - 1)) // max(across, 1)
        direction = QBoxLayout.Direction.LeftToRight if self._beside <= column else QBoxLayout.Direction.TopToBottom
        for title in self._titles:
            title.setDirection(direction)

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for index, (head, body) in enumerate(zip(self._heads, self._bodies, strict=True)):
            row, column = 2 * (index // across), index % across
            self._grid.addWidget(head, row, column, Qt.AlignmentFlag.AlignBottom)  # the rules of all stand in one line
            self._grid.addWidget(body, row + 1, column, Qt.AlignmentFlag.AlignTop)
        for index in range(max(len(self._bodies), 1)):
            self._grid.setColumnStretch(index, 1 if index < across else 0)

    def _make_head(self, column: Column) -> QWidget:
        theme, holder = self._theme, QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, theme.px(12), 0, 0)
        rows.setSpacing(theme.px(14))
        head = QHBoxLayout()
        head.setSpacing(theme.px(_AFTER_ICON_PX))
        metrics = QFontMetrics(theme.font("heading"))
        longest = max(metrics.horizontalAdvance(phrase) for phrase in list_phrases(column.title))
        if icon := _ICONS.get(column.kind, ""):
            corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            head.addWidget(IconLabel(theme, icon, "accent", theme.px(_ICON_PX)), 0, corner)
            self._beside = max(self._beside, theme.px(_ICON_PX) + theme.px(_AFTER_ICON_PX) + longest)
        head.addWidget(ScreenText(theme, column.title, "heading"), 1)
        self._titles.append(head)
        rows.addLayout(head)
        rows.addWidget(Hairline(theme, token="accent"))
        return holder

    def _make_body(self, column: Column) -> QWidget:
        theme, holder = self._theme, QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(14))
        for index, line in enumerate(column.lines):
            if index:
                rows.addWidget(Hairline(theme))
            texts = QVBoxLayout()
            texts.setSpacing(theme.px(2))
            texts.addWidget(ScreenText(theme, line.text, "detail"))
            if line.note:
                texts.addWidget(ScreenText(theme, line.note, "meta", tone="text-2"))
            rows.addLayout(texts)
        return holder
