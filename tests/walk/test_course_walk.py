"""Four sessions for three patients of one lot: a bruise, a moved session, a granuloma, a recall, and what is found.

One of the three is treated in the window, by keys and mouse, the others beside it; in each language another one.
"""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from course_clinic import FIRST, PEOPLE, SECOND, make_clinic, make_clock, make_first_visit, open_clinic
from course_photographs import add_photograph, list_shown, take_photographs_back
from course_steps import (
    Entered,
    begin_plan,
    end_visit,
    enter_event,
    follow_bruise,
    is_shown,
    move_session,
    open_chart,
    open_vial,
    place_points,
    read_message,
    recall_lot,
    start_session,
    treat,
)
from course_vault import (
    ask_vault,
    call_recall,
    expect,
    export_chart,
    find_in_vault,
    find_recipients,
    give_session,
    judge,
    read_treatment,
    read_words,
)
from course_vault import start_session as start_beside
from driver import BASE, Keyboard, running, wait
from history_visit import Steps
from opened import unlock
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shipped import get_content, get_fonts
from visit import consent, record_of, workspace_of

from stemsup_desktop.consultation.courses.course_model import SessionState
from stemsup_desktop.consultation.fhir_record import FILE_NAME
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.documents.attached_reading import find_attached
from stemsup_desktop.language import Language
from stemsup_desktop.recall_papers import make_letter, order_letter
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.window_visits import OpenVisit

DAYS = {1: 0, 2: 31, 3: 59, 4: 87}
"""When the sessions are given, in days from the first: the second is moved by three days, and the rest with it."""
POINTS = (
    {"vertex": ["0.10", "0.10", "0.10"], "mid-l": ["0.025", "0.1000"]},
    {"vertex": ["0.050"], "mid-l": ["0.1"]},
    {"vertex": ["0.30"]},
    {"vertex": ["0.0125", "0.20"]},
)
DRAWN = (("0.500", "0.075"), ("0.2", "0.050"), ("0.50", "0.20"), ("0.25", "0.0375"))


class _Printed(QObject):
    """Stands for a run of the printer that ended well."""

    ended = Signal(object)
    sent = Signal()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What reached the sheet that asks how to print."""
    papers: list[bytes] = []

    def take(pdf: bytes, parent: QWidget, title: str, copy_note: str = "", **look: object) -> _Printed:
        papers.append(pdf)
        return _Printed(parent)

    monkeypatch.setattr("stemsup_desktop.window_papers.print_pdf", take)
    return papers


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))


def enter(number: int, session: int, lot_number: str) -> Entered:
    """Return what is entered for a patient (1 to 3) in a session; no vial serves twice."""
    drawn_up, discarded = DRAWN[session - 1]
    vial = f"{number}{session:02}"
    points = {site: list(volumes) for site, volumes in POINTS[session - 1].items()}
    return Entered(f"patient-{number}", session, lot_number, vial, drawn_up, discarded, points)


class Walk:
    """One walk: the window, the clock, what was entered so far, and which summary says it."""

    def __init__(self, keys: Keyboard, clock: Steps, lots: dict[str, str], printed: list[bytes], number: int) -> None:
        self.keys, self.clock, self.lots, self.printed, self.number = keys, clock, lots, printed, number
        self.others = [one for one in (1, 2, 3) if one != number]
        self.content = get_content()
        self.chart = f"B-10{number}"
        self.ledger: list[Entered] = []
        self.summaries: list[tuple[Entered, bytes]] = []

    def set_day(self, day: int) -> None:
        """Set the clock to ten in the morning of a day from the first."""
        self.clock.now = BASE + timedelta(days=day)

    def give_beside(self, session: int, lot_number: str) -> None:
        """Give the others their session of the day."""
        for number in self.others:
            entered = enter(number, session, lot_number)
            at = self.clock()
            ask_vault(self.keys, partial(give_session, entered=entered, lot_id=self.lots[lot_number], at=at))
            self.ledger.append(entered)

    def end(self, entered: Entered) -> None:
        """End the visit of the window with its summary."""
        self.summaries.append((entered, end_visit(self.keys, self.printed)))
        self.ledger.append(entered)


def give_first(walk: Walk, bruise: str) -> None:
    """Session 1: the course is planned and begun, consent is signed, and a bruise is followed as an event."""
    keys, entered = walk.keys, enter(walk.number, 1, FIRST)
    begin_plan(keys, walk.lots[FIRST])
    place_points(keys, entered)
    consent(keys, walk.printed)
    treat(keys, entered)
    follow_bruise(keys, bruise)
    walk.end(entered)
    walk.give_beside(1, FIRST)


def give_second(walk: Walk, reason: str) -> None:
    """Session 2, which was moved: a vial that somebody has had is refused by name, and another one serves."""
    keys, entered = walk.keys, enter(walk.number, 2, FIRST)
    walk.set_day(5)
    open_chart(keys, walk.chart)
    move_session(keys, 2, (BASE + timedelta(days=DAYS[2])).date().isoformat(), reason)
    walk.set_day(DAYS[2])
    walk.give_beside(2, FIRST)
    open_chart(keys, walk.chart)
    start_session(keys)
    place_points(keys, entered, by_mouse=True)
    keys.step(6)
    taken = f"{walk.others[0]}01"
    open_vial(keys, taken)
    keys.until(lambda: bool(read_message(keys, "vial_message")), "why the vial cannot be taken")
    said = read_message(keys, "vial_message")
    assert taken in said
    assert FIRST in said
    assert record_of(keys).treatment.vials == ()
    treat(keys, entered)
    keys.tick("no_reaction_observed")
    walk.end(entered)


def meet_granuloma(walk: Walk, note: str) -> None:
    """Six weeks after the first session a lump is there; it is entered three days later from the chart."""
    walk.set_day(45)
    open_chart(walk.keys, walk.chart)
    onset = (BASE + timedelta(days=42)).date().isoformat()
    enter_event(walk.keys, "granuloma", "2", onset, "vertex", note)
    patient_id = f"patient-{walk.number}"
    walk.keys.until(lambda: is_shown(walk.keys, f"open_chart:patient-{walk.others[-1]}"), "who else received the lot")
    assert is_shown(walk.keys, f"open_chart:patient-{walk.others[0]}")
    events = ask_vault(walk.keys, lambda vault: vault.list_events(patient_id))
    assert {(one.kind, one.is_open) for one in events} == {("bruise", True), ("granuloma", True)}
    walk.keys.main_action()


def give_third(walk: Walk, reason: str) -> None:
    """Session 3 is planned with the lot when it is recalled: every open plan closes at once, and needs another one."""
    keys = walk.keys
    walk.set_day(DAYS[3])
    beside = enter(walk.others[0], 3, FIRST)
    ask_vault(keys, partial(start_beside, entered=beside, lot_id=walk.lots[FIRST], at=walk.clock()))
    open_chart(keys, walk.chart)
    start_session(keys)
    entered = enter(walk.number, 3, SECOND)
    place_points(keys, entered)
    session = workspace_of(keys).session
    assert session.state.gate.verdict in (Verdict.CLEAR, Verdict.CONDITIONS)
    recall_lot(keys, FIRST, reason)
    keys.page(1)
    assert session.state.gate.verdict is Verdict.STOP
    assert [one.rule_id for one in session.state.gate.findings if "recalled" in one.rule_id]
    keys.step(6)
    assert read_message(keys, "lock")
    verdict = ask_vault(keys, partial(judge, entered=beside, content=walk.content, now=walk.clock()))
    assert verdict is Verdict.STOP
    keys.step(4)
    keys.tick(f"lot:{walk.lots[SECOND]}")
    assert session.state.gate.verdict in (Verdict.CLEAR, Verdict.CONDITIONS)
    treat(keys, entered)
    keys.tick("no_reaction_observed")
    walk.end(entered)
    walk.give_beside(3, SECOND)


def give_fourth(walk: Walk) -> None:
    """Session 4, with the other lot for everybody."""
    keys, entered = walk.keys, enter(walk.number, 4, SECOND)
    walk.set_day(DAYS[4])
    walk.give_beside(4, SECOND)
    open_chart(keys, walk.chart)
    start_session(keys)
    keys.tick(f"lot:{walk.lots[SECOND]}")
    place_points(keys, entered, by_mouse=True)
    treat(keys, entered)
    keys.tick("no_reaction_observed")
    walk.end(entered)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", [1, 2])
def test_a_course_of_four_sessions_is_found_again_to_the_last_point(
    qapp: QApplication, tmp_path: Path, printed: list[bytes], number: int
) -> None:
    clock, person = make_clock(), PEOPLE[number - 1]
    folder = tmp_path / "clinic"
    lots = make_clinic(folder, clock)
    with open_clinic(folder, clock) as vault:
        vault.start_consultation(person.patient_id, make_first_visit(number))
    save_preferences(folder, Preferences(person.language, Scheme.LIGHT))
    with running(qapp, folder, clock) as keys:
        unlock(keys)
        visit = OpenVisit(person.patient_id, f"visit-{number}-1", "step-4")
        workspace_of(keys).start(visit)
        keys.until(lambda: workspace_of(keys).window.stack.current_id == "step-4", "the plan")
        wait(60)
        walk = Walk(keys, clock, lots, printed, number)
        is_japanese = person.language is Language.JA
        give_first(walk, "皮下出血" if is_japanese else "Bruise")
        give_second(walk, "旅行のため" if is_japanese else "Travels")
        meet_granuloma(walk, "硬いしこり" if is_japanese else "A firm lump")
        give_third(walk, "微粒子の混入" if is_japanese else "Particles")
        give_fourth(walk)
        (course,) = ask_vault(keys, lambda vault: vault.list_courses(person.patient_id))
        assert {one.state for one in course.sessions} == {SessionState.GIVEN}
        (move,) = course.sessions[1].moves
        assert move.reason
        check_photographs(walk)
    check_lists(walk, folder)
    check_papers(walk)
    check_export(walk, folder, tmp_path)
    check_letters(walk, folder)


def check_photographs(walk: Walk) -> None:
    """The photograph of the first visit is there, and hidden at once when the consent to photographs is taken back."""
    keys, patient_id, visit_id = walk.keys, f"patient-{walk.number}", f"visit-{walk.number}-1"
    photo_id = add_photograph(keys, patient_id, visit_id)
    assert list_shown(keys, walk.chart) == [f"photograph:{photo_id}"]
    take_photographs_back(keys, walk.chart, visit_id)
    shelf = ask_vault(keys, lambda vault: vault.list_photographs(patient_id))
    assert (shelf.photographs, shelf.hidden) == ((), 1)
    assert list_shown(keys, walk.chart) == []


def check_lists(walk: Walk, folder: Path) -> None:
    """Vault, recall and `stemsup recall` hold what was entered, digit by digit, and nothing else."""
    with open_clinic(folder, walk.clock) as vault:
        assert find_in_vault(vault) == expect(walk.ledger)
        for number in (FIRST, SECOND):
            assert find_recipients(vault, number) == expect(one for one in walk.ledger if one.lot_number == number)
    assert call_recall(folder, walk.clock, FIRST) == expect(one for one in walk.ledger if one.lot_number == FIRST)


def check_papers(walk: Walk) -> None:
    """Each summary says every volume of its visit, in its text and in the record that it carries."""
    for entered, pdf in walk.summaries:
        words = set(read_words(pdf))
        for site_id, volumes in entered.points.items():
            assert set(volumes) <= words, f"{site_id} of session {entered.session}"
        assert {entered.vial, entered.drawn_up, entered.discarded} <= words
        data = find_attached(pdf, FILE_NAME)
        assert data is not None
        treatment = read_fhir_record(data).treatment
        assert treatment is not None
        assert [read_treatment(entered.patient_id, treatment.sites, treatment.vials)] == expect([entered])


def check_export(walk: Walk, folder: Path, parent: Path) -> None:
    """What `stemsup export` writes are the summaries that were printed, byte for byte, and the record in them."""
    exported = {path.read_bytes() for path in export_chart(folder, walk.clock, walk.chart, parent).glob("SUM-*.pdf")}
    assert exported == {pdf for _, pdf in walk.summaries}


def check_letters(walk: Walk, folder: Path) -> None:
    """Everyone who received the recalled lot gets a letter in their language with each treatment and what it gave."""
    fonts = get_fonts()
    with open_clinic(folder, walk.clock) as vault:
        recall = vault.load_recall(FIRST)
        assert sorted(one.patient.patient_id for one in recall.people) == [one.patient_id for one in PEOPLE]
        for one in recall.people:
            order = order_letter(vault, recall, one, walk.clock())
            assert order.language == PEOPLE[int(one.patient.patient_id[-1]) - 1].language.value
            words = set(read_words(make_letter(order, walk.content, fonts).pdf))
            given = [each for each in walk.ledger if each.patient_id == one.patient.patient_id]
            for each in given:
                assert (str(each.given) in words) == (each.lot_number == FIRST), f"session {each.session}"
