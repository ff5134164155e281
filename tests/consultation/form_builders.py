"""Consent texts with a clause changed, added or dropped; each test changes what it is about."""

import msgspec

from stemsup_desktop.consultation.consent_clauses import (
    ClauseReference,
    ClauseText,
    FormText,
    ParagraphText,
    SectionText,
    list_references,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.language import Text


def with_clause(text: ConsentText, clause: ClauseText) -> ConsentText:
    """Return the text with a clause in place of the one of its id, listed in its own version."""

    def refer(references: tuple[ClauseReference, ...]) -> tuple[ClauseReference, ...]:
        return tuple(ClauseReference(one.id, clause.version) if one.id == clause.id else one for one in references)

    return msgspec.structs.replace(text, form=_map(text.form, refer), clauses=text.clauses | {clause.id: clause})


def without_clause(text: ConsentText, clause_id: str) -> ConsentText:
    """Return the text without a clause."""

    def drop(references: tuple[ClauseReference, ...]) -> tuple[ClauseReference, ...]:
        return tuple(one for one in references if one.id != clause_id)

    rest = {name: clause for name, clause in text.clauses.items() if name != clause_id}
    return msgspec.structs.replace(text, form=_map(text.form, drop), clauses=rest)


def with_new_clause(text: ConsentText, clause: ClauseText, section: int = 0) -> ConsentText:
    """Return the text with one clause more, last in a section."""
    own = text.form.sections[section]
    grown = msgspec.structs.replace(own, clauses=(*own.clauses, ClauseReference(clause.id, clause.version)))
    sections = (*text.form.sections[:section], grown, *text.form.sections[section + 1 :])
    form = msgspec.structs.replace(text.form, sections=sections)
    return msgspec.structs.replace(text, form=form, clauses=text.clauses | {clause.id: clause})


def with_form(text: ConsentText, **changes: object) -> ConsentText:
    """Return the text with fields of the form replaced."""
    return msgspec.structs.replace(text, form=msgspec.structs.replace(text.form, **changes))


def reword(text: ConsentText, clause_id: str, version: str = "", **changes: object) -> ConsentText:
    """Return the text with fields of a clause replaced, under another version if one is given."""
    clause = text.clauses[clause_id]
    return with_clause(text, msgspec.structs.replace(clause, version=version or clause.version, **changes))


def say(english: str, japanese: str) -> tuple[ParagraphText, ...]:
    """Return the blocks of a clause that says one sentence."""
    return (ParagraphText(Text(english, japanese)),)


def list_ids(text: ConsentText) -> list[str]:
    """Return the ids of the clauses in the order of the form."""
    return [reference.id for reference in list_references(text.form)]


def _map(form: FormText, change) -> FormText:  # type: ignore[no-untyped-def]
    def in_section(section: SectionText) -> SectionText:
        return msgspec.structs.replace(section, clauses=change(section.clauses))

    return msgspec.structs.replace(
        form,
        key_points=change(form.key_points),
        sections=tuple(map(in_section, form.sections)),
        withdrawal=in_section(form.withdrawal),
    )
