"""Drives a whole consultation on a real X display with a window manager: from the first run to the closed visit.

Every key is a real key event of the X server, sent by xdotool; only what an input method composes is committed as one
would. What was done is read back afterwards by the command line from the closed vault, and from a picture of the
display. It starts its own display and window manager, ends whatever it started, and says in one line what failed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 120
SIZE = (1440, 900)
PASSPHRASE = "brass lantern over the quiet harbour"
"""What the person of the tests sets the vault up with."""
NEEDED = ("Xvfb", "openbox", "xdotool")


class CheckError(Exception):
    """One line that says what failed."""


def start(stack: ExitStack, command: list[str], **extra: object) -> subprocess.Popen[bytes]:
    """Start a process of our own, which ends with the stack."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True, **extra)  # type: ignore[call-overload]

    def end() -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    stack.callback(end)
    return process


def start_display(stack: ExitStack) -> str:
    """Start an X server without a screen and a window manager on it; return its name."""
    reading, writing = os.pipe()
    screen = f"{SIZE[0]}x{SIZE[1]}x24"
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        screen,
        "-nolisten",
        "tcp",
        "-r",
    ]  # no key repeats itself
    start(stack, command, pass_fds=(writing,), stdout=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        raise CheckError("the X server did not start")
    display = f":{number}"
    start(stack, ["openbox", "--sm-disable"], env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL)
    return display


def drive(display: str, folder: Path, seconds: int) -> dict[str, object]:
    """Run the program and the person at its keyboard in a process of their own; return what they report."""
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "walk")]),
    }
    with ExitStack() as stack:
        command = [sys.executable, str(Path(__file__).with_name("desktop") / "person.py"), str(folder)]
        errors = stack.enter_context((folder / "errors.txt").open("w+"))
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
        stack.callback(lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL))
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise CheckError(f"the consultation took more than {seconds} s") from error
        if process.returncode:
            errors.seek(0)
            lines = errors.read().strip().splitlines()
            raise CheckError(lines[-1] if lines else f"the program ended with status {process.returncode}")
    return dict(json.loads(said.splitlines()[-1]))


def verify_history(folder: Path) -> None:
    """Let the command line say that the history of the closed vault is whole."""
    command = [sys.executable, str(ROOT / "main.py"), "--data-folder", str(folder), "audit", "verify"]
    result = subprocess.run(
        [*command, "--passphrase-stdin", "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=f"{PASSPHRASE}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    expect(result.returncode == 0, f"stemsup audit verify: {result.stderr.strip()}")


def check(folder: Path, seconds: int) -> str:
    """Drive the consultation and read back what it left; return a line about it."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise CheckError(f"not installed: {', '.join(missing)}")
    with ExitStack() as stack:
        report = drive(start_display(stack), folder, seconds)
    expect(report["closed"] is True, "the visit is not closed")
    expect(report["kept"] == report["shown"], "the vault holds another record than the window showed")
    expect(int(str(report["documents"])) >= 2, "the consent and the summary are not both kept")
    expect(int(str(report["colours"])) > 20, "the picture of the display is empty")
    verify_history(folder)
    return f"{report['keys']} keys, {report['seconds']} s, {report['documents']} documents, history whole"


def expect(is_so: bool, otherwise: str) -> None:
    """Raise CheckError with a line unless something is so."""
    if not is_so:
        raise CheckError(otherwise)


def main() -> int:
    """Check, within the seconds given or the usual ones, and say in one line what came of it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            line = check(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else MOST_SECONDS)
        except CheckError as failure:
            print(f"desktop: {failure}", file=sys.stderr)
            return 1
    print(f"desktop: {line}; {time.monotonic() - began:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
