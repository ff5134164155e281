"""The part of the settings for what documents are sealed with: the clinic's certificate and its time-stamp service."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_datetime
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading, laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.file_dialogs import choose_copy_path, choose_files
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings import seal_work
from stemsup_desktop.ui.pages.settings.seal_view import SealSettings, derive_seal, load_seal_settings
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")
EXPORT_NAME = "clinic-certificate.pem"


class SealPart(QWidget):
    """An administrator changes what is here; everybody sees it, passes the certificate on and checks files."""

    check_requested = Signal()
    """Files are to be chosen, and said to be genuine or not."""

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        self._settings: SealSettings | None = None
        words, theme = page.words, page.theme
        self._locked = "" if page.context.session.may(Right.ADMINISTER) else words("seal.locked")
        self._rows = QGridLayout()
        self._make = SecondaryButton(theme, words("seal.make"))
        self._import = SecondaryButton(theme, words("seal.import"))
        self._export = SecondaryButton(theme, words("seal.export"))
        self._check = SecondaryButton(theme, words("seal.check"))
        self._service = TextField(theme, words, words("seal.service"), placeholder="https://")
        self._try = SecondaryButton(theme, words("seal.service_try"))
        self._note = InlineMessage(theme)
        self._outcome = InlineMessage(theme)
        self._lay_out()
        self._make.clicked.connect(self._ask_to_make)
        self._import.clicked.connect(self._choose_import)
        self._export.clicked.connect(self._choose_export)
        self._check.clicked.connect(self.check_requested)
        self._try.clicked.connect(self._try_service)
        self._service.line_edit.returnPressed.connect(self._try_service)

    def load(self) -> None:
        """Read from the vault what is in use."""
        self._ask(load_seal_settings, self._show)

    # The certificate

    def _ask_to_make(self) -> None:
        words = self._page.words
        sheet = self._open_sheet("seal.make_title", "seal.make_accept", "seal.make_note")
        sheet.accepted.connect(partial(self._on_make, sheet))
        if self._settings is not None and self._settings.certificate is not None:
            sheet.add_text(words("seal.replaces"))
        sheet.open()

    def _on_make(self, sheet: Sheet) -> None:
        sheet.dismiss()
        now = self._page.context.clock()
        self._ask(lambda vault: seal_work.make_certificate(vault, now), partial(self._on_saved, "seal.made"))

    def _choose_import(self) -> None:
        title = self._page.words("seal.import_title")
        choose_files(self, title, lambda paths: self.ask_passphrase(paths[0]), takes_several=False)

    def ask_passphrase(self, path: Path) -> None:
        """Ask for what opens a PKCS #12 file, and take its key into use."""
        if self._locked:
            return
        page, words = self._page, self._page.words
        sheet = self._open_sheet("seal.import_title", "seal.import_accept", "seal.import_note")
        field = PassphraseField(page.theme, words, words("seal.import_passphrase"))
        field.setObjectName("seal_passphrase")
        problem = InlineMessage(page.theme)
        problem.setObjectName("seal_import_problem")
        sheet.body.addWidget(field)
        sheet.body.addWidget(problem)
        sheet.accepted.connect(partial(self._on_import, sheet, path, field, problem))
        field.line_edit.returnPressed.connect(sheet.accepted)
        sheet.open(field.line_edit)

    def _on_import(self, sheet: Sheet, path: Path, field: PassphraseField, problem: InlineMessage) -> None:
        passphrase, now = field.take(), self._page.context.clock()
        sheet.accept_button.setEnabled(False)

        def on_failed(sentence: str) -> None:
            sheet.accept_button.setEnabled(True)
            problem.show_message(TagState.STOP, sentence)
            field.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)

        def on_done(settings: SealSettings) -> None:
            sheet.dismiss()
            self._on_saved("seal.imported", settings)

        self._ask(lambda vault: seal_work.import_certificate(vault, path, passphrase, now), on_done, on_failed)

    def _choose_export(self) -> None:
        choose_copy_path(self, EXPORT_NAME, self._page.words("seal.export_title"), self.export)

    def export(self, path: Path) -> None:
        """Write the clinic's certificates to a file, for others to check documents with."""

        def on_known(data: bytes) -> None:
            def on_result(result: Ok[None] | Err) -> None:
                match result:
                    case Ok():
                        self._say(TagState.CLEAR, self._page.words("seal.exported"))
                    case Err(problem):
                        self._say(TagState.STOP, self._page.words.sentence_of(problem))

            self._page.run_job(lambda: seal_work.save_file(data, path), on_result)

        self._ask(seal_work.write_known, on_known)

    # The time-stamp service

    def _try_service(self) -> None:
        """Try the address out and keep it with what it answered; an empty one means no time stamps."""
        if self._locked:
            return
        url = self._service.text()
        words = self._page.words
        self._outcome.show_message(TagState.INFORMATION, words("seal.service_trying") if url.strip() else "")
        self._try.setEnabled(False)

        def on_answer(result: Ok[seal_work.Answer] | Err) -> None:
            self._try.setEnabled(True)
            match result:
                case Ok(answer):
                    self._ask(lambda vault: seal_work.keep_service(vault, answer), partial(self._on_kept, answer))
                case Err(problem):
                    self._outcome.show_message(TagState.STOP, words.sentence_of(problem))

        # A service that does not answer is waited for; nobody's page waits behind it.
        self._page.run_job(lambda: seal_work.try_service(url), on_answer, lane=Lane.COPY)

    def _on_kept(self, answer: seal_work.Answer, settings: SealSettings) -> None:
        words = self._page.words
        self._show(settings)
        if answer.at is None:
            self._outcome.show_message(TagState.INFORMATION, words("seal.service_none"))
            return
        at = format_datetime(answer.at.astimezone(self._page.context.clock().tzinfo), words.language)
        self._outcome.show_message(TagState.CLEAR, words("seal.service_answered", name=answer.name, at=at))

    # Showing

    def _on_saved(self, key: str, settings: SealSettings) -> None:
        self._show(settings)
        self._say(TagState.CLEAR, self._page.words(key))

    def _show(self, settings: SealSettings) -> None:
        with laid_out_once(self):
            self._show_settings(settings)

    def _show_settings(self, settings: SealSettings) -> None:
        self._settings = settings
        view = derive_seal(settings, self._page.context.clock(), self._page.words)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(view.rows):
            said = Label(self._page.theme, value, wraps=True)
            said.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            said.setObjectName(f"seal_row_{row}")
            said.setAccessibleName(f"{name}: {value}")
            name_label = Label(self._page.theme, name, role="compact", tone="text-2")
            self._rows.addWidget(name_label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(said, row, 1)
            set_shown(name_label, True)
            set_shown(said, True)
        self._export.setEnabled(view.has_certificate)
        for control in (self._make, self._import, self._try):
            control.setEnabled(not self._locked)
        self._service.setEnabled(True)
        self._service.set_value(settings.service_url)
        self._service.set_locked(self._locked)

    def _say(self, state: TagState, sentence: str) -> None:
        self._note.show_message(state, sentence)

    def _open_sheet(self, title: str, accept: str, note: str) -> Sheet:
        page, words = self._page, self._page.words
        sheet = Sheet(
            page.theme, page, words(title), accept_text=words(accept), dismiss_text=words("common.cancel"), width=520
        )
        sheet.add_text(words(note))
        sheet.dismissed.connect(sheet.deleteLater)
        return sheet

    def _ask(
        self, work: Callable[[Vault], T], on_done: Callable[[T], None], on_failed: Callable[[str], None] | None = None
    ) -> None:
        access, fail = self._access, on_failed or partial(self._say, TagState.STOP)

        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    fail(self._page.words.sentence_of(problem))

        self._page.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def _lay_out(self) -> None:
        words, theme = self._page.words, self._page.theme
        named = {
            "seal_make": self._make, "seal_import": self._import, "seal_export": self._export,
            "seal_check": self._check, "seal_service": self._service, "seal_try": self._try,
            "seal_note": self._note, "seal_outcome": self._outcome,
        }  # fmt: skip
        for name, widget in named.items():
            widget.setObjectName(name)
        for control in (self._make, self._import, self._export, self._try, self._service):
            control.setEnabled(False)
        for control in (self._make, self._import, self._try):
            say_reason(control, self._locked)
        why_not = ReasonLine(theme, self._locked)
        why_not.setObjectName("why_not_seal")
        self._rows.setHorizontalSpacing(sizes.XL)
        self._rows.setVerticalSpacing(sizes.XS)
        self._rows.setColumnStretch(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("seal.heading"), words("seal.heading_note")))
        rows.addWidget(why_not)
        rows.addLayout(self._rows)
        rows.addLayout(_in_a_row(self._make, self._import, self._export, self._check))
        rows.addWidget(self._note)
        note = Label(theme, words("seal.note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        rows.addWidget(note)
        rows.addWidget(self._service)
        rows.addLayout(_in_a_row(self._try))
        rows.addWidget(self._outcome)
        more = Label(theme, words("seal.service_note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        rows.addWidget(more)


def _in_a_row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(sizes.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
