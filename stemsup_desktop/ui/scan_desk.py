"""What follows a scanned code: the vault says what it is, then the page on show uses it, or the lot book opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.lots.scan_matching import ScanKind, ScanMatch, match_scan
from stemsup_desktop.consultation.lots.scans import ScannedCode, read_scan
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.page import Page, ScanAnswer
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState


@dataclass(frozen=True, slots=True)
class ScanNotice:
    """A sentence on a scan, and the next step that it offers; `act` is what `link` does."""

    state: TagState
    sentence: str
    link: str = ""
    act: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class ScanWays:
    """What the window does for a scan; all of it on its own thread."""

    find_page: Callable[[], Page[Any] | None]
    """Return the page on show, None where a sheet lies over it or the window is gone."""
    show_lot: Callable[[str], None]
    add_lot: Callable[[ScanMatch], None]
    add_product: Callable[[ScanMatch], None]
    say: Callable[[ScanNotice], None]


def look_up(vault: Vault, code: ScannedCode, today: date, consultation_id: str) -> ScanMatch:
    """Compare a code with the lot book as it is now; runs on the vault lane."""
    entries, products = vault.list_lots(), vault.list_products()
    found = match_scan(code, entries, today=today, products=products)
    if found.entry is None or not code.serial:
        return found
    vials = vault.list_vials(found.entry.lot.lot_id)
    return match_scan(code, entries, today=today, products=products, vials=vials, consultation_id=consultation_id)


class ScanDesk(QObject):
    """Takes codes one after the other; what cannot be read changes nothing and says why."""

    def __init__(self, context: PageContext, access: VaultAccess, ways: ScanWays, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._access = access
        self._ways = ways

    def take(self, text: str) -> None:
        """Read a code and do what it stands for."""
        try:
            code = read_scan(text)
        except Problem as problem:
            self._refuse(problem)
            return
        session, today = self._context.session, self._context.clock().date()
        visit_id = session.state.consultation.consultation_id if session.has_visit else ""

        def on_found(result: Ok[ScanMatch] | Err) -> None:
            is_here = session.has_visit and session.state.consultation.consultation_id == visit_id
            match result:
                case Ok(found) if is_here or not visit_id:
                    self._follow(found)
                case Err(problem):
                    self._refuse(problem)

        self._access.run(lambda vault: look_up(vault, code, today, visit_id), on_found)

    def _follow(self, found: ScanMatch) -> None:
        page = self._ways.find_page()
        if page is None:
            self._say(found, TagState.INFORMATION if found.is_usable else TagState.STOP)
            return
        if not found.is_usable:
            self._refuse_match(found, page)
            return
        answer = page.take_scan(found)
        if answer is None:
            self._open_lot(found, TagState.INFORMATION)
        elif answer.sentence:
            self._ways.say(self._make_notice(answer, found))

    def _refuse_match(self, found: ScanMatch, page: Page[Any]) -> None:
        """Say what is against a code; a page that has no use for scans gives way to the lot, if there is one."""
        kinds = {finding.kind for finding in found.findings}
        words = self._context.words
        if found.entry is not None and not page.takes_scans:
            self._open_lot(found, TagState.STOP)
        elif found.entry is not None:
            lot_id = found.entry.lot.lot_id
            self._say(found, TagState.STOP, words("lots.scan_open"), lambda: self._ways.show_lot(lot_id))
        elif ScanKind.LOT_UNKNOWN in kinds and found.product is not None and ScanKind.EXPIRED not in kinds:
            self._say(found, TagState.CAUTION, words("lots.scan_add_lot"), lambda: self._ways.add_lot(found))
        elif ScanKind.PRODUCT_UNKNOWN in kinds and ScanKind.EXPIRED not in kinds:
            self._say(found, TagState.CAUTION, words("lots.scan_add_product"), lambda: self._ways.add_product(found))
        else:
            self._say(found, TagState.STOP)

    def _open_lot(self, found: ScanMatch, state: TagState) -> None:
        if found.entry is not None:
            self._ways.show_lot(found.entry.lot.lot_id)
        self._say(found, state)

    def _make_notice(self, answer: ScanAnswer, found: ScanMatch) -> ScanNotice:
        entry = found.entry
        if answer.state is not TagState.STOP or entry is None:
            return ScanNotice(answer.state, answer.sentence)
        lot_id = entry.lot.lot_id
        link = self._context.words("lots.scan_open")
        return ScanNotice(answer.state, answer.sentence, link, lambda: self._ways.show_lot(lot_id))

    def _say(self, found: ScanMatch, state: TagState, link: str = "", act: Callable[[], None] | None = None) -> None:
        sentence = self._context.words.told(
            one.sentence.in_language(self._context.words.language) for one in found.findings
        )
        self._ways.say(ScanNotice(state, sentence, link, act))

    def _refuse(self, problem: Problem) -> None:
        self._ways.say(ScanNotice(TagState.STOP, self._context.words.sentence_of(problem)))
