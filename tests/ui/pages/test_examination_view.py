"""What step 2 shows follows from form and gate alone, and what did not change stays the same object."""

from typing import Any

import pytest
from form_samples import every_kind, grid, make_content, make_item, make_options, matrix, medicines, table, with_control
from visit_samples import NOW, PATIENT

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.record import Consultation, Examination
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.questionnaire.answers import CodingAnswer, ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.ui.markdown import Paragraph, Run, read_markdown
from stemsup_desktop.ui.pages.examination.board import find_visible
from stemsup_desktop.ui.pages.examination.view import ExaminationView, derive_examination
from stemsup_desktop.ui.pages.examination.view_model import RowKind
from stemsup_desktop.ui.words import Words

HIDDEN = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}


def derive(
    content: ClinicalContent, words: Words, *responses: ItemAnswers, previous: ExaminationView | None = None
) -> ExaminationView:
    visit = Consultation("c1", NOW, examination=Examination(responses=responses))
    gate = derive_gate(PATIENT, visit, content, NOW.date())
    form = derive_form(content.questionnaire, responses, derive_surroundings(PATIENT, NOW.date()))
    return derive_examination(form, gate, words, previous)


def kinds(view: ExaminationView) -> list[tuple[str, str]]:
    return [(row.link_id, row.kind.value) for row in view.rows.values()]


def test_every_parent_comes_before_what_it_holds(words: Words) -> None:
    content = make_content(*every_kind(), medicines(), table(), matrix(), grid())
    view = derive(content, words, ItemAnswers("name", (StringAnswer("x"),), place=(2,)))
    seen: set[object] = set()
    for key, row in view.rows.items():
        assert row.parent is None or row.parent in seen
        seen.add(key)


def test_the_occurrences_of_a_group_stand_with_the_offer_of_one_more(english: Words) -> None:
    view = derive(make_content(medicines()), english, ItemAnswers("name", (StringAnswer("x"),), place=(1,)))
    titles = [row.title for row in view.rows.values() if row.kind is RowKind.REPEAT and row.link_id == "medicine"]
    assert titles == ["1", "2"]
    assert sum(row.kind is RowKind.ADD for row in view.rows.values()) == 3


@pytest.mark.parametrize(
    ("group", "expected"),
    [(table(), RowKind.TABLE), (table("table"), RowKind.TABLE), (matrix(), RowKind.MATRIX), (grid(), RowKind.TABLE)],
)
def test_a_table_is_one_where_its_questions_fit(group: dict[str, Any], expected: RowKind, english: Words) -> None:
    view = derive(make_content(make_item("s", "group", item=[group])), english)
    first = next(iter(view.rows.values()))
    assert first.kind is expected
    assert first.title == group["text"]


def test_a_table_with_too_many_columns_or_groups_in_it_is_blocks(english: Words) -> None:
    wide = table()
    wide["item"] = [make_item(f"c{number}", "string") for number in range(9)]
    deep = table()
    deep["item"] = [make_item("g", "group", item=[make_item("x", "string")])]
    for group in (wide, deep):
        rows = derive(make_content(group), english).rows.values()
        assert RowKind.TABLE not in {row.kind for row in rows}
        assert RowKind.REPEAT in {row.kind for row in rows}


def test_a_hidden_item_is_not_shown_nor_what_it_holds(english: Words) -> None:
    hidden = make_item("h", "group", extension=[HIDDEN], item=[make_item("x", "string")])
    tabs = make_item("t", "group", extension=[HIDDEN, with_control("tab-container")], item=[hidden])
    assert derive(make_content(hidden, tabs, make_item("y", "string", extension=[HIDDEN])), english).rows == {}


def test_displays_of_a_question_are_its_notes(english: Words) -> None:
    aid = make_item("aid", "display", extension=[with_control("help")])
    shown = make_item("said", "display", enableWhen=[{"question": "q", "operator": "exists", "answerBoolean": True}])
    content = make_content(make_item("q", "string", item=[aid, shown]))
    before = derive(content, english)
    after = derive(content, english, ItemAnswers("q", (StringAnswer("x"),)), previous=before)
    assert [note.link_id for note in before.rows[0, ()].notes] == ["aid"]
    assert [note.link_id for note in after.rows[0, ()].notes] == ["aid", "said"]
    assert kinds(after) == [("q", "question")]


def test_what_did_not_change_is_the_same_object(words: Words) -> None:
    content = make_content(*every_kind(), medicines(), table(), matrix())
    before = derive(content, words)
    after = derive(content, words, ItemAnswers("string", (StringAnswer("x"),)), previous=before)
    changed = [row.link_id for key, row in after.rows.items() if before.rows.get(key) is not row]
    assert changed == ["string"]


def test_a_view_from_before_saves_time_and_changes_nothing(words: Words) -> None:
    content = make_content(*every_kind(), medicines(), table())
    answers = (ItemAnswers("string", (StringAnswer("x"),)), ItemAnswers("what", (StringAnswer("y"),), place=(1,)))
    fresh = derive(content, words, *answers)
    reused = derive(content, words, *answers, previous=derive(content, words))
    assert list(fresh.rows.values()) == list(reused.rows.values())
    assert fresh.sections == reused.sections


def test_an_answer_that_is_not_offered_is_named_in_what_is_wrong(english: Words) -> None:
    content = make_content(make_item("q", "choice", answerOption=make_options("a", "b")))
    view = derive(content, english, ItemAnswers("q", (CodingAnswer("z", display="Zed"),)))
    assert view.rows[0, ()].problem == "“Zed” Choose one of the options."


@pytest.mark.parametrize("hides", [True, False])
def test_what_no_row_can_say_is_said_at_the_top(english: Words, hides: bool) -> None:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    broken = {"url": url, "valueExpression": {"language": "text/fhirpath", "expression": "1 + 'x'"}}
    item = make_item("q", "integer", "Total", extension=[broken, *([HIDDEN] if hides else [])])
    view = derive(make_content(make_item("s", "group", item=[item, make_item("o", "string")])), english)
    assert [notice.sentence.split(":")[0] for notice in view.notices] == (["Total"] if hides else [])
    assert all(notice.is_error for notice in view.notices)


def test_only_what_is_open_leaves_what_holds_it_and_the_rest_of_its_question(english: Words) -> None:
    under = [make_item("u1", "string", required=True), make_item("u2", "string")]
    question = make_item("q", "string", item=under)
    content = make_content(
        make_item("s", "group", item=[make_item("g", "group", item=[question]), make_item("o", "string")])
    )
    view = derive(content, english)
    shown = {view.rows[key].link_id for key in find_visible(view, None)}
    assert shown == {"g", "q", "u1", "u2"}


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("plain", (Paragraph((Run("plain"),)),)),
        ("a **b** c", (Paragraph((Run("a "), Run("b", is_bold=True), Run(" c"))),)),
        ("*a* and __b__", (Paragraph((Run("a", is_italic=True), Run(" and "), Run("b", is_bold=True))),)),
        ("**a *b***", (Paragraph((Run("a ", is_bold=True), Run("b", is_bold=True, is_italic=True))),)),
        (
            "# Title\n- one\n2. two",
            (Paragraph((Run("Title", is_bold=True),)), Paragraph((Run("one"),), "•"), Paragraph((Run("two"),), "2.")),
        ),
        ("see [here](https://example.org)", (Paragraph((Run("see here (https://example.org)"),)),)),
        ("![x](file:///etc/passwd)", (Paragraph((Run("x (file:///etc/passwd)"),)),)),
        ("<script>alert(1)</script>", (Paragraph((Run("<script>alert(1)</script>"),)),)),
        ("snake_case_name 2*3*4", (Paragraph((Run("snake_case_name 2*3*4"),)),)),
        ("", ()),
    ],
)
def test_markdown_is_read_as_far_as_a_question_needs_it(text: str, paragraphs: tuple[Paragraph, ...]) -> None:
    assert read_markdown(text) == paragraphs


@pytest.mark.parametrize(
    "text", ["*" * 50_000, "[" * 50_000, "**a" * 600, "*a _b " * 300, "*_" * 400 + "x" + "_*" * 400]
)
def test_hostile_markdown_takes_no_time(text: str) -> None:
    assert read_markdown(text)
