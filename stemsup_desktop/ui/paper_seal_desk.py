"""Seals a consent that was signed in ink, once every signed page is attached: the printed original with its scans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.documents.document_model import AttachedFile
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.stamping import StampedFile, seal_file
from stemsup_desktop.ui.vault_access import VaultAccess

_REASON = Text("Consent, signed in ink", "紙に署名された同意書")
_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_PAGE = Text("Signed page {page}", "署名された用紙の{page}ページ目")

SignedPages = Sequence[tuple[str, bytes]]
"""Media type and bytes of every page that came back, in the order of the document."""


@dataclass(frozen=True, slots=True)
class PaperToSeal:
    """What the vault gives: the document as it was printed, the pages that came back, and what to seal with."""

    number: str
    language: Language
    pdf: bytes
    pages: SignedPages
    key: SealKey
    time_stamp_url: str | None = None


class PaperSealDesk(QObject):
    """`changed` says that `is_busy` is another. Pages come from the vault, the seal is made in the work lane."""

    changed = Signal()

    def __init__(self, context: PageContext, access: VaultAccess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._access = access
        self.is_busy = False

    def seal(self, number: str, on_sealed: Callable[[Ok[StampedFile] | Err], None]) -> None:
        """Seal the document under which consent in ink is recorded, whether its visit is open or not.

        Fails with `InputProblem` scans-missing without its pages, consent-not-recorded while its visit does not name it
        as signed in ink, seal-key-missing, physician-only, document-sealed, and with what vault and disk say: nothing
        is kept then.
        """
        if self.is_busy:
            return
        self._set_busy(is_busy=True)
        now = self._context.clock()
        self._context.session.flush()

        def finish(result: Ok[StampedFile] | Err) -> None:
            if shiboken6.isValid(self):
                self._set_busy(is_busy=False)
                on_sealed(result)

        def on_loaded(result: Ok[PaperToSeal] | Err) -> None:
            match result:
                case Ok(paper):
                    self._context.runner.run(lambda: seal_paper(paper, now), on_made)
                case Err():
                    finish(result)

        def on_made(result: Ok[StampedFile] | Err) -> None:
            match result:
                case Ok(made):
                    sealed = made.sealed

                    def on_kept(kept: Ok[None] | Err) -> None:
                        if isinstance(kept, Ok):
                            self._context.session.note_sealed(number)
                        finish(result if isinstance(kept, Ok) else kept)

                    self._access.run(
                        lambda vault: vault.save_seal(number, sealed.pdf, sealed.certificate_sha256, sealed.sealed_at),
                        on_kept,
                    )
                case Err():
                    finish(result)

        self._access.run(lambda vault: load_paper(vault, number), on_loaded)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.changed.emit()


def load_signed_pages(vault: Vault, number: str) -> SignedPages:
    """Return the pages of a document as they were attached last, all of them or none; raises attachment-damaged."""
    kept = vault.list_scans(number)
    pages = (vault.load_scan(one.number, one.page, one.filing) for one in kept if one.filing == kept[0].filing)
    return tuple((page.media_type, data) for page, data in pages)


def load_paper(vault: Vault, number: str) -> PaperToSeal:
    """Return what is sealed of a document on paper.

    Raises `InputProblem` document-sealed, consent-not-recorded, scans-missing, seal-key-missing, physician-only.
    """
    if vault.find_seal(number) is not None:
        raise InputProblem("document-sealed", "This document is sealed already.")
    record, pdf = vault.load_document(number)
    given = vault.load_consultation(record.consultation_id).consent.signature
    if given is None or given.document_number != number or given.medium != "paper":
        raise InputProblem("consent-not-recorded", "Record first that this form was signed.")
    key = vault.load_seal_key(record.kind)
    pages = load_signed_pages(vault, number)
    if not pages:
        raise InputProblem("scans-missing", "The signed pages have not come back yet. Take them in, then seal.")
    url = vault.load_time_stamp_service().url
    return PaperToSeal(number, record.language.leading, pdf, pages, key, url or None)


def seal_paper(paper: PaperToSeal, at: datetime) -> StampedFile:
    """Return the sealed file: the printed document byte for byte, its signed pages, and the seal over both."""
    from stemsup_desktop.documents.sealing.paper_seal import make_paper_seal_input  # late: half a second of imports

    scans = tuple(
        AttachedFile(
            name=f"signed-page-{number:03}.{_EXTENSIONS[media_type]}",
            media_type=media_type,
            description=_PAGE.in_language(paper.language).format(page=number),
            relationship="Source",
            data=data,
        )
        for number, (media_type, data) in enumerate(paper.pages, 1)
    )
    whole = make_paper_seal_input(paper.pdf, scans, at)
    return seal_file(whole, paper.key, _REASON.in_language(paper.language), at, paper.time_stamp_url)
