"""Regular expressions from outside, by RE2: the time grows with the text and never explodes.

RE2 is loaded with the first pattern. It has no look-around and no back-references; a pattern with one is refused.
"""

from typing import TYPE_CHECKING

from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    import re2

MOST_PATTERN = 2_000
"""Characters of a pattern."""

MOST_TEXT = 20_000
"""Characters of a text; the worst pattern takes a tenth of a second for it."""


def compile_pattern(pattern: str, has_groups: bool = False) -> "re2._Regexp":
    """Return a compiled pattern in which a point is any character; raises `InputProblem` ("pattern-invalid").

    Without groups it is much faster.
    """
    import re2

    if len(pattern) > MOST_PATTERN:
        raise InputProblem("pattern-invalid", f"The regular expression is longer than {MOST_PATTERN} characters.")
    options = re2.Options()
    options.log_errors = False
    options.dot_nl = True
    options.never_capture = not has_groups
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise InputProblem("pattern-invalid", "The regular expression cannot be used in this program.") from error


def is_found(pattern: str, text: str) -> bool:
    """Say whether some part of a text matches; raises `InputProblem`."""
    return compile_pattern(pattern).search(_check(text)) is not None


def is_whole(pattern: str, text: str) -> bool:
    """Say whether the whole of a text matches; raises `InputProblem`."""
    return compile_pattern(pattern).fullmatch(_check(text)) is not None


def _check(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise InputProblem("text-too-long", f"A text of more than {MOST_TEXT} characters cannot be matched.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputProblem("text-not-unicode", "A text holds half a character and cannot be matched.") from error
    return text
