"""What changed between two versions of the consent form: clauses added, reworded or dropped, headings, order."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.consent_clauses import (
    BulletsText,
    ChoiceText,
    ClauseText,
    FormText,
    InsertText,
    ParagraphText,
    TickText,
    WriteLineText,
    list_references,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_questions import has_changed_questions
from stemsup_desktop.consultation.form_words import INSERT_WORDS, say_applies
from stemsup_desktop.consultation.word_changes import Span, derive_word_changes
from stemsup_desktop.language import Language, Text


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REWORDED = "reworded"
    SETTINGS = "settings"
    """The words are the same; conditions, initials or what it covers are not."""
    DROPPED = "dropped"


class ClauseChange(msgspec.Struct, frozen=True):
    """What became of one clause; `words` has the changes in each language, `settings` what else changed, in words."""

    kind: ChangeKind
    clause_id: str
    title: Text
    words: dict[Language, tuple[Span, ...]]
    settings: tuple[Text, ...] = ()


class FormChanges(msgspec.Struct, frozen=True):
    """Everything that differs between two versions; `others` are headings, statements, order, questions, in words."""

    clauses: tuple[ClauseChange, ...]
    others: tuple[Text, ...]

    def __bool__(self) -> bool:
        return bool(self.clauses or self.others)


def derive_form_changes(before: ConsentText, after: ConsentText) -> FormChanges:
    """Return what changed, clauses in the order of the later form, dropped ones last in the order they had."""
    clauses: list[ClauseChange] = []
    for reference in list_references(after.form):
        old, new = before.clauses.get(reference.id), after.clauses[reference.id]
        if old is None:
            clauses.append(_make_change(ChangeKind.ADDED, None, new))
        elif _without_version(old) != _without_version(new):
            is_reworded = any(list_lines(old, one) != list_lines(new, one) for one in Language)
            kind = ChangeKind.REWORDED if is_reworded else ChangeKind.SETTINGS
            clauses.append(_make_change(kind, old, new))
    dropped = (before.clauses[one.id] for one in list_references(before.form) if one.id not in after.clauses)
    clauses += [_make_change(ChangeKind.DROPPED, clause, None) for clause in dropped]
    return FormChanges(tuple(clauses), tuple(_list_other_changes(before, after)))


def list_lines(clause: ClauseText, language: Language) -> tuple[str, ...]:
    """Return a clause as lines of text; a place for facts stands in square brackets by its name."""
    lines = [clause.title.in_language(language)]
    for block in clause.blocks:
        match block:
            case ParagraphText(text=text):
                lines.append(text.in_language(language))
            case BulletsText(items=items):
                lines += [f"• {item.in_language(language)}" for item in items]
            case TickText(text=text) | ChoiceText(text=text):
                lines.append(f"□ {text.in_language(language)}")
            case WriteLineText(label=label):
                lines.append(f"{label.in_language(language)} ____")
            case InsertText(facts=facts):
                lines.append(f"[{INSERT_WORDS[facts].in_language(language)}]")
    return tuple(lines)


def _make_change(kind: ChangeKind, before: ClauseText | None, after: ClauseText | None) -> ClauseChange:
    shown = after or before
    if shown is None:
        raise ValueError("a change is of a clause before or after it")
    words = {language: derive_word_changes(_join(before, language), _join(after, language)) for language in Language}
    settings = () if before is None or after is None else tuple(_list_settings(before, after))
    return ClauseChange(kind, shown.id, shown.title, words, settings)


def _join(clause: ClauseText | None, language: Language) -> str:
    return "" if clause is None else "\n".join(list_lines(clause, language))


def _without_version(clause: ClauseText) -> ClauseText:
    return msgspec.structs.replace(clause, version="")


def _list_settings(before: ClauseText, after: ClauseText) -> Iterator[Text]:
    if before.wants_initials and not after.wants_initials:
        yield Text("Initials are no longer wanted.", "確認欄がなくなりました。")
    if after.wants_initials and not before.wants_initials:
        yield Text("Initials are wanted now.", "確認欄が加わりました。")
    if before.applies != after.applies:
        old, new = say_applies(before.applies), say_applies(after.applies)
        yield Text(f"It is printed for: {new.en} (before: {old.en}).", f"印刷する条件：{new.ja}（変更前：{old.ja}）。")
    if set(before.covers) != set(after.covers):
        yield Text("What it covers has changed.", "担当する必要事項が変わりました。")
    if before.sources != after.sources or before.status != after.status:
        yield Text("Its sources or review status have changed.", "出典または確認の状況が変わりました。")


def _list_other_changes(before: ConsentText, after: ConsentText) -> Iterator[Text]:
    old, new = _list_headings(before.form), _list_headings(after.form)
    for name, text in new.items():
        if name not in old:
            yield Text(f"A section is new: {text.en}.", f"節が加わりました：{text.ja}。")
        elif old[name] != text:
            yield Text(f"“{old[name].en}” is now “{text.en}”.", f"「{old[name].ja}」は「{text.ja}」になりました。")
    for name, text in old.items():
        if name not in new:
            yield Text(f"A section is gone: {text.en}.", f"節がなくなりました：{text.ja}。")
    kept = after.clauses.keys() & before.clauses.keys()
    if _list_places(before.form, kept) != _list_places(after.form, kept):
        yield Text("Clauses stand in another order or section.", "項目の順序または節が変わりました。")
    if has_changed_questions(before, after):
        yield Text("Questions on understanding have changed.", "理解の確認の質問が変わりました。")
    if before.labels != after.labels:
        yield Text("Words beside facts have changed.", "記入項目の名前が変わりました。")


def _list_headings(form: FormText) -> dict[str, Text]:
    named = {
        "title": form.title,
        "subtitle": form.subtitle,
        "key-points": form.key_points_heading,
        "signatures": form.signatures_heading,
    }
    for section in (*form.sections, form.withdrawal):
        named[f"section:{section.id}"] = section.heading
        if section.note is not None:
            named[f"note:{section.id}"] = section.note
    for line in form.signatures:
        named[f"name:{line.role.value}"] = line.name
        named[f"statement:{line.role.value}"] = line.statement
    return named


def _list_places(form: FormText, kept: set[str]) -> list[tuple[str, str]]:
    sections = (("key-points", form.key_points), *((one.id, one.clauses) for one in (*form.sections, form.withdrawal)))
    return [(name, reference.id) for name, references in sections for reference in references if reference.id in kept]
