"""The shipped reference says only what it can answer for, in both languages."""

import json
import re
from pathlib import Path

import pytest

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import (
    Claim,
    Direction,
    Evidence,
    Grade,
    GrowthFactor,
    PageKind,
    ReviewStatus,
    RoutePage,
    Scope,
    Statement,
    Symptom,
    is_rule_of,
)
from stemsup_desktop.reference.walk import cited_rules, running_texts, running_words, walk_records

FACTOR_IDS = ("hgf", "egf", "tgf-beta", "igf", "pdgf", "vegf", "kgf")
WITH_RATIONALE = ("SYM01", "SYM02", "SYM03", "SYM04")
BANNED_EN = re.compile(
    r"\b(safe|regenerat(?!ive medicine)\w*|rejuvenat\w*|guarante\w*|cutting-edge|natural\w*)\b", re.I
)
NAMES_JA = (
    "日本再生医療学会", "再生医療等の安全性の確保等に関する法律", "再生医療等安全性確保法",
    "「再生医療」", "法律上の再生医療", "「最新」", "安全性は確立しておらず",
)  # fmt: skip
BANNED_JA = re.compile(
    "最先端|最新|最高|最適|安全|副作用なし|必ず|絶対|若返り|再生医療|治る|完治|アンチエイジング|100%|日本一|万能"
)
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def test_the_seven_growth_factors_come_in_the_order_of_the_description(library: ReferenceLibrary) -> None:
    assert tuple(page.id for page in library.pages_of_kind(PageKind.GROWTH_FACTOR)) == FACTOR_IDS


def test_the_twelve_symptoms_routes_and_cell_sources_have_the_ids_of_the_record(library: ReferenceLibrary) -> None:
    symptoms = [page.id for page in library.pages_of_kind(PageKind.SYMPTOM)]
    assert symptoms == [f"SYM{number:02}" for number in range(1, 13)]
    assert [page.id for page in library.pages_of_kind(PageKind.ROUTE)] == [*Route, "combination"]
    assert [page.id for page in library.pages_of_kind(PageKind.CELL_SOURCE)] == list(CellSource)


def test_topics_and_the_legal_position_are_there(library: ReferenceLibrary) -> None:
    topics = [page.id for page in library.pages_of_kind(PageKind.TOPIC)]
    assert topics == ["cytokines", "extracellular-vesicles", "composition", "safety-basis"]
    assert [page.id for page in library.pages_of_kind(PageKind.LAW)] == ["legal-position"]


def test_every_page_has_a_place_in_the_reading_order(library: ReferenceLibrary) -> None:
    assert [page.id for page in library.pages] == list(library.manifest.order)


def test_english_is_english_and_japanese_is_japanese(library: ReferenceLibrary) -> None:
    for page in library.pages:
        for text in running_texts(page):
            assert JAPANESE.search(text.ja), (page.id, text)
            quoted_names = text.en.replace("無気力", "").replace("易疲労感", "")
            assert not JAPANESE.search(quoted_names), (page.id, text)


def test_japanese_titles_have_a_reading_in_hiragana(library: ReferenceLibrary) -> None:
    for page in library.pages:
        assert re.fullmatch("[ぁ-んー]+", page.kana), page.id
        for alias in page.aliases:
            if alias.language is Language.JA:
                assert re.fullmatch("[ぁ-んー]+", alias.kana), (page.id, alias.name)


def test_every_statement_that_was_read_names_its_source(library: ReferenceLibrary) -> None:
    read = (ReviewStatus.VERIFIED, ReviewStatus.SECONDARY)
    statements = [record for page in library.pages for _, record in walk_records(page) if isinstance(record, Statement)]
    assert len(statements) > 300
    for statement in statements:
        assert statement.status not in read or statement.sources, statement.text.en


def test_every_piece_of_evidence_names_a_source_grade_and_direction(library: ReferenceLibrary) -> None:
    entries = [entry for page in library.pages for entry in page.evidence]
    assert len(entries) > 100
    for entry in entries:
        assert entry.sources
        assert entry.status is not ReviewStatus.PROPOSAL
        if entry.grade is Grade.NONE_FOUND:
            assert entry.direction is Direction.UNCERTAIN, entry.id
            assert entry.sources == ("S00",), entry.id


def test_a_search_record_is_never_cited_as_read(library: ReferenceLibrary) -> None:
    for page in library.pages:
        for _, record in walk_records(page):
            if "S00" in getattr(record, "sources", ()):
                assert getattr(record, "status", None) is ReviewStatus.UNREVIEWED, page.id


def test_a_secondary_source_alone_makes_nothing_verified(library: ReferenceLibrary) -> None:
    for page in library.pages:
        for _, record in walk_records(page):
            if getattr(record, "status", None) is ReviewStatus.VERIFIED:
                kinds = {library.sources[source].kind for source in getattr(record, "sources", ())}
                assert "primary" in kinds, (page.id, record)


def test_a_claim_is_told_as_a_claim_with_the_description_as_its_source(library: ReferenceLibrary) -> None:
    claims = [record for page in library.pages for _, record in walk_records(page) if isinstance(record, Claim)]
    assert len(claims) > 25
    for claim in claims:
        assert claim.status == "claimed"
        assert claim.sources == ("S01",)
        assert claim.text.en.startswith("The clinic's description"), claim.id
        assert claim.text.ja.startswith("クリニックの説明では"), claim.id


def test_the_description_is_never_a_source_of_evidence(library: ReferenceLibrary) -> None:
    assert not [entry.id for page in library.pages for entry in page.evidence if "S01" in entry.sources]


@pytest.mark.parametrize(
    ("page_id", "claim_id"),
    [
        ("tgf-beta", "tgfb-claim-scar"),
        ("egf", "egf-claim-hair"),
        ("vegf", "vegf-claim-skin"),
        ("kgf", "kgf-claim-brightening"),
        ("hgf", "hgf-claim-brightening"),
    ],
)
def test_a_contradicted_claim_stands_beside_what_contradicts_it(
    library: ReferenceLibrary, page_id: str, claim_id: str
) -> None:
    page = library.get_page(page_id)
    assert claim_id in [claim.id for claim in page.claims]
    answers = [entry.direction for entry in page.evidence if entry.claim == claim_id]
    assert Direction.CONTRADICTS in answers


def test_scar_evidence_for_tgf_beta_shows_both_sides(library: ReferenceLibrary) -> None:
    answers = {entry.direction for entry in library.get_page("tgf-beta").evidence if entry.claim == "tgfb-claim-scar"}
    assert answers == {Direction.SUPPORTS, Direction.CONTRADICTS}


def test_eight_symptoms_say_that_no_factor_explains_them_and_link_to_none(library: ReferenceLibrary) -> None:
    factors = set(FACTOR_IDS)
    for page in library.pages_of_kind(PageKind.SYMPTOM):
        assert isinstance(page, Symptom)
        assert page.has_factor_rationale is (page.id in WITH_RATIONALE)
        linked = {other.id for other in library.related(page.id).pages} & factors
        assert bool(linked) is page.has_factor_rationale, (page.id, linked)
        notes = [section.id for section in page.sections]
        assert ("no-factor-inference" in notes) is not page.has_factor_rationale


def test_no_claim_about_a_factor_names_a_symptom_without_a_rationale(library: ReferenceLibrary) -> None:
    for page in library.pages_of_kind(PageKind.GROWTH_FACTOR):
        for claim in page.claims:
            assert set(claim.symptoms) <= set(WITH_RATIONALE), claim.id


def test_every_factor_page_says_what_one_factor_cannot_tell(library: ReferenceLibrary) -> None:
    for page in library.pages_of_kind(PageKind.GROWTH_FACTOR):
        assert "factor-inference" in [section.id for section in page.sections]
        assert {entry.scope for entry in page.evidence} >= {Scope.FACTOR_ALONE, Scope.SUPERNATANT}


def test_every_factor_page_ties_safety_to_the_rule_on_cancer(library: ReferenceLibrary) -> None:
    for page in library.pages_of_kind(PageKind.GROWTH_FACTOR):
        assert "X01" in [rule for line in page.safety for rule in line.rules], page.id


def test_accessions_are_those_of_the_genes(library: ReferenceLibrary) -> None:
    genes = {
        gene.symbol: gene.uniprot
        for page in library.pages_of_kind(PageKind.GROWTH_FACTOR)
        if isinstance(page, GrowthFactor)
        for gene in page.genes
    }
    assert genes == {
        "HGF": "P14210", "EGF": "P01133", "TGFB1": "P01137", "TGFB2": "P61812", "TGFB3": "P10600",
        "IGF1": "P05019", "IGF2": "P01344", "PDGFA": "P04085", "PDGFB": "P01127", "PDGFC": "Q9NRA1",
        "PDGFD": "Q9GZP0", "VEGFA": "P15692", "FGF7": "P21781",
    }  # fmt: skip


def test_the_lapsed_gene_medicine_is_not_shown_as_approved(library: ReferenceLibrary) -> None:
    page = library.get_page("hgf")
    assert isinstance(page, GrowthFactor)
    line = next(line for line in page.medicines if "Collategen" in line.text.en)
    assert "27 June 2024" in line.text.en
    assert line.status is ReviewStatus.SECONDARY


def test_the_symptom_badges_follow_what_was_found(library: ReferenceLibrary) -> None:
    badges = {page.id: page.badge.level for page in library.pages if isinstance(page, Symptom)}
    expected = dict.fromkeys(badges, "none-found") | {
        "SYM01": "limited-conflicting", "SYM02": "limited-conflicting",
        "SYM03": "limited-other-delivery", "SYM04": "limited-other-delivery", "SYM10": "very-low-uncontrolled",
    }  # fmt: skip
    assert badges == expected


def test_every_symptom_can_be_tracked_by_a_rating_from_0_to_10(library: ReferenceLibrary) -> None:
    for page in library.pages_of_kind(PageKind.SYMPTOM):
        assert isinstance(page, Symptom)
        assert "nrs" in page.scales
    nrs = library.scales["nrs"]
    assert (nrs.lowest, nrs.highest, nrs.may_show_items) == (0, 10, True)


def test_no_licensed_questionnaire_may_show_its_items(library: ReferenceLibrary) -> None:
    free = {scale.id for scale in library.scales.values() if scale.may_show_items}
    assert free == {"nrs", "vas"}


def test_icd_codes_of_the_symptoms_are_those_checked(library: ReferenceLibrary) -> None:
    codes = {page.id: tuple(code.code for code in page.icd10) for page in library.pages if isinstance(page, Symptom)}
    assert codes == {
        "SYM01": ("L64.9",), "SYM02": ("L65.9",), "SYM03": ("L98.8", "L57.8"), "SYM04": ("R23.4", "L85.3"),
        "SYM05": ("M62.8",), "SYM06": ("M54.5",), "SYM07": ("R20.8", "R20.2"), "SYM08": ("R68.8",),
        "SYM09": ("H53.1",), "SYM10": ("R53",), "SYM11": ("R53", "R45.3"), "SYM12": ("G47.0", "F51.0"),
    }  # fmt: skip


def test_urgent_red_flags_stand_where_waiting_can_harm(library: ReferenceLibrary) -> None:
    urgent = {
        page.id: [flag.text.en.split(":")[0] for flag in page.red_flags if flag.is_urgent]
        for page in library.pages
        if isinstance(page, Symptom) and any(flag.is_urgent for flag in page.red_flags)
    }
    assert urgent == {
        "SYM05": ["Heart disease"],
        "SYM06": ["Cauda equina syndrome", "Abdominal aortic aneurysm"],
        "SYM07": ["Stroke"],
        "SYM09": ["Acute glaucoma"],
        "SYM11": ["Depression; thoughts of suicide"],
    }


def test_amounts_on_route_pages_are_told_as_studies(library: ReferenceLibrary) -> None:
    for page in library.pages_of_kind(PageKind.ROUTE):
        assert isinstance(page, RoutePage)
        for line in page.technique:
            if re.search(r"\bmL\b|gauge|sessions|one spray", line.text.en):
                assert re.search(r"describes|they are not studies of injection", line.text.en), line.text.en
                assert re.search("記述|注射の研究ではありません", line.text.ja), line.text.ja


def test_every_single_route_says_that_the_physician_decides_the_dose(library: ReferenceLibrary) -> None:
    for route in Route:
        assert "No dose is given here" in running_words(library.get_page(route), Language.EN)
        assert "用量を示しません" in running_words(library.get_page(route), Language.JA)


def test_promises_and_praise_appear_nowhere(library: ReferenceLibrary) -> None:
    for page in library.pages:
        english = running_words(page, Language.EN)
        assert not BANNED_EN.search(english), (page.id, BANNED_EN.search(english))
        japanese = running_words(page, Language.JA)
        for name in NAMES_JA:
            japanese = japanese.replace(name, "")
        assert not BANNED_JA.search(japanese), (page.id, BANNED_JA.search(japanese))


@pytest.mark.parametrize("praise", ["It is safe.", "guaranteed", "Regenerates skin", "naturally", "rejuvenation"])
def test_the_list_of_banned_english_words_works(praise: str) -> None:
    assert BANNED_EN.search(praise)


def test_every_rule_named_on_a_page_is_in_the_gate(library: ReferenceLibrary, reference_folder: Path) -> None:
    shipped = json.loads((reference_folder.parent / "rules" / "rules.json").read_text(encoding="utf-8"))
    rules = [rule["id"] for rule in shipped["rules"]]
    named = {rule for page in library.pages for rule in cited_rules(page)}
    assert {"X01", "X15", "X19", "X20", "X26", "IN6"} <= named
    for family in named:
        assert any(is_rule_of(family, rule) for rule in rules), family


def test_every_source_of_a_gate_rule_is_in_the_reference(library: ReferenceLibrary, reference_folder: Path) -> None:
    shipped = json.loads((reference_folder.parent / "rules" / "rules.json").read_text(encoding="utf-8"))
    assert {source for rule in shipped["rules"] for source in rule["sources"]} <= set(library.sources)


@pytest.mark.parametrize(
    ("family", "rule", "belongs"),
    [
        ("X13", "X13", True),
        ("X13", "X13a", True),
        ("IN6", "IN6-expired", True),
        ("X1", "X13", False),
        ("X13", "X1", False),
    ],
)
def test_a_rule_belongs_to_the_family_it_is_named_after(family: str, rule: str, belongs: bool) -> None:
    assert is_rule_of(family, rule) is belongs


def test_every_file_holds_only_texts_with_two_languages(reference_folder: Path) -> None:
    def texts(value: object) -> list[Text]:
        if isinstance(value, dict):
            if "en" in value or "ja" in value:
                return [Text(**value)]
            return [text for item in value.values() for text in texts(item)]
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        return []

    files = sorted(reference_folder.rglob("*.json"))
    assert len(files) == 38
    assert sum(len(texts(json.loads(path.read_text(encoding="utf-8")))) for path in files) > 900


def test_shared_evidence_is_the_same_entry_on_every_page(library: ReferenceLibrary) -> None:
    entries: dict[str, Evidence] = {}
    for page in library.pages:
        for entry in page.evidence:
            assert entries.setdefault(entry.id, entry) == entry
