"""Brings files into the vault and out of it for the questions of the checklist, none of it on the window's thread."""

from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from stemsup_desktop.documents.files import save_document
from stemsup_desktop.questionnaire.answers import AttachmentAnswer
from stemsup_desktop.questionnaire.attachments import find_sha256
from stemsup_desktop.questionnaire.file_kinds import find_ending
from stemsup_desktop.questionnaire.validation import check_answers
from stemsup_desktop.store.entries import Attachment, AttachmentSource
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.messages import BusyStrip
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.file_dialogs import choose_copy_path
from stemsup_desktop.ui.file_reading import ChosenFile, read_chosen_file
from stemsup_desktop.ui.image_preview import read_preview
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.pages.examination.answering import Recorder
from stemsup_desktop.ui.pages.examination.view_model import Key, RowView
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import VisitState


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A file that is to become an answer, with the visit as it was when it was chosen."""

    row: RowView
    path: Path
    state: VisitState

    @property
    def visit_id(self) -> str:
        return self.state.consultation.consultation_id

    def make_source(self, answer: AttachmentAnswer) -> AttachmentSource:
        return AttachmentSource(
            title=answer.title,
            content_type=answer.content_type,
            patient_id=self.state.patient.patient_id,
            consultation_id=self.visit_id,
            added_by=self.state.by,
        )


class FileDesk(QObject):
    """Reads, keeps and records chosen files one after the other; a file is recorded only once the vault holds it.

    Recording needs no page: a file that was chosen becomes an answer also where the page was made anew meanwhile.
    """

    refused = Signal(object, str)
    """The key of a row, and why files of it were not taken or not saved."""
    copied = Signal(object, object)
    """The key of a row, and the answer of which a copy was saved."""
    previewed = Signal(object, object, QImage)

    def __init__(self, context: PageContext, access: VaultAccess, recorder: Recorder, busy: BusyStrip) -> None:
        super().__init__(busy)
        self._context = context
        self._access = access
        self._recorder = recorder
        self._busy = busy
        self._waiting: deque[_Incoming] = deque()
        self._refusals: dict[Key, tuple[str, ...]] = {}
        self._control: JobControl | None = None
        busy.cancel_requested.connect(self.cancel)

    def add(self, row: RowView, paths: tuple[Path, ...]) -> None:
        """Take files in as answers to a question."""
        self._waiting.extend(_Incoming(row, path, self._context.session.state) for path in paths)
        if self._control is None:
            self._read_next()

    def cancel(self) -> None:
        """Take in nothing more; what the vault holds already stays."""
        self._waiting.clear()
        if self._control is not None:
            self._control.cancel()
        self._end()

    def save_copy(self, row: RowView, answer: AttachmentAnswer, parent: QWidget) -> None:
        """Ask where a copy goes, and write it there."""
        name = f"attachment.{find_ending(answer.content_type)}"
        title = self._context.words("examination.save_copy")
        choose_copy_path(parent, name, title, lambda path: self._load_for_copy(row.key, answer, path))

    def preview(self, key: Key, answer: AttachmentAnswer, side_px: int) -> None:
        """Make a small picture of a file; where that is not possible nothing comes."""

        def on_loaded(result: Ok[bytes] | Err) -> None:
            if isinstance(result, Ok):
                work = partial(read_preview, result.value, answer.content_type, side_px)
                self._context.runner.run(work, on_read)

        def on_read(result: Ok[QImage] | Err) -> None:
            if isinstance(result, Ok) and shiboken6.isValid(self):
                self.previewed.emit(key, answer, result.value)

        self._access.run(partial(_load, answer=answer), on_loaded)

    # In

    def _read_next(self) -> None:
        if not self._waiting:
            self._end()
            return
        one = self._waiting.popleft()
        control = self._control = JobControl()
        if shiboken6.isValid(self._busy):
            self._busy.start(self._context.words("examination.adding_file"), can_cancel=True)
        self._context.runner.run(
            partial(read_chosen_file, one.path, control.report),
            lambda result: self._on_read(one, control, result),
            control=control,
            on_progress=self._show_progress,
        )

    def _on_read(self, one: _Incoming, control: JobControl, result: Ok[ChosenFile] | Err) -> None:
        match result:
            case Err(problem):
                self._refuse(one.row, self._context.words.sentence_of(problem))
            case Ok(chosen):
                refusal = self._judge(one.row, chosen.answer)
                if refusal:
                    self._refuse(one.row, refusal)
                else:
                    self._keep(one, control, chosen)

    def _keep(self, one: _Incoming, control: JobControl, chosen: ChosenFile) -> None:
        access, source = self._access, one.make_source(chosen.answer)

        def work() -> Attachment:
            return access.get_vault().add_attachment(chosen.data, source)

        def on_kept(result: Ok[Attachment] | Err) -> None:
            if isinstance(result, Err):
                sentence = self._context.words.sentence_of(result.problem)
            else:
                sentence = self._record(one, chosen.answer)
            if sentence:
                self._refuse(one.row, sentence)
            else:
                self._read_next()

        self._context.runner.run(work, on_kept, lane=Lane.VAULT, control=control)

    def _record(self, one: _Incoming, answer: AttachmentAnswer) -> str:
        """Record a file that the vault holds, if its visit is still the open one; return why it is not possible."""
        session, row = self._context.session, one.row
        if not session.has_visit or session.state.consultation.consultation_id != one.visit_id:
            return ""
        if not row.item.repeats:
            return self._recorder.record(row, (answer,))
        responses = session.state.consultation.examination.responses
        here = (row.link_id, row.place)
        before = next((given.answers for given in responses if (given.link_id, given.place) == here), ())
        return self._recorder.record(row, before if answer in before else (*before, answer))

    def _judge(self, row: RowView, answer: AttachmentAnswer) -> str:
        """Return why a file is not possible here, before the vault keeps it for ever."""
        language = self._context.words.language
        problems = (one for one in check_answers(row.item, (answer,)) if one.code != "too-few")
        return next((one.message.in_language(language) for one in problems if one.severity == "refuse"), "")

    def _refuse(self, row: RowView, sentence: str) -> None:
        """Note why a file was not taken. It is said after the last one: a row that shows a new answer forgets it."""
        said = self._refusals.get(row.key, ())
        self._refusals[row.key] = said if sentence in said else (*said, sentence)
        self._read_next()

    def _end(self) -> None:
        self._control = None
        refusals, self._refusals = self._refusals, {}
        if not shiboken6.isValid(self):
            return
        self._busy.stop()
        for key, sentences in refusals.items():
            self.refused.emit(key, self._context.words.told(sentences))

    def _show_progress(self, done: int, total: int) -> None:
        if shiboken6.isValid(self._busy):
            self._busy.show_progress(done, total)

    # Out

    def _load_for_copy(self, key: Key, answer: AttachmentAnswer, path: Path) -> None:
        def on_loaded(result: Ok[bytes] | Err) -> None:
            if isinstance(result, Ok):
                self._context.runner.run(partial(save_document, result.value, path), on_saved)
            else:
                on_saved(result)

        def on_saved(result: Ok[None] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            if isinstance(result, Ok):
                self.copied.emit(key, answer)
            else:
                self.refused.emit(key, self._context.words.sentence_of(result.problem))

        self._access.run(partial(_load, answer=answer), on_loaded)


def _load(vault: Vault, answer: AttachmentAnswer) -> bytes:
    """Return the bytes of an answer; the address of one from elsewhere is of no file here."""
    return vault.get_attachment(find_sha256(answer) or "")[1]
