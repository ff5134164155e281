"""What is loaded before the first window stands. What it costs in time, `python -m benchmarks` says."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from loaded_modules import run_fresh

from stemsup_desktop.collector import resting_collector

ROOT = Path(__file__).resolve().parent.parent

LIST_MODULES = """
import sys
from pathlib import Path
from stemsup_desktop.app import open_window
from stemsup_desktop.paths import DataPaths

def list_modules(window):
    from PySide6.QtCore import QTimer

    window.grab()
    print(*sorted(sys.modules), sep="\\n")
    QTimer.singleShot(0, window.close)

folder = Path(sys.argv[1])
open_window(DataPaths(data=folder, logs=folder / "logs"), list_modules)
"""

NOT_YET = (
    *("click", "logging.handlers", "sqlite3", "sqlite_utils", "sqlcipher3", "argon2", "cryptography", "zxcvbn"),
    *(
        "reportlab",
        "pikepdf",
        "platformdirs",
        "segno",
        "jaconv",
        "PySide6.QtDBus",
        "PySide6.QtPdf",
        "PySide6.QtPdfWidgets",
        "PySide6.QtPrintSupport",
    ),
)
"""Libraries that wait until someone needs them."""

FIRST = (
    *("app", "bounded_files", "collector", "content_files", "core_files", "desktop", "desktop_left"),
    *("desktop_preferences", "display", "errors", "language", "logs", "paths", "plain_imports", "resources"),
    *("consultation.clinic", "store.files", "store.place"),
    *(
        "ui.components",
        "ui.entry",
        "ui.glyphs",
        "ui.immortal",
        "ui.jobs",
        "ui.preferences",
        "ui.qt_words",
        "ui.quiet_collector",
    ),
    *("ui.signals", "ui.spoken", "ui.theme", "ui.turns", "ui.vault_access", "ui.window_language", "ui.window_places"),
    "ui.words",
)
"""Our own modules and rooms that the first window is made of."""


def list_modules(folder: Path) -> set[str]:
    """Return every module that is loaded when the first window on a folder has painted itself."""
    return set(run_fresh(LIST_MODULES, str(folder), QT_QPA_PLATFORM="offscreen").stdout.split())


TELL_WHAT_WAS_READ = """
import linecache
from stemsup_desktop.app import _load_qt
_load_qt()
read = set(linecache.cache)
from PySide6.QtWidgets import QApplication
import stemsup_desktop.ui.components.text_field, email.message
print(*sorted(set(linecache.cache) - read), sep="\\n")
"""


def test_no_source_is_read_for_a_module_that_is_loaded_after_qt() -> None:
    result = subprocess.run(
        [sys.executable, "-c", TELL_WHAT_WAS_READ], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert (result.stdout.strip(), result.returncode) == ("", 0), result.stderr


def is_within(module: str, rooms: tuple[str, ...]) -> bool:
    """Tell whether a module is one of the rooms or lies in one."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("has_vault", [False, True])
def test_the_first_window_loads_only_what_it_is_made_of(tmp_path: Path, has_vault: bool) -> None:
    if has_vault:
        (tmp_path / "vault").mkdir()
        (tmp_path / "vault" / "header.json").write_text("{}", "utf-8")
    modules = list_modules(tmp_path)
    assert "stemsup_desktop.ui.entry.entry_window" in modules
    assert {module for module in modules if is_within(module, NOT_YET)} == set()
    own = tuple(f"stemsup_desktop.{room}" for room in FIRST)
    packages = {module.rpartition(".")[0] for module in own} | {"stemsup_desktop"}
    ours = {module for module in modules if module.startswith("stemsup_desktop")} - packages
    assert {module for module in ours if not is_within(module, own)} == set()
    pages = {"stemsup_desktop.ui.entry.first_run", "stemsup_desktop.ui.entry.unlock"}
    assert pages & modules == {f"stemsup_desktop.ui.entry.{'unlock' if has_vault else 'first_run'}"}
    assert "stemsup_desktop.ui.entry.new_passphrase" not in modules


def test_a_window_that_cannot_open_is_one_line_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        env={**os.environ, "STEMSUP_DATA": str(tmp_path / "file" / "inside"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "--data-folder" in result.stderr


def test_with_arguments_the_command_line_decides(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "no-such-command"],
        env={**os.environ, "STEMSUP_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 2
    assert "no-such-command" in result.stderr


RUN_AND_TELL_LIMIT = """
import os, resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
sys.argv = ["stemsup", "--version"]
from stemsup_desktop.app import main
try:
    main()
finally:
    print(resource.getrlimit(resource.RLIMIT_CORE), file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core files")
def test_a_crash_writes_no_image_of_the_memory() -> None:
    result = subprocess.run(
        [sys.executable, "-c", RUN_AND_TELL_LIMIT], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert result.stderr.strip() == "(0, 0)"


def fail_while_resting() -> None:
    with resting_collector():
        assert not gc.isenabled()
        raise RuntimeError


def test_the_collector_rests_and_wakes_again() -> None:
    assert gc.isenabled()
    with pytest.raises(RuntimeError):
        fail_while_resting()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    with resting_collector():
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
