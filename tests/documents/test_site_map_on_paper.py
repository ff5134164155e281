"""The map of the points on the summary: figures that are read as zones, points and volumes, and drawn as vectors."""

import io
import re
from decimal import Decimal

import msgspec
import pikepdf
import pytest
from documents.document_builders import CLEAR, NAMES, empty_file, shipped_aftercare, shipped_drawings, summary_of
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import read_body
from documents.read_aloud import read_aloud

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.paths import hatch, is_inside
from stemsup_desktop.consultation.summary_model import SiteMap, TotalledGrid
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.language import Language, LanguageForm


def at(drawing: str, x: int, y: int, volume: str | None = "0.05", **fields: object) -> SitePoint:
    point = SitePoint(drawing, Decimal(x), Decimal(y), None if volume is None else Decimal(volume))
    return msgspec.structs.replace(point, **fields)


VERTEX = SiteTreated("vertex", marked=(at("scalp-top/2", 150, 130), at("scalp-top/2", 170, 130)))
NOSE = SiteTreated(
    "nose",
    marked=(
        at("face-front/2", 160, 185, "0.02", depth_mm=Decimal(1), needle="33G"),
        at("face-front/2", 160, 200, "0.02", depth_mm=Decimal(1), needle="33G"),
        at("face-front/2", 160, 215, "0.10", depth_mm=Decimal("1.5"), needle="30G"),
    ),
)
CHEEK = SiteTreated("cheek-l", 8, Decimal("0.4"))


def treated(*sites: SiteTreated, drawn_up: str | None = "0.64") -> ConsultationFile:
    file = empty_file()
    drawn = None if drawn_up is None else Decimal(drawn_up)
    visit = msgspec.structs.replace(file.consultation, treatment=Treatment(drawn_up_ml=drawn, sites=sites))
    return msgspec.structs.replace(file, consultation=visit)


def blocks_of(file: ConsultationFile, language: Language = Language.EN) -> tuple[object, ...]:
    summary = derive_summary(file, CLEAR, NAMES, shipped_aftercare(), language, drawings=shipped_drawings())
    heading = {Language.EN: "Treatment given", Language.JA: "行った治療"}[language]
    return next(section.blocks for section in summary.sections if section.heading == heading)


def figures_of(pdf: bytes) -> list[str]:
    return [
        said.words for said in read_aloud(pdf) if said.tag == "Figure" and ("Map" in said.words or "図" in said.words)
    ]


def test_each_view_with_points_is_a_figure_that_is_read_with_every_zone_and_volume() -> None:
    pdf = summary_of(treated(VERTEX, CHEEK, NOSE), Language.EN).pdf
    assert figures_of(pdf) == [
        ENGLISH,
        "Map of the points, Face, front. C Nose (needs caution): 3 points, 0.02 millilitres each at points 1 to 2,"
        " 0.10 millilitres at point 3, 0.14 millilitres in all.",
    ]
    assert find_pdf_faults(pdf) == []


ENGLISH = "Map of the points, Scalp, from above. A Vertex: 2 points, 0.05 millilitres each, 0.10 millilitres in all."


def test_it_is_read_in_japanese_and_once_for_both_languages() -> None:
    said = "投与した点の図、頭皮（上から）。A 頭頂部：2点、各0.05ミリリットル、合計0.10ミリリットル。"
    assert figures_of(summary_of(treated(VERTEX), Language.JA).pdf) == [said]
    both = summary_of(treated(VERTEX), LanguageForm.BOTH).pdf
    assert figures_of(both) == [f"{said} / {ENGLISH}"]
    assert find_pdf_faults(both) == []


def test_points_that_differ_are_heard_by_their_numbers() -> None:
    said = figures_of(summary_of(treated(NOSE), Language.JA).pdf)[0]
    assert "点1から2は各0.02ミリリットル、点3は0.10ミリリットル、合計0.14ミリリットル" in said


def test_a_point_without_a_volume_says_so() -> None:
    one = SiteTreated("vertex", marked=(at("scalp-top/2", 150, 130, None),))
    two = SiteTreated("vertex", marked=(at("scalp-top/2", 150, 130, None), at("scalp-top/2", 170, 130)))
    assert figures_of(summary_of(treated(one), Language.EN).pdf)[0].endswith("1 point, volume not recorded.")
    said = figures_of(summary_of(treated(two), Language.EN).pdf)[0]
    assert said.endswith("volume not recorded at point 1, 0.05 millilitres at point 2.")


def test_the_table_beside_it_has_the_letters_of_the_map_and_adds_up() -> None:
    blocks = blocks_of(treated(VERTEX, CHEEK, NOSE))
    table = next(block for block in blocks if isinstance(block, TotalledGrid))
    assert table.grid.columns == ("Site", "Points", "Each mL", "Depth mm", "Needle", "mL")
    assert table.grid.rows == (
        ("A  Vertex", "2", "0.05", "", "", "0.10"),
        ("B  Cheek, left", "8", "", "", "", "0.4"),
        (
            "C  Nose",
            "3",
            "1–2:\u00a00.02, 3:\u00a00.10",
            "1–2:\u00a01, 3:\u00a01.5",
            "1–2:\u00a033G, 3:\u00a030G",
            "0.14",
        ),
    )
    assert table.total == ("Total", "13", "", "", "", "0.64")
    assert msgspec.structs.asdict(blocks[-1])["text"].startswith("The sites received 0.64\u00a0mL, exactly")


def test_only_the_views_that_hold_points_are_there_and_without_points_there_is_no_map() -> None:
    (made,) = (block for block in blocks_of(treated(VERTEX, CHEEK)) if isinstance(block, SiteMap))
    assert [view.drawing.view_id for view in made.views] == ["scalp-top"]
    assert "Hatched" not in made.note
    assert not any(isinstance(block, SiteMap) for block in blocks_of(treated(CHEEK)))


def test_points_on_a_drawing_of_another_version_are_in_the_table_and_said_to_be_missing_on_the_map() -> None:
    old = SiteTreated("vertex", marked=(at("scalp-top/1", 1, 1), at("scalp-top/1", 2, 2)))
    blocks = blocks_of(treated(old))
    assert not any(isinstance(block, SiteMap) for block in blocks)
    assert msgspec.structs.asdict(blocks[1])["text"].startswith("2 points were set on a drawing that this version")
    table = next(block for block in blocks if isinstance(block, TotalledGrid))
    assert table.grid.rows[0][:3] == ("A  Vertex", "2", "0.05")


def test_a_point_outside_every_zone_of_its_site_is_still_drawn() -> None:
    stray = SiteTreated("vertex", marked=(at("face-front/2", 160, 60),))
    pdf = summary_of(treated(stray), Language.EN).pdf
    assert figures_of(pdf) == ["Map of the points, Face, front. A Vertex: 1 point, 0.05 millilitres."]
    assert find_pdf_faults(pdf) == []


def test_all_five_views_stand_on_one_page_without_a_picture() -> None:
    places = {
        "scalp-top/2": (160, 130),
        "face-front/2": (160, 200),
        "head-right/1": (130, 70),
        "head-left/1": (190, 70),
    }
    sites = [SiteTreated("vertex", marked=(at(name, *place),)) for name, place in places.items()]
    pdf = summary_of(treated(*sites, SiteTreated("vertex", marked=(at("head-back/1", 160, 50),))), Language.JA).pdf
    assert len(figures_of(pdf)) == 5
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not any("/XObject" in page.Resources for page in document.pages)
        painted = [bytes(page.Contents.read_bytes()) for page in document.pages]
    assert sum(len(re.findall(rb" c\n| c ", one)) > 200 for one in painted) == 1
    assert "頭部（右側面）" in read_body(pdf)


@pytest.mark.parametrize("gap", [2.0, 5.0])
def test_a_hatch_stays_inside_its_zone_and_is_even(gap: float) -> None:
    face = next(drawing for drawing in shipped_drawings() if drawing.view_id == "face-front")
    for zone in (zone for zone in face.zones if zone.is_caution):
        lines = hatch(zone.steps, gap)
        assert len(lines) >= 3
        for (from_x, from_y), (to_x, to_y) in lines:
            assert is_inside(zone.steps, (from_x + to_x) / 2, (from_y + to_y) / 2)
            assert from_x + from_y == pytest.approx(to_x + to_y)
