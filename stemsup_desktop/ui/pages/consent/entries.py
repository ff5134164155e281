"""The right column of step 5: what is wanted, the desk, and below it everything else in one scroll area."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, SectionHeading, laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.components.requirement_line import FlowLayout, RequirementLine
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.language_forms import list_forms
from stemsup_desktop.ui.pages.consent.choices import SeparateChoices
from stemsup_desktop.ui.pages.consent.paper_signing import PaperSigning
from stemsup_desktop.ui.pages.consent.screen_signing import ScreenSigning
from stemsup_desktop.ui.pages.consent.sealed_panel import SealedPanel
from stemsup_desktop.ui.pages.consent.view import ConsentView, Way
from stemsup_desktop.ui.theme import sizes

_THINKING_PX = 180
_LEAST_LIST_PX = 160


class _ListPane(ScrollPane):
    """Asks for no more than its least height: the desk above it comes first, and put off leaves it all the room."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class ConsentEntries(QWidget):
    """Lays out the parts that others own, and owns language, way, time to think and the line of what is wanted."""

    def __init__(
        self,
        context: PageContext,
        screen: ScreenSigning,
        paper: PaperSigning,
        choices: SeparateChoices,
        printing: QVBoxLayout,
    ) -> None:
        super().__init__()
        theme, words = context.theme, context.words
        self._theme, self._words = theme, words
        self._screen, self._paper, self._choices = screen, paper, choices
        self._why_not = ReasonLine(theme, is_strip=True)
        self._why_not.setObjectName("why_not")
        self._to_seal = RequirementLine(theme, words("consent.to_seal"), words("consent.done"), words("consent.open"))
        self._to_sign = RequirementLine(theme, words("consent.to_sign"), words("consent.done"), words("consent.open"))
        self._standing = InlineMessage(theme)
        self._standing.setObjectName("consent.standing")
        self._standing_row = QWidget()
        self.take_back = SecondaryButton(theme, words("consent.take_back"), icon_name="undo")
        self.take_back.setObjectName("consent.take_back")
        self.sealed = SealedPanel(theme, words)
        languages = list_forms(words)
        self.language = ViewSwitch(theme, words("paper.language"), languages)
        self.language.setObjectName("consent.language")
        readings = tuple((one.value, words(f"paper.language_{one.value}")) for one in (Language.JA, Language.EN))
        self.read_language = ViewSwitch(theme, words("consent.read_language"), readings)
        self.read_language.setObjectName("consent.read_language")
        self._reading_part = self._name_control(words("consent.read_language"), self.read_language)
        ways = tuple((way.value, words(f"consent.way_{way.value}")) for way in Way)
        self.way = ViewSwitch(theme, words("consent.way"), ways)
        self.way.setObjectName("consent.way")
        self._way_part = self._name_control(words("consent.way"), self.way)
        self.thinking = DateField(theme, words, words("consent.thinking_until"))
        self.thinking.setObjectName("consent.thinking_until")
        self._whole = ScrollPane(margins=(0, 0, 0, 0), spacing=0)
        self._lay_out(printing)

    def show_view(self, view: ConsentView) -> None:
        """Show how consent stands, and what of it can be changed."""
        with laid_out_once(self._whole.content):
            self._put(view)

    def _put(self, view: ConsentView) -> None:
        for show in self.shows:
            show(view)

    @property
    def shows(self) -> tuple[Callable[[ConsentView], None], ...]:
        """What showing a view consists of."""
        return self._show_standing, self._lock, self._show_screen, self._show_paper

    def _show_standing(self, view: ConsentView) -> None:
        on_screen = view.marks is not None
        for line, is_shown in ((self._to_seal, on_screen), (self._to_sign, not on_screen)):
            set_shown(line, is_shown and bool(view.requirements))
            if is_shown:
                line.show_requirements(view.requirements)
        self._why_not.show_reason("" if view.is_closed else view.locked)
        self._standing.show_message(view.standing, view.standing_text)
        set_shown(self._standing_row, bool(view.standing_text))
        set_shown(self.take_back, view.is_declined and not view.is_closed)
        self.sealed.show_view(view.sealed)
        self.language.set_value(view.language.value)
        set_shown(self._reading_part, view.can_choose_reading)
        self.read_language.set_value(view.read_language.value)
        set_shown(self._way_part, view.way is not None)
        if view.way is not None:
            self.way.set_value(view.way.value)
        self.thinking.set_value(view.thinking_until)

    def _show_screen(self, view: ConsentView) -> None:
        self._screen.show_view(view.marks, view.read_language, view.locked)

    def _show_paper(self, view: ConsentView) -> None:
        self._paper.show_view(view.signing, can_sign_again=view.can_sign_again, locked=view.locked)

    def _lock(self, view: ConsentView) -> None:
        is_read_only = view.is_closed or view.sealed is not None
        self.language.set_locked(view.language_locked)
        self.language.set_read_only(is_read_only or bool(view.language_locked))
        self.thinking.set_locked(view.locked)
        self.thinking.set_read_only(is_read_only or bool(view.locked))
        self._choices.show_choices(view.choices, view.locked, is_read_only=is_read_only)
        self.take_back.setEnabled(not view.locked)
        say_reason(self.take_back, view.locked)

    # Layout

    def _lay_out(self, printing: QVBoxLayout) -> None:
        theme, words = self._theme, self._words
        pane = _ListPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XL), spacing=sizes.M)
        pane.setMinimumHeight(theme.grown(_LEAST_LIST_PX))
        pane.add(self._make_standing())
        pane.add(self.sealed)
        pane.add(self._make_form_row())
        pane.add(self._screen.overview.reading)
        pane.add(SectionHeading(theme, words("consent.choices_heading"), words("consent.choices_note")))
        pane.add(self._choices)
        pane.add(self._screen.overview.choices)
        pane.add(self._screen.overview.signing)
        pane.add(self._paper.form)
        again = QHBoxLayout()
        again.addWidget(self._paper.again)
        again.addStretch(1)
        pane.rows.addLayout(again)
        pane.add(SectionHeading(theme, words("consent.print_heading")))
        pane.rows.addLayout(printing)
        pane.add_stretch()
        # Where the window is too low for the desk and some of the list, both are scrolled as one: by the height that
        # they have at this width. Without one of its own Qt takes the least, which for a line that breaks is a narrow
        # one's, and scrolls what has room.
        self._whole.content.setMinimumHeight(1)
        column = self._whole.rows
        for strip in (
            self._why_not,
            self._to_seal,
            self._to_sign,
            self._screen.void,
            self._screen.waits,
            self._screen.problem,
        ):
            column.addWidget(strip)
        column.addWidget(self._screen.desk)
        column.addWidget(pane, 1)
        self.pane = pane
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)
        self._screen.overview.chosen.connect(self._on_chosen)

    def _on_chosen(self) -> None:
        self._whole.show_widget(self._screen.desk)

    def _make_standing(self) -> QWidget:
        row = QHBoxLayout(self._standing_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(self._standing, 1)
        row.addWidget(self.take_back)
        return self._standing_row

    def _make_form_row(self) -> QWidget:
        self.thinking.setFixedWidth(self._theme.grown(_THINKING_PX))
        holder = QWidget()
        row = FlowLayout(holder, gap=sizes.XL, line_gap=sizes.M)
        row.setContentsMargins(0, 0, 0, 0)
        language = self._name_control(self._words("paper.language"), self.language)
        for part in (language, self._reading_part, self._way_part, self.thinking):
            row.addWidget(part)
        return holder

    def _name_control(self, name: str, control: QWidget) -> QWidget:
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XXS)
        rows.addWidget(Label(self._theme, name, role="compact", tone="text-2"))
        rows.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        return holder
