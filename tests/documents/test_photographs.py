"""A photograph becomes a bounded upright JPEG that says nothing; what is none becomes one sentence."""

import io
import struct
from dataclasses import replace
from datetime import date

import pytest
from documents.photograph_samples import (
    TOLD,
    draw,
    list_hostile_files,
    make_exif,
    make_told_jpeg,
    make_told_png,
    make_told_webp,
    write,
)
from PIL import Image, ImageCms

from stemsup_desktop.consultation.photographs.clean_jpeg import find_clean_size
from stemsup_desktop.documents import photographs
from stemsup_desktop.documents.photographs import SENTENCES, CleanPhotograph, read_photograph
from stemsup_desktop.errors import InputProblem

HOSTILE = dict(list_hostile_files())
MAKERS = {"JPEG": make_told_jpeg, "PNG": make_told_png, "WebP": make_told_webp}


def refuse(data: bytes) -> str:
    with pytest.raises(InputProblem) as caught:
        read_photograph(data)
    assert caught.value.sentence == SENTENCES[caught.value.code].en
    return caught.value.code


def open_kept(kept: CleanPhotograph) -> Image.Image:
    return Image.open(io.BytesIO(kept.data))


@pytest.mark.parametrize("kind", list(MAKERS))
def test_of_a_photograph_nothing_is_kept_but_the_picture(kind: str) -> None:
    given = MAKERS[kind]()
    kept = read_photograph(given)
    assert sum(word in given for word in TOLD) >= 2
    for data in (kept.data, kept.preview):
        assert [word for word in TOLD if word in data] == []
        assert find_clean_size(data) is not None
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (kept.width, kept.height) == find_clean_size(kept.data) == (160, 120)
    assert kept.taken_on == date(2026, 11, 16)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_kept_as_it_is_to_be_seen(orientation: int) -> None:
    upright = draw()
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition whose inverse EXIF names
    held = upright if orientation == 1 else upright.transpose(Image.Transpose(back[orientation]))
    kept = open_kept(read_photograph(write(held, exif=make_exif(orientation), quality=95)))
    assert kept.size == upright.size
    red, green, _ = kept.getpixel((8, 8))
    assert red > 180
    assert green < 80


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026:11:16 10:44:00", date(2026, 11, 16)),
        ("2024:02:29 00:00:00", date(2024, 2, 29)),
        *(
            (told, None)
            for told in ("", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2026:13:01", "yesterday", "２０２６:11:16")
        ),
    ],
)
def test_the_day_that_a_file_names_is_proposed_if_it_can_be_one(told: str, day: date | None) -> None:
    assert read_photograph(make_told_jpeg(taken=told)).taken_on == day


def test_a_large_photograph_is_bounded_and_keeps_its_shape() -> None:
    kept = read_photograph(write(Image.new("RGB", (6000, 1500), (200, 150, 130))))
    assert (kept.width, kept.height) == (4096, 1024)
    assert find_clean_size(kept.preview) == (640, 160)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_png_becomes_a_picture_in_colour(mode: str) -> None:
    image = Image.new("I;16", (40, 30), 40_000) if mode == "I;16" else draw(40, 30, mode=mode)
    kept = open_kept(read_photograph(write(image, "PNG")))
    assert (kept.mode, kept.size) == ("RGB", (40, 30))


def test_what_was_transparent_is_white() -> None:
    kept = open_kept(read_photograph(write(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")))
    assert min(kept.getpixel((10, 10))) > 250


def test_a_profile_of_colours_is_used_and_goes_and_one_that_is_none_is_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = Image.new("RGB", (16, 16), (90, 120, 150))
    for told in (profile, profile[:200], b"x" * 16 + b"RGB " + b"x" * 400):
        red, green, blue = open_kept(read_photograph(write(grey, icc_profile=told, quality=95))).getpixel((8, 8))
        assert abs(red - 90) + abs(green - 120) + abs(blue - 150) < 12


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_file_of_which_no_photograph_can_be_taken_is_one_sentence(name: str) -> None:
    assert refuse(HOSTILE[name]).startswith("photograph-")


def test_thirty_hostile_files_are_tried_and_the_reasons_are_told_apart() -> None:
    assert len(HOSTILE) == 30
    reasons = {refuse(data) for data in HOSTILE.values()}
    assert reasons == {*SENTENCES} - {"photograph-file-too-large"}
    assert refuse(HOSTILE["a PNG bomb"]) == "photograph-picture-too-large"
    assert refuse(HOSTILE["a HEIC"]) == "photograph-heic"


def test_a_file_that_is_too_large_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photographs, "MOST_FILE_BYTES", 100)
    assert refuse(make_told_jpeg()) == "photograph-file-too-large"


def test_a_jpeg_of_endless_scans_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(draw(), progressive=True)
    monkeypatch.setattr(photographs, "_BORDER", replace(photographs._BORDER, most_scanned_pixels=160 * 120 * 3))
    assert refuse(whole) == "photograph-picture-too-large"


def test_only_a_bare_jpeg_counts_as_clean() -> None:
    clean = read_photograph(make_told_jpeg()).data
    told = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\0\0II"
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"note"
    assert find_clean_size(clean) == (160, 120)
    faulty = (
        clean[:2] + told + clean[2:],
        clean[:2] + comment + clean[2:],
        clean + b"film",
        clean[:-2],
        clean[:60],
        b"",
    )
    assert [find_clean_size(data) for data in faulty] == [None] * 6
    assert find_clean_size(clean[:-2] + comment + b"\xff\xd9") is None
    assert find_clean_size(make_told_png()) is None
