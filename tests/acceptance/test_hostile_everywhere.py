"""Whatever is typed into any field of text comes out of vault and documents as it was typed, and fetches nothing."""

import socket
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

import msgspec
import pytest
from acceptance.typed_fields import NOW, Texts, fill_file, list_typed_fields, walk_texts
from documents.drawn_text import draw
from documents.inert_files import assert_is_inert
from documents.pdf_reading import missing_from_body, read_body, read_body_by_pdfium, squeeze
from hostile_strings import HOSTILE
from PySide6.QtWidgets import QApplication
from shipped import get_content, get_fonts
from store.builders import make_vault, reopen

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_check import normalise_patient, normalise_text
from stemsup_desktop.consultation.record import CarriedAnswer, ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_request, render_paper
from stemsup_desktop.questionnaire.answers import StringAnswer
from stemsup_desktop.store.vault import Vault

SHORT = [name for name, text in HOSTILE.items() if len(text) <= 1_000]
LONG = [name for name, text in HOSTILE.items() if 1_000 < len(text) < 50_000]
PAPERS = [(paper, language) for paper in (Paper.CONSENT, Paper.SUMMARY) for language in Language]
LONGEST = "бгджзилфцш" * 10_000
PARTS = 5
NEVER_PRINTED = {
    "answered_by",
    "consultation.examination.notes[0].written_by",
    "consultation.plan.sites[0].points[0].needle",
    *(f"consultation.consent.signatures[0].{name}" for name in ("name", "spoken_language", "relation")),
    *(f"consultation.consent.earlier.withdrawals[0].{name}" for name in ("by_name", "reason", "recorded_by")),
}
"""Who ticked an answer or noted something is in the record; the documents name the physician.

A signature that does not fit the text, as here, is on no document, and of an earlier consent what counts is. A point
that was planned is on the map of the Plan page; the summary says where the needle really went.
"""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("something tried to reach the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@cache
def content() -> Content:
    return get_content()


@cache
def fonts() -> FontFolder:
    return get_fonts()


@cache
def marks() -> dict[str, str]:
    """Return a word of its own for each field, by which it is found in a document."""
    return {path: f"Q{number:03}Z" for number, path in enumerate(dict.fromkeys(list_typed_fields(content())))}


def after_mark(text: str) -> Texts:
    return lambda path: f"{marks()[path]} {normalise_text(text)}"


def render(file: ConsultationFile, paper: Paper, language: Language) -> bytes:
    return print_paper(file, paper, language).pdf


def print_paper(file: ConsultationFile, paper: Paper, language: Language) -> RenderedDocument:
    gate = content().derive_gate(file, NOW)
    return render_paper(paper, file, gate, content(), fonts(), make_request(paper, file, LanguageForm(language), NOW))


@cache
def fields_on(paper: Paper, language: Language) -> tuple[str, ...]:
    """Return the fields that a document shows, found with plain words in each."""
    body = read_body(render(fill_file(content(), after_mark("plain words")), paper, language))
    return tuple(path for path, mark in marks().items() if f"{mark}plainwords" in body)


def test_every_typed_field_is_on_some_document() -> None:
    papers = [*PAPERS, (Paper.WITHDRAWAL, Language.EN)]
    shown = {path for paper, language in papers for path in fields_on(paper, language)}
    assert set(marks()) - shown == NEVER_PRINTED
    assert len(shown) >= 55


def test_an_answer_that_waits_to_be_confirmed_is_on_no_document() -> None:
    file = fill_file(content(), lambda path: "plain words")
    examination = file.consultation.examination
    given = next(one for one in examination.responses if one.answers == (StringAnswer("plain words"),))
    waiting = CarriedAnswer(given.link_id, (StringAnswer("unconfirmed"),), NOW.date())
    left = tuple(one for one in examination.responses if one != given)
    examination = msgspec.structs.replace(examination, responses=left, carried=(waiting,))
    consultation = msgspec.structs.replace(file.consultation, examination=examination)
    file = msgspec.structs.replace(file, consultation=consultation)

    for paper, language in PAPERS:
        assert "unconfirmed" not in read_body(render(file, paper, language))


def test_every_text_of_the_record_is_covered() -> None:
    """A person's text is in each field that is not an id, a hash or a code of the program."""
    typed = Counter(walk_texts(fill_file(content(), lambda path: "typed")))["typed"]
    assert typed == len(list_typed_fields(content()))


@pytest.mark.parametrize("name", SHORT)
def test_it_is_printed_as_it_was_typed_from_every_field(name: str) -> None:
    text = HOSTILE[name]
    file = fill_file(content(), after_mark(text))
    for paper, language in PAPERS:
        pdf = render(file, paper, language)
        typed = tuple(after_mark(text)(path) for path in fields_on(paper, language))
        assert missing_from_body(pdf, typed) == [], f"{paper} {language}"
        assert_is_inert(pdf)


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "language"), PAPERS)
@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_printed_whole_from_every_field(name: str, paper: Paper, language: Language) -> None:
    """A cell of a table is parted over pages, with others beside it: what counts is that no character is missing."""
    pdf = render(fill_file(content(), after_mark(HOSTILE[name])), paper, language)
    times = len(fields_on(paper, language))
    assert is_all_there(read_body_by_pdfium(pdf), HOSTILE[name], times) or is_all_there(
        read_body(pdf), HOSTILE[name], times
    )
    assert_is_inert(pdf)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("paper", [Paper.CONSENT, Paper.SUMMARY])
def test_a_hundred_thousand_characters_are_printed_whole_from_every_field(
    paper: Paper, part: int, qapp: QApplication
) -> None:
    """One field after the other, the languages in turn; the letters stand nowhere else in a document.

    The first of each part is read from its file; of the others it is looked at what is written on the pages, which is
    what differs from field to field (`test_many_consultations` compares both).
    """
    every = dict.fromkeys((*fields_on(paper, Language.JA), *fields_on(paper, Language.EN)))
    for number, path in enumerate(list(every)[part::PARTS]):
        printing = [language for language in Language if path in fields_on(paper, language)]
        language = printing[(part + number) % len(printing)]
        file = fill_file(content(), lambda field, path=path: LONGEST if field == path else "x")
        if number:
            assert is_printed_whole(draw(lambda: print_paper(file, paper, language)).body), path  # noqa: B023 - called here
            continue
        pdf = render(file, paper, language)
        assert is_printed_whole(read_body_by_pdfium(pdf)) or is_printed_whole(read_body(pdf)), path


def is_printed_whole(body: str) -> bool:
    """Tell whether each letter stands in a document as often as in whole copies of the text."""
    counts = {body.count(one) for one in set(LONGEST)}
    return len(counts) == 1 and counts.pop() % LONGEST.count(LONGEST[0]) == 0 and LONGEST[0] in body


def is_all_there(body: str, text: str, times: int) -> bool:
    """Tell whether each character stands in the body at least as often as it was typed."""
    found = Counter(body)
    return all(found[one] >= count * times for one, count in Counter(squeeze(text)).items())


# The vault


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("hostile")
    make_vault(folder).close()
    with reopen(folder) as opened:
        yield opened


@pytest.mark.parametrize("name", HOSTILE)
def test_it_lies_in_the_vault_as_it_was_typed_in_every_field(name: str, vault: Vault) -> None:
    file = fill_file(content(), lambda path: normalise_text(HOSTILE[name]))
    # What was agreed to at an earlier visit is the vault's to say, and this patient had none.
    consent = msgspec.structs.replace(file.consultation.consent, earlier=None)
    visit = msgspec.structs.replace(file.consultation, consultation_id=f"visit-{name}", consent=consent)
    vault.save_patient(plain_patient(name))
    vault.start_consultation(f"patient-{name}", visit)
    assert vault.load_consultation(f"visit-{name}") == visit
    vault.save_clinic(file.clinic)
    assert vault.load_clinic() == file.clinic
    vault.save_physician(file.physician)
    assert vault.load_physician() == file.physician


LINES = ("name", "kana", "romaji", "chart_number", "phone")
BLOCKS = ("address", "allergies", "alerts")


@pytest.mark.parametrize("field", LINES + BLOCKS)
def test_a_patients_field_keeps_it_or_says_why_not(field: str, vault: Vault) -> None:
    """A one-line field refuses what no name or number holds, without repeating it; the others take anything."""
    kept = 0
    for text in HOSTILE.values():
        typed = fill_file(content(), lambda path, text=text: text).patient
        patient = msgspec.structs.replace(plain_patient(field), **{field: getattr(typed, field)})
        problem = save(vault, patient)
        if problem is not None:
            assert (problem.code, field in LINES) == ("patient-invalid", True)
            assert len(text.strip()) < 3 or text not in f"{problem} {problem.sentence}"
            continue
        stored, kept = vault.get_patient(patient.patient_id), kept + 1
        assert stored == normalise_patient(patient)
        if field in BLOCKS:
            texts = list(walk_texts(getattr(stored, field)))
            assert texts == [normalise_text(text).strip()] * len(texts)
    assert kept == len(HOSTILE) if field in BLOCKS else 0 < kept < len(HOSTILE)


def save(vault: Vault, patient: Patient) -> InputProblem | None:
    try:
        vault.save_patient(patient)
    except InputProblem as problem:
        return problem
    return None


def plain_patient(name: str) -> Patient:
    return Patient(f"patient-{name}", f"C-{name}"[:60], "見本 花子", date(1990, 4, 18))
