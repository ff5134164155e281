"""Questionnaires and responses as files, and the expressions in them."""

import json
from decimal import Decimal
from functools import cache
from random import Random

from border import NOW, Act, Border
from guard import Place
from judging import BorderFault, judge_sentence
from mutate_bytes import damage
from mutate_json import make_odd_text, mutate_json
from samples import RESPONSE, RICH, list_questionnaires, read_shipped_questionnaire
from traps import lay_trap

from borders.visits import read_own_content
from stemsup_desktop.cli_words import describe_check
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, evaluate, read_expression
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.questionnaire_check import derive_questionnaire_check, read_check_files
from stemsup_desktop.ui.markdown import read_markdown
from stemsup_desktop.ui.pages.settings.checklists_part import read_candidate

NAMES = ("q.json", "問診票.json", "a b.json", "q\x1b[2J.json", "q\n.json", "%s{0}.json")


def _make_checklist(rng: Random, place: Place) -> Act:
    path = place.folder / rng.choice(NAMES)
    samples = list_questionnaires()
    kind = rng.random()
    text = read_shipped_questionnaire() if kind < 0.01 else rng.choice(samples)
    if kind < 0.66:
        path.write_bytes(mutate_json(rng, text))
    elif kind < 0.97:
        path.write_bytes(damage(rng, text.encode(), [sample.encode() for sample in samples]))
    else:
        lay_trap(rng, path, place)
    shipped = read_own_content().clinical
    language = rng.choice(tuple(Language))

    def act() -> None:
        candidate = read_candidate(path, shipped)
        questionnaire = candidate.checklist.questionnaire
        given = [ItemAnswers(node.item.link_id, node.item.initial) for node in questionnaire.nodes[:500]]
        form = derive_form(questionnaire, given, Surroundings(NOW))
        for node in questionnaire.nodes[:300]:
            read_markdown(node.item.label.in_language(language))
        if any(values and not form.is_enabled[index] for index, values in enumerate(form.values)):
            raise BorderFault("an answer to a question that is not asked")

    return act


@cache
def _read_rich() -> Questionnaire:
    return read_questionnaire(json.dumps(RICH).encode(), "rich.json")


def _make_response(rng: Random, place: Place) -> Act:
    questionnaire, response = place.folder / rng.choice(NAMES), place.folder / "r.json"
    asked, answered = json.dumps(RICH), json.dumps(RESPONSE, ensure_ascii=False)
    questionnaire.write_bytes(mutate_json(rng, asked) if rng.random() < 0.2 else asked.encode())
    kind = rng.random()
    if kind < 0.7:
        response.write_bytes(mutate_json(rng, answered))
    elif kind < 0.97:
        response.write_bytes(damage(rng, answered.encode(), [asked.encode()]))
    else:
        lay_trap(rng, response, place)
    language = rng.choice(tuple(Language))

    def act() -> None:
        read, answers = read_check_files(questionnaire, response)
        describe_check(derive_questionnaire_check(read, answers, None, NOW), language)
        try:
            encode_response(make_response(read, answers, NOW, language))
        except InputProblem as problem:
            if problem.code != "text-not-unicode":
                raise

    return act


_PARTS = (
    *("%resource", "%context", "%n", "%x", "$this", "$index", "$total", "{}", "1", "0", "-1", "2.50", "'a'", "true"),
    *("@2026-01-31", "@2026-01-31T09:00:00+09:00", "@T08:15", "5 'mg'", "3 days", "1 year", "item", "answer", "value"),
    *(
        "linkId",
        "descendants()",
        "children()",
        "today()",
        "now()",
        "where(linkId='n')",
        "repeat(item)",
        "first()",
        "count()",
    ),
    *("select($this)", "all($this>0)", "iif(true,1,2)", "aggregate($total+$this,0)", "substring(1,2)", "matches('a+')"),
    *(
        "replace('a','b')",
        "toInteger()",
        "toDecimal()",
        "toQuantity()",
        "convertsToDate()",
        "ordinal()",
        "weight()",
        "round(3)",
    ),
    *(
        "power(9)",
        "sqrt()",
        "split(',')",
        "join('')",
        "trace('x')",
        "hasValue()",
        "extension('u')",
        "ofType(string)",
        "not()",
    ),
    *(
        "encode('hex')",
        "decode('base64')",
        "lowBoundary()",
        "resolve()",
        "memberOf('u')",
        "toString()",
        "length()",
        "single()",
    ),
)
_JOINTS = (
    ".",
    ".",
    ".",
    ".",
    " + ",
    " - ",
    " * ",
    " / ",
    " div ",
    " mod ",
    " & ",
    " and ",
    " or ",
    " implies ",
    " = ",
    " ~ ",
    " != ",
)
_JOINTS += (" > ", " <= ", " | ", " in ", " contains ", " is ", " as ", "", " ", "[0].", ", ")


def _make_expression(rng: Random, place: Place) -> Act:
    text = rng.choice(_PARTS) + "".join(
        rng.choice(_JOINTS) + rng.choice(_PARTS) for _ in range(rng.choice((0, 1, 2, 3, 5, 8)))
    )
    kind = rng.random()
    if kind < 0.1:
        depth = rng.choice((3, 30, 300, 3_000))
        text = rng.choice(("(", "-", "iif(true,", "(1|", "{", "%resource.where(")) * depth + text + ")" * depth
    elif kind < 0.2:
        text = (text + rng.choice(_JOINTS)) * rng.choice((3, 30, 300)) + "1"
    elif kind < 0.5:
        text = damage(rng, text.encode(), [rng.choice(_PARTS).encode()]).decode("utf-8", "surrogateescape")
    elif kind < 0.6:
        text = make_odd_text(rng, text)
    response = json.loads(json.dumps(RESPONSE), parse_float=Decimal)

    def act() -> None:
        expression = read_expression(text)
        try:
            evaluate(expression, response, {"resource": response, "n": 3, "x": "a"}, NOW)
        except ExpressionFault as fault:
            judge_sentence(fault.sentence)
            raise InputProblem("expression-fault", fault.sentence) from fault

    return act


CHECKLISTS = Border("questionnaire", 4_600, _make_checklist)
RESPONSES = Border("questionnaire response", 2_600, _make_response)
EXPRESSIONS = Border("expression", 1_800, _make_expression)
