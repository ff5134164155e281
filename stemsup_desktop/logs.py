"""A rotating log file that says what failed and where, and never with which values."""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from stemsup_desktop.errors import EnvironmentProblem

LOGGER = logging.getLogger("stemsup_desktop")
FILE_NAME = "stemsup.log"
MOST_BYTES = 1_000_000
KEPT_FILES = 3
UNEXPECTED = (
    "Something unexpected went wrong inside StemSup, which is a fault of the program. "
    "What is stored is not affected; the log says where it happened."
)


def describe_failure(error: BaseException) -> str:
    """Return type and stack of an exception and its causes: files, lines, functions, but no message and no value."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 8:
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {_describe_stack(seen.__traceback__)}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "; from ".join(parts)


def _describe_stack(trace: TracebackType | None) -> str:
    frames = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(trace)]
    return " > ".join(frames) or "no stack"


class LateRotatingFile(logging.Handler):
    """Opens its rotating file with the first record: most runs have none, and the first window does not wait for it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; a disk that fails is told as `logging` tells it."""
        if self._file is None:
            try:
                self._file = self._open()
            except OSError:
                self.handleError(record)
                return
        self._file.emit(record)

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        file = RotatingFileHandler(self._path, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
        file.setFormatter(self.formatter)
        return file


class SecretiveFormatter(logging.Formatter):
    """Writes an exception as `describe_failure` does."""

    def formatException(  # noqa: N802 - the name belongs to logging
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return type and stack of the exception, without its message."""
        return "" if ei[1] is None else describe_failure(ei[1])


def start_log(folder: Path) -> Path:
    """Send the program's own log records, and no library's, to a rotating file in `folder`; return the file's path.

    Raises `EnvironmentProblem` if the file cannot be written.
    """
    path = folder / FILE_NAME
    try:
        path.open("ab").close()
    except OSError as error:
        raise EnvironmentProblem("log-unwritable", f"The log file {path} cannot be written.") from error
    handler = LateRotatingFile(path)
    handler.setFormatter(SecretiveFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    stop_log()
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    return path


def stop_log() -> None:
    """Close the log file; later records go nowhere."""
    for handler in tuple(LOGGER.handlers):
        LOGGER.removeHandler(handler)
        handler.close()


def install_failure_hooks(tell: Callable[[str], None]) -> None:
    """Log whatever nobody caught, in any thread, and `tell` the person one sentence without values."""

    def report(error: BaseException) -> None:
        LOGGER.critical("unexpected failure: %s", describe_failure(error))
        tell(UNEXPECTED)

    def on_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            report(error.with_traceback(trace))

    def on_thread_failure(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            report(failure.exc_value)

    sys.excepthook = on_failure
    threading.excepthook = on_thread_failure
