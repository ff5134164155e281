"""The parts of an archivable file that stand alone: the colour profile, the streams, the words of another language."""

import hashlib
import io
import zlib

import pikepdf
import pytest
from PIL import Image, ImageCms

from stemsup_desktop.documents.archive_streams import add_stream, guard_streams, save_plainly
from stemsup_desktop.documents.colour_profile import PROFILE_NAME, make_colour_profile
from stemsup_desktop.documents.foreign import find_stretches
from stemsup_desktop.language import Language


def test_the_colour_profile_is_srgb() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(make_colour_profile()))
    assert ImageCms.getProfileDescription(ours).strip() == PROFILE_NAME
    colours = bytes([0, 0, 0, 255, 255, 255, 200, 30, 30, 15, 85, 96, 3, 250, 128, 10, 20, 240])
    picture = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    srgb = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, ours, srgb)
    assert converted is not None
    assert max(abs(before - after) for before, after in zip(colours, converted.tobytes(), strict=True)) <= 1


def test_the_colour_profile_says_its_own_length_and_is_always_the_same() -> None:
    profile = make_colour_profile()
    assert int.from_bytes(profile[:4]) == len(profile)
    assert profile[36:40] == b"acsp"
    make_colour_profile.cache_clear()
    assert make_colour_profile() == profile


def ending_like_a_line() -> bytes:
    """Return data whose compressed form ends in a carriage return."""
    return next(data for count in range(9_999) if zlib.compress(data := b"x%d" % count, 6).endswith(b"\r"))


def test_no_stream_ends_like_a_line_and_every_one_holds_what_it_held() -> None:
    data = ending_like_a_line()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Ours = add_stream(pdf, data, Kind=pikepdf.Name.Ours)
        foreign = pdf.make_stream(b"")
        foreign.write(zlib.compress(data), filter=pikepdf.Array([pikepdf.Name.FlateDecode]))
        pdf.Root.Foreign = foreign
        guard_streams(pdf)
        prepare_catalog(pdf)
        saved = save_plainly(pdf)
    assert b"\r\nendstream" not in saved
    with pikepdf.open(io.BytesIO(saved)) as pdf:
        assert pdf.Root.Ours.read_bytes() == pdf.Root.Foreign.read_bytes() == data
        assert pdf.check_pdf_syntax() == []


def prepare_catalog(pdf: pikepdf.Pdf) -> None:
    """Give a catalog the entries that may become objects of their own."""
    pdf.Root.MarkInfo = pdf.Root.ViewerPreferences = pikepdf.Dictionary()
    pdf.Root.OutputIntents = pikepdf.Array()
    pdf.Root.Lang, pdf.Root.PageMode = pikepdf.String("ja-JP"), pikepdf.Name.UseNone


def test_a_stream_of_objects_that_ends_like_a_line_is_made_anew_with_other_numbers() -> None:
    tried = []
    for count in range(1_500):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            prepare_catalog(pdf)
            pdf.Root.Filling = pdf.make_indirect(pikepdf.String(hashlib.sha256(b"%d" % count).hexdigest()))
            buffer = io.BytesIO()
            pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
            if b"\r\nendstream" in buffer.getvalue():
                tried.append(count)
                assert b"\r\nendstream" not in save_plainly(pdf)
                if len(tried) == 2:
                    return
    pytest.fail("no stream of objects ended like a line")


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Mr 山田 太郎 came", Language.EN, ["山田 太郎"]),
        ("no Japanese here: 5 mL, naïve", Language.EN, []),
        ("髙橋（﨑）", Language.EN, ["髙橋（﨑"]),
        ("痛みは5 mL FGF7 で軽くなった", Language.JA, []),
        ("本人は the pain went away. と話す", Language.JA, ["the pain went away."]),
        ("J Am Acad Dermatol 2024", Language.JA, ["Am Acad Dermatol"]),
        ("anything 何でも", None, []),
    ],
)
def test_words_of_the_other_language_are_found(text: str, language: Language | None, other: list[str]) -> None:
    stretches = find_stretches(text, language)
    assert [words for words, spoken in stretches if spoken is not None] == other
    assert "".join(words for words, _ in stretches) in ("", text)
