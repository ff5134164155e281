"""Old and new values of a history as a person reads them."""

from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation.formats import format_date, format_datetime
from stemsup_desktop.consultation.history_words import NO_NAMES, Names
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import YES_NO_UNKNOWN, Answer, CodingAnswer
from stemsup_desktop.questionnaire.plain_words import say_answer

NOTHING = Text("none", "なし")
_YES, _NO = Text("yes", "はい"), Text("no", "いいえ")
_CODES = {"Y": _YES, "N": _NO, "UNK": Text("unknown", "不明")}
_MOMENTS = {"before": Text("before", "前"), "during": Text("during", "途中"), "after": Text("after", "後")}
FACTS = {
    "reason": Text("Reason", "理由"),
    "name": Text("Name", "氏名"),
    "roles": Text("Roles", "役割"),
    "tried_at": Text("Tried", "試行日時"),
    "where": Text("Where", "場所"),
    "count": Text("Count", "件数"),
    "documents": Text("Documents", "書類"),
    "consultations": Text("Visits", "診察"),
    "files": Text("Files", "ファイル"),
    "code": Text("Problem", "エラー"),
    "sha256": Text("SHA-256", "SHA-256"),
}
"""What the facts are called that go with an act; a fact may have another name, which is then shown as it is."""
_UNSAID = frozenset(
    {
        *("link_id", "symptom_id", "rule_id", "site_id", "page_id", "place", "rule_version"),
        *("answered_at", "answered_by", "written_at", "written_by"),
    }
)
"""Parts of an entry that its line names already, or that only the program reads."""


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
    return _say_value(last if isinstance(last, str) else "", value, names)


def _say_value(field: str, value: object, names: Names) -> Text:
    match value:
        case None | []:
            return NOTHING
        case bool():
            return _YES if value else _NO
        case str():
            return _say_text(field, value, names)
        case list():
            return _join([_say_value("", item, names) for item in value])
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
    if (said := _MOMENTS.get(value) if field == "moment" else names.get(value)) is not None:
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
