"""What follows a document, from the question to the kept paper: a withdrawal with its slip, an addendum."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.ui.addendum_sheet import AddendumSheet
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.follow_papers import (
    FollowOrder,
    MadePaper,
    keep_paper,
    list_text_versions,
    load_file,
    make_paper,
    order_addendum,
    order_slip,
)
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.withdrawal_sheet import WithdrawalSheet, derive_subject


class FollowDesk(QObject):
    """One for each page that offers it. A withdrawal counts from `recorded` on, whatever becomes of its slip."""

    recorded = Signal(str, object)
    """The visit's id and the `Withdrawal` as it is kept."""
    slip_made = Signal(object, str, object)
    """The PDF of a slip, its number, and the `Problem` that left its seal without a time stamp, else None."""
    slip_failed = Signal(object)
    """The `Problem` of a slip that was not made; the withdrawal counts all the same, and the slip can be made later."""
    addendum_made = Signal(str, object)
    """The number of a kept addendum, and the `Problem` that left its seal without a time stamp, else None."""
    failed = Signal(object)
    """The `Problem` of something that could not be begun."""

    def __init__(
        self,
        context: PageContext,
        access: VaultAccess,
        content: Content,
        fonts: FontFolder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._access = access
        self._content = content
        self._fonts = fonts
        self._is_asking = False
        self._sheet: FormSheet | None = None

    @property
    def sheet(self) -> FormSheet | None:
        """The sheet that is open, if one is."""
        sheet = self._sheet
        return sheet if sheet is not None and shiboken6.isValid(sheet) and not sheet.isHidden() else None

    def ask_withdrawal(self, host: QWidget, consultation_id: str, number: str) -> None:
        """Open the sheet in which the consent of this number is taken back, of an open visit or a closed one."""

        def on_loaded(result: Ok[ConsultationFile] | Err) -> None:
            self._is_asking = False
            match result:
                case _ if not (shiboken6.isValid(self) and shiboken6.isValid(host)):
                    return  # locked meanwhile
                case Ok(file):
                    self._open_withdrawal(host, file, number)
                case Err(problem):
                    self.failed.emit(problem)

        if not self._is_asking:
            self._is_asking = True
            self._context.session.flush()
            self._access.run(lambda vault: load_file(vault, consultation_id), on_loaded)

    def ask_addendum(self, host: QWidget, entry: DocumentEntry, patient_name: str) -> None:
        """Open the sheet in which an addendum to a document is written."""
        words, author = self._context.words, self._context.session.author
        name = author.name if author is not None else ""
        sheet = AddendumSheet(
            self._context.theme, words, host, number=entry.number, patient_name=patient_name, author=name
        )
        sheet.submitted.connect(lambda: self._write_addendum(sheet, entry.number))
        self._sheet = sheet
        sheet.open(sheet.first)

    def make_slip(self, consultation_id: str, withdrawal: Withdrawal) -> None:
        """Make the slip of a withdrawal that is recorded; also later, where it could not be made then."""
        at = self._context.clock()

        def on_ordered(result: Ok[FollowOrder] | Err) -> None:
            match result:
                case _ if not shiboken6.isValid(self):
                    return  # locked meanwhile: the slip can be made later
                case Ok(order):
                    self._make(order, self._on_slip_kept, self.slip_failed.emit)
                case Err(problem):
                    self.slip_failed.emit(problem)

        self._access.run(lambda vault: order_slip(vault, consultation_id, withdrawal, at), on_ordered)

    def _open_withdrawal(self, host: QWidget, file: ConsultationFile, number: str) -> None:
        titles = self._content.clause_titles
        subject = derive_subject(file.consultation, number, file.patient.name, titles)
        sheet = WithdrawalSheet(self._context.theme, self._context.words, host, subject, self._context.clock())
        sheet.submitted.connect(lambda: self._record(sheet))
        self._sheet = sheet
        sheet.open(sheet.first)

    def _record(self, sheet: WithdrawalSheet) -> None:
        withdrawal, visit_id = sheet.take(), sheet.subject.consultation_id
        sheet.show_busy(self._context.words("withdrawal.recording"))

        def on_recorded(result: Ok[Withdrawal] | Err) -> None:
            match result:
                case _ if not (shiboken6.isValid(self) and shiboken6.isValid(sheet)):
                    return  # locked meanwhile: what was recorded is recorded
                case Ok(kept):
                    sheet.end()
                    self._context.session.take_in_withdrawal(visit_id, kept)
                    self.recorded.emit(visit_id, kept)
                    self.make_slip(visit_id, kept)
                case Err(problem):
                    sheet.show_problem(problem)

        self._access.run(lambda vault: vault.record_withdrawal(visit_id, withdrawal), on_recorded)

    def _on_slip_kept(self, order: FollowOrder, rendered: MadePaper) -> None:
        self.slip_made.emit(rendered.pdf, order.number, rendered.stamp_problem)

    def _write_addendum(self, sheet: AddendumSheet, number: str) -> None:
        at, reason, text = self._context.clock(), sheet.reason, sheet.text
        sheet.show_busy(self._context.words("documents.loading"))

        def on_ordered(result: Ok[FollowOrder] | Err) -> None:
            match result:
                case _ if not (shiboken6.isValid(self) and shiboken6.isValid(sheet)):
                    return  # locked meanwhile
                case Ok(order):
                    self._make(
                        order, lambda made, paper: self._on_addendum_kept(sheet, made, paper), sheet.show_problem
                    )
                case Err(problem):
                    sheet.show_problem(problem)

        self._access.run(lambda vault: order_addendum(vault, number, reason, text, at), on_ordered)

    def _on_addendum_kept(self, sheet: AddendumSheet, order: FollowOrder, made: MadePaper) -> None:
        if shiboken6.isValid(sheet):
            sheet.end()
        self.addendum_made.emit(order.number, made.stamp_problem)

    def _make(
        self,
        order: FollowOrder,
        on_kept: Callable[[FollowOrder, MadePaper], None],
        on_failed: Callable[[Problem], None],
    ) -> None:
        """Render in the work lane, then keep; any failure ends it and leaves nothing kept."""
        content, fonts = self._content, self._fonts

        def on_rendered(result: Ok[MadePaper] | Err) -> None:
            match result:
                case _ if not shiboken6.isValid(self):
                    return
                case Ok(rendered):
                    versions = list_text_versions(order, content)
                    keep = partial(keep_paper, order=order, made=rendered, text_versions=versions)
                    self._access.run(keep, partial(on_done, rendered))
                case Err(problem):
                    on_failed(problem)

        def on_done(rendered: MadePaper, kept: Ok[None] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            if isinstance(kept, Err):
                on_failed(kept.problem)
            else:
                on_kept(order, rendered)

        self._context.runner.run(lambda: make_paper(order, content, fonts), on_rendered)
