"""Another day begins: the open visit is judged anew once, and shown so."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.ui.day_keeper import DayKeeper
from stemsup_desktop.ui.session import Session


@pytest.fixture
def keeper(session: Session, clock: SteppedClock) -> Iterator[DayKeeper]:
    parent = QObject()
    made = DayKeeper(session, clock, parent)
    yield made
    made.stop()
    parent.deleteLater()


def hear(session: Session) -> list[object]:
    heard: list[object] = []
    session.state_changed.connect(heard.append)
    return heard


def test_the_visit_is_shown_anew_once_on_each_day_and_its_record_stays(
    session: Session, clock: SteppedClock, keeper: DayKeeper
) -> None:
    before, heard = session.state.consultation, hear(session)
    keeper.look()
    clock.advance(hours=13)
    keeper.look()
    assert heard == []
    clock.advance(hours=1)
    keeper.look()
    keeper.look()
    assert len(heard) == 1
    assert session.state.consultation is before
    assert session.is_saved
    clock.advance(days=-1)  # set back
    keeper.look()
    assert len(heard) == 2


def test_without_a_visit_another_day_changes_nothing(session: Session, clock: SteppedClock, keeper: DayKeeper) -> None:
    session.close_visit()
    heard = hear(session)
    clock.advance(days=1)
    keeper.look()
    assert heard == []
    session.open_visit(PATIENT, Consultation("c1", NOW), CLINIC, PHYSICIAN)
    keeper.look()
    assert len(heard) == 1


def test_who_is_locked_out_looks_no_more(keeper: DayKeeper) -> None:
    assert keeper._timer.isActive()
    keeper.stop()
    assert not keeper._timer.isActive()
