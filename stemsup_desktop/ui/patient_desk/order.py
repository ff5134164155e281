"""Which page comes next on the patient screen, by hand and after something was done. No Qt."""

from collections.abc import Sequence

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    Wants,
)

Pages = Sequence[ScreenPage]


def find_page(key: str, pages: Pages) -> ScreenPage | None:
    """Find a page by its key."""
    return next((one for one in pages if one.key == key), None)


def find_beside(key: str, pages: Pages, by: int) -> ScreenPage | None:
    """Find the page before (-1) or after (1) another one; None at the ends, and where there is no such page."""
    keys = [one.key for one in pages]
    if key not in keys:
        return pages[0] if pages and by > 0 else None
    index = keys.index(key) + by
    return pages[index] if 0 <= index < len(pages) else None


def find_first_open(pages: Pages) -> ScreenPage | None:
    """Find where a signing goes on: its first page while nothing is made, else the first thing that is still wanted."""
    consent = [one for one in pages if isinstance(one, ClauseScreen | QuestionScreen | SignatureScreen)]
    if not any(_is_made(one) for one in consent):
        return consent[0] if consent else None
    return next((one for one in consent if _is_wanted(one)), consent[-1] if consent else None)


def find_after_act(key: str, pages: Pages) -> ScreenPage | None:
    """Find what follows when something was done on a page; `pages` are as they stand after it.

    An answer that did not fit leads to its clause, and its initials back to the question. Else it goes on in order.
    """
    here = find_page(key, pages)
    if isinstance(here, QuestionScreen) and not here.is_settled:
        return find_page(here.clause_key, pages)
    if isinstance(here, ClauseScreen) and here.wants is Wants.INITIALS:
        asked = [one for one in pages if isinstance(one, QuestionScreen) and one.clause_key == key]
        before = _was_asked(pages)
        if before and (question := next((one for one in asked if not one.is_settled), None)) is not None:
            return question
    return find_beside(key, pages, 1) or here


def _was_asked(pages: Pages) -> bool:
    """Tell whether the patient has come to the questions: all initials were made once."""
    return all(one.kept is not None for one in pages if isinstance(one, ClauseScreen) and one.wants is Wants.INITIALS)


def _is_made(page: ScreenPage) -> bool:
    match page:
        case ClauseScreen(wants=Wants.INITIALS) | SignatureScreen():
            return page.kept is not None
        case QuestionScreen():
            return page.is_settled
        case _:
            return False


def _is_wanted(page: ScreenPage) -> bool:
    match page:
        case ClauseScreen(wants=Wants.INITIALS) | SignatureScreen():
            return page.kept is None
        case ClauseScreen(wants=Wants.CHOICE):
            return not page.chosen
        case QuestionScreen():
            return not page.is_settled
        case _:
            return False
