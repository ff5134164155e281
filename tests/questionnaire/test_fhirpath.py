"""Expressions over a response give what FHIRPath says, exactly, or say that they cannot be judged."""

import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from fhirpath_builders import NOW, RESPONSE, UCUM, make_item, make_response, run

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import CodingAnswer, DateAnswer, QuantityAnswer
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, FhirValue, evaluate, read_expression

ITEM = "%resource.item.item.where(linkId = '{}').answer.value"

VALUES = [
    ("~~weight~~", (Decimal("80.10"),)),
    ("~~count~~", (3,)),
    ("~~yes~~", (True,)),
    ("~~born~~", (FhirValue("date", "2008-02-29"),)),
    ("~~when~~", (FhirValue("dateTime", "2026-01-31T00:15:00Z"),)),
    ("~~clock~~", (FhirValue("time", "08:15:00"),)),
    ("~~name~~", ("Aiko",)),
    ("~~link~~", (FhirValue("uri", "http://example.org/a"),)),
    ("~~colour~~", (FhirValue("Coding", {"system": "s", "code": "red", "display": "Red"}),)),
    ("~~colour~~.code = 'red'", (True,)),
    ("~~many~~", (1, 2, 4)),
    ("~~absent~~", ()),
    ("%resource.item.item.where(linkId='weight').answer.valueDecimal", (Decimal("80.10"),)),
    ("item.item.where('weight' = linkId).answer.value", (Decimal("80.10"),)),
    ("QuestionnaireResponse.item.first().linkId", ("group",)),
    ("%context.item.last().linkId", ("score2",)),
    ("%resource.item[1].linkId", ("score1",)),
    ("%resource.item[9].linkId", ()),
    ("%resource.repeat(item).where(linkId='weight').answer.value", (Decimal("80.10"),)),
    ("%resource.repeat(item | answer.item).where(linkId='nested').answer.value", ("n", "m")),
    ("%resource.repeat(answer.item|item).where(linkId='nested').answer.value", ("n", "m")),
    ("%resource.repeat(item).where(linkId='nested').answer.value", ()),
    ("%resource.repeat(item).answer.item.where(linkId='nested').answer.value", ("n", "m")),
    ("%resource.repeat(item).select(answer.item | item).where(linkId='nested').answer.value", ("n", "m")),
    ("%resource.descendants().where(linkId='nested').answer.value", ("n", "m")),
    ("%resource.repeat(children()).where(linkId='nested').answer.value", ("n", "m")),
    ("(item.item | item).where(linkId='name').answer.value", ("Aiko",)),
    ("item.item.where(linkId='name' or linkId='count').answer.value", (3, "Aiko")),
    ("item.item.where(linkId in ('name' | 'count')).answer.value", (3, "Aiko")),
    ("item.item.where(linkId='parent' and answer.value = 'p').answer.value", ()),
    ("item.item.where(linkId='parent' and answer.value.exists()).answer.item.answer.value", ("n", "m")),
    ("item.item.where(linkId='parent').answer.where(value='q').item.answer.value", ("m",)),
    ("item.item.where(answer.value.ofType(boolean) = true).linkId", ("yes",)),
    ("item.item.where(linkId='yes' or linkId='no').where(answer.value).linkId", ("yes",)),
    ("item.item.exists(linkId='name')", (True,)),
    ("item.item.where(linkId='many').answer.value.sum()", (7,)),
    ("item.item.where(linkId='many').answer.value.avg()", (Decimal("2.33333333333333333333"),)),
    ("item.item.where(linkId='many').answer.value.min()", (1,)),
    ("item.item.where(linkId='many').answer.value.max()", (4,)),
    ("item.item.where(linkId='many').answer.value.aggregate($this + $total, 0)", (7,)),
    ("{}.sum()", (0,)),
    ("{}.avg()", ()),
    ("~~weight~~ / (~~height~~ * ~~height~~)", (Decimal("25.28089887640449438202"),)),
    ("(~~weight~~ / ~~height~~.power(2)).round(1)", (Decimal("25.3"),)),
    ("0.1 + 0.2 = 0.3", (True,)),
    ("0.1 + 0.2", (Decimal("0.3"),)),
    ("1 / 2", (Decimal("0.5"),)),
    ("1.1 * 1.1", (Decimal("1.21"),)),
    ("7 div 2", (3,)),
    ("-7 div 2", (-3,)),
    ("-7 mod 2", (-1,)),
    ("10000000000000001 div 1", (10000000000000001,)),
    ("2.5.round()", (Decimal(3),)),
    ("1 / 0", ()),
    ("-~~count~~", (-3,)),
    ("+~~count~~", (3,)),
    ("~~count~~ + 1", (4,)),
    ("~~count~~ > 2.5", (True,)),
    ("1 = true", (False,)),
    ("1 = 1.0", (True,)),
    ("(1 | 2) = (1 | 3)", (False,)),
    ("(1 | 2) = (1 | 2)", (True,)),
    ("{} = 1", ()),
    ("{} != 1", ()),
    ("'a' ~ 'A'", (True,)),
    ("(1 | 2) ~ (2 | 1)", (True,)),
    ("~~colour~~ ~ %red", (True,)),
    ("~~colour~~ = %red", (False,)),
    ("1.21 ~ 1.2", (True,)),
    ("{} and false", (False,)),
    ("{} or true", (True,)),
    ("{} implies true", (True,)),
    ("false implies {}", (True,)),
    ("true implies {}", ()),
    ("true xor {}", ()),
    ("~~name~~ and true", (True,)),
    ("{}.not()", ()),
    ("2 in (1 | 2)", (True,)),
    ("(1 | 2) contains 3", (False,)),
    ("@2026-01-30 in (@2026-01-30 | @2026-01-31)", (True,)),
    ("iif(~~yes~~, 'y', 'n')", ("y",)),
    ("iif(~~no~~, 'y', 'n')", ("n",)),
    ("iif({}, 'y', 'n')", ("n",)),
    ("iif(true, 1, 'a'.nosuch())", (1,)),
    ("(1 | 2 | 3).where($index > 0 and (7 | 8 | 9).where($index = 0).exists())", (2, 3)),
    ("(1 | 2).select((3 | 4).where(true).first() + $this)", (4, 5)),
    ("('a' | 'b').select($this.combine(('x' | 'y').where($this != 'x')).first())", ("a", "b")),
    ("(1 | 2).where((2 | 3).select($this).exists() and $this = 2)", (2,)),
    ("(1|2|3).tail()", (2, 3)),
    ("(1|2|3).take(2)", (1, 2)),
    ("(1|2|3).skip(2)", (3,)),
    ("(1|2).intersect(2|3)", (2,)),
    ("(1|2).exclude(2|3)", (1,)),
    ("(1|2).subsetOf(1|2|3)", (True,)),
    ("(1|2).combine(2)", (1, 2, 2)),
    ("(1|2).combine(2).distinct()", (1, 2)),
    ("(true | false).allTrue()", (False,)),
    ("coalesce({}, 2, 3)", (2,)),
    ("'5'.toInteger() + 1", (6,)),
    ("'5.50'.toDecimal()", (Decimal("5.50"),)),
    ("~~weight~~.toString()", ("80.10",)),
    ("true.toString()", ("true",)),
    ("~~born~~.toString().substring(0, 4).toInteger()", (2008,)),
    ("'abc'.startsWith('a') and 'abc'.contains('bc')", (True,)),
    ("'a,b'.split(',')", ("a", "b")),
    ("('a' | 'b').join('-')", ("a-b",)),
    ("'a\\\\d'.length()", (3,)),
    ("'it\\'s \\u3042'", ("it's あ",)),
    ("'0412 345'.matches('^[0-9 ]+$')", (True,)),
    ("'2026-01'.replaceMatches('(\\\\d+)-(\\\\d+)', '$2/$1')", ("01/2026",)),
    ("%`odd name` + 1", (8,)),
    ("%'odd name' + 1", (8,)),
    ("%ucum", (UCUM,)),
    ("~~colour~~ is Coding", (True,)),
    ("~~count~~ is integer", (True,)),
    ("~~count~~ is decimal", (False,)),
    ("~~weight~~.ofType(decimal)", (Decimal("80.10"),)),
    ("(~~weight~~ + 0).ofType(decimal)", (Decimal("80.10"),)),
    ("~~many~~.ofType(FHIR.integer).count()", (3,)),
    ("(~~colour~~ as Coding).code", (FhirValue("code", "red"),)),
    ("%resource is DomainResource", (True,)),
    ("'a'.trace('x')", ("a",)),
    ("~~count~~ is Integer", (True,)),
    ("~~count~~ is System.Integer", (False,)),
    ("1 is integer and 1 is System.Integer", (True,)),
    ("@2026-01-31 is Date and ~~born~~ is date and ~~born~~ is Date", (True,)),
    ("now() is System.DateTime", (True,)),
    ("5 'mg' is System.Quantity", (True,)),
    ("~~link~~ is string", (False,)),
    ("~~colour~~.code is string", (True,)),
    ("%resource.id", ("r1",)),
    ("DomainResource.item.count()", (3,)),
    ("%i.answer.valueDate > @2019-01-01", (True,)),
    ("%i is BackboneElement", (True,)),
    ("2.exp().ln()", (Decimal(2),)),
    ("100.log(10)", (Decimal(2),)),
    ("2.power(3)", (Decimal(8),)),
    ("%resource.extension.exists()", (False,)),
]


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[text for text, _ in VALUES])
def test_an_expression_gives(text: str, expected: tuple[object, ...]) -> None:
    red = {"system": "s", "code": "red"}
    found = run(text, **{"odd name": 7, "red": red, "i": make_item("i", {"valueDate": "2020-01-01"})})
    assert found == expected
    assert [type(value) for value in found] == [type(value) for value in expected]


QUANTITIES = [
    ("~~dose~~ = 5 'mg'", (True,)),
    ("~~dose~~ = 5.0 'mg'", (True,)),
    ("~~dose~~ != 6 'mg'", (True,)),
    ("~~dose~~ > 3 'mg'", (True,)),
    ("~~dose~~ >= 5 'mg'", (True,)),
    ("~~dose~~ < 5 'mg'", (False,)),
    ("~~dose~~ <= 5 'mg'", (True,)),
    ("~~dose~~ < 1 'g'", (True,)),
    ("~~dose~~ = 0.005 'g'", (True,)),
    ("~~dose~~ ~ 5 'kg'", (False,)),
    ("~~dose~~.value", (Decimal(5),)),
    ("~~dose~~.unit", ("mg",)),
    ("(~~dose~~ + 1 'mg').value", (Decimal(6),)),
    ("(~~dose~~ * 2).value", (Decimal(10),)),
    ("(2 * ~~dose~~).code", ("mg",)),
    ("5 'mg' > 3 'mg'", (True,)),
    ("1 year = 12 months", (True,)),
    ("1 'wk' = 7 days", (True,)),
    ("'5 \\'mg\\''.toQuantity() = ~~dose~~", (True,)),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES, ids=[text for text, _ in QUANTITIES])
def test_quantities_compare_by_value_and_unit(text: str, expected: tuple[object, ...]) -> None:
    found = tuple(value.data if isinstance(value, FhirValue) else value for value in run(text))
    assert found == expected


@pytest.mark.parametrize("operator", ["=", "!=", ">", "<", ">=", "<=", "+", "-"])
@pytest.mark.parametrize("other", ["5 'mL'", "5", "5 'a'"])
def test_quantities_in_units_that_cannot_be_compared_are_a_fault(operator: str, other: str) -> None:
    with pytest.raises(ExpressionFault):
        run(f"~~dose~~ {operator} {other}")


def test_a_quantity_with_a_comparator_is_never_compared() -> None:
    response = make_response(make_item("q", {"valueQuantity": {"value": 5, "comparator": "<", "unit": "mg"}}))
    with pytest.raises(ExpressionFault):
        run("~~q~~ > 3 'mg'", response)


DATES = [
    ("today()", (FhirValue("date", "2026-01-31"),)),
    ("now()", (FhirValue("dateTime", "2026-01-31T09:30:00.000+09:00"),)),
    ("timeOfDay()", (FhirValue("time", "09:30:00.000"),)),
    ("~~born~~ <= today() - 18 years", (False,)),
    ("~~born~~ <= today() - 17 years", (True,)),
    ("today() - 1 month", (FhirValue("date", "2025-12-31"),)),
    ("today() + 1 month", (FhirValue("date", "2026-02-28"),)),
    ("~~born~~ + 1 year", (FhirValue("date", "2009-02-28"),)),
    ("@2026-01-31 - 4 days", (FhirValue("date", "2026-01-27"),)),
    ("@2026-01 + 2 months", (FhirValue("date", "2026-03"),)),
    ("@2026 + 12 months", (FhirValue("date", "2027"),)),
    ("@2026-01-31T09:00:00+09:00 + 90 minutes", (FhirValue("dateTime", "2026-01-31T10:30:00+09:00"),)),
    ("@T08:00 + 90 minutes", (FhirValue("time", "09:30"),)),
    ("~~when~~ = @2026-01-31T09:15:00+09:00", (True,)),
    ("~~when~~ < now()", (True,)),
    ("~~when~~ > now()", (False,)),
    ("~~when~~ > @2025-12-31", (True,)),
    ("@2026-01 = @2026-01-31", ()),
    ("@2026-01 > @2026-01-31", ()),
    ("@2026-01 < @2026-02-01", (True,)),
    ("@2026-01-31T09:00 = @2026-01-31T09:00:00", ()),
    ("@2026-01-31T09:00:00 = @2026-01-31T09:00:00Z", ()),
    ("@2026-01-31T09:00:00.0Z = @2026-01-31T09:00:00Z", (True,)),
    ("~~clock~~ < @T09:00:00", (True,)),
    ("~~born~~ > '2008-01-01'", (True,)),
    ("~~born~~ = '2008-02-29'", (True,)),
    ("'2008-02-29'.toDate() = ~~born~~", (True,)),
    ("~~when~~.toDate()", (FhirValue("date", "2026-01-31"),)),
    ("'nonsense'.toDate()", ()),
    ("(today() | @2026-01-31).count()", (1,)),
]


@pytest.mark.parametrize(("text", "expected"), DATES, ids=[text for text, _ in DATES])
def test_dates_are_compared_at_the_precision_they_have_and_moved_by_the_clock_given(
    text: str, expected: tuple[object, ...]
) -> None:
    assert run(text) == expected


FAULTS = [
    "%unknown",
    "nosuch()",
    "iif()",
    "'a'.length(1)",
    "'a' + 1",
    "'a' > 1",
    "1.substring(1)",
    "~~many~~ > 1",
    "~~many~~.single()",
    "~~many~~ and true",
    "~~colour~~ > ~~colour~~",
    "~~born~~ > @T09:00",
    "~~name~~ + 1",
    "today() + 1 'mg'",
    "today() + 99999 years",
    "0.ln()",
    "0.power(-1)",
    "$index",
    "$total",
    "1.is(Nope)",
    "QuestionaireResponse.item",
    "~~colour~~.ofType(coding)",
    "resolve()",
    "'http://example.org'.resolve()",
    "~~colour~~.memberOf('http://example.org')",
    "conformsTo('http://example.org')",
    "%terminologies.expand('http://example.org')",
    "%factory.Coding('a', 'b')",
    "'a'.matches('(?=a)')",
    "'a'.matches('(')",
    "'abc'.replaceMatches('(a)', '$9')",
    "~~score1~~.weight()",
    "'%%%'.decode('base64')",
    "(1|2|3)[0.5]",
]


@pytest.mark.parametrize("text", FAULTS)
def test_what_cannot_be_judged_is_a_fault_with_a_sentence_and_never_empty(text: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        run(text)
    assert fault.value.sentence.endswith(".")
    assert "Aiko" not in fault.value.sentence


REFUSED = [
    "",
    "  ",
    "a b",
    "a..b",
    "a)",
    "(a",
    "1 +",
    "a.where(",
    "exists(,)",
    "'abc",
    "#",
    "%",
    "http://example.org/mrn",
    "@2026-13-01",
    "@2026-02-30",
    "a" * 20_001,
    "(" * 41 + "1" + ")" * 41,
    "-" * 3_000 + "1",
    "1" + "+1" * 2_001,
    "9" * 61,
    "1.ofType(1)",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_what_is_no_expression_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputProblem) as problem:
        read_expression(text)
    assert problem.value.code == "expression-invalid"
    assert problem.value.sentence.endswith(".")


def test_a_refusal_says_where() -> None:
    with pytest.raises(InputProblem, match="line 2, character 3"):
        read_expression("a and\nb c")


def test_fhirpathpy_is_loaded_with_the_first_expression_only() -> None:
    program = (
        "import sys\n"
        "from stemsup_desktop.questionnaire import fhirpath, patterns\n"
        "assert not {'fhirpathpy', 'antlr4', 're2'} & sys.modules.keys()\n"
        "fhirpath.read_expression('1')\n"
        "assert 'fhirpathpy' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_results_answers_and_dates_can_be_what_a_variable_stands_for() -> None:
    dose = run("~~dose~~")
    assert run("%x > 3 'mg'", x=dose) == (True,)
    assert run("%x > 3 'mg'", x=QuantityAnswer(Decimal(4), "mg", UCUM, "mg")) == (True,)
    assert run("%x.code", x=CodingAnswer("a", "s")) == (FhirValue("code", "a"),)
    assert run("%x < today()", x=DateAnswer(date(2026, 1, 30))) == (True,)
    assert run("%x < now()", x=datetime(2026, 1, 31, tzinfo=UTC)) == (True,)
    assert run("%x.sum()", x=(1, Decimal("2.5"))) == (Decimal("3.5"),)
    assert run("%x.exists()", x=None) == (False,)
    assert run("%x.where(linkId='name').answer.value", x=run("%resource.item.item")) == ("Aiko",)


def test_an_evaluation_changes_neither_what_it_is_given_nor_the_next_one() -> None:
    expression, numbers = read_expression("-%x"), [3]
    found = {evaluate(expression, RESPONSE, {"x": numbers}, NOW) for _ in range(3)}
    assert (found, numbers) == ({(-3,)}, [3])


def test_threads_do_not_disturb_one_another() -> None:
    expression = read_expression("(today() - 1 year).toString() & %x.toString()")
    found: dict[int, object] = {}

    def work(number: int) -> None:
        for _ in range(20):
            found[number] = evaluate(expression, RESPONSE, {"x": number}, NOW.replace(year=2000 + number))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: (f"{1999 + number}-01-31{number}",) for number in range(1, 5)}
