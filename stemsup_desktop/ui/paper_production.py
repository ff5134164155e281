"""The way of one document from the visit through number, press and seal into the vault, and out to be handed over."""

from collections.abc import Callable
from dataclasses import dataclass

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.errors import Problem
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_loose_number
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.paper_view import KINDS
from stemsup_desktop.ui.press import (
    PaperSource,
    Press,
    PressTools,
    SealedPaper,
    find_latest,
    list_documents,
    make_record,
    take_tools,
)
from stemsup_desktop.ui.vault_access import VaultAccess


@dataclass(frozen=True, slots=True)
class Produced:
    """A document to print or save; a draft is not kept, a copy was kept before."""

    pdf: bytes
    number: str
    is_draft: bool = False
    is_copy: bool = False
    stamp_problem: Problem | None = None
    """Why its seal has no time stamp though the clinic has a service."""

    @property
    def kept_number(self) -> str:
        """The number under which the vault keeps it, or empty."""
        return "" if self.is_draft else self.number


Deliver = Callable[[Ok[Produced] | Err], None]


def load_newest(vault: Vault, again: RenderedDocument) -> Produced:
    """Return a kept document to hand out once more, with its seal where it has one."""
    number = again.document_number
    pdf = again.pdf if vault.find_seal(number) is None else vault.load_sealed(number)
    return Produced(pdf, number, is_copy=True)


class Production:
    """The way of one document from the vault's list through number and press into the vault; any failure ends it."""

    def __init__(
        self, source: PaperSource, press: Press, context: PageContext, access: VaultAccess, deliver: Deliver
    ) -> None:
        self._source = source
        self._press = press
        self._runner = context.runner
        self._access = access
        self._deliver = deliver
        self._now = context.clock()
        # A consent is sealed once it is signed; what staff print says that it is not sealed.
        self._wants_seal = source.paper is Paper.SUMMARY and context.session.may(Right.DECIDE)

    def start(self) -> None:
        """Begin: a draft is only rendered, anything else is looked up first."""
        source, press, now = self._source, self._press, self._now
        if source.is_draft or source.gate.verdict is Verdict.STOP:
            number = make_loose_number(source.paper, source.file)
            self._runner.run(lambda: press.render(source, number, now), self._on_draft)
            return
        if source.sealed_number:
            sealed = source.sealed_number
            self._access.run(lambda vault: Produced(vault.load_sealed(sealed), sealed, is_copy=True), self._deliver)
            return
        patient_id, visit_id = source.file.patient.patient_id, source.file.consultation.consultation_id
        self._access.run(lambda vault: list_documents(vault, patient_id, visit_id), self._on_listed)

    def _on_draft(self, result: Ok[RenderedDocument] | Err) -> None:
        match result:
            case Ok(rendered):
                self._deliver(Ok(Produced(rendered.pdf, rendered.document_number, is_draft=True)))
            case Err():
                self._deliver(result)

    def _on_listed(self, result: Ok[tuple[DocumentEntry, ...]] | Err) -> None:
        source, press, now = self._source, self._press, self._now
        match result:
            case Ok(documents):
                kept = find_latest(documents, source)
                self._runner.run(lambda: (press.render_again(source, kept, now),), self._on_compared)
            case Err():
                self._deliver(result)

    def _on_compared(self, result: Ok[tuple[RenderedDocument | None]] | Err) -> None:
        kind, year = KINDS[self._source.paper], self._now.year
        match result:
            case Ok((RenderedDocument() as again,)):
                self._access.run(lambda vault: load_newest(vault, again), self._deliver)
            case Ok():
                wants_seal = self._wants_seal
                self._access.run(lambda vault: take_tools(vault, kind, year, wants_seal=wants_seal), self._on_tools)
            case Err():
                self._deliver(result)

    def _on_tools(self, result: Ok[PressTools] | Err) -> None:
        source, press, now = self._source, self._press, self._now
        match result:
            case Ok(tools) if tools.key is not None:
                self._runner.run(lambda: press.seal(source, tools, now), self._on_sealed)
            case Ok(tools):
                number, head = tools.number, tools.head
                self._runner.run(
                    lambda: (press.render(source, number, now, head=head), press.list_text_versions(source)),
                    lambda rendered: self._on_rendered(rendered, head),
                )
            case Err():
                self._deliver(result)

    def _on_sealed(self, result: Ok[SealedPaper] | Err) -> None:
        match result:
            case Ok(paper):
                produced = Produced(paper.sealed.pdf, paper.record.number, stamp_problem=paper.stamp_problem)

                def on_kept(kept: Ok[None] | Err) -> None:
                    self._deliver(Ok(produced) if isinstance(kept, Ok) else kept)

                self._access.run(
                    lambda vault: vault.keep_sealed_document(paper.record, paper.pdf, paper.sealed), on_kept
                )
            case Err():
                self._deliver(result)

    def _on_rendered(self, result: Ok[tuple[RenderedDocument, tuple[str, ...]]] | Err, head: AuditHead) -> None:
        match result:
            case Ok((rendered, text_versions)):
                record = make_record(self._source, rendered, text_versions, self._now, head)
                produced = Produced(rendered.pdf, rendered.document_number)

                def on_kept(kept: Ok[None] | Err) -> None:
                    self._deliver(Ok(produced) if isinstance(kept, Ok) else kept)

                self._access.run(lambda vault: vault.save_document(record, rendered.pdf), on_kept)
            case Err():
                self._deliver(result)
