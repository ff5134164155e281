"""The theme: fonts load, icons take token colours, and every pair of colours that carries text has contrast."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.theme.icons import IconCache
from stemsup_desktop.ui.theme.tokens import read_tokens

GROUNDS = ("base", "window", "sunken", "hover", "tint", "tint-2")
TEXT_PAIRS = (
    *(
        (text, ground)
        for text in ("text", "text-2")
        for ground in ("base", "window", "sunken", "hover", "tint", "tint-2")
    ),
    *(("text-3", ground) for ground in ("base", "window", "sunken", "hover", "tint", "stop-bg")),
    *(("accent", ground) for ground in ("base", "sunken", "tint")),
    ("on-accent", "accent"),
    ("on-stop", "stop-fill"),
    *((state, f"{state}-bg") for state in ("stop", "spec", "caut", "info", "clear", "open")),
    ("open", "base"),
)
LINE_PAIRS = (("control", "base"), ("control", "window"), ("open-line", "base"), ("accent", "base"))


def luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2 contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (LINE_PAIRS, 3.0)])
def test_contrast(theme: Theme, scheme: Scheme, pairs: tuple[tuple[str, str], ...], least: float) -> None:
    theme.set_scheme(scheme)
    poor = [pair for pair in pairs if contrast(theme.colour(pair[0]), theme.colour(pair[1])) < least]
    assert poor == []


def test_switching_the_theme_says_so_once(theme: Theme) -> None:
    seen: list[bool] = []
    theme.theme_changed.connect(lambda: seen.append(theme.is_dark))
    theme.set_scheme(Scheme.DARK)
    theme.set_scheme(Scheme.DARK)
    assert seen == [True]
    assert theme.colour("base").name() == "#141c1f"


def test_type_roles_are_the_shipped_font_in_logical_px(theme: Theme) -> None:
    font = theme.font("title")
    assert (font.family(), font.pixelSize(), font.weight().value) == ("Noto Sans JP", 20, 700)
    assert theme.font("body", 500).weight().value == 500


def test_text_grows_with_its_scale(qapp: QApplication, theme: Theme) -> None:
    large = Theme(find_resources(), qapp, Scheme.LIGHT, text_scale=1.5)
    label = Label(large, "血管", role="body")
    label.ensurePolished()
    assert label.font().pixelSize() == 21
    theme._apply()


def test_sizes_that_go_with_text_grow_and_a_window_has_the_room_of_a_smaller_one(
    qapp: QApplication, theme: Theme
) -> None:
    large, said = Theme(find_resources(), qapp, Scheme.LIGHT, text_scale=1.5), []
    assert (large.text_percent, large.grown(32), large.room(1280)) == (150, 48, 853)
    assert large.side(320, 683) == 369 < large.grown(320)
    large.text_scale_changed.connect(lambda: said.append(large.text_percent))
    large.set_text_percent(115)
    large.set_text_percent(115)
    with pytest.raises(ValueError, match="120"):
        large.set_text_percent(120)
    assert said == [115]
    theme._apply()


def test_a_label_keeps_its_role_in_another_tone(theme: Theme) -> None:
    label = Label(theme, "x", role="section")
    label.ensurePolished()
    label.set_tone("stop")
    assert label.font().weight().value == 700
    assert label.palette().color(label.foregroundRole()) == theme.colour("stop")


def test_an_icon_takes_the_colour_asked_for(theme: Theme) -> None:
    image = theme.pixmap("stop", "stop", 20, 2.0).toImage()
    solid = {
        image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() == 255
    }
    assert solid == {theme.colour("stop").name()}


def test_an_icon_is_drawn_once(theme: Theme) -> None:
    assert theme.pixmap("clear", "clear").cacheKey() == theme.pixmap("clear", "clear").cacheKey()


def test_a_missing_icon_is_a_problem() -> None:
    with pytest.raises(EnvironmentProblem):
        IconCache(find_resources() / "icons").pixmap("no-such-icon", QColor("red"), 20, 1.0)


def test_tokens_of_only_one_theme_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    path.write_text(
        '{"light": {"a": "#000000"}, "dark": {}, "space": [], "radius": {}, "type": {}, "patient-type": {}}',
        encoding="utf-8",
    )
    with pytest.raises(InputProblem, match=r"tokens\.json"):
        read_tokens(path)


def test_a_missing_font_is_a_problem(qapp: QApplication, tmp_path: Path, theme: Theme) -> None:
    (tmp_path / "tokens.json").write_bytes((find_resources() / "tokens.json").read_bytes())
    with pytest.raises(EnvironmentProblem, match="font"):
        Theme(tmp_path, qapp)
