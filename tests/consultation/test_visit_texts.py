"""A printed form waits in its own version, a closed visit keeps it; a signed open one is judged by what is in force."""

from datetime import date

import msgspec
from consultation.consent_builders import STARTED, make_file, shipped_text

from stemsup_desktop.consultation.record import Consent, Consultation, GivenConsent, Summary
from stemsup_desktop.consultation.visit_texts import VisitTexts

OLD = shipped_text()
NEW = msgspec.structs.replace(OLD, form=msgspec.structs.replace(OLD.form, version="2026-11/clinic-1"))
OPEN = make_file().consultation
SIGNED = msgspec.structs.replace(
    OPEN, consent=Consent(signature=GivenConsent("CNS-1", date(2026, 9, 22), "A", "B", True, "0" * 64))
)


def close(visit: Consultation) -> Consultation:
    return msgspec.structs.replace(visit, summary=Summary(closed_at=STARTED))


def test_a_visit_without_a_form_uses_the_version_in_force() -> None:
    for visit in (OPEN, SIGNED, close(OPEN)):
        assert VisitTexts(NEW).choose(visit) is NEW
        assert not VisitTexts(NEW).has_newer(visit)


def test_a_printed_form_waits_for_its_signature_in_its_own_version() -> None:
    assert VisitTexts(NEW, OLD).choose(OPEN) is OLD
    assert VisitTexts(NEW, OLD).has_newer(OPEN)


def test_a_signed_visit_is_judged_by_the_version_in_force_until_it_is_closed() -> None:
    assert VisitTexts(NEW, OLD).choose(SIGNED) is NEW
    assert VisitTexts(NEW, OLD).choose(close(SIGNED)) is OLD
