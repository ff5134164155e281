"""The sheet with the photographs of one patient: listed, added, looked at. Closed, it holds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Text
from stemsup_desktop.store.photograph_shelf import PatientPhotographs
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import BusyStrip, InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.photographs.adding import Adding
from stemsup_desktop.ui.photographs.gallery import Gallery
from stemsup_desktop.ui.photographs.intake import Intake
from stemsup_desktop.ui.photographs.looking import Looking
from stemsup_desktop.ui.photographs.overview import Overview
from stemsup_desktop.ui.photographs.reading import MOST_FILES, ReadFiles
from stemsup_desktop.ui.photographs.view import VIEWS, derive_looked_at, derive_overview, say_view
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_MOST_WIDTH_PX, _MOST_HEIGHT_PX, _OUTSIDE_PX, _INSIDE_PX = 1320, 980, 40, 60
_NOT_AGREED = "photographs-not-agreed"


@dataclass(frozen=True, slots=True)
class SheetSubject:
    """Whose photographs they are, in which visit new ones are added (empty outside one), and who it is in words."""

    patient_id: str
    consultation_id: str
    named: str


class PhotographSheet(Sheet):
    """`start` opens it. Whatever the vault refuses for want of consent takes every picture off it at once."""

    changed = Signal()
    """A photograph was added, measured or removed."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        host: QWidget,
        access: VaultAccess,
        sites: Mapping[str, Text],
        subject: SheetSubject,
    ) -> None:
        title = words("photographs.title", patient=subject.named)
        super().__init__(theme, host, title, accept_text=words("photographs.look"), dismiss_text=words("common.close"))
        self.setObjectName("photograph_sheet")
        self._words = words
        self._clock = access.clock
        self._sites = sites
        self.subject = subject
        self._waiting: tuple[tuple[Path, ...], str] = ((), "")
        self._is_measuring = False
        options = tuple((site_id, text.in_language(words.language)) for site_id, text in sites.items())
        views = tuple((code, say_view(code, words)) for code in VIEWS)
        self.overview = Overview(theme, words)
        self.adding = Adding(theme, words, access.clock().date(), options, views)
        self.looking = Looking(theme, words)
        self.gallery = Gallery(access, subject.patient_id, self)
        self.intake = Intake(access, self.adding, subject.patient_id, subject.consultation_id)
        self.pages = QStackedWidget()
        for page in (self.overview, self.adding, self.looking):
            self.pages.addWidget(page)
        self._busy = BusyStrip(theme, words)
        self._said = InlineMessage(theme)
        self._said.setObjectName("photographs_said")
        for part in (self._said, self._busy):
            self.body.addWidget(part)
        self.body.addWidget(self.pages, 1)
        self._connect()
        self._show_page(self.overview)

    def start(self, paths: Sequence[Path] = (), site_id: str = "") -> None:
        """Open the sheet and load what there is; `paths` are then read, to be kept at a site if one is given."""
        self._waiting = tuple(paths), site_id
        self.open(self.dismiss_button)
        self.gallery.load()

    def conceal(self) -> None:
        """Take every picture off the sheet now, and ask the vault what may be shown."""
        self._forget()
        self._show_page(self.overview)
        self.gallery.load()

    def dismiss(self) -> None:
        """Leave what is open in the sheet, or from the list the sheet itself."""
        if self.isVisible() and self.pages.currentWidget() is self.looking and self.looking.give_up():
            return
        if self.isVisible() and self.pages.currentWidget() is not self.overview:
            self._back()
        else:
            self.leave()

    def leave(self) -> None:
        """Close the sheet and hold nothing of it."""
        self._forget()
        super().dismiss()
        self.deleteLater()

    def read(self, paths: Sequence[Path], site_id: str = "") -> None:
        """Read files to be kept, where the patient agreed."""
        if not self.gallery.may_show:
            return
        if len(paths) > MOST_FILES:
            self._say(TagState.CAUTION, self._words("photographs.too_many", most=MOST_FILES))
        else:
            self._say(TagState.INFORMATION, "")
        self.intake.read(paths, site_id)

    def look_at(self, photo_ids: Sequence[str]) -> None:
        """Show one or two photographs side by side, in the order of the days."""
        shelf = self.gallery.shelf
        found = [] if shelf is None else [one for one in shelf.photographs if one.photo_id in photo_ids]
        if found:
            words, zone = self._words, self._zone()
            self.looking.show_photographs([derive_looked_at(one, self._sites, words, zone) for one in found])
            self._show_page(self.looking)
            self.looking.focus_first()
            self.gallery.load_pictures([one.photo_id for one in found])

    # What came of it

    def _on_changed(self) -> None:
        shelf = self.gallery.shelf
        if shelf is None:
            return
        is_first = not self.overview.has_view
        self._show_overview(shelf)
        if not shelf.permission.is_given and self.pages.currentWidget() is not self.overview:
            self._forget(keeps_list=True)
            self._show_page(self.overview)
        if is_first and self.pages.currentWidget() is self.overview:
            self._focus_list()
        if self._is_measuring:
            self._is_measuring = False
            self.look_at(self.looking.photo_ids)
        (paths, site_id), self._waiting = self._waiting, ((), "")
        if paths:
            self.read(paths, site_id)

    def _on_act_done(self) -> None:
        self.changed.emit()
        if not self._is_measuring:
            self._forget(keeps_list=True)
            self.overview.reason.hide()
            self._say(TagState.CLEAR, self._words("photographs.was_removed"))
            self._show_page(self.overview)
            self._focus_list()

    def _on_files_read(self, read: ReadFiles) -> None:
        self._show_page(self.adding)
        first = self.adding.rows[0].day.line_edit if self.adding.rows else self.dismiss_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_kept(self, count: int) -> None:
        self._say(TagState.CLEAR, self._words("photographs.kept", count=count))
        self._show_page(self.overview)
        self._focus_list()
        self.gallery.load()

    def _on_cancelled(self) -> None:
        if self.intake.cancel():
            self._say(TagState.INFORMATION, self._words("photographs.cancelled"))
            self.gallery.load()

    def _on_failed(self, problem: Problem) -> None:
        self._is_measuring = False
        self._say(TagState.STOP, self._words.sentence_of(problem))
        if problem.code == _NOT_AGREED:
            self.conceal()

    def _on_busy(self, key: str) -> None:
        if key:
            self._busy.start(self._words(key), can_cancel=True)
        else:
            self._busy.stop()
        self._enable()

    # Showing

    def _show_overview(self, shelf: PatientPhotographs) -> None:
        view = derive_overview(shelf, self._sites, self._words, self._zone())
        self.overview.show_view(view, self.gallery.thumbnails)

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.dismiss_button.setText(self._words("common.close" if page is self.overview else "photographs.back"))
        self._enable()

    def _enable(self) -> None:
        page, is_free = self.pages.currentWidget(), not self.intake.is_busy
        if page is self.adding:
            self.accept_button.setText(self._words("photographs.keep", count=len(self.adding.rows)))
            self.accept_button.setEnabled(self.adding.is_complete and is_free)
            why_not = "spoken.complete_photographs" if is_free else "photographs.reading"
        else:
            chosen = len(self.overview.chosen)
            self.accept_button.setText(self._words("photographs.compare" if chosen > 1 else "photographs.look"))
            self.accept_button.setEnabled(bool(chosen))
            why_not = "photographs.choose_hint"
        say_reason(self.accept_button, "" if self.accept_button.isEnabled() else self._words(why_not))
        has_tiles = page is self.overview and bool(self.overview.tiles)
        set_shown(self.accept_button, page is self.adding or has_tiles)
        self.overview.choose.setEnabled(is_free)

    def _focus_list(self) -> None:
        (self.overview.find_first() or self.dismiss_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, state: TagState, sentence: str) -> None:
        self._said.show_message(state, sentence)

    def _forget(self, *, keeps_list: bool = False) -> None:
        self.intake.cancel()
        self.looking.forget()
        self.adding.clear()
        if not keeps_list:
            self.gallery.drop()
            self.overview.clear()

    def _back(self) -> None:
        self._on_cancelled()
        self._forget(keeps_list=True)
        self._show_page(self.overview)
        self._focus_list()

    # What the person does

    def _on_choose(self) -> None:
        choose_files(self.window(), self._words("photographs.choose_title"), self.read, takes_several=True)

    def _on_measured(self, photo_id: str, scale: str) -> None:
        self._is_measuring = True
        self.gallery.measure(photo_id, scale)

    def _on_accepted(self) -> None:
        if self.pages.currentWidget() is self.adding:
            self.intake.keep()
        elif self.pages.currentWidget() is self.overview:
            self.look_at(self.overview.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Hide:
            self.leave()
            return False
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Take nearly all of the window: pictures want room."""
        self.setGeometry(self._cover.rect())
        width = max(1, min(_MOST_WIDTH_PX, self._cover.width() - _OUTSIDE_PX))
        height = max(1, min(_MOST_HEIGHT_PX, self._cover.height() - _OUTSIDE_PX))
        self.card.setFixedSize(width, height)
        self.overview.set_room(width - _INSIDE_PX)

    def _connect(self) -> None:
        self.overview.choose_requested.connect(self._on_choose)
        self.overview.files_dropped.connect(self.read)
        self.overview.chosen_changed.connect(self._enable)
        self.overview.hidden_removal_confirmed.connect(self.gallery.remove_hidden)
        self.adding.changed.connect(self._enable)
        self.looking.scale_measured.connect(self._on_measured)
        self.looking.removal_confirmed.connect(self.gallery.remove)
        self.gallery.changed.connect(self._on_changed)
        self.gallery.pictures_loaded.connect(self.looking.show_pictures)
        self.gallery.act_done.connect(self._on_act_done)
        self.intake.busy_changed.connect(self._on_busy)
        self.intake.progressed.connect(self._busy.show_progress)
        self.intake.files_read.connect(self._on_files_read)
        self.intake.kept.connect(self._on_kept)
        self.intake.one_kept.connect(self.changed)
        for part in (self.gallery, self.intake):
            part.failed.connect(self._on_failed)
        self._busy.cancel_requested.connect(self._on_cancelled)
        self.accepted.connect(self._on_accepted)

    def _zone(self) -> tzinfo | None:
        return self._clock().tzinfo
