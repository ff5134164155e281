"""What is entered for an act on a course, in place: the new day, the reason, and whether later sessions move along."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.courses.acts import LONGEST_REASON
from stemsup_desktop.ui.components.buttons import PrimaryButton, QuietButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class CourseForm(StrEnum):
    """The acts that ask for something."""

    MOVE = "move"
    MISS = "miss"
    STOP = "stop"


class ActForm(QWidget):
    """`entered` carries the act, the reason, the day and whether later sessions move along; nothing is kept here."""

    entered = Signal(object, str, object, bool)
    left = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._form = CourseForm.MOVE
        self._title = Label(theme, role="compact", weight=700, wraps=True)
        self._day = DateField(theme, words, words("courses.new_day"), is_required=True)
        self._day.setObjectName("course_day")
        self._reason = TextField(theme, words, words("courses.reason"), is_required=True, max_length=LONGEST_REASON)
        self._reason.setObjectName("course_reason")
        self._follow = CheckBox(theme)
        self._follow.setObjectName("course_follow")
        self._follow_words = Label(theme, words("courses.follow"), role="compact", wraps=True)
        self._follow.setAccessibleName(words("courses.follow"))
        self._enter = PrimaryButton(theme)
        self._enter.setObjectName("course_enter")
        self._enter.clicked.connect(self._on_enter)
        self._cancel = QuietButton(theme, words("common.cancel"))
        self._cancel.setObjectName("course_cancel")
        self._cancel.clicked.connect(self.left)
        self._reason.line_edit.returnPressed.connect(self._on_enter)
        self._lay_out()

    def begin(self, form: CourseForm, title: str, day: date | None, *, has_followers: bool) -> None:
        """Ask for what an act needs, with nothing entered yet."""
        self._form = form
        self._title.setText(title)
        set_shown(self._day, form is CourseForm.MOVE)
        for part in (self._follow, self._follow_words):
            set_shown(part, form is CourseForm.MOVE and has_followers)
        self._day.set_value(day)
        self._day.set_error("")
        self._reason.set_value("")
        self._reason.set_error("")
        self._follow.set_value(False)
        self._enter.setText(self._words(f"courses.do_{form}"))
        field = self._day if form is CourseForm.MOVE else self._reason
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_enter(self) -> None:
        day, reason = self._day.value(), self._reason.text()
        is_dayless = self._form is CourseForm.MOVE and day is None
        self._day.set_error(self._words("courses.day_missing") if is_dayless and not self._day.error else "")
        self._reason.set_error(self._words("problem.course-reason") if is_blank(reason) else "")
        if is_dayless or is_blank(reason):
            field = self._day if is_dayless else self._reason
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.entered.emit(self._form, reason, day, self._follow.isChecked() and not self._follow.isHidden())

    def _lay_out(self) -> None:
        follow = QHBoxLayout()
        follow.setSpacing(sizes.XS)
        follow.addWidget(self._follow, 0, Qt.AlignmentFlag.AlignTop)
        follow.addWidget(self._follow_words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.XS)
        buttons.addWidget(self._enter)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, sizes.XXS, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addWidget(self._title)
        rows.addWidget(self._day)
        rows.addWidget(self._reason)
        rows.addLayout(follow)
        rows.addLayout(buttons)
