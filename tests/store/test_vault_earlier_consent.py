"""A visit begins with the last consent its patient gave; the vault puts it there, whoever begins the visit."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from store.builders import START, make_patient
from store.three_people import SignIn, make_three_people

from stemsup_desktop.consultation.record import Consent, Consultation, GivenConsent, Summary
from stemsup_desktop.consultation.signing_model import EarlierConsent
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.vault import Vault

SIGNATURE = GivenConsent("CNS-2026-00001", START.date(), "A", "B", True, "0" * 64, form_version="1.0")
SIGNED = Consultation("visit-1", START, 1, consent=Consent(signature=SIGNATURE), summary=Summary(closed_at=START))
EARLIER = EarlierConsent("visit-1", "CNS-2026-00001", START.date(), "1.0", "0" * 64)
FORGED = msgspec.structs.replace(EARLIER, document_number="CNS-2026-00099")


@pytest.fixture
def sign_in(tmp_path: Path) -> Iterator[SignIn]:
    with make_three_people(tmp_path) as enter:
        vault = enter("doctor")
        vault.save_patient(make_patient())
        vault.start_consultation(make_patient().patient_id, SIGNED)
        yield enter


def begin(vault: Vault, name: str, consent: Consent | None = None, days: int = 1) -> Consultation:
    visit = Consultation(name, START + timedelta(days=days), 2, consent=consent or Consent())
    vault.start_consultation(make_patient().patient_id, visit)
    return vault.load_consultation(name)


@pytest.mark.parametrize("who", ["doctor", "nurse"])
def test_a_visit_begins_with_the_consent_of_the_one_before_whoever_begins_it(sign_in: SignIn, who: str) -> None:
    assert begin(sign_in(who), "visit-2").consent == Consent(earlier=EARLIER)


def test_staff_go_on_with_such_a_visit_and_cannot_change_the_consent(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    visit = begin(vault, "visit-2")
    noted = msgspec.structs.replace(visit, summary=Summary(note="Rested"))
    vault.save_consultation(noted, make_patient().patient_id)
    for consent in (Consent(), Consent(earlier=FORGED)):
        with pytest.raises(InputProblem) as caught:
            vault.save_consultation(msgspec.structs.replace(noted, consent=consent), make_patient().patient_id)
        assert caught.value.code == "physician-only"


def test_nobody_brings_a_consent_of_their_own_into_a_new_visit(sign_in: SignIn) -> None:
    with pytest.raises(InputProblem) as caught:
        begin(sign_in("nurse"), "visit-2", Consent(earlier=FORGED))
    assert caught.value.code == "physician-only"
    assert begin(sign_in("doctor"), "visit-2", Consent(earlier=FORGED)).consent.earlier == EARLIER


def test_a_visit_that_began_before_the_consent_does_not_have_it(sign_in: SignIn) -> None:
    assert begin(sign_in("doctor"), "visit-0", days=-1).consent.earlier is None


def test_a_visit_that_is_saved_again_keeps_what_it_began_with(sign_in: SignIn) -> None:
    vault = sign_in("doctor")
    visit = begin(vault, "visit-2")
    vault.save_consultation(msgspec.structs.replace(visit, visit_number=3), make_patient().patient_id)
    assert vault.load_consultation("visit-2").consent.earlier == EARLIER
    assert begin(vault, "visit-3", days=1).consent.earlier == EARLIER
