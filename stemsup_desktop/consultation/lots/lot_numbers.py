"""When two ways of writing a lot or vial number are the same number."""

import unicodedata

from stemsup_desktop.consultation.patient_check import normalise_text


def fold_lot_number(number: str) -> str:
    """Return a lot or vial number for comparing: full and half width, capitals and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", normalise_text(number)).casefold().split())
