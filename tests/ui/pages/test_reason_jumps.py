"""Each line of the gate's list that belongs to step 1 puts the focus where it is to be mended."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from shipped import get_content

from stemsup_desktop.consultation.record import Complaint, Reason
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.reason.page import ReasonPage


@pytest.fixture
def page(context: PageContext, shown: Callable[..., QWidget]) -> ReasonPage:
    made = ReasonPage(context, get_content().reference)
    shown(made, 1360, 772)
    return made


def test_every_target_of_the_gate_in_step_1_takes_the_focus(page: ReasonPage) -> None:
    session = page.context.session
    for reason in (Reason(), Reason((Complaint("SYM01"), Complaint("SYM03")))):
        session.change("Reason", msgspec.structs.replace(session.state.consultation, reason=reason))
        targets = [point.target for point in session.state.gate.open_points if point.step == 1]
        assert targets
        for target in targets:
            page.header.setFocus()
            page.jump_to(target)
            wanted, focused = page.findChild(QWidget, target), page.focusWidget()
            assert isinstance(wanted, QWidget), target
            assert focused is not None, target
            assert wanted is focused or wanted.isAncestorOf(focused), target


@pytest.mark.parametrize("field", ["allergies", "birth_date", "sex"])
def test_what_belongs_to_the_patient_is_asked_for_in_the_patients_record(page: ReasonPage, field: str) -> None:
    asked: list[str] = []
    page.patient_edit_requested.connect(asked.append)
    page.jump_to(f"patient.{field}")
    assert asked == [field]
