"""`stemsup consents`: counts for whoever signs in, patients only for whoever may see them."""

import json

import msgspec
from clinic_at_the_desk import PATIENT_WORDS, Clinic
from consultation.consent_builders import shipped_text
from store.builders import START, make_consultation

from stemsup_desktop.consultation.form_versions import write_form_version
from stemsup_desktop.consultation.record import Consent, GivenConsent


def sign(clinic: Clinic) -> None:
    with clinic.open() as vault:
        vault.enter_shipped_form(write_form_version(shipped_text()))
        signature = GivenConsent("CNS-2026-00001", START.date(), "A", "B", True, "0" * 64, form_version="0.9")
        visit = msgspec.structs.replace(vault.load_consultation("visit-1"), consent=Consent(signature=signature))
        assert visit.consultation_id == make_consultation().consultation_id
        vault.save_consultation(visit, "patient-A-0012")


def test_a_vault_that_never_used_a_form_says_so(clinic: Clinic) -> None:
    assert clinic.call("consents").stdout == "No consent form was used yet.\n"


def test_who_is_on_which_version_is_listed_by_chart_number(clinic: Clinic) -> None:
    sign(clinic)
    facts = json.loads(clinic.call("consents", "--json").stdout)
    assert (facts["in_force"], facts["versions"]) == (
        shipped_text().form.version,
        [{"form_version": "0.9", "patients": 1, "over_a_year": 0}],
    )
    assert [(one["chart_number"], one["form_version"], one["is_other_version"]) for one in facts["outdated"]] == [
        ("A-0012", "0.9", True)
    ]
    said = clinic.call("consents", by="mori").stdout
    assert f"In force: {shipped_text().form.version}." in said
    assert "A-0012: 0.9, signed on 2026-11-23, another version" in said


def test_an_administrator_who_is_no_physician_sees_counts_and_no_patient(clinic: Clinic) -> None:
    sign(clinic)
    answer = clinic.call("consents", by="office")
    assert answer.exit_code == 0
    assert "0.9: patients 1" in answer.stdout
    assert not any(word in answer.stdout for word in PATIENT_WORDS)
    assert json.loads(clinic.call("consents", "--json", by="office").stdout)["outdated"] == []
