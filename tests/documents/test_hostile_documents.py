"""Texts that a careless renderer parses, fetches or chokes on come out as they were typed."""

import socket

import msgspec
import pytest
from documents.document_builders import (
    CLEAR,
    NAMES,
    consent_of,
    empty_file,
    full_file,
    shipped_consent_text,
    summary_of,
)
from documents.document_facts import facts_of, facts_of_consent
from documents.inert_files import assert_is_inert
from documents.pdf_reading import faults_of_layout, missing_from_body, printed, read_body, squeeze
from hostile_strings import HOSTILE

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.record import Complaint, ConsultationFile, Reason
from stemsup_desktop.language import Language

SHORT = {name: text for name, text in HOSTILE.items() if len(text) <= 1_000}
LONG = {name: text for name, text in HOSTILE.items() if len(text) > 1_000}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at the first try to reach a host."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a document tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_the_list_is_long_enough() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", SHORT)
def test_it_comes_out_of_the_summary_as_it_was_typed(name: str) -> None:
    file = full_file(SHORT[name])
    document = summary_of(file, Language.EN)
    assert missing_from_body(document.pdf, facts_of(file, Language.EN)) == []
    assert faults_of_layout(document.pdf) == []
    assert_is_inert(document.pdf)


@pytest.mark.parametrize("name", SHORT)
def test_it_comes_out_of_the_consent_form_as_it_was_typed(name: str) -> None:
    file = full_file(SHORT[name])
    document = consent_of(file, Language.JA)
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, Language.JA)
    assert missing_from_body(document.pdf, facts_of_consent(consent)) == []
    assert_is_inert(document.pdf)


@pytest.mark.parametrize("name", LONG)
def test_a_very_long_text_flows_over_the_pages(name: str) -> None:
    text = LONG[name]
    file = with_reason(Reason(goal=text, note="after it"))
    document = summary_of(file, Language.EN)
    body = read_body(document.pdf)
    assert printed(text) in body
    assert body.index("afterit") > body.index(printed(text))
    assert faults_of_layout(document.pdf) == []


@pytest.mark.parametrize("name", LONG)
def test_a_very_long_text_in_a_table_cell_is_parted_under_the_repeated_header(name: str) -> None:
    text = LONG[name]
    document = summary_of(with_reason(Reason((Complaint("SYM01", text, "L64.9", 7),))), Language.EN)
    body = read_body(document.pdf)
    for character in set(squeeze(text)):
        assert body.count(character) >= text.count(character)
    assert body.count("Physician'sdiagnosis") > 1
    assert faults_of_layout(document.pdf) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_leaves_header_and_file_in_order(name: str) -> None:
    patient = msgspec.structs.replace(empty_file().patient, name=HOSTILE[name], chart_number=HOSTILE[name][:60])
    clinic = msgspec.structs.replace(empty_file().clinic, name=HOSTILE[name])
    file = msgspec.structs.replace(empty_file(), patient=patient, clinic=clinic)
    document = consent_of(file, Language.JA)
    assert missing_from_body(document.pdf, (HOSTILE[name],)) == []
    assert_is_inert(document.pdf)
    if document.page_count < 30:
        assert faults_of_layout(document.pdf) == []


def with_reason(reason: Reason) -> ConsultationFile:
    """Return an empty consultation with a reason."""
    file = empty_file()
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, reason=reason))
