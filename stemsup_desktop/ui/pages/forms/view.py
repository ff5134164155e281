"""What the page of the consent form shows, derived from the edited form and the forms of the vault. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from stemsup_desktop.consultation.consent_clauses import (
    Applies,
    BlockText,
    BulletsText,
    ChoiceText,
    ClauseText,
    InsertText,
    ParagraphText,
    TickText,
    WriteLineText,
    list_texts,
)
from stemsup_desktop.consultation.consent_text import ConsentText, find_placeholder_fault
from stemsup_desktop.consultation.form_changes import ChangeKind, FormChanges, derive_form_changes
from stemsup_desktop.consultation.form_coverage import Uncovered, find_uncovered
from stemsup_desktop.consultation.form_editing import NEW_VERSION, find_unwritten, give_versions, list_sections
from stemsup_desktop.consultation.form_questions import list_question_texts, list_questions, make_question_place
from stemsup_desktop.consultation.form_versions import name_clinic_version
from stemsup_desktop.consultation.form_words import INSERT_WORDS, say_applies
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.wording import ClauseFlag, ClausePlace, Flag, find_flags_in_clause
from stemsup_desktop.language import Language, Text
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.pages.forms.load import FormHouse
from stemsup_desktop.ui.words import Words

keep_title = lru_cache(maxsize=512)(keep_phrases)
"""Where the lines of a title may break; asked for again and again while the list is laid out and painted."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of the list: a section, or with a `clause_id` one of its clauses; `note` says what is to say of it."""

    section_id: str
    clause_id: str
    title: str
    note: str = ""
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text of a clause in both languages; `warnings` are per language, `fault` is why it cannot be printed."""

    place: ClausePlace
    kind: str
    texts: Text
    warnings: tuple[str, str] = ("", "")
    fault: str = ""
    can_go: bool = False
    can_grow: bool = False


@dataclass(frozen=True, slots=True)
class InsertRow:
    """A place where the form prints facts of the consultation."""

    label: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause as it is edited."""

    clause_id: str
    title: str
    note: str
    rows: tuple[TextRow | InsertRow, ...]
    wants_initials: bool
    applies: Applies
    applies_words: str
    covers: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class FormsView:
    """Everything on the page; `blockers` are why the edited form cannot be published, empty where it can."""

    subtitle: str
    rows: tuple[ListRow, ...]
    clause: ClauseView | None
    changes: FormChanges
    blockers: tuple[str, ...]
    next_version: str
    notice: str
    locked: str


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found out about a clause as it is."""

    clause: ClauseText
    flags: tuple[ClauseFlag, ...]
    fault: str
    applies: str


class ClauseLooks:
    """Looks at each clause once while it stays what it is: flagged words, faults, and for which forms it is printed."""

    def __init__(self, symptoms: Mapping[str, Text], words: Words) -> None:
        self._symptoms = symptoms
        self._words = words
        self._found: dict[str, _Looked] = {}
        self._uncovered: tuple[object, tuple[str, ...]] | None = None

    def look(self, clause: ClauseText) -> _Looked:
        """Return what there is to say of a clause; flags that an excuse covers are left out."""
        known = self._found.get(clause.id)
        if known is None or known.clause is not clause:
            flags = tuple(one for one in find_flags_in_clause(clause) if one.flag.excuse is None)
            fault = next(filter(None, (_say_fault(one, self._words) for one in _texts_of(clause))), "")
            applies = say_applies(clause.applies, self._symptoms).in_language(self._words.language)
            known = self._found[clause.id] = _Looked(clause, flags, fault, applies)
        return known

    def look_at_all(self, text: ConsentText) -> None:
        """Look at a whole form ahead of its showing, in any thread: what is found is a value, and kept in one step."""
        for clause in text.clauses.values():
            self.look(clause)
            keep_title(clause.title.in_language(self._words.language))
        self.find_gaps(text)

    def find_gaps(self, text: ConsentText) -> tuple[str, ...]:
        """Say what some form would no longer cover; asked anew only when conditions or coverings changed."""
        key = tuple((clause.id, clause.covers, clause.applies) for clause in text.clauses.values())
        if self._uncovered is None or self._uncovered[0] != key:
            self._uncovered = (key, tuple(_say_gap(gap, self._words) for gap in find_uncovered(text)))
        return self._uncovered[1]


def derive_forms(
    text: ConsentText, house: FormHouse, clause_id: str, looks: ClauseLooks, today: date, words: Words, locked: str
) -> FormsView:
    """Return what the page shows of a form that is edited or in force."""
    changes = derive_form_changes(house.in_force, text)
    kinds = {one.clause_id: one.kind for one in changes.clauses}
    clause = text.clauses.get(clause_id)
    return FormsView(
        subtitle=_say_in_force(house, words),
        rows=tuple(_list_rows(text, kinds, looks, words)),
        clause=None if clause is None else _derive_clause(text, clause, looks, words, is_changed=clause_id in kinds),
        changes=changes,
        blockers=find_blockers(text, changes, looks, words),
        next_version=name_clinic_version(today, house.versions),
        notice=_derive_notice(house, words),
        locked=locked,
    )


def find_blockers(text: ConsentText, changes: FormChanges, looks: ClauseLooks, words: Words) -> tuple[str, ...]:
    """Say why a form cannot be published, each with the clause or required part that it is about."""
    language = words.language
    found = [
        words("forms.unwritten", title=text.clauses[one].title.in_language(language)) for one in find_unwritten(text)
    ]
    for clause in text.clauses.values():
        fault = looks.look(clause).fault
        if fault:
            found.append(words("forms.faulty", title=clause.title.in_language(language), fault=fault))
    found += looks.find_gaps(text)
    if not changes:
        found.append(words("forms.nothing_changed"))
    return tuple(found)


def derive_published(text: ConsentText, house: FormHouse, version: str) -> ConsentText:
    """Return the edited form under its new version, unchanged clauses under the version they have."""
    known = (house.in_force,) if house.base is None else (house.in_force, house.base)
    return give_versions(text, known, version)


def say_flag(flag: Flag, words: Words) -> str:
    """Return what is to say of a flagged word; it never keeps anything from being published."""
    return words("forms.flag", word=flag.word)


def _say_in_force(house: FormHouse, words: Words) -> str:
    if house.publication is None:
        return ""
    day = format_date(house.publication.in_force_from, words.language)
    return words("forms.in_force", version=house.publication.form.version, date=day)


def _derive_notice(house: FormHouse, words: Words) -> str:
    """Say what the administrator should know: shipped words that are not used, or newer ones that wait."""
    if house.problem is not None:
        return words("forms.shipped_changed", reason=words.sentence_of(house.problem))
    shipped = [form for form in house.forms if form.is_shipped]
    in_force = house.publication
    if in_force is None or in_force.form.is_shipped or not shipped:
        return ""
    newest = shipped[-1]
    return words("forms.newer_shipped", version=newest.version) if newest.entered_at > in_force.published_at else ""


def _list_rows(text: ConsentText, kinds: dict[str, ChangeKind], looks: ClauseLooks, words: Words) -> list[ListRow]:
    language = words.language
    rows: list[ListRow] = []
    for section_id, heading, references in list_sections(text.form):
        rows.append(ListRow(section_id, "", heading.in_language(language)))
        for reference in references:
            clause = text.clauses[reference.id]
            looked = looks.look(clause)
            found = looked.flags
            notes = [words(f"forms.change_{kinds[clause.id].value}")] if clause.id in kinds else []
            notes += [words("forms.flags", count=len(found))] if found else []
            if clause.applies != Applies():
                notes.append(looked.applies)
            title = clause.title.in_language(language)
            rows.append(ListRow(section_id, clause.id, title, " · ".join(notes), bool(found)))
    return rows


def _derive_clause(
    text: ConsentText, clause: ClauseText, looks: ClauseLooks, words: Words, *, is_changed: bool
) -> ClauseView:
    language = words.language
    looked = looks.look(clause)
    found = looked.flags
    rows: list[TextRow | InsertRow] = [
        _make_row(ClausePlace(-1, 0), words("forms.kind_title"), clause.title, found, words)
    ]
    can_go = len(clause.blocks) > 1
    for number, block in enumerate(clause.blocks):
        if isinstance(block, InsertText):
            rows.append(InsertRow(words("forms.insert", facts=INSERT_WORDS[block.facts].in_language(language))))
            continue
        texts = list_texts(block)
        for index, one in enumerate(texts):
            is_last = isinstance(block, BulletsText) and index == len(texts) - 1
            may_go = can_go or (isinstance(block, BulletsText) and len(texts) > 1)
            place = ClausePlace(number, index)
            rows.append(_make_row(place, _name_kind(block, words), one, found, words, can_go=may_go, can_grow=is_last))
    rows += _list_question_rows(text, clause, words, is_changed=is_changed)
    version = words("forms.version_new") if clause.version == NEW_VERSION else clause.version
    parts = (*text.coverage.sections, *text.coverage.elements)
    return ClauseView(
        clause_id=clause.id,
        title=clause.title.in_language(language),
        note=words("forms.clause_note", id=clause.id, version=version),
        rows=tuple(rows),
        wants_initials=clause.wants_initials,
        applies=clause.applies,
        applies_words=looked.applies,
        covers=tuple((part.id, part.title.in_language(language), part.id in clause.covers) for part in parts),
    )


def _make_row(
    place: ClausePlace,
    kind: str,
    texts: Text,
    flags: tuple[ClauseFlag, ...],
    words: Words,
    *,
    can_go: bool = False,
    can_grow: bool = False,
) -> TextRow:
    here = [one.flag for one in flags if one.place == place]
    warnings = tuple(
        " ".join(dict.fromkeys(say_flag(flag, words) for flag in here if flag.language is language))
        for language in Language
    )
    return TextRow(place, kind, texts, (warnings[0], warnings[1]), _say_fault(texts, words), can_go, can_grow)


def _name_kind(block: BlockText, words: Words) -> str:
    match block:
        case ParagraphText():
            return words("forms.kind_paragraph")
        case BulletsText():
            return words("forms.kind_bullet")
        case TickText():
            return words("forms.kind_tick")
        case ChoiceText(choice=choice):
            return words("forms.kind_choice", choice=words(f"consent.choice_{choice}"))
        case WriteLineText():
            return words("forms.kind_line")
        case InsertText():
            raise ValueError("the form's own facts have no words to edit")


def _list_question_rows(
    text: ConsentText, clause: ClauseText, words: Words, *, is_changed: bool
) -> list[TextRow | InsertRow]:
    """Return the questions on understanding about a clause, which are carried over where it is changed."""
    rows: list[TextRow | InsertRow] = []
    for number, question in list_questions(text, clause.id):
        note = "questions_carried" if is_changed or question.clause.version != clause.version else "questions"
        rows.append(InsertRow(words(f"forms.{note}")))
        kinds = [words("forms.kind_question")]
        kinds += [words(f"forms.kind_{'right' if one.id == question.right else 'option'}") for one in question.options]
        kinds.append(words("forms.kind_explanation"))
        for index, (kind, one) in enumerate(zip(kinds, list_question_texts(question), strict=True)):
            rows.append(TextRow(make_question_place(number, index), kind, one))
    return rows


def _texts_of(clause: ClauseText) -> tuple[Text, ...]:
    return (clause.title, *(text for block in clause.blocks for text in list_texts(block)))


def _say_gap(gap: Uncovered, words: Words) -> str:
    part = gap.part.title.in_language(words.language)
    if gap.case == Applies():
        return words("forms.uncovered", part=part)
    return words("forms.uncovered_case", part=part, case=say_applies(gap.case).in_language(words.language))


def _say_fault(texts: Text, words: Words) -> str:
    fault = find_placeholder_fault(texts)
    if fault is None:
        return ""
    language = "" if fault.language is None else words(f"forms.language_{fault.language.value}")
    return words(f"forms.placeholder_{fault.kind}", name=fault.name, language=language)
