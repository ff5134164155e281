"""Keeps what stands beside the open visit up to the vault: the lots that it names now, and what became of them."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.lots.named_lots import NamedLot, list_named_lots
from stemsup_desktop.consultation.record import Background, Consultation
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.vault_access import VaultAccess

_Asked = tuple[str, tuple[NamedLot, ...]]
"""A visit, and the lots that it named when its background was asked for."""


class BackgroundKeeper(QObject):
    """Asks the vault anew when the open visit comes to name another lot, and when it is told to."""

    def __init__(self, session: Session, access: VaultAccess, say: Callable[[Problem], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._access = access
        self._say = say
        self._asked: _Asked | None = None
        self._is_asking = False
        self._is_to_ask_again = False
        session.state_changed.connect(self._on_state_changed)

    def note_loaded(self, consultation: Consultation) -> None:
        """Remember that a visit is about to be opened with the background of this state of it."""
        self._asked = _make_asked(consultation)

    def refresh(self) -> None:
        """Judge the open visit by what the vault holds beside it now; without a visit nothing happens.

        While an answer is waited for, it is asked once more after it.
        """
        if not self._session.has_visit:
            return
        if self._is_asking:
            self._is_to_ask_again = True
            return
        visit = self._session.state.consultation
        self._asked = _make_asked(visit)
        self._is_asking = True
        self._access.run(lambda vault: vault.load_background(visit.consultation_id, visit), self._make_taker(visit))

    def _make_taker(self, visit: Consultation) -> Callable[[Ok[Background] | Err], None]:
        def on_result(result: Ok[Background] | Err) -> None:
            self._is_asking = False
            match result:
                case Ok(background):
                    self._session.set_background(visit.consultation_id, background)
                case Err(problem):
                    self._say(problem)
            if self._is_to_ask_again:
                self._is_to_ask_again = False
                self.refresh()

        return on_result

    def _on_state_changed(self, _: object) -> None:
        if self._session.has_visit and _make_asked(self._session.state.consultation) != self._asked:
            self.refresh()


def _make_asked(consultation: Consultation) -> _Asked:
    return consultation.consultation_id, list_named_lots(consultation)
