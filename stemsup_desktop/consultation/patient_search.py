"""What a patient can be found by: folded words of name, kana, romaji and chart number, and dates of birth as typed."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher

import jaconv

from stemsup_desktop.consultation.eras import parse_era_date, parse_era_year
from stemsup_desktop.consultation.patient import Patient

SIMILAR_NAME = 0.75
"""Share of equal letters (difflib ratio) from which two names are likely one person's; a proposal."""

_VARIANTS = str.maketrans(
    "髙﨑嵜碕邊邉齊斎齋澤濵濱廣國島嶋嶌德惠櫻嶽眞瀧冨𠮷鄕淸靜龍藏禮鐵豐壽榮實與萬圓會曾晄曻øłđ",
    "高崎崎崎辺辺斉斉斉沢浜浜広国島島島徳恵桜岳真滝富吉郷清静竜蔵礼鉄豊寿栄実与万円会曽晃昇old",
)
"""Character forms that a name may be written in, folded to one for finding; names themselves are never changed."""

_LOOSE = str.maketrans(
    "ァィゥェォッャュョヮヵヶヂヅヲヰヱヴ栁桒舘峯埜渕渊薗圡彌檜靏靎礒賴增黑祗籠槇顯麴",
    "アイウエオツヤユヨワカケジズオイエブ柳桑館峰野淵淵園土弥桧鶴鶴磯頼増黒祇篭槙顕麹",
)
"""What a name is often written with instead: large kana for small (lists from banks and old programs have no others),
one spelling for two of one sound, and further forms of kanji. Kept beside the stricter fold, so that a name that was
indexed before is still found as it was."""

_ROMAJI_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z])['’‘\-](?=[a-z])", ""),
        (r"sy", "sh"),
        (r"ty", "ch"),
        (r"[zj]y", "j"),
        (r"si", "shi"),
        (r"ti", "chi"),
        (r"(?<![a-z])tu|(?<=[a-rt-z])tu", "tsu"),
        (r"(?<![sc])hu", "fu"),
        (r"zi", "ji"),
        (r"m(?=[bp])", "n"),
        (r"oh(?![aeiouy])", "o"),
        (r"ou|oo", "o"),
        (r"uu", "u"),
        (r"aa", "a"),
        (r"ii", "i"),
    )
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEPARATOR = r"\s*[-/.年]\s*"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:{_SEPARATOR}(\d{{1,2}})?(?:\s*[-/.月]\s*(\d{{1,2}})?\s*日?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s\-.]*([a-z]{3,9})\.?,?[\s\-]*(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})\s*,?\s+(\d{4})")


def fold_text(text: str) -> str:
    """Return text as it is compared: one width, katakana, lower case, plain letters, plain kanji, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = str(jaconv.hira2kata(text)).translate(_VARIANTS)
    text = "".join(_strip_marks(text))
    words = (_fold_romaji(word) for word in re.split(r"[^\w'’‘\-ー]+|_+", text))
    return " ".join(" ".join(words).split())


def fold_loosely(text: str) -> str:
    """Return text as it is compared more loosely: キョウコ is キヨウコ, シヅカ is シズカ, 栁 is 柳."""
    return fold_text(text).translate(_LOOSE)


def fold_chart_number(chart_number: str) -> str:
    """Return a chart number as it is compared for uniqueness: one width, one case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", chart_number).casefold().split())


def fold_phone(phone: str) -> str:
    """Return a telephone number's digits, with Japan's country code as a leading 0; empty if too short to compare."""
    digits = "".join(
        str(unicodedata.digit(character)) for character in phone if unicodedata.category(character) == "Nd"
    )
    if digits.startswith("81") and len(digits) >= 11:
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) >= 8 else ""


def make_search_words(patient: Patient) -> tuple[str, ...]:
    """Return every folded word whose beginning finds the patient, sorted.

    A word of kanji or kana is there with each of its endings, so that one or two characters from its middle find it.
    """
    words: set[str] = set()
    for part in {*fold_text(patient.name).split(), *fold_loosely(patient.name).split()}:
        words.add(part)
        if not part.isascii():
            words.update(part[start:] for start in range(1, min(len(part), 12)))
    kana = fold_text(patient.kana)
    words.update((*kana.split(), *fold_loosely(patient.kana).split()))
    words.update(fold_text(patient.romaji).split() or romanise(kana).split())
    chart = fold_text(patient.chart_number)
    words.update((chart.replace(" ", ""), *chart.split()))
    words.update(word.lstrip("0") for word in chart.split() if word.isdigit())
    return tuple(sorted(word for word in words if word))


def make_search_text(patient: Patient) -> str:
    """Return the folded text in which any three characters find the patient; every word begins after a space."""
    kana = fold_text(patient.kana)
    forms = [fold_text(patient.name), kana, fold_text(patient.romaji) or romanise(kana)]
    forms += [loose for loose in (fold_loosely(patient.name), fold_loosely(patient.kana)) if loose not in forms]
    joined = [form.replace(" ", "") for form in forms if " " in form]
    chart = fold_text(patient.chart_number)
    every = [*forms, *joined, chart.replace(" ", ""), *make_search_words(patient)]
    return " " + " ".join(dict.fromkeys(word for form in every for word in form.split()))


def parse_birth_dates(query: str) -> tuple[date, date] | None:
    """Return the first and last day that a typed date means, or None if it is none.

    1972-04-18, 19720418, 1972年4月18日, 18 Apr 1972, April 18 1972, S47.4.18 and 昭和47年4月18日 mean a day;
    1972-04 a month, 1972 and 昭和47年 a year.
    """
    text = " ".join(unicodedata.normalize("NFKC", query).casefold().split())
    if match := _COMPACT.fullmatch(text):
        return _make_range(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_FIRST.fullmatch(text):
        return _make_range(int(match[1]), int(match[2] or 0), int(match[3] or 0))
    if (day := parse_era_date(text)) is not None:
        return day, day
    if (year := parse_era_year(text)) is not None and not text.isascii():  # "s55" may be a chart number
        return _make_range(year, 0, 0)
    if match := _DAY_FIRST.fullmatch(text):
        return _make_range(int(match[3]), _find_month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _make_range(int(match[3]), _find_month(match[1]), int(match[2]))
    return None


def has_similar_name(first: Patient, second: Patient) -> bool:
    """Return whether two patients' names, kana or romaji are nearly the same."""
    return any(
        SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR_NAME
        for one, other in zip(_name_forms(first), _name_forms(second), strict=True)
        if one and other
    )


def romanise(kana: str) -> str:
    """Return kana in Latin letters, folded as romaji that is typed; empty for what is no kana."""
    romaji = str(jaconv.kana2alphabet(jaconv.kata2hira(kana))).replace("-", "")
    return fold_text(romaji) if romaji.replace(" ", "").isascii() else ""


def _name_forms(patient: Patient) -> tuple[str, str, str]:
    name, kana, romaji = (fold_text(form).replace(" ", "") for form in (patient.name, patient.kana, patient.romaji))
    return name, kana, romaji or romanise(kana).replace(" ", "")


def _strip_marks(text: str) -> Iterator[str]:
    """Drop accents from Latin letters and variation selectors from kanji; a dakuten stays."""
    for character in text:
        if unicodedata.category(character) == "Mn":
            continue
        base = unicodedata.normalize("NFD", character)[0]
        yield base if base.isascii() else character


def _fold_romaji(word: str) -> str:
    """Fold the spellings of romaji: Satō, Satou, Satoh and sato; si and shi; tu and tsu; Nanba and Namba."""
    if re.fullmatch(r"[a-z'’‘\-]+", word):
        for pattern, replacement in _ROMAJI_STEPS:
            word = pattern.sub(replacement, word)
    return re.sub(r"['’‘]+", "", word).replace("-", " ")


def _find_month(name: str) -> int:
    return next((number for number, month in enumerate(_MONTHS, 1) if name.startswith(month)), -1)


def _make_range(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        if day:
            only = date(year, month, day)
            return only, only
        if month:
            first = date(year, month, 1)
            after = date(year + month // 12, month % 12 + 1, 1)
            return first, after - timedelta(days=1)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None
