"""Makes a patient's details uniform and says what is wrong with them."""

import re
import unicodedata
from datetime import date

import jaconv
import msgspec

from stemsup_desktop.consultation.patient import Allergy, Patient, age_in_years
from stemsup_desktop.language import Text

OLDEST_BIRTH_DATE = date(1900, 1, 1)
OLDEST_AGE_YEARS = 130
LONGEST_LINE = 200
"""Most characters of a one-line field; longer is a paste gone wrong."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_KANA = re.compile(r"[ァ-ヺー・ヽヾ ]*")
_ROMAJI = re.compile(r"[^\W\d_]*(?:[ .'’‘\-]*[^\W\d_]+)*\.?")
_LINE_FIELDS = ("chart_number", "name", "kana", "romaji", "phone")


class FieldProblem(msgspec.Struct, frozen=True):
    """What is wrong with one field of a patient; `field` is the record's own name for it."""

    field: str
    text: Text


def normalise_text(text: str) -> str:
    """Return text that UTF-8 can carry: lone surrogates become U+FFFD, everything else stays as typed."""
    return text if text.isprintable() else _LONE_SURROGATE.sub("\ufffd", text)  # no surrogate is printable


def normalise_patient(patient: Patient) -> Patient:
    """Return the patient with one-line fields trimmed and of one width, and kana as full-width katakana.

    Names are never folded to another character: 髙, 﨑, 𠮷 and compatibility ideographs stay as written.
    """
    return msgspec.structs.replace(
        patient,
        chart_number=_squeeze(unicodedata.normalize("NFKC", normalise_text(patient.chart_number))),
        name=_normalise_name(patient.name),
        kana=_normalise_kana(patient.kana),
        romaji=_squeeze(unicodedata.normalize("NFKC", normalise_text(patient.romaji))),
        phone=_squeeze(unicodedata.normalize("NFKC", normalise_text(patient.phone))),
        address=normalise_text(patient.address).strip(),
        allergies=tuple(_normalise_allergy(allergy) for allergy in patient.allergies),
        alerts=tuple(text for text in (normalise_text(alert).strip() for alert in patient.alerts) if text),
    )


def check_patient(patient: Patient, today: date) -> tuple[FieldProblem, ...]:
    """Return every problem of a normalised patient, in the order of the form; empty if there is none."""
    problems = [
        *_check_required(patient),
        *_check_lines(patient),
        *_check_scripts(patient),
        *_check_birth_date(patient, today),
    ]
    return tuple(sorted(problems, key=lambda problem: _FORM_ORDER.index(problem.field)))


_FORM_ORDER = ("name", "kana", "romaji", "birth_date", "chart_number", "phone")


def _check_required(patient: Patient) -> list[FieldProblem]:
    problems = []
    if not patient.name.strip():
        problems.append(FieldProblem("name", Text("Enter the patient's name.", "氏名を入力してください。")))
    if not patient.chart_number.strip():
        problems.append(FieldProblem("chart_number", Text("Enter a chart number.", "診察券番号を入力してください。")))
    return problems


def _check_lines(patient: Patient) -> list[FieldProblem]:
    problems = []
    for field in _LINE_FIELDS:
        value: str = getattr(patient, field)
        if len(value) > LONGEST_LINE:
            problems.append(
                FieldProblem(
                    field,
                    Text(
                        f"Use at most {LONGEST_LINE} characters.",
                        f"{LONGEST_LINE}文字以内で入力してください。",
                    ),
                )
            )
        if any(unicodedata.category(character) == "Cc" for character in value):
            problems.append(
                FieldProblem(field, Text("Remove the control characters.", "制御文字を取り除いてください。"))
            )
    return problems


def _check_scripts(patient: Patient) -> list[FieldProblem]:
    problems = []
    if not _KANA.fullmatch(patient.kana):
        problems.append(FieldProblem("kana", Text("Use kana only.", "カナのみで入力してください。")))
    if not _is_latin(patient.romaji):
        problems.append(FieldProblem("romaji", Text("Use Latin letters only.", "ローマ字のみで入力してください。")))
    return problems


def _check_birth_date(patient: Patient, today: date) -> list[FieldProblem]:
    if patient.birth_date > today:
        text = Text("The date of birth lies in the future.", "生年月日が未来の日付です。")
    elif patient.birth_date < OLDEST_BIRTH_DATE:
        text = Text("The date of birth lies before 1900.", "生年月日が1900年より前です。")
    elif age_in_years(patient.birth_date, today) > OLDEST_AGE_YEARS:
        text = Text(
            f"The date of birth gives an age of more than {OLDEST_AGE_YEARS} years.",
            f"生年月日から計算した年齢が{OLDEST_AGE_YEARS}歳を超えています。",
        )
    else:
        return []
    return [FieldProblem("birth_date", text)]


def _is_latin(text: str) -> bool:
    if not _ROMAJI.fullmatch(text):
        return False
    return all("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha())


def _normalise_name(name: str) -> str:
    widened = _HALF_WIDTH_KANA.sub(lambda match: unicodedata.normalize("NFKC", match[0]), normalise_text(name))
    narrowed = "".join(_narrow(character) for character in widened)
    parts = _COMPATIBILITY_IDEOGRAPHS.split(narrowed)
    composed = [part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts)]
    return _squeeze("".join(composed))


def _narrow(character: str) -> str:
    """Full-width ASCII becomes ASCII; an ideographic space becomes a space."""
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return " " if character == "\u3000" else character


def _normalise_kana(kana: str) -> str:
    katakana = jaconv.hira2kata(unicodedata.normalize("NFKC", normalise_text(kana)))
    return _squeeze(str(katakana))


def _normalise_allergy(allergy: Allergy) -> Allergy:
    return msgspec.structs.replace(
        allergy,
        substance=normalise_text(allergy.substance).strip(),
        reaction=normalise_text(allergy.reaction).strip(),
    )


def _squeeze(text: str) -> str:
    """Trim spaces and join runs of them; control characters other than tab stay, to be reported."""
    return re.sub(r"[ \t\u00a0\u3000]+", " ", text).strip(" ")
