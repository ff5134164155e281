"""What was asked for comes late: whoever has gone on meanwhile is left where they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import RunningClock, running, wait
from opened import put_visit, read_example, unlock
from PySide6.QtWidgets import QApplication
from visit import workspace_of

from stemsup_desktop.window_visits import OpenVisit


@pytest.mark.parametrize("way", [["reference"], ["reference", "patients"], []], ids=["away", "away and back", "stayed"])
def test_a_visit_that_opens_late_does_not_take_away_the_page_that_somebody_went_to(
    qapp: QApplication, tmp_path: Path, way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-4")
    with running(qapp, tmp_path, RunningClock()) as keys:
        unlock(keys)
        workspace = workspace_of(keys)
        workspace.start(None)
        stack, come = workspace.window.stack, workspace.window.iter_frame_ready

        def go_on() -> Iterator[None]:
            for page_id in way:
                workspace.window.go_to(page_id)
            yield from come()

        monkeypatch.setattr(workspace.window, "iter_frame_ready", go_on)
        left = stack.current_id
        assert left == "patients"
        workspace.start(visit)
        keys.until(lambda: workspace.session.has_visit, "the visit")
        keys.until(lambda: workspace._visits._going_to is None, "the moment at which its page comes")
        wait(30)
        assert stack.current_id == (way[-1] if way else "step-4")
