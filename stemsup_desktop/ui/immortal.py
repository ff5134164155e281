"""Keeps None, True and False alive on Python 3.11, where PySide6 6.12 gives one of them away with every call.

PySide6 6.12 returns `None` from a method, and `True` from `Signal.emit`, without owning a reference to it. From Python
3.12 on these objects are immortal and nothing comes of it; on 3.11 their count reaches zero after some thousand calls
and the interpreter aborts. This gives them on 3.11 what 3.12 gives them: a count that never reaches zero.
"""

import ctypes
import sys

_NEVER_ZERO = 1 << 60
_SLACK = 64
"""How far the count may have moved between reading it and asking the interpreter."""


def make_immortal(*objects: object) -> bool:
    """Raise the reference counts so far that they never reach zero; return False where that is not needed or possible.

    It is not possible in a debug build, where the count is not the first field of an object.
    """
    if sys.version_info >= (3, 12) or hasattr(sys, "getobjects"):
        return False
    for thing in objects:
        count = ctypes.c_ssize_t.from_address(id(thing))
        if abs(count.value - sys.getrefcount(thing)) > _SLACK:
            return False
        count.value = _NEVER_ZERO
    return True
