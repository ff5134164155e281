"""What changed between two states of a record is told field by field, and nothing is left out."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.patient import Allergy, Patient
from stemsup_desktop.consultation.plan_model import Plan, Product
from stemsup_desktop.consultation.record import (
    Complaint,
    Consultation,
    Examination,
    Opinion,
    Reason,
    ScoreToday,
    Summary,
)
from stemsup_desktop.consultation.record_changes import (
    LONG_TEXT,
    FieldChange,
    derive_changes,
    derive_key,
    derive_setting_changes,
)
from stemsup_desktop.consultation.treatment_model import DripRecord, Reaction, SiteTreated, Treatment, Vitals
from stemsup_desktop.questionnaire.answers import NO, YES, Answer, CodingAnswer, ItemAnswers, StringAnswer

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VISIT = Consultation("visit-1", START)
LONG = "長い文章。" * 20_000


PAIN = msgspec.json.decode(msgspec.json.encode(Reaction("pain", 1)))


def with_reason(*complaints: Complaint, goal: str = "") -> Consultation:
    return msgspec.structs.replace(VISIT, reason=Reason(complaints, goal))


def with_answers(*responses: ItemAnswers) -> Consultation:
    return msgspec.structs.replace(VISIT, examination=Examination(responses=responses))


def given_answer(*answers: Answer, place: tuple[int, ...] = ()) -> ItemAnswers:
    return ItemAnswers("immune", answers, None, "", place)


def with_treatment(**fields: object) -> Consultation:
    return msgspec.structs.replace(VISIT, treatment=Treatment(**fields))


HAIR, SKIN = Complaint("hair-loss", baseline_nrs=6), Complaint("wrinkles", diagnosis="しわ")
RESPONSES = ("examination", "responses")


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (VISIT, VISIT, []),
        (VISIT, with_reason(goal="髪"), [(("reason", "goal"), "", "髪", None)]),
        (
            with_reason(HAIR, SKIN),
            with_reason(HAIR, msgspec.structs.replace(SKIN, icd10="L98")),
            [(("reason", "complaints", ("wrinkles",), "icd10"), "", "L98", None)],
        ),
        (
            with_reason(HAIR),
            with_reason(SKIN),
            [
                (("reason", "complaints", ("hair-loss",)), msgspec.to_builtins(HAIR), None, None),
                (("reason", "complaints", ("wrinkles",)), None, msgspec.to_builtins(SKIN), None),
            ],
        ),
        (
            with_reason(HAIR, SKIN),
            with_reason(SKIN, HAIR),
            [(("reason", "complaints"), [["hair-loss"], ["wrinkles"]], [["wrinkles"], ["hair-loss"]], None)],
        ),
        (
            with_answers(given_answer(NO), given_answer(NO, place=(1,))),
            with_answers(given_answer(NO), given_answer(YES, place=(1,))),
            [((*RESPONSES, ("immune", 1), "answers", (0,)), msgspec.to_builtins(NO), msgspec.to_builtins(YES), None)],
        ),
        (
            with_answers(given_answer(NO)),
            with_answers(given_answer()),
            [((*RESPONSES, ("immune",), "answers", (0,)), msgspec.to_builtins(NO), None, None)],
        ),
        (
            with_answers(given_answer(StringAnswer("a"))),
            with_answers(given_answer(StringAnswer("ab"))),
            [((*RESPONSES, ("immune",), "answers", (0,), "value"), "a", "ab", None)],
        ),
        (
            with_treatment(drip=DripRecord(Decimal("1.0"))),
            with_treatment(drip=DripRecord(Decimal("1.00"))),
            [(("treatment", "drip", "volume_ml"), "1.0", "1.00", None)],
        ),
        (
            with_treatment(),
            with_treatment(drip=DripRecord(rate="遅く")),
            [(("treatment", "drip"), None, msgspec.to_builtins(DripRecord(rate="遅く")), None)],
        ),
        (
            with_treatment(started_at=START),
            with_treatment(started_at=START.astimezone(timezone(timedelta(hours=9)))),
            [(("treatment", "started_at"), "2026-11-23T09:00:00Z", "2026-11-23T18:00:00+09:00", None)],
        ),
        (
            msgspec.structs.replace(VISIT, plan=Plan(routes=(Route.INTRADERMAL,))),
            msgspec.structs.replace(VISIT, plan=Plan(routes=(Route.INTRADERMAL, Route.INTRANASAL))),
            [(("plan", "routes"), ["intradermal"], ["intradermal", "intranasal"], None)],
        ),
        (
            with_treatment(reactions=(Reaction("redness", 1), Reaction("redness", 1))),
            with_treatment(reactions=(Reaction("redness", 1), Reaction("redness", 2), Reaction("pain", 1))),
            [
                (("treatment", "reactions", (1,), "grade"), 1, 2, None),
                (
                    ("treatment", "reactions", (2,)),
                    None,
                    PAIN,
                    None,
                ),
            ],
        ),
        (Clinic("A"), Clinic("B"), [(("name",), "A", "B", None)]),
    ],
)
def test_each_changed_field_is_told_with_its_old_and_new_value(
    before: msgspec.Struct, after: msgspec.Struct, changes: list[tuple[object, ...]]
) -> None:
    derived = derive_changes(before, after)
    assert [(one.path, one.old, one.new, one.offset) for one in derived] == changes


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        (LONG, LONG + "あ", ("", "あ", len(LONG))),
        (LONG + "あ", LONG, ("あ", "", len(LONG))),
        (LONG, "あ" + LONG, ("", "あ", 0)),
        (LONG, LONG[:50] + "新" + LONG[53:], (LONG[50:53], "新", 50)),
        (LONG, "", (LONG, "", 0)),
        ("x" * LONG_TEXT, "x" * (LONG_TEXT + 1), ("", "x", LONG_TEXT)),
        ("ab" * 200, "ab" * 150, ("ab" * 50, "", 300)),
    ],
)
def test_of_a_long_text_only_the_part_that_changed_is_kept(before: str, after: str, part: tuple[object, ...]) -> None:
    (change,) = derive_changes(with_reason(goal=before), with_reason(goal=after))
    assert (change.old, change.new, change.offset) == part
    assert len(msgspec.json.encode(change)) < 300 + 3 * len(before) * (after == "")


def test_one_letter_more_in_a_long_answer_is_one_letter() -> None:
    before, after = (with_answers(given_answer(StringAnswer(text))) for text in (LONG, LONG + "x"))
    (change,) = derive_changes(before, after)
    assert (change.new, change.offset) == ("x", len(LONG))


def test_settings_that_are_given_are_compared_and_others_stay() -> None:
    before = {"scheme": "dark", "language": "ja", "kept": LONG}
    changes = derive_setting_changes(before, {"scheme": "light", "language": "ja", "new": "1", "kept": LONG + "x"})
    assert [(one.path, one.old, one.new, one.offset) for one in changes] == [
        (("scheme",), "dark", "light", None),
        (("new",), None, "1", None),
        (("kept",), "", "x", len(LONG)),
    ]


PATIENTS = st.builds(
    Patient,
    patient_id=st.just("p"),
    chart_number=st.sampled_from(["1", "2"]),
    name=st.text(max_size=4),
    birth_date=st.dates(date(1990, 1, 1), date(1990, 1, 3)),
    allergies=st.lists(st.builds(Allergy, st.sampled_from("abc"), st.sampled_from("xy")), max_size=4).map(tuple),
    alerts=st.lists(st.text(max_size=2), max_size=2).map(tuple),
)
TEXTS = st.text("ab", max_size=4) | st.builds(lambda a, b: a * 120 + b * 120, st.text("ab", max_size=3), st.text("ab"))
ANSWERS = st.sampled_from([YES, NO, CodingAnswer("Z", display="z")]) | st.builds(StringAnswer, TEXTS)
VISITS = st.builds(
    Consultation,
    consultation_id=st.just("v"),
    started_at=st.just(START),
    reason=st.builds(
        Reason,
        complaints=st.lists(
            st.builds(Complaint, st.sampled_from("abc"), baseline_nrs=st.none() | st.integers(0, 2)), max_size=4
        ).map(tuple),
        goal=TEXTS,
    ),
    examination=st.builds(
        Examination,
        responses=st.lists(
            st.builds(
                ItemAnswers,
                st.sampled_from("qr"),
                st.lists(ANSWERS, max_size=2).map(tuple),
                place=st.sampled_from([(), (0,), (1,)]),
            ),
            max_size=4,
        ).map(tuple),
        opinions=st.lists(
            st.builds(Opinion, st.sampled_from("ab"), *map(st.just, ("1", "0", "", "")), recorded_at=st.just(START)),
            max_size=3,
        ).map(tuple),
    ),
    plan=st.builds(Plan, product=st.builds(Product, name=TEXTS), routes=st.sampled_from([(), tuple(Route)])),
    treatment=st.builds(
        Treatment,
        sites=st.lists(st.builds(SiteTreated, st.sampled_from("ab"), st.none() | st.just(1)), max_size=3).map(tuple),
        drip=st.none() | st.builds(DripRecord, rate=TEXTS),
        vitals=st.lists(
            st.builds(Vitals, st.sampled_from(["before", "after"]), st.just(START), pulse_per_min=st.integers(1, 2)),
            max_size=3,
        ).map(tuple),
    ),
    summary=st.builds(
        Summary, scores=st.lists(st.builds(ScoreToday, st.sampled_from("ab"), st.just(3)), max_size=2).map(tuple)
    ),
)


def apply_change(value: object, path: tuple[object, ...], change: FieldChange) -> object:
    """Return plain JSON with one change made; what was removed stays as None, so that positions hold."""
    if not path:
        if change.offset is None:
            return change.new
        assert isinstance(value, str)
        assert value[change.offset : change.offset + len(change.old)] == change.old
        return value[: change.offset] + change.new + value[change.offset + len(change.old) :]
    head, rest = path[0], path[1:]
    if isinstance(head, str):
        return {**value, head: apply_change(value[head], rest, change)}
    entries = list(value)
    if isinstance(head[0], int):
        position = head[0]
    else:
        position = next((place for place, one in enumerate(entries) if key_of(one) == list(head)), len(entries))
    if not rest and change.new is None:
        return [*entries[:position], None, *entries[position + 1 :]]
    if position == len(entries):
        return [*entries, change.new]
    return [*entries[:position], apply_change(entries[position], rest, change), *entries[position + 1 :]]


def key_of(entry: dict[str, object] | None) -> list[object]:
    if entry is None:
        return []
    names = ("link_id", "symptom_id", "rule_id", "site_id", "moment", "substance")
    return [next(entry[name] for name in names if name in entry), *entry.get("place", [])]


def apply_all(before: msgspec.Struct, changes: tuple[FieldChange, ...]) -> object:
    value: object = msgspec.json.decode(msgspec.json.encode(before))
    for change in changes:
        if is_reordering(change):
            continue
        value = apply_change(value, change.path, change)
    value = without_removed(value)
    for change in changes:
        if is_reordering(change):
            value = reorder(value, change.path, change)
    return value


def is_reordering(change: FieldChange) -> bool:
    return change.path[-1] in ("complaints", "responses", "opinions", "sites", "vitals", "scores", "allergies")


def without_removed(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_removed(one) for key, one in value.items()}
    return [without_removed(one) for one in value if one is not None] if isinstance(value, list) else value


def reorder(value: object, path: tuple[object, ...], change: FieldChange) -> object:
    if path:
        return {**value, path[0]: reorder(value[path[0]], path[1:], change)}
    return sorted(value, key=lambda one: change.new.index(key_of(one)))


@settings(max_examples=150, deadline=None)
@given(st.tuples(VISITS, VISITS) | st.tuples(PATIENTS, PATIENTS))
def test_the_changes_lead_from_the_old_record_to_the_new_and_none_is_told_without_one(
    pair: tuple[msgspec.Struct, msgspec.Struct],
) -> None:
    before, after = pair
    changes = derive_changes(before, after)
    assert bool(changes) == (msgspec.json.encode(before) != msgspec.json.encode(after))
    assert apply_all(before, changes) == msgspec.json.decode(msgspec.json.encode(after))
    assert derive_changes(before, before) == ()
    read_back = msgspec.json.decode(msgspec.json.encode(changes), type=tuple[FieldChange, ...])
    assert read_back == changes


def test_every_kind_of_entry_that_has_an_id_is_known_by_it() -> None:
    assert derive_key(ItemAnswers("immune", (), place=(0, 2))) == ("immune", 0, 2)
    assert derive_key(Allergy("ペニシリン")) == ("ペニシリン",)
    assert derive_key(Reaction("redness", 1)) is None
