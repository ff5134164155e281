"""Every picture that is kept is shown, and every picture that is shown is kept."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"


def list_shown() -> list[Path]:
    """Return the pictures of the gallery and the README, once for each time that one is shown."""
    found = []
    for page in (ROOT / "docs" / "gallery.md", ROOT / "README.md"):
        links = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text("utf-8"))
        found += [(page.parent / link).resolve() for link in links]
    return found


def test_the_gallery_shows_each_picture_that_is_kept_once() -> None:
    shown = list_shown()
    kept = {path.resolve() for path in IMAGES.rglob("*") if path.is_file()}
    assert kept - set(shown) == set()
    assert set(shown) - kept == set()
    assert len(shown) == len(set(shown))


def test_each_picture_says_in_words_what_it_shows() -> None:
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "gallery.md", ROOT / "README.md"))
    assert re.findall(r"!\[\s*\]\(([^)]+)\)", pages) == []
