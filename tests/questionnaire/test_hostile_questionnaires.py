"""Questionnaires and responses that nobody would write on purpose: each gives a sentence or a form that works."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hostile_strings import HOSTILE
from questionnaire_builders import make_item

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import BooleanAnswer, ItemAnswers
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.questionnaire.response_reading import read_response

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
LONGEST_SENTENCE = 600


def write(*items: Any, **fields: Any) -> bytes:
    return json.dumps({"resourceType": "Questionnaire", "url": "urn:q", "item": list(items), **fields}).encode()


def when(question: object, operator: object = "=", **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **(answer or {"answerBoolean": True})}


def nest(levels: int, **fields: Any) -> dict[str, Any]:
    item = make_item(f"level-{levels}", **fields)
    for level in range(levels - 1, 0, -1):
        item = make_item(f"level-{level}", "group", item=[item])
    return item


WRONG_VALUES: tuple[object, ...] = (None, 5, "x", [], {}, True, [[]], [None], {"a": 1}, -1, 1.5, "")
FIELDS = (
    *("linkId", "type", "text", "prefix", "required", "repeats", "readOnly", "maxLength", "enableWhen"),
    *("enableBehavior", "answerOption", "answerValueSet", "initial", "item", "extension", "_text"),
)


def list_wrong_types() -> Iterator[tuple[str, bytes]]:
    for field in FIELDS:
        for value in WRONG_VALUES:
            yield f"{field} is {value!r}", write({**make_item("a"), field: value}, make_item("b"))


def list_loops() -> Iterator[tuple[str, bytes]]:
    for length in (1, 2, 3, 10, 500):
        items = [make_item(str(n), enableWhen=[when(str((n + 1) % length))]) for n in range(length)]
        yield f"a loop of {length}", write(*items)
    yield (
        "everything waits for everything",
        write(
            *(make_item(str(n), enableWhen=[when(str(m)) for m in range(60)], enableBehavior="all") for n in range(60))
        ),
    )
    child = make_item("child", item=[make_item("grandchild")])
    yield (
        "a group waits for its grandchild",
        write(make_item("g", "group", item=[child], enableWhen=[when("grandchild")])),
    )


def list_identities() -> Iterator[tuple[str, bytes]]:
    for name, text in HOSTILE.items():
        yield f"the link id {name}", write(make_item(text), make_item("b", enableWhen=[when(text)]))
    yield "the same link id 5,000 times", write(*(make_item("same", enableWhen=[when("same")]) for _ in range(5_000)))
    yield "no link ids", write(*({"type": "boolean"} for _ in range(100)))
    yield "a link id of a million characters", write(make_item("x" * 1_000_000))


def list_sizes() -> Iterator[tuple[str, bytes]]:
    yield "10,000 items", write(*(make_item(str(n)) for n in range(10_000)))
    yield (
        "10,000 items that wait for one",
        write(make_item("0"), *(make_item(str(n), enableWhen=[when("0")]) for n in range(1, 10_000))),
    )
    yield "30,000 items", write(*(make_item(str(n)) for n in range(30_000)))
    yield "60 levels", write(nest(60))
    yield "200 levels", write(nest(200))
    yield "20 repeating levels", write(nest(20, repeats=True))
    yield "a text of a million characters", write(make_item("a", text="長" * 1_000_000))
    yield (
        "10,000 options",
        write(make_item("a", "choice", answerOption=[{"valueCoding": {"code": str(n)}} for n in range(10_000)])),
    )
    yield "5,000 conditions on one item", write(make_item("a"), make_item("b", enableWhen=[when("a")] * 5_000))
    yield (
        "a number of 5,000 digits",
        write(make_item("a", "decimal", initial=[{"valueInteger": 7}])).replace(b"7", b"7" * 5_000),
    )
    yield (
        "a number with a huge exponent",
        write(make_item("a", "decimal", initial=[{"valueDecimal": 0.5}])).replace(b"0.5", b"1.5E999999999"),
    )
    occurs = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs", "valueInteger": 2**31 - 1}
    yield (
        "a group that must come two thousand million times",
        write(make_item("g", "group", repeats=True, extension=[occurs], item=[make_item("a")])),
    )
    inner = make_item("inner", "group", repeats=True, extension=[occurs], item=[make_item("a")])
    yield (
        "groups in groups that must come that often",
        write(make_item("outer", "group", repeats=True, extension=[occurs], item=[inner])),
    )


def list_bytes() -> Iterator[tuple[str, bytes]]:
    whole = write(make_item("a"))
    yield "nothing", b""
    yield "half a file", whole[: len(whole) // 2]
    yield "a byte order mark", b"\xef\xbb\xbf" + whole
    yield "UTF-16", whole.decode().encode("utf-16")
    yield "bytes that are no text", b"\xff\xfe\x00\x01" * 100
    yield "100,000 brackets", b"[" * 100_000
    yield "100,000 objects in objects", b'{"item":' * 100_000
    yield "not a number", whole.replace(b"boolean", b"boolean").replace(b'"a"', b"NaN", 1)
    yield "a list", b"[1, 2]"
    yield "another resource", b'{"resourceType": "Patient"}'
    yield "half a character", whole.replace(b"Text of a", b"\\ud800")
    yield "keys that come twice", whole.replace(b'"linkId": "a"', b'"linkId": "z", "linkId": "a"')
    yield "zeros", b"\x00" * 1000


EXTENSIONS = (
    "minValue",
    "maxValue",
    "maxDecimalPlaces",
    "minLength",
    "regex",
    "entryFormat",
    "questionnaire-hidden",
    "questionnaire-itemControl",
    "questionnaire-unit",
    "questionnaire-unitOption",
    "questionnaire-minOccurs",
    "questionnaire-sliderStepValue",
    "questionnaire-supportLink",
    "questionnaire-constraint",
    "variable",
)


def list_extensions() -> Iterator[tuple[str, bytes]]:
    values: tuple[dict[str, object], ...] = (
        {},
        {"valueString": "("},
        {"valueInteger": -5},
        {"valueInteger": "5"},
        {"valueDecimal": 0},
        {"valueExpression": {"language": "text/cql", "expression": "x"}},
        {"valueCodeableConcept": {"coding": "x"}},
        {"extension": [{"url": "expression", "valueString": ")"}]},
    )
    for name in EXTENSIONS:
        for number, value in enumerate(values):
            extension = {"url": f"http://hl7.org/fhir/StructureDefinition/{name}", **value}
            yield f"{name} with wrong value {number}", write(make_item("a", "integer", extension=[extension]))


ENDLESS_PATTERNS = (r"(a+)+$", r"(a|a)*$", r"(.*)*$", r"([a-z]+)*\d", r"(x+x+)+y", r"(\w|\w\w)+$")


def list_patterns() -> Iterator[tuple[str, bytes]]:
    for pattern in ENDLESS_PATTERNS:
        extension = {"url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": pattern}
        initial = [{"valueString": "a" * 60 + "!"}]
        yield f"the endless pattern {pattern}", write(make_item("a", "string", extension=[extension], initial=initial))


CASES = dict(
    [
        *list_wrong_types(),
        *list_loops(),
        *list_identities(),
        *list_sizes(),
        *list_bytes(),
        *list_extensions(),
        *list_patterns(),
    ]
)


def read_or_refuse(data: bytes) -> Questionnaire | InputProblem:
    try:
        return read_questionnaire(data, "hostile.json")
    except InputProblem as problem:
        return problem


def check_sentence(problem: InputProblem) -> None:
    assert problem.sentence.startswith("hostile.json: ")
    assert len(problem.sentence) < LONGEST_SENTENCE
    assert "\n" not in problem.sentence


def can_go_through_fhir(questionnaire: Questionnaire, answers: list[ItemAnswers]) -> bool:
    """Whether the answers come back from a response, or the one thing that FHIR cannot write is said."""
    try:
        written = encode_response(make_response(questionnaire, answers, NOON, Language.JA))
    except InputProblem as problem:
        return problem.code == "text-not-unicode"
    read_response(written, questionnaire, "response.json")
    return True


@pytest.mark.timeout(20)
@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_a_hostile_questionnaire_gives_a_sentence_or_a_form_that_works(data: bytes) -> None:
    read = read_or_refuse(data)
    if isinstance(read, InputProblem):
        check_sentence(read)
        return
    questionnaire = read
    answers = [
        ItemAnswers(node.item.link_id, node.item.initial or (BooleanAnswer(True),))
        for node in questionnaire.nodes[:2_000]
    ]
    form = derive_form(questionnaire, answers, Surroundings(NOON))
    assert len(form.occurrences) < 100_000
    assert all(not values or form.is_enabled[index] for index, values in enumerate(form.values))
    assert can_go_through_fhir(questionnaire, answers)


def test_there_are_at_least_two_hundred_hostile_questionnaires() -> None:
    assert len(CASES) + len(RESPONSES) >= 200


FORM = read_questionnaire(
    write(
        make_item("g", "group", repeats=True, item=[make_item("b"), make_item("s", "string", repeats=True)]),
        make_item("n", "integer"),
        make_item("q", "quantity"),
    ),
    "form.json",
)


def respond(*items: Any, **fields: Any) -> bytes:
    return json.dumps({"resourceType": "QuestionnaireResponse", "item": list(items), **fields}).encode()


def deep_response(levels: int) -> bytes:
    item: dict[str, Any] = {"linkId": "g"}
    for _ in range(levels):
        item = {"linkId": "g", "item": [item]}
    return respond(item)


RESPONSES: dict[str, bytes] = {
    "nothing": b"",
    "another resource": b'{"resourceType": "Patient"}',
    "an item that is no object": respond(5),
    "an unknown item": respond({"linkId": "zzz"}),
    "no link id": respond({"answer": []}),
    "answers that are no list": respond({"linkId": "n", "answer": {}}),
    "an answer that is no object": respond({"linkId": "n", "answer": [5]}),
    "a text for a number": respond({"linkId": "n", "answer": [{"valueInteger": "5"}]}),
    "a number of 64 bits": respond({"linkId": "n", "answer": [{"valueInteger": 2**40}]}),
    "a quantity without a value": respond({"linkId": "q", "answer": [{"valueQuantity": {}}]}),
    "a quantity with a comparator": respond({"linkId": "q", "answer": [{"valueQuantity": {"comparator": "<"}}]}),
    "an answer of no known type": respond({"linkId": "n", "answer": [{"valueSmell": 1}]}),
    "two values in one answer": respond({"linkId": "n", "answer": [{"valueInteger": 1, "valueString": "x"}]}),
    "an attachment that holds a file": respond({"linkId": "n", "answer": [{"valueAttachment": {"data": "AA=="}}]}),
    "a group 100,000 times": respond(*({"linkId": "g"} for _ in range(100_000))),
    "a question 100,000 times": respond(*({"linkId": "n"} for _ in range(100_000))),
    "100,000 answers": respond({"linkId": "g", "item": [{"linkId": "s", "answer": [{"valueString": "x"}] * 100_000}]}),
    "50 groups in one another": deep_response(50),
    "400 groups in one another": deep_response(400),
    "an item below an answer that is not there": respond({"linkId": "n", "answer": [{"item": [{"linkId": "b"}]}]}),
    "a group inside a question": respond({"linkId": "n", "item": [{"linkId": "g"}]}),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("data", RESPONSES.values(), ids=RESPONSES.keys())
def test_a_hostile_response_gives_a_sentence_or_answers(data: bytes) -> None:
    answers = answers_or_problem(data)
    if isinstance(answers, InputProblem):
        check_sentence(answers)
    else:
        assert derive_form(FORM, answers).occurrences


def answers_or_problem(data: bytes) -> tuple[ItemAnswers, ...] | InputProblem:
    try:
        return read_response(data, FORM, "hostile.json")
    except InputProblem as problem:
        return problem


MEMORY_SCRIPT = """
import resource, sys
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
try:
    derive_form(read_questionnaire(sys.stdin.buffer.read(), "hostile.json"), ())
except InputProblem as problem:
    print(problem.sentence)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
@pytest.mark.parametrize("name", [name for name, _ in list_sizes()])
def test_the_largest_questionnaires_stay_within_a_bounded_memory(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY_SCRIPT], input=CASES[name], capture_output=True, timeout=60, check=False
    )

    assert ran.returncode == 0, ran.stderr.decode()
