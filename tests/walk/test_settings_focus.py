"""The settings opened for the first time: the keyboard waits for the first field, and never on the rail."""

from pathlib import Path

from driver import Keyboard
from opened import opened, put_visit, read_example
from PySide6.QtWidgets import QApplication, QWidget
from visit import workspace_of

from stemsup_desktop.workspace import OpenVisit


def has_focus(keys: Keyboard, name: str) -> bool:
    """Tell whether something of that name, or in it, has the focus."""
    now = QApplication.focusWidget()
    return now is not None and any(
        one is now or one.isAncestorOf(now) for one in keys.window.findChildren(QWidget, name)
    )


def test_settings_that_were_not_made_ahead_begin_at_their_first_field(qapp: QApplication, tmp_path: Path) -> None:
    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")
    with opened(qapp, tmp_path, visit) as keys:
        window = workspace_of(keys).window
        window.stack.stop_warming_up()  # as where a person is quicker than the pages are made ahead
        window.stack.make_anew("settings")
        places: list[QWidget | None] = []
        qapp.focusChanged.connect(lambda _old, now: places.append(now))
        window.go_to("settings")
        page = window.stack.current_page
        assert page is not None
        places.clear()
        keys.until(lambda: has_focus(keys, "clinic.name"), "the focus on the first field")
        keys.until(lambda: page.findChild(QWidget, "show_notices") is not None, "the whole page")
        assert has_focus(keys, "clinic.name")
        assert all(one is not None and page.isAncestorOf(one) for one in places)
        window.go_to("step-1")
        window.go_to("settings")
        assert has_focus(keys, "clinic.name")
