"""How the consent on show is sealed; one signed in ink is sealed once a physician looks and its pages are there."""

from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.seal_shelf import SealEntry
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.paper_seal_desk import PaperSealDesk
from stemsup_desktop.ui.stamping import StampedFile, say_stamp
from stemsup_desktop.ui.vault_access import VaultAccess


@dataclass(frozen=True, slots=True)
class SealFacts:
    """What the vault says of a document: its seal, and whether its signed pages and a key are there."""

    seal: SealEntry | None
    has_pages: bool
    has_key: bool


def load_seal_facts(vault: Vault, number: str) -> SealFacts:
    """Return what is known of the seal of a document."""
    return SealFacts(vault.find_seal(number), bool(vault.list_scans(number)), vault.has_seal_key())


class SealLook(QObject):
    """`changed` says that `certificate`, `why_not` or `caution` is another one."""

    changed = Signal()

    def __init__(self, context: PageContext, access: VaultAccess, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._access = access
        self._desk = PaperSealDesk(context, access, self)
        self._number = ""
        self.certificate = ""
        """The fingerprint of what it was sealed with, empty until the vault has said it."""
        self.why_not = ""
        """Why what was signed in ink is not sealed yet, in words."""
        self.caution = ""
        """What is to be said of a seal that was made just now."""

    def look(self, number: str, *, is_on_paper: bool) -> None:
        """Look, once, at the seal of a document; an empty number looks at none."""
        if number == self._number:
            return
        self._number, self.certificate, self.why_not, self.caution = number, "", "", ""

        def on_found(result: Ok[SealFacts] | Err) -> None:
            if not shiboken6.isValid(self) or number != self._number:
                return
            match result:
                case Ok(SealFacts(seal=SealEntry() as seal)):
                    self._take(seal.certificate_sha256)
                case Ok(facts) if is_on_paper:
                    self._seal(number, facts)
                case Err(problem):
                    self._fail(problem)

        if number:
            self._access.run(lambda vault: load_seal_facts(vault, number), on_found)

    def look_again(self) -> None:
        """Let the next look ask the vault again, unless what is on show is sealed."""
        if not self.certificate and not self._desk.is_busy:
            self._number = ""

    def say(self, caution: str) -> None:
        """Say something of a seal that was made just now."""
        if caution != self.caution:
            self.caution = caution
            self.changed.emit()

    def _seal(self, number: str, facts: SealFacts) -> None:
        words = self._context.words
        if not facts.has_pages:
            self._wait(words("consent.seal_wants_pages"))
        elif not self._context.session.may(Right.DECIDE):
            self._wait(words("consent.seal_physician"))
        elif not facts.has_key:
            self._wait(words("problem.seal-key-missing"))
        else:
            self._desk.seal(number, lambda result: self._on_sealed(number, result))

    def _on_sealed(self, number: str, result: Ok[StampedFile] | Err) -> None:
        if number != self._number:
            return
        match result:
            case Ok(made):
                self.caution = say_stamp(made.stamp_problem, self._context.words)
                self._take(made.sealed.certificate_sha256)
            case Err(problem):
                self._fail(problem)

    def _take(self, certificate: str) -> None:
        self.certificate, self.why_not = certificate, ""
        self.changed.emit()

    def _fail(self, problem: Problem) -> None:
        self._wait(self._context.words.sentence_of(problem))

    def _wait(self, sentence: str) -> None:
        self.why_not = sentence
        self.changed.emit()
