"""How certificates say that something was measured, passed, failed or not done, in either language, and their numbers.

Words that can be read in two ways ("N.D.": not detected, not determined) are in no list, so that nobody guesses.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from stemsup_desktop.consultation.lots.lot_model import ConcentrationUnit, ItemState, MeasuredState
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.typed_text import read_number

_BELOW = (
    *(
        "below-limit",
        "below limit",
        "below the limit",
        "below detection limit",
        "below limit of detection",
        "below lod",
        "below loq",
    ),
    *("<lod", "<loq", "< lod", "< loq", "< limit", "not detected", "not detectable", "undetected", "undetectable"),
    *("検出限界未満", "検出下限未満", "検出限界以下", "検出下限以下", "定量下限未満", "定量限界未満", "測定下限未満"),
    *("測定限界未満", "不検出", "検出せず", "検出されず", "感度以下", "感度未満"),
)
_NOT_MEASURED = (
    *("not measured", "not-measured", "not tested", "not analysed", "not analyzed", "not performed", "not done"),
    *("未測定", "未実施", "未検査", "測定せず", "測定なし", "実施せず"),
)
_MEASURED = ("measured", "detected", "quantified", "測定", "測定値", "測定済", "測定済み", "検出", "定量")
_PASSED = (
    *("passed", "pass", "conforms", "conform", "complies", "comply", "conforming", "compliant", "meets", "accepted"),
    *("適", "適合", "合格", "適合する"),
)
_THERE = ("present", "reported", "あり", "記載あり")
_FAILED = (
    *("failed", "fail", "does not conform", "does not comply", "nonconforming", "non-conforming", "rejected"),
    *("out of specification", "oos", "不適", "不適合", "不合格", "規格外", "適合しない"),
)
_ABSENT = (*("missing", "not reported", "not stated", "記載なし", "報告なし"), *_NOT_MEASURED)
_NEGATIVE = ("negative", "none detected", "no growth", "陰性", "陰性(-)", "発育を認めない", "発育なし", "菌の発育なし")
_POSITIVE = ("positive", "growth", "detected", "陽性", "陽性(+)", "発育あり", "検出")
_YES = ("yes", "y", "true", "1", "はい", "有", "あり", "該当")
_NO = ("no", "n", "false", "0", "いいえ", "無", "なし", "非該当")

_UNCLEAR = (
    *("-", "--", "?", "/", ".", "n/a", "na", "n.a", "nd", "n.d", "nt", "n.t", "tbd", "unknown", "*", "―", "ー", "…"),
    *("不明", "該当なし"),
)

_UNITS = {"pg/ml": ConcentrationUnit.PG_PER_ML, "ng/ml": ConcentrationUnit.NG_PER_ML}
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_UNDER = re.compile(r"<\s*(?P<number>\S.*)|(?P<before>\S.*?)\s*未満")
_UPPER_LIMIT = re.compile(
    r"(?:<|≤|=<|<=|nmt|not more than|no more than|max\.?)\s*(?P<number>[\d.,]+)(?:\s*[a-zμ/]+)?"
    r"|(?P<before>[\d.,]+)\s*(?:[a-zμ/]+\s*)?(?:以下|未満)"
)


def plain(text: str) -> str:
    """Return a cell without full-width letters and without spaces around it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def read_measured_state(text: str) -> MeasuredState | None:
    """Return what a word says of a factor; None for a word that does not say it clearly."""
    word = _fold(text)
    for words, state in (
        (_BELOW, MeasuredState.BELOW_LIMIT),
        (_NOT_MEASURED, MeasuredState.NOT_MEASURED),
        (_MEASURED, MeasuredState.MEASURED),
    ):
        if word in words:
            return state
    return None


def read_item_state(text: str, *, is_test: bool) -> ItemState | None:
    """Return what a word says of a reporting item; None for a word that does not say it clearly.

    `is_test`: of a test for germs or viruses, "negative" and "not detected" are a pass, "positive" and "detected" a
    fail, while "absent" and "present" may speak of the germ or of the item. Of what is merely stated it is the reverse.
    """
    word = _fold(text)
    passed: tuple[str, ...] = (*_PASSED, *_NEGATIVE, *_BELOW) if is_test else (*_PASSED, *_THERE)
    failed: tuple[str, ...] = (*_FAILED, *_POSITIVE) if is_test else _FAILED
    absent: tuple[str, ...] = _ABSENT if is_test else (*_ABSENT, "absent")
    for words, state in ((passed, ItemState.PASSED), (failed, ItemState.FAILED), (absent, ItemState.ABSENT)):
        if word in words:
            return state
    return None


def read_yes_no(text: str) -> bool | None:
    """Return yes or no; None for a word that does not say it clearly."""
    word = _fold(text)
    return True if word in _YES else False if word in _NO else None


def is_below_limit(text: str) -> bool:
    """Say whether a word says "not detected" or "below the limit"."""
    return _fold(text) in _BELOW


def is_negative(text: str) -> bool:
    """Say whether a word says "negative"."""
    return _fold(text) in _NEGATIVE


def is_unclear(text: str) -> bool:
    """Say whether a cell holds what stands for nothing in particular."""
    return _fold(text) in _UNCLEAR


def read_unit(text: str) -> ConcentrationUnit | None:
    """Return the unit of a concentration; None for one that is not kept."""
    return _UNITS.get(fold_unit(text))


def fold_unit(text: str) -> str:
    """Return a unit as it is compared: width, case and spaces make no difference, "ug" is µg."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub(r"^u(?=g/)", "μ", folded)


def find_under(text: str) -> str | None:
    """Find the number in "< 4" or "4未満"; None in anything else."""
    found = _UNDER.fullmatch(plain(text))
    return None if found is None else (found["number"] or found["before"]).strip()


def read_amount(text: str, *, may_have_comma: bool = True) -> Decimal:
    """Return a number of a certificate, with the digits that were printed.

    `may_have_comma`: a comma is the decimal sign; else it is refused. Raises `InputProblem`.
    """
    written = plain(text)
    if not may_have_comma and "," in written:
        raise InputProblem("number-ambiguous", "Write the number without a comma.")
    return read_number(written)


def exceeds(value: str, limit: str) -> bool:
    """Say whether a number printed as a value lies over one printed as its upper limit ("< 0.5", "0.5以下")."""
    found = _UPPER_LIMIT.fullmatch(plain(limit).casefold())
    try:
        return found is not None and read_number(plain(value)) > read_number(found["number"] or found["before"])
    except InputProblem:
        return False


def _fold(text: str) -> str:
    return plain(text).casefold().rstrip(".。")


def read_day(text: str) -> date | None:
    """Return a day written as 2027-05-31, 2027/5/31, 2027.5.31 or 2027年5月31日; None for any other."""
    found = _DAY.fullmatch(plain(text))
    try:
        return None if found is None else date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
