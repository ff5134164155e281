"""Tab goes on from where it is, and asks only what lies on its way; that is the order in which the window is read."""

from itertools import pairwise
from pathlib import Path

import pytest
from opened import opened, put_visit
from PySide6.QtWidgets import QApplication, QWidget
from test_every_field import FIELDS, FILE, make_visit, show_page

from stemsup_desktop.ui.shell.stops import find_beside, iter_stops
from stemsup_desktop.workspace import OpenVisit


@pytest.mark.parametrize("page", FIELDS)
def test_every_stop_of_a_page_has_those_beside_it_that_the_order_of_reading_says(
    page: str, qapp: QApplication, tmp_path: Path
) -> None:
    visit = make_visit(page)
    put_visit(tmp_path, FILE, visit)
    with opened(qapp, tmp_path, OpenVisit(FILE.patient.patient_id, visit.consultation_id, "step-1")) as keys:
        window = show_page(keys, page).window()
        stops = list(iter_stops(window))
        assert len(stops) > 10
        for one, other in pairwise([*stops, stops[0]]):
            assert find_beside(one, window, is_next=True) is other
            assert find_beside(other, window, is_next=False) is one
        passed_by = {one for one in window.findChildren(QWidget) if one.isVisible()} - set(stops)
        assert passed_by
        assert {find_beside(one, window, is_next=True) for one in passed_by} == {None}
        hidden = [one for one in window.findChildren(QWidget) if not one.isVisible()]
        assert {find_beside(one, window, is_next=False) for one in hidden} <= {None}
