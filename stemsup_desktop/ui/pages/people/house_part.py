"""What an administrator sees besides: everyone with an account, those who were removed, and the recovery sheet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Hairline, Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.pages.people.person_row import PersonLine, PersonRow
from stemsup_desktop.ui.pages.people.view import PeopleView, PersonView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_TEXT_PX = 280
"""What a sentence wants beside its button."""


class HousePart(QWidget):
    """Hidden from whoever does not administer; signals about a person carry the account's id."""

    add_requested = Signal()
    edit_requested = Signal(str)
    reset_requested = Signal(str)
    removal_requested = Signal(str)
    sheet_requested = Signal()
    rekey_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._shown: tuple[PersonView, ...] | None = None
        self._removed: tuple[PersonView, ...] = ()
        self._people = QWidget()
        self._removed_list = QWidget()
        self._add = SecondaryButton(theme, words("people.add"), icon_name="plus")
        self._add.setObjectName("add_person")
        self._add.clicked.connect(self.add_requested)
        self._fold = QuietButton(theme)
        self._fold.setObjectName("show_removed")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._show_removed)
        self._sheet = InlineMessage(theme)
        self._sheet.setObjectName("sheet_state")
        self._make_sheet = SecondaryButton(theme, icon_name="print")
        self._make_sheet.setObjectName("make_sheet")
        self._make_sheet.clicked.connect(self.sheet_requested)
        self._rekey = SecondaryButton(theme, words("people.rekey"), icon_name="lock")
        self._rekey.setObjectName("rekey")
        self._rekey.clicked.connect(self.rekey_requested)
        self._lay_out()
        set_shown(self, False)

    def _lay_out(self) -> None:
        words, theme = self._words, self._theme
        heading = SectionHeading(theme, words("people.everyone"), words("people.everyone_note"))
        heading.add_trailing(self._add)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, sizes.XS, 0, 0)
        self._rows.setSpacing(sizes.XS)
        self._rows.addWidget(heading)
        self._rows.addWidget(self._people)
        self._rows.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._removed_list)
        self._rows.addSpacing(sizes.M)
        self._rows.addWidget(SectionHeading(theme, words("people.sheet"), words("people.sheet_heading_note")))
        self._rows.addWidget(self._make_row(self._sheet, self._make_sheet))
        self._rows.addSpacing(sizes.M)
        self._rows.addWidget(SectionHeading(theme, words("people.key"), words("people.key_heading_note")))
        note = Label(theme, words("people.key_note"), role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._rows.addWidget(self._make_row(note, self._rekey))

    def _make_row(self, said: QWidget, button: QWidget) -> FoldingRow:
        texts = QVBoxLayout()
        texts.addWidget(said)
        row = FoldingRow(texts, least_px=self._theme.grown(_TEXT_PX), gap=sizes.M)
        row.side.addWidget(button)
        return row

    def set_rekeying(self, is_rekeying: bool) -> None:
        """Take no second change of the key while one is under way."""
        self._rekey.setEnabled(not is_rekeying)

    def show_view(self, view: PeopleView) -> None:
        """Show everyone, or nothing to whoever does not administer."""
        set_shown(self, bool(view.people))
        if not view.people:
            return
        if view.people != self._shown:
            self._shown = view.people
            focused = self.window().focusWidget()
            name = focused.objectName() if focused is not None and self._people.isAncestorOf(focused) else ""
            self._people = self._replace(self._people, self._make_list(view.people))
            if name:
                # The same button of the same person, or where a list begins that lost them.
                (self._people.findChild(QWidget, name) or self._add).setFocus(Qt.FocusReason.OtherFocusReason)
        self._removed = view.removed
        self._show_removed(self._fold.isChecked())
        state = TagState.CLEAR if view.has_recovery_sheet else TagState.INFORMATION
        self._sheet.show_message(state, view.sheet)
        self._make_sheet.setText(self._words("people.sheet_again" if view.has_recovery_sheet else "people.sheet_make"))

    def _make_list(self, people: tuple[PersonView, ...]) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for number, view in enumerate(people):
            if number:
                rows.addWidget(Hairline(self._theme))
            row = PersonRow(self._theme, self._words, view)
            row.edit_requested.connect(self.edit_requested)
            row.reset_requested.connect(self.reset_requested)
            row.removal_requested.connect(self.removal_requested)
            rows.addWidget(row)
        return made

    def _show_removed(self, is_open: bool) -> None:
        words, count = self._words, len(self._removed)
        self._fold.setText(words("people.hide_removed" if is_open else "people.show_removed", count=count))
        self._fold.set_icon_name("chevron-down" if is_open else "chevron-right")
        set_shown(self._fold, bool(count))
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for view in self._removed if is_open else ():
            rows.addWidget(PersonLine(self._theme, words, view))
        self._removed_list = self._replace(self._removed_list, made)
        set_shown(made, is_open and bool(count))

    def _replace(self, old: QWidget, new: QWidget) -> QWidget:
        self._rows.replaceWidget(old, new)
        old.hide()
        old.deleteLater()
        return new
