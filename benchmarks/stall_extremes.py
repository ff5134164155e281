"""The walk where there is much of something: points in a plan, vials of a lot, patients; and what one seldom does."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt

from benchmarks.hands import CONTROL, NO_MODIFIER
from benchmarks.patients import make_patients
from benchmarks.stall_papers import Papers
from benchmarks.walker import Wait
from stemsup_desktop.consultation.plan_model import PlannedPoint, PlannedSite
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.lots.page import LotsPage

POINTS, VIALS, PATIENTS = 200, 201, 10_000
SCREENS = 5
DRAWING = "scalp-top/2"
SITES = ("front-c", "vertex")
SURNAME = "sato"

T = TypeVar("T")


class Extremes(Papers):
    """Needs the example patients with an open visit that may be planned."""

    def go_far(self) -> Iterator[Wait]:
        """Each of them once, and what was opened closed again."""
        yield from self._plan_many_points()
        yield from self._show_patient_screen()
        yield from self._open_key_sheet()
        yield from self._change_text_size()
        yield from self._open_many_vials()
        yield from self._find_among_many()

    def _plan_many_points(self) -> Iterator[Wait]:
        yield from self.open_step(4, f"before {POINTS} points")
        self.watch.place = f"step 4 plan: {POINTS} points at once"
        session, plan = self.workspace.session, self.workspace.session.state.consultation.plan
        sites = tuple(PlannedSite(site_id, points=_make_points(POINTS // len(SITES))) for site_id in SITES)
        full = msgspec.structs.replace(plan, sites=sites)
        session.change("Points", msgspec.structs.replace(session.state.consultation, plan=full))
        yield self.rest()
        self.watch.place = f"step 4 plan: one less than {POINTS} points"
        session.undo()
        yield self.rest()
        session.redo()
        yield self.rest()
        yield from self.open_step(6, f"{POINTS} points")
        yield from self.open_step(4, f"{POINTS} points")

    def _show_patient_screen(self) -> Iterator[Wait]:
        """First shown, the pages after it, and the records again."""
        desk = self.workspace.patient_desk
        self.watch.place = "the patient screen: first shown"
        desk.show_this()
        yield self.rest()
        for _ in range(SCREENS):
            self.watch.place = "the patient screen: the next page"
            desk.go_on()
            yield self.rest()
        self.watch.place = "the patient screen: taken down"
        self.workspace.patient_room._come_back(desk.take_down)  # as the PIN does
        yield self.rest()
        self.desktop.window.activateWindow()
        yield self.rest()

    def _open_key_sheet(self) -> Iterator[Wait]:
        self.watch.place = "the sheet of keys"
        self.press(Qt.Key.Key_F1)
        yield self.rest()
        self.press(Qt.Key.Key_Escape)
        yield self.rest()

    def _change_text_size(self) -> Iterator[Wait]:
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_0):
            self.watch.place = "another size of text"
            self.press(key, CONTROL)
            yield self.rest()

    def _open_many_vials(self) -> Iterator[Wait]:
        lot_ids: list[str] = []

        def fill(vault: Vault) -> str:
            lot = msgspec.structs.replace(vault.list_lots()[0].lot, vials_received=VIALS)
            vault.save_lot(lot)
            for number in range(VIALS):
                vault.discard_vial(lot.lot_id, f"S{number + 1:03d}", "counted")
            return lot.lot_id

        self.workspace.session.flush()
        yield from self._do_in_vault(fill, lot_ids.append)
        self.watch.place = f"lots: a lot with {VIALS} vials"
        self.workspace.window.go_to("lots")
        yield self.rest()
        page = self.workspace.window.stack.current_page
        if not isinstance(page, LotsPage):
            raise LookupError("the lot book is not on screen")
        page.show_lot(lot_ids[0])
        yield self.rest()
        while self.is_seen("more_vials"):
            self.watch.place = f"lots: more of {VIALS} vials"
            yield from self.tick("more_vials")

    def _find_among_many(self) -> Iterator[Wait]:
        yield from self._do_in_vault(lambda vault: vault.save_patients(make_patients(PATIENTS)), lambda _: None)
        self.watch.place = f"patients: {PATIENTS:,} of them"
        self.workspace.window.go_to("patients")
        yield self.rest()
        self.watch.place = f"patients: finding one among {PATIENTS:,}"
        yield from self.fill("search", SURNAME)
        yield self.rest()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            self.press(key, NO_MODIFIER)
            yield self.rest()

    def _do_in_vault(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> Iterator[Wait]:
        """Do something with the records on their own thread, and wait for it."""
        results: list[Ok[T] | Err] = []
        self.desktop._access.run(work, results.append)
        yield lambda: bool(results)
        match results[0]:
            case Ok(value):
                on_done(value)
            case Err(problem):
                raise problem


def _make_points(count: int) -> tuple[PlannedPoint, ...]:
    """Return points in rows, each with the same volume."""
    return tuple(
        PlannedPoint(DRAWING, Decimal(60 + 6 * (number % 10)), Decimal(60 + 6 * (number // 10)), Decimal("0.05"))
        for number in range(count)
    )
