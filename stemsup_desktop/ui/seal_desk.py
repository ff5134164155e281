"""Seals the consent that was signed on screen: number, page with its marks, seal, and all of it into the vault at once.

A step that fails, or that the program does not live to finish, leaves nothing sealed: only a number that is not used.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.carry_over import without_carried
from stemsup_desktop.consultation.record import GivenConsent
from stemsup_desktop.consultation.signing_roles import get_consent_form
from stemsup_desktop.consultation.signing_seal import make_screen_consent, with_screen_consent
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import assemble_consents, is_signed_anew
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobControl, Ok
from stemsup_desktop.ui.paper_view import make_blank_form
from stemsup_desktop.ui.press import PaperSource, Press, PressTools, SealedPaper, take_tools
from stemsup_desktop.ui.vault_access import VaultAccess


class SealStage(StrEnum):
    """How far the sealing of a document is; what is being kept can no longer be called off."""

    IDLE = "idle"
    PREPARING = "preparing"
    SEALING = "sealing"
    KEEPING = "keeping"


@dataclass(frozen=True, slots=True)
class SealState:
    """What a page shows of it: the stage, and why the last try sealed nothing."""

    stage: SealStage = SealStage.IDLE
    problem: Problem | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a document is being sealed."""
        return self.stage is not SealStage.IDLE

    @property
    def can_cancel(self) -> bool:
        """Whether it can still be called off."""
        return self.stage in (SealStage.PREPARING, SealStage.SEALING)


@dataclass(frozen=True, slots=True)
class SealedConsent:
    """A sealed consent form and the consent that it records."""

    paper: SealedPaper
    given: GivenConsent


Deliver = Callable[[Ok[SealedConsent] | Err], None]


class SealDesk(QObject):
    """`changed` says that `state` is another one. Pages are made and sealed in the work lane, the vault has its own."""

    changed = Signal()

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        fonts: FontFolder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._content = content
        self._access = access
        self._press = Press(content, fonts)
        self._state = SealState()
        self._control: JobControl | None = None

    @property
    def state(self) -> SealState:
        """How the sealing stands."""
        return self._state

    def seal(self, on_sealed: Deliver) -> None:
        """Seal the open visit's consent as it is signed now; it is recorded in the visit before `on_sealed` is called.

        Fails with `InputProblem` signature-incomplete (names everything missing), consent-given, seal-key-missing,
        physician-only, record-changed if the visit was changed meanwhile, and with what vault and disk say. `on_sealed`
        is not called after `cancel`.
        """
        if self._state.is_busy:
            return
        run = _SealingRun(self, on_sealed)
        self._show(SealState(SealStage.PREPARING))
        run.start()

    def cancel(self) -> None:
        """Call the sealing off while nothing is kept yet: nothing is sealed, and the marks stay as they are."""
        if self._state.can_cancel:
            if self._control is not None:
                self._control.cancel()
            self._show(SealState())

    def _show(self, state: SealState) -> None:
        self._state = state
        self.changed.emit()


class _SealingRun:
    """One way of one consent from the visit to the vault."""

    def __init__(self, desk: SealDesk, deliver: Deliver) -> None:
        self._desk = desk
        self._deliver = deliver
        state = desk._context.session.state
        self._now = desk._context.clock()
        self._file = without_carried(state.file)
        self._visit = state.consultation
        self._gate = state.gate
        self._text = state.get_consent_text(desk._content.consent)
        self._language = get_consent_form(self._file)
        self._clinical = desk._context.session.clinical

    def start(self) -> None:
        """Ask the vault for what is needed; everything typed is written first."""
        desk = self._desk
        desk._context.session.flush()
        year = self._now.year
        desk._control = desk._access.run(
            lambda vault: take_tools(vault, DocumentKind.CONSENT, year, wants_seal=True), self._on_tools
        )

    def _on_tools(self, result: Ok[PressTools] | Err) -> None:
        if not self._goes_on(result):
            return
        match result:
            case Ok(tools):
                self._desk._show(SealState(SealStage.SEALING))
                self._desk._control = self._desk._context.runner.run(lambda: self._make(tools), self._on_made)

    def _make(self, tools: PressTools) -> SealedConsent:
        content = replace(self._desk._content, clinical=self._clinical, consent=self._text)
        consents = assemble_consents(self._file, self._gate, content)
        given = make_screen_consent(self._file, self._gate, content.consent, consents, tools.number, self._now)
        # What is done in the treatment room later is on no form: a form that is printed again is the same one.
        is_anew = is_signed_anew(self._file, self._text)
        form = make_blank_form(self._file, is_to_sign_anew=is_anew, keeps_marks=True)
        source = PaperSource(Paper.CONSENT, form, self._gate, self._language, self._clinical, self._text)
        return SealedConsent(self._desk._press.seal(source, tools, self._now), given)

    def _on_made(self, result: Ok[SealedConsent] | Err) -> None:
        if not self._goes_on(result):
            return
        match result:
            case Ok(made):
                after = with_screen_consent(self._visit, made.given)
                paper, signed = made.paper, self._visit
                self._desk._show(SealState(SealStage.KEEPING))
                self._desk._access.run(
                    lambda vault: vault.keep_sealed_consent(paper.record, paper.pdf, paper.sealed, signed, after),
                    lambda kept: self._on_kept(made, kept),
                )

    def _on_kept(self, made: SealedConsent, result: Ok[None] | Err) -> None:
        session = self._desk._context.session
        if not shiboken6.isValid(self._desk):
            return
        if isinstance(result, Err):
            self._goes_on(result)
            return
        self._desk._state = SealState()  # so that what shows the consent as it comes shows no sealing any more
        if session.has_visit and session.state.consultation.consultation_id == self._visit.consultation_id:
            session.take_in_consent(with_screen_consent(self._visit, made.given))
        self._desk._show(SealState())
        self._deliver(Ok(made))

    def _goes_on(self, result: Ok[Any] | Err) -> bool:
        """Say whether the next step is due; a failure is shown and delivered, what was called off is neither."""
        if not shiboken6.isValid(self._desk) or not self._desk._state.is_busy:
            return False
        match result:
            case Ok():
                return True
            case Err(problem):
                self._desk._show(SealState(problem=problem))
                self._deliver(Err(problem))
        return False
