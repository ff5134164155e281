"""Every picture that is kept is shown, and every picture that is shown is kept."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
GALLERY, README = ROOT / "docs" / "gallery.md", ROOT / "README.md"


def list_shown(page: Path) -> list[Path]:
    """Return the pictures of a page, once for each time that one is shown."""
    links = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text("utf-8"))
    return [(page.parent / link).resolve() for link in links]


def test_each_picture_that_is_kept_is_shown_and_none_is_missing() -> None:
    shown = {*list_shown(GALLERY), *list_shown(README)}
    kept = {path.resolve() for path in IMAGES.rglob("*") if path.is_file()}
    assert kept - shown == set()
    assert shown - kept == set()


def test_the_gallery_shows_no_picture_twice() -> None:
    shown = list_shown(GALLERY)
    assert sorted({str(one) for one in shown if shown.count(one) > 1}) == []


def test_each_picture_says_in_words_what_it_shows() -> None:
    for page in (GALLERY, README):
        assert re.findall(r"!\[\s*\]\(([^)]+)\)", page.read_text("utf-8")) == []
