"""Old and new values of a history as a person reads them."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation.events.event_words import (
    OUTCOME_WORDS,
    PURPOSE_WORDS,
    SERIOUSNESS_WORDS,
    WAY_WORDS,
)
from stemsup_desktop.consultation.formats import format_date, format_datetime, format_sex
from stemsup_desktop.consultation.history_words import NO_NAMES, Names
from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.consultation.people import ROLE_WORDS
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import YES_NO_UNKNOWN, Answer, CodingAnswer
from stemsup_desktop.questionnaire.plain_words import say_answer

NOTHING = Text("none", "なし")
_YES, _NO = Text("yes", "はい"), Text("no", "いいえ")
_CODES = {"Y": _YES, "N": _NO, "UNK": Text("unknown", "不明")}
FACTS = {
    "reason": Text("Reason", "理由"),
    "purpose": Text("About", "目的"),
    "way": Text("By", "方法"),
    "reached": Text("Reached", "連絡がついたか"),
    "note": Text("Note", "メモ"),
    "in_force_from": Text("In force from", "使用開始日"),
    "name": Text("Name", "氏名"),
    "roles": Text("Roles", "役割"),
    "tried_at": Text("Tried", "試行日時"),
    "where": Text("Where", "場所"),
    "count": Text("Count", "件数"),
    "documents": Text("Documents", "書類"),
    "consultations": Text("Visits", "診察"),
    "files": Text("Files", "ファイル"),
    "code": Text("Problem", "エラー"),
    "page_count": Text("Pages", "ページ数"),
    "placed_by_hand": Text("Pages placed by hand", "手動で割り当てたページ"),
    "sha256": Text("SHA-256", "SHA-256"),
    "size_bytes": Text("Size in bytes", "サイズ（バイト）"),
    "rows": Text("Rows", "行数"),
    "made_at": Text("Backup made", "バックアップの作成日時"),
    "restored_row": Text("Last row that came with it", "バックアップに含まれる最後の行"),
    "replaced": Text("The replaced vault lies in", "置き換えられた保管庫のフォルダー"),
    "source": Text("Source", "通知元"),
    "scale": Text("Pixels per mm", "1 mmあたりの画素数"),
    "photographs": Text("Photographs", "写真"),
    "patients": Text("Patients", "患者数"),
    "replaced_row": Text("Last row of the replaced vault", "置き換えられた保管庫の最後の行"),
}
"""What the facts are called that go with an act; a fact may have another name, which is then shown as it is."""
_UNSAID = frozenset(
    {
        *("link_id", "symptom_id", "rule_id", "site_id", "page_id", "place", "rule_version"),
        *("answered_at", "answered_by", "written_at", "written_by"),
        *("clause_id", "question_id", "strokes", "width", "height"),
    }
)
"""Parts of an entry that its line names already, or that only the program reads."""
_KIND_OF_EVENT = "event_kind"
"""The kind of an adverse event, which is a code; a field of this name elsewhere holds words."""
_CODED = frozenset(
    {
        _KIND_OF_EVENT,
        *("product", "cell_source", "routes", "aftercare_ids", "aftercare_given_ids", "shown_absent", "questionnaire"),
        *("complaints", "responses", "carried", "notes", "opinions", "stops_raised", "stops_lifted"),
        *("pages", "sites", "scores", "agreed_parts", "initials", "signatures", "agreed_clauses"),
    }
)
"""Fields that hold ids. Anywhere else an id is a word that somebody typed, and is shown as it was typed."""
_FIXED: Mapping[str, Mapping[str, Text]] = {
    "moment": {"before": Text("before", "前"), "during": Text("during", "途中"), "after": Text("after", "後")},
    "sex": {sex.value: Text(*(format_sex(sex, language) for language in Language)) for sex in Sex},
    "language": {
        "en": Text("English", "英語"),
        "ja": Text("Japanese", "日本語"),
        "en+ja": Text("Japanese and English", "日本語・英語"),
    },
    "roles": {role.value: words for role, words in ROLE_WORDS.items()},
    "state": {
        "passed": Text("passed", "適合"),
        "failed": Text("failed", "不適合"),
        "absent": Text("not reported", "記載なし"),
        "measured": Text("measured", "測定値あり"),
        "below-limit": Text("below the limit of detection", "検出限界未満"),
        "not-measured": Text("not measured", "測定なし"),
    },
    "seriousness": {one.value: words for one, words in SERIOUSNESS_WORDS.items()},
    "outcome": {one.value: words for one, words in OUTCOME_WORDS.items()},
    "purpose": {one.value: words for one, words in PURPOSE_WORDS.items()},
    "way": {one.value: words for one, words in WAY_WORDS.items()},
}
"""Codes of the program itself, by the field that holds them."""


def say_old(change: FieldChange, names: Names = NO_NAMES) -> Text:
    """Return the value before a change; of a long text the part that changed, between ellipses."""
    return _say_side(change, change.old, names)


def say_new(change: FieldChange, names: Names = NO_NAMES) -> Text:
    """Return the value after a change, as `say_old`."""
    return _say_side(change, change.new, names)


def say_fact(fact: FieldChange, names: Names = NO_NAMES) -> Text:
    """Return a fact about an act with its name: "Reason: the time is over"; one without words keeps its own name."""
    name = next(part for part in reversed(fact.path) if isinstance(part, str))
    words, value = FACTS.get(name, Text(name, name)), say_new(fact, names)
    return Text(f"{words.en}: {value.en}", f"{words.ja}：{value.ja}")


def _say_side(change: FieldChange, value: object, names: Names) -> Text:
    if change.offset is not None and value:
        return Text(f"…{value}…", f"…{value}…")
    last = change.path[-1]
    field = _KIND_OF_EVENT if change.path == ("kind",) else last if isinstance(last, str) else ""
    return _say_value(field, value, names)


def _say_value(field: str, value: object, names: Names) -> Text:
    match value:
        case None | []:
            return NOTHING
        case bool():
            return _YES if value else _NO
        case str():
            return _say_text(field, value, names)
        case list():
            return _join([_say_value(field, item, names) for item in value])
        case {"type": str()}:
            return _say_answer(value)
        case dict():
            said = [_say_value(name, item, names) for name, item in value.items() if _is_said(name, item)]
            return _join(said) if said else NOTHING
        case _:
            return Text(str(value), str(value))


def _is_said(name: str, value: object) -> bool:
    return name not in _UNSAID and not name.endswith("sha256") and value is not False and value not in (None, "", [])


def _say_text(field: str, value: str, names: Names) -> Text:
    if not value.strip():
        return NOTHING
    codes = names if field in _CODED else _FIXED.get(field, NO_NAMES)
    if (said := codes.get(value)) is not None:
        return said
    if field.endswith(("_at", "_on", "_until", "_date", "expires")) and (moment := _find_moment(value)) is not None:
        write = format_datetime if isinstance(moment, datetime) else format_date
        return Text(write(moment, Language.EN), write(moment, Language.JA))  # type: ignore[arg-type]
    return Text(value, value)


def _find_moment(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return None


def _say_answer(value: object) -> Text:
    try:
        answer: Answer = msgspec.convert(value, Answer, strict=False)
    except msgspec.ValidationError:
        return NOTHING
    if isinstance(answer, CodingAnswer) and answer.system == YES_NO_UNKNOWN and answer.code in _CODES:
        return _CODES[answer.code]
    return say_answer(answer)


def _join(said: list[Text]) -> Text:
    return Text(", ".join(one.en for one in said), "、".join(one.ja for one in said))
