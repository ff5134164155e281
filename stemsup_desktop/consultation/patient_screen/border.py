"""The one border in front of the patient screen: `showable` lets through what is of this patient and nothing else."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec

from stemsup_desktop.consultation.patient_screen.pages import (
    KEY_KINDS,
    PAGE_TYPES,
    ClauseScreen,
    KnownScreen,
    QuestionScreen,
    ReferenceScreen,
    ScreenPage,
    SignatureScreen,
    WelcomePage,
    list_texts,
)
from stemsup_desktop.errors import InputProblem

MOST_CHARACTERS = 200_000
FEWEST_TO_SEARCH, FEWEST_ASCII = 3, 6
"""A name or number with fewer characters stands in many a sentence that is not about anybody."""
_KEY = re.compile(r"[a-z]+(:[A-Za-z0-9_.-]{1,120})?")
_NO_TEXTS = (bytes, bytearray, memoryview, datetime, date, time, timedelta, Decimal, UUID)
"""What would become text on its way through plain data; a page holds none of it."""
_HIDDEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters but for the line feed, halves of characters, and marks that turn the way of reading round."""


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose consultation is open. `token` binds pages to it and tells nothing about anybody.

    `names` are the patient's own; `private` is what no page shows though it is theirs, such as the chart number;
    `strangers` are names and numbers of other patients whom this program has had open.
    """

    token: str
    names: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()


def showable(page: object, subject: Subject | None) -> ScreenPage:
    """Return a page if it may be shown now; raises `InputProblem` page-not-showable for anything else.

    With no subject only the clinic's own page is shown. The page that comes back is a copy of plain data.
    """
    shown = _copy_plain(page)
    _check_key(shown)
    texts = _list_everything(shown)
    if sum(map(len, texts)) > MOST_CHARACTERS or any(_HIDDEN.search(text) for text in texts):
        raise _refuse()
    folded = [fold(text) for text in texts]
    if isinstance(shown, WelcomePage):
        if subject is not None and _names_any(folded, (*subject.names, *subject.private, *subject.strangers)):
            raise _refuse()
        return shown
    if subject is None or not subject.token or shown.subject != subject.token:
        raise _refuse()
    if _names_any(folded, (*subject.private, *subject.strangers)):
        raise _refuse()
    is_consent = isinstance(shown, ClauseScreen | QuestionScreen | SignatureScreen)
    if not is_consent and _names_any(folded, subject.names):
        raise _refuse()  # the patient's name appears from the consent on, where they check whose form it is
    return shown


def fold(text: str) -> str:
    """Return a text as names are compared in it: widths, cases and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_hidden(text: str) -> str:
    """Return a text without the characters that no page shows; a tab becomes a space."""
    return _HIDDEN.sub("", text.replace("\t", " "))


def _copy_plain(page: object) -> ScreenPage:
    """Return a copy that is made of plain data through and through; whatever is not is no page."""
    kind = next((one for one in PAGE_TYPES if one is type(page)), None)
    if kind is None:
        raise _refuse()
    try:
        return msgspec.convert(msgspec.to_builtins(page, builtin_types=_NO_TEXTS), kind)
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError) as error:
        raise _refuse() from error


def _check_key(page: ScreenPage) -> None:
    if _KEY.fullmatch(page.key) is None or page.key.partition(":")[0] not in KEY_KINDS[type(page)]:
        raise _refuse()


def _list_everything(page: ScreenPage) -> tuple[str, ...]:
    """Return all texts of a page, also those that its hash leaves out."""
    texts = list(list_texts(page))
    if not isinstance(page, WelcomePage):
        texts += [page.clinic, page.place.name]
    if isinstance(page, ClauseScreen | QuestionScreen | SignatureScreen):
        texts.append(page.why_not)
    if isinstance(page, ClauseScreen | SignatureScreen):
        texts.append(page.pad_name)
    if isinstance(page, ReferenceScreen | KnownScreen):
        for picture in page.pictures:
            texts += [picture.id, picture.svg, *(text for pair in picture.palette for text in pair)]
    if isinstance(page, SignatureScreen):
        texts += [entry.value for entry in (page.name_entry, page.extra_entry) if entry is not None]
    return tuple(texts)


def _names_any(folded: list[str], wanted: tuple[str, ...]) -> bool:
    telling = [one for one in map(fold, wanted) if len(one) >= (FEWEST_ASCII if one.isascii() else FEWEST_TO_SEARCH)]
    return any(_names(text, one) for one in telling for text in folded)


def _names(text: str, wanted: str) -> bool:
    """Tell whether a folded text has a word or number in it, and not only as part of a longer one."""
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (_goes_on(before, wanted[0]) or _goes_on(wanted[-1], after)):
            return True
        start = text.find(wanted, start + 1)
    return False


def _goes_on(left: str, right: str) -> bool:
    """Tell whether a number goes on over this border; letters do not part words once the spaces are folded away."""
    return bool(left) and bool(right) and (left + right).isascii() and (left + right).isdigit()


def _refuse() -> InputProblem:
    return InputProblem("page-not-showable", "This page may not be shown to the patient who is here now.")
