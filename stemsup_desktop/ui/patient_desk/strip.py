"""The strip in the physician's window: what the patient sees, since when, what was done, and the buttons that lead."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_screen.pages import ScreenPage, get_title
from stemsup_desktop.ui.components.buttons import Button, PrimaryButton, QuietButton, SecondaryButton
from stemsup_desktop.ui.components.labels import ElidedLabel, Hairline, IconLabel, set_shown
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.patient_desk.desk import PatientDesk
from stemsup_desktop.ui.patient_desk.live_copy import LiveCopy
from stemsup_desktop.ui.theme import sizes

LED_FROM = frozenset({"step-3", "step-5"})
"""The pages from which the patient screen is led: there the strip stands also while it is off."""


class PatientStrip(QWidget):
    """`show_requested` asks for what the page looks at; everything else goes to the desk."""

    show_requested = Signal()

    def __init__(self, context: PageContext, desk: PatientDesk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._page_id = ""
        self._drawn_page: ScreenPage | None = None
        self._watched: QWidget | None = None
        theme = context.theme
        self.copy = LiveCopy(theme)
        self._icon = IconLabel(theme, "monitor", "text-2", 16)
        self._what = ElidedLabel(theme, role="compact", weight=500)
        self._what.setObjectName("patient_strip.what")
        self._since = ElidedLabel(theme, role="small", tone="text-3")
        self._since.setObjectName("patient_strip.since")
        self.show_button = PrimaryButton(theme)
        self.back_button = SecondaryButton(theme)
        self.next_button = SecondaryButton(theme)
        self.cover_button = SecondaryButton(theme)
        self.close_button = QuietButton(theme)
        self._buttons: dict[str, Button] = {
            "show": self.show_button,
            "show_back": self.back_button,
            "show_next": self.next_button,
            "cover": self.cover_button,
            "close": self.close_button,
        }
        for name, button in self._buttons.items():
            button.setObjectName(f"patient_strip.{name}")
        self.setObjectName("patient_strip")
        self._lay_out()
        self.show_button.clicked.connect(self.show_requested)
        self.back_button.clicked.connect(desk.go_back)
        self.next_button.clicked.connect(desk.go_on)
        self.cover_button.clicked.connect(desk.cover)
        self.close_button.clicked.connect(desk.take_down)
        desk.changed.connect(self.refresh)
        context.session.state_changed.connect(self._on_visit)
        context.language.language_changed.connect(self.refresh)
        context.theme.theme_changed.connect(self._draw)
        self.refresh()

    def set_page(self, page_id: str) -> None:
        """Say which page of the window is on show."""
        self._page_id = page_id
        self.refresh()

    def refresh(self) -> None:
        """Show how the patient screen stands."""
        desk, words = self._desk, self._context.words
        is_up, page = desk.is_up, desk.page
        set_shown(self, desk.may_show and (is_up or self._page_id in LED_FROM))
        for name, button in self._buttons.items():
            button.setText(words(f"patient_screen.{name}"))
            button.setAccessibleName(f"{words('patient_screen.strip_name')}, {words(f'patient_screen.{name}')}")
        if not is_up:
            self._what.setText(words("patient_screen.strip_off"))
        elif page is None:
            self._what.setText(words("patient_screen.strip_covered"))
        else:
            self._what.setText(words("patient_screen.strip_shown", title=get_title(page)))
        self._since.setText(self._say_since())
        set_shown(self._since, is_up)
        set_shown(self.copy, is_up)
        set_shown(self._icon, not is_up)
        for button in (self.back_button, self.next_button, self.cover_button, self.close_button):
            set_shown(button, is_up)
        set_shown(self.show_button, self._page_id in LED_FROM or desk.is_covered)
        self.cover_button.setEnabled(page is not None)
        self._watch()
        if page is not self._drawn_page:
            self._drawn_page = page
            self.copy.clear()  # never what is no longer shown; the window says when it looks as it will

    def _say_since(self) -> str:
        desk, words = self._desk, self._context.words
        parts = []
        if desk.since is not None:
            parts.append(words("patient_screen.strip_since", time=f"{desk.since:%H:%M:%S}"))
        given = desk.given
        if given is None:
            parts.append(words("patient_screen.strip_none"))
        else:
            time = f"{given.at:%H:%M}"
            parts.append(words("patient_screen.strip_given", time=time, title=given.title, answer=given.answer))
        return "  ·  ".join(parts)

    def _on_visit(self, state: object) -> None:
        """A visit that is opened or closed changes whether there is anything to lead."""
        if self.isHidden() == self._desk.may_show:
            self.refresh()

    def _watch(self) -> None:
        screen = self._desk.screen
        if screen is not self._watched:
            self._watched = screen
            if screen is not None:
                screen.look_changed.connect(self._draw)

    def _draw(self) -> None:
        desk = self._desk
        screen = desk.screen
        if not self.isVisible() or not desk.is_up or screen is None or screen.is_alone:
            return  # where it lies over the records, nobody sees a copy
        page = desk.page
        title = self._context.words("patient_screen.strip_covered") if page is None else get_title(page)
        self.copy.draw(screen, self._context.words("patient_screen.copy_name", title=title))

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._what)
        texts.addWidget(self._since)
        row = QHBoxLayout()
        row.setContentsMargins(sizes.XL, sizes.XS, sizes.XL, sizes.XS)
        row.setSpacing(sizes.S)
        row.addWidget(self.copy)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        for button in self._buttons.values():
            row.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(Hairline(self._context.theme, token="line-strong"))
