"""Explaining pictures: what ships holds together, and a file that a clinic brings may be anything at all."""

import hashlib
import json
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from stemsup_desktop.consultation.clinic_pictures import apply_clinic_pictures
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.reference.drawings import MOST_BYTES, PALETTE, read_drawing
from stemsup_desktop.reference.library import ReferenceLibrary, page_bytes
from stemsup_desktop.reference.model import PageKind, ReviewStatus
from stemsup_desktop.reference.pictures import DrawnPicture, find_pictures, read_pictures, shown_bytes
from stemsup_desktop.resources import find_resources

FOLDER = find_resources() / "pictures"
IDS = ("supernatant-origin", "factor-at-cell", "three-routes", "scalp-sites", "face-sites")
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'


@pytest.fixture(scope="module")
def pictures(library: ReferenceLibrary) -> tuple[DrawnPicture, ...]:
    return read_pictures(FOLDER, library)


def drawing(body: str, head: str = HEAD) -> bytes:
    return f"{head}{body}</svg>".encode()


# What ships


def test_the_five_pictures_ship_in_their_order(pictures: tuple[DrawnPicture, ...]) -> None:
    assert tuple(one.picture.id for one in pictures) == IDS
    assert all(one.fault is None for one in pictures)


def test_every_drawing_ships_with_its_labels_and_without_a_word_in_it(pictures: tuple[DrawnPicture, ...]) -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.svg")) == sorted(IDS)
    assert all("<text" not in (FOLDER / f"{one}.svg").read_text(encoding="utf-8") for one in IDS)


def test_strokes_are_of_one_hand(pictures: tuple[DrawnPicture, ...]) -> None:
    for one in pictures:
        widths = {part.split('"')[0] for part in one.drawing.svg.split('stroke-width="')[1:]}
        assert widths <= {"1.2", "1.5", "3"}, one.picture.id
        assert 'stroke-linejoin="round"' in one.drawing.svg
        assert one.drawing.width == 760


def test_every_factor_route_and_cell_source_shows_a_picture(
    pictures: tuple[DrawnPicture, ...], library: ReferenceLibrary
) -> None:
    for kind in (PageKind.GROWTH_FACTOR, PageKind.ROUTE, PageKind.CELL_SOURCE):
        for page in library.pages_of_kind(kind):
            assert find_pictures(pictures, page.id), page.id


def test_the_routes_are_named_as_their_pages_are(pictures: tuple[DrawnPicture, ...], library: ReferenceLibrary) -> None:
    labels = pictures[IDS.index("three-routes")].picture.labels
    assert {label.id: label.text for label in labels} == {
        page.id: page.title for page in library.pages_of_kind(PageKind.ROUTE) if page.id != "combination"
    }


def test_every_place_is_named_as_it_is_where_points_are_recorded(
    pictures: tuple[DrawnPicture, ...], library: ReferenceLibrary
) -> None:
    for picture_id, regions in (("scalp-sites", {"scalp"}), ("face-sites", {"face", "neck"})):
        sites = [site for site in library.sites if site.region in regions]
        for label in pictures[IDS.index(picture_id)].picture.labels:
            english, japanese = label.text.en.removesuffix(" (caution)"), label.text.ja.removesuffix("（注意）")
            named = [site for site in sites if english in site.name.en and japanese in site.name.ja]
            assert named, label.id
            assert {site.is_caution for site in named} == {english != label.text.en}, label.id


def test_what_a_label_says_was_read_names_its_source(
    pictures: tuple[DrawnPicture, ...], library: ReferenceLibrary
) -> None:
    for one in pictures:
        for label in one.picture.labels:
            if label.status is ReviewStatus.VERIFIED:
                assert "primary" in {library.sources[source].kind for source in label.sources}, label.id
    assert pictures[0].picture.least_status is ReviewStatus.UNREVIEWED


def test_japanese_labels_are_japanese(pictures: tuple[DrawnPicture, ...]) -> None:
    for one in pictures:
        for text in (one.picture.title, one.picture.caption, one.picture.alternative):
            assert not text.ja.isascii()
            assert text.en.replace("’", "").isascii()


def test_anchors_and_marks_lie_apart(pictures: tuple[DrawnPicture, ...]) -> None:
    for one in pictures:
        for first, second in combinations(one.picture.labels, 2):
            (x, y), (u, v) = first.mark or first.anchor, second.mark or second.anchor
            assert (x - u) ** 2 + (y - v) ** 2 > 24**2, (first.id, second.id)


def test_what_a_page_showed_is_kept_with_its_pictures_in_that_language(
    pictures: tuple[DrawnPicture, ...], library: ReferenceLibrary
) -> None:
    page = library.get_page("vegf")
    english = shown_bytes(page, pictures, Language.EN)
    kept = json.loads(english)
    assert kept["page"] == json.loads(page_bytes(page, Language.EN))
    assert kept["pictures"][0]["labels"][0] == "Growth factor: a protein that carries a signal"
    assert kept["pictures"][0]["svg"] == pictures[1].drawing.svg
    assert hashlib.sha256(english).digest() != hashlib.sha256(shown_bytes(page, pictures, Language.JA)).digest()


def test_a_page_without_pictures_is_kept_as_it_ever_was(
    pictures: tuple[DrawnPicture, ...], library: ReferenceLibrary
) -> None:
    page = library.get_page("SYM01")
    assert shown_bytes(page, pictures, Language.JA) == page_bytes(page, Language.JA)


# Drawings that somebody else made


def test_what_is_drawn_is_written_anew_from_what_was_read() -> None:
    read = read_drawing(drawing('<!-- note --><g fill="#E6F1F2"><path d="M1 2L3 4z"/></g>'), "a.svg")
    assert (read.width, read.height) == (200, 100)
    assert read.svg == (f'{HEAD}<g fill="#E6F1F2"><path d="M1 2L3 4z"></path></g></svg>')


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<image href='file:///etc/passwd'/>", "not <image>"),
        ("<use href='#a'/>", "not <use>"),
        ("<script>alert(1)</script>", "not <script>"),
        ("<style>*{fill:red}</style>", "not <style>"),
        ("<text>hello</text>", "not <text>"),
        ("<foreignObject/>", "not <foreignObject>"),
        ("<animate attributeName='x'/>", "not <animate>"),
        ("<defs/>", "not <defs>"),
        ("<filter/>", "not <filter>"),
        ("<svg/>", "not <svg>"),
        ("<path xmlns='http://elsewhere' d='M0 0'/>", "not <path>"),
        ("<path d='M0 0' onload='x'/>", "no attribute onload"),
        ("<path d='M0 0' style='fill:url(http://a)'/>", "no attribute style"),
        ("<path d='M0 0' transform='scale(9)'/>", "no attribute transform"),
        ("<path d='M0 0' xmlns:x='http://www.w3.org/1999/xlink' x:href='http://a'/>", "no attribute href"),
        ("<path d='M0 0' fill='url(http://a)'/>", "a colour of the palette as fill"),
        ("<path d='M0 0' stroke='#123456'/>", "a colour of the palette as stroke"),
        ("<path d='M0 0' stroke='#0f5560&quot; onload=&quot;x'/>", "a colour of the palette as stroke"),
        ("<path d='M0 0 &quot;/>'/>", "a path of commands and numbers"),
        ("<path d='M 1e300 0'/>", "a path of commands and numbers"),
        ("<path d='M 99999 0'/>", "no number beyond 4000 as d"),
        ("<path d='M 999999999999 0'/>", "numbers as d"),
        ("<circle cx='nan' cy='1' r='1'/>", "numbers as cx"),
        ("<circle cx='1 2' cy='1' r='1'/>", "one number as cx"),
        ("<path d='M0 0' stroke-dasharray='0.0001 1'/>", "up to eight dashes"),
        ("<path d='M0 0' stroke-linejoin='url(a)'/>", "as stroke-linejoin"),
        ("<path d='M0 0'>words</path>", "no text"),
        ("<?php x ?><path d='M0 0'/>", "no processing instruction"),
        ("<g>" * 9 + "<path d='M0 0'/>" + "</g>" * 9, "at most 8 deep"),
        ("<path d='M0 0'/>" * 4_001, "at most 4000 shapes"),
        ("<path d='M" + "1 1 " * 20_001 + "'/>", "at most 40000 numbers"),
        ("", "at least one shape"),
        ("<path d='M0 0'>", "well-formed"),
    ],
)
def test_a_drawing_with_anything_else_in_it_is_refused_by_name_and_line(body: str, expected: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_drawing(drawing(body), "own.svg")
    assert caught.value.sentence.startswith("own.svg: expected ")
    assert expected in caught.value.sentence
    assert caught.value.sentence.endswith("line 1.")


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("0 0 200 100", "5 0 200 100"),
        HEAD.replace("0 0 200 100", "0 0 200"),
        HEAD.replace("0 0 200 100", "0 0 20 100"),
        HEAD.replace("0 0 200 100", "0 0 2001 100"),
        HEAD.replace(' viewBox="0 0 200 100"', ""),
        HEAD.replace("2000/svg", "1999/html"),
    ],
)
def test_a_drawing_without_a_plain_view_box_is_refused(head: str) -> None:
    with pytest.raises(InputProblem, match=r"own\.svg: expected"):
        read_drawing(drawing("<path d='M0 0'/>", head), "own.svg")


def test_entities_are_refused_before_they_unfold() -> None:
    laughs = "".join(f"<!ENTITY l{at} '{f'&l{at - 1};' * 10}'>" for at in range(1, 12))
    data = f"<!DOCTYPE svg [<!ENTITY l0 'ha'>{laughs}]>{HEAD}&l11;</svg>"
    with pytest.raises(InputProblem, match="no document type"):
        read_drawing(data.encode(), "own.svg")


def test_an_outside_entity_is_never_fetched() -> None:
    data = f"<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>{HEAD}<path d='M0 0'/></svg>"
    with pytest.raises(InputProblem, match="no document type"):
        read_drawing(data.encode(), "own.svg")


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe<svg/>", b"\x00", b"not svg", b"<?xml version='1.0' encoding='x'?><svg/>"]
)
def test_bytes_that_are_no_svg_are_refused(data: bytes) -> None:
    with pytest.raises(InputProblem, match=r"own\.svg: expected"):
        read_drawing(data, "own.svg")


def test_a_large_drawing_is_refused_unread() -> None:
    with pytest.raises(InputProblem, match="at most 256 kB"):
        read_drawing(b" " * (MOST_BYTES + 1), "own.svg")


def test_a_long_list_of_numbers_with_a_fault_at_its_end_is_refused_at_once() -> None:
    with pytest.raises(InputProblem, match="numbers as points"):
        read_drawing(drawing(f"<polygon points='{'1.5 1.5,' * 4_000}x'/>"), "own.svg")


def test_each_colour_of_the_palette_is_that_of_the_light_theme() -> None:
    tokens = json.loads((find_resources() / "tokens.json").read_text(encoding="utf-8"))
    assert all(tokens["light"][token] == colour for colour, token in PALETTE.items())


# The file beside the drawings, and a clinic's own

Change = Callable[[dict[str, object]], None]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A content pack with a copy of the shipped pictures."""
    shutil.copytree(FOLDER, tmp_path / "pictures")
    return tmp_path


def change(pack: Path, edit: Change) -> None:
    path = pack / "pictures" / "pictures.json"
    file = json.loads(path.read_text(encoding="utf-8"))
    edit(file)
    path.write_text(json.dumps(file), encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda file: file["pictures"][0].pop("caption"), "missing required field `caption` - at `$.pictures[0]`"),
        (lambda file: file["pictures"][0]["title"].pop("ja"), "field `ja` - at `$.pictures[0].title`"),
        (
            lambda file: file["pictures"][1]["pages"].append("nowhere"),
            "no page “nowhere” - at `$.pictures[1].pages[8]`",
        ),
        (lambda file: file["pictures"][1]["labels"][1].update(sources=["S99"]), "$.pictures[1].labels[1].sources[0]"),
        (lambda file: file["pictures"][1]["labels"][1].update(sources=[]), "names its source - at"),
        (lambda file: file["pictures"][2]["labels"][0].update(id="intranasal"), "stands twice"),
        (lambda file: file["pictures"][2]["labels"][0].update(room=[700, 0, 100, 20]), "a room on the drawing"),
        (lambda file: file["pictures"][2]["labels"][1].update(room=[14, 230, 200, 60]), "lies in it"),
        (lambda file: file["pictures"][2]["labels"][1].update(anchor=[1, 1]), "place in the part in focus"),
        (lambda file: file["pictures"][2]["labels"][1].update(mark=[1, 1]), "labels[1].mark"),
        (lambda file: file["pictures"][2].update(focus=[0, 0, 900, 100]), "a part of the drawing"),
        (lambda file: file["pictures"][2]["title"].update(en="a\nb"), "one line"),
        (lambda file: file["pictures"][2]["title"].update(en="a" * 1_001), "at most 1000 characters"),
        (lambda file: file["pictures"].append(file["pictures"][0]), "stands twice"),
    ],
)
def test_a_fault_in_the_file_names_file_and_path(
    own: Path, library: ReferenceLibrary, edit: Change, expected: str
) -> None:
    change(own, edit)
    with pytest.raises(InputProblem) as caught:
        read_pictures(own / "pictures", library)
    assert caught.value.sentence.startswith("pictures.json: ")
    assert expected in caught.value.sentence.lower() or expected in caught.value.sentence


def test_a_drawing_that_is_missing_is_named(own: Path, library: ReferenceLibrary) -> None:
    (own / "pictures" / "face-sites.svg").unlink()
    with pytest.raises(EnvironmentProblem, match=r"face-sites\.svg"):
        read_pictures(own / "pictures", library)


def test_a_clinic_replaces_one_picture_and_the_others_stay(
    own: Path, library: ReferenceLibrary, pictures: tuple[DrawnPicture, ...]
) -> None:
    change(own, lambda file: file.update(pictures=[file["pictures"][3]]))
    change(own, lambda file: file["pictures"][0]["title"].update(en="Where we inject on the scalp"))
    read = apply_clinic_pictures(own, pictures, library)
    assert read[3].picture.title.en == "Where we inject on the scalp"
    assert [one for at, one in enumerate(read) if at != 3] == [one for at, one in enumerate(pictures) if at != 3]


def test_a_fault_in_a_clinics_picture_leaves_the_shipped_one_which_says_so(
    own: Path, library: ReferenceLibrary, pictures: tuple[DrawnPicture, ...]
) -> None:
    (own / "pictures" / "face-sites.svg").write_text(f"{HEAD}<image href='http://a'/></svg>", encoding="utf-8")
    read = apply_clinic_pictures(own, pictures, library)
    assert read[4].picture == pictures[4].picture
    assert read[4].fault is not None
    assert "face-sites.svg: expected one of path" in read[4].fault.en
    assert [one.fault for one in read[:4]] == [None] * 4


@pytest.mark.parametrize(
    ("text", "word"),
    [({"en": "Our safe and guaranteed way", "ja": "図"}, "guaranteed"), ({"en": "A way", "ja": "必ず治る"}, "必ず")],
)
def test_a_clinics_picture_may_not_promise(
    own: Path, library: ReferenceLibrary, pictures: tuple[DrawnPicture, ...], text: dict[str, str], word: str
) -> None:
    change(own, lambda file: file["pictures"][0]["labels"][2].update(text=text))
    read = apply_clinic_pictures(own, pictures, library)
    assert read[0].picture == pictures[0].picture
    assert read[0].fault is not None
    assert "does not promise or praise" in read[0].fault.en
    assert "$.pictures[0].labels[2].text" in read[0].fault.ja


@pytest.mark.parametrize(
    "edit",
    [
        lambda file: file["pictures"][0].update(id="own-picture"),
        lambda file: file.clear(),
        lambda file: file["pictures"].append(file["pictures"][0]),
    ],
)
def test_a_clinics_file_that_cannot_be_used_is_said_by_every_picture(
    own: Path, library: ReferenceLibrary, pictures: tuple[DrawnPicture, ...], edit: Change
) -> None:
    change(own, edit)
    read = apply_clinic_pictures(own, pictures, library)
    assert [one.picture for one in read] == [one.picture for one in pictures]
    assert all(one.fault is not None and "pictures.json" in one.fault.en for one in read)


def test_a_pack_without_pictures_changes_nothing(
    tmp_path: Path, library: ReferenceLibrary, pictures: tuple[DrawnPicture, ...]
) -> None:
    assert apply_clinic_pictures(tmp_path, pictures, library) == pictures
