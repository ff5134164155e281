"""The words for a lot in lists and on cards. No Qt."""

from datetime import date

from stemsup_desktop.consultation.formats import format_date, format_measure
from stemsup_desktop.consultation.lots.lot_model import LotEntry, LotProduct
from stemsup_desktop.language import Language
from stemsup_desktop.ui.lots.states import LotState, count_required
from stemsup_desktop.ui.words import Words


def name_of(product: LotProduct, language: Language) -> str:
    """Return the name of a product in one language, or the one there is."""
    names = (product.name_ja, product.name_en) if language is Language.JA else (product.name_en, product.name_ja)
    return next((name for name in names if name.strip()), "")


def derive_word(state: LotState, words: Words) -> str:
    """Return the word of a state."""
    return words(f"lots.state_{state.value.replace('-', '_')}")


def say_expiry(entry: LotEntry, today: date, words: Words) -> str:
    """Say when a lot expires or expired, or that nobody entered it."""
    expires = entry.lot.expires_on
    if expires is None:
        return words("lots.expiry_open")
    key = "lots.expired_on" if expires < today else "lots.expires_on"
    return words(key, date=format_date(expires, words.language))


def say_vials(entry: LotEntry, words: Words) -> str:
    """Say how many vials are left, with the volume of one where it is known."""
    left, volume = entry.vials_left, entry.product.vial_ml
    if left < 0:
        return words("lots.vials_too_many", count=-left)
    if volume is None:
        return words("lots.vials_left", count=left)
    return words("lots.vials_left_of", count=left, volume=format_measure(volume, "mL"))


def say_certificate(states: tuple[LotState, ...], lacking: int, words: Words) -> str:
    """Say how much of what a complete certificate reports is there; `lacking` items are not."""
    if LotState.NO_CERTIFICATE in states:
        return words("lots.no_certificate")
    of = count_required()
    return words("lots.certificate_count", shown=of - lacking, of=of)
