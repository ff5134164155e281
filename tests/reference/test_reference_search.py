"""Search finds a page by every name a physician might type, and says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.folding import fold, fold_query
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import GrowthFactor, Symptom
from stemsup_desktop.reference.search import Field, Hit, SearchIndex, find_pages, make_index


@pytest.fixture(scope="session")
def index(library: ReferenceLibrary) -> SearchIndex:
    return make_index(library)


def find(index: SearchIndex, query: str) -> list[str]:
    return [hit.target_id for hit in find_pages(index, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("FGF7", "kgf"), ("fgf-7", "kgf"), ("kgf", "kgf"), ("KGFR", "kgf"), ("けらちの", "kgf"), ("ケラチノ", "kgf"),
        ("tgfb", "tgf-beta"), ("TGF-β", "tgf-beta"), ("tgf beta", "tgf-beta"), ("ＴＧＦ", "tgf-beta"),
        ("tgfβ1", "tgf-beta"), ("betaglycan", "tgf-beta"),
        ("ＶＥＧＦ", "vegf"), ("vegfa", "vegf"), ("けっかんないひ", "vegf"), ("血管内皮", "vegf"), ("P15692", "vegf"),
        ("KDR", "vegf"), ("vegfr2", "vegf"), ("vascular permeability", "vegf"), ("ｹｯｶﾝﾅｲﾋ", "vegf"),
        ("c-met", "hgf"), ("scatter factor", "hgf"), ("かんさいぼう", "hgf"), ("P14210", "hgf"),
        ("somatomedin", "igf"), ("そまとめじん", "igf"), ("igf 1", "igf"), ("インスリン様", "igf"),
        ("urogastrone", "egf"), ("her2", "egf"), ("じょうひ", "egf"), ("pdgf-bb", "pdgf"), ("Q9NRA1", "pdgf"),
        ("AGA", "SYM01"), ("だつもう", "SYM01"), ("うすげ", "SYM02"), ("L64.9", "SYM01"), ("m545", "SYM06"),
        ("ようつう", "SYM06"), ("冷え性", "SYM08"), ("F51", "SYM12"), ("asthenopia", "SYM09"), ("かたこり", "SYM05"),
        ("SYM11", "SYM11"), ("点滴", "intravenous"), ("てんび", "intranasal"), ("iv", "intravenous"),
        ("exosome", "extracellular-vesicles"), ("えくそそーむ", "extracellular-vesicles"),
        ("さいたい", "umbilical-cord"),
        ("SHED", "dental-pulp"), ("法律", "legal-position"), ("Yano", "S88"), ("S88", "S88"), ("12766123", "S73"),
    ],
)  # fmt: skip
def test_a_name_finds_its_page_first(index: SearchIndex, query: str, first: str) -> None:
    assert find(index, query)[0] == first


def test_every_symbol_gene_alias_accession_and_code_finds_its_page(
    library: ReferenceLibrary, index: SearchIndex
) -> None:
    for page in library.pages:
        names = [page.id, page.title.en, page.title.ja, page.kana]
        names += [name for alias in page.aliases for name in (alias.name, alias.kana) if name]
        if isinstance(page, GrowthFactor):
            names += [page.symbol, *(gene.symbol for gene in page.genes), *(gene.uniprot for gene in page.genes)]
            names += [name for receptor in page.receptors for name in (receptor.symbol, *receptor.aliases)]
        if isinstance(page, Symptom):
            names += [code.code for code in page.icd10]
        for name in names:
            assert page.id in find(index, name), (page.id, name)


def test_every_source_finds_itself_and_the_pages_that_cite_it(library: ReferenceLibrary, index: SearchIndex) -> None:
    for source in library.sources.values():
        for language in Language:
            found = find(index, source.citation.in_language(language))
            if len(fold_query(source.citation.in_language(language))) <= 8:
                assert {source.id, *library.citing[source.id]} <= set(found), source.id


def test_typing_letter_by_letter_never_loses_the_page(index: SearchIndex) -> None:
    for word, page_id in (("keratinocyte growth factor", "kgf"), ("けっかんないひぞうしょくいんし", "vegf")):
        for length in range(1, len(word) + 1):
            assert page_id in find(index, word[:length]), word[:length]


def test_all_words_have_to_be_found(index: SearchIndex) -> None:
    assert "egf" in find(index, "egf hair")
    assert find(index, "egf zzzz") == []
    assert set(find(index, "vegf retina")) <= set(find(index, "vegf"))


def test_the_order_of_words_does_not_matter_for_what_is_found(index: SearchIndex) -> None:
    assert set(find(index, "factor growth")) >= set(find(index, "growth factor")) & set(find(index, "factor growth"))
    assert set(find(index, "scalp saline")) == set(find(index, "saline scalp"))


def test_a_hit_says_what_matched(index: SearchIndex) -> None:
    hit = find_pages(index, "fgf7")[0]
    assert (hit.field, hit.matched, hit.shown) == (Field.ALIAS, "FGF7", Text("FGF7", "FGF7"))
    by_kana = find_pages(index, "けっかんないひぞう")[0]
    assert (by_kana.field, by_kana.shown) == (
        Field.NAME,
        Text("Vascular endothelial growth factor A", "血管内皮増殖因子"),
    )
    by_source = next(hit for hit in find_pages(index, "Yano") if hit.target_id == "vegf")
    assert by_source.field is Field.SOURCE
    assert by_source.shown.en.startswith("Yano 2001")


def test_a_source_hit_has_no_page_kind(index: SearchIndex) -> None:
    kinds = {hit.target_id: hit.kind for hit in find_pages(index, "Yano")}
    assert kinds["S88"] is None
    assert kinds["vegf"] is not None


@pytest.mark.parametrize("query", ["", "   ", "　", "-", "・()", "…" * 3 + "qqqq"])
def test_a_query_without_a_name_finds_nothing(index: SearchIndex, query: str) -> None:
    assert find_pages(index, query) == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("TGF-β", "tgf beta"), ("ＶＥＧＦ", "vegf"), ("けっかん", "ケッカン"), ("ｹｯｶﾝ", "けっかん"), ("IGF‐1", "igf1"),
        ("PLCγ", "plc-gamma"), ("L64.9", "l649"), ("線維芽細胞増殖因子７", "線維芽細胞増殖因子7"),
    ],
)  # fmt: skip
def test_spellings_fold_to_the_same_form(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_the_long_vowel_mark_is_a_letter() -> None:
    assert fold("マーカー") != fold("マカ")


@given(st.text(max_size=60))
def test_any_text_can_be_typed(index: SearchIndex, query: str) -> None:
    hits = find_pages(index, query)
    assert all(isinstance(hit, Hit) for hit in hits)
    assert len({hit.target_id for hit in hits}) == len(hits)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(words: str) -> None:
    assert fold(fold(words)) == fold(words)


def test_a_pasted_page_does_not_stall(index: SearchIndex) -> None:
    assert find_pages(index, "vegf " * 20_000)[0].target_id == "vegf"
