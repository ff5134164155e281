"""Later events in the summary: in full for the chart, in plain words for the patient, and in the embedded record."""

from datetime import timedelta
from itertools import chain

import msgspec
import pytest
from consultation.event_builders import DAY, LATER, START, make_event
from consultation.fhir_record_builders import find_faults, make_document, make_source, shipped
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    NAMES,
    RESOURCES,
    empty_file,
    full_file,
    shipped_aftercare,
    summary_of,
)
from documents.pdf_reading import missing_from, read_body, squeeze

from stemsup_desktop.consultation.consent_model import Bullets, Grid, Paragraph
from stemsup_desktop.consultation.events.event_list import EVENTS_FILE, read_event_list
from stemsup_desktop.consultation.events.event_model import AdverseEvent, EventNote, EventOutcome, Seriousness
from stemsup_desktop.consultation.fhir_record import write_fhir_record
from stemsup_desktop.consultation.fhir_record_model import RecordedKind
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.record import Background, ConsultationFile, PastVisit
from stemsup_desktop.consultation.summary_model import SummaryBlock
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.consultation.treatment_model import Reaction, Treatment
from stemsup_desktop.language import Language, LanguageForm

EVENTS = read_event_list(RESOURCES / EVENTS_FILE)
OWN_NAMES = msgspec.structs.replace(NAMES, events={kind.id: kind for kind in EVENTS.kinds})
GRANULOMA = make_event(
    site_id="cheek-l",
    point=3,
    grade=2,
    seriousness=(Seriousness.IMPORTANT,),
    action="biopsy",
    lot_numbers=("LOT-7", "LOT-8"),
    notes=(EventNote("7 mm", "青木 誠", LATER, 2),),
)
FATAL = make_event(
    event_id="event-2", kind="sepsis", grade=5, seriousness=(Seriousness.DEATH,), outcome=EventOutcome.FATAL
)


def with_events(file: ConsultationFile, *events: AdverseEvent, treatment: Treatment | None = None) -> ConsultationFile:
    background = Background(visits=(PastVisit("visit-1", 1, DAY),), events=events)
    visit = file.consultation if treatment is None else msgspec.structs.replace(file.consultation, treatment=treatment)
    return msgspec.structs.replace(file, consultation=visit, background=background)


def derive(file: ConsultationFile, language: Language) -> tuple[SummaryBlock, ...]:
    summary = derive_summary(file, CLEAR, OWN_NAMES, shipped_aftercare(), language)
    heading = {Language.EN: "Events", Language.JA: "起きたこと"}[language]
    return next(section.blocks for section in summary.sections if section.heading == heading)


def test_an_event_is_told_in_full_and_then_plainly() -> None:
    looked, table, lead, plain = derive(with_events(empty_file(), GRANULOMA), Language.EN)
    assert isinstance(looked, Paragraph)
    assert isinstance(table, Grid)
    assert table.rows == (
        (
            "20 Oct 2026",
            "Granuloma, Cheek, left, point 3, after the treatment of 8 Sep 2026",
            "2 moderate, Otherwise medically important",
            "biopsy",
            "open",
        ),
    )
    assert isinstance(lead, Paragraph)
    assert plain == Bullets(
        (
            "A lump caused by inflammation (Cheek, left), since 20 Oct 2026, recorded as moderate."
            " The clinic is still following it; call if it gets worse.",
        )
    )


def test_it_is_told_in_japanese_as_well() -> None:
    closed = msgspec.structs.replace(GRANULOMA, closed_at=LATER, outcome=EventOutcome.RECOVERED)
    *_, table, _, plain = derive(with_events(empty_file(), closed), Language.JA)
    assert isinstance(table, Grid)
    assert table.rows[0][-1] == "回復、終了"
    assert plain == Bullets(
        ("炎症によるしこり（肉芽腫）（左頬）、2026年10月20日から。程度：中くらいのもの。おさまりました。",)
    )


def test_what_ended_in_death_is_in_the_chart_s_own_words_alone() -> None:
    *_, table = derive(with_events(empty_file(), FATAL), Language.EN)
    assert isinstance(table, Grid)
    assert table.rows[0][-1] == "Died, open"


def test_a_reaction_that_an_event_follows_is_told_once() -> None:
    reactions = (
        Reaction("Bruise", 1, START, "cooled", "fading", "cheek-l", 2),
        Reaction("Lump", 2, event_id="event-1"),
    )
    file = with_events(empty_file(), GRANULOMA, treatment=Treatment(started_at=START, reactions=reactions))
    table, *_ = derive(file, Language.EN)
    assert isinstance(table, Grid)
    assert [row[1] for row in table.rows] == [
        "Bruise, Cheek, left, point 2",
        "Granuloma, Cheek, left, point 3, after the treatment of 8 Sep 2026",
    ]


@pytest.mark.parametrize("form", [*LANGUAGES, LanguageForm.BOTH])
def test_events_are_on_paper_in_every_language_form(form: Language | LanguageForm) -> None:
    page = squeeze(read_body(summary_of(with_events(full_file(), GRANULOMA, FATAL), form).pdf))
    assert missing_from(page, ["biopsy"]) == []


def test_events_come_back_from_the_record_as_they_were() -> None:
    at = msgspec.structs.replace(GRANULOMA, event_id="event-3", onset_at=START + timedelta(days=42, hours=3))
    closed = msgspec.structs.replace(FATAL, closed_at=LATER, closed_by="青木 誠", reaction=0)
    events = (GRANULOMA, at, closed)
    reaction = Reaction("Bruise", 1, START, "cooled", "fading", "cheek-l", 2, (Seriousness.IMPORTANT,), "event-1")
    file = with_events(full_file(), *events, treatment=Treatment(started_at=START, reactions=(reaction,)))
    source = make_source(file, CLEAR, names=msgspec.structs.replace(shipped().names, events=OWN_NAMES.events))
    data = write_fhir_record(source, make_document(RecordedKind.SUMMARY))
    assert find_faults(data) == []
    record = read_fhir_record(data)
    assert record.events == tuple(msgspec.structs.replace(event, patient_id="") for event in events)
    assert record.treatment is not None
    assert record.treatment.reactions == (reaction,)
    assert list(chain.from_iterable(event.lot_numbers for event in record.events)).count("LOT-8") == 2
