"""With two displays, of a window system that has them: where the screen goes, and what an unplugged one leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

DPI = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
TWO = {
    "screens": [
        {"name": name, "x": x, "y": 0, "width": width, "height": height, **DPI}
        for name, x, width, height in (("DESK", 0, 1280, 800), ("WALL", 1280, 1920, 1080))
    ]
}

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.patient_desk.display_keeper import DisplayKeeper, describe

app = QApplication([])
executor = ManualExecutor()
runner = JobRunner(executor)
parent = QObject()
folder = Path(sys.argv[1])
keeper = DisplayKeeper(app, folder, runner, parent)
told = []
keeper.state_changed.connect(lambda state: told.append(str(state)))
records, patient = QWidget(), QWidget()
records.show()
app.processEvents()
desk, wall = app.screens()


def where():
    app.processEvents()
    return patient.screen().name() if patient.isVisible() else "nowhere"


# The other display, and back to it when the records move
assert keeper.place(patient, records) is False
assert (where(), patient.geometry()) == ("WALL", wall.geometry())
records.move(wall.geometry().topLeft())
app.processEvents()
assert keeper.place(patient, records) is False
assert where() == "DESK"
records.move(20, 20)
app.processEvents()
keeper.place(patient, records)
assert where() == "WALL"

# Another display than the patient's is unplugged
app.screenRemoved.emit(desk)
assert (where(), told) == ("WALL", [])

# The patient's display is unplugged: away at once, before anything is moved to the records
app.screenRemoved.emit(wall)
assert (patient.isVisible(), told) == (False, ["gone"])
find = keeper.find_patient_display
keeper.find_patient_display = lambda beside: None  # as it is while only one is left
assert keeper.place(patient, records) is True
assert where() == "nowhere"
keeper.confirm()
assert keeper.place(patient, records) is True
assert where() == "DESK"
patient.hide()

# And plugged in again
keeper.find_patient_display = find
keeper.place(patient, records)
app.screenRemoved.emit(wall)
assert told[-1] == "gone"
app.screenAdded.emit(wall)
assert (where(), told[-1]) == ("nowhere", "back")
assert keeper.place(patient, records) is False
assert (where(), told[-1]) == ("WALL", "steady")

# A choice is remembered, and never puts it over the records
keeper.choose("at DESK")
executor.run_all()
assert where() == "WALL"
records.move(wall.geometry().topLeft())
app.processEvents()
keeper.place(patient, records)
assert where() == "DESK"
again = DisplayKeeper(app, folder, runner, parent)
assert again._choice.find(map(describe, app.screens())) == "at DESK"

# A window that is gone is nobody's
patient.close()
patient.deleteLater()
app.processEvents()
app.screenRemoved.emit(wall)
runner.close()
print("all of it")
"""


def test_two_displays_one_unplugged_and_plugged_in_again(tmp_path: Path) -> None:
    config = tmp_path / "display.json"
    config.write_text(json.dumps(TWO), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    command = [sys.executable, "-X", "faulthandler", "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "all of it"
