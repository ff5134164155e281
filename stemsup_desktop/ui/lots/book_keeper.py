"""Keeps for the pages of a visit what the lot book holds: asked of the vault on its own lane, never waited for."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.lots.lot_model import LotEntry, LotProduct, Vial
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.named_lots import NamedLot, list_named_lots
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import SaveKind, SaveState


@dataclass(frozen=True, slots=True)
class KnownLots:
    """The lot book as it was last read; `vials` are those of the lots that the open visit names, as far as gone."""

    products: tuple[LotProduct, ...] = ()
    entries: tuple[LotEntry, ...] = ()
    vials: tuple[Vial, ...] = ()

    def find(self, lot_id: str) -> LotEntry | None:
        """Find a lot by its id."""
        return next((entry for entry in self.entries if entry.lot.lot_id == lot_id), None)

    def find_named(self, lot_id: str, number: str) -> LotEntry | None:
        """Find a lot by its id, or without one by its number if only one lot has it."""
        if lot_id:
            return self.find(lot_id)
        folded = fold_lot_number(number)
        found = [entry for entry in self.entries if folded and fold_lot_number(entry.lot.number) == folded]
        return found[0] if len(found) == 1 else None


NO_LOTS = KnownLots()


def load_known(vault: Vault, named: tuple[NamedLot, ...]) -> KnownLots:
    """Read the lot book, and of the lots that are named the vials whose fate is known."""
    known = KnownLots(vault.list_products(), vault.list_lots())
    found = (known.find_named(lot_id, number) for lot_id, number in named)
    ids = dict.fromkeys(entry.lot.lot_id for entry in found if entry is not None)
    vials = tuple(vial for lot_id in ids for vial in vault.list_vials(lot_id))
    return KnownLots(known.products, known.entries, vials)


class LotBookKeeper(QObject):
    """`lots` is empty until the vault has answered once, and for whoever may not see the lot book."""

    changed = Signal()

    def __init__(self, session: Session, access: VaultAccess, say: Callable[[Problem], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._access = access
        self._say = say
        self.lots = NO_LOTS
        self._asked: tuple[object, ...] | None = None
        self._is_asking = False
        self._is_to_ask_again = False
        session.state_changed.connect(self._on_state_changed)
        session.save_state_changed.connect(self._on_save_state_changed)

    @property
    def may_read(self) -> bool:
        """Whether whoever signed in may see the lot book."""
        return self._session.may(Right.PATIENTS)

    def refresh(self) -> None:
        """Read the lot book; while an answer is waited for, it is asked once more after it."""
        if not self.may_read:
            return
        if self._is_asking:
            self._is_to_ask_again = True
            return
        self._is_asking = True
        self._asked = self._make_asked()
        named = self._list_named()
        self._access.run(lambda vault: load_known(vault, named), self._on_read)

    def _on_read(self, result: Ok[KnownLots] | Err) -> None:
        self._is_asking = False
        match result:
            case Ok(known) if known != self.lots:
                self.lots = known
                self.changed.emit()
            case Err(problem):
                self._say(problem)
        if self._is_to_ask_again:
            self._is_to_ask_again = False
            self.refresh()

    def _list_named(self) -> tuple[NamedLot, ...]:
        return list_named_lots(self._session.state.consultation) if self._session.has_visit else ()

    def _make_asked(self) -> tuple[object, ...]:
        if not self._session.has_visit:
            return ()
        visit = self._session.state.consultation
        vials = tuple((one.lot_id, one.vial) for one in visit.treatment.vials)
        return visit.consultation_id, self._list_named(), vials

    def _on_state_changed(self, _: object) -> None:
        """Ask for the vials of another lot as soon as the visit names it; of the vials themselves once it is saved."""
        if self._asked is not None and self._asked[:2] != self._make_asked()[:2]:
            self.refresh()

    def _on_save_state_changed(self, state: SaveState) -> None:
        if state.kind is SaveKind.SAVED and self._asked is not None and self._asked != self._make_asked():
            self.refresh()
