"""Functions over one text, with regular expressions that cannot run away."""

import base64
import binascii
import re
from collections.abc import Callable

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.context import Context, read_text, read_whole
from stemsup_desktop.questionnaire.fhirpath.nodes import Collection
from stemsup_desktop.questionnaire.patterns import compile_pattern, is_found

MOST_REPLACED = 5_000
"""Characters of a text whose matches are replaced: each may look through all that follows."""

_GROUP = re.compile(r"\$(\d+)", re.ASCII)


def make_text_function(work: Callable[..., object]) -> Callable[..., object]:
    """Make a function of one text and of texts as parameters: empty if one of them is."""

    def run(ctx: Context, values: Collection, *parameters: Collection) -> object:
        texts = [read_text(part) for part in (values, *parameters)]
        return None if any(text is None for text in texts) else work(*texts)

    return run


def substring(ctx: Context, values: Collection, start: Collection, length: Collection | None = None) -> object:
    """`substring(start, length)`; empty where it starts outside of the text."""
    text, first, count = read_text(values), read_whole(start), read_whole(length or [])
    if text is None or first is None or not 0 <= first < len(text):
        return None
    return text[first:] if count is None else text[first : first + max(count, 0)]


def replace(ctx: Context, values: Collection, pattern: Collection, substitution: Collection) -> object:
    """`replace(pattern, substitution)`."""
    text, old, new = read_text(values), read_text(pattern), read_text(substitution)
    if text is None or old is None or new is None:
        return None
    ctx.meter.write(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def join(ctx: Context, values: Collection, separator: Collection | None = None) -> object:
    """`join(separator)`."""
    texts = [read_text([value]) or "" for value in values]
    between = read_text(separator or []) or ""
    ctx.meter.write(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts) if values else None


def split(text: str, separator: str) -> object:
    """`split(separator)`; by an empty separator into characters."""
    return text.split(separator) if separator else list(text)


def matches(ctx: Context, values: Collection, pattern: Collection) -> object:
    """`matches(pattern)`: whether some part of the text matches."""
    text, wanted = read_text(values), read_text(pattern)
    if text is None or wanted is None:
        return None
    try:
        return is_found(wanted, text)
    except InputProblem as problem:
        raise ExpressionFault(problem.sentence) from None


def replace_matches(ctx: Context, values: Collection, pattern: Collection, substitution: Collection) -> object:
    """`replaceMatches(pattern, substitution)`, with `$1` for a group."""
    text, wanted, new = read_text(values), read_text(pattern), read_text(substitution)
    if text is None or wanted is None or new is None:
        return None
    if len(text) > MOST_REPLACED:
        raise ExpressionFault(f"A text of more than {MOST_REPLACED} characters cannot be replaced by pattern.")
    try:
        found = compile_pattern(wanted, has_groups=True).finditer(text)
    except InputProblem as problem:
        raise ExpressionFault(problem.sentence) from None
    template = _GROUP.sub(r"\\g<\1>", new.replace("\\", "\\\\"))
    parts: list[str] = []
    end = size = 0
    for match in found:
        parts += (text[end : match.start()], match.expand(template))
        end = match.end()
        added = len(parts[-1]) + len(parts[-2])
        size += added
        ctx.meter.spend()
        ctx.meter.write(added, size)
    return "".join((*parts, text[end:]))


def encode(text: str, form: str) -> object:
    """`encode(form)`: hex, base64 or urlbase64."""
    raw = text.encode()
    match form:
        case "hex":
            return raw.hex()
        case "base64":
            return base64.b64encode(raw).decode()
        case "urlbase64":
            return base64.urlsafe_b64encode(raw).decode()
        case _:
            return None


def decode(text: str, form: str) -> object:
    """`decode(form)`; raises `ExpressionFault` for what is not so encoded."""
    readers: dict[str, Callable[[str], bytes]] = {
        "hex": bytes.fromhex,
        "base64": lambda given: base64.b64decode(given, validate=True),
        "urlbase64": lambda given: base64.b64decode(given, altchars=b"-_", validate=True),
    }
    if form not in readers:
        return None
    try:
        return readers[form](text).decode()
    except (ValueError, binascii.Error) as error:
        raise ExpressionFault("The expression decodes a text that is not encoded so.") from error
