"""The lines of a history as they are shown: when, who did what, old and new value. No Qt."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from stemsup_desktop.consultation.audit import AuditRow
from stemsup_desktop.consultation.formats import NO_BREAK, format_date, format_time
from stemsup_desktop.consultation.history import NOBODY, HistoryLine, derive_history, say_line
from stemsup_desktop.consultation.history_kinds import KINDS, HistoryKind
from stemsup_desktop.consultation.history_values import NOTHING, say_fact, say_new, say_old
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.folding import fold, fold_query
from stemsup_desktop.ui.pages.history.names import Glossary
from stemsup_desktop.ui.pages.history.place import EVERYONE, HistoryFilter
from stemsup_desktop.ui.words import Words

_EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line. `old` and `new` are whole and empty where there is none; `note` says why there are none to show.

    `key` tells it from every other line of the same history; `time` is that of its last edit, `moment` the day with
    the first and the last time. `folded` is what a search looks in.
    """

    key: str
    day: date
    time: str
    moment: str
    account_id: str
    who: str
    sentence: str
    kinds: tuple[HistoryKind, ...]
    old: str = ""
    new: str = ""
    note: str = ""
    short_note: str = ""
    facts: tuple[str, ...] = ()
    rows: str = ""
    folded: str = ""

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        change = " → ".join(part for part in (self.old, self.new) if part)
        return ", ".join(part for part in (self.moment, self.sentence, change, *self.facts, self.note) if part)


def derive_entries(
    rows: tuple[AuditRow, ...], glossaries: Mapping[str, Glossary], words: Words, zone: tzinfo | None
) -> tuple[HistoryEntry, ...]:
    """Return the lines of rows, the last act first; `glossaries` are by consultation id, "" for what has none."""
    lines = derive_history(rows)
    seen: Counter[int] = Counter()
    entries: list[tuple[int, HistoryEntry]] = []
    base = glossaries.get("", Glossary())
    for line in lines:
        seen[line.first_sequence] += 1
        key = f"{line.first_sequence}.{seen[line.first_sequence]}"
        glossary = glossaries.get(line.consultation_id, base)
        entries.append((line.last_sequence, _make_entry(line, key, glossary, words, zone)))
    entries.sort(key=lambda one: one[0], reverse=True)
    return tuple(entry for _, entry in entries)


def find_entries(entries: tuple[HistoryEntry, ...], wanted: HistoryFilter) -> tuple[HistoryEntry, ...]:
    """Return the lines that a filter lets through; every word of its query is in the line, in any order."""
    if not wanted.narrows:
        return entries
    query = fold_query(wanted.query)
    return tuple(
        entry
        for entry in entries
        if wanted.who in (EVERYONE, entry.account_id)
        and wanted.admits_kind(entry.kinds)
        and all(word in entry.folded for word in query)
    )


def _make_entry(line: HistoryLine, key: str, glossary: Glossary, words: Words, zone: tzinfo | None) -> HistoryEntry:
    language, names = words.language, glossary.names
    first, last = line.first_at.astimezone(zone), line.last_at.astimezone(zone)
    sentence = say_line(line, names).in_language(language)
    old, new = _say_values(line, glossary, language)
    facts = tuple(say_fact(fact, names).in_language(language) for fact in line.facts)
    rows = words("history.rows", first=f"{line.first_sequence:,}", last=f"{line.last_sequence:,}")
    row = words("history.row", number=f"{line.first_sequence:,}")
    return HistoryEntry(
        key=key,
        day=last.date(),
        time=format_time(last, Language.EN),
        moment=f"{format_date(last.date(), language)} {_say_times(first, last, language)}",
        account_id=line.account_id,
        who=line.account_name.strip() or NOBODY.in_language(language),
        sentence=sentence,
        kinds=KINDS[line.act],
        old=old,
        new=new,
        note=_say_note(line, words),
        short_note=_say_note(line, words, is_short=True),
        facts=facts,
        rows=row if line.first_sequence == line.last_sequence else rows,
        folded=fold("\n".join((sentence, old, new, *facts))),
    )


def _say_values(line: HistoryLine, glossary: Glossary, language: Language) -> tuple[str, str]:
    """Return old and new value; what was empty before, or is again as it was, has no old one."""
    change = line.change
    if change is None:
        return "", ""
    unit = glossary.find_unit(change.path)
    old = _with_unit(say_old(change, glossary.names), unit, language)
    new = _with_unit(say_new(change, glossary.names), unit, language)
    return "" if change.old in _EMPTY or change.old == change.new else old, new


def _with_unit(said: Text, unit: str, language: Language) -> str:
    text = said.in_language(language)
    return f"{text}{NO_BREAK}{unit}" if unit and said != NOTHING else text


def _say_note(line: HistoryLine, words: Words, *, is_short: bool = False) -> str:
    if line.is_withheld:
        key = "withheld" if line.kind is not None else "withheld_facts"
        return words(f"history.{key}{'_short' if is_short else ''}", count=line.edits)
    return words("history.erased") if line.is_erased else ""


def _say_times(first: datetime, last: datetime, language: Language) -> str:
    begin, end = format_time(first, language), format_time(last, language)
    return begin if begin == end else f"{begin}–{end}" if language is Language.EN else f"{begin}〜{end}"
