"""Whether a consent form covers every required part, on every form that can be printed from it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_clauses import Applies, RequiredPart, Situation
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

SYMPTOM_IDS = tuple(f"SYM{number:02}" for number in range(1, 13))

_OPPOSITES = (
    (Situation.HARM_POLICY_GIVEN, Situation.HARM_POLICY_NOT_GIVEN),
    (Situation.CANCELLATION_POLICY_GIVEN, Situation.CANCELLATION_POLICY_NOT_GIVEN),
)
"""Of each pair exactly one holds."""


class Uncovered(msgspec.Struct, frozen=True):
    """A required part that some form would lack; `case` names that form by its conditions, empty for every form."""

    part: RequiredPart
    case: Applies


def find_uncovered(text: ConsentText) -> tuple[Uncovered, ...]:
    """Return each required part that no clause covers for some symptom, route, cell source and circumstances.

    One case per part is named, the first. A part that asks for each symptom or route is looked at for each by itself.
    """
    found = (_find_gap(text, part) for part in text.coverage.sections + text.coverage.elements)
    return tuple(gap for gap in found if gap is not None)


def check_coverage(text: ConsentText) -> None:
    """Raise `InputProblem` form-uncovered that names every required part which some form would lack."""
    uncovered = find_uncovered(text)
    if uncovered:
        titles: tuple[Text, ...] = tuple(one.part.title for one in uncovered)
        english = "; ".join(title.en for title in titles)
        raise InputProblem("form-uncovered", f"The form no longer covers: {english}.", titles)


def _find_gap(text: ConsentText, part: RequiredPart) -> Uncovered | None:
    if part.id in text.form.covers or any(part.id in line.covers for line in text.form.signatures):
        return None
    covering = [clause.applies for clause in text.clauses.values() if part.id in clause.covers]
    for case in _list_cases([part.applies, *covering], part.each):
        if not _fits(part.applies, case):
            continue
        own = [one for one in covering if not part.each or getattr(one, part.each)]
        if not any(_fits(one, case) for one in own):
            return Uncovered(part, _name_case(case, covering, part))
    return None


def _list_cases(asked: list[Applies], each: str) -> Iterator[Applies]:
    """Yield every combination that these conditions can tell apart; what none asks about stays empty."""
    situations = {situation for one in asked for situation in one.situations}
    pairs = [pair for pair in _OPPOSITES if situations & set(pair)]
    single = sorted(situations - {situation for pair in pairs for situation in pair})
    of_one: list[tuple[tuple[Situation, ...], ...]] = [((), (situation,)) for situation in single]
    of_pair = [tuple((situation,) for situation in pair) for pair in pairs]
    for symptoms, routes, sources, *held in product(
        _choose(SYMPTOM_IDS, asked, "symptoms", each),
        _choose(tuple(Route), asked, "routes", each),
        _choose(tuple(CellSource), asked, "cell_sources", each),
        *of_one,
        *of_pair,
    ):
        yield Applies(symptoms, routes, sources, tuple(situation for some in held for situation in some))


def _choose(every: tuple[Any, ...], asked: list[Applies], field: str, each: str) -> tuple[tuple[Any, ...], ...]:
    is_asked = field == each or any(getattr(one, field) for one in asked)
    return tuple((one,) for one in every) if is_asked else ((),)


def _fits(applies: Applies, case: Applies) -> bool:
    return all(
        not wanted or any(one in held for one in wanted)
        for wanted, held in (
            (applies.symptoms, case.symptoms),
            (applies.routes, case.routes),
            (applies.cell_sources, case.cell_sources),
            (applies.situations, case.situations),
        )
    )


def _name_case(case: Applies, covering: list[Applies], part: RequiredPart) -> Applies:
    """Return the case, or the empty one where nothing covers the part at all."""
    return case if covering else part.applies
