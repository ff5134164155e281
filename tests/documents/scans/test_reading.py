"""Files that come back are read upright and whole; damaged and hostile ones are one sentence each."""

import io
import random
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest
from documents.scans.scan_builders import Treatment, draw_page, encode, make_consent, read_pages, scan_page, show
from PIL import Image, ImageDraw, ImageOps

from stemsup_desktop.documents.scans import scan_model
from stemsup_desktop.documents.scans.binding import bind_pages
from stemsup_desktop.documents.scans.codes import find_codes
from stemsup_desktop.documents.scans.jpeg import turn_orientation
from stemsup_desktop.documents.scans.pdf_pages import read_expected_pages
from stemsup_desktop.documents.scans.reading import read_scan, read_scan_file
from stemsup_desktop.errors import InputProblem

NUMBER = "CNS-2026-00417"
PAGE = 3


def picture(page: int = PAGE) -> Image.Image:
    return draw_page(make_consent(NUMBER).pdf, page, 150).copy()


def numbers(data: bytes) -> list[list[int]]:
    return [[code.page for code in page.found.codes] for page in read_pages(data)]


def refuse(data: bytes) -> str:
    with pytest.raises(InputProblem) as refused:
        read_pages(data)
    assert refused.value.sentence == scan_model.SENTENCES[refused.value.code].en
    return refused.value.code


def with_orientation(data: bytes, orientation: int) -> bytes:
    image = Image.open(io.BytesIO(data))
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of Hanako"
    return encode(image, quality=90, exif=exif)


def test_a_document_says_itself_what_its_pages_say() -> None:
    document = make_consent(NUMBER)
    expected = read_expected_pages(document.pdf, NUMBER)
    assert (expected.number, expected.page_count) == (NUMBER, document.page_count)
    assert len(expected.content) == 12
    assert read_expected_pages(document.pdf, "CNS-2026-00418").content == ""


def test_a_preview_says_that_nobody_keeps_it() -> None:
    (page, *_) = read_pages(make_consent("").pdf)
    assert (page.found.codes, page.found.is_loose) == ((), True)


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_a_page_is_kept_upright_however_it_lay(kind: str, quarters: int) -> None:
    lying = picture().rotate(-90 * quarters, expand=True)
    (page,) = read_pages(encode(lying, kind))
    assert [code.page for code in page.found.codes] == [PAGE]
    assert find_codes(show(page)).turn == 0
    assert find_codes(Image.open(io.BytesIO(page.thumbnail))).turn == 0
    assert read_pages(page.data)[0].found.codes == page.found.codes


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_that_says_how_it_was_held_is_upright_and_tells_nothing_else(orientation: int) -> None:
    taken = picture().rotate({1: 0, 3: 180, 6: 90, 8: -90}[orientation], expand=True)
    (page,) = read_pages(with_orientation(encode(taken, quality=90), orientation))
    assert find_codes(show(page)).turn == 0
    assert b"Hanako" not in page.data


def test_orientations_are_turned_as_the_picture_is() -> None:
    wedge = Image.new("L", (3, 2))
    wedge.putdata(range(6))

    def seen(orientation: int, quarters: int) -> list[int]:
        exif = Image.Exif()
        exif[0x0112] = orientation
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(encode(wedge, "PNG", exif=exif))))
        return list(upright.rotate(-90 * quarters, expand=True).tobytes())

    for orientation in range(1, 9):
        for quarters in range(4):
            assert seen(turn_orientation(orientation, quarters), 0) == seen(orientation, quarters)


def test_what_stands_behind_and_beside_the_picture_of_a_telephone_is_left_out() -> None:
    plain = encode(picture(), quality=80)
    behind = plain + b"\0\0ftypmp42 a film of Hanako" * 9
    (page,) = read_pages(behind)
    assert b"Hanako" not in page.data
    assert show(page).tobytes() == Image.open(io.BytesIO(plain)).convert("L").tobytes()


def test_a_progressive_jpeg_is_kept_to_the_last_bit() -> None:
    plain = encode(picture(), quality=80, progressive=True)
    (page,) = read_pages(plain)
    assert show(page).tobytes() == Image.open(io.BytesIO(plain)).convert("L").tobytes()


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "jpeg", "tiff_adobe_deflate"])
def test_a_tiff_of_several_pages_gives_each(compression: str) -> None:
    mode = "1" if compression == "group4" else "L"
    pages = [picture(number).convert(mode) for number in (2, 1, 3)]
    target = io.BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], compression=compression)
    assert numbers(target.getvalue()) == [[2], [1], [3]]


def test_a_fax_with_long_dots_is_squared() -> None:
    fax = picture().resize((1728, 1145)).convert("1")
    data = encode(fax, "TIFF", dpi=(204, 98), compression="group4")
    (page,) = read_pages(data)
    assert [code.page for code in page.found.codes] == [PAGE]
    assert show(page).height > show(page).width


def test_a_photograph_from_aslant_is_read() -> None:
    page = picture()
    width, height = page.size
    corners = (-40, -30, 30, height + 60, width + 80, height + 20, width - 60, -70)
    seen = page.transform((width, height), Image.Transform.QUAD, corners, Image.Resampling.BILINEAR, fillcolor=120)
    assert numbers(encode(seen, quality=50)) == [[PAGE]]


def test_a_transparent_picture_lies_on_white_paper() -> None:
    ink = Image.new("RGBA", picture().size, (0, 0, 0, 0))
    ink.putalpha(picture().point(lambda value: 255 - value))
    assert numbers(encode(ink, "PNG")) == [[PAGE]]


def test_sixteen_bits_of_grey_are_read() -> None:
    deep = picture().convert("I").point(lambda value: value * 256).convert("I;16")
    assert numbers(encode(deep, "PNG")) == [[PAGE]]


def test_a_blank_back_is_known_and_a_written_page_never_is() -> None:
    for noise in (0, 6):
        (page,) = read_pages(encode(make_blank_scan(noise), quality=60))
        assert page.found.is_blank
    covered = picture()
    ImageDraw.Draw(covered).rectangle((0, 1500, 400, covered.height), fill=255)
    (page,) = read_pages(encode(covered))
    assert (page.found.codes, page.found.is_blank) == ((), False)


def make_blank_scan(noise: float) -> Image.Image:
    grain = random.Random(4)
    few = Image.new("L", (310, 438))
    few.putdata([round(grain.gauss(240, noise)) for _ in range(310 * 438)])
    return few.resize((1240, 1754), Image.Resampling.BICUBIC)


def test_two_pages_on_one_picture_are_both_found() -> None:
    both = Image.new("L", (2480, 1754), 255)
    both.paste(picture(1), (0, 0))
    both.paste(picture(2), (1240, 0))
    assert sorted(numbers(encode(both, quality=80))[0]) == [1, 2]


def test_a_label_of_somebody_else_does_not_count() -> None:
    import segno

    label = io.BytesIO()
    segno.make("https://example.invalid/lot/UC-2608").save(label, kind="png", scale=8)
    page = picture()
    page.paste(Image.open(label).convert("L"), (800, 1200))
    assert numbers(encode(page, quality=80)) == [[PAGE]]


def test_the_clearer_picture_is_the_clearer_one() -> None:
    document = make_consent(NUMBER)

    def clearness(treatment: Treatment) -> float:
        return read_pages(encode(scan_page(document.pdf, 1, treatment), quality=70))[0].found.clearness

    fine, coarse = clearness(Treatment(300)), clearness(Treatment(100))
    assert fine > coarse
    assert clearness(Treatment(200, blur=0)) > clearness(Treatment(200, blur=2))


def test_pages_are_bound_into_one_pdf_in_their_order() -> None:
    files = encode(picture(1)), encode(picture(2), "PNG"), encode(picture(3), "PDF", resolution=150)
    kept = [read_pages(data)[0] for data in files]
    bound = bind_pages([(page.media_type, page.data) for page in kept])
    assert numbers(bound) == [[1], [2], [3]]
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(bound)]
    assert all(abs(height - 842) < 3 for _, height in sizes)


def test_progress_is_told_after_each_page_and_may_end_the_reading() -> None:
    told: list[tuple[int, int]] = []
    document = make_consent(NUMBER)
    read_scan(document.pdf, lambda done, total: told.append((done, total)))
    assert told == [(page, document.page_count) for page in range(1, document.page_count + 1)]

    def stop(done: int, total: int) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        read_scan(document.pdf, stop)
    with pytest.raises(KeyError):
        read_scan(encode(picture()), stop)


# Hostile and damaged files


def make_png(width: int, height: int, data: bytes = b"") -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(data)) + part(b"IEND", b"")


def make_tiff_circle() -> bytes:
    """Return a TIFF whose second page says that the second page is next."""
    first = encode(Image.new("1", (8, 8)), "TIFF")
    offset = struct.unpack("<I", first[4:8])[0]
    count = struct.unpack("<H", first[offset : offset + 2])[0]
    at = offset + 2 + 12 * count
    return first[:at] + struct.pack("<I", offset) + first[at + 4 :]


def make_locked_pdf() -> bytes:
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_consent(NUMBER).pdf)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def make_vast_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(20_000, 20_000)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


HOSTILE = {
    "nothing": (lambda: b"", "scan-empty"),
    "text": (lambda: b"Dear Sir, " * 300, "scan-kind"),
    "a gif": (lambda: encode(Image.new("L", (9, 9)), "GIF"), "scan-kind"),
    "a program": (lambda: b"\x7fELF" + bytes(900), "scan-kind"),
    "a web page": (lambda: b"<html><script>alert(1)</script>", "scan-kind"),
    "half a jpeg": (lambda: encode(picture())[:60_000], "scan-damaged"),
    "the start of a jpeg": (lambda: b"\xff\xd8\xff\xe0", "scan-damaged"),
    "half a png": (lambda: encode(picture(), "PNG")[:30_000], "scan-damaged"),
    "half a tiff": (lambda: encode(picture(), "TIFF")[:90_000], "scan-damaged"),
    "a tiff of nothing": (lambda: b"II*\0" + bytes(60), "scan-damaged"),
    "the start of a pdf": (lambda: b"%PDF-1.7\n" + bytes(60), "scan-damaged"),
    "half a pdf": (lambda: make_consent(NUMBER).pdf[:3_000], "scan-damaged"),
    "a locked pdf": (make_locked_pdf, "scan-locked"),
    "a vast pdf page": (make_vast_pdf, "scan-picture-too-large"),
    "a png that claims a gigapixel": (lambda: make_png(40_000, 40_000), "scan-picture-too-large"),
    "a png that claims a long line": (lambda: make_png(2_000_000, 1), "scan-picture-too-large"),
    "a png of 90 megapixels": (lambda: make_png(9_000, 10_000), "scan-picture-too-large"),
    "a jpeg of endless scans": (
        lambda: encode(Image.new("L", (8_000, 8_000))) + b"\xff\xda" * 400,
        "scan-picture-too-large",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(name: str) -> None:
    make, code = HOSTILE[name]
    assert refuse(make()) == code


def test_a_tiff_that_goes_round_in_circles_ends() -> None:
    assert len(read_pages(make_tiff_circle())) <= 2


def test_a_tiff_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_model, "MOST_PAGES", 3)
    pages = [Image.new("1", (40, 40), 1)] * 4
    target = io.BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
    assert refuse(target.getvalue()) == "scan-too-many-pages"
    assert refuse(make_consent(NUMBER).pdf) == "scan-too-many-pages"


def test_a_pdf_whose_pages_together_are_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_model, "MOST_KEPT_BYTES", 300_000)
    assert refuse(make_consent(NUMBER).pdf) == "scan-file-too-large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_a_file_with_bytes_changed_is_read_or_is_one_sentence(kind: str) -> None:
    whole = encode(picture().resize((155, 219)), kind, **({"resolution": 150} if kind == "PDF" else {}))
    source = random.Random(5)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(source.randint(1, 6)):
            data[source.randrange(min(len(data), 3_000))] = source.randrange(256)
        assert read_or_refuse(bytes(data)) in ({*scan_model.SENTENCES} | scan_model.KEPT_TYPES)


def read_or_refuse(data: bytes) -> str:
    """Return what kind of page was read, or the code of the sentence."""
    try:
        return read_pages(data)[0].media_type
    except InputProblem as problem:
        return problem.code


def test_a_file_that_is_missing_a_folder_or_too_large_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_model, "MOST_FILE_BYTES", 1_000)
    large = tmp_path / "large.png"
    large.write_bytes(bytes(1_001))
    for path, code in (
        (tmp_path / "髙橋花子.jpg", "scan-unreadable"),
        (tmp_path, "scan-unreadable"),
        (Path("a\0b"), "scan-unreadable"),
        (large, "scan-file-too-large"),
    ):
        with pytest.raises(InputProblem) as refused:
            read_scan_file(path, lambda done, total: None)
        assert refused.value.code == code
        assert refused.value.__cause__ is None
        assert "髙橋" not in refused.value.sentence
