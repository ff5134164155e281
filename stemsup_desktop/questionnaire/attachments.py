"""Files as answers: what an answer keeps of a file that the vault holds under its SHA-256."""

import base64
import hashlib
import re
import unicodedata

from stemsup_desktop.questionnaire.answers import AttachmentAnswer

BYTES_PER_MB = 1_000_000
MOST_FILE_BYTES = 25 * BYTES_PER_MB
"""What one file may have at most, whatever a questionnaire allows."""

LONGEST_TITLE = 255

_URN = re.compile(r"urn:sha256:([0-9a-f]{64})")
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Characters that break a line, turn the direction of writing, or that UTF-8 cannot carry."""


def make_attachment_answer(name: str, kind: str, data: bytes) -> AttachmentAnswer:
    """Return the answer for a file. FHIR's `hash` is SHA-1, so that stands beside the SHA-256 of the address."""
    return AttachmentAnswer(
        url=f"urn:sha256:{hashlib.sha256(data).hexdigest()}",
        content_type=kind,
        title=make_title(name),
        size_bytes=len(data),
        sha1_base64=base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii"),
    )


def make_title(name: str) -> str:
    """Return a file's name as it can be shown: one line, written in one direction, never used as a path."""
    shown = "".join("\ufffd" if unicodedata.category(one) in _UNSHOWN else one for one in name[:LONGEST_TITLE])
    return shown.strip() or "\ufffd"


def find_sha256(answer: AttachmentAnswer) -> str | None:
    """Find the SHA-256, in hexadecimal, under which the vault may hold the file of an answer."""
    found = _URN.fullmatch(answer.url)
    return found.group(1) if found is not None else None
