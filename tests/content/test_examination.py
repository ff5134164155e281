"""The shipped checklist: a FHIR R4 Questionnaire, whole, in both languages, and quick to ask."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Literal

import msgspec
import pytest
from examination_builders import complete, find_finding, judge, make_patient
from shipped import get_clinical_content

from stemsup_desktop.consultation.authority import find_reserved_items
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.wording import find_flags_in_text
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import UNKNOWN, DecimalAnswer, IntegerAnswer
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.resources import find_resources

FILE = find_resources() / "questionnaires" / "examination.json"

INCLUSION = tuple(f"IN{number}" for number in range(1, 7))
CONTRAINDICATIONS = tuple(f"X{number:02}" for number in range(1, 33))

REQUIRED_FIELDS = (
    *("vital-temperature", "vital-systolic", "vital-diastolic", "vital-pulse", "vital-spo2", "vital-respiration"),
    *("vital-height", "vital-weight", "exam-ecg", "exam-general", "exam-regions", "exam-skin-type", "photo-status"),
    *("hist-illness", "hist-surgery", "x03-family", "x03-screening", "med-any", "preg-lmp", "repro-plan"),
    *("hist-transfusion", "hist-travel", "hist-aesthetic", "hist-biologic", "hist-biologic-lot", "hist-heart"),
    *("lab-haemoglobin", "lab-wbc", "lab-platelets", "lab-crp", "lab-ast", "lab-alt", "lab-ggt", "lab-creatinine"),
    *("lab-egfr", "lab-glucose", "lab-hba1c", "lab-tsh", "lab-ferritin", "lab-hcg", "lab-hbv", "lab-hcv", "lab-hiv"),
    *("lab-syphilis", "lab-ddimer", "lab-ptinr", "x16-eyecheck", "eye-myopia-fundus", "decision", "decision-reason"),
)
"""What an examination has to hold besides inclusion and contraindications."""


class FhirCoding(msgspec.Struct, forbid_unknown_fields=True):
    system: str
    code: str
    display: str
    display_companion: msgspec.Raw = msgspec.field(name="_display")


class FhirOption(msgspec.Struct, forbid_unknown_fields=True):
    coding: FhirCoding = msgspec.field(name="valueCoding")


class FhirConditionCoding(msgspec.Struct, forbid_unknown_fields=True):
    system: str
    code: str


class FhirEnableWhen(msgspec.Struct, forbid_unknown_fields=True):
    question: str
    operator: Literal["exists", "=", "!=", ">", "<", ">=", "<="]
    answer: FhirConditionCoding = msgspec.field(name="answerCoding")


class FhirItem(msgspec.Struct, forbid_unknown_fields=True):
    """Questionnaire.item of R4, as far as the checklist uses it."""

    link_id: str = msgspec.field(name="linkId")
    text: str
    text_companion: msgspec.Raw = msgspec.field(name="_text")
    type: Literal["group", "display", "choice", "decimal", "integer", "date", "string", "text"]
    extension: list[msgspec.Raw] = []
    prefix: str = ""
    enable_when: list[FhirEnableWhen] = msgspec.field(name="enableWhen", default_factory=list)
    enable_behavior: Literal["all", "any", ""] = msgspec.field(name="enableBehavior", default="")
    required: bool = False
    repeats: bool = False
    answer_option: list[FhirOption] = msgspec.field(name="answerOption", default_factory=list)
    item: list["FhirItem"] = []


class FhirQuestionnaire(msgspec.Struct, forbid_unknown_fields=True, tag_field="resourceType", tag="Questionnaire"):
    id: str
    language: Literal["en"]
    url: str
    version: str
    name: str
    title: str
    title_companion: msgspec.Raw = msgspec.field(name="_title")
    status: Literal["draft", "active", "retired", "unknown"]
    subject_type: list[str] = msgspec.field(name="subjectType")
    date: str
    description: str
    description_companion: msgspec.Raw = msgspec.field(name="_description")
    item: list[FhirItem]


@pytest.fixture(scope="module")
def content() -> ClinicalContent:
    return get_clinical_content()


@pytest.fixture(scope="module")
def structure() -> FhirQuestionnaire:
    return msgspec.json.decode(FILE.read_bytes(), type=FhirQuestionnaire)


def walk(items: list[FhirItem]) -> Iterator[FhirItem]:
    for item in items:
        yield item
        yield from walk(item.item)


def translation(raw: bytes) -> str:
    """Return the Japanese in a FHIR translation extension."""
    (extension,) = json.loads(raw)["extension"]
    assert extension["url"] == "http://hl7.org/fhir/StructureDefinition/translation"
    parts = {part["url"]: part for part in extension["extension"]}
    assert parts["lang"]["valueCode"] == "ja"
    return str(parts["content"]["valueString"])


def test_the_checklist_has_the_shape_of_a_fhir_r4_questionnaire(structure: FhirQuestionnaire) -> None:
    assert structure.url == "https://stemsup.app/fhir/Questionnaire/examination"
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", structure.name)  # constraint que-0
    for item in walk(structure.item):
        assert item.type != "group" or item.item, f"{item.link_id}: a group holds items (que-1)"
        assert item.type != "display" or not (item.item or item.required or item.repeats), (
            f"{item.link_id}: que-1, 6, 9"
        )
        assert not item.answer_option or item.type == "choice", f"{item.link_id}: que-5"
        assert bool(item.answer_option) == (item.type == "choice"), f"{item.link_id}: a choice offers something"
        assert (len(item.enable_when) > 1) == bool(item.enable_behavior), f"{item.link_id}: que-12"


def test_the_program_reads_all_of_the_checklist_and_finds_nothing_wrong(content: ClinicalContent) -> None:
    questionnaire = content.questionnaire
    assert (questionnaire.issues, questionnaire.unsupported, questionnaire.untranslated) == ((), (), ())
    assert questionnaire.canonical == "https://stemsup.app/fhir/Questionnaire/examination|1.0"


def test_link_ids_are_unique_and_readable(structure: FhirQuestionnaire) -> None:
    link_ids = [item.link_id for item in walk(structure.item)]
    assert len(set(link_ids)) == len(link_ids)
    assert [link_id for link_id in link_ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", link_id)] == []


def test_every_text_stands_in_english_and_japanese(structure: FhirQuestionnaire) -> None:
    texts = [(structure.title, structure.title_companion), (structure.description, structure.description_companion)]
    for item in walk(structure.item):
        texts.append((item.text, item.text_companion))
        for option in item.answer_option:
            texts.append((option.coding.display, option.coding.display_companion))
    for english, companion in texts:
        assert english.strip()
        assert translation(bytes(companion)).strip()
        assert not re.search("[぀-ヿ一-鿿]", english), f"{english}: Japanese in the English text"


def test_japanese_texts_are_japanese_but_for_names_and_units(structure: FhirQuestionnaire) -> None:
    same = {item.text for item in walk(structure.item) if translation(bytes(item.text_companion)) == item.text}
    assert same == {"SpO2", "CRP", "AST", "ALT", "γ-GT", "eGFR", "TSH", "HIV", "PT-INR"}


def test_no_text_promises_or_praises(content: ClinicalContent) -> None:
    labels = chain.from_iterable(
        (item.label, *(option.text for option in item.answer_options)) for item in content.questionnaire.iter_items()
    )
    flags = {flag for label in labels for flag in find_flags_in_text(label) if flag.excuse is None}
    assert flags == set()


def test_every_condition_asks_for_a_question_and_an_option_that_exist(content: ClinicalContent) -> None:
    for item in content.questionnaire.iter_items():
        for condition in item.enable_when:
            question = content.questionnaire.find_item(condition.question)
            assert question is not None, item.link_id
            assert condition.answer is not None, item.link_id
            assert question.find_option(condition.answer) is not None, item.link_id


def test_options_of_a_question_differ(content: ClinicalContent) -> None:
    for item in content.questionnaire.iter_items():
        for words in (
            [option.text.en for option in item.answer_options],
            [option.text.ja for option in item.answer_options],
        ):
            assert len(set(words)) == len(words), item.link_id


@pytest.mark.parametrize("rule_id", [*INCLUSION, *CONTRAINDICATIONS])
def test_each_row_of_the_table_has_a_required_yes_no_unknown_question(content: ClinicalContent, rule_id: str) -> None:
    item = content.questionnaire.find_item(rule_id.lower())
    assert item is not None
    assert item.prefix == rule_id
    assert item.is_required
    assert item.is_yes_no_unknown


@pytest.mark.parametrize("link_id", REQUIRED_FIELDS)
def test_each_required_field_of_the_examination_is_asked(content: ClinicalContent, link_id: str) -> None:
    item = content.questionnaire.find_item(link_id)
    assert item is not None
    assert item.is_question


def test_every_yes_no_question_offers_unknown_and_must_be_answered(content: ClinicalContent) -> None:
    for item in content.questionnaire.iter_items():
        labels = {option.text.en for option in item.answer_options}
        if {"Yes", "No"} & labels:
            assert item.is_yes_no_unknown, item.link_id
            assert item.is_required, item.link_id
            assert [option.text for option in item.answer_options] == [
                Text("Yes", "はい"),
                Text("No", "いいえ"),
                Text("Unknown", "不明"),
            ]


def test_numbers_have_limits_and_a_narrower_usual_range_within(content: ClinicalContent) -> None:
    numbers = [item for item in content.questionnaire.iter_items() if item.type in (ItemType.DECIMAL, ItemType.INTEGER)]
    assert len(numbers) == 26
    for item in numbers:
        assert item.min_value is not None, item.link_id
        assert item.max_value is not None, item.link_id
        low, high = get_number(item.min_value), get_number(item.max_value)
        assert low is not None
        assert high is not None
        assert low < high, item.link_id
        if item.plausible is not None:
            assert item.plausible.low is not None
            assert item.plausible.high is not None
            assert low <= item.plausible.low < item.plausible.high <= high, item.link_id


def test_every_measurement_carries_a_ucum_unit(content: ClinicalContent) -> None:
    without = {
        item.link_id
        for item in content.questionnaire.iter_items()
        if item.type in (ItemType.DECIMAL, ItemType.INTEGER)
        and (item.unit is None or item.unit.system != "http://unitsofmeasure.org" or not item.unit.code)
    }
    assert without == {"x06-year", "x02-year"}  # calendar years


def test_only_the_decision_is_the_physicians_alone(content: ClinicalContent) -> None:
    alone = {item.link_id for item in content.questionnaire.iter_items() if item.is_physician_only}
    assert alone == {"g-decision", "decision", "decision-reason"}
    assert find_reserved_items(content.questionnaire) == alone


def test_sites_are_the_sites_of_the_plan(content: ClinicalContent) -> None:
    sites = json.loads((find_resources() / "reference" / "sites.json").read_bytes())
    item = content.questionnaire.find_item("x10-sites")
    assert item is not None
    offered = {option.value.code: option.text for option in item.answer_options}  # type: ignore[union-attr]
    planned = {site["site_id"]: site["name"] for site in sites}
    assert set(offered) == set(planned)
    for site_id in set(offered) - {"other"}:
        assert offered[site_id] == Text(**planned[site_id])


def test_a_visit_without_findings_takes_few_questions(content: ClinicalContent) -> None:
    gate = judge(content, complete(content, {}))
    assert gate.verdict is Verdict.CLEAR
    assert gate.missing == ()
    required = [item for item in _asked(content) if item.is_required]
    assert len(required) <= 85


def _asked(content: ClinicalContent) -> list[Item]:
    answers = complete(content, {})
    return [item for item in content.questionnaire.iter_items() if item.link_id in answers]


def test_each_required_question_left_open_keeps_the_gate_at_not_complete(content: ClinicalContent) -> None:
    answers = complete(content, {})
    for item in _asked(content):
        gate = judge(content, {link_id: given for link_id, given in answers.items() if link_id != item.link_id})
        assert gate.verdict is Verdict.NOT_COMPLETE, item.link_id
        assert item.link_id in {missing.target for missing in gate.missing}


def test_no_unknown_ever_clears(content: ClinicalContent) -> None:
    for item in content.questionnaire.iter_items():
        if item.find_option(UNKNOWN) is None or item.enable_when:
            continue
        gate = judge(content, complete(content, {item.link_id: (UNKNOWN,)}))
        assert gate.verdict is not Verdict.CLEAR, item.link_id


def test_an_unknown_in_the_history_becomes_a_condition_and_does_not_block_for_ever(content: ClinicalContent) -> None:
    gate = judge(content, complete(content, {"hist-transfusion": (UNKNOWN,)}))
    assert gate.verdict is Verdict.CONDITIONS
    assert find_finding(gate, "HIST1") is not None


@pytest.mark.parametrize(
    ("link_id", "answer"),
    [
        ("vital-temperature", DecimalAnswer(Decimal(365))),
        ("vital-spo2", IntegerAnswer(101)),
        ("vital-systolic", IntegerAnswer(12)),
        ("lab-platelets", DecimalAnswer(Decimal(245_000))),
    ],
)
def test_an_impossible_number_counts_as_missing(
    content: ClinicalContent, link_id: str, answer: DecimalAnswer | IntegerAnswer
) -> None:
    gate = judge(content, complete(content, {link_id: (answer,)}), patient=make_patient(date(1980, 1, 1)))
    assert link_id in {missing.target for missing in gate.missing}
