"""A course as a person at keyboard and mouse takes it through the window: plan, points, vials, sessions, recall."""

from dataclasses import dataclass, field
from decimal import Decimal

from course_clinic import INTERVAL, SESSIONS, answered
from driver import BASE, CONTROL, Keyboard, wait
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from visit import record_of, workspace_of

from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.site_map.canvas import SiteCanvas

MAP = "site-map-scalp-top"
ENTER = Qt.Key.Key_Return


@dataclass
class Entered:
    """What was typed in one visit, with the digits that were typed."""

    patient_id: str
    session: int
    lot_number: str
    vial: str
    drawn_up: str
    discarded: str
    points: dict[str, list[str]] = field(default_factory=dict)

    @property
    def volumes(self) -> list[str]:
        """The volume of every point, in order of sites."""
        return [volume for volumes in self.points.values() for volume in volumes]

    @property
    def given(self) -> Decimal:
        """What was given in all, in mL."""
        return sum(map(Decimal, self.volumes), Decimal(0))


def begin_plan(keys: Keyboard, lot_id: str) -> None:
    """Choose the lot of its card, the route and the dates of the course, and begin it."""
    keys.part("plan")
    keys.tick(f"lot:{lot_id}")
    keys.tick("route:intradermal")
    keys.fill("sessions", str(SESSIONS))
    keys.fill("interval_days", str(INTERVAL))
    keys.fill("first_session_on", BASE.date().isoformat())
    keys.tick("course_begin")
    keys.until(lambda: record_of(keys).session is not None, "the first session of the course")


def place_points(keys: Keyboard, entered: Entered, *, by_mouse: bool = False) -> None:
    """Set the points of each site on the map and type what each receives, the same for all or one by one."""
    keys.part("points")
    for site_id, volumes in entered.points.items():
        _go_to_site(keys, site_id, by_mouse=by_mouse)
        while _count_points(keys, site_id) < len(volumes):  # a click in the current site has set one already
            keys.press(ENTER)
        if len(set(volumes)) == 1:
            keys.fill(f"each_ml:{site_id}", volumes[0])
            continue
        keys.reach(f"each_ml:{site_id}")
        keys.tick("single_points")
        _go_back_to(keys, "point.volume_ml:0")  # forward, the other sites come first, and close these rows
        for position, volume in enumerate(volumes):
            keys.fill(f"point.volume_ml:{position}", volume)


def _count_points(keys: Keyboard, site_id: str) -> int:
    return next((len(one.points) for one in record_of(keys).plan.sites if one.site_id == site_id), 0)


def _go_to_site(keys: Keyboard, site_id: str, *, by_mouse: bool) -> None:
    keys.reach(MAP)
    canvas = keys.focus
    if not isinstance(canvas, SiteCanvas):
        raise LookupError(f"no map has the focus: {keys.name_focus()}")
    if by_mouse:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.centre_of(site_id).toPoint())
        keys.settle()
        return
    for _ in canvas.zone_ids:
        if canvas.view.find_point() is not None:
            keys.press(Qt.Key.Key_Escape)
        if canvas.view.current == site_id:
            return
        keys.press(Qt.Key.Key_Right)
    raise LookupError(f"the arrow keys do not reach {site_id}")


def _go_back_to(keys: Keyboard, name: str) -> None:
    for _ in range(60):
        if keys.is_at(name):
            return
        keys.press(Qt.Key.Key_Backtab)
    raise LookupError(f"Shift+Tab does not reach {name}")


def treat(keys: Keyboard, entered: Entered) -> None:
    """Step 6: who, when, the planned points as given, the vial that was opened and what was drawn up of it."""
    keys.part("treatment")
    keys.step(6)
    for name, text in (("operator", "Mori Naoto"), ("needle", "30G"), ("started_at", "10:10"), ("ended_at", "10:20")):
        keys.fill(name, text)
    keys.fill("observed_until", "10:50")
    keys.tick("take_over_points")
    open_vial(keys, entered.vial)
    keys.until(lambda: len(record_of(keys).treatment.vials) == 1, "the vial in the record")
    keys.type(entered.drawn_up)  # the focus is there
    keys.fill("vial:0:discarded_ml", entered.discarded)


def open_vial(keys: Keyboard, vial: str) -> None:
    """Type the number of a vial and open it."""
    keys.fill("vial_serial", vial)
    keys.press(ENTER)


def read_message(keys: Keyboard, name: str) -> str:
    """Return what a line says, or empty while it is not on screen."""
    found = [one for one in keys.window.findChildren(InlineMessage, name) if one.isVisible()]
    return found[0]._sentence.text() if found else ""


def follow_bruise(keys: Keyboard, kind: str) -> None:
    """Record a bruise at the treatment, and follow it as an event."""
    keys.part("bruise")
    keys.tick("add_reaction:1")
    keys.fill("kind:0", kind)
    keys.reach("follow_reaction:0")
    keys.press(ENTER)
    keys.until(lambda: keys.is_at("event.kind"), "the sheet of the event")
    keys.pick("event.kind", "bruise")
    keys.main_action()
    keys.until(lambda: bool(record_of(keys).treatment.reactions[0].event_id), "the event that follows the reaction")


def end_visit(keys: Keyboard, printed: list[bytes]) -> bytes:
    """Step 7: print the summary, end the visit, and return the paper."""
    keys.part("summary")
    keys.step(7)
    keys.until(lambda: can_press(keys, "print"), "a summary that can be printed", 20)
    before = len(printed)
    keys.press(Qt.Key.Key_P, CONTROL)
    keys.until(lambda: len(printed) > before, "the printed summary", 20)
    keys.main_action()
    keys.until(lambda: keys.is_at("sheet"), "the question whether the visit ends")
    keys.main_action()
    session = workspace_of(keys).session
    keys.until(lambda: session.state.is_closed and session.is_saved, "the visit that has ended")
    return printed[-1]


def can_press(keys: Keyboard, name: str) -> bool:
    """Whether a button of that name can be pressed."""
    return any(one.isVisible() and one.isEnabled() for one in keys.window.findChildren(QAbstractButton, name))


def open_chart(keys: Keyboard, chart_number: str) -> None:
    """Find a patient and open the chart."""
    keys.part("chart")
    keys.page(2)
    keys.reach("search")
    keys.press(Qt.Key.Key_A, CONTROL)
    keys.type(chart_number)
    keys.until(lambda: _count_hits(keys) == 1, "the one patient of the number")
    keys.press(ENTER)
    keys.until(lambda: is_shown(keys, "new_event"), "the chart")
    wait(60)


def _count_hits(keys: Keyboard) -> int:
    hits = keys.window.findChild(QWidget, "hits")
    return int(hits.model().rowCount()) if hits is not None else 0  # type: ignore[attr-defined]


def is_shown(keys: Keyboard, name: str) -> bool:
    """Whether something of that name is on screen."""
    return any(one.isVisible() for one in keys.window.findChildren(QWidget, name))


def move_session(keys: Keyboard, number: int, day: str, reason: str) -> None:
    """On the chart: move a session, and what follows it, and say why."""
    keys.part("moved session")
    keys.tick(f"session:{number}")
    keys.tick("session_move")
    keys.fill("course_day", day)
    keys.fill("course_reason", reason)
    keys.tick("course_follow")
    keys.tick("course_enter")
    keys.until(lambda: not is_shown(keys, "course_reason"), "the moved session")


def start_session(keys: Keyboard) -> None:
    """From the chart: start the visit of the next session, with the plan of the course and answers that still hold."""
    keys.part("next session")
    keys.tick("course_take")
    session = workspace_of(keys).session
    keys.until(
        lambda: session.has_visit and not session.state.is_closed and session.state.consultation.session is not None,
        "the visit of the next session",
    )
    wait(60)
    session.change("answers", answered(record_of(keys)))
    keys.step(4)
    keys.tick("course_take_plan")
    keys.until(lambda: record_of(keys).plan.sessions == SESSIONS, "the plan of the course")
    keys.tick("alternatives_explained")


def enter_event(keys: Keyboard, kind: str, grade: str, day: str, site_id: str, note: str) -> None:
    """On the chart: enter an event of an earlier treatment."""
    keys.part("event")
    keys.tick("new_event")
    keys.until(lambda: keys.is_at("event.kind"), "the sheet of the event")
    keys.pick("event.kind", kind)
    keys.fill("event.day", day)
    keys.pick("event.site", site_id)
    keys.pick("event.point", "1")
    keys.pick("event.grade", grade)
    keys.fill("event.note", note)
    keys.main_action()


def recall_lot(keys: Keyboard, number: str, reason: str) -> None:
    """On the page of the lot book: find a lot and mark it as recalled."""
    keys.part("recall")
    keys.page(4)
    keys.until(lambda: keys.is_at("lot_search"), "the search for a lot")
    keys.type(number)
    wait(200)
    keys.press(ENTER)
    keys.until(lambda: is_shown(keys, "recall_lot"), "the lot")
    keys.tick("recall_lot")
    keys.until(lambda: keys.is_at("sheet"), "the sheet of the recall")
    keys.fill("reason", reason)
    keys.fill("source", "letter of the maker")
    keys.main_action()
    keys.until(lambda: is_shown(keys, "lift_recall"), "the lot as recalled")
