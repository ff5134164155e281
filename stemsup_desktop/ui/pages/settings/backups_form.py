"""What a clinic chooses for its backups: the folder, whether they are made by themselves, and how many stay."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.store.backup.rotation import RotationPolicy
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.settings.backups_view import BackupsView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_MOST = Decimal(999)
_FIELD_PX = 128


class BackupsForm(QWidget):
    """Says what the person chose; a number counts once its field is left, for a rotation could come in between."""

    folder_requested = Signal()
    automatic_chosen = Signal(bool)
    policy_chosen = Signal(object)
    """A `RotationPolicy`."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._shown = (0, 0, 0)
        self._folder = Label(theme, role="body", weight=500, wraps=True)
        self._folder.setObjectName("backup_folder")
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self._folder.setTextInteractionFlags(selectable)
        self._note = InlineMessage(theme)
        self._note.setObjectName("backup_folder_note")
        self._choose = SecondaryButton(theme, words("backups.choose_folder"), icon_name="folder")
        self._choose.setObjectName("choose_backup_folder")
        self._choose.clicked.connect(self.folder_requested)
        self._automatic = CheckBox(theme, words("backups.automatic"))
        self._automatic.setObjectName("backup_automatic")
        self._automatic.toggled.connect(self.automatic_chosen)
        self._counts = [
            self._make_count(theme, words, name, unit, least)
            for name, unit, least in (("daily", "days", 1), ("weekly", "weeks", 0), ("monthly", "months", 0))
        ]
        self._lay_out(theme, words)

    def show_view(self, view: BackupsView) -> None:
        """Show the choices, and whether they can be changed."""
        self._folder.setText(view.folder)
        self._note.show_message(*view.folder_note)
        self._automatic.set_value(view.is_automatic)
        for control in (self._choose, self._automatic, *self._counts):
            control.setEnabled(view.can_change)
            say_reason(control, view.reason)
        if view.counts != self._shown:
            self._shown = view.counts
            for field, count in zip(self._counts, view.counts, strict=True):
                field.set_value(Decimal(count))

    def finish_typing(self) -> None:
        """Take what stands in the fields, as when one of them is left."""
        typed = [field.value() for field in self._counts]
        if None in typed:
            for field, count in zip(self._counts, self._shown, strict=True):
                if field.value() is None and not field.line_edit.hasFocus():
                    field.set_value(Decimal(count))
            return
        counts = (int(typed[0] or 0), int(typed[1] or 0), int(typed[2] or 0))
        if counts != self._shown:
            self._shown = counts
            self.policy_chosen.emit(RotationPolicy(*counts))

    def _make_count(self, theme: Theme, words: Words, name: str, unit: str, least: int) -> NumberField:
        field = NumberField(
            theme,
            words,
            words(f"backups.{name}"),
            unit=words(f"backups.{unit}"),
            possible=(Decimal(least), _MOST),
            is_required=True,
        )
        field.setObjectName(f"backup_{name}")
        field.setFixedWidth(theme.grown(_FIELD_PX))
        field.left.connect(self.finish_typing)
        field.line_edit.returnPressed.connect(self.finish_typing)
        return field

    def _lay_out(self, theme: Theme, words: Words) -> None:
        head = QHBoxLayout()
        head.setSpacing(sizes.M)
        texts = QVBoxLayout()
        texts.setSpacing(sizes.TIGHT)
        texts.addWidget(Label(theme, words("backups.folder"), role="compact", tone="text-2"))
        texts.addWidget(self._folder)
        head.addLayout(texts, 1)
        head.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignTop)
        counts = QHBoxLayout()
        counts.setSpacing(sizes.M)
        for field in self._counts:
            counts.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        counts.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addLayout(head)
        rows.addWidget(self._note)
        rows.addWidget(self._automatic)
        rows.addWidget(
            Label(theme, words("backups.keep"), role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        )
        rows.addLayout(counts)
