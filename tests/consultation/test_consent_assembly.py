"""A consent form fits the symptoms, routes and product of its consultation, in both languages alike."""

from datetime import UTC, date, datetime
from itertools import combinations

import msgspec
import pytest
from consultation.consent_builders import (
    CLEAR,
    LANGUAGES,
    NAMES,
    STARTED,
    SYMPTOM_IDS,
    all_words,
    list_clauses,
    list_words,
    make_file,
    shipped_text,
    with_consent,
    with_consultation,
    with_patient,
    with_product,
)
from hostile_strings import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Facts,
    Paragraph,
    TickBox,
    WriteLine,
    YesNoChoice,
)
from stemsup_desktop.consultation.gate_model import Finding, FindingState
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Certificate, PlannedSite
from stemsup_desktop.consultation.record import (
    Choices,
    Complaint,
    Consultation,
    ConsultationFile,
    ExplainedPage,
    Explanation,
    Opinion,
    Reason,
)
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text

EN, JA = Language.EN, Language.JA

ROUTE_SETS = [routes for count in (1, 2, 3) for routes in combinations(Route, count)]
SYMPTOM_SETS = [(symptom_id,) for symptom_id in SYMPTOM_IDS] + [SYMPTOM_IDS]

INITIALS_ALWAYS = {
    "product-facts",
    "legal-not-approved",
    "legal-not-reviewed",
    "legal-no-relief",
    "known-confirmed",
    "benefit-possible",
    "risk-serious-any",
    "risk-unknown",
    "eligible-told-everything",
    "other-confirmed",
    "cost-cooling-off",
    "notice-donation",
    "notice-sport",
    "notice-pregnancy",
}
INITIALS_BY_ROUTE = {
    Route.INTRADERMAL: {"given-intradermal", "risk-common-intradermal", "risk-serious-intradermal"},
    Route.INTRAVENOUS: {"given-intravenous", "risk-common-intravenous", "risk-serious-intravenous"},
    Route.INTRANASAL: {"given-intranasal", "risk-common-intranasal", "risk-serious-intranasal", "self-taught"},
}


def derive(file: ConsultationFile, language: Language = EN) -> AssembledConsent:
    return derive_consent(file, CLEAR, shipped_text(), NAMES, language)


def clause_ids(consent: AssembledConsent) -> list[str]:
    return [clause.clause_id for clause in list_clauses(consent)]


def words_of(consent: AssembledConsent, clause_id: str) -> str:
    (clause,) = (clause for clause in list_clauses(consent) if clause.clause_id == clause_id)
    return " ".join(word for block in clause.blocks for word in list_words(block))


@pytest.mark.parametrize("routes", ROUTE_SETS, ids=["+".join(routes) for routes in ROUTE_SETS])
@pytest.mark.parametrize("symptoms", SYMPTOM_SETS, ids=["+".join(symptoms) for symptoms in SYMPTOM_SETS])
def test_every_combination_of_symptom_and_route_assembles(routes: tuple[Route, ...], symptoms: tuple[str, ...]) -> None:
    file = make_file(routes, symptoms)
    english, japanese = (derive(file, language) for language in LANGUAGES)
    assert clause_ids(english) == clause_ids(japanese)
    assert english.basis_sha256 == japanese.basis_sha256
    assert english.text_sha256 != japanese.text_sha256
    for consent in (english, japanese):
        check_numbers(consent)
        check_words(consent)
    for symptom in SYMPTOM_IDS:
        assert (f"known-{symptom.lower()}" in clause_ids(english)) is (symptom in symptoms)
    for route in Route:
        assert (f"known-route-{route}" in clause_ids(english)) is (route in routes)
    assert ("given-several-routes" in clause_ids(english)) is (len(routes) > 1)


def check_numbers(consent: AssembledConsent) -> None:
    numbers = [section.number for section in consent.sections]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert consent.signatures_heading.startswith(f"{len(numbers) + 1} ")
    assert consent.withdrawal.number == str(len(numbers) + 2)
    for section in (*consent.sections, consent.withdrawal):
        printed = [clause.number for clause in section.clauses]
        letters = [f"{section.number}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
        assert printed == ([section.number] if len(printed) == 1 else letters[: len(printed)])


def check_words(consent: AssembledConsent) -> None:
    assert len(consent.key_points) == 5
    for clause in list_clauses(consent):
        assert clause.title.strip()
        assert clause.version
        assert clause.blocks
        for block in clause.blocks:
            for word in list_words(block):
                assert word.strip()
    assert "{" not in all_words(consent)
    assert "}" not in all_words(consent)


@pytest.mark.parametrize("routes", ROUTE_SETS, ids=["+".join(routes) for routes in ROUTE_SETS])
def test_initials_are_asked_for_what_must_not_be_overlooked(routes: tuple[Route, ...]) -> None:
    wanted = INITIALS_ALWAYS.union(*(INITIALS_BY_ROUTE[route] for route in routes))
    consent = derive(make_file(routes))
    assert {clause.clause_id for clause in list_clauses(consent) if clause.wants_initials} == wanted


def test_the_sections_stand_in_the_agreed_order() -> None:
    consent = derive(make_file((Route.INTRANASAL,)))
    firsts = [section.clauses[0].clause_id.split("-")[0] for section in consent.sections]
    expected = "goal product legal product given known benefit risk eligible other care self cost harm privacy notice"
    assert firsts == [*expected.split(), "free"]


def test_the_legal_position_has_three_initials_and_comes_third() -> None:
    legal = derive(make_file()).sections[2]
    assert [clause.wants_initials for clause in legal.clauses] == [True, True, True, False]


def test_self_use_is_printed_only_for_the_nose() -> None:
    assert "self-handling" not in clause_ids(derive(make_file((Route.INTRADERMAL, Route.INTRAVENOUS))))
    assert "self-handling" in clause_ids(derive(make_file((Route.INTRANASAL,))))


@pytest.mark.parametrize("symptom_id", ["SYM05", "SYM06", "SYM07", "SYM08", "SYM09", "SYM11", "SYM12"])
def test_where_no_study_was_found_the_form_says_exactly_that(symptom_id: str) -> None:
    file = make_file(symptom_ids=(symptom_id,))
    assert words_of(derive(file, EN), f"known-{symptom_id.lower()}").startswith("No study of culture supernatant")
    assert "研究は見つかりませんでした" in words_of(derive(file, JA), f"known-{symptom_id.lower()}")


def test_exhaustion_rests_on_one_series_without_comparison_and_the_form_gives_its_size() -> None:
    words = words_of(derive(make_file(symptom_ids=("SYM10",))), "known-sym10")
    assert "No study with a comparison group was found" in words
    assert "10 of the 19" in words
    assert "reported by a manufacturer" in words


@pytest.mark.parametrize("symptom_id", ["SYM01", "SYM02"])
def test_the_guideline_is_told_as_reported_and_unchecked(symptom_id: str) -> None:
    file = make_file(symptom_ids=(symptom_id,))
    english, japanese = (words_of(derive(file, language), f"known-{symptom_id.lower()}") for language in LANGUAGES)
    assert "C2" in english
    assert "is reported" in english
    assert "not checked" in english
    assert "伝え" in japanese
    assert "確認はしていません" in japanese


@pytest.mark.parametrize(
    ("symptom_id", "clause_id"),
    list(
        zip(
            SYMPTOM_IDS,
            ["hair", "hair", "skin", "skin", "pain", "pain", "numbness", "cold", "eyes", "fatigue", "fatigue", "sleep"],
            strict=True,
        )
    ),
)
def test_each_symptom_has_its_alternatives_beside_no_treatment(symptom_id: str, clause_id: str) -> None:
    ids = clause_ids(derive(make_file(symptom_ids=(symptom_id,))))
    assert [one for one in ids if one.startswith("other-")] == [
        "other-outlook",
        "other-no-treatment",
        f"other-{clause_id}",
        "other-confirmed",
    ]


@pytest.mark.parametrize("source", list(CellSource))
def test_each_tissue_has_its_own_clause(source: CellSource) -> None:
    ids = clause_ids(derive(with_product(make_file(), cell_source=source)))
    assert [one for one in ids if one.startswith("product-source-")] == [f"product-source-{source}"]


def test_risks_of_the_drip_name_thrombosis_sepsis_and_cancer() -> None:
    words = words_of(derive(make_file((Route.INTRAVENOUS,))), "risk-serious-intravenous")
    for risk in ("sepsis", "clots", "cancer", "anaphylaxis"):
        assert risk in words


def test_risks_of_the_injection_name_necrosis_and_granuloma() -> None:
    words = words_of(derive(make_file((Route.INTRADERMAL,))), "risk-serious-intradermal")
    for risk in ("Death of skin", "granulomas", "8 women", "Infection"):
        assert risk in words


def test_who_stands_first_with_age_physician_and_numbers() -> None:
    english, japanese = (dict(derive(make_file(), language).who.pairs) for language in LANGUAGES)
    assert english["Name (ヤマダ ハナコ)"] == "山田 花子"
    assert english["Date of birth and sex"] == "18 Apr 1972 (54\u00a0years), Female"
    assert english["Explaining physician"] == "Dr Ken Aoki"
    assert english["Explained on"] == "8 Sep 2026"
    assert japanese["生年月日・性別"] == "1972年（昭和47年）4月18日（54歳）・女性"
    assert japanese["説明した医師"] == "青木 健"
    assert japanese["診察券番号"] == "104-2287"


def test_every_day_of_explanation_is_printed_once() -> None:
    pages = tuple(
        ExplainedPage(page, JA, datetime(2026, 9, day, 11, 0, tzinfo=UTC))
        for page, day in (("a", 22), ("b", 8), ("c", 8))
    )
    consent = derive(with_consultation(make_file(), explanation=Explanation(pages=pages)), JA)
    assert dict(consent.who.pairs)["説明した日"] == "2026年9月8日、2026年9月22日"


def test_the_plan_is_printed_with_its_own_words() -> None:
    words = all_words(derive(make_file(), JA))
    for fact in (
        "皮内注射",
        "頭頂部",
        "その他：behind the ear",
        "3回",
        "28日ごと（4週）",
        "2026年9月22日",
        "UC-2608-03",
    ):
        assert fact in words


def test_the_cost_adds_up() -> None:
    words = all_words(derive(make_file()))
    for sum_in_words in ("¥66,000", "¥3,300", "¥201,300"):
        assert sum_in_words in words


def test_a_cost_that_is_not_recorded_is_never_printed_as_nothing() -> None:
    file = make_file(fee_per_session_yen=None)
    words = words_and_cells(derive(file), "cost-fees")
    assert ("Fee per session", "") in words
    assert ("Total for the planned course", "") in words


def words_and_cells(consent: AssembledConsent, clause_id: str) -> list[tuple[str, ...]]:
    (clause,) = (clause for clause in list_clauses(consent) if clause.clause_id == clause_id)
    return [row for block in clause.blocks for row in getattr(block, "rows", ())]


def test_the_clinics_own_rules_are_printed_line_by_line() -> None:
    ids = clause_ids(derive(make_file()))
    assert "harm-policy" in ids
    assert "harm-policy-open" not in ids
    words = words_of(derive(make_file()), "harm-policy")
    assert words == "The clinic's rule: The clinic pays. It is insured."


def test_a_clinic_without_rules_prints_an_honest_line_to_fill_by_hand() -> None:
    consent = derive(make_file(clinic=Clinic("見本クリニック", harm_policy="  ")))
    ids = clause_ids(consent)
    assert "harm-policy" not in ids
    assert "cost-cancelling-policy" not in ids
    for clause_id in ("harm-policy-open", "cost-cancelling-open"):
        (clause,) = (clause for clause in list_clauses(consent) if clause.clause_id == clause_id)
        assert any(isinstance(block, WriteLine) for block in clause.blocks)
        assert isinstance(clause.blocks[0], Paragraph)
        assert "before you sign" in clause.blocks[0].text
    (emergency,) = (clause for clause in list_clauses(consent) if clause.clause_id == "care-emergency")
    assert sum(isinstance(block, WriteLine) for block in emergency.blocks) == 3


def test_emergency_numbers_are_printed() -> None:
    (emergency,) = (one for one in list_clauses(derive(make_file())) if one.clause_id == "care-emergency")
    (facts,) = (block for block in emergency.blocks if isinstance(block, Facts))
    assert [value for _, value in facts.pairs] == ["03-0000-0001", "03-0000-0000", "見本総合病院"]


def test_a_certificate_that_nobody_saw_is_said_in_bold() -> None:
    consent = derive(with_product(make_file(), certificate=Certificate()))
    assert "product-no-certificate" in clause_ids(consent)
    assert "product-no-certificate" not in clause_ids(derive(make_file()))


def test_a_research_label_is_said() -> None:
    certificate = Certificate(is_on_file=True, is_complete=True, is_research_use_only=True)
    assert "product-research-only" in clause_ids(derive(with_product(make_file(), certificate=certificate)))
    assert "product-research-only" not in clause_ids(derive(make_file()))


def choices_of(consent: AssembledConsent) -> dict[str, bool]:
    blocks = [block for clause in list_clauses(consent) for block in clause.blocks]
    return {block.choice_id: block.is_yes for block in blocks if isinstance(block, YesNoChoice)}


def test_separate_choices_start_at_no() -> None:
    assert choices_of(derive(make_file())) == {"photographs": False, "teaching": False, "publication": False}


@pytest.mark.parametrize("chosen", ["photographs", "teaching", "publication"])
def test_a_choice_of_yes_is_printed_for_that_choice_alone(chosen: str) -> None:
    file = with_consent(make_file(), choices=Choices(**{chosen: True}))
    assert choices_of(derive(file)) == {name: name == chosen for name in ("photographs", "teaching", "publication")}


def ticked(consent: AssembledConsent) -> list[str]:
    blocks = [block for clause in list_clauses(consent) for block in clause.blocks]
    return [block.text for block in blocks if isinstance(block, TickBox) and block.is_ticked]


def test_only_what_was_recorded_is_ticked_beforehand() -> None:
    assert ticked(derive(make_file())) == []
    explained = ticked(derive(make_file(alternatives_explained=True)))
    assert explained == ["The other ways, and no treatment, have been explained to me."]


def make_finding(state: FindingState) -> Finding:
    return Finding(
        "X19",
        "1.0",
        Severity.SPECIALIST,
        state,
        (Route.INTRADERMAL,),
        Text("Tends to thick scars", "ケロイド体質"),
        Text("Growth factors may thicken scars.", "成長因子で傷あとが盛り上がることがあります。"),
        Text("Record an opinion.", "判断を記録してください。"),
        ("S80",),
        ("keloid",),
        (Text("Yes", "はい"),),
        "0" * 64,
        opinion=Opinion("X19", "1.0", "0" * 64, "Old scars are flat.", "青木 健", STARTED),
    )


def test_a_recorded_opinion_and_the_conditions_are_printed_with_name_and_date() -> None:
    gate = msgspec.structs.replace(
        CLEAR,
        findings=(make_finding(FindingState.OPINION_RECORDED),),
        conditions=(Text("Only a test area first", "はじめは試しの範囲だけ"),),
    )
    english = all_words(derive_consent(make_file(), gate, shipped_text(), NAMES, EN))
    for words in ("Tends to thick scars", "Old scars are flat.", "青木 健, 8 Sep 2026", "Only a test area first"):
        assert words in english
    japanese = all_words(derive_consent(make_file(), gate, shipped_text(), NAMES, JA))
    for words in ("ケロイド体質", "青木 健、2026年9月8日", "はじめは試しの範囲だけ"):
        assert words in japanese


@pytest.mark.parametrize("state", [state for state in FindingState if state is not FindingState.OPINION_RECORDED])
def test_an_opinion_that_does_not_hold_is_not_printed(state: FindingState) -> None:
    gate = msgspec.structs.replace(CLEAR, findings=(make_finding(state),))
    consent = derive_consent(make_file(), gate, shipped_text(), NAMES, EN)
    assert "Old scars are flat." not in all_words(consent)
    assert "No finding needed a physician's written judgement." in all_words(consent)


def test_chosen_aftercare_is_printed() -> None:
    assert "Write down anything unusual" in all_words(derive(make_file()))
    assert "Chosen for you" not in all_words(derive(make_file(aftercare_ids=())))


def required(consent: AssembledConsent) -> list[str]:
    return [line.role for line in consent.signatures if line.is_required]


def test_patient_and_physician_always_sign() -> None:
    assert required(derive(make_file(), JA)) == ["患者さん本人", "説明した医師"]


def test_an_interpreter_signs_when_the_form_is_not_in_the_patients_language() -> None:
    assert required(derive(make_file(), EN)) == ["Patient", "Interpreter", "Explaining physician"]


def test_a_guardian_signs_for_a_minor() -> None:
    file = with_patient(make_file(), birth_date=date(2008, 9, 9))
    assert required(derive(file, JA)) == ["患者さん本人", "親権者・後見人", "説明した医師"]
    of_age = with_patient(make_file(), birth_date=date(2008, 9, 8))
    assert required(derive(of_age, JA)) == ["患者さん本人", "説明した医師"]


def test_the_withdrawal_slip_names_the_patient_and_the_form() -> None:
    slip = derive(make_file()).withdrawal
    facts = dict(slip.clauses[0].blocks[0].pairs) if isinstance(slip.clauses[0].blocks[0], Facts) else {}
    assert facts["Name"] == "山田 花子"
    assert facts["Form and version"] == f"stemsup-consent {shipped_text().form.version}"
    assert facts["Route"] == "injection into the skin"
    labels = [block.label for block in slip.clauses[0].blocks if isinstance(block, WriteLine)]
    assert "Signature" in labels
    assert "Date" in labels


def test_an_empty_draft_still_assembles() -> None:
    file = ConsultationFile(
        Clinic("見本クリニック"),
        Physician("青木 健"),
        Patient("p", "1", "山田", date(1990, 1, 1)),
        Consultation("c", STARTED),
    )
    for language in LANGUAGES:
        consent = derive(file, language)
        check_numbers(consent)
        check_words(consent)
        assert "________" in consent.subtitle


@pytest.mark.parametrize("typed", list(HOSTILE.values()), ids=list(HOSTILE))
def test_what_a_person_typed_comes_out_as_typed(typed: str) -> None:
    clinic = Clinic(typed, phone=typed, emergency_phone=typed, harm_policy="rule", cancellation_policy="rule")
    file = with_patient(make_file(clinic=clinic, sites=(PlannedSite("other", typed),)), name=typed)
    file = with_consultation(file, reason=Reason((Complaint("SYM02", typed),), goal=typed))
    consent = derive(with_product(file, name=typed, lot_number=typed))
    assert consent.who.pairs[0][1] == typed
    goal = next(block for block in consent.sections[0].clauses[0].blocks if isinstance(block, Facts))
    assert goal.pairs[0][1] == typed
    product = next(block for block in consent.sections[1].clauses[0].blocks if isinstance(block, Facts))
    assert product.pairs[0][1] == typed
    assert product.pairs[1][1] == typed
    assert consent.text_sha256


@settings(max_examples=40, deadline=None)
@given(goal=st.text(max_size=200), name=st.text(min_size=1, max_size=80))
def test_any_text_of_a_person_is_kept_and_hashed(goal: str, name: str) -> None:
    file = with_patient(make_file(), name=name)
    file = with_consultation(file, reason=msgspec.structs.replace(file.consultation.reason, goal=goal))
    consent = derive(file)
    assert consent.who.pairs[0][1] == name
    assert len(consent.text_sha256) == 64


def test_the_text_hash_follows_every_printed_fact() -> None:
    first = derive(make_file())
    assert derive(make_file()) == first
    assert derive(with_patient(make_file(), name="山田 花")).text_sha256 != first.text_sha256
    assert derive(make_file(interval_days=27)).text_sha256 != first.text_sha256


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (make_file(symptom_ids=("SYM99",)), "symptom"),
        (make_file(sites=(PlannedSite("moon"),)), "site"),
        (make_file(aftercare_ids=("rest-forever",)), "aftercare"),
    ],
)
def test_an_id_that_the_reference_does_not_hold_is_named_without_patient_data(
    file: ConsultationFile, kind: str
) -> None:
    with pytest.raises(InputProblem, match=f"holds no {kind} with the id") as caught:
        derive(file)
    assert "山田" not in caught.value.sentence
