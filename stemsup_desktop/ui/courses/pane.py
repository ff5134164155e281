"""The sessions of a course with what is done to them in place: begun, moved, missed, stopped, and taken back."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.flow_row import FlowRow
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.courses.act_form import ActForm, CourseForm
from stemsup_desktop.ui.courses.chip import SessionChip
from stemsup_desktop.ui.courses.details import SessionDetails
from stemsup_desktop.ui.courses.view import CoursePaneView, SessionLine
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


class CoursePane(QWidget):
    """Says what the person wants to do; whoever owns it does it and shows the course again.

    `moved` carries number, day, reason and whether later sessions move along.
    """

    begun = Signal()
    moved = Signal(int, object, str, bool)
    missed = Signal(int, str)
    restored = Signal(int)
    stopped = Signal(str)
    resumed = Signal()
    taken = Signal(int)
    """The number of the session that this visit is to be."""
    visit_left = Signal()
    """This visit is to be no session."""
    undone = Signal()
    plan_wanted = Signal()
    """The plan of the visit that began the course is to be taken over into this one."""
    parts_added = Signal()
    """There are more parts than before: Tab has to come to them in their place."""

    def __init__(self, theme: Theme, words: Words, *, columns: int = 3, says_reason: bool = True) -> None:
        """`says_reason` is whether it says itself why acts are locked; a page may say it once for all its parts."""
        super().__init__()
        self._theme = theme
        self._words = words
        self._columns = columns
        self._says_reason = says_reason
        self._view = CoursePaneView()
        self._chosen = 0
        self._form_of: CourseForm | None = None
        self._course_id = ""
        self._chips: list[SessionChip] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(sizes.XS)
        self._more = Label(theme, role="small", tone="text-3", wraps=True)
        self._next = InlineMessage(theme)
        self._next.setObjectName("course_next")
        self._visit = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._visit.setObjectName("course_visit")
        self._take = self._make_button("course_take", "check", self._on_take)
        self._leave = self._make_button("course_leave", "", self.visit_left.emit)
        self._take_plan = SecondaryButton(theme, words("courses.take_plan"), icon_name="down")
        self._take_plan.setObjectName("course_take_plan")
        self._take_plan.clicked.connect(self.plan_wanted)
        self._details = SessionDetails(theme, words)
        self._details.move_wanted.connect(lambda: self._ask(CourseForm.MOVE))
        self._details.miss_wanted.connect(lambda: self._ask(CourseForm.MISS))
        self._details.restore_wanted.connect(lambda: self.restored.emit(self._chosen))
        self._form: ActForm | None = None
        self._form_place = QVBoxLayout()
        self._begin = SecondaryButton(theme, words("courses.begin"), icon_name="calendar")
        self._begin.setObjectName("course_begin")
        self._begin.clicked.connect(self.begun)
        self._stop = self._make_button("course_stop", "close", lambda: self._ask(CourseForm.STOP))
        self._resume = self._make_button("course_resume", "undo", self.resumed.emit)
        self._reason = ReasonLine(theme)
        self._differs = InlineMessage(theme)
        self._differs.setObjectName("course_differs")
        self._note = InlineMessage(theme)
        self._note.setObjectName("course_note")
        self._note.link_followed.connect(self.undone)
        self._lay_out()

    @property
    def is_asking(self) -> bool:
        """Whether an act is being entered."""
        return self._form_of is not None

    def show_view(self, view: CoursePaneView) -> None:
        """Show a course, or what a plan foresees; what is being entered stays while the course is the same."""
        self._view = view
        course_id = view.course.course_id if view.course is not None else ""
        if course_id != self._course_id:
            self._course_id, self._chosen, self._form_of = course_id, 0, None
            self.show_done("")
        self._more.setText(view.more)
        set_shown(self._more, bool(view.more))
        self._next.show_message(TagState.CAUTION if view.is_overdue else TagState.INFORMATION, view.next)
        self._visit.setText(view.visit_line)
        set_shown(self._visit, bool(view.visit_line))
        self._take.setText(view.take_words)
        self._leave.setText(self._words("courses.leave"))
        set_shown(self._take, bool(view.take))
        set_shown(self._leave, view.can_leave)
        set_shown(self._take_plan, view.can_take_plan)
        self._take_plan.setEnabled(not view.stop_reason)
        say_reason(self._take_plan, view.stop_reason)
        self._differs.show_message(TagState.CAUTION, view.differs)
        self._show_acts()
        self._show_chips()

    def show_done(self, sentence: str, undo: str = "") -> None:
        """Say what was done, with a way to take it back; nothing hides it."""
        self._note.show_message(TagState.CLEAR, sentence, undo)

    def show_problem(self, sentence: str) -> None:
        """Say why something was not done."""
        self._note.show_message(TagState.CAUTION, sentence)

    def end_asking(self) -> None:
        """Put the form away, after what it asked for was done, and go back to the session."""
        focus, form = self.focusWidget(), self._form
        had_focus = focus is not None and form is not None and form.isAncestorOf(focus)
        self._form_of = None
        self._show_acts()
        self._show_chips()
        if had_focus:
            self._focus_chosen()

    def _show_acts(self) -> None:
        view, words = self._view, self._words
        is_asking = self._form_of is not None
        self._begin.setEnabled(not view.begin_reason)
        for button, is_there in (
            (self._begin, view.can_begin),
            (self._stop, view.can_stop and not is_asking),
            (self._resume, view.can_resume),
        ):
            set_shown(button, is_there)
        self._stop.setText(words("courses.stop"))
        self._resume.setText(words("courses.resume"))
        for button in (self._stop, self._resume):
            button.setEnabled(not view.stop_reason)
            say_reason(button, view.stop_reason)
        say_reason(self._begin, view.begin_reason)
        can_decide = view.can_stop or view.can_resume
        reason = view.begin_reason if view.can_begin else view.stop_reason if can_decide else ""
        self._reason.show_reason(reason if self._says_reason else "")
        if self._form is not None:
            set_shown(self._form, is_asking)
        for row in self._act_rows:
            set_shown(row, not row.is_empty)

    def _show_chips(self) -> None:
        lines = self._view.sessions
        if self._find_chosen() is None:
            self._chosen = 0
        if len(self._chips) < len(lines):
            while len(self._chips) < len(lines):
                self._add_chip()
            self.parts_added.emit()
        for position, chip in enumerate(self._chips):
            if position < len(lines):
                chip.show_line(lines[position], is_chosen=lines[position].number == self._chosen)
            set_shown(chip, position < len(lines))
        chosen = self._find_chosen()
        set_shown(self._details, chosen is not None)
        if chosen is not None:
            self._details.show_line(chosen, is_asking=self._form_of is not None)

    def _add_chip(self) -> None:
        chip, position = SessionChip(self._theme), len(self._chips)
        chip.clicked.connect(lambda: self._choose(self._view.sessions[position].number))
        self._grid.addWidget(chip, position // self._columns, position % self._columns)
        self._chips.append(chip)

    def _choose(self, number: int) -> None:
        """Show a session in full, or put it away again."""
        self._chosen = 0 if number == self._chosen else number
        self._form_of = None
        self._show_acts()
        self._show_chips()

    def _find_chosen(self) -> SessionLine | None:
        return next((line for line in self._view.sessions if line.number == self._chosen), None)

    def _focus_chosen(self) -> None:
        chip = next((one for one in self._chips if one.isChecked()), None)
        (chip or self._stop).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, form: CourseForm) -> None:
        chosen, course = self._find_chosen(), self._view.course
        if course is None or (form is not CourseForm.STOP and chosen is None):
            return
        asked = self._form or self._make_form()
        self._form_of = form
        self.show_done("")
        self._show_acts()
        self._show_chips()
        number = 0 if chosen is None else chosen.number
        day = next((one.planned_on for one in course.sessions if one.number == number), None)
        title = self._words(f"courses.ask_{form}", number=number)
        has_followers = chosen is not None and chosen.moves_others
        asked.begin(form, title, day, has_followers=has_followers)
        self._bring_into_view()

    def _make_form(self) -> ActForm:
        """Make the form when it is first asked for: most who look at a course only look."""
        self._form = form = ActForm(self._theme, self._words)
        form.entered.connect(self._on_entered)
        form.left.connect(self.end_asking)
        self._form_place.addWidget(form)
        self.parts_added.emit()
        return form

    def _bring_into_view(self) -> None:
        """Scroll the pane round it until the whole form is seen, once it has been laid out."""

        def scroll() -> None:
            parent = self.parentWidget()
            while parent is not None and not isinstance(parent, ScrollPane):
                parent = parent.parentWidget()
            if parent is not None and self._form is not None and self._form_of is not None:
                parent.show_widget(self._form)

        QTimer.singleShot(0, self, scroll)

    def _on_entered(self, form: CourseForm, reason: str, day: date | None, follow: bool) -> None:
        match form:
            case CourseForm.MOVE:
                self.moved.emit(self._chosen, day, reason, follow)
            case CourseForm.MISS:
                self.missed.emit(self._chosen, reason)
            case CourseForm.STOP:
                self.stopped.emit(reason)

    def _on_take(self) -> None:
        if self._view.take:
            self.taken.emit(self._view.take)

    def _make_button(self, name: str, icon: str, on_clicked: Callable[[], None]) -> QuietButton:
        button = QuietButton(self._theme, "", icon_name=icon)
        button.setObjectName(name)
        button.clicked.connect(on_clicked)
        return button

    def _lay_out(self) -> None:
        together = ((self._take, self._leave), (self._take_plan,), (self._begin, self._stop, self._resume))
        self._act_rows = tuple(_make_row(*parts) for parts in together)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
        rows.addLayout(self._grid)
        above: tuple[QWidget, ...] = (self._more, self._next, self._visit)
        below: tuple[QWidget, ...] = (self._reason, self._differs, self._note)
        for part in above:
            rows.addWidget(part)
        for act_row in self._act_rows[:2]:
            rows.addWidget(act_row)
        rows.addWidget(self._details)
        rows.addLayout(self._form_place)
        rows.addWidget(self._act_rows[2])
        for part in below:
            rows.addWidget(part)


def _make_row(*parts: QWidget) -> FlowRow:
    row = FlowRow(gap=sizes.XS, line_gap=sizes.XS)
    for part in parts:
        row.add(part)
    return row
