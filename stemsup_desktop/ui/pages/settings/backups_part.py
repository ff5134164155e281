"""The section of backups: how it stands, what is chosen, a backup or test by hand, and the way to a restore."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.loss import Loss
from stemsup_desktop.store.backup.manifest import Manifest
from stemsup_desktop.store.backup.notice import BackupNotice
from stemsup_desktop.store.backup.places import try_backup_folder
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.rotation import RotationPolicy
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.situation import BackupPlace, read_backup_place
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.backup_keeper import BackupKeeper, BackupStatus
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.progress_line import ProgressLine
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.file_dialogs import choose_files, choose_folder
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.backups_form import BackupsForm
from stemsup_desktop.ui.pages.settings.backups_list import BackupsList
from stemsup_desktop.ui.pages.settings.backups_view import BackupsState, derive_backups, is_of_folder
from stemsup_desktop.ui.restore_words import say_date_and_time, say_loss
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess

T = TypeVar("T")


class BackupsPart(QWidget):
    """`restore_requested` carries the path of a backup that an administrator wants in the vault's place."""

    restore_requested = Signal(object)

    def __init__(self, page: Page[Any], access: VaultAccess, keeper: BackupKeeper) -> None:
        super().__init__()
        self._page = page
        self._access = access
        self._keeper = keeper
        may_change = page.context.session.may(Right.ADMINISTER)
        self._state = BackupsState(may_change, status=keeper.status, notice=keeper.notice)
        theme, words = page.theme, page.words
        self._notice = InlineMessage(theme)
        self._notice.setObjectName("backup_state")
        self._reason = ReasonLine(theme)
        self._reason.setObjectName("backup_reason")
        self._form = BackupsForm(theme, words)
        self._list = BackupsList(theme, words)
        self._now = SecondaryButton(theme, words("backups.back_up_now"), icon_name="drive")
        self._now.setObjectName("back_up_now")
        self._progress = Label(theme, role="compact", tone="text-2")
        self._progress.setObjectName("backup_progress")
        self._bar = ProgressLine(theme, words)
        self._cancel = SecondaryButton(theme, words("backups.cancel"))
        self._cancel.setObjectName("cancel_backup")
        self._outcome = InlineMessage(theme)
        self._outcome.setObjectName("backup_outcome")
        self._lay_out()
        self._connect()
        self._show()

    def load(self) -> None:
        """Read what was chosen, and look at the folder."""
        self._keeper.refresh_notice()
        self._ask(lambda vault: vault.load_backup_settings(), self._on_settings)

    def take_folder(self, target: Path) -> None:
        """Try a folder, and keep it if it takes backups."""
        folder = self._access.folder
        self._set(is_trying_folder=True, problem=None)
        self._run(lambda: try_backup_folder(target, folder), lambda _: self._on_folder_tried(target), lane=Lane.COPY)

    def ask_restore(self, path: Path) -> None:
        """Say what restoring a backup would lose, and let the person decide."""
        self._set(problem=None)
        self._run(lambda: read_manifest(path), partial(self._on_manifest, path), lane=Lane.COPY)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._state.is_administered:
            self._form.finish_typing()

    # What the person does

    def _on_folder_tried(self, target: Path) -> None:
        self._set(is_trying_folder=False)
        self._save(replace(self._state.settings or BackupSettings(), folder=target))

    def _on_automatic_chosen(self, is_automatic: bool) -> None:
        if self._state.settings is not None:
            self._save(replace(self._state.settings, is_automatic=is_automatic))

    def _on_policy_chosen(self, policy: RotationPolicy) -> None:
        if self._state.settings is not None:
            self._save(replace(self._state.settings, policy=policy))

    def _on_folder_requested(self) -> None:
        choose_folder(self, self._page.words("backups.folder_title"), self.take_folder)

    def _on_file_requested(self) -> None:
        def on_chosen(paths: tuple[Path, ...]) -> None:
            for path in paths:
                self.ask_restore(path)

        choose_files(self, self._page.words("restore.file_title"), on_chosen, takes_several=False)

    def _on_now(self) -> None:
        self._set(problem=None)
        self._keeper.back_up()

    def _on_test(self, path: Path) -> None:
        self._set(problem=None)
        self._keeper.test(path)

    # What the vault and the folder say

    def _on_settings(self, settings: BackupSettings) -> None:
        place = self._state.place
        kept = place if place is not None and is_of_folder(place.target, settings) else None
        self._set(settings=settings, place=kept)
        self._look()

    def _look(self) -> None:
        """Look at the folder, which may be slow to answer."""
        settings, folder = self._state.settings, self._access.folder
        if settings is not None and settings.folder is not None:
            target = settings.folder
            self._run(lambda: read_backup_place(folder, target), self._on_place, lane=Lane.COPY)

    def _on_place(self, place: BackupPlace) -> None:
        if is_of_folder(place.target, self._state.settings):
            self._set(place=place)

    def _save(self, settings: BackupSettings) -> None:
        def on_saved(_: None) -> None:
            self._on_settings(settings)
            self._keeper.refresh_notice()

        self._ask(lambda vault: vault.save_backup_settings(settings), on_saved)

    def _on_manifest(self, path: Path, manifest: Manifest) -> None:
        self._ask(lambda vault: vault.derive_restore_loss(manifest), partial(self._show_question, path))

    def _show_question(self, path: Path, loss: Loss) -> None:
        page, words, now = self._page, self._page.words, self._page.context.clock()
        said = say_date_and_time(loss.made_at, now, words)
        sheet = Sheet(
            page.theme,
            page,
            words("backups.restore_title", **said),
            accept_text=words("backups.restore_accept"),
            dismiss_text=words("common.cancel"),
            is_grave=True,
            width=560,
        )
        sheet.body.addWidget(Label(page.theme, words("restore.loss_title"), role="section", tone="caut"))
        sheet.add_text(say_loss(loss, now, words))
        sheet.add_text(words("restore.kept"))
        sheet.add_text(words("backups.restore_locks"))
        sheet.accepted.connect(partial(self._on_restore_accepted, sheet, path))
        sheet.dismissed.connect(sheet.deleteLater)
        sheet.open()

    def _on_restore_accepted(self, sheet: Sheet, path: Path) -> None:
        sheet.dismiss()
        self.restore_requested.emit(path)

    def _on_status(self, status: BackupStatus) -> None:
        was_running = self._state.status.progress is not None
        self._set(status=status)
        if was_running and status.progress is None:
            self._look()

    def _on_notice(self, notice: BackupNotice) -> None:
        self._set(notice=notice)

    # Showing

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        view = derive_backups(self._state, self._page.words, self._page.context.clock())
        self._notice.show_message(*view.notice)
        self._reason.show_reason(view.reason)
        self._form.show_view(view)
        self._list.show_view(view)
        self._now.setEnabled(view.can_back_up)
        said = view.reason or self._page.words("spoken.under_way")
        self._now.setAccessibleDescription("" if view.can_back_up else said)
        self._progress.setText(view.progress)
        if view.progress:
            self._bar.show_progress(view.percent, 100)
        else:
            self._bar.stop()
        self._cancel.setEnabled(view.can_cancel)
        for part in (self._progress, self._bar, self._cancel):
            set_shown(part, bool(view.progress))
        set_shown(self._now, not view.progress)
        self._outcome.show_message(*view.outcome)

    def _lay_out(self) -> None:
        theme, words = self._page.theme, self._page.words
        work = QHBoxLayout()
        work.setSpacing(sizes.S)
        work.addWidget(self._now)
        work.addWidget(self._progress)
        work.addWidget(self._bar, 1)
        work.addWidget(self._cancel)
        work.addStretch(0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("backups.title"), words("backups.note")))
        for part in (self._notice, self._reason, self._form):
            rows.addWidget(part)
        rows.addLayout(work)
        rows.addWidget(self._outcome)
        rows.addWidget(self._list)

    def _connect(self) -> None:
        self._form.folder_requested.connect(self._on_folder_requested)
        self._form.automatic_chosen.connect(self._on_automatic_chosen)
        self._form.policy_chosen.connect(self._on_policy_chosen)
        self._now.clicked.connect(self._on_now)
        self._cancel.clicked.connect(self._keeper.cancel)
        self._list.test_requested.connect(self._on_test)
        self._list.restore_requested.connect(self.ask_restore)
        self._list.file_requested.connect(self._on_file_requested)
        self._keeper.status_changed.connect(self._on_status)
        self._keeper.notice_changed.connect(self._on_notice)

    def _ask(self, act: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        access = self._access
        self._run(lambda: act(access.get_vault()), on_done, lane=Lane.VAULT)

    def _run(self, work: Callable[[], T], on_done: Callable[[T], None], *, lane: Lane) -> None:
        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self._refuse(problem)

        self._page.run_job(work, on_result, lane=lane)

    def _refuse(self, problem: Problem) -> None:
        """Say why something came to nothing, and show again what holds."""
        self._set(problem=problem, is_trying_folder=False)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself; raises as `open_archive` does."""
    with open_archive(path) as archive:
        return archive.manifest
