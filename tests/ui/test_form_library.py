"""A visit uses the form version in force; one whose form was printed or signed keeps its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from consultation.consent_builders import shipped_text
from consultation.form_builders import reword, say, with_form
from shipped import get_clinical_content
from store.builders import START, make_consultation, make_document, make_patient, make_vault

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import hash_form_version, write_form_hash, write_form_version
from stemsup_desktop.consultation.record import Consent, GivenConsent
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.form_library import FormLibrary
from stemsup_desktop.ui.pages.patients.chart import load_visit, start_visit

SHIPPED = shipped_text()
TODAY = START.date()
PATIENT_ID = make_patient().patient_id
VISIT = make_consultation()
PDF = b"%PDF-1.7 form"


def clinic_text(number: int) -> ConsentText:
    version = f"2026-11/clinic-{number}"
    return with_form(
        reword(SHIPPED, "risk-unknown", version, blocks=say(f"Unknown {number}.", "不明です。")), version=version
    )


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path) as made:
        made.save_patient(make_patient())
        made.start_consultation(PATIENT_ID, VISIT)
        yield made


@pytest.fixture
def library() -> FormLibrary:
    return FormLibrary(SHIPPED, lambda: START)


def print_form(vault: Vault, text: ConsentText, number: str = "CNS-2026-00001") -> None:
    made = make_document(number, PDF)
    vault.save_document(msgspec.structs.replace(made, text_versions=(write_form_hash(hash_form_version(text)),)), PDF)


def publish(vault: Vault, number: int, day: date = TODAY) -> None:
    vault.publish_form(write_form_version(clinic_text(number)), day, "Clearer")


def sign(number: str = "CNS-2026-00001", version: str = "") -> Consent:
    return Consent(signature=GivenConsent(number, TODAY, "A", "B", True, "0" * 64, form_version=version))


def test_the_first_use_enters_the_shipped_form_and_it_is_in_force(vault: Vault, library: FormLibrary) -> None:
    texts = library.load_for_visit(vault, PATIENT_ID, VISIT)
    assert (texts.in_force, texts.own) == (SHIPPED, None)
    assert vault.load_form(hash_form_version(SHIPPED)) == write_form_version(SHIPPED)
    assert library.problem is None


def test_a_visit_without_a_form_uses_what_the_clinic_published(vault: Vault, library: FormLibrary) -> None:
    publish(vault, 1)
    publish(vault, 2, TODAY + timedelta(days=1))
    texts = library.load_for_visit(vault, PATIENT_ID, VISIT)
    assert texts.in_force.form.version == "2026-11/clinic-1"
    assert texts.in_force.clauses == clinic_text(1).clauses
    assert texts.choose(VISIT) is texts.in_force


def test_a_visit_whose_form_was_printed_keeps_its_version(vault: Vault, library: FormLibrary) -> None:
    library.load_in_force(vault)
    print_form(vault, SHIPPED)
    publish(vault, 1)
    texts = library.load_for_visit(vault, PATIENT_ID, VISIT)
    assert texts.choose(VISIT).form.version == SHIPPED.form.version
    assert texts.has_newer(VISIT)
    signed = msgspec.structs.replace(VISIT, consent=sign())
    assert texts.choose(signed).form.version == "2026-11/clinic-1"


def test_the_version_of_a_signature_counts_before_that_of_a_later_print(vault: Vault, library: FormLibrary) -> None:
    library.load_in_force(vault)
    print_form(vault, SHIPPED)
    publish(vault, 1)
    print_form(vault, clinic_text(1), "CNS-2026-00002")
    signed = msgspec.structs.replace(VISIT, consent=sign())
    own = library.load_for_visit(vault, PATIENT_ID, signed).own
    assert own is not None
    assert own.form.version == SHIPPED.form.version


def test_a_paper_that_names_no_form_is_known_by_the_version_that_was_signed(vault: Vault, library: FormLibrary) -> None:
    publish(vault, 1)
    signed = msgspec.structs.replace(VISIT, consent=sign("CNS-elsewhere", "2026-11/clinic-1"))
    own = library.load_for_visit(vault, PATIENT_ID, signed).own
    assert own is not None
    assert own.form.version == "2026-11/clinic-1"
    unknown = msgspec.structs.replace(VISIT, consent=sign("CNS-elsewhere", "2020-01/clinic-9"))
    assert library.load_for_visit(vault, PATIENT_ID, unknown).own is None


def test_shipped_words_that_changed_under_their_version_are_not_used(vault: Vault, library: FormLibrary) -> None:
    library.load_in_force(vault)
    other = FormLibrary(reword(SHIPPED, "risk-unknown", blocks=say("None.", "ありません。")), lambda: START)
    text = other.load_in_force(vault)
    assert text.clauses == SHIPPED.clauses
    assert other.problem is not None
    assert other.problem.code == "form-version-taken"


def test_visits_are_opened_with_their_texts(vault: Vault, library: FormLibrary) -> None:

    checklists = ChecklistLibrary(get_clinical_content())
    opened = load_visit(vault, VISIT.consultation_id, checklists, library)
    assert opened.texts is not None
    assert opened.texts.in_force is SHIPPED
    started = start_visit(vault, PATIENT_ID, START, checklists, library)
    assert started.texts is not None
    assert load_visit(vault, VISIT.consultation_id, checklists).texts is None
