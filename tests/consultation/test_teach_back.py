"""Questions on understanding: each about a clause that applies, three to five of them, the same ones each time."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from consultation.consent_builders import RESOURCES, make_file, shipped_text, with_consultation

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_assembly_conditions import Applicability
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.teach_back import draw_questions
from stemsup_desktop.consultation.teach_back_text import TEACH_BACK_FILE, TeachBackQuestion, read_teach_back
from stemsup_desktop.errors import InputProblem, Problem

ROUTE_SETS = [routes for count in range(4) for routes in combinations(Route, count)]


def of_visit(file: ConsultationFile, visit_id: str) -> ConsultationFile:
    return with_consultation(file, consultation_id=visit_id)


@pytest.mark.parametrize("routes", ROUTE_SETS, ids=lambda routes: "+".join(routes) or "none")
def test_three_to_five_are_drawn_and_each_route_has_one_of_its_own(routes: tuple[Route, ...]) -> None:
    text = shipped_text()
    for number in range(20):
        file = of_visit(make_file(routes), f"visit-{number}")
        drawn = draw_questions(text, file)
        assert 3 <= len(drawn) <= 5
        assert drawn == draw_questions(text, file)
        for question in drawn:
            assert Applicability(file).is_applicable(text.clauses[question.clause.id].applies)
        for route in routes:
            assert any(route in text.clauses[question.clause.id].applies.routes for question in drawn)
        assert {one.id for one in text.teach_back if one.is_key} <= {one.id for one in drawn}


def test_another_visit_asks_others_and_every_question_is_asked_some_time() -> None:
    text = shipped_text()
    files = [of_visit(make_file(routes), f"v{n}") for routes in ROUTE_SETS[1:] for n in range(40)]
    drawn = {tuple(one.id for one in draw_questions(text, file)) for file in files}
    assert len(drawn) > 10
    assert {one for ids in drawn for one in ids} == {one.id for one in text.teach_back}


def test_what_does_not_decide_which_clauses_apply_changes_no_question() -> None:
    text, file = shipped_text(), make_file()
    assert draw_questions(text, file) == draw_questions(text, make_file(sessions=9, fee_per_session_yen=1))


def test_a_question_about_another_version_of_its_clause_is_not_asked() -> None:
    text, file = shipped_text(), make_file()
    clause = msgspec.structs.replace(text.clauses["free-voluntary"], version="2.0")
    newer = msgspec.structs.replace(text, clauses={**text.clauses, "free-voluntary": clause})
    assert "stop-any-time" in {one.id for one in draw_questions(text, file)}
    assert "stop-any-time" not in {one.id for one in draw_questions(newer, file)}


@pytest.mark.parametrize("question", shipped_text().teach_back, ids=lambda question: question.id)
def test_each_shipped_question_is_said_politely_and_gives_no_hint_by_its_length(question: TeachBackQuestion) -> None:
    lengths = {option.id: len(option.text.ja) for option in question.options}
    assert question.question.ja.endswith(("か。", "何が言えますか。"))
    assert question.question.en.endswith("?")
    assert question.explanation.ja.rstrip("。").endswith(("です", "ます", "ません", "ください", "あります"))
    assert max(lengths.values()) < 3.2 * min(lengths.values())


def test_the_right_answer_is_not_always_at_the_same_place() -> None:
    places = [[option.id for option in one.options].index(one.right) for one in shipped_text().teach_back]
    assert set(places) == {0, 1, 2}
    assert max(places.count(place) for place in range(3)) <= len(places) / 2


def read_changed(folder: Path, change: Callable[[list[dict[str, Any]]], object]) -> Problem:
    questions = json.loads((RESOURCES / "consent" / TEACH_BACK_FILE).read_text(encoding="utf-8"))["questions"]
    change(questions)
    (folder / TEACH_BACK_FILE).write_text(json.dumps({"questions": questions}), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_teach_back(folder, shipped_text().clauses)
    return caught.value


FAULTS: dict[str, tuple[Callable[[list[dict[str, Any]]], object], str]] = {
    "no such clause": (lambda all_: all_[0]["clause"].update(id="gone"), "no clause has the id gone"),
    "another version": (lambda all_: all_[1]["clause"].update(version="9"), "about version 9, the clause has 1.0"),
    "two options": (lambda all_: all_[2]["options"].pop(), "3 options are wanted"),
    "one id twice": (lambda all_: all_[2]["options"][0].update(id="b"), "3 options are wanted"),
    "no right one": (lambda all_: all_[3].update(right="z"), "z is none of the options"),
    "the same words twice": (
        lambda all_: all_[0]["options"][1].update(text=all_[0]["options"][0]["text"]),
        "two options say the same",
    ),
    "an id twice": (lambda all_: all_.append(all_[0]), "a question id is used twice"),
    "too few": (lambda all_: all_.__delitem__(slice(4, None)), "at least 9 questions"),
    "too many for everybody": (lambda all_: all_[5].update(is_key=True), "at most 2 questions"),
    "no version": (lambda all_: all_[0].update(version=""), "needs an id and a version"),
    "no Japanese": (lambda all_: all_[0]["question"].update(ja=" "), "the ja text is empty"),
}


@pytest.mark.parametrize(("change", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_file_is_named(
    tmp_path: Path, change: Callable[[list[dict[str, Any]]], object], said: str
) -> None:
    problem = read_changed(tmp_path, change)
    assert said in problem.sentence
    assert TEACH_BACK_FILE in problem.sentence
    assert isinstance(problem, InputProblem)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read_teach_back(tmp_path, shipped_text().clauses)
    assert TEACH_BACK_FILE in caught.value.sentence
