"""The chosen patient: who it is, what to mind, and every earlier consultation with its documents."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.labels import Card, IconLabel, Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.courses.pane import CoursePane
from stemsup_desktop.ui.pages.patients.care_rows import CarePart
from stemsup_desktop.ui.pages.patients.consultation_row import ConsultationRow
from stemsup_desktop.ui.pages.patients.view import ChartView, ConsultationLine, NotedView
from stemsup_desktop.ui.photographs.desk import OPEN_KEY
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words

_CHIPS = 6
_FLAGS = {TagState.INFORMATION: "", TagState.CLEAR: "clear", TagState.OPEN: "open"}


@spoken_as(Role.Grouping)
class NotedBox(Card):
    """Allergies or alerts; nothing in it is ever cut off."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._icon = IconLabel(theme, size=20)
        self._caption = Label(theme, role="label")
        self._lines = WrapLabel(theme, role="body", weight=500)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._caption)
        texts.addWidget(self._lines)
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.rows.addLayout(row)

    def show_view(self, view: NotedView) -> None:
        """Show entries in their state."""
        self.set_flag(_FLAGS.get(view.state, view.state.value))
        tone = "text-3" if view.state is TagState.INFORMATION else view.state.value
        self._icon.set_icon(ICONS[view.state], tone)
        self._caption.setText(view.caption)
        self._caption.set_tone(tone)
        self._lines.setText("\n".join(view.lines))
        self.setAccessibleName(f"{view.caption}: {', '.join(view.lines)}")


class ChartPane(ScrollPane):
    """Shows a `ChartView`; says which consultation or document was asked for."""

    consultation_requested = Signal(str)
    document_requested = Signal(str)
    history_requested = Signal()
    photographs_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self._theme = theme
        self._words = words
        self._kana = WrapLabel(theme, role="label", tone="text-3")
        self._name = WrapLabel(theme, role="name")
        self._name.setObjectName("chart_name")
        self._romaji = WrapLabel(theme, role="compact", tone="text-2")
        self._facts = FactStrip(theme)
        self._allergies = NotedBox(theme)
        self._allergies.setObjectName("chart_allergies")
        self._alerts = NotedBox(theme)
        self._alerts.setObjectName("chart_alerts")
        self._course_heading = SectionHeading(theme)
        self.course = CoursePane(theme, words, columns=_CHIPS)
        self._earlier = WrapLabel(theme, role="compact", tone="text-2")
        self._heading = SectionHeading(theme)
        history = QuietButton(theme, words("history.open"), icon_name="clock", key_hint="Ctrl+H")
        history.setObjectName("open_history")
        history.setAccessibleName(words("history.open_name"))
        history.clicked.connect(self.history_requested)
        self._photographs = SectionHeading(theme, words("photographs.open"), words("photographs.open_note"))
        photographs = QuietButton(theme, words("photographs.show"), icon_name="camera", key_hint=OPEN_KEY)
        photographs.setObjectName("open_photographs")
        said = words("spoken.now_of", field=words("photographs.open_name"), now=words("photographs.show"))
        photographs.setAccessibleName(said)
        photographs.clicked.connect(self.photographs_requested)
        self._photographs.add_trailing(photographs)
        self._heading.add_trailing(history)
        self.care = CarePart(theme, words)
        self._rows: list[ConsultationRow] = []
        self._lines: tuple[ConsultationLine, ...] | None = None
        self._history = QVBoxLayout()
        self._history.setSpacing(0)
        self._lay_out()

    def show_view(self, view: ChartView) -> None:
        """Show a patient; the rows of the history are made anew only if they differ."""
        self._kana.setText(view.kana)
        set_shown(self._kana, bool(view.kana))
        self._name.setText(view.name)
        self._romaji.setText(view.romaji)
        set_shown(self._romaji, bool(view.romaji))
        self._facts.show_facts(view.facts)
        self._allergies.show_view(view.allergies)
        self._alerts.show_view(view.alerts)
        self._show_course(view)
        self._heading.show_text(self._words("patients.consultations"), view.note)
        self.care.show_view(view.care)
        if view.consultations != self._lines:
            self._show_lines(view.consultations)

    def _show_course(self, view: ChartView) -> None:
        course = view.course
        self._course_heading.show_text(self._words("courses.heading"), "" if course is None else course.note)
        if course is not None:
            self.course.show_view(course)
        self._earlier.setText("\n".join(view.earlier_courses))
        for part in (self._course_heading, self.course):
            set_shown(part, course is not None)
        set_shown(self._earlier, bool(view.earlier_courses))

    def set_narrow(self, is_narrow: bool) -> None:
        """Put allergies and alerts one below the other where there is no room for both."""
        is_column = self._noted.direction() is QBoxLayout.Direction.TopToBottom
        if is_narrow != is_column:
            side = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
            self._noted.setDirection(side)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        for label in (self._kana, self._name, self._romaji):
            names.addWidget(label)
        self._noted = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._noted.setSpacing(sizes.S)
        self._noted.addWidget(self._allergies, 1)
        self._noted.addWidget(self._alerts, 1)
        self.rows.addLayout(names)
        self.rows.addWidget(self._facts)
        self.rows.addLayout(self._noted)
        self.rows.addSpacing(sizes.XXS)
        for part in (self._course_heading, self.course, self._earlier):
            self.rows.addWidget(part)
        visits = QVBoxLayout()
        visits.setSpacing(0)  # the rows bring their own, as those of events do
        visits.addWidget(self._heading)
        visits.addLayout(self._history)
        self.rows.addLayout(visits)
        self.rows.addSpacing(sizes.XXS)
        self.rows.addWidget(self._photographs)
        self.rows.addSpacing(sizes.XXS)
        self.rows.addWidget(self.care)
        self.add_stretch()

    def _show_lines(self, lines: tuple[ConsultationLine, ...]) -> None:
        for row in self._rows:
            self._history.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._lines = lines
        for line in lines:
            row = ConsultationRow(self._theme, self._words, line)
            row.consultation_requested.connect(self.consultation_requested)
            row.document_requested.connect(self.document_requested)
            self._history.addWidget(row)
            self._rows.append(row)
