"""Children of a test that are killed again and again: forks of one process, which has loaded once what they all need.

A harness is a file whose `act(arguments)` is what a child does. `python HARNESS --fork DESCRIPTOR` is the process that
forks: it starts no thread, has no window and opens no vault, so that a child has nothing of it but what is loaded.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

FORK = "--fork"
_MOST_BYTES = 65_536


class Child:
    """A process that was forked, with what it says; `returncode` is known once it has ended."""

    def __init__(self, told: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self._told, self._pid = told, int(told.readline())
        self.stdout, self.stderr = stdout, stderr
        self.returncode: int | None = None

    def kill(self) -> None:
        """End it as a power cut would: nothing of it runs any more."""
        with suppress(ProcessLookupError):  # one that has ended by itself
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait for its end."""
        self.returncode = int(self._told.readline())


class Nursery:
    """Has children forked, one after the other."""

    def __init__(self, line: socket.socket, told: TextIO) -> None:
        self._line, self._told = line, told

    @contextmanager
    def child(self, *arguments: str) -> Iterator[Child]:
        """Start a child, and wait for its end afterwards."""
        out, err = os.pipe(), os.pipe()
        socket.send_fds(self._line, [json.dumps(arguments).encode()], [out[1], err[1]])
        for end in (out[1], err[1]):
            os.close(end)
        with os.fdopen(out[0], encoding="utf-8") as stdout, os.fdopen(err[0], encoding="utf-8") as stderr:
            child = Child(self._told, stdout, stderr)
            try:
                yield child
            except BaseException:
                child.kill()
                raise
            finally:
                child.wait()


@contextmanager
def open_nursery(harness: Path) -> Iterator[Nursery]:
    """Start the process that forks the children of a harness."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            command = [sys.executable, str(harness.resolve()), FORK, str(theirs.fileno())]
            process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        try:
            with ours.makefile("r", encoding="ascii") as told:
                yield Nursery(ours, told)
        finally:
            ours.close()
            process.wait()


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
