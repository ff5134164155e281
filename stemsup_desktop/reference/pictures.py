"""The explaining pictures: a drawing without a word in it, and beside it what it shows, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.content_files import decode_json
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.checks import check_records, check_unique, fault
from stemsup_desktop.reference.drawings import MOST_BYTES, Drawing, read_drawing
from stemsup_desktop.reference.library import ReferenceLibrary, page_bytes
from stemsup_desktop.reference.model import Page, PageId, ReviewStatus, SourceId

PICTURES_FILE = "pictures.json"
MOST_LABELS = 24
MOST_CHARACTERS = 1_000

Units = Annotated[float, Meta(ge=0, le=4_000)]
Point = tuple[Units, Units]
Box = tuple[Units, Units, Units, Units]
"""Left, top, width and height in the units of the drawing."""
Side = Literal["left", "right", "above", "below"]


class PictureLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One label. `anchor` is what it speaks of; `room` is free of ink, for the text in full where it fits there.

    `mark` is where its number stands in place of the text, if not on the anchor. `faces` is the side of the room on
    which the anchor lies: the text is set against it. With `has_leader` a line leads from the text to the anchor.
    """

    id: PageId
    text: Text
    anchor: Point
    room: Box
    faces: Side
    status: ReviewStatus
    sources: tuple[SourceId, ...] = ()
    has_leader: bool = True
    mark: Point | None = None


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One picture as it stands in the file.

    `caption` stands under it; `alternative` says to who cannot see it what it shows; `status` and `sources` are of the
    two. `focus` is the part that is drawn where numbers stand in place of labels. `pages` show it.
    """

    id: PageId
    title: Text
    caption: Text
    alternative: Text
    focus: Box
    pages: tuple[PageId, ...]
    labels: Annotated[tuple[PictureLabel, ...], Meta(min_length=1, max_length=MOST_LABELS)]
    status: ReviewStatus
    sources: tuple[SourceId, ...] = ()

    @property
    def least_status(self) -> ReviewStatus:
        """The status of what was checked least."""
        return max((self.status, *(label.status for label in self.labels)), key=_FROM_BEST.index)


_FROM_BEST = (ReviewStatus.VERIFIED, ReviewStatus.SECONDARY, ReviewStatus.PROPOSAL, ReviewStatus.UNREVIEWED)


class PictureFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file beside the drawings; the drawing of each picture is `<id>.svg`."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture with its drawing. `fault` says why the clinic's own, if it has one, is not used in its place."""

    picture: Picture
    drawing: Drawing
    fault: Text | None = None


def read_pictures(folder: Path, library: ReferenceLibrary) -> tuple[DrawnPicture, ...]:
    """Read and check the pictures of a folder, in the order of their file.

    Raises `InputProblem` for a fault in the content, naming file and path, and `EnvironmentProblem` for a file that
    cannot be read.
    """
    file = decode_json(read_picture_bytes(folder / PICTURES_FILE), PictureFile, PICTURES_FILE)
    check_unique((picture.id for picture in file.pictures), PICTURES_FILE, "$.pictures")
    return tuple(
        read_picture(folder, picture, library, f"$.pictures[{index}]") for index, picture in enumerate(file.pictures)
    )


def read_picture(folder: Path, picture: Picture, library: ReferenceLibrary, path: str) -> DrawnPicture:
    """Read the drawing of a picture, and check that what `path` says of it holds together with it and the library."""
    name = f"{picture.id}.svg"
    drawing = read_drawing(read_picture_bytes(folder / name), name)
    check_records(picture, PICTURES_FILE, library.sources, path)
    check_unique((label.id for label in picture.labels), PICTURES_FILE, f"{path}.labels")
    check_unique(picture.pages, PICTURES_FILE, f"{path}.pages")
    for index, page_id in enumerate(picture.pages):
        if page_id not in library.pages_by_id:
            raise fault(PICTURES_FILE, f"{path}.pages[{index}]", f"there is no page “{page_id}”")
    _check_texts(picture, path)
    _check_places(picture, drawing, path)
    return DrawnPicture(picture, drawing)


def read_picture_bytes(path: Path) -> bytes:
    """Return the bytes of a file beside the pictures; raises `EnvironmentProblem` if it cannot be read or is large."""
    try:
        return read_bounded(path, MOST_BYTES)
    except (OSError, ValueError, OversizeError) as error:
        raise EnvironmentProblem("content-unreadable", f"The content file {path.name} cannot be read.") from error


def find_pictures(pictures: Iterable[DrawnPicture], page_id: str) -> tuple[DrawnPicture, ...]:
    """Return the pictures that a page shows."""
    return tuple(one for one in pictures if page_id in one.picture.pages)


def shown_bytes(page: Page, pictures: Iterable[DrawnPicture], language: Language) -> bytes:
    """Return the exact content of a page and its pictures in one language; that of the page alone where it has none."""
    said = page_bytes(page, language)
    shown = _pictures_content(find_pictures(pictures, page.id), language)
    return msgspec.json.encode({"page": msgspec.Raw(said), "pictures": shown}, order="sorted") if shown else said


def _pictures_content(pictures: Iterable[DrawnPicture], language: Language) -> list[Mapping[str, object]]:
    return [
        {
            "id": one.picture.id,
            "title": one.picture.title.in_language(language),
            "caption": one.picture.caption.in_language(language),
            "alternative": one.picture.alternative.in_language(language),
            "labels": [label.text.in_language(language) for label in one.picture.labels],
            "svg": one.drawing.svg,
        }
        for one in pictures
    ]


def _check_texts(picture: Picture, path: str) -> None:
    texts = {"title": picture.title, "caption": picture.caption, "alternative": picture.alternative}
    texts |= {f"labels[{index}].text": label.text for index, label in enumerate(picture.labels)}
    for place, text in texts.items():
        if max(len(text.en), len(text.ja)) > MOST_CHARACTERS:
            raise fault(PICTURES_FILE, f"{path}.{place}", f"expected at most {MOST_CHARACTERS} characters")
        if not (text.en.isprintable() and text.ja.isprintable()):
            raise fault(PICTURES_FILE, f"{path}.{place}", "expected one line without control characters")


def _check_places(picture: Picture, drawing: Drawing, path: str) -> None:
    """Check that rooms lie on the drawing and apart from each other, and every anchor in the part in focus."""
    whole = (0.0, 0.0, drawing.width, drawing.height)
    if not _holds(whole, picture.focus) or min(picture.focus[2:]) < 50:
        raise fault(PICTURES_FILE, f"{path}.focus", "expected a part of the drawing, at least 50 units wide and high")
    for index, label in enumerate(picture.labels):
        if not _holds(whole, label.room) or min(label.room[2:]) < 10:
            raise fault(PICTURES_FILE, f"{path}.labels[{index}].room", "expected a room on the drawing")
        for field, place in (("anchor", label.anchor), ("mark", label.mark or label.anchor)):
            if not _holds(picture.focus, (*place, 0, 0)):
                raise fault(PICTURES_FILE, f"{path}.labels[{index}].{field}", "expected a place in the part in focus")
    for (_, one), (index, other) in combinations(enumerate(picture.labels), 2):
        if _meet(one.room, other.room):
            raise fault(PICTURES_FILE, f"{path}.labels[{index}].room", f"the room of “{one.id}” lies in it")


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
