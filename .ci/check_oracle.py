"""Compares what is enabled and calculated with an oracle of two other engines; every difference must be explained."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.fhir_values import write_value
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.form_paths import write_path
from stemsup_desktop.questionnaire.form_start import make_initial_responses
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.response_reading import read_response

ASSERTED = ("A", "S", "P2")
EXPLAINED = Path(__file__).with_name("oracle-differences.json")


def main() -> None:
    """Check every oracle file of a folder that holds `questionnaires` and `oracle`."""
    root = Path(sys.argv[1])
    explained = {entry["case"]: entry["why"] for entry in json.loads(EXPLAINED.read_text("utf-8"))}
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for path in sorted((root / "oracle").glob("*.json")):
        oracle = json.loads(path.read_text("utf-8"))
        questionnaire = read_questionnaire((root / "questionnaires" / path.name).read_bytes(), path.name)
        for case in oracle["responses"]:
            for difference in find_differences(questionnaire, oracle, case, counts):
                name = f"{path.stem} {case['id']} {difference}"
                if name not in explained:
                    faults.append(name)
                counts["explained" if name in explained else "unexplained"] += 1
    print("\n".join(faults))
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    if faults:
        raise SystemExit(f"{len(faults)} results differ from the oracle without an explanation")


def find_differences(
    questionnaire: Questionnaire, oracle: dict[str, Any], case: dict[str, Any], counts: Counter[str]
) -> Iterator[str]:
    """Go through what differs in one case."""
    counts["cases"] += 1
    data = json.dumps(case["response"]).encode()
    surroundings = Surroundings(datetime.fromisoformat(oracle["now"].replace("Z", "+00:00")))
    try:
        responses = read_response(data, questionnaire, "response")
    except InputProblem as problem:
        counts["refused"] += 1
        yield f"refused: {problem.sentence}"
        return
    if case.get("fresh_form_initial_values_applied"):
        responses = make_initial_responses(questionnaire, surroundings)
    form = derive_form(questionnaire, responses, surroundings)
    enabled = {write_path(form, index) for index in form.enabled_indices()}
    everything = {write_path(form, index) for index in range(len(form.occurrences))}
    yield from _compare_enabled(case, enabled, everything, counts)
    yield from _compare_calculated(case, form, counts)


def _compare_enabled(
    case: dict[str, Any], enabled: set[str], everything: set[str], counts: Counter[str]
) -> Iterator[str]:
    if case["enabled"] == "ALL":
        counts["items compared"] += len(everything)
        yield from (f"disabled: {item}" for item in sorted(everything - enabled))
        return
    for status in ASSERTED:
        for item in case["enabled"].get(status, ()):
            counts["items compared"] += 1
            if item not in enabled:
                yield f"disabled: {item}"
        for item in (case["disabled"] or {}).get(status, ()):
            counts["items compared"] += 1
            if item in enabled:
                yield f"enabled: {item}"


def _compare_calculated(case: dict[str, Any], form: Form, counts: Counter[str]) -> Iterator[str]:
    indices = {write_path(form, index): index for index in range(len(form.occurrences))}
    for entry in case.get("calculated", ()):
        if entry["status"].startswith("agreed"):
            counts["calculated values compared"] += 1
            index = indices.get(entry["item"])
            values = () if index is None else form.values[index]
            given = [dict([_named(write_value(answer))]) for answer in values]
            if json.loads(json.dumps(given, default=float)) != entry["value"]:
                yield f"calculated: {entry['item']}: {json.dumps(given, default=float)}"


def _named(pair: tuple[str, object]) -> tuple[str, object]:
    return f"value{pair[0]}", pair[1]


if __name__ == "__main__":
    main()
