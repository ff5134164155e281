"""Finds pages and sources as one types, over every name in both languages; each hit says what matched."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.folding import fold, fold_query
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import GrowthFactor, Page, PageKind, Source, Symptom, page_kind
from stemsup_desktop.reference.walk import cited_rules, cited_sources, running_texts

MOST_WORDS = 8
"""Words of a query beyond this number are ignored, so that a pasted page does not stall the window."""


class Field(StrEnum):
    """Where a hit matched, in the order in which hits of equal closeness are ranked."""

    SYMBOL = "symbol"
    NAME = "name"
    ALIAS = "alias"
    GENE = "gene"
    UNIPROT = "uniprot"
    ICD10 = "icd10"
    RECEPTOR = "receptor"
    RULE = "rule"
    TEXT = "text"
    SOURCE = "source"


class Closeness(IntEnum):
    """How a word matched a term; less is closer."""

    EXACT = 0
    PREFIX = 1
    SUBSTRING = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One page or source found; `kind` is None for a source.

    `matched` is the words that matched in `field`, as they are written; `shown` is what to show for them in either
    language: the name for its kana reading, the citation for a part of a source, the same symbol on both sides.
    """

    target_id: str
    kind: PageKind | None
    title: Text
    field: Field
    matched: str
    shown: Text


@dataclass(frozen=True, slots=True)
class _Target:
    id: str
    kind: PageKind | None
    title: Text


@dataclass(frozen=True, slots=True)
class _Posting:
    target: int
    field: Field
    words: str
    shown: Text


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The folded terms of a library, each with the places where it stands; made by `make_index`."""

    targets: tuple[_Target, ...]
    terms: tuple[tuple[str, tuple[_Posting, ...]], ...]


_Rank = tuple[int, int, int]
_FIELD_PLACE = {field: place for place, field in enumerate(Field)}
_NAMES = frozenset({Field.SYMBOL, Field.NAME, Field.ALIAS, Field.GENE, Field.UNIPROT, Field.ICD10})


def make_index(library: ReferenceLibrary) -> SearchIndex:
    """Build the index of a library; do it once."""
    targets: list[_Target] = []
    postings: dict[str, dict[tuple[int, Field], _Posting]] = {}

    def add(target: int, field: Field, words: str, shown: Text) -> None:
        term = fold(words)
        if term:
            postings.setdefault(term, {}).setdefault((target, field), _Posting(target, field, words, shown))

    for page in library.pages:
        for field, words, shown in _page_terms(page, library):
            add(len(targets), field, words, shown)
        targets.append(_Target(page.id, page_kind(page), page.title))
    for source in library.sources.values():
        for words in (*_source_terms(source), source.address.removeprefix("https://")):
            add(len(targets), Field.SOURCE, words, source.citation)
        targets.append(_Target(source.id, None, source.citation))
    return SearchIndex(tuple(targets), tuple((term, tuple(places.values())) for term, places in postings.items()))


def find_pages(index: SearchIndex, query: str) -> tuple[Hit, ...]:
    """Return the pages and sources in which every word of `query` is found, best first.

    A blank query finds nothing. The whole query counts as one word too, so that "tgf beta" finds TGF-β exactly.
    """
    words = fold_query(query)[:MOST_WORDS]
    if not words:
        return ()
    best = _find_word(index, "".join(words))
    if len(words) > 1:
        for target, found in _find_all(index, words).items():
            if target not in best or found[0] < best[target][0]:
                best[target] = found
    ranked = sorted(best.items(), key=lambda item: (item[1][0], item[0]))
    return tuple(_make_hit(index.targets[target], posting) for target, (_, posting) in ranked)


def _find_all(index: SearchIndex, words: tuple[str, ...]) -> dict[int, tuple[_Rank, _Posting]]:
    """Return the targets in which every word is found, ranked by the word that matched least well."""
    found = _find_word(index, words[0])
    for word in words[1:]:
        more = _find_word(index, word)
        found = {target: max(found[target], more[target], key=_rank_of) for target in found.keys() & more.keys()}
    return found


def _find_word(index: SearchIndex, word: str) -> dict[int, tuple[_Rank, _Posting]]:
    """Return, per target in which a word is found, the best place."""
    found: dict[int, tuple[_Rank, _Posting]] = {}
    for term, postings in index.terms:
        if word not in term:
            continue
        closeness = _closeness(word, term)
        for posting in postings:
            rank = _rank(index.targets[posting.target], posting.field, closeness, len(term))
            if posting.target not in found or rank < found[posting.target][0]:
                found[posting.target] = (rank, posting)
    return found


def _closeness(word: str, term: str) -> Closeness:
    if word == term:
        return Closeness.EXACT
    return Closeness.PREFIX if term.startswith(word) else Closeness.SUBSTRING


def _rank(target: _Target, field: Field, closeness: Closeness, length: int) -> _Rank:
    """Return the rank of a match; what a page merely cites or mentions comes after every name."""
    is_own_source = target.kind is None and closeness is not Closeness.SUBSTRING
    is_far = field not in _NAMES and not is_own_source
    return (closeness + len(Closeness) * is_far, _FIELD_PLACE[field], length)


def _rank_of(found: tuple[_Rank, _Posting]) -> _Rank:
    return found[0]


def _make_hit(target: _Target, posting: _Posting) -> Hit:
    return Hit(target.id, target.kind, target.title, posting.field, posting.words, posting.shown)


_Term = tuple[Field, str, Text]


def _page_terms(page: Page, library: ReferenceLibrary) -> Iterator[_Term]:
    """Yield field, words to find and words to show."""
    yield from _texts(Field.NAME, page.title)
    yield Field.NAME, page.kana, page.title
    for alias in page.aliases:
        yield _code(Field.ALIAS, alias.name)
        yield Field.ALIAS, alias.kana, _same(alias.name)
    if isinstance(page, GrowthFactor):
        yield from _factor_terms(page)
    if isinstance(page, Symptom):
        for code in page.icd10:
            yield _code(Field.ICD10, code.code)
            yield from _texts(Field.ICD10, code.name)
    yield _code(Field.SYMBOL, page.id)
    for rule in cited_rules(page):
        yield _code(Field.RULE, rule)
    for source_id in cited_sources(page):
        source = library.sources[source_id]
        for words in _source_terms(source):
            yield Field.SOURCE, words, source.citation
    for text in running_texts(page):
        yield from _texts(Field.TEXT, text)


def _factor_terms(page: GrowthFactor) -> Iterator[_Term]:
    yield _code(Field.SYMBOL, page.symbol)
    for gene in page.genes:
        yield _code(Field.GENE, gene.symbol)
        yield _code(Field.UNIPROT, gene.uniprot)
        yield from _texts(Field.NAME, gene.protein)
    for receptor in page.receptors:
        for name in (receptor.symbol, *receptor.aliases):
            yield _code(Field.RECEPTOR, name)
        if receptor.uniprot:
            yield _code(Field.UNIPROT, receptor.uniprot)


def _source_terms(source: Source) -> tuple[str, ...]:
    """Return what finds a source and the pages that cite it; its address finds only the source itself."""
    return (source.id, source.citation.en, source.citation.ja, source.doi, source.pmid)


def _same(words: str) -> Text:
    return Text(words, words)


def _code(field: Field, words: str) -> _Term:
    return field, words, _same(words)


def _texts(field: Field, text: Text) -> Iterator[_Term]:
    for language in Language:
        yield field, text.in_language(language), text
