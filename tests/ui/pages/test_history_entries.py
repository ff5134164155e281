"""What a history's lines say, how they are narrowed down, and what stands round them."""

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from visit_samples import NOW, PATIENT

from stemsup_desktop.consultation.audit import AuditAct, AuditRow, make_facts
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.history_kinds import HistoryKind
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.language import Language, Text
from stemsup_desktop.store.entries import ConsultationEntry
from stemsup_desktop.ui.pages.history.entries import HistoryEntry, derive_entries, find_entries
from stemsup_desktop.ui.pages.history.names import LONGEST_NAME, Glossary, make_glossary
from stemsup_desktop.ui.pages.history.place import EVERYONE, HistoryFilter, Subject
from stemsup_desktop.ui.pages.history.view import (
    DayLine,
    EndLine,
    History,
    HistoryView,
    derive_history_page,
    say_back,
    say_day,
)
from stemsup_desktop.ui.words import Catalogue, Words

TOKYO = timezone(timedelta(hours=9))
AOKI, MORI = ("account-1", "青木 誠"), ("account-2", "森 恵美")
GOAL = ("reason", "goal")
TEMPERATURE = ("examination", "responses", ("vital-temperature",))


def make_row(
    sequence: int, *changes: FieldChange, who: tuple[str, str] = AOKI, minutes: float = 0, **fields: object
) -> AuditRow:
    values: dict[str, object] = {
        "act": AuditAct.CONSULTATION_CHANGED,
        "patient_id": "p1",
        "consultation_id": "c1",
        "subject": "",
        "details": changes,
        "previous_hash": "",
        "hash": "",
    } | fields
    return AuditRow(sequence, NOW + timedelta(minutes=minutes), *who, **values)  # type: ignore[arg-type]


def derive(words: Words, *rows: AuditRow, glossary: Glossary | None = None) -> tuple[HistoryEntry, ...]:
    return derive_entries(rows, {"": Glossary(), "c1": glossary or Glossary()}, words, TOKYO)


def view_of(
    history: History, words: Words, wanted: HistoryFilter | None = None, *, is_looking: bool = False
) -> HistoryView:
    return derive_history_page(history, wanted or HistoryFilter(), "patients", words, NOW, is_looking=is_looking)


def test_lines_come_newest_first_on_the_clinics_clock(words: Words) -> None:
    late = datetime(2026, 9, 8, 23, 30, tzinfo=UTC)
    rows = (
        make_row(1, FieldChange(GOAL, "", "a")),
        msgspec.structs.replace(make_row(2, act=AuditAct.CONSULTATION_VIEWED, who=MORI), at=late),
    )
    entries = derive(words, *rows)
    assert [entry.who for entry in entries] == ["森 恵美", "青木 誠"]
    assert (entries[0].day, entries[0].time) == (date(2026, 9, 9), "8:30")


def test_an_edit_has_its_old_and_its_new_value_and_what_was_empty_has_none(words: Words) -> None:
    changed, entered, cleared, back = derive(
        words,
        make_row(4, FieldChange(GOAL, "a", "b"), minutes=36),
        make_row(3, FieldChange(GOAL, "", "a"), minutes=24),
        make_row(2, FieldChange(GOAL, "x", ""), minutes=12),
        make_row(1, FieldChange(GOAL, "y", "y"), minutes=0),
    )
    nothing = Text("none", "なし").in_language(words.language)
    assert [(one.old, one.new) for one in (changed, entered, cleared, back)] == [
        ("a", "b"),
        ("", "a"),
        ("x", nothing),
        ("", "y"),
    ]


def test_a_run_of_edits_is_one_line_with_its_first_and_last_time_and_row(english: Words) -> None:
    (entry,) = derive(
        english,
        make_row(1, FieldChange(GOAL, "", "a")),
        make_row(2, FieldChange(GOAL, "a", "ab"), minutes=3),
    )
    assert (entry.new, entry.rows) == ("ab", "Rows 1 to 2")
    assert entry.moment == "8 Sep 2026 19:44–19:47"


def test_several_lines_of_one_row_have_keys_of_their_own(english: Words) -> None:
    entries = derive(english, make_row(1, FieldChange(GOAL, "", "a"), FieldChange(("reason", "note"), "", "b")))
    assert len({entry.key for entry in entries}) == 2


def test_a_question_is_named_by_its_text_in_the_checklist_and_its_answer_has_its_unit(
    clinical_content: ClinicalContent, words: Words
) -> None:
    glossary = make_glossary(clinical_content, {})
    answer = {"link_id": "vital-temperature", "answers": [{"type": "decimal", "value": 36.4}]}
    (entry,) = derive(words, make_row(1, FieldChange(TEMPERATURE, None, answer)), glossary=glossary)
    asked = clinical_content.questionnaire.find_item("vital-temperature")
    assert asked is not None
    assert asked.label.in_language(words.language) in entry.sentence
    assert entry.new == "36.4\u00a0°C"
    (cleared,) = derive(words, make_row(1, FieldChange(TEMPERATURE, answer, None)), glossary=glossary)
    assert "°C" not in cleared.new


def test_no_question_makes_a_line_too_long(clinical_content: ClinicalContent) -> None:
    names = make_glossary(clinical_content, {}).names
    asked = (item.link_id for item in clinical_content.questionnaire.iter_items())
    assert all(len(text) <= LONGEST_NAME for link_id in asked for text in (names[link_id].en, names[link_id].ja))


def test_erased_values_are_told_apart_from_withheld_ones(words: Words) -> None:
    (erased,) = derive(words, make_row(1, details=None))
    (withheld,) = derive(words, make_row(1, details=None, is_withheld=True))
    assert erased.note == words("history.erased")
    assert withheld.note == words("history.withheld", count=1)
    assert erased.note != withheld.note
    (facts,) = derive(words, make_row(1, act=AuditAct.RETENTION_DELETED, details=None, is_withheld=True))
    assert facts.note == words("history.withheld_facts")
    assert facts.short_note == words("history.withheld_facts_short")


def test_facts_go_with_their_act_and_a_screen_reader_says_the_whole_line(english: Words) -> None:
    row = make_row(1, *make_facts({"reason": "time is over"}), act=AuditAct.RETENTION_DELETED)
    (entry,) = derive(english, row)
    assert entry.facts == ("Reason: time is over",)
    assert "time is over" in entry.spoken
    assert "19:44" in entry.spoken


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (HistoryFilter(), ["3", "2", "1"]),
        (HistoryFilter(who=MORI[0]), ["2"]),
        (HistoryFilter(kind=HistoryKind.PAPERS), ["3"]),
        (HistoryFilter(kind=HistoryKind.LOOKED), ["2"]),
        (HistoryFilter(query="ＣＮＳ 青木"), ["3"]),
        (HistoryFilter(query="goal fuller"), ["1"]),
        (HistoryFilter(query="fuller", who=MORI[0]), []),
        (HistoryFilter(query="  "), ["3", "2", "1"]),
    ],
)
def test_a_filter_lets_through_what_meets_all_of_it(wanted: HistoryFilter, found: list[str], english: Words) -> None:
    entries = derive(
        english,
        make_row(1, FieldChange(GOAL, "", "a fuller hairline")),
        make_row(2, act=AuditAct.CONSULTATION_VIEWED, who=MORI),
        make_row(3, act=AuditAct.DOCUMENT_PRINTED, subject="CNS-2026-00001"),
    )
    assert [entry.key.partition(".")[0] for entry in find_entries(entries, wanted)] == found


def test_lines_stand_under_their_day_and_the_list_says_where_the_history_begins(words: Words) -> None:
    rows = (make_row(1, FieldChange(GOAL, "", "a"), minutes=-60 * 24), make_row(2, act=AuditAct.CONSULTATION_VIEWED))
    history = History(Subject("p1"), PATIENT, entries=derive(words, *rows), is_complete=True)
    view = view_of(history, words)
    assert [type(line) for line in view.lines] == [DayLine, HistoryEntry, DayLine, HistoryEntry, EndLine]
    assert view.lines[-1] == EndLine(words("history.beginning"))
    assert view.count == words("history.count", count=2)
    assert PATIENT.name in view.subtitle


def test_below_an_unfinished_search_stands_the_way_on(words: Words) -> None:
    rows = (make_row(1, FieldChange(GOAL, "", "a")),)
    history = History(Subject("p1"), PATIENT, entries=derive(words, *rows))
    wanted = HistoryFilter(query="a")
    end = view_of(history, words, wanted).lines[-1]
    assert isinstance(end, EndLine)
    assert end.leads_on
    assert view_of(history, words, wanted, is_looking=True).lines[-1] == EndLine(words("history.reading_older"))


def test_a_list_without_lines_says_why(words: Words) -> None:
    loaded = History(Subject("p1"), PATIENT, is_complete=True)
    assert view_of(History(), words).empty == words("history.choose_patient")
    assert view_of(loaded, words).empty == words("history.nothing_yet")
    assert view_of(loaded, words, HistoryFilter(query="x")).empty == words("history.no_match")
    assert view_of(History(Subject("p1"), is_loading=True), words, is_looking=True).empty == ""


def test_the_whole_history_offers_the_house_and_no_visits(words: Words) -> None:
    people = ((AOKI[0], AOKI[1]), ("", ""))
    view = view_of(History(Subject(is_whole=True), people=people, is_complete=True), words)
    assert HistoryKind.HOUSE.value in dict(view.kinds)
    assert dict(view.people) == {EVERYONE: words("history.everyone"), AOKI[0]: AOKI[1], "": words("history.nobody")}
    assert view.visits == ()


def test_visits_are_offered_by_number_and_day(english: Words) -> None:
    visit = ConsultationEntry("c1", "p1", NOW, NOW, 3, (), 1)
    view = view_of(History(Subject("p1"), PATIENT, (visit,)), english)
    assert view.visits == (("*", "All visits"), ("c1", "Visit 3, 8 Sep 2026"))
    assert HistoryKind.HOUSE.value not in dict(view.kinds)


def test_days_and_ways_back_have_names(catalogue: Catalogue) -> None:
    english, japanese = catalogue.in_language(Language.EN), catalogue.in_language(Language.JA)
    today = date(2026, 11, 23)
    assert say_day(today, today, english) == "Today, Mon 23 Nov 2026"
    assert say_day(today - timedelta(1), today, japanese) == "昨日・2026年11月22日（日）"
    assert say_day(today - timedelta(2), today, english) == "Sat 21 Nov 2026"
    assert say_back("step-2", english) == "Step 2, Examination"
    assert say_back("patients", japanese) == "患者"
    assert say_back("gone", english) == "Back"
