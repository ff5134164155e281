"""Looks at files one after the other, off the GUI thread: each is read, asked about at the vault, and judged."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from stemsup_desktop.clinic_seal import read_pdf
from stemsup_desktop.consultation.seal_model import KnownSeals, SealReport
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.verify_view import FileAnswer

OnAnswer = Callable[[FileAnswer], None]


class FileChecker(QObject):
    """`check` calls `on_answer` once for each file, in their order, unless `stop` came before."""

    def __init__(self, access: VaultAccess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._access = access
        self._round = 0

    def check(self, paths: tuple[Path, ...], on_answer: OnAnswer) -> None:
        """Look at files; what was under way before is stopped."""
        self._round += 1
        self._look(self._round, paths, on_answer)

    def stop(self) -> None:
        """Answer no more."""
        self._round += 1

    def _look(self, turn: int, paths: tuple[Path, ...], on_answer: OnAnswer) -> None:
        if turn != self._round or not paths:
            return
        path, rest = paths[0], paths[1:]

        def answer(result: Ok[SealReport] | Err) -> None:
            if turn == self._round:
                on_answer(FileAnswer(path, result.problem if isinstance(result, Err) else result.value))
                self._look(turn, rest, on_answer)

        def on_known(pdf: bytes, result: Ok[KnownSeals] | Err) -> None:
            match result:
                case Ok(known):
                    now = self._access.clock()
                    self._access.runner.run(lambda: _judge(pdf, known, now), answer, lane=Lane.WORK)
                case Err():
                    answer(result)

        def on_read(result: Ok[tuple[bytes, str]] | Err) -> None:
            match result:
                case Ok((pdf, number)):
                    self._access.run(lambda vault: vault.load_known_seals(number), lambda known: on_known(pdf, known))
                case Err():
                    answer(result)

        self._access.runner.run(lambda: _read(path), on_read, lane=Lane.WORK)


def _read(path: Path) -> tuple[bytes, str]:
    from stemsup_desktop.documents.sealing.verification import find_document_number

    pdf = read_pdf(path)
    return pdf, find_document_number(pdf)


def _judge(pdf: bytes, known: KnownSeals, now: datetime) -> SealReport:
    from stemsup_desktop.documents.sealing.verification import verify_pdf

    return verify_pdf(pdf, known, now)
