"""Children of a test that are killed again and again: forks of one process, which has loaded once what they all need.

A harness is a file whose `act(arguments)` is what a child does. `python HARNESS --fork DESCRIPTOR` is the process that
forks: it starts no thread, has no window and opens no vault, so that a child has nothing of it but what is loaded.
Where no process that has loaded Qt may be forked, `python HARNESS ARGUMENTS...` is each child.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import NoReturn, Protocol, TextIO

FORK = "--fork"
_MOST_BYTES = 65_536
_FORKS = sys.platform == "linux"
"""macOS ends a fork of what has loaded its libraries, and Windows has none."""
KILLED = -signal.SIGKILL if hasattr(signal, "SIGKILL") else 1
"""What a killed child ends with."""


class Child(Protocol):
    """A process, with what it says; `returncode` is known once it has ended."""

    @property
    def stdout(self) -> TextIO:
        """What it says."""

    @property
    def stderr(self) -> TextIO:
        """What it complains of."""

    @property
    def returncode(self) -> int | None:
        """How it ended."""

    def kill(self) -> None:
        """End it as a power cut would: nothing of it runs any more."""


class Nursery(Protocol):
    """Starts children, one after the other."""

    def child(self, *arguments: str) -> AbstractContextManager[Child]:
        """Start a child, and wait for its end afterwards."""


class _ForkedChild:
    def __init__(self, told: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self._told, self._pid = told, int(told.readline())
        self.stdout, self.stderr = stdout, stderr
        self.returncode: int | None = None

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # one that has ended by itself
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> None:
        self.returncode = int(self._told.readline())


class _Forking:
    def __init__(self, line: socket.socket, told: TextIO) -> None:
        self._line, self._told = line, told

    @contextmanager
    def child(self, *arguments: str) -> Iterator[Child]:
        out, err = os.pipe(), os.pipe()
        socket.send_fds(self._line, [json.dumps(arguments).encode()], [out[1], err[1]])
        for end in (out[1], err[1]):
            os.close(end)
        with os.fdopen(out[0], encoding="utf-8") as stdout, os.fdopen(err[0], encoding="utf-8") as stderr:
            child = _ForkedChild(self._told, stdout, stderr)
            try:
                yield child
            except BaseException:
                child.kill()
                raise
            finally:
                child.wait()


class _StartedChild:
    def __init__(self, process: "subprocess.Popen[str]", stdout: TextIO, stderr: TextIO) -> None:
        self._process = process
        self.stdout, self.stderr = stdout, stderr

    @property
    def returncode(self) -> int | None:
        return self._process.returncode

    def kill(self) -> None:
        self._process.kill()


class _Starting:
    def __init__(self, harness: Path) -> None:
        self._harness = harness

    @contextmanager
    def child(self, *arguments: str) -> Iterator[Child]:
        command = [sys.executable, str(self._harness.resolve()), *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
            if process.stdout is None or process.stderr is None:
                raise ValueError("a child that says nothing")
            child = _StartedChild(process, process.stdout, process.stderr)
            try:
                yield child
            except BaseException:
                child.kill()
                raise


@contextmanager
def open_nursery(harness: Path, *, forks: bool = _FORKS) -> Iterator[Nursery]:
    """Make ready for starting the children of a harness, by a process that forks them where that may be."""
    if not forks:
        yield _Starting(harness)
        return
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            command = [sys.executable, str(harness.resolve()), FORK, str(theirs.fileno())]
            process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        try:
            with ours.makefile("r", encoding="ascii") as told:
                yield _Forking(ours, told)
        finally:
            ours.close()
            process.wait()


def die() -> NoReturn:
    """End this process as a power cut would."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(KILLED)


def fork_children(descriptor: int, act: Callable[[list[str]], None]) -> None:
    """Fork a child for each line of arguments, say its number and then how it ended, until nobody asks any more."""
    with socket.socket(fileno=descriptor) as line:
        while True:
            data, ends, _, _ = socket.recv_fds(line, _MOST_BYTES, 2)
            if not data:
                return
            pid = os.fork()
            if pid == 0:
                line.close()
                os.dup2(ends[0], 1)
                os.dup2(ends[1], 2)
            for end in ends:
                os.close(end)
            if pid == 0:
                act(json.loads(data))
                return
            line.sendall(f"{pid}\n".encode())
            line.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
