"""Rows of step 4: check boxes whose words may wrap, chosen sites, planned sessions."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.components.tags import ICONS, TagState
from stemsup_desktop.ui.pages.plan.view import MOST_CHIPS, SessionChip, SiteChoice
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

CHIP_COLUMNS = 3


def drop(widget: QWidget) -> None:
    """Take a widget out at once, so that nobody finds it by its name while it waits to be deleted."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


class CheckRow(QWidget):
    """A check box with words that may wrap, perhaps an icon before them and a state behind."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, words: str, *, icon: str = "", name: str = "") -> None:
        super().__init__()
        self._reason = ""
        self.box = CheckBox(theme)
        self.box.setAccessibleName(words)
        self.box.setObjectName(name)
        self.box.toggled.connect(self.toggled)
        self.setFocusProxy(self.box)
        self._label = Label(theme, words, role="compact", wraps=True)
        self._state_icon = IconLabel(theme)
        self._state_word = Label(theme, role="small", weight=700)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(8)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        if icon:
            row.addWidget(IconLabel(theme, icon, "text", 20, line="heading"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        row.addWidget(self._state_icon)
        row.addWidget(self._state_word)
        self._state_icon.hide()
        self._state_word.hide()

    def show_state(self, state: TagState, word: str) -> None:
        """Show a state with its icon and word at the right end."""
        self._state_icon.set_icon(ICONS[state], state.value)
        self._state_word.setText(word)
        self._state_word.set_tone(state.value)
        set_shown(self._state_icon, True)
        set_shown(self._state_word, True)
        self._describe()

    def set_locked(self, reason: str) -> None:
        """Keep the box from being changed, and say why; an empty reason lets it be changed."""
        if reason != self._reason:
            self._reason = reason
            self.box.set_locked(reason)
            self._label.setToolTip(reason)
            self._describe()

    def _describe(self) -> None:
        parts = (self._state_word.text(), self._reason)
        self.box.setAccessibleDescription(" ".join(part for part in parts if part))

    def set_value(self, is_checked: bool) -> None:
        """Show whether the box is ticked, without reporting it."""
        self.box.set_value(is_checked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.click()


class _Letter(QWidget):
    """The letter of a site in the same disc as on the map."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._letter = ""
        self.setFixedSize(22, 22)

    def set_letter(self, letter: str) -> None:
        self._letter = letter
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        draw_box(painter, QRectF(self.rect()), fill=colour("base"), line=colour("accent"), radius=11)
        painter.setFont(self._theme.font("label", 700))
        painter.setPen(colour("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()


class SiteRow(QFrame):
    """One chosen site: letter, name, caution in words, and a button that removes it, as Delete does."""

    remove_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, site: SiteChoice) -> None:
        super().__init__()
        self.site_id = site.site_id
        self._words = words
        self._reason = ""
        self.setObjectName(f"site:{site.site_id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._letter = _Letter(theme)
        self._title = Label(theme, role="compact", wraps=True)
        within = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        within.setHeightForWidth(True)
        self._title.setSizePolicy(within)
        self._remove = IconButton(theme, "close", words("plan.remove_site", site=site.title))
        self._remove.setObjectName(f"remove_site:{site.site_id}")
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self.site_id))
        row = QHBoxLayout()
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(8)
        row.addWidget(self._letter)
        row.addWidget(self._title, 1)
        if site.is_caution:
            row.addWidget(IconLabel(theme, "caution", "caut", 16))
            row.addWidget(Label(theme, words("plan.caution_site"), role="small", tone="caut", weight=700))
        row.addWidget(self._remove)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(Hairline(theme))

    def show_view(self, site: SiteChoice, reason: str = "") -> None:
        """Show letter and name, and with a reason why the site cannot be removed."""
        self._reason = reason
        self._remove.setEnabled(not reason)
        self._remove.setToolTip(reason or self._remove.accessibleName())
        self._remove.setAccessibleDescription(reason)
        self._letter.set_letter(site.letter)
        separator = "：" if self._words.language == "ja" else ": "
        title = f"{site.title}{separator}{site.other}" if site.other.strip() else site.title
        self._title.setText(title)
        name = self._words("plan.site_name", letter=site.letter, site=title)
        caution = self._words("plan.caution_site") if site.is_caution else ""
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(part for part in (caution, reason) if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._reason:
            self.remove_requested.emit(self.site_id)
        else:
            super().keyPressEvent(event)


class SiteList(QWidget):
    """The chosen sites in the order of choosing; rows are made and dropped only when the choice changes."""

    remove_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setObjectName("sites")
        self._theme = theme
        self._words = words
        self._rows: dict[str, SiteRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_sites(self, sites: tuple[SiteChoice, ...], reason: str = "") -> None:
        """Show the chosen sites; when the focused row goes, the focus moves to the next."""
        wanted = [site.site_id for site in sites]
        order = list(self._rows)
        for site_id in [known for known in order if known not in wanted]:
            row = self._rows.pop(site_id)
            focused = row.window().focusWidget()
            if focused is not None and (focused is row or row.isAncestorOf(focused)):
                self._focus_after(order, site_id)
            self._column.removeWidget(row)
            drop(row)
        for position, site in enumerate(sites):
            row = self._rows.get(site.site_id) or self._add(site)
            if self._column.indexOf(row) != position:
                self._column.insertWidget(position, row)
            row.show_view(site, reason)
        self._rows = {site_id: self._rows[site_id] for site_id in wanted}

    def _focus_after(self, order: list[str], site_id: str) -> None:
        place = order.index(site_id)
        left = [one for one in (*order[place + 1 :], *reversed(order[:place])) if one in self._rows]
        if left:
            self._rows[left[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, site: SiteChoice) -> SiteRow:
        row = SiteRow(self._theme, self._words, site)
        row.remove_requested.connect(self.remove_requested)
        self._rows[site.site_id] = row
        return row


class SessionChips(QWidget):
    """The dates of the first sessions; past ones are quiet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self._chips: list[tuple[QFrame, Label, Label]] = []
        for position in range(MOST_CHIPS):
            chip = QFrame()
            chip.setProperty("kind", "card")
            chip.setObjectName(f"session:{position + 1}")
            number, day = Label(theme, role="label", tone="text-3"), Label(theme, role="compact")
            rows = QVBoxLayout(chip)
            rows.setContentsMargins(8, 3, 4, 3)
            rows.setSpacing(0)
            rows.addWidget(number)
            rows.addWidget(day)
            chip.hide()
            grid.addWidget(chip, position // CHIP_COLUMNS, position % CHIP_COLUMNS)
            self._chips.append((chip, number, day))
        for column in range(CHIP_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_chips(self, chips: tuple[SessionChip, ...]) -> None:
        """Show the planned sessions."""
        for position, (frame, number, day) in enumerate(self._chips):
            if position < len(chips):
                chip = chips[position]
                number.setText(chip.number)
                day.setText(chip.day)
                day.set_tone("text-3" if chip.is_past else "text")
            set_shown(frame, position < len(chips))
        set_shown(self, bool(chips))


class Swatch(QWidget):
    """A small sample of how a zone looks on the map."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme = theme
        self._kind = kind
        self.setFixedSize(QSize(18, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        rect = QRectF(self.rect())
        match self._kind:
            case "planned":
                draw_box(painter, rect, fill=colour("tint-2"), line=colour("accent"), radius=3)
            case "caution":
                draw_box(painter, rect, fill=colour("caut-bg"), radius=3)
                painter.fillRect(rect.adjusted(2, 2, -2, -2), QBrush(colour("caut-line"), Qt.BrushStyle.BDiagPattern))
                draw_box(painter, rect, line=colour("caut"), radius=3, is_dashed=True)
            case _:
                draw_box(painter, rect, line=colour("control"), radius=3, is_dashed=True)
        painter.end()
