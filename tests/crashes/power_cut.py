"""The disk states that a power cut may leave, from a journal of what a program did.

The model is more pessimistic than any one file system (docs/reliability.md says why and where it stops):

- Bytes and sizes of a file are safe after fsync of that file returned; names are safe after fsync of their folder
  returned. Nothing else makes anything safe, neither closing nor time, nor a sync of another file.
- Everything since may have happened or not, in any order; bytes in any mixture of 512-byte sectors, old, new or noise.
- After an fsync of a file that failed, the bytes it should have made safe stay unsafe even if a later fsync succeeds.
- A rename is one step: both names change or neither does. No byte outside of a write changes.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from crashes.journal import Event, Kind
from crashes.steps import Bytes, Names, Size, Step, Survival, apply, apply_perhaps, concerns


@dataclass
class File:
    """A file's bytes, apart from its names."""

    data: bytearray = field(default_factory=bytearray)


@dataclass
class Folder:
    """A folder's names."""

    entries: dict[str, "Node"] = field(default_factory=dict)


Node = File | Folder


class Disk:
    """What was on a disk at first and what a program did to it; makes the states that a power cut may leave."""

    def __init__(self, first: Path, events: Sequence[Event], root: str) -> None:
        """`first` is a copy of the folder as it was, `root` its path in the events. Raises ValueError for an event
        that the model cannot follow, such as a shared writable mapping."""
        self._root = PurePosixPath(root)
        self._files: dict[int, bytes] = {}
        self._first_names: dict[int, dict[str, int]] = {}
        self._names: dict[int, dict[str, int]] = {}
        self._steps: list[Step] = []
        self.events = tuple(events)
        self._read_folder(first)
        self._first_names = {node: dict(names) for node, names in self._names.items()}
        for index, event in enumerate(self.events):
            self._follow(index, event)

    def state(self, point: int, survival: Survival, chance: random.Random) -> Folder:
        """Return what a restart finds if the power goes after the first `point` events."""
        steps = [step for step in self._steps if step.index < point]
        unsafe = [step for step in steps if step.safe_from is None or step.safe_from >= point]
        last = chance.choice(unsafe).index if unsafe else -1
        files = {node: bytearray(data) for node, data in self._files.items()}
        folders = {node: dict(names) for node, names in self._first_names.items()}
        for step in steps:
            if step.safe_from is not None and step.safe_from < point:
                apply(step, files, folders)
            else:
                apply_perhaps(step, files, folders, survival, last, chance)
        return _make_folder(0, files, folders)

    def _read_folder(self, path: Path) -> int:
        node = self._new_folder()
        for child in sorted(path.iterdir()):
            is_folder = child.is_dir()
            self._names[node][child.name] = (
                self._read_folder(child) if is_folder else self._new_file(child.read_bytes())
            )
        return node

    def _new_folder(self) -> int:
        node = len(self._files) + len(self._names)
        self._names[node], self._first_names[node] = {}, {}
        return node

    def _new_file(self, data: bytes = b"") -> int:
        node = len(self._files) + len(self._names)
        self._files[node] = data
        return node

    def _follow(self, index: int, event: Event) -> None:
        if event.kind is Kind.REFUSED:
            raise ValueError(f"the shim cannot follow what was done to {PurePosixPath(event.path).name}")
        if event.kind is Kind.MARK or (event.error and event.kind is not Kind.SYNC):
            return
        if event.path.endswith(" (deleted)"):
            return  # no name leads there any more
        match event.kind:
            case Kind.WRITE:
                self._steps.append(Bytes(index, node=self._find(event.path), offset=event.offset, data=event.data))
            case Kind.TRUNCATE:
                self._steps.append(Size(index, node=self._find(event.path), size=event.offset))
            case Kind.SYNC:
                self._sync(index, self._find(event.path), has_failed=bool(event.error))
            case Kind.OPEN:
                self._open(index, event)
            case _:
                self._change_names(index, event)

    def _open(self, index: int, event: Event) -> None:
        if event.is_created:
            self._name(index, ((event.path, self._new_file()),))
        elif event.is_emptied:
            self._steps.append(Size(index, node=self._find(event.path), size=0))

    def _change_names(self, index: int, event: Event) -> None:
        match event.kind:
            case Kind.MKDIR:
                self._name(index, ((event.path, self._new_folder()),))
            case Kind.RENAME:
                self._name(index, ((event.other, self._find(event.path)), (event.path, None)))
            case Kind.LINK:
                self._name(index, ((event.other, self._find(event.path)),))
            case _:
                self._name(index, ((event.path, None),))

    def _name(self, index: int, changes: tuple[tuple[str, int | None], ...]) -> None:
        edits = []
        for path, node in changes:
            place = PurePosixPath(path)
            folder = self._find(str(place.parent))
            edits.append((folder, place.name, node))
            if node is None:
                del self._names[folder][place.name]
            else:
                self._names[folder][place.name] = node
        self._steps.append(Names(index, edits=tuple(edits)))

    def _find(self, path: str) -> int:
        node = 0
        for part in PurePosixPath(path).relative_to(self._root).parts:
            node = self._names[node][part]
        return node

    def _sync(self, index: int, node: int, *, has_failed: bool) -> None:
        for step in self._steps:
            if step.safe_from is None and not step.is_doomed and concerns(step, node):
                step.is_doomed = has_failed and not isinstance(step, Names)
                step.safe_from = None if has_failed else index


def _make_folder(node: int, files: dict[int, bytearray], folders: dict[int, dict[str, int]]) -> Folder:
    made = Folder()
    for name, child in folders[node].items():
        made.entries[name] = _make_folder(child, files, folders) if child in folders else File(files[child])
    return made


def write_state(folder: Folder, path: Path) -> None:
    """Write a state into an empty or missing folder."""
    path.mkdir(mode=0o700, exist_ok=True)
    for name, node in folder.entries.items():
        if isinstance(node, Folder):
            write_state(node, path / name)
        else:
            (path / name).write_bytes(node.data)


def hash_state(folder: Folder, update: Callable[[bytes], object]) -> None:
    """Feed a state to a hash, so that equal states can be told."""
    for name, node in sorted(folder.entries.items()):
        update(f"{name}\0{type(node).__name__}\0".encode())
        if isinstance(node, Folder):
            hash_state(node, update)
            update(b"\0end\0")
        else:
            update(len(node.data).to_bytes(8) + node.data)
