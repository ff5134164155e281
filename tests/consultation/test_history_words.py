"""Every act and every field of every record has words in both languages."""

import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from types import UnionType

import msgspec
import pytest

from stemsup_desktop.consultation.audit import AuditAct, make_facts
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.courses.course_model import Course
from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.history_values import say_fact, say_new, say_old
from stemsup_desktop.consultation.history_words import ACTS, CHANGED_RECORDS, FIELDS, RecordKind, say_act, say_change
from stemsup_desktop.consultation.lots.lot_model import Lot, LotProduct
from stemsup_desktop.consultation.patient import Allergy, Patient
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason
from stemsup_desktop.consultation.record_changes import FieldChange, derive_changes
from stemsup_desktop.consultation.treatment_model import Vitals
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import NO, YES, Answer, CodingAnswer, ItemAnswers, StringAnswer

RECORDS = {
    RecordKind.CONSULTATION: Consultation,
    RecordKind.COURSE: Course,
    RecordKind.PATIENT: Patient,
    RecordKind.CLINIC: Clinic,
    RecordKind.PHYSICIAN: Physician,
    RecordKind.PRODUCT: LotProduct,
    RecordKind.LOT: Lot,
    RecordKind.EVENT: AdverseEvent,
}
ANSWERS = set(typing.get_args(Answer))
NAMES = {"hair-loss": Text("hair loss", "脱毛"), "immune": Text("Immune disease", "免疫の病気")}


def find_structs(annotation: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    elif typing.get_origin(annotation) in (tuple, typing.Union, UnionType, typing.Annotated):
        for part in typing.get_args(annotation):
            if typing.get_origin(part) is not tuple:  # a list of lists, such as strokes, changes as a whole
                yield from find_structs(part)


def list_fields(record: type[msgspec.Struct], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Go through every field that can change; a record that is always there only changes within."""
    for name, annotation in typing.get_type_hints(record).items():
        if [annotation] != list(find_structs(annotation)):
            yield (*path, name)
        for struct in find_structs(annotation):
            if struct not in ANSWERS:
                yield from list_fields(struct, (*path, name))


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_of_a_record_has_words_and_no_words_are_left_over(kind: RecordKind) -> None:
    assert set(list_fields(RECORDS[kind])) == set(FIELDS[kind])


def test_both_languages_name_the_entry_or_neither_does() -> None:
    for fields in FIELDS.values():
        for path, words in fields.items():
            assert ("{entry}" in words.en) == ("{entry}" in words.ja), path
            assert words.en != words.ja or path[-1].endswith("id"), path


@pytest.mark.parametrize("act", AuditAct)
def test_every_act_has_words_with_and_without_a_subject(act: AuditAct) -> None:
    for subject in ("", "CNS-2026-00418"):
        said = say_act(act, subject)
        assert "{" not in said.en + said.ja
        assert "  " not in said.en
        assert said.ja.endswith(("した", "ませんでした"))
        assert (subject in said.en) == (subject in said.ja)


def test_how_a_check_went_is_said_and_a_hash_is_shortened() -> None:
    assert say_act(AuditAct.TRAIL_VERIFIED, "whole").en == "verified the audit trail and found nothing wrong"
    assert say_act(AuditAct.TRAIL_VERIFIED, "faulty").ja == "監査記録を検証し、異常を見つけました"
    assert say_act(AuditAct.ATTACHMENT_ADDED, "0123abcd" * 8).en == "added a file 0123abcd…"
    assert say_act(AuditAct.REFUSED, "physician-only").en == "was refused an act (physician-only)"
    assert say_act(AuditAct.REFUSED).en == "was refused an act"


def test_a_fact_is_said_with_its_name() -> None:
    known, unknown = make_facts({"tried_at": "2026-11-23T09:00:00+09:00", "pages": [1, 2]})
    assert say_fact(known) == Text("Tried: 23 Nov 2026, 9:00", "試行日時：2026年11月23日 9時00分")
    assert say_fact(unknown) == Text("pages: 1, 2", "pages：1、2")


def test_every_record_that_changes_has_an_act_and_only_known_acts_have_words() -> None:
    assert set(ACTS) == set(AuditAct)
    assert set(CHANGED_RECORDS.values()) == set(RecordKind)


CHANGES = [
    (("reason", "goal"), "a", "b", "changed the goal in Reason", "「来院理由」の目標を変更しました"),
    (("reason", "goal"), "", "b", "entered the goal in Reason", "「来院理由」の目標を入力しました"),
    (("reason", "goal"), "a", "", "cleared the goal in Reason", "「来院理由」の目標を消去しました"),
    (
        ("reason", "goal"),
        "a",
        "a",
        "changed and changed back the goal in Reason",
        "「来院理由」の目標を変更し、元に戻しました",
    ),
    (
        ("reason", "complaints", ("hair-loss",)),
        None,
        {"symptom_id": "hair-loss"},
        "added the symptom “hair loss” in Reason",
        "「来院理由」の症状「脱毛」を追加しました",
    ),
    (
        ("reason", "complaints", ("hair-loss",), "baseline_nrs"),
        3,
        4,
        "changed the score of “hair loss” before the session in Reason",
        "「来院理由」の「脱毛」の治療前の点数を変更しました",
    ),
    (
        ("reason", "complaints"),
        [["a"], ["b"]],
        [["b"], ["a"]],
        "changed the order of the symptom in Reason",
        "「来院理由」の症状の順番を変更しました",
    ),
    (
        ("examination", "responses", ("immune", 1, 0), "answers", (0,), "value"),
        "a",
        "b",
        "changed the answer to “Immune disease” 2-1 in Examination",
        "「診察」の「免疫の病気」2-1への回答を変更しました",
    ),
    (
        ("examination", "responses", ("immune",), "answers", (0,)),
        {"type": "string", "value": "a"},
        None,
        "cleared the answer to “Immune disease” in Examination",
        "「診察」の「免疫の病気」への回答を消去しました",
    ),
    (
        ("treatment", "vitals", ("before",), "pulse_per_min"),
        70,
        72,
        "changed the pulse before the treatment in Treatment",
        "「治療」の脈拍（治療前）を変更しました",
    ),
    (
        ("treatment", "reactions", (1,)),
        {"kind": "x"},
        None,
        "removed the reaction no. 2 in Treatment",
        "「治療」の反応（2件目）を削除しました",
    ),
    (("visit_number",), 1, 2, "changed the number of the visit", "受診回数を変更しました"),
]


@pytest.mark.parametrize(("path", "old", "new", "english", "japanese"), CHANGES)
def test_what_was_done_to_a_field_is_said(
    path: tuple[object, ...], old: object, new: object, english: str, japanese: str
) -> None:
    assert say_change(RecordKind.CONSULTATION, FieldChange(path, old, new), NAMES) == Text(english, japanese)


def test_a_setting_is_named_as_it_is_and_other_records_by_themselves() -> None:
    (fact,) = make_facts({"scheme": "dark"})
    assert say_change(RecordKind.SETTINGS, fact).en == "entered “scheme” in the settings"
    change = FieldChange(("phone",), "1", "2")
    assert say_change(RecordKind.PATIENT, change).ja == "「患者情報」の電話番号を変更しました"


def test_every_change_that_can_be_derived_can_be_said() -> None:
    before = Consultation("v", datetime(2026, 1, 1, tzinfo=UTC))
    reason = Reason((Complaint("hair-loss"), Complaint("hair-loss")), goal="g")
    for change in derive_changes(before, msgspec.structs.replace(before, reason=reason)):
        assert say_change(RecordKind.CONSULTATION, change, NAMES).ja.endswith("しました")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("reason", "goal"), "髪", Text("髪", "髪")),
        (("reason", "goal"), "  ", Text("none", "なし")),
        (("treatment", "lot_number"), None, Text("none", "なし")),
        (("plan", "extra_fees_yen"), 0, Text("0", "0")),
        (("plan", "alternatives_explained"), False, Text("no", "いいえ")),
        (("plan", "routes"), ["a", "hair-loss"], Text("a, hair loss", "a、脱毛")),
        (("consent", "thinking_until"), "2026-11-23", Text("23 Nov 2026", "2026年11月23日")),
        (
            ("treatment", "started_at"),
            "2026-11-23T18:05:00+09:00",
            Text("23 Nov 2026, 18:05", "2026年11月23日 18時05分"),
        ),
        (("treatment", "started_at"), "soon", Text("soon", "soon")),
        (("examination", "responses", ("q",), "answers", (0,)), YES, Text("yes", "はい")),
        (("examination", "responses", ("q",)), ItemAnswers("q", (NO, StringAnswer("x"))), Text("no, x", "いいえ、x")),
        (
            ("examination", "responses", ("q",), "answers", (0,)),
            CodingAnswer("c", display="Code"),
            Text("Code", "Code"),
        ),
        (("examination", "responses", ("q",), "answers", (0,)), {"type": "gone"}, Text("none", "なし")),
        (("allergies", ("卵",)), Allergy("卵", "発疹", 2020), Text("卵, 発疹, 2020", "卵、発疹、2020")),
        (
            ("treatment", "vitals", ("before",)),
            Vitals("before", datetime(2026, 1, 1, 9, tzinfo=UTC), pulse_per_min=70),
            Text("before, 1 Jan 2026, 9:00, 70", "前、2026年1月1日 9時00分、70"),
        ),
    ],
)
def test_a_value_is_said_as_a_person_reads_it(path: tuple[object, ...], value: object, said: Text) -> None:
    plain = msgspec.json.decode(msgspec.json.encode(value))
    assert say_new(FieldChange(path, None, plain), NAMES) == said
    assert say_old(FieldChange(path, plain, None), NAMES) == said


def test_of_a_long_text_the_part_is_shown_as_a_part() -> None:
    change = FieldChange(("reason", "goal"), "", "新しい", 500)
    assert (say_old(change).ja, say_new(change).ja) == ("なし", "…新しい…")


def test_a_word_that_somebody_typed_is_shown_as_typed_even_if_it_is_an_id() -> None:
    typed, chosen = FieldChange(("reason", "goal"), "", "hair-loss"), FieldChange(("plan", "routes"), [], ["hair-loss"])
    assert say_new(typed, NAMES).en == "hair-loss"
    assert say_new(chosen, NAMES).en == "hair loss"


def test_codes_of_the_program_are_said_in_words() -> None:
    assert say_new(FieldChange(("sex",), None, "female")) == Text("Female", "女性")
    assert say_new(FieldChange(("roles",), None, ["physician", "staff"])) == Text("Physician, Staff", "医師、スタッフ")
