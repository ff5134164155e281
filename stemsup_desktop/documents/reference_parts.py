"""What stands on a reference card, per kind of page, in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from stemsup_desktop.documents import words
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.model import (
    CellSourcePage,
    GrowthFactor,
    LawPage,
    Page,
    Receptor,
    RedFlag,
    RoutePage,
    Statement,
    Symptom,
    Topic,
)


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """A heading and what stands under it."""

    title: Text
    statements: Sequence[Statement]


def statement_groups(page: Page) -> tuple[StatementGroup, ...]:
    """Return the statements of a page under their headings; headings without statements are left out."""
    groups = [
        *(StatementGroup(title, statements) for title, statements in _own_groups(page)),
        *(StatementGroup(section.title, section.statements) for section in page.sections),
        StatementGroup(words.SAFETY, page.safety),
    ]
    return tuple(group for group in groups if group.statements)


def _own_groups(page: Page) -> Sequence[tuple[Text, Sequence[Statement]]]:
    match page:
        case GrowthFactor():
            return (
                (words.FAMILY, (page.family,)),
                (words.MASS, page.mass),
                (words.SIGNALLING, page.signalling),
                (words.ACTIONS, page.actions),
                (words.MEDICINES, page.medicines),
                (words.NAMING, page.naming_traps),
            )
        case CellSourcePage():
            return ((words.CAUTIONS, page.cautions),)
        case Symptom():
            return (
                (words.RED_FLAGS, tuple(map(_flag_statement, page.red_flags))),
                (words.CARE, page.established_care),
            )
        case RoutePage():
            return (
                (words.PREPARATION, page.preparation),
                (words.TECHNIQUE, page.technique),
                (words.MONITORING, page.monitoring),
                (words.COMMON, page.common_effects),
                (words.SERIOUS, page.serious_effects),
                (words.AFTERCARE, page.aftercare),
                (words.RECORDS, page.records),
            )
        case Topic() | LawPage():
            return ()
        case _:
            assert_never(page)


def _flag_statement(flag: RedFlag) -> Statement:
    mark = words.URGENT_MARK
    text = Text(f"{flag.text.en} ({mark.en})", f"{flag.text.ja}（{mark.ja}）") if flag.is_urgent else flag.text
    return Statement(text, flag.status)


def lead_paragraphs(page: Page) -> tuple[tuple[Text, Text], ...]:
    """Return what a reader needs before the details: on a symptom, how much is known and why factors are named."""
    match page:
        case Symptom():
            return ((words.KNOWN, page.badge.label), (words.RATIONALE, page.factor_rationale))
        case _:
            return ()


def fact_pairs(page: Page, language: Language) -> list[tuple[str, str]]:
    """Return names, genes, receptors and codes as labels and values."""
    pairs: list[tuple[str, str]] = []
    names = list(dict.fromkeys(alias.name for alias in page.aliases))
    if names:
        pairs.append((words.ALSO_KNOWN_AS.in_language(language), _join(names, language)))
    match page:
        case GrowthFactor():
            genes = _join((f"{gene.symbol} ({gene.uniprot})" for gene in page.genes), language)
            receptors = _join((_receptor(receptor, language) for receptor in page.receptors), language)
            pairs += [(words.GENES.in_language(language), genes), (words.RECEPTORS.in_language(language), receptors)]
        case Symptom():
            codes = _join((f"{code.code} {code.name.in_language(language)}" for code in page.icd10), language)
            pairs.append((words.CODES.in_language(language), codes))
        case _:
            return pairs
    return pairs


def _join(names: Iterable[str], language: Language) -> str:
    return ("、" if language is Language.JA else ", ").join(names)


def _receptor(receptor: Receptor, language: Language) -> str:
    notes = [*receptor.aliases, receptor.uniprot]
    notes += [words.CO_RECEPTOR.in_language(language)] if receptor.role == "co-receptor" else []
    kept = _join(filter(None, notes), language)
    return f"{receptor.symbol} ({kept})" if kept else receptor.symbol
