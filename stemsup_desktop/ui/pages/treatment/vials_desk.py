"""The work at the vials of step 6: the vault gives a vial first, then the record names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.lots.lot_model import LotEntry, Vial
from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.treatment_model import Treatment, VialUsed
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.lots.book_keeper import NO_LOTS, KnownLots, LotBookKeeper
from stemsup_desktop.ui.page import Page, ScanAnswer
from stemsup_desktop.ui.pages.treatment.changes import with_vial, with_vial_changed, without_vial
from stemsup_desktop.ui.pages.treatment.vials_part import VialsPart
from stemsup_desktop.ui.pages.treatment.vials_view import VialsView, derive_vials, find_lot
from stemsup_desktop.ui.vault_access import VaultAccess

Change = Callable[..., None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A vial that is asked for: for which visit, of which lot, by which route."""

    visit_id: str
    lot_id: str
    lot_number: str
    vial: str
    route: Route


class VialsDesk(QObject):
    """Without `book` or `access` vials are recorded by lot number alone."""

    changed = Signal()

    def __init__(
        self,
        page: Page[Any],
        part: VialsPart,
        content: Content,
        change: Change,
        is_locked: Callable[[], bool],
        book: LotBookKeeper | None,
        access: VaultAccess | None,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._part = part
        self._content = content
        self._change = change
        self._is_locked = is_locked
        self._book = book
        self._access = access
        self._is_taking = False
        part.vial_wanted.connect(self._on_wanted)
        part.vial_changed.connect(self._on_changed)
        part.remove_requested.connect(self._on_removed)
        if book is not None:
            book.changed.connect(self.changed)

    @property
    def _visit(self) -> Consultation:
        return self._page.context.session.state.consultation

    def refresh(self) -> None:
        """Read the lot book anew."""
        if self._book is not None:
            self._book.refresh()

    def derive(self) -> VialsView:
        """Derive the vials of the open visit."""
        return derive_vials(self._visit, self._get_lots(), self._content, self._page.words)

    def take_scan(self, match: ScanMatch) -> ScanAnswer:
        """Take the vial of a code that names a usable lot; the answer says why not, or nothing while the vault does."""
        words, entry = self._page.words, match.entry
        if entry is None:
            return ScanAnswer(TagState.STOP, match.sentence.in_language(words.language))
        found, number = find_lot(self._visit, self._get_lots())
        if found is None or found.lot.lot_id != entry.lot.lot_id:
            key = "treatment.scan_other_lot" if number else "treatment.scan_no_plan"
            return ScanAnswer(TagState.STOP, words(key, lot=entry.lot.number, planned=number))
        if self._is_locked():
            return ScanAnswer(TagState.OPEN, words("treatment.scan_locked", lot=entry.lot.number))
        if not match.code.serial:
            return ScanAnswer(TagState.OPEN, words("treatment.scan_no_serial", lot=entry.lot.number))
        route = self._part.get_route()
        if route is None:
            return ScanAnswer(TagState.OPEN, words("treatment.vial_no_route"))
        self._take(self._make_wanted(entry, match.code.serial, route))
        return ScanAnswer(TagState.CLEAR)

    def _get_lots(self) -> KnownLots:
        return NO_LOTS if self._book is None else self._book.lots

    def _make_wanted(self, entry: LotEntry, vial: str, route: Route) -> _Wanted:
        return _Wanted(self._visit.consultation_id, entry.lot.lot_id, entry.lot.number, vial, route)

    def _on_wanted(self, vial: str, route: Route) -> None:
        entry, number = find_lot(self._visit, self._get_lots())
        vial = normalise_text(vial)
        if entry is not None:
            self._take(self._make_wanted(entry, vial, route))
        elif number:
            self._record(_Wanted(self._visit.consultation_id, "", number, vial, route))

    def _take(self, wanted: _Wanted) -> None:
        """Ask the vault for a vial: it refuses one that another visit has, whatever this window knows."""
        access = self._access
        if self._is_taking or access is None or self._is_locked():
            return
        self._is_taking = True
        self._part.say(TagState.INFORMATION, "")

        def on_taken(result: Ok[Vial] | Err) -> None:
            self._is_taking = False
            match result:
                case Ok():
                    self._on_taken(wanted)
                case Err(problem):
                    words = self._page.words
                    reason = words.sentence_of(problem)
                    sentence = words("treatment.vial_refused", vial=wanted.vial, lot=wanted.lot_number, reason=reason)
                    self._part.say(TagState.STOP, sentence)
                    self.refresh()

        self._page.run_job(
            lambda: access.get_vault().take_vial(wanted.lot_id, wanted.vial, wanted.visit_id),
            on_taken,
            lane=Lane.VAULT,
        )

    def _on_taken(self, wanted: _Wanted) -> None:
        """Record a vial that the vault gave; where it cannot be recorded any more, give it back."""
        session = self._page.context.session
        is_here = session.has_visit and self._visit.consultation_id == wanted.visit_id
        if is_here and not self._is_locked():
            self._record(wanted)
        elif self._access is not None:
            vault = self._access
            self._page.run_job(
                lambda: vault.get_vault().release_vial(wanted.lot_id, wanted.vial, wanted.visit_id),
                lambda _: self.refresh(),
                lane=Lane.VAULT,
            )

    def _record(self, wanted: _Wanted) -> None:
        entry = self._get_lots().find(wanted.lot_id) if wanted.lot_id else None
        expires = None if entry is None else entry.lot.expires_on
        made = VialUsed(wanted.lot_number, wanted.vial, wanted.route, wanted.lot_id, expires)
        known = {(one.lot_id, one.lot_number, one.vial) for one in self._visit.treatment.vials}
        words = self._page.words
        if (made.lot_id, made.lot_number, made.vial) in known:
            self._part.say(TagState.CAUTION, words("treatment.vial_here", vial=wanted.vial, lot=wanted.lot_number))
            return
        self._change("vial_taken", lambda treatment: with_vial(treatment, made))
        self._part.clear_choice()
        self._part.say(TagState.CLEAR, words("treatment.vial_taken", vial=wanted.vial, lot=wanted.lot_number))
        target = f"vial:{len(self._visit.treatment.vials) - 1}:drawn_up_ml"
        self._page.jump_to(target)
        QTimer.singleShot(0, self, lambda: self._page.jump_to(target))  # the new card has its place a moment later

    def _on_changed(self, position: int, field: str, value: object) -> None:
        def make(treatment: Treatment) -> Treatment:
            return with_vial_changed(treatment, position, **{field: value})

        self._change("vials", make, f"treatment.vials.{position}.{field}")

    def _on_removed(self, position: int) -> None:
        """Take a vial out of the record; the save that follows gives it back to the lot."""
        self._part.say(TagState.INFORMATION, "")
        self._change("vial_removed", lambda treatment: without_vial(treatment, position), is_announced=True)
