"""The checklists of a vault: a visit keeps the version it began with, whatever is chosen, added or shipped later."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from checklist_samples import make_checklist, make_question
from shipped import get_clinical_content
from store.builders import make_consultation, make_patient, make_vault, reopen

from stemsup_desktop.consultation.checklists import read_checklist
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import FOR_NEW_VISITS, ChecklistLibrary
from stemsup_desktop.ui.pages.patients.chart import Visit, load_visit, start_visit

OURS = "https://clinic.example/q|7"
BY = "青木 誠"


@pytest.fixture(scope="module")
def shipped() -> ClinicalContent:
    return get_clinical_content()


@pytest.fixture
def library(shipped: ClinicalContent) -> ChecklistLibrary:
    return ChecklistLibrary(shipped)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "clinic") as opened:
        opened.save_patient(make_patient())
        yield opened


def ship_later(shipped: ClinicalContent, version: str, *, adds: str = "new-question") -> ClinicalContent:
    """Make the content of a later release, with one more question."""
    resource = json.loads(shipped.source) | {"version": version}
    resource["item"][0]["item"].append(make_question(adds))
    later = read_checklist(json.dumps(resource).encode(), "examination.json")
    return replace(shipped, questionnaire=later.questionnaire, source=later.data)


def begin(vault: Vault, library: ChecklistLibrary) -> Visit:
    return start_visit(vault, make_patient().patient_id, make_consultation().started_at, library)


def test_a_new_visit_begins_with_the_shipped_checklist_and_keeps_its_bytes(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    visit = begin(vault, library)

    assert visit.clinical is shipped
    assert visit.consultation.examination.questionnaire == shipped.questionnaire.canonical
    assert vault.load_checklist(shipped.questionnaire.canonical) == shipped.source
    assert library.load_shelf(vault).added == ()


def test_a_visit_keeps_its_checklist_when_the_program_ships_a_later_one(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    visit = begin(vault, library)
    newer = ChecklistLibrary(ship_later(shipped, "1.1"))
    opened = load_visit(vault, visit.consultation.consultation_id, newer)

    assert newer.shipped.questionnaire.find_item("new-question") is not None
    assert opened.clinical.questionnaire == shipped.questionnaire
    assert opened.clinical.source == shipped.source
    assert begin(vault, newer).clinical.questionnaire == shipped.questionnaire  # the open visit goes on


def test_new_visits_begin_with_what_is_shipped_later(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    library.begin(vault)
    later = ship_later(shipped, "1.1")

    assert ChecklistLibrary(later).begin(vault) is later
    assert vault.load_checklist(later.questionnaire.canonical) == later.source
    assert vault.load_checklist(shipped.questionnaire.canonical) == shipped.source


def test_a_release_that_forgot_to_change_the_version_changes_no_visit(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    library.begin(vault)
    careless = ship_later(shipped, shipped.questionnaire.version)
    content = ChecklistLibrary(careless).begin(vault)

    assert content.source == shipped.source
    assert content.questionnaire.find_item("new-question") is None
    assert vault.load_checklist(shipped.questionnaire.canonical) == shipped.source


def test_a_checklist_is_used_from_the_moment_it_is_chosen(vault: Vault, library: ChecklistLibrary) -> None:
    added = library.add(vault, make_checklist(), BY)
    assert added.in_use == added.shipped.canonical
    assert [(entry.name.canonical, entry.added_by) for entry in added.added] == [(OURS, BY)]
    assert library.begin(vault) is library.shipped

    assert library.use(vault, OURS).in_use == OURS
    visit = begin(vault, library)
    assert visit.clinical.source == make_checklist().data
    assert visit.consultation.examination.questionnaire == OURS
    assert visit.clinical.rules_not_judged


def test_removing_a_checklist_from_use_touches_no_visit_and_no_bytes(vault: Vault, library: ChecklistLibrary) -> None:
    library.add(vault, make_checklist(), BY)
    library.use(vault, OURS)
    visit = begin(vault, library)
    shelf = library.use(vault, "")

    assert shelf.in_use == shelf.shipped.canonical
    assert library.begin(vault) is library.shipped
    opened = load_visit(vault, visit.consultation.consultation_id, ChecklistLibrary(library.shipped))
    assert opened.clinical.source == make_checklist().data
    assert vault.load_checklist(OURS) == make_checklist().data


def test_another_version_stands_beside_the_first(vault: Vault, library: ChecklistLibrary) -> None:
    library.add(vault, make_checklist(), BY)
    shelf = library.add(vault, make_checklist(version="8"), BY)

    assert [entry.name.version for entry in shelf.added] == ["7", "8"]


def test_other_bytes_of_the_same_version_are_refused(vault: Vault, library: ChecklistLibrary) -> None:
    library.add(vault, make_checklist(), BY)
    with pytest.raises(InputProblem) as refused:
        library.add(vault, make_checklist(make_question("other")), BY)

    assert refused.value.code == "checklist-taken"
    assert vault.load_checklist(OURS) == make_checklist().data


def test_nobody_can_pass_a_checklist_off_as_the_shipped_one(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    forged = read_checklist(shipped.source.replace(b'"required": true', b'"required": false'), "examination.json")
    with pytest.raises(InputProblem) as refused:
        library.add(vault, forged, BY)

    assert refused.value.code == "checklist-taken"
    assert library.begin(vault) is shipped


@pytest.mark.parametrize("chosen", ["", "https://nobody.example/q|1", "\u0000", "x" * 5000])
def test_a_choice_that_is_not_there_means_the_shipped_one(vault: Vault, library: ChecklistLibrary, chosen: str) -> None:
    vault.save_settings({FOR_NEW_VISITS: chosen})

    assert library.begin(vault) is library.shipped
    assert library.load_shelf(vault).in_use == library.load_shelf(vault).shipped.canonical


def test_answers_to_a_checklist_that_is_gone_are_shown_by_the_shipped_one(
    vault: Vault, library: ChecklistLibrary
) -> None:
    """The gate says that they belong to another, and is never clear."""
    assert library.load(vault, "https://nobody.example/q|1") is library.shipped


def test_an_old_draft_of_the_shipped_checklist_is_kept_from_now_on(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    assert library.load(vault, shipped.questionnaire.canonical) is shipped
    assert vault.load_checklist(shipped.questionnaire.canonical) == shipped.source


def test_a_checklist_outlives_the_program(tmp_path: Path, library: ChecklistLibrary) -> None:
    with make_vault(tmp_path / "other") as vault:
        library.add(vault, make_checklist(), BY)
        library.use(vault, OURS)
    with reopen(tmp_path / "other") as vault:
        assert ChecklistLibrary(library.shipped).begin(vault).source == make_checklist().data


def test_a_checklist_is_read_once(vault: Vault, library: ChecklistLibrary) -> None:
    library.add(vault, make_checklist(), BY)
    library.use(vault, OURS)

    assert library.begin(vault) is library.load(vault, OURS)


def test_looking_a_checklist_up_keeps_nothing_and_an_unknown_one_is_read_as_the_shipped_one(
    vault: Vault, library: ChecklistLibrary, shipped: ClinicalContent
) -> None:
    before = vault.read_audit_head()
    assert library.look_up(vault, "") is shipped
    assert library.look_up(vault, shipped.questionnaire.canonical) is shipped
    assert library.look_up(vault, OURS) is shipped
    assert vault.list_checklists() == ()
    assert vault.read_audit_head() == before
    library.add(vault, make_checklist(), BY)
    assert library.look_up(vault, OURS).questionnaire.canonical == OURS
