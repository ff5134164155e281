"""How the record of the patient screen grows: what was seen adds up, and nothing that was seen is ever forgotten."""

from datetime import datetime, timedelta

import msgspec

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.same_record import write_canonically
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.language import Language


class SeenText(msgspec.Struct, frozen=True):
    """A text as it stands on the patient screen: what is recorded of it does not depend on when it is seen."""

    page_id: str
    title: str
    language: Language
    content_sha256: str


class Showing(msgspec.Struct, frozen=True):
    """One text from its coming on the screen to its going: how long it could be seen so far.

    Lengths are of a clock that only runs forward, in seconds; of the clock on the wall only the beginning is taken. So
    a wall clock that is set makes nothing longer, shorter or negative. `counted_to` is up to when time is counted, None
    while the text is covered; `first_s` and `last_s` are when it could first and last be seen, None while it never
    could.
    """

    text: SeenText
    began_at: datetime
    began_s: float
    counted_to: float | None = None
    seen_s: float = 0.0
    first_s: float | None = None
    last_s: float | None = None

    def cover(self, now_s: float) -> "Showing":
        """Return it covered: from now on no time counts."""
        return msgspec.structs.replace(self.count(now_s), counted_to=None)

    def uncover(self, now_s: float) -> "Showing":
        """Return it as one that can be seen from now on."""
        if self.counted_to is not None:
            return self
        now_s = max(now_s, self.began_s, self.last_s or self.began_s)
        first_s = now_s if self.first_s is None else self.first_s
        return msgspec.structs.replace(self, counted_to=now_s, first_s=first_s, last_s=now_s)

    def count(self, now_s: float) -> "Showing":
        """Return it with the time counted up to now."""
        if self.counted_to is None or now_s <= self.counted_to:
            return self
        seen_s = self.seen_s + now_s - self.counted_to
        return msgspec.structs.replace(self, counted_to=now_s, seen_s=seen_s, last_s=now_s)

    def make_page(self) -> SeenPage | None:
        """Return what is recorded of it, or None if it never could be seen."""
        if self.first_s is None or self.last_s is None:
            return None
        return SeenPage(
            page_id=self.text.page_id,
            title=self.text.title,
            language=self.text.language,
            content_sha256=self.text.content_sha256,
            first_shown_at=self.began_at + timedelta(seconds=self.first_s - self.began_s),
            last_shown_at=self.began_at + timedelta(seconds=self.last_s - self.began_s),
            shown_ms=round(self.seen_s * 1000),
        )


def begin_showing(text: SeenText, at: datetime, now_s: float, *, is_covered: bool = False) -> Showing:
    """Return the showing of a text that comes on the screen now."""
    showing = Showing(text, at, now_s)
    return showing if is_covered else showing.uncover(now_s)


def with_seen(screen: ScreenRecord, page: SeenPage) -> ScreenRecord:
    """Return the record with one showing more: of a text that was seen before the times add up."""
    key = _key(page)
    if all(_key(one) != key for one in screen.pages):
        return msgspec.structs.replace(screen, pages=(*screen.pages, page))
    pages = tuple(_add(one, page) if _key(one) == key else one for one in screen.pages)
    return msgspec.structs.replace(screen, pages=pages)


def with_answer(screen: ScreenRecord, answer: ScreenAnswer) -> ScreenRecord:
    """Return the record with one answer more."""
    return msgspec.structs.replace(screen, answers=(*screen.answers, answer))


def join_screens(kept: ScreenRecord, given: ScreenRecord) -> ScreenRecord:
    """Return what either of two states of one record knows: the longer time of each text, and every answer.

    The order is that of `kept`. A state that grew out of the other one comes back as it is.
    """
    later = {_key(one): one for one in given.pages}
    known = {_key(one) for one in kept.pages}
    pages = [_join(one, later.get(_key(one))) for one in kept.pages]
    pages += [one for one in given.pages if _key(one) not in known]
    answers = {write_canonically(one): one for one in (*kept.answers, *given.answers)}
    return ScreenRecord(tuple(pages), tuple(answers.values()))


def with_screen(consultation: Consultation, screen: ScreenRecord) -> Consultation:
    """Return a visit with this record of the patient screen."""
    explanation = msgspec.structs.replace(consultation.explanation, screen=screen)
    return msgspec.structs.replace(consultation, explanation=explanation)


def carry_screen(previous: Consultation | None, following: Consultation) -> Consultation:
    """Return the following state with all that was seen and answered in the previous one: nobody takes it back.

    For undo and redo, and for a draft that has not seen it yet.
    """
    if previous is None:
        return following
    joined = join_screens(previous.explanation.screen, following.explanation.screen)
    return following if joined == following.explanation.screen else with_screen(following, joined)


def _key(page: SeenPage) -> tuple[str, str, str]:
    return (page.page_id, page.language.value, page.content_sha256)


def _add(before: SeenPage, more: SeenPage) -> SeenPage:
    return msgspec.structs.replace(
        before,
        first_shown_at=min(before.first_shown_at, more.first_shown_at),
        last_shown_at=max(before.last_shown_at, more.last_shown_at),
        shown_ms=before.shown_ms + more.shown_ms,
        times_shown=before.times_shown + more.times_shown,
    )


def _join(one: SeenPage, other: SeenPage | None) -> SeenPage:
    if other is None or other == one:
        return one
    return msgspec.structs.replace(
        one,
        first_shown_at=min(one.first_shown_at, other.first_shown_at),
        last_shown_at=max(one.last_shown_at, other.last_shown_at),
        shown_ms=max(one.shown_ms, other.shown_ms),
        times_shown=max(one.times_shown, other.times_shown),
    )
