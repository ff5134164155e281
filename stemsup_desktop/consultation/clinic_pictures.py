"""A clinic's own explaining pictures: drawing and labels that stand in place of shipped ones, by id.

Whatever cannot be used is named, and the shipped picture stands.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from stemsup_desktop.consultation.wording import find_flags_in_text
from stemsup_desktop.content_files import decode_json
from stemsup_desktop.errors import Problem, make_line
from stemsup_desktop.language import Text
from stemsup_desktop.reference.checks import check_unique, fault
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.pictures import (
    PICTURES_FILE,
    DrawnPicture,
    Picture,
    PictureFile,
    read_picture,
    read_picture_bytes,
)

PICTURES_FOLDER = Path("pictures")


def apply_clinic_pictures(
    pack: Path, shipped: tuple[DrawnPicture, ...], library: ReferenceLibrary
) -> tuple[DrawnPicture, ...]:
    """Return the pictures as the clinic has them; where its own cannot be used, the shipped one says why."""
    folder = pack / PICTURES_FOLDER
    if not (folder / PICTURES_FILE).exists():
        return shipped
    try:
        file = decode_json(read_picture_bytes(folder / PICTURES_FILE), PictureFile, PICTURES_FILE)
        check_unique((picture.id for picture in file.pictures), PICTURES_FILE, "$.pictures")
        _check_ids(file, shipped)
    except Problem as problem:
        return tuple(replace(one, fault=_say_fault(problem)) for one in shipped)
    own = {picture.id: (index, picture) for index, picture in enumerate(file.pictures)}
    return tuple(
        _replace(one, folder, *own[one.picture.id], library) if one.picture.id in own else one for one in shipped
    )


def _check_ids(file: PictureFile, shipped: tuple[DrawnPicture, ...]) -> None:
    known = {one.picture.id for one in shipped}
    for index, picture in enumerate(file.pictures):
        if picture.id not in known:
            raise fault(PICTURES_FILE, f"$.pictures[{index}].id", f"expected one of {', '.join(sorted(known))}")


def _replace(
    shipped: DrawnPicture, folder: Path, index: int, picture: Picture, library: ReferenceLibrary
) -> DrawnPicture:
    path = f"$.pictures[{index}]"
    try:
        drawn = read_picture(folder, picture, library, path)
        _check_wording(picture, path)
    except Problem as problem:
        return replace(shipped, fault=_say_fault(problem))
    return drawn


def _check_wording(picture: Picture, path: str) -> None:
    """Refuse a text that promises or praises, as in our own content."""
    for place, text in _list_texts(picture):
        for flag in find_flags_in_text(text):
            if flag.excuse is None:
                expected = f"expected a text that does not promise or praise ({flag.word})"
                raise fault(PICTURES_FILE, f"{path}.{place}", expected)


def _list_texts(picture: Picture) -> Iterator[tuple[str, Text]]:
    yield from (("title", picture.title), ("caption", picture.caption), ("alternative", picture.alternative))
    for index, label in enumerate(picture.labels):
        yield f"labels[{index}].text", label.text


def _say_fault(problem: Problem) -> Text:
    sentence = make_line(problem.sentence)
    return Text(
        f"The clinic's own picture has a fault; the program's is shown. {sentence}",
        f"クリニックの図に誤りがあるため、標準の図を表示しています。{sentence}",
    )
