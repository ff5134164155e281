"""Commands that are loaded when somebody asks for them: whoever runs one does not wait for the others."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click


class LateCommands(MutableMapping[str, click.Command]):
    """Commands by name; `rooms` says in which module of this package each late one lies, under its name there."""

    def __init__(self, rooms: Mapping[str, str]) -> None:
        self._rooms = dict(rooms)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name in self._rooms:
            module = import_module(f"{__package__}.{self._rooms.pop(name)}")
            self._loaded[name] = getattr(module, name.replace("-", "_"))
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._rooms.pop(name, None)
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        if self._rooms.pop(name, None) is None:
            del self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._rooms or name in self._loaded

    def __iter__(self) -> Iterator[str]:
        yield from (*self._rooms, *self._loaded)

    def __len__(self) -> int:
        return len(self._rooms) + len(self._loaded)
