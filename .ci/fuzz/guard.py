"""Sees every file that a case opens for writing, makes, moves or removes, and whether that lies in its own folder."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from judging import BorderFault

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ONE_PATH = {
    *("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.chown", "os.utime"),
    *("os.setxattr", "os.removexattr", "sqlite3.connect"),
}
_TWO_PATHS = {"os.rename", "os.link", "os.symlink"}
_NEVER = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "os.system",
    "os.exec",
    "webbrowser.open",
}
_PROCESSES = {"subprocess.Popen", "os.posix_spawn", "os.fork"}
_HARMLESS = ("/dev/null", "/dev/tty", "/dev/full", "/proc/self/")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one case lives: it may write in `folder`; what lies in `outside` must stay as it is."""

    folder: Path
    outside: Path


@dataclass(slots=True)
class _Watch:
    allowed: str = ""
    may_start_processes: bool = False
    seen: list[str] = field(default_factory=list)


_watch = _Watch()


def install_guard() -> None:
    """Start to listen to the interpreter; it cannot be stopped."""
    sys.addaudithook(_on_event)


_KEPT = {name: f"kept: {name}".encode() for name in ("kept.json", "kept.pdf", "inner/kept.txt")}


def make_place(root: Path) -> Place:
    """Make a place with files beside the case's folder that are worth overwriting; what another case left is gone."""
    place = Place(root / "case", root / "outside")
    _remove(place.folder)
    place.folder.mkdir()
    if not place.outside.is_dir() or list_outside(place) != {"inner": b"folder", **_KEPT}:
        shutil.rmtree(place.outside, ignore_errors=True)
        (place.outside / "inner").mkdir(parents=True)
        for name, data in _KEPT.items():
            (place.outside / name).write_bytes(data)
    return place


def _remove(folder: Path) -> None:
    """Remove a folder; of the many that hold a few plain files only, `rmtree` would open and ask each twice."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    break
                os.unlink(entry.path)
            else:
                os.rmdir(folder)
    except OSError:
        pass  # a folder that is none or may not be read: as with one that holds others, what follows sees to it
    shutil.rmtree(folder, ignore_errors=True)


def list_outside(place: Place) -> dict[str, bytes]:
    """Return what lies outside: every path with its bytes, folders and links with what they are."""
    found: dict[str, bytes] = {}
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(place.outside / inside) as entries:
            for entry in entries:
                name = f"{inside}{entry.name}"
                if entry.is_symlink():
                    found[name] = b"link"
                elif entry.is_dir():
                    found[name] = b"folder"
                    waiting.append(f"{name}/")
                else:
                    with open(entry.path, "rb") as file:
                        found[name] = file.read()
    return found


@contextmanager
def watching(place: Place, *, may_start_processes: bool) -> Iterator[None]:
    """Raise `BorderFault` after the case if it wrote outside its folder, used a network or started a process."""
    before = list_outside(place)
    _watch.seen.clear()
    _watch.may_start_processes = may_start_processes
    _watch.allowed = os.path.realpath(place.folder)
    try:
        yield
    finally:
        _watch.allowed = ""
    if _watch.seen:
        raise BorderFault("outside its folder: " + "; ".join(_watch.seen[:5]))
    if list_outside(place) != before:
        raise BorderFault("a file outside its folder was made, changed or removed")


def _on_event(event: str, arguments: tuple[object, ...]) -> None:
    if not _watch.allowed:
        return
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITES:
            _check(event, path, follows=not flags & getattr(os, "O_NOFOLLOW", 0))
    elif event in _ONE_PATH:
        _check(event, arguments[0])
    elif event in _TWO_PATHS:
        _check(event, arguments[1])
        if event == "os.rename":
            _check(event, arguments[0])
    elif event in _NEVER or (event in _PROCESSES and not _watch.may_start_processes):
        _watch.seen.append(f"{event} {str(arguments)[:200]}")


def _check(event: str, path: object, *, follows: bool = False) -> None:
    if not isinstance(path, str | bytes | os.PathLike):
        return  # a descriptor, whose opening was seen
    text = os.fsdecode(path)
    if text.startswith(_HARMLESS):
        return
    # The last part of what is made, moved or removed is not followed; what is opened is, unless it asks not to.
    real = os.path.realpath(text) if follows else _real_place(text)
    if real != _watch.allowed and not real.startswith(_watch.allowed + os.sep):
        _watch.seen.append(f"{event} {real[-200:]}")


def _real_place(path: str) -> str:
    folder, name = os.path.split(path.rstrip("/"))
    return os.path.join(os.path.realpath(folder or "."), name)
