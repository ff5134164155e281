"""A hundred pages that came back by way of a poor scanner: the right ones are taken, the wrong ones are refused."""

import random

import msgspec
from documents.scans.scan_builders import encode, make_consent, make_treatment, read_pages, scan_page

from stemsup_desktop.documents.scans.matching import FoundPage, Refusal, match_pages
from stemsup_desktop.documents.scans.pdf_pages import read_expected_pages
from stemsup_desktop.language import Language

SCANS = 100


class Case(msgspec.Struct, frozen=True):
    """One document whose pages were scanned, and what lay on the pile with them."""

    number: str
    example: str
    language: Language


CASES = (
    Case("CNS-2026-00417", "clear", Language.JA),
    Case("CNS-2026-00418", "demo/conditions", Language.EN),
    Case("CNS-2026-00419", "treated", Language.JA),
)
OTHER_PATIENT = ("CNS-2026-00099", "opinion", Language.EN)


def test_of_a_hundred_poor_scans_every_right_page_is_taken_and_every_wrong_one_refused() -> None:
    source = random.Random(417)
    scanned = 0
    while scanned < SCANS:
        case = CASES[scanned % len(CASES)]
        document = make_consent(case.number, case.example, case.language)
        other = make_consent(*OTHER_PATIENT)
        lost = source.randint(1, document.page_count)
        pile = [(document, page) for page in range(1, document.page_count + 1) if page != lost]
        pile.append((other, source.randint(1, other.page_count)))
        source.shuffle(pile)
        found: list[FoundPage] = []
        for one, page in pile:
            picture = scan_page(one.pdf, page, treatment := make_treatment(source))
            (read,) = read_pages(encode(picture, quality=treatment.quality))
            assert read.found.codes, f"page {page} was not read: {treatment}"
            found.append(read.found)

        match = match_pages(read_expected_pages(document.pdf, case.number), found)

        assert [pile[taken.scan] for taken in match.pages] == sorted(
            ((one, page) for one, page in pile if one is document), key=lambda pair: pair[1]
        )
        assert match.missing == (lost,)
        assert [(one.why, one.number) for one in match.refused] == [(Refusal.OTHER_DOCUMENT, OTHER_PATIENT[0])]
        assert (match.unplaced, match.spare) == ((), ())
        scanned += len(pile)
