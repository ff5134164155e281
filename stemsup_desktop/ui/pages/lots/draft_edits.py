"""Edits of a certificate's form, each from draft to draft; a draft of another form stays as it is. No Qt."""

import msgspec

from stemsup_desktop.ui.pages.lots.draft import CertificateDraft, Draft, FactorDraft


def with_item(draft: Draft, number: int, part: str, text: str) -> Draft:
    """Return a certificate's form with another text in one field of a row of items."""
    if not isinstance(draft, CertificateDraft):
        return draft
    items = tuple(
        msgspec.structs.replace(item, **{part: text}) if at == number else item for at, item in enumerate(draft.items)
    )
    return msgspec.structs.replace(draft, items=items)


def with_factor(draft: Draft, number: int, part: str, text: str) -> Draft:
    """Return a certificate's form with another text in one field of a factor; one further on is a new row."""
    if not isinstance(draft, CertificateDraft):
        return draft
    every = draft.factors if number < len(draft.factors) else (*draft.factors, FactorDraft())
    factors = tuple(
        msgspec.structs.replace(factor, **({part: text} if part else {})) if at == number else factor
        for at, factor in enumerate(every)
    )
    return msgspec.structs.replace(draft, factors=factors)


def without_factor(draft: Draft, number: int) -> Draft:
    """Return a certificate's form without one row of factors."""
    if not isinstance(draft, CertificateDraft):
        return draft
    return msgspec.structs.replace(draft, factors=tuple(one for at, one in enumerate(draft.factors) if at != number))


def with_absent(draft: Draft, code: str, *, is_on: bool) -> Draft:
    """Return a certificate's form in which a substance is shown as not detected, or is not."""
    if not isinstance(draft, CertificateDraft):
        return draft
    others = tuple(one for one in draft.shown_absent if one != code)
    return msgspec.structs.replace(draft, shown_absent=(*others, code) if is_on else others)
