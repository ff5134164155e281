"""A display, a session bus and a registry of assistive technology of one's own, and the end of all of them."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PACKAGES = {"Xvfb": "xvfb", "openbox": "openbox", "dbus-daemon": "dbus-daemon"}
START_S = 20
END_S = 5
SYSTEM_PYTHON = "/usr/bin/python3"
PROBE = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


def find_missing() -> list[str]:
    """Return the Debian packages that are wanted and not here."""
    missing = [package for command, package in PACKAGES.items() if shutil.which(command) is None]
    if _find_launcher() is None:
        missing.append("at-spi2-core")
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run([SYSTEM_PYTHON, "-c", PROBE], capture_output=True).returncode:
        missing.append("python3-pyatspi")
    return missing


def _find_launcher() -> str | None:
    return next((path for path in LAUNCHERS if Path(path).exists()), None)


class Stage:
    """Runs programs on a display and a bus of their own; `close` ends every one of them, and whatever they started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        home = folder / "home"
        runtime = folder / "runtime"
        for made in (home, runtime):
            made.mkdir(parents=True)
            made.chmod(0o700)
        kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "PYTHONUTF8")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "NO_AT_BRIDGE": "0",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }

    def open(self, size: str) -> None:
        """Start display, window manager, bus and registry; raises TimeoutError for what does not come."""
        self.environment["DISPLAY"] = f":{self._start_display(size)}"
        bus = self.start("bus", "dbus-daemon", "--session", "--nofork", "--print-address")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._first_line("bus", bus)
        launcher = _find_launcher()
        assert launcher is not None
        self.start("registry", launcher, "--launch-immediately")
        self.start("windows", "openbox")

    def _start_display(self, size: str) -> str:
        reading, writing = os.pipe()
        command = ("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset")
        display = self.start("display", *command, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise TimeoutError(f"the display ended at once with status {display.wait()}")
        return number

    def start(self, name: str, *command: str, pass_fds: tuple[int, ...] = ()) -> "subprocess.Popen[bytes]":
        """Start a program; what it prints goes into a file of that name."""
        with self.log(name).open("wb") as log, self.log(f"{name}-errors").open("wb") as errors:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=errors,
                env=self.environment,
                cwd=self._folder,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._running.append(started)
        return started

    def log(self, name: str) -> Path:
        """Return the file that holds what a program printed."""
        return self._folder / f"{name}.log"

    def _first_line(self, name: str, started: "subprocess.Popen[bytes]") -> str:
        def has_line() -> bool:
            if started.poll() is not None:
                raise TimeoutError(f"{name} ended at once with status {started.returncode}")
            return "\n" in self.log(name).read_text()

        wait_until(has_line, f"the first line of {name}")
        return self.log(name).read_text().splitlines()[0]

    def close(self) -> None:
        """End everything that was started, the last first."""
        for started in reversed(self._running):
            _end_group(started)
        self._running.clear()


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = START_S) -> None:
    """Wait for something outside of this process; raises TimeoutError that says what did not come."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"did not come within {seconds:.0f} s: {what}")
        time.sleep(0.02)


def _end_group(started: "subprocess.Popen[bytes]") -> None:
    """End a process and all those of its session, kindly and then not."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(started.pid, kind)
        except ProcessLookupError:
            break
        try:
            started.wait(END_S)
        except subprocess.TimeoutExpired:
            continue
