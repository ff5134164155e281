"""What is drawn is content of an element or an artifact, whoever draws it; the structure is what the pieces are."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from documents.document_builders import fonts
from documents.marked_content import MarkedPage, read_marked_page

from stemsup_desktop.documents.fonts import Face
from stemsup_desktop.documents.marked_canvas import MarkedCanvas
from stemsup_desktop.documents.pages import fill_pages
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Drawing, Follow, Gap, Piece, Tagged
from stemsup_desktop.documents.structure import Content, Elem, Tag, arrange, prune
from stemsup_desktop.documents.styles import BODY, STRONG
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language


def draw(paint: Callable[[Pen], None]) -> list[MarkedPage]:
    """Return the pages that a pen drew."""
    buffer = io.BytesIO()
    fonts().register()
    canvas = MarkedCanvas(buffer, initialFontName=Face.REGULAR.registered_name)
    paint(Pen(canvas, fonts()))
    canvas.showPage()
    canvas.save()
    with pikepdf.open(buffer) as pdf:
        return [read_marked_page(page) for page in pdf.pages]


def in_document(tag: Tag = Tag.PARAGRAPH, language: Language = Language.EN) -> Elem:
    """Return an element that has a place in a document."""
    return Elem(Tag.DOCUMENT, language=language).add(Elem(tag))


def grown(*pieces: Piece) -> Elem:
    """Return the document that some pieces are."""
    root = Elem(Tag.DOCUMENT)
    for piece in pieces:
        piece.grow(root)
    arrange(root)
    return root


def outline(elem: Elem) -> list[object]:
    """Return types as nested lists."""
    return [elem.tag.value, *(outline(kid) for kid in elem.kids if isinstance(kid, Elem))]


def test_what_is_painted_past_the_pen_is_an_artifact() -> None:
    def paint(pen: Pen) -> None:
        pen.canvas.line(0, 0, 9, 9)
        pen.canvas.roundRect(0, 0, 9, 9, 2)
        pen.canvas.bezier(0, 0, 1, 1, 2, 2, 3, 3)
        pen.canvas.setFont(Face.BOLD.registered_name, 9)
        pen.canvas.drawString(9, 9, "aside")
        pen.qr_code(9, 99, 40, "code")
        with pen.content(elem):
            pen.text(9, 50, "told", BODY)
        pen.canvas.ellipse(0, 0, 9, 9)

    elem = in_document()
    (page,) = draw(paint)
    assert page.faults == []
    assert page.artifacts == ["aside"]
    assert page.texts == {0: "told"}


def test_an_element_in_which_nothing_was_painted_has_no_content() -> None:
    def paint(pen: Pen) -> None:
        with pen.content(empty):
            pass
        with pen.content(told):
            pen.text(9, 50, "told", BODY)

    empty, told = in_document(), in_document()
    (page,) = draw(paint)
    assert page.texts == {0: "told"}
    assert (empty.kids, told.kids) == ([], [Content(0, 0)])


def test_content_of_several_pages_belongs_to_one_element() -> None:
    def paint(pen: Pen) -> None:
        for text in ("one", "two"):
            with pen.content(elem):
                pen.text(9, 50, text, BODY)
            pen.new_page()

    elem = in_document()
    first, second, _ = draw(paint)
    assert (first.texts, second.texts) == ({0: "one"}, {0: "two"})
    assert elem.kids == [Content(0, 0), Content(1, 0)]


def test_what_is_drawn_again_as_an_artifact_is_not_content() -> None:
    def paint(pen: Pen) -> None:
        for _ in range(2):
            with pen.artifact(), pen.content(elem):
                pen.text(9, 50, "again", BODY)

    elem = in_document()
    (page,) = draw(paint)
    assert page.artifacts == ["again", "again"]
    assert (page.faults, elem.kids) == ([], [])


def test_words_in_the_other_language_are_a_span_in_their_place() -> None:
    def paint(pen: Pen) -> None:
        with pen.content(elem):
            pen.text(9, 50, "Ms 山田 is here", BODY)

    elem = in_document()
    (page,) = draw(paint)
    assert [page.texts[number] for number in sorted(page.texts)] == ["Ms ", "山田", " is here"]
    before, span, after = elem.kids
    assert (before, after) == (Content(0, 0), Content(0, 2))
    assert isinstance(span, Elem)
    assert (span.tag, span.spoken) == (Tag.SPAN, Language.JA)


@pytest.mark.parametrize("mistake", ["within other content", "without a place", "over the end of a page"])
def test_a_mistake_in_marking_is_a_bug_and_says_so(mistake: str) -> None:
    def paint(pen: Pen) -> None:
        with pen.content(elem if mistake != "without a place" else Elem(Tag.PARAGRAPH)):
            if mistake == "over the end of a page":
                pen.new_page()
            with pen.content(elem):
                pen.text(9, 50, "x", BODY)

    elem = in_document()
    with pytest.raises(AssertionError, match=r"within content|no place in the document|the page ends"):
        draw(paint)


def test_the_structure_is_the_order_of_the_pieces_in_sections() -> None:
    setter = Typesetter(fonts())
    root = grown(
        setter.prose("Title", "", tag=Tag.H1),
        setter.heading("1", "One"),
        Gap(3),
        Follow(setter.prose("why", "")),
        setter.bullets(["a"], ""),
        setter.tick("yes", "", is_ticked=True),
        setter.tick("no", "", is_ticked=False),
        setter.heading("2", "Two"),
        setter.grid(("A", "B"), [("1", "2")]),
        setter.grid(("A", "B"), []),
    )
    item = ["LI", ["Lbl"], ["LBody"]]
    ticked = ["LI", ["Lbl", ["Figure"]], ["LBody"]]
    assert outline(root) == [
        "Document",
        ["H1"],
        ["Sect", ["H2"], ["P"], ["L", item], ["L", ticked, ticked]],
        [
            "Sect",
            ["H2"],
            ["Table", ["THead", ["TR", ["TH"], ["TH"]]], ["TBody", ["TR", ["TD"], ["TD"]]]],
            ["Table", ["TR", ["TH"], ["TH"]]],
        ],
    ]


def test_parted_pieces_stay_one_element() -> None:
    setter = Typesetter(fonts())
    clause = Tagged(Elem(Tag.SECTION, place="clause"), setter.prose("line\n" * 30, ""))
    root = grown(clause)
    pages = fill_pages([[clause]], 200)
    assert len(pages) > 2

    def paint(pen: Pen) -> None:
        for page in pages:
            page.draw(pen, 50, 500)
            pen.new_page()
        assert [(place.id, place.page, place.top) for place in pen.places] == [("clause", 1, 500)]

    draw(paint)
    assert outline(root) == ["Document", ["Sect", ["P"]]]
    (section,) = root.kids
    assert isinstance(section, Elem)
    (paragraph,) = section.elements()
    assert [kid.page for kid in paragraph.kids if isinstance(kid, Content)] == list(range(len(pages)))


def test_pieces_next_to_one_another_may_be_one_element_and_apart_they_may_not() -> None:
    setter = Typesetter(fonts())
    table = Elem(Tag.TABLE)
    rows = [Tagged(table, Tagged(Elem(Tag.ROW), setter.prose("x", "", tag=Tag.CELL))) for _ in range(2)]
    assert outline(grown(*rows)) == ["Document", ["Table", ["TR", ["TD"]], ["TR", ["TD"]]]]
    text = setter.prose("x", "")
    with pytest.raises(AssertionError, match="twice"):
        grown(text, setter.prose("y", ""), text)


def test_elements_without_content_are_dropped_and_empty_cells_are_kept() -> None:
    setter = Typesetter(fonts())
    row = Tagged(Elem(Tag.ROW), setter.prose("", "", tag=Tag.CELL))
    root = grown(setter.prose("", ""), row)
    prune(root)
    assert outline(root) == ["Document", ["TR", ["TD"]]]


def test_a_bookmark_is_named_by_number_and_title_without_the_note() -> None:
    setter = Typesetter(fonts())
    assert setter.runs([("3\nRisks", STRONG), ("note", BODY)], "", tag=Tag.H2).elem.title == "3 Risks"
    assert setter.prose("Text", "").elem.title == ""


def test_a_figure_is_said_in_the_language_of_what_it_stands_in() -> None:
    part = Elem(Tag.PART, language=Language.JA)
    figure = Elem(Tag.FIGURE, alt="x")
    Tagged(part, Drawing(9, lambda pen, x, top: None, figure)).grow(Elem(Tag.DOCUMENT, language=Language.EN))
    assert figure.spoken is Language.JA
