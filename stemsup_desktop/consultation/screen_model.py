"""What is kept of the patient screen: each text that was seen on it, for how long, and what was answered there."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.language import Language

Milliseconds = Annotated[int, Meta(ge=0)]
Times = Annotated[int, Meta(ge=1)]


class SeenPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text that the patient saw: the same page in another language or in other words is another one.

    `title` is its heading as it stood on the screen, `content_sha256` the hash of the exact text. `shown_ms` is how
    long it could be seen, over all the times that it was shown; time in which it was covered is not in it.
    """

    page_id: str
    title: str
    language: Language
    content_sha256: str
    first_shown_at: datetime
    last_shown_at: datetime
    shown_ms: Milliseconds
    times_shown: Times = 1


class ScreenAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer that the patient gave on the screen, in the words that stood there; each attempt is kept.

    `content_sha256` is of the exact text that it was given to.
    """

    page_id: str
    question: str
    option_id: str
    answer: str
    language: Language
    content_sha256: str
    answered_at: datetime


class ScreenRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was seen and answered, in the order in which it first was."""

    pages: tuple[SeenPage, ...] = ()
    answers: tuple[ScreenAnswer, ...] = ()
