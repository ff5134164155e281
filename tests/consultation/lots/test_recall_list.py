"""A recall: how it stands with each patient, and that window, table and paper say every volume as it was entered."""

import csv
import io
import json
from collections import Counter
from decimal import Decimal

import msgspec
import pytest
from consultation.lots.recall_builders import (
    ENTRY,
    FEVER,
    LANGUAGES,
    NUMBER,
    TREATMENT,
    TREATMENTS,
    list_volumes,
    make_contact,
    make_patient,
    make_point,
    make_recall,
    make_recipient,
)
from hypothesis import given, settings
from shipped import get_content

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.events.event_model import EventOutcome
from stemsup_desktop.consultation.lots.recall_csv import BYTE_ORDER_MARK, write_cell, write_recall_csv
from stemsup_desktop.consultation.lots.recall_list import ContactState, keep_lot, make_recall_list, with_contact
from stemsup_desktop.consultation.lots.recall_text import PersonText, RecallFacing, derive_person
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.language import Language


@pytest.fixture(scope="module")
def names() -> Names:
    return get_content().names


def test_a_patient_is_reached_once_and_for_all_and_a_vain_call_is_a_try() -> None:
    recall = make_recall(make_recipient(), make_recipient(patient=make_patient("p2")))
    assert [one.state for one in recall.people] == [ContactState.NOT_YET] * 2
    recall = with_contact(recall, make_contact("p2", was_reached=True))
    recall = with_contact(recall, make_contact("p2"))
    recall = with_contact(recall, make_contact())
    assert [one.state for one in recall.people] == [ContactState.TRIED, ContactState.REACHED]
    assert (recall.reached, [one.is_to_reach for one in recall.people]) == (1, [True, False])


def test_nobody_has_to_reach_who_died() -> None:
    fatal = msgspec.structs.replace(FEVER, outcome=EventOutcome.FATAL)
    (person,) = make_recall(make_recipient(TREATMENT, None, fatal)).people
    assert (person.is_lost, person.is_to_reach) == (True, False)
    (other,) = make_recall_list(NUMBER, ENTRY, [make_recipient()], lost=frozenset({"p1"})).people
    assert other.is_lost


def test_another_entry_of_the_same_number_is_left_out_and_a_use_without_one_stays() -> None:
    one, own = make_recipient(), make_recipient(msgspec.structs.replace(TREATMENT, vials=()))
    assert keep_lot([one], "lot-1") == (one,)
    (kept,) = keep_lot([one], "lot-2")
    assert {use.lot_id for visit in kept.visits for use in visit.uses} == {""}
    assert keep_lot([own], "lot-2") == (own,)
    vials_alone = Treatment(vials=TREATMENT.vials)
    assert keep_lot([make_recipient(vials_alone)], "lot-2") == ()


def test_everything_about_a_patient_is_said_in_words(names: Names) -> None:
    recall = make_recall(contacts=(make_contact(note="call again at six"),))
    english = derive_person(recall.people[0], RecallFacing(names, Language.EN))
    first = english.uses[0]
    assert first.heading == "24 Sep 2026 · Visit 2 · Injection into the skin"
    assert first.sites == (
        ("Hairline, left", "3", "1–2:\u00a00.05, 3:\u00a00.10", "0.20"),
        ("Vertex", "8", "", "0.40"),
    )
    assert dict(english.uses[2].facts)["Taken home"] == "3 units on 24 Sep 2026"
    assert english.after == (
        "24 Sep 2026, at the treatment: Bruise, Hairline, left, point 2, grade 1 mild",
        f"25 Sep 2026: {names.events['fever'].name.en}, grade 2 moderate, open",
    )
    assert english.contacts == ("23 Nov 2026, 10:30, Telephone: not reached (Mori). call again at six",)
    japanese = derive_person(recall.people[0], RecallFacing(names, Language.JA))
    assert japanese.uses[0].sites[0][0] == "左生え際"
    assert japanese.state == "連絡つかず"


def test_a_site_that_the_reference_lost_and_a_volume_that_nobody_entered_are_said_as_they_are(names: Names) -> None:
    treatment = Treatment(lot_number=NUMBER, sites=(SiteTreated("gone", marked=(make_point(None),), other="behind"),))
    text = derive_person(make_recall(make_recipient(treatment)).people[0], RecallFacing(names, Language.EN))
    assert text.uses[0].sites == (("gone: behind", "1", "not recorded", "not recorded"),)
    assert dict(text.uses[0].facts)["Given"] == "not recorded"


@settings(max_examples=60, deadline=None)
@given(treatment=TREATMENTS, language=LANGUAGES)
def test_every_volume_is_found_again_digit_by_digit_in_window_table_and_json(
    names: Names, treatment: Treatment, language: Language
) -> None:
    recall, facing = make_recall(make_recipient(treatment)), RecallFacing(names, language)
    rows = read_rows(write_recall_csv(recall, facing))
    uses = recall.people[0].recipient.visits[0].uses
    entered = Counter(str(volume) for use in uses for site in use.sites for volume in site_volumes(site))
    points = [
        row for row in rows if row[13] in {"Point", "Site without marked points", "注射点", "注射点の記録がない部位"}
    ]
    assert Counter(row[17] for row in points if row[17]) == entered
    said = " ".join(read_person(derive_person(recall.people[0], facing)))
    told = {number.strip("(),、（）:：") for number in said.replace("\u00a0", " ").split()}
    kept = msgspec.json.encode(recall.people[0].recipient).decode()
    raw = json.dumps(json.loads(kept, parse_float=str))
    for volume in set(list_volumes(treatment)):
        assert f"{volume:,f}" in told
        assert f'"{volume}"' in raw
        assert str(volume) in {cell for row in rows for cell in row}


def site_volumes(site: SiteTreated) -> list[Decimal]:
    volumes = [point.volume_ml for point in site.marked] or [site.volume_ml]
    return [volume for volume in volumes if volume is not None]


def read_person(text: PersonText) -> list[str]:
    return [
        part
        for use in text.uses
        for part in (*(value for _, value in use.facts), *(cell for row in use.sites for cell in row))
    ]


def read_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


# The table


def test_a_table_opens_as_japanese_text_with_the_same_columns_in_each_row(names: Names) -> None:
    data = write_recall_csv(make_recall(), RecallFacing(names, Language.JA))
    assert data.startswith(BYTE_ORDER_MARK.encode())
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {24}
    assert rows[0][:4] == ["ロット", "診察券番号", "氏名", "かな"]
    whats = Counter(row[13] for row in rows[1:])
    assert whats == {
        "この経路の投与量": 3,
        "注射点": 3,
        "注射点の記録がない部位": 1,
        "バイアル": 1,
        "ご自宅用": 1,
        "副反応": 1,
        "有害事象": 1,
    }


def test_what_a_spreadsheet_would_reckon_is_text(names: Names) -> None:
    rows = read_rows(write_recall_csv(make_recall(), RecallFacing(names, Language.EN)))
    assert {row[5] for row in rows} == {"'+81-90-1234-5678"}
    assert "'=HYPERLINK(1)" in {row[23] for row in rows}
    for cell in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"):
        assert write_cell(cell) == f"'{cell}"
    for cell in ("", "03-1234", "a=1", "佐藤", "0.10"):
        assert write_cell(cell) == cell
    assert write_cell(Decimal("0.10")) == "0.10"
    assert write_cell(Decimal("1E+1")) == "10"


def test_a_table_can_be_given_up_between_two_patients(names: Names) -> None:
    heard: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        heard.append((done, total))
        raise InterruptedError

    recall = make_recall(make_recipient(), make_recipient(patient=make_patient("p2")))
    with pytest.raises(InterruptedError):
        write_recall_csv(recall, RecallFacing(names, Language.EN), report)
    assert heard == [(1, 2)]
