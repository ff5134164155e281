"""What the print sheet says of a choice: what is wrong with the pages, and how much paper it takes. No Qt."""

from stemsup_desktop.ui.page_range import PageRange
from stemsup_desktop.ui.words import Words


def say_fault(found: PageRange, page_count: int, words: Words) -> str:
    """Return what is wrong with a range of pages, or nothing."""
    if found.fault is None:
        return ""
    return words(f"printing.fault_{found.fault}", part=found.part, count=page_count)


def count_sheets(pages: int, copies: int, *, is_two_sided: bool) -> int:
    """Return how many sheets of paper a choice takes; a copy never begins on the back of another."""
    return copies * ((pages + 1) // 2 if is_two_sided else pages)


def say_sum(pages: int, copies: int, *, is_two_sided: bool, words: Words) -> str:
    """Return what will be printed and on how much paper, or nothing where nothing will be."""
    if pages < 1 or copies < 1:
        return ""
    said = words("printing.sum_pages", count=pages)
    if copies > 1:
        said = words("printing.sum_copies", count=copies, pages=said)
    sheets = count_sheets(pages, copies, is_two_sided=is_two_sided)
    return words("printing.sum", pages=said, sheets=words("printing.sum_sheets", count=sheets))
