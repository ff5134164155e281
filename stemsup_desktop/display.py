"""Whether a window can open on this computer, and what is missing if not."""

import ctypes
import sys
from collections.abc import Callable, Mapping

from stemsup_desktop.errors import EnvironmentProblem

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt's own libraries are linked against, by Debian package."""

X11_PACKAGES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt's X11 plugin is linked against besides; where one is missing Qt aborts instead of saying so."""


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether a person could see a window: on Linux that takes X11 or Wayland, elsewhere there is a desktop."""
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    if not platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def can_load(library: str) -> bool:
    """Return whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_display(
    environment: Mapping[str, str], platform: str = sys.platform, can_load: Callable[[str], bool] = can_load
) -> None:
    """Raise `EnvironmentProblem` where no window can open, naming what to install or to do instead."""
    if not platform.startswith("linux"):
        return
    is_offscreen = environment.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal")
    if not is_offscreen and not has_display(platform, environment):
        raise EnvironmentProblem(
            "no-display",
            "There is no display to open a window on. Start StemSup from a desktop session, "
            "or use a command that needs none, such as: stemsup demo",
        )
    wanted = dict(DEBIAN_PACKAGES)
    if not is_offscreen and environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        wanted |= X11_PACKAGES
    missing = [package for library, package in wanted.items() if not can_load(library)]
    if missing:
        raise EnvironmentProblem(
            "libraries-missing",
            f"Qt needs system libraries that are not installed. On Debian: apt-get install {' '.join(missing)}",
        )
