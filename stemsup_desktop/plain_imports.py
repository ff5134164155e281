"""Importing as Python does it, once Qt is loaded.

PySide6 puts a function of its own in the place of `__import__`. It looks whether a module asks for PySide6's optional
names of methods, and for that it reads the source of every module that is loaded afterwards, and keeps all its lines.
No module of ours asks for them.
"""

import builtins


def import_plainly() -> None:
    """Give `__import__` back what it did before PySide6 was loaded; without PySide6 nothing changes."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
