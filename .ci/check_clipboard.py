"""On a real X11 display: what was copied from the program is gone after a lock, what another program copied is not."""

import subprocess
import sys

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit

from stemsup_desktop.ui.curtain import clear_clipboard

OURS, OTHERS = "白石 拓也 A-10231", "something else"
WAIT_MS = 300


def wait(ms: int = WAIT_MS) -> None:
    """Let the display's answers come in."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def read_elsewhere() -> tuple[str, str]:
    """Return what another program pastes: clipboard and selection."""
    child = subprocess.Popen([sys.executable, __file__, "read"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    while child.poll() is None:
        wait(20)  # the owner of a clipboard hands it out itself
    assert child.stdout is not None
    text, _, selected = child.stdout.read().partition("\x1f")
    return text, selected


def read(application: QApplication) -> None:
    """Say what can be pasted."""
    wait()
    clipboard = application.clipboard()
    print(clipboard.text(), clipboard.text(QClipboard.Mode.Selection), sep="\x1f", end="")


def own(application: QApplication) -> None:
    """Copy something and hand it out until the caller has seen enough."""
    application.clipboard().setText(OTHERS)
    QTimer.singleShot(0, lambda: print("copied", flush=True))
    QTimer.singleShot(20_000, application.quit)
    application.exec()


def check(application: QApplication) -> None:
    """Raise AssertionError with what another program could still paste, or could no more."""
    field = QLineEdit(OURS)
    field.show()
    field.selectAll()
    field.copy()
    application.clipboard().setText(OURS, QClipboard.Mode.Selection)  # as selecting with the pointer does
    wait()
    before = read_elsewhere()
    assert before == (OURS, OURS), f"a copy does not reach another program here: {before}"
    clear_clipboard(application.clipboard())
    wait()
    after = read_elsewhere()
    assert after == ("", ""), f"after a lock another program pastes {len(after[0])} and {len(after[1])} characters"
    with subprocess.Popen([sys.executable, __file__, "own"], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        wait()
        clear_clipboard(application.clipboard())
        wait()
        kept = application.clipboard().text()
        other.terminate()
    assert kept == OTHERS, "a lock took away what another program had copied"
    print("the clipboard holds nothing of ours after a lock, and everything of others")


if __name__ == "__main__":
    acts = {"read": read, "own": own, "check": check}
    acts[sys.argv[1] if len(sys.argv) > 1 else "check"](QApplication(sys.argv[:1]))
