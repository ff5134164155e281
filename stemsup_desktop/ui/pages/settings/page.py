"""The page of settings: clinic, physician, window, records and versions, one below the other."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QTextEdit, QVBoxLayout, QWidget

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.content import Content
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.backup_keeper import BackupKeeper
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox, RadioGroup
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.save_mark import SaveMark
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.layout_parts import list_parts
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.backups_part import BackupsPart
from stemsup_desktop.ui.pages.settings.checklists_part import ChecklistsPart
from stemsup_desktop.ui.pages.settings.display_part import DisplayPart
from stemsup_desktop.ui.pages.settings.forms_part import FormsPart
from stemsup_desktop.ui.pages.settings.history_part import HistoryPart
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.lock_part import LockPart
from stemsup_desktop.ui.pages.settings.notices import read_notices
from stemsup_desktop.ui.pages.settings.people_part import PeoplePart
from stemsup_desktop.ui.pages.settings.retention_part import RetentionPart
from stemsup_desktop.ui.pages.settings.screen_pin_part import ScreenPinPart
from stemsup_desktop.ui.pages.settings.seal_part import SealPart
from stemsup_desktop.ui.pages.settings.view import (
    CLINIC_LINES,
    CLINIC_TEXTS,
    PHYSICIAN_LINES,
    REQUIRED,
    House,
    SettingsView,
    derive_locked,
    derive_settings,
    with_text,
)
from stemsup_desktop.ui.patient_desk.display_keeper import DisplayKeeper
from stemsup_desktop.ui.theme import Scheme, sizes
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS
from stemsup_desktop.ui.turns import iter_shared, run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

_WIDEST_PX = 880
_NOTICES_PX = 360
_DONE = object()

Part = (
    PeoplePart
    | ChecklistsPart
    | FormsPart
    | LockPart
    | ScreenPinPart
    | DisplayPart
    | BackupsPart
    | SealPart
    | RetentionPart
    | HistoryPart
)


class SettingsPage(Page[SettingsView]):
    """Every field is saved as one goes. Language and look are only chosen here; the composition root applies them.

    `desk` keeps what was typed when the page is made anew; the composition root owns it and flushes it at the end.
    """

    clinic_changed = Signal(object)
    """The `Clinic` that is on disk now."""
    physician_changed = Signal(object)
    language_chosen = Signal(object)
    scheme_chosen = Signal(object)
    motion_chosen = Signal(bool)
    text_size_chosen = Signal(int)
    """In percent of the type scale."""
    lock_minutes_saved = Signal(int)
    restore_requested = Signal(object)
    """The path of a backup that is to take the vault's place."""
    whole_history_requested = Signal()
    check_requested = Signal()
    """Files are to be chosen, and said to be genuine or not."""
    tour_requested = Signal()

    needs_visit = False

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        library: ChecklistLibrary,
        desk: HouseDesk | None = None,
        *,
        backups: BackupKeeper | None = None,
        displays: DisplayKeeper | None = None,
    ) -> None:
        super().__init__(context, has_actions=False)
        self.setObjectName("settings")
        self._content = content
        self._folder = str(access.folder)
        self._desk = desk or HouseDesk(context, access)
        self._access = access
        self._library = library
        self._keeper = backups
        self._displays = displays
        self._fields: dict[str, TextField | MultiLineField] = {}
        self._why_not: dict[str, ReasonLine] = {}
        self._is_open = False
        self._parts: list[Part] = []
        self._places: dict[str, QWidget] = {}
        """The parts by the names that they are asked for, or the headings above them."""
        self._rest = self._make_rest()
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        words, theme, context = self.words, self.theme, self.context
        yield
        self._note = InlineMessage(theme, is_strip=True)
        self._note.setObjectName("note")
        self._mark = SaveMark(theme, words, context.clock)
        self._mark.setObjectName("save_mark")
        languages = tuple((language.value, words(f"settings.language_{language.value}")) for language in Language)
        self._language = RadioGroup(theme, words("settings.language"), languages, is_horizontal=True)
        self._language.setObjectName("language")
        schemes = tuple((scheme.value, words(f"settings.scheme_{scheme.value}")) for scheme in Scheme)
        self._scheme = RadioGroup(theme, words("settings.scheme"), schemes, is_horizontal=True)
        self._scheme.setObjectName("scheme")
        self._less_motion = CheckBox(theme, words("settings.less_motion"))
        self._less_motion.setObjectName("less_motion")
        percents = tuple((str(one), words("settings.text_percent", percent=one)) for one in TEXT_PERCENTS)
        self._text_size = RadioGroup(theme, words("settings.text_size"), percents, is_horizontal=True)
        self._text_size.setObjectName("text_size")
        yield
        self._path = Label(theme, tone="text", wraps=True)
        self._path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._path.setObjectName("data_folder")
        self._versions = QGridLayout()
        self._version_labels: list[Label] = []
        self._notices_button = SecondaryButton(theme, words("settings.show_notices"))
        self._notices_button.setObjectName("show_notices")
        self._notices = QTextEdit()
        self._pane = ScrollPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XXXL), spacing=sizes.S)
        self._pane.setProperty("ring", False)  # it has the focus for a moment only
        yield
        yield from self._iter_laid_out()
        self._connect()

    # Derive and show

    def derive(self) -> SettingsView:
        house = self._desk.house or House(Clinic(name=""), Physician(name=""))
        locked = derive_locked(self.context.session.may, self.words)
        return derive_settings(house, self._content, self.words, self.theme.scheme, self._folder, locked)

    def show_view(self, view: SettingsView) -> None:
        self.header.show_text(self.words("settings.title"), self.words("settings.subtitle"))
        is_loaded = self._desk.house is not None
        for path, text in view.texts:
            field = self._fields[path]
            field.setEnabled(is_loaded)
            field.set_locked(view.find_reason(path))
            if not (path in REQUIRED and field.error):
                field.set_value(text)
        for record, line in self._why_not.items():
            line.show_reason(view.locked.get(record, ""))
        if is_loaded and not self._is_open:
            self._is_open = True
            self._begin_at_the_top()
        self._language.set_value(view.language.value)
        self._scheme.set_value(view.scheme.value)
        self._less_motion.set_value(self.theme.motion.wants_less)
        self._text_size.set_value(str(self.theme.text_percent))
        self._path.setText(view.folder)
        self._show_versions(view.versions)
        self._mark.show_state(self._desk.save_state)

    def _begin_at_the_top(self) -> None:
        """Take the focus to the first field: while all were locked it could only go to what stands below them."""
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def find_start(self) -> QWidget | None:
        """Keep the focus on the page until its fields are there: it would go to the rail, and stay there."""
        return self._pane if self._desk.house is None else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.load()
        for part in self._parts:
            part.load()
        run_in_turns(self, self._make_on)

    def warm_up(self) -> Iterator[None]:
        yield from iter_shared(self._rest)
        yield from super().warm_up()

    def take_checklist(self, path: Path) -> bool:
        """Read a file and show what checklist is in it; return whether there is the part for it."""
        self.make_whole()
        part = self.findChild(ChecklistsPart)
        if part is not None:
            part.read_file(path)
            self._pane.show_widget(part)
        return part is not None

    def ask_to_restore(self, path: Path) -> bool:
        """Say what restoring a backup would lose, and let the person decide; return whether its part is there."""
        self.make_whole()
        part = self.findChild(BackupsPart)
        if part is not None:
            part.ask_restore(path)
            self._pane.show_widget(part)
        return part is not None

    def reveal(self, name: str) -> None:
        self.make_whole()

    def make_whole(self) -> None:
        """Make at once what is not made yet; it is for whoever needs to find a part."""
        for _ in self._rest:
            pass

    def show_part(self, name: str) -> None:
        """Bring a part of the page into view, with the focus on the first thing in it."""
        self._is_open = True  # or the focus would go to the first field once the texts are there
        self.make_whole()
        place = self._places.get(name)
        if place is None:
            return
        self._pane.ensurePolished()
        self._pane.content.adjustSize()
        self._pane.show_widget(place)
        stop = next(self._iter_stops_below(place), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _iter_stops_below(self, place: QWidget) -> Iterator[QWidget]:
        """Go through what takes the focus in a part of the page, or below its heading."""
        parts = [part for part in list_parts(self._pane.rows) if isinstance(part, QWidget | QLayout)]
        at = next(number for number, part in enumerate(parts) if part is place)
        for part in parts[at:]:
            within = list_widgets(part) if isinstance(part, QLayout) else [part]
            for widget in (found for one in within for found in (one, *one.findChildren(QWidget))):
                is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
                if is_stop and widget.isEnabled() and widget.isVisibleTo(self):
                    yield widget

    def _make_on(self) -> None:
        """Make what is left, one part a turn, below what is seen already."""
        if next(self._rest, _DONE) is not _DONE:
            run_in_turns(self, self._make_on)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._desk.flush()

    # What the person does

    def _on_typed(self, path: str, text: str) -> None:
        house = self._desk.house
        if house is None:
            return
        if self.derive().find_reason(path):
            self.refresh()
            return
        is_missing = path in REQUIRED and not text.strip()
        self._fields[path].set_error(self.words("settings.not_empty") if is_missing else "")
        self._desk.change(with_text(house, path, text), path)

    @property
    def own_steps(self) -> Steps:
        return self._desk

    def _on_travelled(self, path: str) -> None:
        """Bring what was undone or done again into view."""
        field = self._fields[path]
        field.set_error("")
        self.refresh()
        self._pane.show_widget(field)

    def _on_left(self, path: str) -> None:
        """A required text that was left empty is shown again as it stays."""
        house = self._desk.house
        field = self._fields[path]
        if house is not None and field.error:
            field.set_error("")
            field.set_value(dict(self.derive().texts)[path])

    def _on_language_chosen(self, code: str) -> None:
        self._desk.flush()
        self.language_chosen.emit(Language(code))

    def _on_failed(self, problem: Problem) -> None:
        self._note.show_message(TagState.STOP, self.words.sentence_of(problem))

    def _on_notices_toggled(self) -> None:
        if self._notices.isVisibleTo(self):
            self._show_notices_button(is_open=False)
            return
        resources = find_resources()

        def on_result(result: Ok[str] | Err) -> None:
            if isinstance(result, Err):
                self._on_failed(result.problem)
                return
            self._notices.setMarkdown(result.value)
            self._show_notices_button(is_open=True)
            self._notices.setFocus()

        self.run_job(lambda: read_notices(resources), on_result)

    def _show_notices_button(self, *, is_open: bool) -> None:
        set_shown(self._notices, is_open)
        self._notices_button.setText(self.words("settings.hide_notices" if is_open else "settings.show_notices"))

    # Layout and wiring

    def _iter_laid_out(self) -> Iterator[None]:
        self.header.add_control(self._mark)
        self.add_strip(self._note)
        self._add_section("clinic", _list_paths("clinic", CLINIC_LINES))
        yield
        self._add_section("policies", _list_paths("clinic", CLINIC_TEXTS))
        yield
        self._add_section("physician", _list_paths("physician", PHYSICIAN_LINES))
        self._pane.add_stretch()
        self._pane.content.setMaximumWidth(self.theme.grown(_WIDEST_PX))
        self._pane.setAlignment(Qt.AlignmentFlag.AlignLeft)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pane)
        self.set_body(body)

    def _make_rest(self) -> Iterator[None]:
        """Make the parts below the fields, top to bottom, one with each turn."""
        access, session = self._access, self.context.session
        people = PeoplePart(self, access)
        people.people_requested.connect(lambda: self.page_requested.emit("people"))
        self._add_part("people", people)
        yield
        self._add_part("checklists", ChecklistsPart(self, self._library, access, self._get_author_name))
        yield
        forms = FormsPart(self, access)
        forms.forms_requested.connect(lambda: self.page_requested.emit("forms"))
        self._add_part("forms", forms)
        yield
        self._add_heading("window")
        self._add(self._language)
        self._add(self._scheme)
        self._add(self._less_motion)
        self._add(self._text_size)
        tour = SecondaryButton(self.theme, self.words("tour.again"))
        tour.setObjectName("tour_again")
        tour.setToolTip(self.words("tour.again_note"))
        tour.clicked.connect(self.tour_requested)
        self._pane.rows.insertWidget(self._pane.rows.count() - 1, tour, 0, Qt.AlignmentFlag.AlignLeft)
        yield
        lock = LockPart(self, access)
        lock.minutes_saved.connect(self.lock_minutes_saved)
        lock.failed.connect(self._on_failed)
        self._add_part("lock", lock)
        yield
        self._add_part("screen", ScreenPinPart(self, access))
        if self._displays is not None:
            self._add_part("display", DisplayPart(self, self._displays))
        yield
        backups = BackupsPart(
            self, access, self._keeper or BackupKeeper(access, self.context.runner, self.context.clock)
        )
        backups.restore_requested.connect(self.restore_requested)
        self._add_part("backups", backups)
        yield
        seal = SealPart(self, access)
        seal.check_requested.connect(self.check_requested)
        self._add_part("seal", seal)
        yield
        self._add_part("retention", RetentionPart(self, access))
        yield
        self._add_heading("data")
        self._add(self._path)
        self._add(
            Label(
                self.theme,
                self.words("settings.data_note"),
                role="compact",
                tone="text-3",
                wraps=True,
                keeps_phrases=True,
            )
        )
        if session.may(Right.ADMINISTER):
            history = HistoryPart(self, access)
            history.failed.connect(self._on_failed)
            history.whole_requested.connect(self.whole_history_requested)
            self._add_part("history", history)
            yield
        self._add_about()
        yield

    def _add_heading(self, name: str) -> None:
        self._places[name] = SectionHeading(self.theme, self.words(f"settings.{name}"))
        self._add(self._places[name])

    def _add_part(self, name: str, part: Part) -> None:
        self._parts.append(part)
        self._places[name] = part
        self._add(part)
        if self.isVisible():
            part.load()

    def _add(self, widget: QWidget) -> None:
        """Put a widget under what is there already, above the stretch."""
        self._pane.rows.insertWidget(self._pane.rows.count() - 1, widget)

    def _add_about(self) -> None:
        words, theme = self.words, self.theme
        self._add_heading("about")
        self._versions.setHorizontalSpacing(sizes.XL)
        self._versions.setVerticalSpacing(sizes.XXS)
        self._versions.setColumnStretch(1, 1)
        rows = self._pane.rows
        rows.insertLayout(rows.count() - 1, self._versions)
        rows.insertWidget(rows.count() - 1, self._notices_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._notices.setReadOnly(True)
        self._notices.setObjectName("notices")
        self._notices.setAccessibleName(words("settings.notices"))
        self._notices.setFrameShape(QFrame.Shape.NoFrame)
        self._notices.setTabChangesFocus(True)
        self._notices.setMinimumHeight(_NOTICES_PX)
        self._notices.setFont(theme.font("small"))
        set_shown(self._notices, False)
        self._add(self._notices)

    def _get_author_name(self) -> str:
        if self.context.session.author is not None:
            return self.context.session.author.name
        return "" if self._desk.house is None else self._desk.house.physician.name

    def _add_section(self, section: str, paths: Iterator[str]) -> None:
        """Add fields two to a row, long texts one to a row."""
        words = self.words
        self._places[section] = SectionHeading(
            self.theme, words(f"settings.{section}"), words(f"settings.{section}_note")
        )
        self._pane.add(self._places[section])
        if section in ("clinic", "physician"):
            self._why_not[section] = ReasonLine(self.theme)
            self._why_not[section].setObjectName(f"why_not_{section}")
            self._pane.add(self._why_not[section])
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.M)
        grid.setVerticalSpacing(sizes.S)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for number, path in enumerate(paths):
            field = self._make_field(path)
            if isinstance(field, MultiLineField):
                grid.addWidget(field, number, 0, 1, 2)
            else:
                grid.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        self._pane.rows.addLayout(grid)

    def _make_field(self, path: str) -> TextField | MultiLineField:
        label = self.words(f"settings.{path.replace('.', '_')}")
        is_long = path.split(".")[1] in CLINIC_TEXTS
        field: TextField | MultiLineField = (
            MultiLineField(self.theme, self.words, label, min_lines=3, max_lines=12)
            if is_long
            else TextField(self.theme, self.words, label, is_required=path in REQUIRED)
        )
        field.setObjectName(path)
        field.value_changed.connect(lambda text: self._on_typed(path, str(text)))
        field.left.connect(lambda: self._on_left(path))
        self._fields[path] = field
        return field

    def _show_versions(self, versions: tuple[tuple[str, str], ...]) -> None:
        if not self._version_labels:
            for row, (name, _) in enumerate(versions):
                self._versions.addWidget(Label(self.theme, name, role="compact", tone="text-3"), row, 0)
                value = Label(self.theme, role="compact", weight=500)
                self._versions.addWidget(value, row, 1)
                self._version_labels.append(value)
        for label, (_, version) in zip(self._version_labels, versions, strict=True):
            label.setText(version)

    def _connect(self) -> None:
        self._desk.house_changed.connect(self.refresh)
        self._desk.clinic_saved.connect(self.clinic_changed)
        self._desk.physician_saved.connect(self.physician_changed)
        self._desk.save_state_changed.connect(self._mark.show_state)
        self._desk.failed.connect(self._on_failed)
        self._desk.travelled.connect(self._on_travelled)
        self._mark.try_again_requested.connect(self._desk.flush)
        self._language.value_changed.connect(self._on_language_chosen)
        self._scheme.value_changed.connect(lambda code: self.scheme_chosen.emit(Scheme(code)))
        self._less_motion.toggled.connect(self.motion_chosen)
        self._text_size.value_changed.connect(lambda code: self.text_size_chosen.emit(int(code)))
        self._notices_button.clicked.connect(self._on_notices_toggled)


def list_widgets(layout: QLayout) -> list[QWidget]:
    """Return the widgets of a layout in its order."""
    return [part for part in list_parts(layout) if isinstance(part, QWidget)]


def _list_paths(record: str, fields: tuple[str, ...]) -> Iterator[str]:
    return (f"{record}.{field}" for field in fields)
