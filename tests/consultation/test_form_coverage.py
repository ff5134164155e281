"""Each of the twenty-one sections and eighteen elements is covered on every form that can be printed."""

import msgspec
import pytest
from consultation.consent_builders import SYMPTOM_IDS as ALL_SYMPTOMS
from consultation.consent_builders import shipped_text
from consultation.form_builders import reword, without_clause

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_clauses import Applies, Situation
from stemsup_desktop.consultation.consent_text import ConsentText, find_covering
from stemsup_desktop.consultation.form_coverage import SYMPTOM_IDS, check_coverage, find_uncovered
from stemsup_desktop.errors import InputProblem

SHIPPED = shipped_text()
PARTS = (*SHIPPED.coverage.sections, *SHIPPED.coverage.elements)


def gaps(text: ConsentText) -> dict[str, Applies]:
    return {one.part.id: one.case for one in find_uncovered(text)}


def test_the_shipped_form_covers_every_part_on_every_form() -> None:
    assert SYMPTOM_IDS == ALL_SYMPTOMS
    assert len(PARTS) == 21 + 18
    assert find_uncovered(SHIPPED) == ()
    check_coverage(SHIPPED)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.id)
def test_a_part_that_loses_all_its_clauses_is_named(part) -> None:  # type: ignore[no-untyped-def]
    form = msgspec.structs.replace(SHIPPED.form, covers=(), signatures=())
    bare = msgspec.structs.replace(SHIPPED, form=form)
    for owner in find_covering(SHIPPED, part.id):
        if owner in bare.clauses:
            bare = reword(bare, owner, covers=())
    assert part.id in gaps(bare)


@pytest.mark.parametrize(
    ("clause_id", "part_id"),
    [
        ("legal-not-reviewed", "element-10"),
        ("legal-equivalent-and-abroad", "element-09"),
        ("privacy-no-research", "element-18"),
        ("free-time-and-questions", "element-14"),
        ("withdrawal-statement", "section-20"),
    ],
)
def test_to_drop_the_only_clause_of_a_part_leaves_it_uncovered(clause_id: str, part_id: str) -> None:
    assert part_id in gaps(without_clause(SHIPPED, clause_id))
    with pytest.raises(InputProblem) as caught:
        check_coverage(without_clause(SHIPPED, clause_id))
    assert caught.value.code == "form-uncovered"
    named = {part.id: part.title for part in PARTS}
    assert named[part_id] in caught.value.details


def test_a_condition_can_leave_a_part_uncovered_too() -> None:
    narrowed = reword(SHIPPED, "legal-not-reviewed", applies=Applies(routes=(Route.INTRAVENOUS,)))
    assert gaps(narrowed)["element-10"] == Applies(routes=(Route.INTRADERMAL,))
    certified = reword(SHIPPED, "legal-not-reviewed", applies=Applies(situations=(Situation.RESEARCH_USE_ONLY,)))
    assert gaps(certified)["element-10"] == Applies()


def test_two_clauses_may_share_a_part_between_them() -> None:
    first, second = (Situation.HARM_POLICY_GIVEN,), (Situation.HARM_POLICY_NOT_GIVEN,)
    halved = reword(SHIPPED, "legal-not-reviewed", applies=Applies(situations=first))
    assert "element-10" in gaps(halved)
    other = halved.clauses["legal-no-relief"]
    shared = reword(halved, "legal-no-relief", covers=(*other.covers, "element-10"), applies=Applies(situations=second))
    assert "element-10" not in gaps(shared)


@pytest.mark.parametrize("symptom", SYMPTOM_IDS)
def test_every_symptom_keeps_a_clause_of_its_own_on_what_is_known_and_on_other_ways(symptom: str) -> None:
    known = [c.id for c in SHIPPED.clauses.values() if symptom in c.applies.symptoms and "element-04" in c.covers]
    without = SHIPPED
    for clause_id in known:
        without = without_clause(without, clause_id)
    assert gaps(without)["element-04"].symptoms in {(one,) for one in SHIPPED.clauses[known[0]].applies.symptoms}


@pytest.mark.parametrize("route", Route)
def test_every_route_keeps_its_own_risks(route: Route) -> None:
    without = SHIPPED
    for kind in ("common", "serious"):
        without = without_clause(without, f"risk-{kind}-{route.value}")
    assert gaps(without) == {
        "section-09": Applies(routes=(route,)),
        "element-06": Applies(routes=(route,)),
    }


def test_self_administration_is_asked_for_nasal_use_alone() -> None:
    assert "section-13" not in gaps(SHIPPED)
    assert gaps(reword(SHIPPED, "self-handling", covers=())) == {}
    neither = reword(reword(SHIPPED, "self-handling", covers=()), "self-taught", covers=())
    assert gaps(neither) == {"section-13": Applies(routes=(Route.INTRANASAL,))}


def test_the_cells_can_tell_forms_apart() -> None:
    narrowed = reword(SHIPPED, "harm-care", applies=Applies(cell_sources=(CellSource.ADIPOSE,)))
    narrowed = without_clause(without_clause(narrowed, "harm-policy"), "harm-policy-open")
    assert gaps(narrowed)["section-15"].cell_sources == (CellSource.BONE_MARROW,)
