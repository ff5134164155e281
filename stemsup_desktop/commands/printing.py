"""How results and refusals are printed."""

import os
import sys
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import IO, Any

import click

from stemsup_desktop.errors import EnvironmentProblem

_TURNS_TEXT = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Refusal(click.ClickException):
    """Shows a problem as the one sentence it is; exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence as one line."""
        click.echo(plain(self.message), file=file, err=file is None)


def print_result(value: object, as_json: bool, in_words: Callable[[], str]) -> None:
    """Print a result as JSON or in words."""
    if as_json:
        print_json(value)
    else:
        print_words(in_words())


def print_json(value: object) -> None:
    """Print JSON, which is UTF-8 whatever the terminal's own encoding is (RFC 8259).

    The name of a file need not be UTF-8; what of it is none comes out as U+FFFD.
    """
    import msgspec

    encoder = msgspec.json.Encoder(decimal_format="number")
    try:
        data = encoder.encode(value)
    except UnicodeEncodeError:
        from stemsup_desktop.consultation.same_record import normalise_texts

        data = encoder.encode(normalise_texts(msgspec.to_builtins(value, builtin_types=(Decimal,))))
    _write(msgspec.json.format(data, indent=2))


def print_words(text: str) -> None:
    """Print text; what the terminal's encoding does not hold comes out as a question mark."""
    _write(text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace"))


def _write(line: bytes) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:
        raise  # the reader has gone, which click takes for the end
    except OSError as error:
        # What is left in the buffer would fail once more when the interpreter ends, with lines of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise EnvironmentProblem("output-failed", "The output cannot be written: is the disk full?") from error


def plain(text: str) -> str:
    """Return a text as one line that tells the terminal nothing: what was typed into a record may be hostile."""
    kept = (character if _is_harmless(character) else "\ufffd" for character in " ".join(text.split()))
    return "".join(kept)


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNS_TEXT
